"""Every trip of a plan as people follow it: which convoy in, which out, whom, where and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from safepassage.model.case import Case
from safepassage.model.fleet import VehicleType
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint
from safepassage.model.plan import Boarding, Convoy, Plan, Route, Stop, Trip


@dataclass(frozen=True, kw_only=True, slots=True)
class Leg:
    """A drive between two stops, UTC seconds; `persons` are aboard."""

    route: str
    depart: int
    arrive: int
    persons: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A stop at an assembly point where people board, UTC seconds.

    People are called for `at`, the latest moment that still leaves the vehicle's loading and the
    point's own stop time before it drives on; it is there no later.
    """

    place: str
    arrive: int
    at: int
    depart: int
    boardings: tuple[Boarding, ...]

    @property
    def persons(self) -> int:
        """Everyone who boards here."""
        return sum(boarding.persons for boarding in self.boardings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """One trip of one vehicle.

    `inward` and `outward` are its convoys; `inward` is None if it was inside already, `outward`
    only in a broken plan. Without crossings `outward` is whom it arrives with (see `arrivals`).
    `leaves` is when it sets out, `free` when it can go on another trip.
    """

    trip: str
    vehicle: str
    type: VehicleType
    origin: str
    destination: str
    inward: Convoy | None
    outward: Convoy | None
    leaves: int
    arrives: int
    free: int
    calls: tuple[Call, ...]
    legs: tuple[Leg, ...]

    @property
    def persons(self) -> int:
        """Everyone who rides."""
        return sum(call.persons for call in self.calls)

    @property
    def out(self) -> int | None:
        """When its people are out, UTC seconds; None only in a broken plan."""
        return self.outward.end if self.outward else None


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """The trips of a plan in the order of the plan, and what they name."""

    case: Case
    plan: Plan
    convoys: tuple[Convoy, ...]
    """Those of the plan; without crossings, who arrives together (see `arrivals`)."""
    all: tuple[Journey, ...]

    @cached_property
    def groups(self) -> Mapping[str, TravelGroup]:
        """Travel groups by id."""
        return {group.id: group for group in self.case.groups}

    @cached_property
    def routes(self) -> Mapping[str, Route]:
        """Routes by id."""
        return {route.id: route for route in self.plan.routes}

    @cached_property
    def outward(self) -> Mapping[str, tuple[Journey, ...]]:
        """Loaded journeys by the id of the convoy they leave with, in order of start."""
        return _by_convoy(self.convoys, ((j.outward, j) for j in self.all if j.persons))

    @cached_property
    def inward(self) -> Mapping[str, tuple[Journey, ...]]:
        """Journeys by the id of the convoy they come in with, in order of start."""
        return _by_convoy(self.convoys, ((j.inward, j) for j in self.all))

    @cached_property
    def first(self) -> int:
        """The first window's opening, or the horizon's start, UTC seconds."""
        return self.case.first_opening

    @cached_property
    def last(self) -> int:
        """The last arrival, or the first opening if nobody travels, UTC seconds."""
        return max((journey.arrives for journey in self.all), default=self.first)


def journeys(case: Case, plan: Plan) -> Journeys:
    """Follow every trip; a broken plan must still be reported, so unknown names are passed over."""
    convoys = {convoy.id: convoy for convoy in plan.convoys}
    together = {} if case.crossings else arrivals(plan)
    types = {kind.id: kind for kind in case.vehicle_types}
    of_vehicle = {vehicle.id: types[vehicle.type] for vehicle in case.vehicles}
    return Journeys(
        case=case,
        plan=plan,
        convoys=plan.convoys if case.crossings else tuple(dict.fromkeys(together.values())),
        all=tuple(
            _journey(case, trip, of_vehicle[trip.vehicle], convoys, together.get(trip.id))
            for trip in plan.trips
            if trip.vehicle in of_vehicle and trip.stops
        ),
    )


def arrivals(plan: Plan) -> dict[str, Convoy]:
    """By trip, who arrives at one place at one moment, as a convoy: of plans without crossings.

    It "passes" the destination as it arrives, so that sheets are made as for any other convoy.
    """
    ends = [(t.stops[-1].arrive, t.stops[-1].place, t.id) for t in plan.trips if t.stops]
    numbers = {end: n for n, end in enumerate(sorted({end[:2] for end in ends}), start=1)}
    return {
        trip: Convoy(
            id=f"a{numbers[time, place]}", crossing=place, direction="out", start=time, end=time
        )
        for time, place, trip in sorted(ends)
    }


def _journey(
    case: Case,
    trip: Trip,
    kind: VehicleType,
    convoys: Mapping[str, Convoy],
    arrival: Convoy | None,
) -> Journey:
    passed = [convoys[name] for stop in trip.stops if (name := stop.convoy or "") in convoys]
    calls = tuple(
        _call(stop, kind.loading_seconds + _stop_seconds(case, stop.place))
        for stop in trip.stops
        if stop.boardings
    )
    first, last = trip.stops[0], trip.stops[-1]
    outward = max(
        (convoy for convoy in passed if convoy.direction == "out"),
        key=lambda convoy: convoy.end,
        default=arrival,
    )
    return Journey(
        trip=trip.id,
        vehicle=trip.vehicle,
        type=kind,
        origin=first.place,
        destination=last.place,
        inward=next((convoy for convoy in passed if convoy.direction == "in"), None),
        outward=outward,
        leaves=first.depart,
        arrives=last.arrive,
        free=last.depart,
        calls=calls,
        legs=tuple(_legs(trip.stops)),
    )


def _stop_seconds(case: Case, name: str) -> int:
    place = case.places.get(name)
    return place.stop_seconds if isinstance(place, AssemblyPoint) else 0


def _call(stop: Stop, least_stay: int) -> Call:
    return Call(
        place=stop.place,
        arrive=stop.arrive,
        at=stop.depart - least_stay,
        depart=stop.depart,
        boardings=stop.boardings,
    )


def _legs(stops: tuple[Stop, ...]) -> Iterable[Leg]:
    aboard = 0
    for before, stop in pairwise(stops):
        aboard += sum(boarding.persons for boarding in before.boardings)
        if stop.route is not None:
            yield Leg(route=stop.route, depart=before.depart, arrive=stop.arrive, persons=aboard)


def _by_convoy(
    convoys: Iterable[Convoy], pairs: Iterable[tuple[Convoy | None, Journey]]
) -> dict[str, tuple[Journey, ...]]:
    found: dict[str, list[Journey]] = {
        convoy.id: [] for convoy in sorted(convoys, key=lambda one: (one.start, one.id))
    }
    for convoy, journey in pairs:
        if convoy is not None:
            found[convoy.id].append(journey)
    return {name: tuple(riders) for name, riders in found.items() if riders}
