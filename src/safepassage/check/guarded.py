"""R2: every stretch used is within reach of a guard post."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from safepassage.check.broken import BrokenPromise, broken, figure
from safepassage.check.index import Index
from safepassage.model.agreement import GuardPost
from safepassage.model.roads import RoadTable

_EARTH_METRES = 6_371_008.8
"""Radius of the sphere that reach is measured on."""


def guarded(index: Index) -> Iterator[BrokenPromise]:
    """Where a guard is required and no escort rides along, each arc is within a post's reach."""
    guard = index.case.guard
    if not guard.required or guard.escorts:
        return
    named = {stop.route for ride in index.rides for stop in ride.stops[1:]}
    used = [measured for name, measured in index.routes.items() if name in named]
    arcs = np.unique(np.concatenate([np.empty(0, np.int64), *(each.arcs for each in used)]))
    beyond = np.full(index.case.roads.arcs, np.inf)
    beyond[arcs] = _beyond_reach(index.case.roads, arcs, guard.posts)
    for measured in used:
        outside = beyond[measured.arcs] > 0
        if outside.any():
            worst = float(beyond[measured.arcs].max())
            what = f"{figure(int(outside.sum()))} of its {len(measured.arcs)} arcs are within"
            where = f"route {measured.route.id}"
            if np.isinf(worst):
                yield broken("R2", where, f"{what} reach of no guard post: there is none")
            else:
                short = f"the worst {worst:,.1f} m beyond the nearest"
                yield broken(
                    "R2", where, f"{what} reach of no guard post, {short}", worst, "metres"
                )


def _beyond_reach(
    roads: RoadTable, arcs: NDArray[np.int64], posts: tuple[GuardPost, ...]
) -> NDArray[np.float64]:
    """Metres that each arc sticks out of the reach of its best post: one must cover all of it."""
    best = np.full(len(arcs), np.inf)
    if not len(arcs):
        return best
    latitude, longitude, first = _points(roads, arcs)
    for post in posts:
        metres = _great_circle(post, latitude, longitude)
        best = np.minimum(best, np.maximum.reduceat(metres, first) - post.reach_metres)
    return best


def _points(
    roads: RoadTable, arcs: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Both ends and the shape of each arc, one arc after the other, and where each begins."""
    tails, heads = roads.tail[arcs], roads.head[arcs]
    start = roads.shape_start[arcs].astype(np.int64)
    count = roads.shape_start[arcs + 1] - start
    first = np.concatenate([[0], np.cumsum(count + 2)[:-1]]).astype(np.int64)
    step = np.arange(int((count + 2).sum())) - np.repeat(first, count + 2)
    in_shape = (step >= 2).nonzero()
    shape = (np.repeat(start, count + 2) + step - 2)[in_shape]
    latitude, longitude = np.empty(len(step)), np.empty(len(step))
    for points, of_nodes, of_shape in (
        (latitude, roads.latitude, roads.shape_latitude),
        (longitude, roads.longitude, roads.shape_longitude),
    ):
        points[first], points[first + 1] = of_nodes[tails], of_nodes[heads]
        points[in_shape] = of_shape[shape]
    return latitude, longitude, first


def _great_circle(
    post: GuardPost, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Metres on the sphere from a post to points, by the haversine formula."""
    here, there = np.radians(post.latitude), np.radians(latitude)
    across = np.radians(longitude - post.longitude)
    half = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(across / 2) ** 2
    metres: NDArray[np.float64] = 2 * _EARTH_METRES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres
