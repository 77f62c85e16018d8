"""What must hold for every case: no promise broken, bound ≤ plan, everyone accounted for."""

from __future__ import annotations

import dataclasses
from collections import Counter

import msgspec
import pytest
from cases import any_cases, cases
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.solve import plan

THOROUGH = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
QUICK = settings(THOROUGH, max_examples=25)


pytestmark = pytest.mark.usefixtures("little_effort")


def planned(case: Case) -> Plan:
    return plan(case, effort=1).plan


def outs(found: Plan) -> dict[str, int]:
    """When the people of each trip are out: at their last convoy's end, or when they arrive."""
    ends = {convoy.id: convoy.end for convoy in found.convoys}
    return {
        trip.id: max(
            (ends[stop.convoy] for stop in trip.stops if stop.convoy),
            default=trip.stops[-1].arrive,
        )
        for trip in found.trips
    }


def clearance(found: Plan) -> int:
    """When the last person is out, 0 if nobody goes."""
    return max(outs(found).values(), default=0)


def people_out(found: Plan) -> int:
    return sum(
        boarding.persons
        for trip in found.trips
        for stop in trip.stops
        for boarding in stop.boardings
    )


def assert_everybody_accounted_for(case: Case, found: Plan) -> None:
    """Who leaves is aboard, once, or listed with a reason; who doesn't is neither."""
    aboard = Counter[str]()
    for trip in found.trips:
        for stop in trip.stops:
            for boarding in stop.boardings:
                aboard[boarding.group] += boarding.persons
    missing = Counter(each.group for each in found.not_served)
    for group in case.groups:
        if group.choice != "leave":
            assert group.id not in aboard and group.id not in missing
        elif group.id in aboard:
            assert aboard[group.id] == group.persons and group.id not in missing
        else:
            assert missing[group.id] == 1
    assert all(each.reason for each in found.not_served)


def assert_sound(case: Case, found: Plan) -> None:
    """No promise is broken, nobody forgotten, and the bound is no better than the plan."""
    assert_everybody_accounted_for(case, found)
    broken = [str(fault) for fault in verify(case, found)]
    assert not broken, broken
    leaving = [group for group in case.groups if group.choice == "leave"]
    assert people_out(found) <= found.bound.people
    assert found.bound.people <= sum(group.persons for group in leaving)
    if leaving and not found.not_served:
        assert found.bound.clearance is not None
        assert found.bound.clearance <= clearance(found)
    by_end = Counter[int]()
    out = outs(found)
    for trip in found.trips:
        by_end[out[trip.id]] += sum(b.persons for stop in trip.stops for b in stop.boardings)
    for point in found.bound.curve:
        assert sum(n for end, n in by_end.items() if end <= point.time) <= point.people


@THOROUGH
@given(any_cases())
def test_no_promise_is_broken_nobody_forgotten_no_bound_better_than_the_plan(
    case: Case,
) -> None:
    assert_sound(case, planned(case))


@THOROUGH
@given(any_cases())
def test_so_it_is_where_people_are_driven_past_no_other_place(case: Case) -> None:
    straight = case.replace(past_places=False)
    found = planned(straight)
    assert_sound(straight, found)
    assert found.bound.people <= planned(case).bound.people


@QUICK
@given(any_cases())
def test_the_same_case_seed_and_effort_give_the_same_plan(case: Case) -> None:
    assert msgspec.json.encode(planned(case)) == msgspec.json.encode(planned(case))


@QUICK
@given(any_cases(), st.integers(0, 12))
def test_a_plan_that_was_cut_short_keeps_every_promise(case: Case, patience: int) -> None:
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > patience

    found = plan(case, effort=1, should_stop=should_stop).plan
    assert found.cut_short == (asked > patience)
    assert_sound(case, found)


# More of anything never worsens the bound


def assert_no_worse(less: Case, more: Case) -> None:
    """The bound of a case with more of something isn't later, nor are fewer people out."""
    base, richer = planned(less), planned(more)
    assert richer.bound.people >= base.bound.people
    if base.bound.clearance is not None:
        assert richer.bound.clearance is not None
        assert richer.bound.clearance <= base.bound.clearance
        if not richer.not_served and not base.not_served:
            own_gap = clearance(richer) - richer.bound.clearance
            assert clearance(richer) - clearance(base) <= own_gap


@QUICK
@given(any_cases(), st.data())
def test_another_vehicle_never_worsens_the_bound(case: Case, data: st.DataObject) -> None:
    like = data.draw(st.sampled_from(case.vehicles))
    more = (*case.vehicles, msgspec.structs.replace(like, id="one-more"))
    assert_no_worse(case, case.replace(vehicles=more))


@QUICK
@given(cases(), st.data(), st.integers(60, 4 * 3600))
def test_a_longer_window_never_worsens_the_bound(
    case: Case, data: st.DataObject, longer: int
) -> None:
    number = data.draw(st.integers(0, len(case.windows) - 1)) if case.windows else 0
    assume(case.windows)
    window = case.windows[number]
    others = (
        each
        for each in case.windows
        if each != window and (each.crossing, each.direction) == (window.crossing, window.direction)
    )
    if data.draw(st.booleans()):
        opens, closes = window.opens, window.closes + longer
    else:
        opens, closes = window.opens - longer, window.closes
    assume(all(each.closes < opens or each.opens > closes for each in others))
    windows = list(case.windows)
    windows[number] = msgspec.structs.replace(window, opens=opens, closes=closes)
    assert_no_worse(case, case.replace(windows=tuple(windows)))


@QUICK
@given(cases())
def test_another_crossing_never_worsens_the_bound(case: Case) -> None:
    assume(len(case.crossings) > 1)
    assert_no_worse(without_crossing(case, case.crossings[1].id), case)


def without_crossing(case: Case, name: str) -> Case:
    """The case before the crossing is agreed: no roads lead to it."""
    node = case.place_nodes[name]
    leads = (case.roads.tail == node) | (case.roads.head == node)
    return case.replace(
        crossings=tuple(each for each in case.crossings if each.id != name),
        windows=tuple(each for each in case.windows if each.crossing != name),
        roads=dataclasses.replace(case.roads, open=case.roads.open & ~leads),
        place_nodes={place: at for place, at in case.place_nodes.items() if place != name},
    )
