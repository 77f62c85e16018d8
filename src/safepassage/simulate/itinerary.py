"""A plan as drives and stays: what each vehicle does next, and what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.fleet import VehicleType
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.plan import Plan, Stop, Trip
from safepassage.model.simulated import Due


@dataclass(frozen=True)
class Drive:
    """A drive from one stop to the next, and the stay there. UTC seconds.

    `route` is None where both stops are at one road node. After it the vehicle stays until its
    convoy has passed, or for `stay` seconds and at least until `leave`.
    """

    id: str
    trip: str
    vehicle: str
    type: str
    origin: str
    place: str
    route: str | None
    depart: int
    arrive: int
    """As planned."""
    seconds: int
    """The route's."""
    due: Due | None
    by: int
    """When it must have arrived, or is late for what is `due`."""
    convoy: str | None
    stay: int
    leave: int


@dataclass(frozen=True)
class Slot:
    """A convoy of the plan, the server it passes, and when it may."""

    id: str
    crossing: str
    direction: Direction
    server: tuple[str, str]
    start: int
    end: int
    headway: int
    closes: int
    """Of its window."""
    vehicles: int


@dataclass(frozen=True)
class Itinerary:
    """Drives by vehicle in their order, and convoys by their planned start."""

    drives: Mapping[str, tuple[Drive, ...]]
    slots: tuple[Slot, ...]


def itinerary(case: Case, plan: Plan) -> Itinerary:
    """The drives and convoys of a plan that keeps its promises."""
    types = {kind.id: kind for kind in case.vehicle_types}
    type_of = {vehicle.id: types[vehicle.type] for vehicle in case.vehicles}
    seconds = {route.id: route.seconds for route in plan.routes if route.arcs}
    starts = {convoy.id: convoy.start for convoy in plan.convoys}
    drives: dict[str, list[Drive]] = {vehicle: [] for vehicle in type_of}
    vehicles: dict[str, int] = defaultdict(int)
    for trip in sorted(plan.trips, key=lambda trip: trip.stops[0].depart):
        own = drives[trip.vehicle]
        own += _drives(case, trip, type_of[trip.vehicle], seconds, starts, len(own))
        for stop in trip.stops:
            if stop.convoy is not None:
                vehicles[stop.convoy] += 1
    return Itinerary(
        drives={vehicle: tuple(own) for vehicle, own in drives.items() if own},
        slots=_slots(case, plan, vehicles),
    )


def _drives(
    case: Case,
    trip: Trip,
    kind: VehicleType,
    seconds: Mapping[str, int],
    starts: Mapping[str, int],
    made: int,
) -> list[Drive]:
    """The drives of a trip, of a vehicle that has made so many before it."""
    drives = []
    for number, (before, stop) in enumerate(pairwise(trip.stops), start=made + 1):
        due, by, stay = _due(case, stop, kind, starts)
        route = stop.route if stop.route in seconds else None
        drives.append(
            Drive(
                id=f"{trip.vehicle}.{number}",
                trip=trip.id,
                vehicle=trip.vehicle,
                type=kind.id,
                origin=before.place,
                place=stop.place,
                route=route,
                depart=before.depart,
                arrive=stop.arrive,
                seconds=seconds[route] if route else 0,
                due=due,
                by=by,
                convoy=stop.convoy,
                stay=stay,
                leave=stop.depart,
            )
        )
    return drives


def _due(
    case: Case, stop: Stop, kind: VehicleType, starts: Mapping[str, int]
) -> tuple[Due | None, int, int]:
    """What a vehicle may be late for at a stop, by when it must be there, and its least stay."""
    match case.places[stop.place]:
        case Crossing() if stop.convoy is not None:
            return "convoy", starts[stop.convoy], 0
        case AssemblyPoint(stop_seconds=access) if stop.boardings:
            stay = access + kind.loading_seconds
            return "boarding", stop.depart - stay, stay
        case Destination(handover_seconds=handover):
            return "arrival", stop.arrive, handover + kind.turnaround_seconds
    return None, stop.depart, 0


def _slots(case: Case, plan: Plan, vehicles: Mapping[str, int]) -> tuple[Slot, ...]:
    crossings = {crossing.id: crossing for crossing in case.crossings}
    slots = []
    for convoy in sorted(plan.convoys, key=lambda convoy: (convoy.start, convoy.id)):
        crossing = crossings[convoy.crossing]
        closes = [
            window.closes
            for window in case.windows
            if (window.crossing, window.direction) == (convoy.crossing, convoy.direction)
            and window.opens <= convoy.start < window.closes
        ]
        slots.append(
            Slot(
                id=convoy.id,
                crossing=convoy.crossing,
                direction=convoy.direction,
                server=(convoy.crossing, "" if crossing.shared else convoy.direction),
                start=convoy.start,
                end=convoy.end,
                headway=crossing.headway_seconds,
                closes=min([case.horizon[1], *closes]),
                vehicles=vehicles[convoy.id],
            )
        )
    return tuple(slots)
