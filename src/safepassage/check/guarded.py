"""R2: every stretch used is within reach of a guard post."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from safepassage.check.broken import broken, figure
from safepassage.check.index import Index
from safepassage.model.agreement import GuardPost
from safepassage.model.broken import BrokenPromise
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
    points, first = _points(roads, arcs)
    for post in posts:
        here = _on_sphere(np.array([post.latitude]), np.array([post.longitude]))
        farthest = np.maximum.reduceat(((points - here) ** 2).sum(axis=0), first)
        best = np.minimum(best, _great_circle(np.sqrt(farthest)) - post.reach_metres)
    return best


def _points(
    roads: RoadTable, arcs: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Both ends and the shape of each arc, one arc after the other, and where each begins."""
    start = roads.shape_start[arcs].astype(np.int64)
    count = roads.shape_start[arcs + 1] - start + 2
    first = np.cumsum(count) - count
    step = np.arange(int(count.sum())) - np.repeat(first, count)
    in_shape = np.flatnonzero(step >= 2)
    shape = (np.repeat(start, count) + step - 2)[in_shape]
    latitude, longitude = np.empty(len(step)), np.empty(len(step))
    for values, of_nodes, of_shape in (
        (latitude, roads.latitude, roads.shape_latitude),
        (longitude, roads.longitude, roads.shape_longitude),
    ):
        values[first], values[first + 1] = of_nodes[roads.tail[arcs]], of_nodes[roads.head[arcs]]
        values[in_shape] = of_shape[shape]
    return _on_sphere(latitude, longitude), first


def _on_sphere(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Points on the unit sphere, (3, n)."""
    north, east = np.radians(latitude), np.radians(longitude)
    level = np.cos(north)
    return np.stack([level * np.cos(east), level * np.sin(east), np.sin(north)])


def _great_circle(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres along the sphere between points a chord of the unit sphere apart."""
    metres: NDArray[np.float64] = 2 * _EARTH_METRES * np.arcsin(np.minimum(chord / 2, 1))
    return metres
