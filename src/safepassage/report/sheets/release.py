"""What must be true before a convoy is released, and the plan's figures to hold it against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.places import Destination
from safepassage.model.plan import Convoy
from safepassage.model.territory import age_days
from safepassage.report.clock import midnight
from safepassage.report.journeys import Journey, Journeys
from safepassage.report.sheets.head import Head, place_name
from safepassage.report.sheets.open_window import open_window


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """People of a convoy who arrive at a destination on a day, and the places left for them.

    `left` counts what earlier convoys leave of the capacity, in all and that day; None is no limit
    that anybody stated.
    """

    destination: str
    persons: int
    left: int | None


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """A convoy that waits to be released; instants are UTC seconds.

    `seats` are the places of its vehicles; `people` are aboard, or, on the way in, are called.
    """

    convoy: str
    direction: Direction
    crossing: str
    opens: int | None
    closes: int | None
    start: int
    end: int
    vehicles: int
    seats: int
    people: int
    rooms: tuple[Room, ...]


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """How old the last picture of who holds what ground is on a day; None if there is none.

    Older than `most_days` nothing is released.
    """

    age_days: int | None
    most_days: int
    stale: bool


class ReleaseDay(msgspec.Struct, frozen=True, kw_only=True):
    """The convoys of a local day, in order of start."""

    day: int
    front: Front
    convoys: tuple[Released, ...]


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet a day."""

    head: Head
    hours: int
    """Lead time of the notification."""
    days: tuple[ReleaseDay, ...]


def release(told: Journeys, head: Head) -> Release:
    """The go/no-go sheets of a plan."""
    days: defaultdict[int, list[Released]] = defaultdict(list)
    received = _Received(told.case)
    for convoy in sorted(told.convoys, key=lambda one: (one.start, one.id)):
        found = told.inward if convoy.direction == "in" else told.outward
        riders = found.get(convoy.id, ())
        if riders:
            day = midnight(convoy.start, told.case.zone)
            days[day].append(_released(told, convoy, riders, received))
    return Release(
        head=head,
        hours=told.case.agreement.notification_hours,
        days=tuple(
            ReleaseDay(day=day, front=_front(told.case, day), convoys=tuple(days[day]))
            for day in sorted(days)
        ),
    )


def _front(case: Case, day: int) -> Front:
    on = datetime.fromtimestamp(day, case.zone).date().isoformat()
    age, most = age_days(case.control, on), case.exposure.stale_days
    return Front(age_days=age, most_days=most, stale=age is not None and age > most)


def _released(
    told: Journeys, convoy: Convoy, riders: tuple[Journey, ...], received: _Received
) -> Released:
    window = open_window(told.case, convoy)
    out = convoy.direction == "out"
    return Released(
        convoy=convoy.id,
        direction=convoy.direction,
        crossing=place_name(told.case, convoy.crossing),
        opens=window.opens if window else None,
        closes=window.closes if window else None,
        start=convoy.start,
        end=convoy.end,
        vehicles=len(riders),
        seats=sum(journey.type.places for journey in riders),
        people=sum(journey.persons for journey in riders),
        rooms=tuple(received.rooms(riders)) if out else (),
    )


class _Received:
    """Places that convoys released so far have taken at each destination, in all and by day."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.in_all, self.by_day = Counter[str](), Counter[tuple[str, int]]()

    def rooms(self, riders: tuple[Journey, ...]) -> Iterator[Room]:
        arriving = Counter[tuple[str, int]]()
        for journey in riders:
            day = midnight(journey.arrives, self.case.zone)
            arriving[journey.destination, day] += journey.persons
        for (name, day), persons in sorted(arriving.items()):
            place = self.case.places.get(name)
            left = self._left(place, day) if isinstance(place, Destination) else None
            yield Room(destination=place_name(self.case, name), persons=persons, left=left)
            self.in_all[name] += persons
            self.by_day[name, day] += persons

    def _left(self, place: Destination, day: int) -> int | None:
        limits = []
        if place.capacity is not None:
            limits.append(place.capacity - self.in_all[place.id])
        if place.daily_capacity is not None:
            limits.append(place.daily_capacity - self.by_day[place.id, day])
        return min(limits, default=None)
