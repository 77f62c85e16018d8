"""Two-way roads along lines on the map, for tests of what depends on their shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from safepassage.model.roads import RoadTable

Point = tuple[float, float]
"""Latitude and longitude, degrees."""

DEGREE = math.radians(1) * 6_371_008.8
"""Metres of a degree of latitude."""


def metres(a: Point, b: Point) -> float:
    """Great-circle distance by the angle between two vectors."""

    def vector(point: Point) -> np.ndarray:
        x, y = (math.radians(each) for each in point)
        return np.array([math.cos(x) * math.cos(y), math.cos(x) * math.sin(y), math.sin(x)])

    u, v = vector(a), vector(b)
    return 6_371_008.8 * math.atan2(float(np.linalg.norm(np.cross(u, v))), float(u @ v))


def at_metres(north: float, east: float) -> Point:
    """A point so many metres north and east of 33.5 N 36.4 E, near enough."""
    return 33.5 + north / DEGREE, 36.4 + east / DEGREE / math.cos(math.radians(33.5))


def road_table(lines: Sequence[Sequence[Point]], speed: float = 10.0) -> RoadTable:
    """Arcs 2k and 2k + 1 go along line k, there and back; lines meet where their ends are equal."""
    both = [list(way) for line in lines for way in (line, line[::-1])]
    nodes = {
        point: number
        for number, point in enumerate(sorted({p for w in both for p in (w[0], w[-1])}))
    }
    length = np.array([sum(metres(a, b) for a, b in pairwise(way)) for way in both])
    shape = np.array([point for way in both for point in way]).reshape(-1, 2)
    count = len(both)
    return RoadTable(
        profiles=("bus",),
        classes=("primary",),
        latitude=np.array([point[0] for point in nodes]),
        longitude=np.array([point[1] for point in nodes]),
        tail=np.array([nodes[way[0]] for way in both], dtype=np.int32),
        head=np.array([nodes[way[-1]] for way in both], dtype=np.int32),
        metres=np.rint(length).astype(np.int32),
        seconds=np.maximum(1, np.ceil(length / speed)).astype(np.int32)[None, :],
        passable=np.ones((1, count), dtype=np.bool_),
        open=np.ones(count, dtype=np.bool_),
        highway=np.zeros(count, dtype=np.uint8),
        facts=np.zeros(count, dtype=np.uint8),
        way=np.arange(count, dtype=np.int64),
        shape_start=np.cumsum([0, *(len(way) for way in both)]).astype(np.int32),
        shape_latitude=shape[:, 0],
        shape_longitude=shape[:, 1],
    )
