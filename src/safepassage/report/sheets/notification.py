"""What a movement notification says: day by day, the agreed routes, windows, vehicles and counts.

It goes to the parties, so it names no assembly point, staging area or time of a single vehicle, and
it is the same for the planner who sends it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.fleet import VehicleKind
from safepassage.model.plan import Convoy
from safepassage.report.clock import midnight
from safepassage.report.journeys import Journey, Journeys
from safepassage.report.sheets.convoy_map import in_corridor
from safepassage.report.sheets.head import Head, place_name
from safepassage.report.sheets.legs import ConvoyLeg, convoy_legs
from safepassage.report.sheets.line import Position
from safepassage.report.sheets.open_window import open_window

HOUR = 3600


class CorridorRoute(msgspec.Struct, frozen=True, kw_only=True):
    """A route from a crossing to a destination; ends as (longitude, latitude) in degrees."""

    crossing: str
    destination: str
    begins: Position
    ends: Position
    metres: int
    seconds: int


class KindCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many vehicles of a kind."""

    kind: VehicleKind
    vehicles: int


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A convoy as a party may know it: through which crossing, in which window, how many.

    `opens` and `closes` are None where the plan has it pass outside every window.
    """

    convoy: str
    direction: Direction
    crossing: str
    opens: int | None
    closes: int | None
    destinations: tuple[str, ...]
    kinds: tuple[KindCount, ...]
    persons: int


class MarkedVehicle(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle that moves that day, beside which its plate and driver are written."""

    vehicle: str
    kind: VehicleKind
    emblem: bool


class NotifiedDay(msgspec.Struct, frozen=True, kw_only=True):
    """The movements of a local day; `day` and `submit_by` are UTC seconds.

    `submit_by` is the agreed lead time before the day's first movement, down to the full hour.
    """

    day: int
    submit_by: int
    persons: int
    passages: tuple[Passage, ...]
    routes: tuple[CorridorRoute, ...]
    vehicles: tuple[MarkedVehicle, ...]


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """A notification a day, and to whom it goes; `hours` is the agreed lead time."""

    head: Head
    parties: tuple[str, ...]
    guarantor: str
    hours: int
    days: tuple[NotifiedDay, ...]


def notification(told: Journeys, head: Head) -> Notification:
    """The notifications of a plan: a day is the one on which a convoy begins to pass."""
    agreement = told.case.agreement
    moving: defaultdict[int, list[tuple[Convoy, Journey]]] = defaultdict(list)
    for journey in told.all:
        for convoy in (journey.inward, journey.outward):
            if convoy is not None:
                moving[midnight(convoy.start, told.case.zone)].append((convoy, journey))
    legs: defaultdict[int, list[ConvoyLeg]] = defaultdict(list)
    for leg in convoy_legs(told):
        legs[midnight(leg.convoy.start, told.case.zone)].append(leg)
    return Notification(
        head=head,
        parties=agreement.parties,
        guarantor=agreement.guarantor,
        hours=agreement.notification_hours,
        days=tuple(_day(told, day, moving[day], legs[day]) for day in sorted(moving)),
    )


def _day(
    told: Journeys, day: int, moving: list[tuple[Convoy, Journey]], legs: list[ConvoyLeg]
) -> NotifiedDay:
    first = min((leg.depart for leg in legs), default=day)
    lead = told.case.agreement.notification_hours * HOUR
    passages = tuple(_passages(told, moving))
    return NotifiedDay(
        day=day,
        submit_by=(first - lead) // HOUR * HOUR,
        persons=sum(passage.persons for passage in passages),
        passages=passages,
        routes=tuple(_routes(told, legs)),
        vehicles=tuple(
            MarkedVehicle(vehicle=name, kind=kind.kind, emblem=kind.emblem)
            for name, kind in sorted({(j.vehicle, j.type) for _, j in moving}, key=_by_name)
        ),
    )


def _by_name(one: tuple[str, object]) -> str:
    return one[0]


def _passages(told: Journeys, moving: Iterable[tuple[Convoy, Journey]]) -> Iterator[Passage]:
    """Convoys in order of start."""
    riders: dict[str, tuple[Convoy, list[Journey]]] = {}
    for convoy, journey in moving:
        riders.setdefault(convoy.id, (convoy, []))[1].append(journey)
    for convoy, journeys in sorted(riders.values(), key=lambda one: (one[0].start, one[0].id)):
        window = open_window(told.case, convoy)
        out = convoy.direction == "out"
        kinds = Counter(journey.type.kind for journey in journeys)
        yield Passage(
            convoy=convoy.id,
            direction=convoy.direction,
            crossing=place_name(told.case, convoy.crossing),
            opens=window.opens if window else None,
            closes=window.closes if window else None,
            destinations=tuple(
                dict.fromkeys(place_name(told.case, j.destination) for j in journeys if out)
            ),
            kinds=tuple(KindCount(kind=kind, vehicles=kinds[kind]) for kind in sorted(kinds)),
            persons=sum(journey.persons for journey in journeys if out),
        )


def _routes(told: Journeys, legs: Iterable[ConvoyLeg]) -> Iterator[CorridorRoute]:
    """The routes of the agreed corridor; of several between two ends, the longest."""
    longest: dict[tuple[str, str], ConvoyLeg] = {}
    for leg in legs:
        if in_corridor(told.case, leg):
            ends = leg.route.origin, leg.route.destination
            if ends not in longest or longest[ends].route.seconds < leg.route.seconds:
                longest[ends] = leg
    for (origin, destination), leg in sorted(longest.items()):
        begins, ends_at = told.case.places[origin], told.case.places[destination]
        yield CorridorRoute(
            crossing=place_name(told.case, origin),
            destination=place_name(told.case, destination),
            begins=(begins.longitude, begins.latitude),
            ends=(ends_at.longitude, ends_at.latitude),
            metres=leg.route.metres,
            seconds=leg.route.seconds,
        )
