"""When far rounds come before others: in the evening, and before near ones with urgent people."""

from __future__ import annotations

import pytest
from factory import at, group, place, small_case

from safepassage.model.fleet import Vehicle
from safepassage.model.places import Destination
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.guide import Guide
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outlook import Exit
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.problem import Problem, compile_problem

NEAR, FAR = 0, 1


def people(buses: int, *groups: tuple[str, int]) -> Problem:
    """Full loads at one point, to a destination and of a medical class each."""
    return compile_problem(
        small_case(
            destinations=(place(Destination, "near"), place(Destination, "far")),
            groups=tuple(
                group(n, persons=10, destinations=(end,), medical_class=medical)
                for n, (end, medical) in enumerate(groups)
            ),
            vehicles=tuple(
                Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=at(7, "00:00"))
                for n in range(buses)
            ),
        )
    )


def near_by_the_guide(dispatch: Dispatch) -> None:
    """All that is due on every day is near."""
    day = 86400
    days = [at(7, "00:00") + n * day for n in range(4)]
    times = [days[0], days[-1] + day]
    rounds = {k: [[0.0, 0.0], [40.0, 0.0]] for k in set(dispatch.problem.fleet)}
    dispatch.loader.follow(Guide(times, rounds, days))


def destinations(problem: Problem, policy: Policy) -> list[tuple[int, bool]]:
    """Of the first day's rounds, in their order: (destination, after noon)."""
    dispatch = Dispatch(problem, policy, None, Meter(), Mornings(problem))
    if policy.guide is not None:
        near_by_the_guide(dispatch)
    schedule, _ = dispatch.run()
    out = sorted(
        (item.outbound.start, item.destination)
        for item in schedule.rounds
        if item.outbound is not None
    )
    return [(d, start > at(7, "12:30")) for start, d in out if start < at(8, "00:00")]


@pytest.mark.parametrize(("evening", "last"), [(False, NEAR), (True, FAR)])
def test_the_last_round_of_the_day_goes_far_if_either_way_the_vehicle_is_back_too_late(
    evening: bool, last: int
) -> None:
    problem = people(1, *[("near", 4)] * 8, *[("far", 4)] * 8)
    found = destinations(problem, Policy(guide="clock", evening=evening, margin=0.0))
    assert [d for d, late in found if not late] == [NEAR] * len(
        [d for d, late in found if not late]
    )
    assert found[-1] == (last, True)


def test_where_a_gate_leads_nowhere_nothing_is_wasted() -> None:
    problem = people(1, ("near", 4))
    loader = Dispatch(problem, Policy(), None, Meter(), Mornings(problem)).loader
    assert loader.targeting._wasted(0, Exit(at(7, "13:30"), 0), [NEAR, FAR]) == {NEAR}
    assert loader.targeting._wasted(0, Exit(at(7, "13:30"), 0), []) == set()


@pytest.mark.parametrize(("hours", "first"), [(0.0, NEAR), (3.0, FAR)])
def test_near_rounds_with_urgent_people_may_leave_the_first_hours_to_far_ones(
    hours: float, first: int
) -> None:
    problem = people(2, *[("near", 3)] * 2, *[("far", 4)] * 2)
    policy = Policy(guide=None, destinations="far", urgent_after=hours)
    assert destinations(problem, policy)[0][0] == first


def test_at_last_all_of_them_are_out() -> None:
    problem = people(2, *[("near", 3)] * 2, *[("far", 4)] * 2)
    policy = Policy(guide=None, destinations="far", urgent_after=3.0)
    dispatch = Dispatch(problem, policy, None, Meter(), Mornings(problem))
    assert not dispatch.run()[0].left
