"""R2: every stretch used is within reach of a guard post, of the case or named by the plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from safepassage.check.broken import broken, figure
from safepassage.check.duties import allowed_posts, off_duty
from safepassage.check.index import Index
from safepassage.check.measured import Measured
from safepassage.check.reach import beyond_reach
from safepassage.model.broken import BrokenPromise


def guarded(index: Index) -> Iterator[BrokenPromise]:
    """Where a guard is required and no escort rides along, each arc is within a post's reach.

    Of the case's own posts, or of posts that the plan names, while a vehicle may be on it.
    """
    guard = index.case.guard
    if not guard.required or guard.escorts:
        return
    posts = yield from allowed_posts(index)
    used = _used(index)
    arcs = np.unique(np.concatenate([np.empty(0, np.int64), *(each.arcs for each in used)]))
    given = beyond_reach(index.case.roads, arcs, guard.posts)
    named = beyond_reach(index.case.roads, arcs, posts)
    nearest = np.full(index.case.roads.arcs, np.inf)
    nearest[arcs] = np.minimum(given.min(axis=0, initial=np.inf), named.min(axis=0, initial=np.inf))
    for measured in used:
        yield from _beyond(measured, nearest[measured.arcs])
    reached = np.zeros((len(posts), index.case.roads.arcs), dtype=np.bool_)
    reached[:, arcs] = (named <= 0) & (given.min(axis=0, initial=np.inf) > 0)
    if reached.any():
        yield from off_duty(index, used, posts, reached)


def _used(index: Index) -> list[Measured]:
    """The routes that some leg takes."""
    named = {stop.route for ride in index.rides for stop in ride.stops[1:]}
    return [measured for name, measured in index.routes.items() if name in named]


def _beyond(measured: Measured, metres: NDArray[np.float64]) -> Iterator[BrokenPromise]:
    """Arcs that no post reaches, by the metres each sticks out of its best one's reach."""
    outside = metres > 0
    if outside.any():
        worst = float(metres.max())
        what = f"{figure(int(outside.sum()))} of its {len(measured.arcs)} arcs are within"
        where = f"route {measured.route.id}"
        if np.isinf(worst):
            yield broken("R2", where, f"{what} reach of no guard post: there is none")
        else:
            short = f"the worst {worst:,.1f} m beyond the nearest"
            yield broken("R2", where, f"{what} reach of no guard post, {short}", worst, "metres")
