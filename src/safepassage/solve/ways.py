"""The ways of a case: of empty vehicles, and of those with people aboard.

Where the case says that nobody is driven past other places (`past_places`), the two differ (R1).
Laden legs are those from an assembly point, and those from a crossing to a destination.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from safepassage.model.case import Case
from safepassage.model.roads import BoolArray
from safepassage.roads.travel import TravelTimes, travel_times

_Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Fastest ways for empty and for laden vehicles, the same object where they don't differ.

    `never` stands in tables for no way.
    """

    case: Case
    empty: TravelTimes
    laden: TravelTimes
    never: int

    @property
    def places(self) -> tuple[str, ...]:
        """Every place, in the order of the tables."""
        return self.empty.places

    def between(self, origin: str, destination: str) -> TravelTimes:
        """The ways that a leg between two places goes by."""
        return self.laden if self._is_laden(origin, destination) else self.empty

    def to_first(self, profile: str, origin: str, point: str, within: int) -> TravelTimes:
        """The ways that an empty vehicle goes by to its first point, in so many seconds.

        From a point that it starts at it goes as the tables have it, if that is in time.
        """
        ways = self.between(origin, point)
        seconds = ways.seconds(profile, origin, point)
        return ways if seconds is not None and seconds <= within else self.empty

    def seconds(self, profile: str) -> _Matrix:
        """Seconds between all places, leg by leg."""
        laden, empty = (each.matrix(profile) for each in (self.laden, self.empty))
        return self._table(np.where(self._laden_legs(), laden, empty))

    def metres(self, profile: str) -> _Matrix:
        """Metres between all places along the ways of `seconds`."""
        lengths = [
            [self.between(a, b).metres(profile, a, b) for b in self.places] for a in self.places
        ]
        return self._table(np.array([[-1 if m is None else m for m in row] for row in lengths]))

    def least(self, profile: str, seconds: _Matrix) -> _Matrix:
        """Least seconds between two stops of a trip, over all other stops that may lie between.

        `seconds` are those of `seconds(profile)`, perhaps without some. A laden leg may take longer
        than two by way of another point, as a trip may stop there though nobody boards (V2): laden
        ways close up over points (Floyd, 1962). Empty ways are the shortest already; so are those
        from points that vehicles start at to their first.
        """
        if self.laden is self.empty:
            return seconds
        found = np.array(seconds, dtype=np.int64)
        points = [self.places.index(point.id) for point in self.case.assembly_points]
        for via in points:
            found = np.minimum(found, found[:, via, None] + found[None, via, :])
        calling = [p for p in points if found[p, p] == 0]
        starts = {self.places.index(vehicle.start) for vehicle in self.case.vehicles}
        first = np.ix_(sorted(starts & set(points)), calling)
        empty = self.empty.matrix(profile)[first]
        found[first] = np.where(empty < 0, found[first], np.minimum(found[first], empty))
        return self._table(np.minimum(found, self.never))

    def _table(self, matrix: NDArray[np.int64]) -> _Matrix:
        return tuple(map(tuple, np.where(matrix < 0, self.never, matrix).tolist()))

    def _is_laden(self, origin: str, destination: str) -> bool:
        points, crossings, ends = self._ids
        return origin in points or (origin in crossings and destination in ends)

    def _laden_legs(self) -> NDArray[np.bool_]:
        return np.array([[self._is_laden(a, b) for b in self.places] for a in self.places])

    @cached_property
    def _ids(self) -> tuple[frozenset[str], ...]:
        tables = self.case.assembly_points, self.case.crossings, self.case.destinations
        return tuple(frozenset(place.id for place in table) for table in tables)


def find_ways(case: Case, usable: BoolArray, never: int) -> Ways:
    """All ways over arcs that are usable, (A,); none runs through a crossing (W1)."""
    gates = [crossing.id for crossing in case.crossings]
    empty = laden = travel_times(case.roads, case.place_nodes, gates, usable)
    if not case.past_places:
        laden = travel_times(case.roads, case.place_nodes, list(case.place_nodes), usable)
    return Ways(case=case, empty=empty, laden=laden, never=never)
