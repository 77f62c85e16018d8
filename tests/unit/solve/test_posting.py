"""Posts at hand are placed before planning, and only what they watch is driven."""

from __future__ import annotations

import msgspec
import pytest
from factory import small_case

from safepassage.check import verify
from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.solve import plan

OUTSIDE = tuple(
    GuardPost(id=name, latitude=33.5 + at, longitude=36.4 + at, reach_metres=1500)
    for name, at in (("gate", 0.02), ("far", 0.01))
)
"""They watch the roads from the gate to far, near and the depot. Places are 1,448 m apart in a row:
depot, far, gate, near, north, south."""


def with_guard(hand: int | None, reach: int, *posts: GuardPost) -> Case:
    guard = Guard(required=True, posts_at_hand=hand, reach_metres=reach, posts=posts)
    return small_case(guard=guard)


def planned(case: Case) -> Plan:
    found = plan(case, effort=1).plan
    assert not verify(case, found)
    return found


def test_enough_posts_lose_nothing() -> None:
    free, guarded = planned(small_case()), planned(with_guard(9, 4000))
    assert guarded.trips == free.trips
    assert guarded.bound == free.bound
    assert guarded.guard is not None
    assert guarded.guard.needed == guarded.guard.at_least == len(guarded.guard.posts)


def test_with_few_posts_who_lives_off_the_quickest_ways_is_not_served_for_r2() -> None:
    # The road from gate to south is too long for a post; by way of north two have to watch it.
    found = planned(with_guard(1, 1500, *OUTSIDE))
    groups = {group.id: group for group in small_case().groups}
    left = {groups[each.group].assembly_point for each in found.not_served if each.promise == "R2"}
    assert left == {"south"}
    assert found.trips
    assert found.guard is not None
    assert found.guard.needed > len(found.guard.placed) == 1
    assert found.guard.uncovered


def test_the_bound_holds_wherever_the_posts_stand() -> None:
    few, many = (planned(with_guard(hand, 1500, *OUTSIDE)) for hand in (1, 9))
    assert few.bound == many.bound
    assert len(few.not_served) > len(many.not_served)


@pytest.mark.parametrize("change", [{"escorts": True}, {"required": False}])
def test_who_needs_no_posts_drives_as_ever(change: dict[str, bool]) -> None:
    case = with_guard(1, 1500)
    case = case.replace(guard=msgspec.structs.replace(case.guard, **change))
    found = planned(case)
    assert found.trips == planned(small_case()).trips
    assert found.guard is not None
    assert found.guard.needed > 1
