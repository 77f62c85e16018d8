"""Roads to be guarded and places where a post may stand, measured in metres around their middle.

A post may stand at either end of every road, and along it at points at most an eighth of the reach
apart; where a road is longer than twice the reach, in the middle of the smallest circle round it
too. A post reaches a road when it reaches every point of its shape (R2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.model.guard import Position
from safepassage.model.roads import BoolArray, FloatArray, RoadTable
from safepassage.roads.sphere import (
    EARTH_RADIUS_METRES,
    great_circle_metres,
    turn_degrees,
    unit_vectors,
)

Indices = NDArray[np.int64]

SPACING = 8
"""Places along a road per reach."""

DECIMALS = 6
"""Of the degrees of a place: a tenth of a metre."""

MARGIN_METRES = 0.01
"""A post is not trusted with the last centimetre: whoever checks may round otherwise."""


@dataclass(frozen=True, eq=False)
class Ground:
    """N roads with P points of shape between them, and M places.

    Attributes
    ----------
    arcs : (N,) an arc that stands for each road
    asked, road : (k,) the arcs that were asked for, ascending, and the road of each
    first : (N,) where each road's points start in `points`
    points : (P, 3), sites : (M, 3) metres from a common centre
    latitude, longitude : (M,) degrees, rounded
    chord : length of the straight line between places a reach apart, metres
    """

    arcs: Indices
    asked: Indices
    road: Indices
    first: Indices
    points: FloatArray
    sites: FloatArray
    latitude: FloatArray
    longitude: FloatArray
    chord: float

    def reaching(self, roads: Indices) -> BoolArray:
        """Which places reach each of these roads whole, (roads, M)."""
        found = np.empty((len(roads), len(self.sites)), dtype=np.bool_)
        for number, road in enumerate(roads.tolist()):
            own = self.points[self.first[road] : self._end(road)]
            # The ends of a road come first: most places are out of reach of one of them.
            near = np.flatnonzero(_within(self.sites, own[0], self.chord))
            for point in (own[-1], *own[1:-1]):
                near = near[_within(self.sites[near], point, self.chord)]
            found[number] = False
            found[number, near] = True
        return found

    def beyond(self, sites: Indices) -> FloatArray:
        """Metres by which each road sticks out of the reach of its best place of these, (N,)."""
        best = np.full(len(self.arcs), np.inf)
        for site in self.sites[sites]:
            away = np.sqrt(((self.points - site) ** 2).sum(axis=1))
            best = np.minimum(best, np.maximum.reduceat(away, self.first))
        return best - self.chord

    def shares(self, sites: Indices, shares: FloatArray) -> FloatArray:
        """The sum of shares over the places that reach each road, (N,)."""
        found = np.zeros(len(self.arcs))
        for site, share in zip(sites.tolist(), shares.tolist(), strict=True):
            found[self.beyond(np.array([site])) <= 0] += share
        return found

    def near(self, roads: Indices, road: int) -> BoolArray:
        """Whether each of the roads begins within a reach of where this one does."""
        starts = self.points[self.first[roads]]
        return _within(starts, self.points[self.first[road]], self.chord)

    def positions(self, sites: Indices) -> tuple[Position, ...]:
        """Places as degrees."""
        return tuple(
            Position(latitude=float(self.latitude[site]), longitude=float(self.longitude[site]))
            for site in sites
        )

    def sites_at(self, positions: Sequence[Position]) -> Indices:
        """The places at these positions, which are some of the ground's."""
        known = {each: n for n, each in enumerate(zip(self.latitude, self.longitude, strict=True))}
        return np.array([known[each.latitude, each.longitude] for each in positions], np.int64)

    def _end(self, road: int) -> int:
        return int(self.first[road + 1]) if road + 1 < len(self.first) else len(self.points)


