"""R2: which arcs are within reach of a guard post."""

from __future__ import annotations

import numpy as np

from safepassage.model.agreement import Guard
from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.sphere import great_circle_metres


def covered(table: RoadTable, guard: Guard) -> BoolArray:
    """Whether each arc may be used under the guard, (A,).

    An arc is covered when a single post reaches every point of its shape; a cap of the sphere is
    convex, so the post then reaches the straight stretches between them too. All are covered when
    no guard is required or escorts ride along.
    """
    if guard.escorts or not guard.required:
        return np.ones(table.arcs, dtype=np.bool_)
    reached = np.zeros(table.arcs, dtype=np.bool_)
    if table.arcs == 0:
        return reached
    for post in guard.posts:
        metres = great_circle_metres(
            table.shape_latitude, table.shape_longitude, post.latitude, post.longitude
        )
        reached |= np.logical_and.reduceat(metres <= post.reach_metres, table.shape_start[:-1])
    return reached
