"""Place by place: who goes when, what passes the crossings, who is received where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.places import Crossing, Destination
from safepassage.report.clock import midnight
from safepassage.report.journeys import Journey, Journeys


class DayPeople(msgspec.Struct, frozen=True, kw_only=True):
    """People on a local day; `day` is its first instant, UTC seconds."""

    day: int
    people: int


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """An assembly point: who is called when, and who isn't."""

    name: str
    name_local: str
    people: int
    """Called, over all days."""
    seats: int
    """Places still free in the vehicles sent for them, as each comes."""
    vehicles: int
    first_call: int | None
    last_call: int | None
    not_served: int
    staying: int
    undecided: int
    """Undecided or not asked; they stay protected."""
    days: tuple[DayPeople, ...]


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """From when until when a crossing is open, UTC seconds."""

    opens: int
    closes: int


class GateDay(msgspec.Struct, frozen=True, kw_only=True):
    """What passes a crossing in one direction on a local day, and how long it is busy with it.

    A convoy and its people count on the day it starts; only a broken plan has a day without hours.
    """

    day: int
    hours: tuple[Hours, ...]
    convoys: int
    vehicles: int
    people: int
    busy: int
    """Seconds taken by passages."""
    open: int
    """Seconds open that day."""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """A crossing in one direction, day by day."""

    name: str
    name_local: str
    direction: Direction
    days: tuple[GateDay, ...]


class Reception(msgspec.Struct, frozen=True, kw_only=True):
    """A destination: who arrives when; a capacity of None is no limit that anybody stated."""

    name: str
    name_local: str
    people: int
    capacity: int | None
    daily_capacity: int | None
    first_arrival: int | None
    last_arrival: int | None
    days: tuple[DayPeople, ...]


def points(told: Journeys) -> tuple[Point, ...]:
    """Every assembly point in the order of the case."""
    zone = told.case.zone
    calls = defaultdict[str, list[tuple[int, int, int]]](list)
    for journey in told.all:
        free = journey.type.places
        for call in journey.calls:
            calls[call.place].append((call.at, call.persons, free))
            free -= call.persons
    choices = defaultdict[str, Counter[str]](Counter)
    for group in told.case.groups:
        choices[group.assembly_point][group.choice] += group.persons
    left_behind = _without_a_seat(told)
    found = []
    for point in told.case.assembly_points:
        here, chose = calls[point.id], choices[point.id]
        people = sum(persons for _, persons, _ in here)
        found.append(
            Point(
                name=point.name,
                name_local=point.name_local,
                people=people,
                seats=sum(places for _, _, places in here),
                vehicles=len(here),
                first_call=min((at for at, _, _ in here), default=None),
                last_call=max((at for at, _, _ in here), default=None),
                not_served=left_behind[point.id],
                staying=chose["stay"],
                undecided=chose["undecided"] + chose["not_asked"],
                days=_by_day(((at, persons) for at, persons, _ in here), zone),
            )
        )
    return tuple(found)


def _without_a_seat(told: Journeys) -> Counter[str]:
    """People who chose to leave and aren't taken out, by the point they are registered at."""
    taken = Counter[str]()
    for journey in told.all:
        for call in journey.calls if journey.out is not None else ():
            for boarding in call.boardings:
                taken[boarding.group] += boarding.persons
    left = Counter[str]()
    for group in told.case.groups:
        if group.choice == "leave":
            left[group.assembly_point] += max(0, group.persons - taken[group.id])
    return left


def gates(told: Journeys) -> tuple[Gate, ...]:
    """Every crossing and direction that is open or passed, in the order of the case."""
    ways: tuple[Direction, ...] = ("in", "out")
    found = (_gate(told, crossing, way) for crossing in told.case.crossings for way in ways)
    return tuple(gate for gate in found if gate.days)


def _gate(told: Journeys, crossing: Crossing, way: Direction) -> Gate:
    zone = told.case.zone
    vehicles, people = Counter[str](), Counter[str]()
    for journey in told.all:
        convoy = journey.inward if way == "in" else journey.outward
        if convoy is not None:
            vehicles[convoy.id] += 1
            people[convoy.id] += journey.persons if way == "out" else 0
    hours = defaultdict[int, list[Hours]](list)
    for window in told.case.windows:
        if (window.crossing, window.direction) == (crossing.id, way):
            for opens, closes in _nights(window.opens, window.closes, zone):
                hours[midnight(opens, zone)].append(Hours(opens=opens, closes=closes))
    passed, busy = defaultdict[int, list[str]](list), Counter[int]()
    for convoy in {one.id: one for one in told.plan.convoys}.values():
        if (convoy.crossing, convoy.direction) == (crossing.id, way):
            passed[midnight(convoy.start, zone)].append(convoy.id)
            for start, end in _nights(convoy.start, convoy.end, zone):
                busy[midnight(start, zone)] += end - start
    return Gate(
        name=crossing.name,
        name_local=crossing.name_local,
        direction=way,
        days=tuple(
            GateDay(
                day=day,
                hours=tuple(sorted(hours[day], key=lambda one: one.opens)),
                convoys=len(passed[day]),
                vehicles=sum(vehicles[name] for name in passed[day]),
                people=sum(people[name] for name in passed[day]),
                busy=busy[day],
                open=sum(one.closes - one.opens for one in hours[day]),
            )
            for day in sorted({*hours, *passed, *busy})
        ),
    )


def _nights(opens: int, closes: int, zone: ZoneInfo) -> Iterable[tuple[int, int]]:
    """A span of time cut at local midnights."""
    while opens < closes:
        day = datetime.fromtimestamp(opens, zone).date() + timedelta(days=1)
        next_day = int(datetime.combine(day, time.min, tzinfo=zone).timestamp())
        yield opens, min(closes, next_day)
        opens = next_day


def reception(told: Journeys) -> tuple[Reception, ...]:
    """Every destination in the order of the case."""
    arrivals = defaultdict[str, list[Journey]](list)
    for journey in told.all:
        if journey.persons:
            arrivals[journey.destination].append(journey)
    return tuple(_received(told, place, arrivals[place.id]) for place in told.case.destinations)


def _received(told: Journeys, place: Destination, here: list[Journey]) -> Reception:
    return Reception(
        name=place.name,
        name_local=place.name_local,
        people=sum(journey.persons for journey in here),
        capacity=place.capacity,
        daily_capacity=place.daily_capacity,
        first_arrival=min((journey.arrives for journey in here), default=None),
        last_arrival=max((journey.arrives for journey in here), default=None),
        days=_by_day(((j.arrives, j.persons) for j in here), told.case.zone),
    )


def _by_day(people: Iterable[tuple[int, int]], zone: ZoneInfo) -> tuple[DayPeople, ...]:
    days = Counter[int]()
    for seconds, count in people:
        days[midnight(seconds, zone)] += count
    return tuple(DayPeople(day=day, people=days[day]) for day in sorted(days))
