"""The plan's trips as orders: whom to fetch where, in which convoys, and where to take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from safepassage.model.plan import Boarding, Convoy, Plan, Trip
from safepassage.solve.dispatch.demand import Share
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import Mode, RideUnit


class Asked(NamedTuple):
    """A ride unit: people who never part."""

    point: int
    persons: int
    seated: int
    stretchers: int
    wheelchairs: int
    escorts: int
    armed: bool
    medical: int
    accepts: int
    mode: Mode

    @classmethod
    def of(cls, unit: RideUnit) -> Asked:
        """Of a unit of a problem."""
        return cls(
            unit.point,
            unit.persons,
            unit.seated,
            unit.stretchers,
            unit.wheelchairs,
            unit.escorts,
            unit.armed,
            unit.medical_class,
            unit.accepts,
            unit.mode,
        )


Call = tuple[int, tuple[Share, ...]]
"""An assembly point, and who is called there."""


class Part(NamedTuple):
    """What one vehicle is to do; `vehicle` is -1 where the one that was to do it isn't there.

    `enters` and `leaves` are when its convoys start (it sets out, if it starts inside: `into` is
    then -1), `long_in` and `long_out` how long they take. `base` is where it rests on the way, -1
    if nowhere.
    """

    trip: int
    kind: int
    vehicle: int
    base: int
    into: int
    enters: int
    long_in: int
    calls: tuple[Call, ...]
    out: int
    leaves: int
    long_out: int
    destination: int


class Together(NamedTuple):
    """Trips of the plan that are one order, and what all runs ask of it."""

    parts: tuple[Part, ...]
    called: tuple[int, ...]
    """Units, each once."""
    persons: int
    medical: int
    """The most urgent class."""

    @classmethod
    def of(cls, parts: tuple[Part, ...], units: Sequence[RideUnit]) -> Together:
        """Of trips that ride together."""
        shares = [share for part in parts for share in calls_of(part)]
        called = tuple(dict.fromkeys(share.unit for share in shares))
        persons = sum(share.persons for share in shares)
        return cls(parts, called, persons, min(units[u].medical_class for u in called))


def calls_of(part: Part) -> Iterator[Share]:
    """All who are called to it."""
    return (share for _, shares in part.calls for share in shares)


def planned_trips(problem: Problem, plan: Plan) -> list[Part]:
    """The trips that still can be made in this case, in the order of the plan."""
    reader = _Reader(problem, plan)
    found = (reader.part(number, trip) for number, trip in enumerate(plan.trips))
    return [part for part in found if part is not None and part.calls]


def parties(trips: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Trips that share a unit are one order, as it rides in several vehicles of one convoy."""
    first: dict[int, int] = {}
    leader = list(range(len(trips)))

    def find(n: int) -> int:
        while leader[n] != n:
            n = leader[n]
        return n

    for n, part in enumerate(trips):
        for share in calls_of(part):
            leader[find(n)] = find(first.setdefault(share.unit, n))
    members: dict[int, list[Part]] = defaultdict(list)
    for n, part in enumerate(trips):
        members[find(n)].append(part)
    return [tuple(parts) for parts in members.values()]


class _Reader:
    """Looks up the ids of a plan in a case that may be another than its own."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        case = problem.case
        self.problem = problem
        self.convoys = {convoy.id: convoy for convoy in plan.convoys}
        self.vehicles = {vehicle.id: v for v, vehicle in enumerate(case.vehicles)}
        self.points = {point.id: p for p, point in enumerate(problem.points)}
        self.ends = {end.id: d for d, end in enumerate(problem.destinations)}
        self.gates = {gate.id: c for c, gate in enumerate(problem.crossings)}
        self.bases = {area.id: problem.place_index[area.id] for area in case.staging_areas}
        self.units = {
            case.groups[g].id: u for u, unit in enumerate(problem.units) for g in unit.groups
        }
        self._kinds = sorted(set(problem.fleet))

    def part(self, number: int, trip: Trip) -> Part | None:
        """One trip, None if its destination is no more."""
        end = self.ends.get(trip.stops[-1].place)
        if end is None:
            return None
        v = self.vehicles.get(trip.vehicle, -1)
        calls = tuple(
            (self.points[stop.place], shares)
            for stop in trip.stops
            if stop.place in self.points and (shares := self._shares(stop.boardings))
        )
        kind = self.problem.fleet[v] if v >= 0 else self._able(calls)
        if kind is None:
            return None
        base = next((self.bases[s.place] for s in trip.stops[1:] if s.place in self.bases), -1)
        convoys = [self.convoys[s.convoy] for s in trip.stops if s.convoy is not None]
        into = next((one for one in convoys if one.direction == "in"), None)
        out = next((one for one in convoys if one.direction == "out"), None)
        leaves = trip.stops[-1].arrive if out is None else out.start
        depart = trip.stops[0].depart
        inside = v >= 0 and self.problem.starts_inside(v) and into is None
        return (
            Part(
                trip=number,
                kind=kind,
                vehicle=v,
                base=base,
                into=-1 if inside else self._gate(into),
                enters=self._enters(trip, into, base),
                long_in=0 if into is None else into.end - into.start,
                calls=calls,
                out=self._gate(out, end),
                leaves=leaves,
                long_out=0 if out is None else out.end - out.start,
                destination=end,
            )
            if depart < UNREACHABLE
            else None
        )

    def _enters(self, trip: Trip, into: Convoy | None, base: int) -> int:
        if into is not None:
            return into.start
        return trip.stops[0 if base < 0 else 1].depart

    def _gate(self, convoy: Convoy | None, end: int = -1) -> int:
        """The crossing of a convoy, another that is left if it is no more; else the door."""
        if convoy is not None:
            return self.gates.get(convoy.crossing, 0)
        if self.problem.doors and end >= 0:
            return self.problem.doors.index(self.problem.at_destination(end))
        return -1

    def _able(self, calls: Sequence[Call]) -> int | None:
        """A type of the fleet with places for all who are called."""
        totals = [sum(each) for each in zip(*(s[1:4] for _, c in calls for s in c), strict=True)]
        for k in self._kinds:
            kind = self.problem.types[k]
            places = kind.seats, kind.stretchers, kind.wheelchairs
            if totals and all(n <= most for n, most in zip(totals, places, strict=True)):
                return k
        return None

    def _shares(self, boardings: Iterable[Boarding]) -> tuple[Share, ...]:
        """Boardings by unit: who is never parted boards together."""
        found: dict[int, Share] = {}
        for one in boardings:
            u = self.units.get(one.group)
            if u is not None:
                had = found.get(u, Share(u, 0, 0, 0, 0))
                found[u] = Share(
                    u,
                    had.seated + one.seated,
                    had.stretchers + one.stretchers,
                    had.wheelchairs + one.wheelchairs,
                    had.escorts + one.escorts,
                )
        return tuple(found.values())
