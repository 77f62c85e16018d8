"""Which levers a case has, what a unit of each is, and how far they go."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from msgspec import structs

from safepassage.model.case import Case
from safepassage.model.fleet import VehicleType
from safepassage.model.levers import LeverKind, LeverTerms
from safepassage.model.places import Crossing, Destination
from safepassage.roads.guard import covered
from safepassage.solve.posting import guardable
from safepassage.solve.problem import UNREACHABLE
from safepassage.solve.ways import find_ways
from safepassage.studies.levers.pull import DAY, pull

KINDS: tuple[LeverKind, ...] = get_args(LeverKind)

MOST = 8
"""Units that a lever is usually tried up to."""

MINUTES = 30
MORE_DRIVING = 2
"""Hours: nobody should drive eleven hours every day for weeks."""

PART = 4
"""A lane, or more reception, is usually a quarter of what there is."""

MORE_VEHICLES = 10
"""Usually a tenth of those there are."""


@dataclass(frozen=True, kw_only=True)
class Handle:
    """A lever of a case: where it is, what a unit of it is, how far it goes."""

    kind: LeverKind
    where: str
    name: str
    """In words, with the place's name."""
    amount: float
    """What a unit is, as `pull` counts."""
    counted: float | None
    """What a unit is to people, as `Lever.amount`."""
    unit: str
    """In words."""
    most: int
    """Units."""
    cost: float | None
    """Of a unit."""

    def pulled(self, case: Case, units: int) -> Case:
        """The case with so many units of it."""
        return pull(case, self.kind, self.where, units * self.amount)

    def costs(self, units: int) -> float | None:
        """Of so many units; None if nobody said."""
        return None if self.cost is None else units * self.cost

    @property
    def named(self) -> dict[str, Any]:
        """The fields of a `LeverUnit`."""
        return {
            "kind": self.kind,
            "where": self.where,
            "name": self.name,
            "unit": self.unit,
            "amount": self.counted,
        }

    @property
    def only_adds(self) -> bool:
        """Whether every plan without it can be kept with it: more is then never worse."""
        return self.kind != "staging"


def handles(case: Case) -> tuple[Handle, ...]:
    """The levers that change something in the case, in the order of `KINDS`."""
    found = [handle for kind in KINDS for handle in _FINDERS[kind](case)]
    return tuple(handle for handle in found if handle.most > 0)


@dataclass(frozen=True)
class _Usual:
    """A lever as it usually is, before the case's own word on it."""

    kind: LeverKind
    where: str
    name: str
    amount: float
    words: str
    """What a unit is, `{}` for its number, one|many; without one it is had or not."""
    most: int

    def stated(self, case: Case) -> Handle:
        """With what the case says of it, else of all of its kind."""
        known = {term.where: term for term in case.levers if term.kind == self.kind}
        term = known.get(self.where) or known.get("") or LeverTerms(kind=self.kind)
        numbered = "{}" in self.words
        amount = self.amount if term.unit is None or not numbered else term.unit
        limit = self.most if term.most is None else term.most
        if not numbered:
            limit = min(limit, 1)
        return Handle(
            kind=self.kind,
            where=self.where,
            name=self.name,
            amount=amount,
            counted=(1.0 if self.kind == "lanes" else amount) if numbered else None,
            unit=self.words.split("|")[0 if amount == 1 else -1].format(f"{amount:,g}"),
            most=limit,
            cost=term.cost,
        )


def _minutes(case: Case) -> Iterator[Handle]:
    """The room is what lies between the last closing and midnight; no unit goes beyond."""
    words = "{} more minute a day|{} more minutes a day"
    opened = [crossing for crossing in case.crossings if _is_open(case, crossing)]
    if len(opened) > 1:
        yield _Usual("minutes", "", "hours of all crossings", MINUTES, words, MOST).stated(case)
    for each in opened:
        yield _Usual("minutes", each.id, f"hours of {each.name}", MINUTES, words, MOST).stated(case)


def _days(case: Case) -> Iterator[Handle]:
    yield _Usual("days", "", "days", 1, "{} more day|{} more days", MOST).stated(case)


def _crossing(case: Case) -> Iterator[Handle]:
    """A crossing that stands in the table without windows, if roads lead in and on from it."""
    closed = [crossing for crossing in case.crossings if not _is_open(case, crossing)]
    if len(closed) == len(case.crossings):
        return
    for crossing in closed:
        if _leads_through(case, crossing):
            words = "the hours of those that are open"
            yield _Usual(
                "crossing", crossing.id, f"a further crossing, {crossing.name}", 1, words, 1
            ).stated(case)


