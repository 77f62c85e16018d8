"""How far road arcs stick out of the reach of posts, on the sphere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import RoadTable

_EARTH_METRES = 6_371_008.8
"""Radius of the sphere that reach is measured on."""


class Standing(Protocol):
    """A post of the case or of a plan."""

    @property
    def latitude(self) -> float:
        """Degrees."""

    @property
    def longitude(self) -> float:
        """Degrees."""

    @property
    def reach_metres(self) -> int:
        """How far it covers."""


def beyond_reach(
    roads: RoadTable, arcs: NDArray[np.int64], posts: Sequence[Standing]
) -> NDArray[np.float64]:
    """Metres that each arc sticks out of each post's reach, (posts, arcs): one must cover it all.

    Nought or less where the post reaches both ends and every point of the arc's shape.
    """
    found = np.empty((len(posts), len(arcs)))
    if not found.size:
        return found
    points, first = _points(roads, arcs)
    for number, post in enumerate(posts):
        here = _on_sphere(np.array([post.latitude]), np.array([post.longitude]))
        farthest = np.maximum.reduceat(((points - here) ** 2).sum(axis=0), first)
        found[number] = _great_circle(np.sqrt(farthest)) - post.reach_metres
    return found


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
