"""The daily situation report: who is out and who arrived, by sex and age, needs, destination.

A group counts in a band only on a day on which all of it is counted: of a part, nobody stated who
is who. The rest are `not_stated`, so that every split adds up to the persons.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from safepassage.model.people import BANDS, TravelGroup
from safepassage.model.plan import Boarding
from safepassage.report.clock import midnight
from safepassage.report.journeys import Journeys
from safepassage.report.sheets.head import Head, place_name


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Persons on a day, or up to it, and the same split in several ways.

    `bands` are persons in each of `model.people.BANDS`; with `not_stated` they add up to
    `persons`. The needs may overlap: somebody on a stretcher may need a medic too.
    """

    persons: int
    bands: tuple[int, ...]
    not_stated: int
    stretchers: int
    wheelchairs: int
    escorts: int
    unaccompanied: int


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A destination on a day; `left` are the places left in all, None where nobody stated any."""

    destination: str
    out: int
    """On their way to it: out that day."""
    arrived: int
    arrived_so_far: int
    left: int | None
    first: int | None
    """First and last arrival of the day, UTC seconds."""
    last: int | None


class SituationDay(msgspec.Struct, frozen=True, kw_only=True):
    """A local day on which somebody is out or arrives."""

    day: int
    out: Counted
    out_so_far: Counted
    arrived: Counted
    arrived_so_far: Counted
    destinations: tuple[Received, ...]


class NotMoving(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone registered: out at the end, or one of the others. All stay protected."""

    registered: int
    out: int
    not_served: int
    staying: int
    undecided: int
    not_asked: int


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """A report a day, and who isn't moving."""

    head: Head
    days: tuple[SituationDay, ...]
    not_moving: NotMoving


@dataclass(slots=True)
class _Part:
    """What of a travel group is out, or arrives, on one day."""

    persons: int = 0
    stretchers: int = 0
    wheelchairs: int = 0
    escorts: int = 0

    def add(self, boarding: Boarding) -> None:
        self.persons += boarding.persons
        self.stretchers += boarding.stretchers
        self.wheelchairs += boarding.wheelchairs
        self.escorts += boarding.escorts


_Parts = defaultdict[int, defaultdict[str, _Part]]
"""By day and travel group."""


@dataclass(slots=True)
class _Moves:
    """Everyone by the day they are out and the day they arrive."""

    out: _Parts = field(default_factory=lambda: defaultdict(lambda: defaultdict(_Part)))
    arrived: _Parts = field(default_factory=lambda: defaultdict(lambda: defaultdict(_Part)))
    leaving_for: Counter[tuple[int, str]] = field(default_factory=Counter)
    reaching: Counter[tuple[int, str]] = field(default_factory=Counter)
    arrivals: defaultdict[tuple[int, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )


def situation(told: Journeys, head: Head) -> Situation:
    """The situation reports of a plan, as planned; people write what they count beside it."""
    moves = _moves(told)
    out = dict(_counted_by_day(told, moves.out))
    arrived = dict(_counted_by_day(told, moves.arrived))
    days, out_so_far, arrived_so_far = [], _nobody(), _nobody()
    received = Counter[str]()
    for day in sorted(out.keys() | arrived.keys()):
        today_out, today_arrived = out.get(day, _nobody()), arrived.get(day, _nobody())
        out_so_far = _sum(out_so_far, today_out)
        arrived_so_far = _sum(arrived_so_far, today_arrived)
        days.append(
            SituationDay(
                day=day,
                out=today_out,
                out_so_far=out_so_far,
                arrived=today_arrived,
                arrived_so_far=arrived_so_far,
                destinations=tuple(_received(told, moves, day, received)),
            )
        )
    return Situation(head=head, days=tuple(days), not_moving=_not_moving(told, out_so_far.persons))


def _moves(told: Journeys) -> _Moves:
    moves, zone = _Moves(), told.case.zone
    for journey in told.all:
        if journey.out is None or not journey.persons:
            continue
        leaves, reaches = midnight(journey.out, zone), midnight(journey.arrives, zone)
        moves.leaving_for[leaves, journey.destination] += journey.persons
        moves.reaching[reaches, journey.destination] += journey.persons
        moves.arrivals[reaches, journey.destination].append(journey.arrives)
        for call in journey.calls:
            for boarding in call.boardings:
                moves.out[leaves][boarding.group].add(boarding)
                moves.arrived[reaches][boarding.group].add(boarding)
    return moves


def _counted_by_day(told: Journeys, parts: _Parts) -> Iterator[tuple[int, Counted]]:
    """Unaccompanied children count on the first day of their group."""
    met: set[str] = set()
    for day in sorted(parts):
        total = _nobody()
        for name, part in parts[day].items():
            group = told.groups.get(name)
            total = _sum(total, _counted(group, part, first=name not in met))
            met.add(name)
        yield day, total


def _counted(group: TravelGroup | None, part: _Part, *, first: bool) -> Counted:
    whole = group is not None and group.persons == part.persons and bool(group.bands)
    return Counted(
        persons=part.persons,
        bands=group.bands if group is not None and whole else (0,) * len(BANDS),
        not_stated=0 if whole else part.persons,
        stretchers=part.stretchers,
        wheelchairs=part.wheelchairs,
        escorts=part.escorts,
        unaccompanied=group.unaccompanied if group is not None and first else 0,
    )


def _nobody() -> Counted:
    return Counted(
        persons=0,
        bands=(0,) * len(BANDS),
        not_stated=0,
        stretchers=0,
        wheelchairs=0,
        escorts=0,
        unaccompanied=0,
    )


def _sum(one: Counted, other: Counted) -> Counted:
    return Counted(
        persons=one.persons + other.persons,
        bands=tuple(a + b for a, b in zip(one.bands, other.bands, strict=True)),
        not_stated=one.not_stated + other.not_stated,
        stretchers=one.stretchers + other.stretchers,
        wheelchairs=one.wheelchairs + other.wheelchairs,
        escorts=one.escorts + other.escorts,
        unaccompanied=one.unaccompanied + other.unaccompanied,
    )


def _received(
    told: Journeys, moves: _Moves, day: int, received: Counter[str]
) -> Iterable[Received]:
    """Each destination of the case on a day; `received` goes on from day to day."""
    for place in told.case.destinations:
        arrived = moves.reaching[day, place.id]
        received[place.id] += arrived
        times = moves.arrivals.get((day, place.id), [])
        yield Received(
            destination=place_name(told.case, place.id),
            out=moves.leaving_for[day, place.id],
            arrived=arrived,
            arrived_so_far=received[place.id],
            left=None if place.capacity is None else place.capacity - received[place.id],
            first=min(times, default=None),
            last=max(times, default=None),
        )


def _not_moving(told: Journeys, out: int) -> NotMoving:
    people = Counter[str]()
    for group in told.case.groups:
        people[group.choice] += group.persons
    return NotMoving(
        registered=people.total(),
        out=out,
        not_served=people["leave"] - out,
        staying=people["stay"],
        undecided=people["undecided"],
        not_asked=people["not_asked"],
    )
