"""The day as the convoy lives it: what happens when, counted from the window's opening (T)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

import msgspec

from safepassage.model.case import Case
from safepassage.model.places import AssemblyPoint, Crossing
from safepassage.report.clock import midnight
from safepassage.report.journeys import Journey, Journeys
from safepassage.report.sheets.head import Head, place_name
from safepassage.report.sheets.legs import legs_of

EventKind = Literal[
    "free",
    "opens_in",
    "opens_out",
    "leaves",
    "at_gate",
    "passes_in",
    "reaches_point",
    "called",
    "leaves_point",
    "passes_out",
    "arrives",
    "closes_in",
    "closes_out",
]
ORDER: tuple[EventKind, ...] = get_args(EventKind)
"""Which of two events of one minute is told first."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens at a place, to vehicles of one convoy in one minute, UTC seconds.

    `offset` is in seconds from the day's first opening, None on a day without one; `until` is a
    passage's end.
    """

    at: int
    offset: int | None
    kind: EventKind
    place: str
    convoy: str
    vehicles: int
    people: int
    until: int | None


class TimelineDay(msgspec.Struct, frozen=True, kw_only=True):
    """A local day; `zero` is T, the first opening of a crossing that day, UTC seconds."""

    day: int
    zero: int | None
    events: tuple[Event, ...]


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Every day on which something moves."""

    head: Head
    days: tuple[TimelineDay, ...]


class _What(NamedTuple):
    minute: int
    kind: EventKind
    place: str
    convoy: str
    until: int | None


def timeline(told: Journeys, head: Head) -> Timeline:
    """The timeline of a plan; vehicles that do the same in one minute are told as one."""
    days: defaultdict[int, dict[_What, tuple[int, int]]] = defaultdict(dict)
    for journey in told.all:
        for what, people in _events(told, journey):
            together = days[midnight(what.minute, told.case.zone)]
            vehicles, riders = together.get(what, (0, 0))
            together[what] = vehicles + 1, riders + people
    return Timeline(
        head=head,
        days=tuple(_day(told.case, day, days[day]) for day in sorted(days)),
    )


def _day(case: Case, day: int, moved: dict[_What, tuple[int, int]]) -> TimelineDay:
    openings = [window for window in case.windows if midnight(window.opens, case.zone) == day]
    zero = min((window.opens for window in openings), default=None)
    gates = [
        _What(at, kind, place_name(case, window.crossing), "", None)
        for window in openings
        for at, kind in _of_window(window.direction == "in", window.opens, window.closes)
    ]
    told = moved | dict.fromkeys(gates, (0, 0))
    return TimelineDay(
        day=day,
        zero=zero,
        events=tuple(
            Event(
                at=what.minute,
                offset=None if zero is None else what.minute - zero,
                kind=what.kind,
                place=what.place,
                convoy=what.convoy,
                vehicles=told[what][0],
                people=told[what][1],
                until=what.until,
            )
            for what in sorted(told, key=_order)
        ),
    )


def _of_window(inward: bool, opens: int, closes: int) -> tuple[tuple[int, EventKind], ...]:
    if inward:
        return (opens, "opens_in"), (closes, "closes_in")
    return (opens, "opens_out"), (closes, "closes_out")


def _order(what: _What) -> tuple[int, int, str, str]:
    return what.minute, ORDER.index(what.kind), what.place, what.convoy


def _events(told: Journeys, journey: Journey) -> Iterator[tuple[_What, int]]:
    """Everything that happens to one vehicle on one trip, and how many people are with it."""
    case = told.case
    for convoy, leg in legs_of(journey):
        route = told.routes.get(leg.route)
        if route is not None:
            leaving, reaching = _leaving(case, route.origin), _reaching(case, route.destination)
            if leaving is not None:
                yield _what(case, leg.depart, leaving, route.origin, convoy.id), leg.persons
            yield _what(case, leg.arrive, reaching, route.destination, convoy.id), leg.persons
    inward, outward = journey.inward, journey.outward
    if inward is not None:
        passes = _what(case, inward.start, "passes_in", inward.crossing, inward.id, inward.end)
        yield passes, 0
    if outward is not None and case.crossings:
        passes = _what(case, outward.start, "passes_out", outward.crossing, outward.id, outward.end)
        yield passes, journey.persons
    last = outward or inward
    name = last.id if last else ""
    for call in journey.calls:
        yield _what(case, call.at, "called", call.place, name), call.persons
    yield _what(case, journey.free, "free", journey.destination, name), 0


def _what(
    case: Case, at: int, kind: EventKind, place: str, convoy: str, until: int | None = None
) -> _What:
    return _What(at // 60 * 60, kind, place_name(case, place), convoy, until)


def _leaving(case: Case, place: str) -> EventKind | None:
    """How leaving a place is told; leaving a crossing is its passage."""
    match case.places.get(place):
        case AssemblyPoint():
            return "leaves_point"
        case Crossing():
            return None
    return "leaves"


def _reaching(case: Case, place: str) -> EventKind:
    match case.places.get(place):
        case AssemblyPoint():
            return "reaches_point"
        case Crossing():
            return "at_gate"
    return "arrives"
