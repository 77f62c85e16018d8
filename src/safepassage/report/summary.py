"""The figures of a plan beside its proven bound: `summary.json`. Totals only, nobody's record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Assumption, Case
from safepassage.model.guard import GuardNeed
from safepassage.model.plan import Binding, Plan
from safepassage.report.clock import iso, midnight


class NotServedTotal(msgspec.Struct, frozen=True, kw_only=True):
    """How many people have no seat for one reason."""

    promise: str
    reason: str
    people: int
    travel_groups: int


class GuardTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The guard that the roads driven need, in numbers: where posts stand is in the plan alone.

    What the numbers mean stands in `GuardNeed`; `posts_given` are the case's own that see a
    vehicle, and shifts are of all posts. A day is a local one, a shift counts where it begins.
    """

    escorts: bool
    """Escorts ride along: posts would do instead."""
    relied_on: bool
    """The plan keeps R2 by the posts that it places."""
    reach_metres: int
    metres: int
    posts_needed: int
    posts_needed_at_least: int
    posts_at_hand: int | None
    posts_placed: int
    posts_given: int
    shifts: int
    shifts_most_a_day: int
    shift_seconds: int
    """The longest that a team stays."""
    too_long_metres: int
    uncovered_metres: int
    uncovered_metres_at_least: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan comes to. Times are ISO 8601, local with offset.

    `clearance_seconds` and `bound_seconds` count from the first window's opening. When somebody is
    not served, everything about clearance is None, `gap` is about people and `gap_open` is None.
    Where there are no `crossings`, out is arrived and all time is open, from the horizon's start.
    """

    case: str
    title: str
    case_digest: str
    timezone: str
    what_if: bool
    drawn_households: bool
    schematic_roads: bool
    under_duress: bool
    cut_short: bool
    people_registered: int
    people_choosing_to_leave: int
    people_staying: int
    people_undecided: int
    """Undecided and not asked; `people_not_asked` counts the latter alone."""
    people_not_asked: int
    people_out: int
    people_arrived: int
    people_out_bound: int
    """No plan has more people out by the end of the horizon."""
    people_not_served: int
    not_served: tuple[NotServedTotal, ...]
    clearance_time: str | None
    clearance_time_bound: str | None
    clearance_seconds: int | None
    bound_seconds: int | None
    gap: float | None
    gap_open: float | None
    last_arrival: str | None
    longest_wait_seconds: int
    binding: tuple[Binding, ...]
    trips: int
    crossings: int
    """Of the case."""
    convoys: int
    vehicles_used: int
    planning_seconds: float
    peak_memory_mib: float
    broken_promises: tuple[BrokenPromise, ...]
    """As the checker gave them."""
    assumptions: tuple[Assumption, ...]
    guard: GuardTotal | None = None


class _Ride(NamedTuple):
    group: str
    persons: int
    wait: int
    out: int
    arrived: int


def summarise(
    case: Case,
    plan: Plan,
    *,
    broken_promises: Sequence[BrokenPromise],
    planning_seconds: float,
    peak_memory_mib: float,
) -> Summary:
    """Work out the figures of a plan; what the clock and the checker said comes as arguments."""
    people = Counter[str]()
    for group in case.groups:
        people[group.choice] += group.persons
    rides = tuple(_rides(case, plan))
    not_served = _without_a_seat(case, rides)
    out = sum(ride.persons for ride in rides)
    clearance = bound = None
    if rides and not not_served:
        clearance, bound = max(ride.out for ride in rides), plan.bound.clearance
    first = case.first_opening
    if clearance is None or bound is None:
        gap, gap_open = _share(plan.bound.people - out, plan.bound.people), None
    else:
        opened = open_seconds(case, clearance)
        gap = _share(clearance - bound, clearance - first)
        gap_open = _share(opened - open_seconds(case, bound), opened)
    return Summary(
        case=case.name,
        title=case.title,
        case_digest=plan.case_digest,
        timezone=case.timezone,
        what_if=plan.what_if,
        drawn_households=plan.drawn_households,
        schematic_roads=plan.schematic_roads,
        under_duress=plan.under_duress,
        cut_short=plan.cut_short,
        people_registered=people.total(),
        people_choosing_to_leave=people["leave"],
        people_staying=people["stay"],
        people_undecided=people["undecided"] + people["not_asked"],
        people_not_asked=people["not_asked"],
        people_out=out,
        people_arrived=out,
        people_out_bound=plan.bound.people,
        people_not_served=not_served,
        not_served=_reasons(case, plan),
        clearance_time=None if clearance is None else iso(clearance, case.zone),
        clearance_time_bound=None if bound is None else iso(bound, case.zone),
        clearance_seconds=None if clearance is None else clearance - first,
        bound_seconds=None if bound is None else bound - first,
        gap=gap,
        gap_open=gap_open,
        last_arrival=iso(max(ride.arrived for ride in rides), case.zone) if rides else None,
        longest_wait_seconds=max((ride.wait for ride in rides), default=0),
        binding=plan.bound.binding,
        trips=len(plan.trips),
        crossings=len(case.crossings),
        convoys=len(plan.convoys),
        vehicles_used=len({trip.vehicle for trip in plan.trips}),
        planning_seconds=planning_seconds,
        peak_memory_mib=peak_memory_mib,
        broken_promises=tuple(broken_promises),
        assumptions=case.assumptions,
        guard=None if plan.guard is None else _guard(case, plan.guard),
    )


def openings(case: Case) -> list[tuple[int, int]]:
    """Times in which at least one crossing is open outward, in order and apart.

    Without crossings that is the horizon.
    """
    if not case.crossings:
        return [case.horizon]
    spans: list[tuple[int, int]] = []
    for opens, closes in sorted((w.opens, w.closes) for w in case.windows if w.direction == "out"):
        if spans and opens <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(closes, spans[-1][1])
        else:
            spans.append((opens, closes))
    return spans


def open_seconds(case: Case, until: int) -> int:
    """Seconds up to an instant in which at least one outbound window is open."""
    return sum(max(0, min(closes, until) - opens) for opens, closes in openings(case))


def _guard(case: Case, need: GuardNeed) -> GuardTotal:
    guard = case.guard
    starts = [duty.start for post in need.posts for duty in post.duties]
    days = Counter(midnight(start, case.zone) for start in starts)
    return GuardTotal(
        escorts=guard.escorts,
        relied_on=guard.required and not guard.escorts and guard.posts_at_hand is not None,
        reach_metres=need.reach_metres,
        metres=need.metres,
        posts_needed=need.needed,
        posts_needed_at_least=need.at_least,
        posts_at_hand=guard.posts_at_hand,
        posts_placed=len(need.placed),
        posts_given=len(need.posts) - len(need.placed),
        shifts=len(starts),
        shifts_most_a_day=max(days.values(), default=0),
        shift_seconds=guard.shift_seconds,
        too_long_metres=sum(stretch.metres for stretch in need.too_long),
        uncovered_metres=sum(stretch.metres for stretch in need.uncovered),
        uncovered_metres_at_least=need.uncovered_at_least,
    )


def _rides(case: Case, plan: Plan) -> Iterator[_Ride]:
    """Everyone who gets out. A broken plan must still be reported, so unknown ids count as 0 s.

    Without crossings, who arrives is out.
    """
    ends = {convoy.id: convoy.end for convoy in plan.convoys if convoy.direction == "out"}
    stop_seconds = {point.id: point.stop_seconds for point in case.assembly_points}
    loading = {kind.id: kind.loading_seconds for kind in case.vehicle_types}
    loads = {vehicle.id: loading[vehicle.type] for vehicle in case.vehicles}
    for trip in plan.trips:
        out = max((ends.get(stop.convoy or "", 0) for stop in trip.stops), default=0)
        if not case.crossings and trip.stops:
            out = trip.stops[-1].arrive
        if not out:
            continue
        for stop in trip.stops:
            least_stay = stop_seconds.get(stop.place, 0) + loads.get(trip.vehicle, 0)
            wait = out - (stop.depart - least_stay)
            for boarding in stop.boardings:
                yield _Ride(boarding.group, boarding.persons, wait, out, trip.stops[-1].arrive)


def _without_a_seat(case: Case, rides: Iterable[_Ride]) -> int:
    boarded = Counter[str]()
    for ride in rides:
        boarded[ride.group] += ride.persons
    leaving = (group for group in case.groups if group.choice == "leave")
    return sum(max(0, group.persons - boarded[group.id]) for group in leaving)


def _reasons(case: Case, plan: Plan) -> tuple[NotServedTotal, ...]:
    """Those without a seat by promise and reason, most people first."""
    persons = {group.id: group.persons for group in case.groups}
    people, groups = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for entry in plan.not_served:
        key = entry.promise, entry.reason
        people[key] += persons.get(entry.group, 0)
        groups[key] += 1
    return tuple(
        NotServedTotal(promise=key[0], reason=key[1], people=count, travel_groups=groups[key])
        for key, count in sorted(people.items(), key=lambda item: (-item[1], item[0]))
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
