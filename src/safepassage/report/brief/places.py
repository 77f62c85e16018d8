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
    """Places of all vehicles sent for them."""
    vehicles: int
    first_call: int | None
    last_call: int | None
    not_served: int
    staying: int
    undecided: int
    """Undecided or not asked; they stay protected."""
    days: tuple[DayPeople, ...]


class GateDay(msgspec.Struct, frozen=True, kw_only=True):
    """What passes a crossing in one direction on a local day, and how long it is busy with it."""

    day: int
    opens: int
    closes: int
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
        for call in journey.calls:
            calls[call.place].append((call.at, call.persons, journey.type.places))
    choices = defaultdict[str, Counter[str]](Counter)
    for group in told.case.groups:
        choices[group.assembly_point][group.choice] += group.persons
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
                not_served=chose["leave"] - people,
                staying=chose["stay"],
                undecided=chose["undecided"] + chose["not_asked"],
                days=_by_day(((at, persons) for at, persons, _ in here), zone),
            )
        )
    return tuple(found)


def gates(told: Journeys) -> tuple[Gate, ...]:
    """Every crossing and direction that has a window, in the order of the case."""
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
    days: dict[int, dict[str, int]] = {}
    for window in told.case.windows:
        if window.crossing == crossing.id and window.direction == way:
            for begin, end in _nights(window.opens, window.closes, zone):
                day = days.setdefault(
                    midnight(begin, zone),
                    {"opens": begin, "closes": end, "open": 0} | dict.fromkeys(_COUNTED, 0),
                )
                day["opens"], day["closes"] = min(day["opens"], begin), max(day["closes"], end)
                day["open"] += end - begin
    for convoy in told.plan.convoys:
        found = days.get(midnight(convoy.start, zone))
        if convoy.crossing == crossing.id and convoy.direction == way and found:
            found["convoys"] += 1
            found["vehicles"] += vehicles[convoy.id]
            found["busy"] += convoy.end - convoy.start
            found["people"] += people[convoy.id]
    return Gate(
        name=crossing.name,
        name_local=crossing.name_local,
        direction=way,
        days=tuple(GateDay(day=day, **days[day]) for day in sorted(days)),
    )


_COUNTED = ("convoys", "vehicles", "people", "busy")


def _nights(opens: int, closes: int, zone: ZoneInfo) -> Iterable[tuple[int, int]]:
    """A window cut at local midnights."""
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
