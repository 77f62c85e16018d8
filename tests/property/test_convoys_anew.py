"""A convoy that is kept in mind is the one that would be worked out anew."""

from __future__ import annotations

import random

import msgspec
import pytest
from cases import any_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.demo import Fleet, example, with_fleet
from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.read import read_case
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy, neighbour, standard_policies
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.gates import Passage
from safepassage.solve.problem import Problem, compile_problem


def dispatched(problem: Problem, policy: Policy) -> Schedule:
    return Dispatch(problem, policy, None, Meter(), Mornings(problem)).run()[0]


def anew(self: Dispatch, way: Direction, crossing: int) -> Passage | None:
    return self._next_in(crossing) if way == "in" else self._next_out(crossing)


def assert_the_same_anew(problem: Problem, policy: Policy) -> None:
    found = dispatched(problem, policy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatch, "_passage", anew)
        assert dispatched(problem, policy) == found


@settings(max_examples=40, deadline=None)
@given(any_cases(), st.integers(0, 1 << 30))
def test_a_dispatch_is_the_same_whatever_it_keeps_in_mind(case: Case, seed: int) -> None:
    rng = random.Random(seed)
    policy = rng.choice(standard_policies(whole=False, several=True))
    assert_the_same_anew(compile_problem(case), neighbour(policy, rng, whole=False))


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("hold", [0.0, 0.5])
def test_so_it_is_at_busy_gates(shared: bool, hold: float) -> None:
    """Where convoys wait for who comes within a long headway."""
    case = with_fleet(read_case(example("ghouta-offer")), Fleet(name="some", buses=120))
    crossings = tuple(
        msgspec.structs.replace(each, shared=shared, headway_seconds=1800, persons_per_hour=2_000)
        for each in case.crossings
    )
    policy = Policy(points="near", hold_out=hold, hold_in=hold, guide=None, fill=True)
    assert_the_same_anew(compile_problem(case.replace(crossings=crossings)), policy)