def _convoy(case: Case) -> Iterator[Handle]:
    for crossing in case.crossings:
        if _is_open(case, crossing):
            more = max(1, crossing.convoy_vehicles // PART)
            words = "{} more vehicle in a convoy|{} more vehicles in a convoy"
            yield _Usual(
                "convoy", crossing.id, f"convoys at {crossing.name}", more, words, MOST
            ).stated(case)


def _headway(case: Case) -> Iterator[Handle]:
    for crossing in case.crossings:
        minutes = crossing.headway_seconds // 60
        if minutes and _is_open(case, crossing):
            less = max(1, minutes // 5)
            handle = _Usual(
                "headway",
                crossing.id,
                f"headway at {crossing.name}",
                less,
                "convoys {} minute closer together|convoys {} minutes closer together",
                MOST,
            ).stated(case)
            yield _at_most(handle, int(minutes / handle.amount))


def _lanes(case: Case) -> Iterator[Handle]:
    for crossing in case.crossings:
        rate = crossing.persons_per_hour or crossing.vehicles_per_hour
        if rate and _is_open(case, crossing):
            what = "persons" if crossing.persons_per_hour else "vehicles"
            words = f"another lane that screens {{}} {what} an hour"
            yield _Usual(
                "lanes",
                crossing.id,
                f"screening lanes at {crossing.name}",
                max(1, rate // PART),
                words,
                MOST,
            ).stated(case)


def _vehicles(case: Case) -> Iterator[Handle]:
    """Of types alike in all but their id the first, unless the case names another."""
    stated = {term.where for term in case.levers if term.kind == "vehicles"}
    known: set[VehicleType] = set()
    for kind in case.vehicle_types:
        count = sum(vehicle.type == kind.id for vehicle in case.vehicles)
        like = structs.replace(kind, id="")
        if count and (like not in known or kind.id in stated):
            more = max(1, round(count / MORE_VEHICLES))
            yield _Usual(
                "vehicles", kind.id, f"vehicles ({kind.id})", more, "{} more", MOST
            ).stated(case)
        if count:
            known.add(like)


def _staging(case: Case) -> Iterator[Handle]:
    used = {vehicle.start for vehicle in case.vehicles}
    others = [area for area in case.staging_areas if area.id in used]
    for area in case.staging_areas:
        if any(other is not area for other in others):
            yield _Usual(
                "staging", area.id, f"waiting at {area.name}", 1, "all that wait outside", 1
            ).stated(case)


def _overnight(case: Case) -> Iterator[Handle]:
    lacking = [point for point in case.assembly_points if not point.overnight]
    stated = {term.where for term in case.levers if term.kind == "overnight"} - {""}
    words = "vehicles may wait there overnight"
    if lacking:
        yield _Usual("overnight", "", "nights at the assembly points", 1, words, 1).stated(case)
    for point in lacking:
        if point.id in stated:
            yield _Usual("overnight", point.id, f"nights at {point.name}", 1, words, 1).stated(case)


def _crews(case: Case) -> Iterator[Handle]:
    def room(kind: VehicleType) -> int:
        """Crews until somebody could drive at any time."""
        return math.ceil(DAY / max(1, kind.driving_seconds)) - kind.crews

    words = "{} more crew a vehicle|{} more crews a vehicle"
    yield from _crewed(case, "crews", words, room)


def _driving(case: Case) -> Iterator[Handle]:
    def room(kind: VehicleType) -> int:
        return min(MORE_DRIVING, (DAY - kind.rest_seconds - kind.driving_seconds) // 3600)

    words = "{} more hour of driving a crew|{} more hours of driving a crew"
    yield from _crewed(case, "driving", words, room)


def _crewed(
    case: Case, kind: LeverKind, words: str, room: Callable[[VehicleType], int]
) -> Iterator[Handle]:
    """For all types at once, and for those that the case names."""
    used = {vehicle.type for vehicle in case.vehicles}
    types = [one for one in case.vehicle_types if one.id in used and room(one) > 0]
    stated = {term.where for term in case.levers if term.kind == kind} - {""}
    if types:
        most = min(MOST, max(map(room, types)))
        yield _Usual(kind, "", f"{kind} of all vehicles", 1, words, most).stated(case)
    for one in types:
        if one.id in stated:
            most = min(MOST, room(one))
            yield _Usual(kind, one.id, f"{kind} ({one.id})", 1, words, most).stated(case)


def _reception(case: Case) -> Iterator[Handle]:
    for place in case.destinations:
        limit = place.capacity if place.daily_capacity is None else place.daily_capacity
        if limit is not None:
            yield _Usual(
                "reception",
                place.id,
                f"reception at {place.name}",
                max(1, limit // PART),
                "{} more places" if place.daily_capacity is None else "{} more places a day",
                MOST,
            ).stated(case)


def _destination(case: Case) -> Iterator[Handle]:
    """Destinations that people said they accept and the terms don't state."""
    stated = set(case.agreement.destinations)
    if not stated:
        return
    accepted = {d for group in case.groups if group.choice == "leave" for d in group.destinations}
    for place in case.destinations:
        if place.id in accepted - stated:
            yield _Usual(
                "destination",
                place.id,
                f"a further destination, {place.name}",
                1,
                "for those who accept it",
                1,
            ).stated(case)


_FINDERS: dict[LeverKind, Callable[[Case], Iterator[Handle]]] = {
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


def _at_most(handle: Handle, most: int) -> Handle:
    return replace(handle, most=min(handle.most, most))


def _is_open(case: Case, crossing: Crossing) -> bool:
    return any(window.crossing == crossing.id for window in case.windows)


def _leads_through(case: Case, crossing: Crossing) -> bool:
    """Whether some vehicle finds a way in, from a point out, and on to a destination."""
    usable = guardable(case, covered(case.roads, case.guard))
    ways = find_ways(case, usable, UNREACHABLE).empty
    used = {vehicle.type for vehicle in case.vehicles}
    profiles = {kind.profile for kind in case.vehicle_types if kind.id in used}

    def some(profile: str, pairs: Iterator[tuple[str, str]]) -> bool:
        return any(ways.seconds(profile, *pair) is not None for pair in pairs)

    points = [point.id for point in case.assembly_points]
    ends: list[Destination] = list(case.destinations)
    return any(
        some(profile, ((crossing.id, point) for point in points))
        and some(profile, ((point, crossing.id) for point in points))
        and some(profile, ((crossing.id, end.id) for end in ends))
        for profile in profiles
    )
