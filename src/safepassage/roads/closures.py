"""Which arcs touch an area that no vehicle may enter."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.model.roads import BoolArray, RoadTable


def touching(table: RoadTable, area: BaseGeometry) -> BoolArray:
    """The arcs whose line meets the area or its border, (A,); (longitude, latitude) degrees."""
    touched = np.zeros(table.arcs, dtype=np.bool_)
    if area.is_empty or table.arcs == 0:
        return touched
    begins = table.shape_start[:-1]
    west, south, east, north = area.bounds
    # Lines are built only for the few arcs near the area.
    near = (
        (np.maximum.reduceat(table.shape_longitude, begins) >= west)
        & (np.minimum.reduceat(table.shape_longitude, begins) <= east)
        & (np.maximum.reduceat(table.shape_latitude, begins) >= south)
        & (np.minimum.reduceat(table.shape_latitude, begins) <= north)
    )
    arcs = np.flatnonzero(near)
    points = np.repeat(near, np.diff(table.shape_start))
    lines = shapely.linestrings(
        table.shape_longitude[points],
        table.shape_latitude[points],
        indices=np.repeat(np.arange(len(arcs)), np.diff(table.shape_start)[arcs]),
    )
    shapely.prepare(area)
    touched[arcs[shapely.intersects(area, lines)]] = True
    return touched
