"""Levers of random cases: more is never worse, and what is proved is."""

from __future__ import annotations

from cases import any_cases
from factory import at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safepassage.model.case import Case
from safepassage.solve.problem import compile_problem
from safepassage.solve.quick import Fluid, Mesh, quick_plan
from safepassage.studies.levers.handles import handles

QUICK = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

MESHES = (
    Mesh(900, fold=False, together=False, until=at(7, "12:00")),
    Mesh(1800, fold=True, together=True, until=at(30, "12:00")),
)


@QUICK
@given(any_cases(), st.data())
def test_more_of_a_lever_lets_no_fewer_out_by_any_time(case: Case, data: st.DataObject) -> None:
    able = [handle for handle in handles(case) if handle.only_adds]
    handle = data.draw(st.sampled_from(able), label="lever")
    units = data.draw(st.integers(1, handle.most), label="units")
    mesh = data.draw(st.sampled_from(MESHES), label="mesh")
    problem = compile_problem(case)
    more = compile_problem(handle.pulled(case, units), problem)
    before, after = (Fluid(each, mesh, likely=False) for each in (problem, more))
    if not before.able:
        return
    until = data.draw(st.integers(case.first_opening + 1, case.horizon[1]), label="until")
    slack = 1e-3 * max(1, before.people)
    assert after.flow(until).people >= before.flow(until).people - slack


@QUICK
@given(any_cases(), st.data())
def test_no_plan_with_a_lever_is_sooner_than_what_is_proved_with_it(
    case: Case, data: st.DataObject
) -> None:
    handle = data.draw(st.sampled_from(handles(case)), label="lever")
    pulled = handle.pulled(case, data.draw(st.integers(1, handle.most), label="units"))
    problem = compile_problem(pulled, compile_problem(case))
    fluid = Fluid(problem, data.draw(st.sampled_from(MESHES), label="mesh"), likely=False)
    if not fluid.able:
        return
    found = fluid.bracket()
    plan = quick_plan(problem, 0, found.low)
    proved = fluid.no_sooner(found)
    if plan.clearance is not None:
        assert proved is not None
        assert proved <= plan.clearance
    assert plan.people <= fluid.out_by(pulled.horizon[1])
