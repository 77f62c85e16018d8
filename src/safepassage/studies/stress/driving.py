"""How long drives take in a run, and when a crew may set out (V2, R1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.problem import UNREACHABLE, Span
from safepassage.studies.stress.orders import Part
from safepassage.studies.stress.places import Kind
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.trips import Standby, Trip
from safepassage.studies.stress.world import World

Entry = Callable[[int], tuple[int, int, int]]
"""By where a vehicle rests on the way (-1 if nowhere): the place of the gate by which it goes in,
and the seconds and metres that it drives from there to its destination."""


class _Way(NamedTuple):
    """A way to a gate; the fields are those of `Trip`."""

    base: int
    depart: int
    reach: int
    move: int
    lead: int
    fit: int
    ready: int


class Driving:
    """Drives in one world. Where a road is closed nobody sets out; who is under way arrives."""

    def __init__(self, standing: Standing, world: World) -> None:
        """Take what chance decides about drives."""
        self.seconds = standing.seconds
        self.metres = standing.metres
        self.kinds = standing.kinds
        self.bases = standing.bases
        self._calendar = standing.calendar
        self._on: Sequence[float] = world.travel_on.tolist()
        self._closed: Sequence[Span] = sorted(world.closed_roads)
        self._factors: list[list[float]] = world.travel.tolist()
        self._tried = {
            first: (first, *(base for base in (-1, *self.bases) if base != first))
            for first in (-1, *self.bases)
        }
        self._even = not self._closed and all(factor == 1.0 for factor in self._on)

    def factor(self, vehicle: int, made: int) -> float:
        """Of a vehicle's trip, by how many it has made before."""
        row = self._factors[vehicle]
        return row[made] if made < len(row) else row[-1]

    def leave(self, since: int) -> int:
        """The first moment from a time on at which the road isn't closed."""
        if not self._closed:
            return since
        for closes, opens in self._closed:
            if closes <= since < opens:
                since = opens
        return since

    def takes(self, leave: int, seconds: int, factor: float) -> int:
        """How long a drive takes that begins at a time."""
        if not self._even:
            day = bisect_right(self._calendar, leave) - 1
            if 0 <= day < len(self._on):
                factor *= self._on[day]
        return seconds if factor <= 1.0 else ceil(seconds * factor)

    def arrives(self, since: int, seconds: int, factor: float) -> int:
        """When somebody arrives who sets out as soon as the road is open."""
        if self._even:
            return since + (seconds if factor <= 1.0 else ceil(seconds * factor))
        leave = self.leave(since)
        return leave + self.takes(leave, seconds, factor)

    def latest(self, by: int, since: int, seconds: int, factor: float) -> int:
        """The latest departure, not before `since`, to arrive by a time that can be kept."""
        leave = by - self.takes(by, seconds, factor)
        for closes, opens in reversed(self._closed):
            if closes <= leave < opens:
                leave = closes - 1
        if leave < since or leave + self.takes(leave, seconds, factor) > by:
            return self.leave(since)
        return leave

    def approach(self, trip: Trip, crew: Standby, kind: int, entry: Entry, since: int) -> bool:
        """Fill in how a vehicle comes to a gate, leaving no sooner than `since`.

        The way that the trip was planned by, `trip.base`, is taken if it is in time for
        `trip.ready`; else the soonest. False if there is none.
        """
        planned, by = trip.base, trip.ready
        factor, direct = self.factor(trip.vehicle, trip.number), max(crew.free, since)
        best: _Way | None = None
        for base in self._tried[planned]:
            way = self._way(base, crew, kind, entry(base), since, factor)
            if way is not None and (best is None or way.ready < best.ready):
                best = way
                if way.ready <= by or (base < 0 and way.depart <= direct):
                    break
        if best is None:
            return False
        trip.origin = crew.place
        trip.base, trip.depart, trip.reach, trip.move, trip.lead, trip.fit, _ = best
        trip.ready = max(best.ready, crew.hold)
        return True

    def _way(
        self,
        base: int,
        crew: Standby,
        kind: int,
        entry: tuple[int, int, int],
        since: int,
        factor: float,
    ) -> _Way | None:
        """How it comes there, straight or by a place to rest; None if it can't."""
        gate, inside, metres = entry
        seconds, lengths, most = self.seconds[kind], self.metres[kind], self.kinds[kind]
        place, free, log = crew.place, crew.free, crew.log
        depart = reach = move = 0
        if base >= 0:
            there = seconds[place][base]
            if base == place or there >= UNREACHABLE or lengths[place][base] > most.metres:
                return None
            leave = _earliest(most, log, free, there)
            if leave is None:
                return None
            depart = self.leave(max(leave, since))
            reach = depart + self.takes(depart, there, factor)
            log = log.drive(free, [(depart, depart + there)])
            place, free = base, reach
        lead = seconds[place][gate]
        fit = lead + inside
        if fit >= UNREACHABLE or lengths[place][gate] + metres > most.metres:
            return None
        leave = _earliest(most, log, free, fit)
        if leave is None:
            return None
        if base >= 0:
            move = leave
        else:
            depart = leave = max(leave, since)
        return _Way(base, depart, reach, move, lead, fit, self.arrives(leave, lead, factor))


def _earliest(kind: Kind, log: DriverLog, free: int, ahead: int) -> int | None:
    """Earliest departure for so much driving (V2)."""
    if kind.untiring:
        return free if ahead <= kind.limit else None
    return log.earliest(free, ahead)


def driven(standing: Standing, trip: Trip, part: Part, crew: Standby) -> DriverLog:
    """What its crews have driven, by the road's times (V2)."""
    table = standing.seconds[part.kind]
    stops = [(trip.depart, trip.origin)]
    if trip.base >= 0:
        stops.append((trip.move, trip.base))
    if trip.into is not None:
        stops.append((trip.into.end, standing.gates[trip.into.crossing].place))
    stops += [(leaves, standing.stops[p].place) for p, _, leaves, _ in trip.calls]
    assert trip.out is not None
    stops.append((trip.out.end, standing.gates[trip.out.crossing].place))
    stops.append((trip.arrive, standing.ends[trip.destination].place))
    legs = [(leaves, leaves + table[at][to]) for (leaves, at), (_, to) in pairwise(stops)]
    if trip.base < 0:
        return crew.log.drive(crew.free, legs)
    return crew.log.drive(crew.free, legs[:1]).drive(trip.reach, legs[1:])
