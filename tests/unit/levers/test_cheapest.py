"""The cheapest set of changes, against every set of a small grid."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from lever_cases import HERE, few

from safepassage.model.case import Case
from safepassage.model.levers import Cheapest, LeverTerms
from safepassage.solve.problem import compile_problem
from safepassage.solve.quick import quick_plan
from safepassage.studies.levers import find_levers
from safepassage.studies.levers.handles import handles
from safepassage.studies.levers.pull import midnight
from safepassage.studies.levers.work import doubling, pulled


def priced(buses: float, lanes: float) -> Case:
    """Three buses, a slow gate, and what more of both costs; the other levers can't be bought."""
    case = few(buses=3, people=200, persons_per_hour=22, days=(7, 8, 9))
    return case.replace(
        levers=(
            LeverTerms(kind="vehicles", where="bus", unit=1, most=3, cost=buses),
            LeverTerms(kind="lanes", where="gate", unit=8, most=3, cost=lanes),
        )
    )


def cheapest(case: Case, by: str) -> Cheapest:
    found = find_levers(case, HERE, by=by).cheapest
    assert found is not None
    return found


def by_hand(case: Case, by: str) -> float | None:
    """The least cost of all sets whose plan, by the better of two policies, is in time."""
    due = midnight(date.fromisoformat(by) + timedelta(days=1), case.zone)
    bought = [handle for handle in handles(case) if handle.cost is not None]
    costs = []
    for units in itertools.product(*([0, *doubling(handle.most)] for handle in bought)):
        changes = tuple(zip(bought, units, strict=True))
        problem = compile_problem(pulled(case, changes))
        plans = [quick_plan(problem, policy, case.first_opening) for policy in (0, 1)]
        if any(plan.clearance is not None and plan.clearance <= due for plan in plans):
            costs.append(sum(handle.costs(n) or 0 for handle, n in changes))
    return min(costs, default=None)


@pytest.mark.parametrize("by", ["2018-03-08", "2018-03-09"])
@pytest.mark.parametrize(("buses", "lanes"), [(10, 3), (3, 10)])
def test_no_set_is_cheaper_and_what_is_proved_is_no_more(
    buses: float, lanes: float, by: str
) -> None:
    case = priced(buses, lanes)
    found = cheapest(case, by)
    assert found.cost == by_hand(case, by)
    assert found.result is not None
    assert found.result.clearance is not None
    assert found.cost is not None
    assert found.at_least is not None
    assert found.at_least <= found.cost
    assert found.cost == sum(change.cost or 0 for change in found.changes)


def test_what_no_set_can_do_is_said() -> None:
    found = cheapest(priced(1, 1), "2018-03-07")
    assert (found.changes, found.cost, found.result) == ((), None, None)
    assert by_hand(priced(1, 1), "2018-03-07") is None


def test_nothing_is_bought_where_nothing_need_be() -> None:
    case = few(buses=3, people=60, persons_per_hour=60).replace(
        levers=(LeverTerms(kind="vehicles", cost=1),)
    )
    found = cheapest(case, "2018-03-09")
    assert (found.changes, found.cost, found.at_least) == ((), 0.0, 0.0)


def test_without_a_cost_or_a_day_nothing_is_cheapest() -> None:
    case = few(buses=3, people=60)
    assert find_levers(case, HERE, by="2018-03-08").cheapest is None
    assert find_levers(priced(1, 1), HERE).cheapest is None
