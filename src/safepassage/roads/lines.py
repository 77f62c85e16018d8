"""Road arcs as lines and boxes on the map, (longitude, latitude) degrees."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.model.roads import FloatArray, RoadTable

Lines = NDArray[Any]
"""Shapely LineStrings."""


def arc_lines(table: RoadTable, arcs: NDArray[np.int64]) -> Lines:
    """The line of each of the arcs, ends included, (len(arcs),)."""
    first = table.shape_start[arcs].astype(np.int64)
    count = table.shape_start[arcs + 1] - first
    of_line = np.repeat(np.arange(len(arcs)), count)
    point = np.arange(len(of_line)) + np.repeat(first - np.cumsum(count) + count, count)
    lines: Lines = shapely.linestrings(
        table.shape_longitude[point], table.shape_latitude[point], indices=of_line
    )
    return lines


def arc_bounds(table: RoadTable) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """West, south, east and north of each arc's line, (A,) each; there is at least one arc."""
    begins = table.shape_start[:-1]
    longitude, latitude = table.shape_longitude, table.shape_latitude
    return (
        np.minimum.reduceat(longitude, begins),
        np.minimum.reduceat(latitude, begins),
        np.maximum.reduceat(longitude, begins),
        np.maximum.reduceat(latitude, begins),
    )
