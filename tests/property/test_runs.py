"""Whatever happens, a run keeps every promise; where nothing happens, it is the plan."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from cases import any_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import random_world, still_world

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.solve.plan import plan
from safepassage.solve.problem import compile_problem
from safepassage.studies.stress.realised import realised
from safepassage.studies.stress.simulate import prepare, simulate

QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


pytestmark = pytest.mark.usefixtures("little_effort")


def out_at(plan: Plan) -> list[tuple[int, int]]:
    """When who is out, by the plan's own convoys, or arrivals where there are none."""
    ends = {convoy.id: convoy.end for convoy in plan.convoys}
    found = []
    for trip in plan.trips:
        persons = sum(b.persons for stop in trip.stops for b in stop.boardings)
        gates = [ends[stop.convoy] for stop in trip.stops if stop.convoy is not None]
        found.append((gates[-1] if gates else trip.stops[-1].arrive, persons))
    return sorted(found)


def curve(out: Sequence[tuple[int, int]], times: Sequence[int]) -> list[int]:
    return [sum(persons for end, persons in out if end <= time) for time in times]


@QUICK
@given(any_cases())
def test_a_still_run_is_the_plan(case: Case) -> None:
    made = plan(case, effort=1).plan
    problem = compile_problem(case)
    standing = prepare(case, problem, made)
    ran = simulate(standing, still_world(problem))
    expected = out_at(made)
    times = [*standing.calendar[1 : standing.days], case.horizon[1]]
    assert list(ran.outcome.out) == curve(expected, times)
    assert ran.outcome.broken_promises == 0
    if not made.not_served:
        last = expected[-1][0] if expected else case.first_opening
        assert ran.outcome.clearance == last


@QUICK
@given(any_cases(), st.integers(0, 10_000))
def test_every_run_keeps_every_promise(case: Case, seed: int) -> None:
    made = plan(case, effort=1).plan
    problem = compile_problem(case)
    world = random_world(problem, seed)
    ran = simulate(prepare(case, problem, made), world)
    as_it_was, happened = realised(problem, world, ran)
    assert verify(as_it_was, happened) == ()
    assert ran.outcome.broken_promises == 0
    served = sum(b.persons for t in happened.trips for s in t.stops for b in s.boardings)
    assert served == ran.outcome.came - ran.outcome.left
