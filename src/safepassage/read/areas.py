"""Areas drawn on a map: polygons of a GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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

_UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    shapely.errors.ShapelyError,
)

_EXPECTED = "GeoJSON polygons in WGS 84 degrees"


@dataclass(frozen=True)
class Area:
    """An area of a file, counted from 1, with what is written beside it."""

    number: int
    shape: BaseGeometry | None
    """None where it has a fault."""
    properties: Any


def read_areas(path: Path, file: str, faults: Faults) -> BaseGeometry | None:
    """The union of a file's areas, (longitude, latitude) degrees, or None with the faults."""
    areas = drawn_areas(path, file, faults)
    if areas is None:
        return None
    shapes = [area.shape for area in areas]
    if any(shape is None for shape in shapes) or tangled(shapes, file, faults):
        return None
    return shapely.union_all(shapes)


def drawn_areas(path: Path, file: str, faults: Faults) -> list[Area] | None:
    """Every area of a file, the faulty ones too, with their faults; None if there is none."""
    data = read_bytes(path, MAX_BYTES, faults, file)
    text = decode(data, faults, file) if data is not None else None
    if text is None:
        return None
    try:
        features = _features(json.loads(text))
    except _UNREADABLE as error:
        faults.add(
            file,
            f"a file that can't be read as GeoJSON ({quoted(str(error))})",
            _EXPECTED,
            "Save the areas as GeoJSON again.",
        )
        return None
    if not features:
        faults.add(file, "no area", _EXPECTED, "Remove the file, or draw the areas.")
        return None
    return [_area(number, one, file, faults) for number, one in enumerate(features, start=1)]


def _features(data: Any) -> list[Any]:
    """The features of a file; a geometry alone is one without properties."""
    if data["type"] == "FeatureCollection":
        return list(data["features"])
    return [data if data["type"] == "Feature" else {"geometry": data}]


def _area(number: int, feature: Any, file: str, faults: Faults) -> Area:
    try:
        # A NaN is a fault below, and no matter for a warning on the screen.
        with np.errstate(invalid="ignore"):
            shape = shapely.geometry.shape(feature["geometry"])
        fault = _polygon_fault(shape)
    except _UNREADABLE as error:
        fault = f"an outline that can't be read as GeoJSON ({quoted(str(error))})"
    if fault:
        faults.add(
            file,
            f"area {number}: {fault}",
            _EXPECTED,
            "Correct the area in a map editor; longitude comes first.",
        )
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return Area(number, None if fault else shape, properties)


def tangled(shapes: Sequence[BaseGeometry], file: str, faults: Faults) -> bool:
    """Whether merging areas could take time and memory by the square of their corners: a fault."""
    if not _tangled(shapes):
        return False
    faults.add(
        file,
        "outlines that have too many corners or cross each other too often",
        f"at most {MAX_POINTS:,} corners, of areas that seldom overlap",
        "Simplify the outlines, and merge areas that overlap.",
    )
    return True


def _tangled(shapes: Sequence[BaseGeometry]) -> bool:
    rings = shapely.get_rings(shapely.get_parts(shapes))
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
