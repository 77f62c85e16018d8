"""Where a route runs: the shapes of its road arcs, end to end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from safepassage.model.roads import RoadTable

DECIMALS = 5
"""Of a degree: about a metre."""

TOLERANCE = 0.00005
"""Degrees, about five metres: shape points nearer to the line without them are left out."""

Position = tuple[float, float]


def line(roads: RoadTable, arcs: Sequence[int]) -> tuple[Position, ...]:
    """(longitude, latitude) along the arcs, WGS 84 degrees; no point stands twice in a row.

    Thinned out by the method of Douglas and Peucker (1973). Arcs that the road table doesn't have
    are passed over: a broken plan must still be reported.
    """
    spans = [
        slice(roads.shape_start[arc], roads.shape_start[arc + 1])
        for arc in arcs
        if 0 <= arc < roads.arcs
    ]
    if not spans:
        return ()
    along = np.concatenate(
        [
            np.column_stack((roads.shape_longitude[span], roads.shape_latitude[span]))
            for span in spans
        ]
    )
    thin = shapely.simplify(shapely.LineString(along), TOLERANCE, preserve_topology=False)
    points = np.round(shapely.get_coordinates(thin), DECIMALS)
    moved = np.ones(len(points), dtype=np.bool_)
    moved[1:] = np.any(points[1:] != points[:-1], axis=1)
    return tuple((float(x), float(y)) for x, y in points[moved].tolist())
