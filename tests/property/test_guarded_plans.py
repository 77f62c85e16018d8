"""What must hold of the guard that any plan names."""

from __future__ import annotations

import msgspec
import pytest
from cases import any_cases
from hypothesis import given
from hypothesis import strategies as st
from test_plans import QUICK, THOROUGH, assert_sound, planned

from safepassage.check import verify
from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.case import Case

pytestmark = pytest.mark.usefixtures("little_effort")


@st.composite
def guards(draw: st.DrawFn, *, required: bool = True) -> Guard:
    """Posts at hand: too few or enough, of a reach that leaves some roads too long, or none."""
    post = GuardPost(
        id="g1",
        latitude=33.5 + 0.01 * draw(st.integers(0, 9)),
        longitude=36.4 + 0.01 * draw(st.integers(0, 9)),
        reach_metres=draw(st.sampled_from((2_000, 6_000))),
    )
    return Guard(
        required=required,
        posts=(post,) if draw(st.booleans()) else (),
        reach_metres=draw(st.sampled_from((1_200, 2_500, 5_000, 9_000, 20_000))),
        shift_seconds=draw(st.sampled_from((8 * 3600, 1800, 24 * 3600))),
        posts_at_hand=draw(st.integers(1, 5)),
    )


@THOROUGH
@given(any_cases(), guards(), st.booleans())
def test_posts_that_a_plan_names_keep_its_promise(case: Case, guard: Guard, past: bool) -> None:
    case = case.replace(guard=guard, past_places=past)
    found = planned(case)
    assert_sound(case, found)
    need = found.guard
    assert need is not None
    assert need.at_least <= need.needed
    assert len(need.placed) <= (guard.posts_at_hand or 0)
    assert all(post.duties for post in need.posts)


@QUICK
@given(any_cases(), guards())
def test_more_posts_at_hand_change_no_bound(case: Case, guard: Guard) -> None:
    case = case.replace(guard=guard)
    more = case.replace(guard=msgspec.structs.replace(guard, posts_at_hand=50))
    few, many = planned(case).bound, planned(more).bound
    assert (few.clearance, few.people) == (many.clearance, many.people)


@QUICK
@given(any_cases(), guards(required=False))
def test_posts_named_for_a_free_plan_would_keep_the_promise(case: Case, guard: Guard) -> None:
    found = planned(case.replace(guard=guard))
    need = found.guard
    assert need is not None
    if need.too_long or need.uncovered:
        return
    strict = case.replace(guard=msgspec.structs.replace(guard, required=True))
    plan = msgspec.structs.replace(found, case_digest=strict.digest)
    assert not [str(fault) for fault in verify(strict, plan)]
