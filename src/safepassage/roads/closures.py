"""Which arcs touch an area that no vehicle may enter."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.lines import arc_bounds, arc_lines


def touching(table: RoadTable, area: BaseGeometry) -> BoolArray:
    """The arcs whose line meets the area or its border, (A,); (longitude, latitude) degrees."""
    touched = np.zeros(table.arcs, dtype=np.bool_)
    if area.is_empty or table.arcs == 0:
        return touched
    west, south, east, north = area.bounds
    arc_west, arc_south, arc_east, arc_north = arc_bounds(table)
    # Lines are built only for the few arcs near the area.
    near = (arc_east >= west) & (arc_west <= east) & (arc_north >= south) & (arc_south <= north)
    arcs = np.flatnonzero(near)
    lines = arc_lines(table, arcs)
    shapely.prepare(area)
    touched[arcs[shapely.intersects(area, lines)]] = True
    return touched
