"""Where roads cross the outline of an area, out and in, and which of these exits help most."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

APART_METRES = 60.0
"""The most between the way out and the way in of one exit: two carriageways of a road."""

Seconds = NDArray[np.int64]


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """An arc that crosses the outline."""

    arc: int
    node: int
    """Its end that is inside."""
    seconds: int
    """Driving between that end and the outline, by its share of the arc's line, rounded up."""
    latitude: float
    longitude: float


def exits(
    table: RoadTable, area: BaseGeometry, usable: BoolArray
) -> tuple[tuple[Cut, ...], tuple[Cut, ...]]:
    """The cuts that lead out, and for each the one that leads in beside it.

    Each cut is in one exit at most; the nearest two find each other first. A road that leads only
    out, or only in, is no exit.

    Parameters
    ----------
    table : N nodes, A arcs
    area : (longitude, latitude) degrees
    usable : (A,) arcs that may be driven
    """
    inside = shapely.contains_xy(area, table.longitude, table.latitude)
    tail_in, head_in = inside[table.tail], inside[table.head]
    out = [_cut(table, area, int(arc), True) for arc in np.flatnonzero(usable & tail_in & ~head_in)]
    back = [
        _cut(table, area, int(arc), False) for arc in np.flatnonzero(usable & ~tail_in & head_in)
    ]
    pairs = _beside(out, back)
    return tuple(out[a] for a, _ in pairs), tuple(back[b] for _, b in pairs)


def _cut(table: RoadTable, area: BaseGeometry, arc: int, outward: bool) -> Cut:
    shape = slice(table.shape_start[arc], table.shape_start[arc + 1])
    points = np.stack([table.shape_longitude[shape], table.shape_latitude[shape]], axis=1)
    line = shapely.LineString(points if outward else points[::-1])  # from the inside
    met = shapely.get_parts(shapely.intersection(line, area.boundary))
    ends = shapely.get_point(met, 0) if len(met) else np.array([shapely.get_point(line, 0)])
    ends = np.where(shapely.is_missing(ends), met, ends)
    along = float(np.min(shapely.line_locate_point(line, ends)))
    at = shapely.line_interpolate_point(line, along)
    share = along / line.length if line.length else 0.0
    return Cut(
        arc=arc,
        node=int((table.tail if outward else table.head)[arc]),
        seconds=math.ceil(share * int(table.seconds[0, arc])),
        latitude=float(at.y),
        longitude=float(at.x),
    )


def _beside(out: list[Cut], back: list[Cut]) -> list[tuple[int, int]]:
    """Positions of the cuts out and back that are one exit, in the order of the ways out."""
    if not out or not back:
        return []
    most = APART_METRES / EARTH_RADIUS_METRES
    near = cKDTree(_vectors(out)).sparse_distance_matrix(
        cKDTree(_vectors(back)), most, output_type="ndarray"
    )
    pairs: dict[int, int] = {}
    for a, b, _ in sorted(near.tolist(), key=lambda pair: (pair[2], pair[0], pair[1])):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return sorted(pairs.items())


def _vectors(cuts: list[Cut]) -> NDArray[np.float64]:
    latitudes, longitudes = zip(*((cut.latitude, cut.longitude) for cut in cuts), strict=True)
    return unit_vectors(latitudes, longitudes)


def most_useful(seconds: Seconds, people: Seconds, most: int | None) -> list[int]:
    """Some exits with little driving for all people together; every exit where most is None.

    Each next one is the one that saves the most (the greedy method for the k-median problem;
    Kuehn and Hamburger 1963).

    Parameters
    ----------
    seconds : (points, exits) driving there and back
    people : (points,)
    most : how many to choose
    """
    count = seconds.shape[1]
    if most is None or most >= count:
        return list(range(count))
    chosen: list[int] = []
    least = np.full(len(people), np.iinfo(np.int64).max)
    for _ in range(most):
        totals = [int((np.minimum(least, column) * people).sum()) for column in seconds.T]
        best = min((n for n in range(count) if n not in chosen), key=totals.__getitem__)
        chosen.append(best)
        least = np.minimum(least, seconds[:, best])
    return sorted(chosen)


def divided(seconds: Seconds, people: Seconds, most: int) -> Seconds:
    """People by point and exit, (points, exits): the nearest first, at most so many by each exit.

    `seconds` is (points, exits), `people` (points,); all exits together must have room.
    """
    left, room = people.copy(), np.full(seconds.shape[1], most, dtype=np.int64)
    found = np.zeros_like(seconds)
    for pair in np.argsort(seconds, axis=None, kind="stable"):
        point, exit_ = divmod(int(pair), seconds.shape[1])
        moved = min(left[point], room[exit_])
        found[point, exit_] = moved
        left[point] -= moved
        room[exit_] -= moved
    return found
