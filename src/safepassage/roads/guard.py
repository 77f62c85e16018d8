"""R2: which arcs are within reach of a guard post."""

from __future__ import annotations

import numpy as np

from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.sphere import EARTH_RADIUS_METRES, great_circle_metres


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
        reached |= reached_by(table, post)
    return reached


def reached_by(table: RoadTable, post: GuardPost) -> BoolArray:
    """Whether the post reaches each arc whole, (A,)."""
    # Nothing further north or south than the reach is measured: a table has millions of points.
    band = 1.01 * np.degrees(post.reach_metres / EARTH_RADIUS_METRES)
    near = np.flatnonzero(np.abs(table.shape_latitude - post.latitude) <= band)
    metres = great_circle_metres(
        table.shape_latitude[near], table.shape_longitude[near], post.latitude, post.longitude
    )
    inside = np.zeros(len(table.shape_latitude), dtype=np.bool_)
    inside[near] = metres <= post.reach_metres
    reached: BoolArray = np.logical_and.reduceat(inside, table.shape_start[:-1])
    return reached
