"""Quick answers: compiled again as from the start, proved bounds, plans that are plans."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest
from factory import small_case
from lever_cases import closed_crossing, few, fleet_binds, screening_binds

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.plan import Bound, Plan
from safepassage.solve import plan
from safepassage.solve.assemble import Assembly, not_served
from safepassage.solve.limits import limits
from safepassage.solve.problem import compile_problem
from safepassage.solve.quick import POLICIES, Fluid, choose_mesh, quick_plan
from safepassage.studies.levers.answers import shares
from safepassage.studies.levers.handles import handles

CASES = (small_case(), closed_crossing(screening_binds()))


@pytest.mark.parametrize("case", CASES, ids=("small", "two crossings"))
def test_a_variant_compiled_from_its_case_is_what_it_is_from_the_start(case: Case) -> None:
    base = compile_problem(case)
    for handle in handles(case):
        variant = handle.pulled(case, 1)
        one, other = compile_problem(variant, base), compile_problem(variant)
        for field in dataclasses.fields(one):
            if field.name != "ways":  # numbered alike, on the same roads
                assert getattr(one, field.name) == getattr(other, field.name), handle.name


@pytest.mark.parametrize("case", CASES, ids=("small", "two crossings"))
def test_no_plan_is_sooner_than_what_is_proved(case: Case) -> None:
    problem = compile_problem(case)
    fluid = Fluid(problem, choose_mesh(problem), likely=False)
    found = fluid.bracket()
    proved = fluid.no_sooner(found)
    clearance = max(convoy.end for convoy in plan(case, effort=1).plan.convoys)
    assert proved is None or proved <= clearance
    for policy in range(POLICIES):
        quick = quick_plan(problem, policy, found.low)
        assert quick.clearance is None or proved is None or proved <= quick.clearance


def test_a_quick_plan_keeps_every_promise() -> None:
    case = small_case()
    problem = compile_problem(case)
    quick = quick_plan(problem, 0, case.first_opening)
    made = Assembly(problem, quick.schedule)
    whole = Plan(
        case_digest=case.digest,
        case_name=case.name,
        seed=0,
        effort=1,
        what_if=False,
        drawn_households=False,
        schematic_roads=False,
        under_duress=False,
        cut_short=False,
        routes=made.routes,
        convoys=made.convoys,
        trips=made.trips,
        not_served=not_served(problem, quick.schedule),
        bound=Bound(clearance=None, people=problem_people(problem)),
    )
    assert verify(case, whole) == ()
    assert quick.people == sum(persons for _, persons in quick.out)


def problem_people(problem: object) -> int:
    return sum(unit.persons for unit in problem.units)  # type: ignore[attr-defined]


def test_the_likely_fluid_is_no_faster_than_the_proved_one() -> None:
    problem = compile_problem(fleet_binds())
    mesh = choose_mesh(problem)
    proved = Fluid(problem, mesh, likely=False).bracket()
    likely = Fluid(problem, mesh, likely=True).bracket(proved.low)
    assert proved.high is not None
    assert likely.about is not None
    assert proved.low <= likely.about


@pytest.mark.parametrize(
    ("case", "cause"),
    [
        (fleet_binds(), ("V2", "bus")),
        (screening_binds(), ("C2", "gate")),
        (
            few(buses=2, people=60, days=(7,)).replace(
                destinations=(
                    msgspec.structs.replace(small_case().destinations[0], capacity=20),
                    small_case().destinations[1],
                )
            ),
            ("D1", "near"),
        ),
    ],
    ids=("fleet", "screening", "reception"),
)
def test_what_binds_by_construction_has_the_whole_price(case: Case, cause: tuple[str, str]) -> None:
    problem = compile_problem(case)
    fluid = Fluid(problem, choose_mesh(problem), likely=True)
    found = shares(limits(fluid.flow(fluid.bracket().low)))
    assert max(found, key=lambda one: found[one]) == cause
    assert found[cause] > 0.9
