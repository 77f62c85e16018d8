"""Where a route runs: the shapes of its road arcs, end to end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from safepassage.model.roads import RoadTable

DECIMALS = 5
"""Of a degree: about a metre."""

Position = tuple[float, float]


def line(roads: RoadTable, arcs: Sequence[int]) -> tuple[Position, ...]:
    """(longitude, latitude) along the arcs, WGS 84 degrees; no point stands twice in a row.

    Arcs that the road table doesn't have are passed over: a broken plan must still be reported.
    """
    known = [arc for arc in arcs if 0 <= arc < roads.arcs]
    if not known:
        return ()
    spans = [slice(roads.shape_start[arc], roads.shape_start[arc + 1]) for arc in known]
    points = np.round(
        np.concatenate(
            [
                np.column_stack((roads.shape_longitude[span], roads.shape_latitude[span]))
                for span in spans
            ]
        ),
        DECIMALS,
    )
    moved = np.ones(len(points), dtype=np.bool_)
    moved[1:] = np.any(points[1:] != points[:-1], axis=1)
    return tuple((float(x), float(y)) for x, y in points[moved].tolist())
