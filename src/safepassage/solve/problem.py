"""A case compiled for planning: indices instead of ids, travel times as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import structs

from safepassage.errors import CaseError, Fault
from safepassage.guard.need import Posted
from safepassage.model.agreement import Direction, Window
from safepassage.model.case import Case
from safepassage.model.fleet import VehicleType
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.plan import NotServed
from safepassage.roads.guard import covered
from safepassage.solve.cohorts import Cohorts, group_cohorts
from safepassage.solve.doors import make_doors, within_horizon
from safepassage.solve.posting import guardable, is_posted, place_posts, reached
from safepassage.solve.units import RideUnit, ride_units
from safepassage.solve.ways import Ways, find_ways

Span = tuple[int, int]
Matrix = tuple[tuple[int, ...], ...]

WAYS: tuple[Direction, Direction] = ("in", "out")

UNREACHABLE = 1 << 40
"""Seconds or metres no horizon contains; sums of a few stay exact integers."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What planner and bound both start from.

    `seconds[k]` and `metres[k]` are (places, places) tables of vehicle type k, in the order of
    `place_index`; no way leads to a point or destination where the type may not call (R1).
    `least[k]` are the least seconds over all stops that a trip may make between (`Ways.least`), for
    all that bounds plans.
    `windows[direction][c]` are crossing c's spans inside the horizon, ascending.
    `types` are those that differ in more than their id; `fleet[v]` is the type index of vehicle v.
    `refused` are groups that no plan can serve.

    In a case without crossings `crossings` are doors (see `doors.py`), the last of `place_index`;
    `doors[c]` is the place index that door c stands at. Else `doors` is empty.
    """

    case: Case
    ways: Ways
    place_index: Mapping[str, int]
    points: tuple[AssemblyPoint, ...]
    crossings: tuple[Crossing, ...]
    destinations: tuple[Destination, ...]
    types: tuple[VehicleType, ...]
    seconds: tuple[Matrix, ...]
    least: tuple[Matrix, ...]
    metres: tuple[Matrix, ...]
    windows: Mapping[Direction, tuple[tuple[Span, ...], ...]]
    fleet: tuple[int, ...]
    units: tuple[RideUnit, ...]
    cohorts: Cohorts
    refused: tuple[NotServed, ...]
    nights: tuple[int, ...]
    """Local midnights (UTC seconds) inside the horizon at which no crossing is open outbound."""
    doors: tuple[int, ...]
    posted: Posted | None
    """Posts placed for the plan, whose reach all but the bounds keeps to; None if it needs none."""

    def starts_inside(self, v: int) -> bool:
        """Whether vehicle v need not pass a gate to reach people; behind doors none does."""
        return not self.doors and self.case.vehicles[v].start in self._point_ids

    @cached_property
    def _point_ids(self) -> frozenset[str]:
        return frozenset(point.id for point in self.points)

    def pool(self, place: int) -> int:
        """Which stock a vehicle that waits at a place outside belongs to: one for each door.

        Crossings have one stock together: a vehicle outside may come to any of them.
        """
        return self.doors.index(place) if self.doors else 0

    def to_gates(self, k: int, place: int) -> tuple[int, ...]:
        """Least seconds from a place outside to each gate inward, whatever trips lie between.

        Nobody comes to any crossing sooner than to the nearest, even by way of the inside and
        another crossing. Nobody comes to a door sooner than by the way to its place.
        """
        row = self.least[k][place]
        if self.doors:
            # Where it starts it is, though its type may not call there.
            return tuple(0 if at == place else row[at] for at in self.doors)
        nearest = min(row[self.at_crossing(c)] for c in range(len(self.crossings)))
        return (nearest,) * len(self.crossings)

    @cached_property
    def ways_out(self) -> tuple[Span, ...]:
        """For each point, from when until when people there can leave by some gate; (0, 0) never.

        It may be closed between.
        """
        found = []
        for p in range(len(self.points)):
            spans = [
                span
                for c, those in enumerate(self.windows["out"])
                if any(
                    self.least[k][self.at_point(p)][self.at_crossing(c)] < UNREACHABLE
                    for k in set(self.fleet)
                )
                for span in those
            ]
            opens = min((span[0] for span in spans), default=0)
            found.append((opens, max((span[1] for span in spans), default=0)))
        return tuple(found)

    @cached_property
    def _places(self) -> tuple[list[int], list[int], list[int]]:
        """Place indices of points, crossings and destinations: asked for a million times."""
        return (
            [self.place_index[place.id] for place in self.points],
            [self.place_index[place.id] for place in self.crossings],
            [self.place_index[place.id] for place in self.destinations],
        )

    def at_point(self, point: int) -> int:
        """Place index of assembly point `point`."""
        return self._places[0][point]

    def at_crossing(self, crossing: int) -> int:
        """Place index of crossing `crossing`."""
        return self._places[1][crossing]

    def at_destination(self, destination: int) -> int:
        """Place index of destination `destination`."""
        return self._places[2][destination]


def compile_problem(case: Case, like: Problem | None = None) -> Problem:
    """Compile a case; nothing here decides anything.

    `like` is a case compiled before, on the same roads: what doesn't depend on how they differ is
    taken over, and what is compiled is the same as without it.

    Raises
    ------
    CaseError
        if a staging area or an assembly point stands on a crossing's road node: routes may not run
        through it, trips may stop there, and least times would not be least.
    """
    _check_nodes(case)
    if not case.crossings:
        case = within_horizon(case)
    usable = covered(case.roads, case.guard)
    if like is not None and not (_ways_differ(case, like.case) or is_posted(case.guard)):
        widest = replace(like.ways, case=case)
    else:
        like = None
        widest = find_ways(case, guardable(case, usable), UNREACHABLE)
    ways, posted = widest, None
    if is_posted(case.guard):
        posted = place_posts(widest, usable)
        ways = find_ways(case, usable | reached(case, posted), UNREACHABLE)
    place_index = {place: number for number, place in enumerate(ways.places)}
    types, type_index = _types(case)
    profiles = {kind.profile for kind in types}
    by_profile = {profile: ways.seconds(profile) for profile in profiles}
    lengths = {profile: ways.metres(profile) for profile in profiles}
    seconds, metres = (
        tuple(_calling(case, kind, table[kind.profile], place_index) for kind in types)
        for table in (by_profile, lengths)
    )
    least = tuple(
        widest.least(kind.profile, _calling(case, kind, widest.seconds(kind.profile), place_index))
        for kind in types
    )
    crossings, windows = case.crossings, {way: _spans(case, way) for way in WAYS}
    doors: tuple[int, ...] = ()
    if not crossings:
        made = make_doors(case, place_index)
        crossings, windows, doors = made.crossings, made.windows, made.at
        place_index |= {each.id: len(place_index) + c for c, each in enumerate(crossings)}
        seconds, least, metres = (
            tuple(made.widen(table, UNREACHABLE) for table in tables)
            for tables in (seconds, least, metres)
        )
    gates = [place_index[crossing.id] for crossing in crossings]
    if like is not None and case.groups is like.case.groups and _rides(case) == _rides(like.case):
        refused, units, cohorts = like.refused, like.units, like.cohorts
    else:
        used = sorted({type_index[vehicle.type] for vehicle in case.vehicles})
        refused, eligible = _refuse(case, gates, place_index, [least[k] for k in used])
        units = ride_units(case, eligible)
        cohorts = group_cohorts(units, len(case.assembly_points))
    return Problem(
        case=case,
        ways=ways,
        place_index=place_index,
        points=case.assembly_points,
        crossings=crossings,
        destinations=case.destinations,
        types=types,
        seconds=seconds,
        least=least,
        metres=metres,
        windows=windows,
        fleet=tuple(type_index[vehicle.type] for vehicle in case.vehicles),
        units=units,
        cohorts=cohorts,
        refused=refused,
        nights=_nights(case, windows["out"]),
        doors=doors,
        posted=posted,
    )


def _ways_differ(case: Case, other: Case) -> bool:
    """Whether ways of one may not be those of the other."""
    return (
        case.roads is not other.roads
        or case.place_nodes is not other.place_nodes
        or case.guard != other.guard
        or case.past_places != other.past_places
        or [each.id for each in case.crossings] != [each.id for each in other.crossings]
    )


def _rides(case: Case) -> tuple[object, ...]:
    """All beside groups and ways that who may ride, and how, depends on."""
    used = {vehicle.type for vehicle in case.vehicles}
    terms = case.agreement
    return (
        (terms.destinations, terms.categories, terms.items),
        [(place.id, place.vehicle_types) for place in _docks(case)],
        [
            structs.replace(kind, crews=1, driving_seconds=0, rest_seconds=0)
            for kind in case.vehicle_types
            if kind.id in used
        ],
        None if case.crossings else {vehicle.start for vehicle in case.vehicles},
    )


def _types(case: Case) -> tuple[tuple[VehicleType, ...], dict[str, int]]:
    """The types, those alike in all but their id only once; and the index of each id.

    A table has a row for each place where vehicles wait; planning needs to tell types apart only
    where they differ, or a place names one of them.
    """
    named = {name for place in _docks(case) for name in place.vehicle_types}
    numbers: dict[VehicleType, int] = {}
    index: dict[str, int] = {}
    types: list[VehicleType] = []
    for kind in case.vehicle_types:
        like = kind if kind.id in named else structs.replace(kind, id="")
        number = numbers.setdefault(like, len(types))
        if number == len(types):
            types.append(kind)
        index[kind.id] = number
    return tuple(types), index


def _check_nodes(case: Case) -> None:
    gates = {case.place_nodes[crossing.id]: crossing.id for crossing in case.crossings}
    faults = [
        Fault(
            file=case.name,
            found=f"{place.id!r} on the road node of the crossing {gates[node]!r}",
            expected="staging areas and assembly points on road nodes of their own",
            remedy="Move it along the road.",
        )
        for place in (*case.staging_areas, *case.assembly_points)
        if (node := case.place_nodes[place.id]) in gates
    ]
    if faults:
        raise CaseError(faults)


def local_date(seconds: int, zone: ZoneInfo) -> date:
    """The local date of a UTC instant."""
    return datetime.fromtimestamp(seconds, zone).date()


def midnights(start: int, end: int, zone: ZoneInfo) -> list[int]:
    """Local midnights m with start <= m < end, as UTC seconds.

    Where clocks go forward at midnight (Damascus, 30 March 2018) the day starts at the first
    instant of its date.
    """
    day = local_date(start, zone)
    found: list[int] = []
    while True:
        instant = int(datetime.combine(day, time(0), zone).astimezone(UTC).timestamp())
        if instant >= end:
            return found
        if instant >= start:
            found.append(instant)
        day += timedelta(days=1)


def _docks(case: Case) -> tuple[AssemblyPoint | Destination, ...]:
    """Places that may name the vehicle types that call there."""
    return (*case.assembly_points, *case.destinations)


def _calling(
    case: Case, kind: VehicleType, table: Matrix, place_index: Mapping[str, int]
) -> Matrix:
    """The table without a way to where the type may not call; it may start there and pass by."""
    barred = {place_index[place.id] for place in _docks(case) if not place.admits(kind.id)}
    if not barred:
        return table
    return tuple(
        tuple(UNREACHABLE if end in barred else value for end, value in enumerate(row))
        for row in table
    )


def _spans(case: Case, way: Direction) -> tuple[tuple[Span, ...], ...]:
    start, end = case.horizon

    def clipped(window: Window) -> Span:
        return max(window.opens, start), min(window.closes, end)

    return tuple(
        tuple(
            sorted(
                clipped(window)
                for window in case.windows
                if window.crossing == crossing.id and window.direction == way
                if clipped(window)[0] < clipped(window)[1]
            )
        )
        for crossing in case.crossings
    )


def _nights(case: Case, outbound: tuple[tuple[Span, ...], ...]) -> tuple[int, ...]:
    return tuple(
        midnight
        for midnight in midnights(*case.horizon, case.zone)
        if not any(opens <= midnight < closes for spans in outbound for opens, closes in spans)
    )


def _refuse(
    case: Case,
    gates: Sequence[int],
    place_index: Mapping[str, int],
    tables: Sequence[Matrix],
) -> tuple[tuple[NotServed, ...], list[int]]:
    """Sort out the groups that no plan whatever could serve, each with the promise that binds."""
    may_carry = {category.id: set(category.may_carry) for category in case.agreement.categories}
    stated = set(case.agreement.destinations)
    reach: dict[tuple[str, str], bool] = {}

    def reachable(point: str, destination: str) -> bool:
        key = (point, destination)
        if key not in reach:
            p, d = place_index[point], place_index[destination]
            reach[key] = any(
                max(table[p][p], table[p][gate], table[gate][d]) < UNREACHABLE
                for table in tables
                for gate in gates
            )
        return reach[key]

    refused: list[NotServed] = []
    eligible: list[int] = []
    for g, group in enumerate(case.groups):
        if group.choice != "leave":
            continue
        accepted = [d for d in group.destinations if not stated or d in stated]
        promise = reason = ""
        if not accepted:
            promise, reason = "H2", "no accepted destination is among those the terms state"
        elif not set(group.items) <= may_carry.get(group.category, set()):
            promise, reason = "H3", "carries what the terms do not allow its category"
        elif not any(reachable(group.assembly_point, d) for d in accepted):
            promise, reason = "R1", "no open road leads to an accepted destination"
        if promise:
            refused.append(NotServed(group=group.id, promise=promise, reason=reason))
        else:
            eligible.append(g)
    return _with_wards(case, refused, eligible)


def _with_wards(
    case: Case, refused: list[NotServed], eligible: list[int]
) -> tuple[tuple[NotServed, ...], list[int]]:
    """A child and its carer are refused together (H1)."""
    able = {case.groups[g].id for g in eligible}
    barred: dict[str, str] = {}
    for group in case.groups:
        if group.carer and group.choice == "leave":
            if group.id in able and group.carer not in able:
                barred[group.id] = group.carer
            elif group.carer in able and group.id not in able:
                barred[group.carer] = group.id
    for group in case.groups:
        if group.carer in barred and group.id in able:
            barred[group.id] = group.carer
    reason = "not parted from those who ride with it, and they can't be served"
    extra = [NotServed(group=name, promise="H1", reason=reason) for name in barred]
    left = [g for g in eligible if case.groups[g].id not in barred]
    return (*refused, *extra), left
