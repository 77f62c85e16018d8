"""Areas drawn on a map: polygons of a GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry

from safepassage.read.faults import Faults, quoted
from safepassage.read.files import decode, read_bytes

MAX_BYTES = 20_000_000
MAX_POINTS = 200_000
"""Corners of all outlines together."""
MEETINGS = 20
"""Stretches of outline that one stretch meets, on average, in the most tangled file."""


def read_areas(path: Path, file: str, faults: Faults) -> BaseGeometry | None:
    """The union of a file's areas, (longitude, latitude) degrees, or None with the faults."""
    data = read_bytes(path, MAX_BYTES, faults, file)
    text = decode(data, faults, file) if data is not None else None
    if text is None:
        return None
    expected = "GeoJSON polygons in WGS 84 degrees"
    try:
        # A NaN is a fault below, and no matter for a warning on the screen.
        with np.errstate(invalid="ignore"):
            shapes = [shapely.geometry.shape(one) for one in _geometries(json.loads(text))]
    except (
        ValueError,
        TypeError,
        OverflowError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        shapely.errors.ShapelyError,
    ) as error:
        faults.add(
            file,
            f"a file that can't be read as GeoJSON ({quoted(str(error))})",
            expected,
            "Save the areas as GeoJSON again.",
        )
        return None
    sound = True
    for number, shape in enumerate(shapes, start=1):
        fault = _polygon_fault(shape)
        if fault:
            sound = False
            faults.add(
                file,
                f"area {number}: {fault}",
                expected,
                "Correct the area in a map editor; longitude comes first.",
            )
    if not shapes:
        faults.add(file, "no area", expected, "Remove the file, or draw the areas.")
    if sound and _tangled(shapes):
        sound = False
        faults.add(
            file,
            "outlines that have too many corners or cross each other too often",
            f"at most {MAX_POINTS:,} corners, of areas that seldom overlap",
            "Simplify the outlines, and merge areas that overlap.",
        )
    return shapely.union_all(shapes) if shapes and sound else None


def _tangled(shapes: Sequence[BaseGeometry]) -> bool:
    """Whether merging the areas could take time and memory by the square of their corners."""
    rings = shapely.get_rings(shapes)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if len(points) > MAX_POINTS:
        return True
    pairs = np.stack([points[:-1], points[1:]], axis=1)[ring[:-1] == ring[1:]]
    stretches = shapely.linestrings(pairs)
    tree = shapely.STRtree(stretches)
    left = MEETINGS * len(stretches) + 10_000
    for start in range(0, len(stretches), 20):
        left -= tree.query(stretches[start : start + 20]).shape[1]
        if left < 0:
            return True
    return False


def _polygon_fault(shape: BaseGeometry) -> str:
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return f"a {shape.geom_type}"
    if shape.is_empty:
        return "an empty polygon"
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "coordinates that aren't degrees"
    return "" if shape.is_valid else f"a broken outline ({shapely.is_valid_reason(shape)})"


def _geometries(data: Any) -> list[Any]:
    if data["type"] == "FeatureCollection":
        return [feature["geometry"] for feature in data["features"]]
    return [data["geometry"] if data["type"] == "Feature" else data]
