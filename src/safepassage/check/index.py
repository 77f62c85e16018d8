"""Lookups into a case and a plan, made once; what a plan names but nobody knows is None."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from safepassage.check.measured import Measured, measure
from safepassage.check.ride import Load, Ride, make_ride
from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.plan import Boarding, Convoy, Plan, Stop


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


def by_id(rows: Iterable[T]) -> dict[str, T]:
    """Rows by id; the first of an id counts, and `repeated` finds the others."""
    found: dict[str, T] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found


def repeated(rows: Iterable[_Named]) -> Iterator[str]:
    """The ids that more than one row bears, each once."""
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        count[row.id] += 1
        if count[row.id] == 2:
            yield row.id


@dataclass(frozen=True, slots=True)
class Passage:
    """A stop of a trip in a convoy: which way it goes, and who has boarded by then."""

    ride: Ride
    number: int
    stop: Stop
    way: Direction
    persons: int


@dataclass(frozen=True, slots=True)
class Boarded:
    """A boarding, and where it takes place."""

    ride: Ride
    number: int
    stop: Stop
    boarding: Boarding


@dataclass(frozen=True, kw_only=True)
class Index:
    """A case, a plan, and every lookup the promises need."""

    case: Case
    plan: Plan
    vehicles: dict[str, Vehicle]
    groups: dict[str, TravelGroup]
    points: dict[str, AssemblyPoint]
    crossings: dict[str, Crossing]
    destinations: dict[str, Destination]
    routes: dict[str, Measured]
    convoys: dict[str, Convoy]
    rides: tuple[Ride, ...]
    rides_of: dict[str, list[Ride]]
    """Trips by vehicle, in the order they leave; only of vehicles the case knows."""
    passages: dict[str, list[Passage]]
    """Stops at crossings, by the convoy they name, known or not."""
    boarded: dict[str, list[Boarded]]
    """By group id, known or not."""


def make_index(case: Case, plan: Plan) -> Index:
    """Everything looked up once."""
    types = by_id(case.vehicle_types)
    vehicles = by_id(case.vehicles)
    rides = tuple(make_ride(case, trip, vehicles.get(trip.vehicle), types) for trip in plan.trips)
    return Index(
        case=case,
        plan=plan,
        vehicles=vehicles,
        groups=by_id(case.groups),
        points=by_id(case.assembly_points),
        crossings=by_id(case.crossings),
        destinations=by_id(case.destinations),
        routes={key: measure(case.roads, route) for key, route in by_id(plan.routes).items()},
        convoys=by_id(plan.convoys),
        rides=rides,
        rides_of=_by_vehicle(rides),
        passages=_passages(rides),
        boarded=_boarded(rides),
    )


def _by_vehicle(rides: Iterable[Ride]) -> dict[str, list[Ride]]:
    found: dict[str, list[Ride]] = defaultdict(list)
    for ride in rides:
        if ride.vehicle is not None and ride.stops:
            found[ride.vehicle.id].append(ride)
    for own in found.values():
        own.sort(key=lambda ride: ride.stops[0].depart)
    return dict(found)


def _passages(rides: Iterable[Ride]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for ride in rides:
        load = Load()
        for number, stop in enumerate(ride.stops):
            if stop.convoy is not None and ride.kinds[number] == "C":
                passage = Passage(ride, number, stop, ride.way(number), load.persons)
                found[stop.convoy].append(passage)
            for boarding in stop.boardings:
                load = load.plus(boarding)
    return dict(found)


def _boarded(rides: Iterable[Ride]) -> dict[str, list[Boarded]]:
    found: dict[str, list[Boarded]] = defaultdict(list)
    for ride in rides:
        for number, stop in enumerate(ride.stops):
            for boarding in stop.boardings:
                found[boarding.group].append(Boarded(ride, number, stop, boarding))
    return dict(found)
