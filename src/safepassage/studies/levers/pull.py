"""What each lever does to a case: pure functions, and everything else stays as it was.

Consent, choice, monitoring, screening's thoroughness and the guard are no levers: nothing here
touches people, what they carry or accept, the road, or who guards it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from safepassage.model.agreement import Direction, Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.levers import LeverKind
from safepassage.model.places import Crossing, Destination

DAY = 86400


def pull(case: Case, kind: LeverKind, where: str, amount: float) -> Case:
    """The case with a lever pulled by an amount, in what the kind is counted in (`LeverKind`).

    `where` is the id of a place or vehicle type; empty for all that the kind could be pulled at.
    `lanes` is in persons an hour (vehicles an hour where only those are stated); levers that are
    had or not take any amount over nought.
    """
    return _PULLS[kind](case, where, amount)


def _minutes(case: Case, where: str, minutes: float) -> Case:
    """The last window of each day closes later, at most at the local midnight."""
    last: dict[tuple[str, Direction, date], int] = {}
    for n, window in enumerate(case.windows):
        key = window.crossing, window.direction, local_day(window.opens, case.zone)
        if key not in last or case.windows[last[key]].closes < window.closes:
            last[key] = n
    longer = set(last.values())

    def closes(window: Window) -> int:
        day = local_day(window.closes - 1, case.zone) + timedelta(days=1)
        latest = min(midnight(day, case.zone), case.horizon[1])
        return max(window.closes, min(window.closes + int(60 * minutes), latest))

    return case.replace(
        windows=tuple(
            structs.replace(window, closes=closes(window))
            if n in longer and where in ("", window.crossing)
            else window
            for n, window in enumerate(case.windows)
        )
    )


def _days(case: Case, _: str, days: float) -> Case:
    """More days at the end, each with the windows of the last day that has any."""
    whole = int(days)
    start, end = case.horizon
    last = max((local_day(window.opens, case.zone) for window in case.windows), default=None)
    alike = [w for w in case.windows if local_day(w.opens, case.zone) == last]
    first = local_day(end - 1, case.zone) + timedelta(days=1)
    more: list[Window] = []
    for later in range(whole):
        for window in alike:
            assert last is not None
            ahead = (first + timedelta(days=later) - last).days
            opens, closes = (_later(t, ahead, case.zone) for t in (window.opens, window.closes))
            if opens < closes:
                more.append(structs.replace(window, opens=opens, closes=closes))
    until = case.agreement.valid_until
    extended = None if until is None else _later(until, whole, case.zone)
    return case.replace(
        horizon=(start, max(end, midnight(first + timedelta(days=whole), case.zone))),
        windows=(*case.windows, *more),
        agreement=structs.replace(case.agreement, valid_until=extended),
    )


def _crossing(case: Case, where: str, _: float) -> Case:
    """A crossing without windows gets those of the crossing that is open the longest."""
    hours: dict[str, int] = defaultdict(int)
    for window in case.windows:
        hours[window.crossing] += window.closes - window.opens
    if not hours or where in hours:
        return case
    like = min(hours, key=lambda crossing: (-hours[crossing], crossing))
    opened = (structs.replace(w, crossing=where) for w in case.windows if w.crossing == like)
    return case.replace(windows=(*case.windows, *opened))


def _convoy(case: Case, where: str, vehicles: float) -> Case:
    def larger(crossing: Crossing) -> Crossing:
        return structs.replace(crossing, convoy_vehicles=crossing.convoy_vehicles + int(vehicles))

    return _crossings(case, where, larger)


def _headway(case: Case, where: str, minutes: float) -> Case:
    def closer(crossing: Crossing) -> Crossing:
        less = max(0, crossing.headway_seconds - int(60 * minutes))
        return structs.replace(crossing, headway_seconds=less)

    return _crossings(case, where, closer)


def _lanes(case: Case, where: str, rate: float) -> Case:
    """More lanes like those there are: who is screened takes no less time in each of them."""

    def wider(crossing: Crossing) -> Crossing:
        persons, vehicles = crossing.persons_per_hour, crossing.vehicles_per_hour
        if persons is not None:
            more = None if vehicles is None else vehicles + int(vehicles * rate / persons)
            return structs.replace(
                crossing, persons_per_hour=persons + int(rate), vehicles_per_hour=more
            )
        if vehicles is not None:
            return structs.replace(crossing, vehicles_per_hour=vehicles + int(rate))
        return crossing

    return _crossings(case, where, wider)


def _vehicles(case: Case, where: str, count: float) -> Case:
    """More of a type, each where and from when on the last one listed of it is."""
    taken = {vehicle.id for vehicle in case.vehicles}
    more: list[Vehicle] = []
    for kind in case.vehicle_types:
        alike = [vehicle for vehicle in case.vehicles if vehicle.type == kind.id]
        if alike and where in ("", kind.id):
            names = _unused(kind.id, taken)
            more += [structs.replace(alike[-1], id=next(names)) for _ in range(int(count))]
    return case.replace(vehicles=(*case.vehicles, *more))


def _staging(case: Case, where: str, _: float) -> Case:
    """Vehicles that wait at other staging areas wait here."""
    areas = {area.id for area in case.staging_areas}
    return case.replace(
        vehicles=tuple(
            structs.replace(vehicle, start=where) if vehicle.start in areas else vehicle
            for vehicle in case.vehicles
        )
    )


def _overnight(case: Case, where: str, _: float) -> Case:
    return case.replace(
        assembly_points=tuple(
            structs.replace(point, overnight=True) if where in ("", point.id) else point
            for point in case.assembly_points
        )
    )


def _crews(case: Case, where: str, crews: float) -> Case:
    return case.replace(
        vehicle_types=tuple(
            structs.replace(kind, crews=kind.crews + int(crews)) if where in ("", kind.id) else kind
            for kind in case.vehicle_types
        )
    )


def _driving(case: Case, where: str, hours: float) -> Case:
    """A longer day of driving, never into the rest."""
    return case.replace(
        vehicle_types=tuple(
            structs.replace(
                kind,
                driving_seconds=max(
                    kind.driving_seconds,
                    min(kind.driving_seconds + int(3600 * hours), DAY - kind.rest_seconds),
                ),
            )
            if where in ("", kind.id)
            else kind
            for kind in case.vehicle_types
        )
    )


def _reception(case: Case, where: str, persons: float) -> Case:
    """More places a day where a daily limit is stated, and the total in proportion; else in all."""

    def larger(place: Destination) -> Destination:
        daily, whole = place.daily_capacity, place.capacity
        if daily is not None:
            share = persons / daily if daily else 0.0
            total = None if whole is None else whole + math.ceil(whole * share)
            return structs.replace(place, daily_capacity=daily + int(persons), capacity=total)
        return place if whole is None else structs.replace(place, capacity=whole + int(persons))

    return case.replace(
        destinations=tuple(
            larger(place) if where in ("", place.id) else place for place in case.destinations
        )
    )


def _destination(case: Case, where: str, _: float) -> Case:
    """The terms state one more destination: only who accepts it is taken there."""
    stated = case.agreement.destinations
    if not stated or where in stated:
        return case
    return case.replace(agreement=structs.replace(case.agreement, destinations=(*stated, where)))


_PULLS: Mapping[LeverKind, Callable[[Case, str, float], Case]] = {
    "minutes": _minutes,
    "days": _days,
    "crossing": _crossing,
    "convoy": _convoy,
    "headway": _headway,
    "lanes": _lanes,
    "vehicles": _vehicles,
    "staging": _staging,
    "overnight": _overnight,
    "crews": _crews,
    "driving": _driving,
    "reception": _reception,
    "destination": _destination,
}


def _crossings(case: Case, where: str, change: Callable[[Crossing], Crossing]) -> Case:
    return case.replace(
        crossings=tuple(
            change(crossing) if where in ("", crossing.id) else crossing
            for crossing in case.crossings
        )
    )


def _unused(kind: str, taken: Sequence[str] | set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if (name := f"{kind}-more-{number}") not in taken:
            yield name


def local_day(instant: int, zone: ZoneInfo) -> date:
    """The local date of a UTC instant."""
    return datetime.fromtimestamp(instant, zone).date()


def midnight(day: date, zone: ZoneInfo) -> int:
    """The first instant of a local date, UTC seconds."""
    return int(datetime.combine(day, time(0), zone).astimezone(UTC).timestamp())


def _later(instant: int, days: int, zone: ZoneInfo) -> int:
    """The same local time so many dates later."""
    local = datetime.fromtimestamp(instant, zone).replace(tzinfo=None) + timedelta(days=days)
    return int(local.replace(tzinfo=zone).astimezone(UTC).timestamp())