def survey(
    table: RoadTable, arcs: Indices, reach_metres: int, also: Sequence[Position] = ()
) -> Ground:
    """The roads of these arcs, and the places for posts of this reach; `also` are more of them."""
    arcs = np.unique(arcs)
    own, road = _roads(table, arcs)
    rows = _points_of(table, own)
    first = np.cumsum(rows.count) - rows.count
    latitude, longitude = table.shape_latitude[rows.index], table.shape_longitude[rows.index]
    sites = _places(latitude, longitude, first, rows.count, reach_metres)
    north = np.round([*sites[0], *(each.latitude for each in also)], DECIMALS)
    east = np.round([*sites[1], *(each.longitude for each in also)], DECIMALS)
    north, east = np.unique(np.stack([north, east]), axis=1)
    middle = unit_vectors(latitude, longitude).mean(axis=0) if len(own) else np.zeros(3)
    reach = max(0.0, reach_metres - MARGIN_METRES)
    return Ground(
        arcs=own,
        asked=arcs,
        road=road,
        first=first,
        points=EARTH_RADIUS_METRES * (unit_vectors(latitude, longitude) - middle),
        sites=EARTH_RADIUS_METRES * (unit_vectors(north, east) - middle),
        latitude=north,
        longitude=east,
        chord=2 * EARTH_RADIUS_METRES * float(np.sin(reach / EARTH_RADIUS_METRES / 2)),
    )


def _within(points: FloatArray, point: FloatArray, chord: float) -> BoolArray:
    away = points - point
    inside: BoolArray = np.einsum("ij,ij->i", away, away) <= chord * chord
    return inside


def _roads(table: RoadTable, arcs: Indices) -> tuple[Indices, Indices]:
    """An arc for each road, and the road of each arc: both directions are one road."""
    start, end = table.shape_start[arcs], table.shape_start[arcs + 1]
    ends = np.sort(np.stack([table.tail[arcs], table.head[arcs]]), axis=0)
    sums = [
        np.add.reduceat(values, table.shape_start[:-1].astype(np.int64))[arcs]
        if len(values)
        else np.zeros(len(arcs))
        for values in (table.shape_latitude, table.shape_longitude)
    ]
    # Summed in another order a direction's sum differs by rounding: ten digits are a millimetre.
    key = np.stack([*ends, end - start, *(np.round(each * 1e7) for each in sums)])
    _, which, road = np.unique(key, axis=1, return_index=True, return_inverse=True)
    return arcs[which].astype(np.int64), road.reshape(-1).astype(np.int64)


@dataclass(frozen=True)
class _Rows:
    index: Indices
    """Into the table's shape, all points of the first arc, then of the next, and so on."""
    count: Indices


def _points_of(table: RoadTable, arcs: Indices) -> _Rows:
    start = table.shape_start[arcs].astype(np.int64)
    count = table.shape_start[arcs + 1].astype(np.int64) - start
    step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return _Rows(np.repeat(start, count) + step, count)


def _places(
    latitude: FloatArray, longitude: FloatArray, first: Indices, count: Indices, reach: int
) -> tuple[FloatArray, FloatArray]:
    """Degrees of every place on or beside the roads."""
    if not len(first):
        return np.empty(0), np.empty(0)
    metres = np.zeros(len(latitude))
    metres[1:] = great_circle_metres(latitude[:-1], longitude[:-1], latitude[1:], longitude[1:])
    metres[first] = 1.0  # a gap between roads, so that the way along all of them only grows
    along = np.cumsum(metres)
    starts, ends = along[first], along[first + count - 1]
    # An even number of parts: half way along is a place, which reaches all that can be no longer.
    parts = 2 * np.ceil(np.maximum(ends - starts, 1e-9) / (2 * reach / SPACING)).astype(np.int64)
    step = np.arange(int((parts + 1).sum())) - np.repeat(
        np.cumsum(parts + 1) - parts - 1, parts + 1
    )
    at = np.repeat(starts, parts + 1) + step * np.repeat((ends - starts) / parts, parts + 1)
    base = longitude[0]
    east = np.interp(at, along, turn_degrees(longitude, base))
    north = np.interp(at, along, latitude)
    long = np.flatnonzero(ends - starts > 1.99 * reach)
    middles = [
        _middle(latitude[rows], turn_degrees(longitude[rows], base))
        for rows in (slice(first[road], first[road] + count[road]) for road in long)
    ]
    north = np.concatenate([north, [each[0] for each in middles]])
    east = np.concatenate([east, [each[1] for each in middles]])
    return north, turn_degrees(east + base, 0.0)


def _middle(latitude: FloatArray, longitude: FloatArray) -> tuple[float, float]:
    """Centre of the smallest circle round the points, on a map flat about them."""
    narrow = float(np.cos(np.radians(latitude.mean())))
    flat = shapely.MultiPoint(np.stack([longitude * narrow, latitude], axis=1))
    centre = shapely.centroid(shapely.minimum_bounding_circle(flat))
    return centre.y, centre.x / narrow
