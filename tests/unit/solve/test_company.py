"""Groups that ride in several vehicles, where these come to the gate one by one."""

from __future__ import annotations

import pytest
from factory import at, group, small_case

from safepassage.model.fleet import Vehicle
from safepassage.model.people import TravelGroup
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.problem import compile_problem

TO_GATE = 600
"""Seconds from the depot to the gate."""


PATIENT = group(1, "north", 7, stretchers=1, attendants=1, medical_class=1)
"""In a family whom neither bus nor ambulance can take alone."""


def dispatched(who: TravelGroup, *vehicles: tuple[str, int]) -> Schedule:
    """The vehicles are at the gate by then and no sooner."""
    fleet = tuple(
        Vehicle(id=f"v{n}", type=kind, start="depot", available_from=ready - TO_GATE)
        for n, (kind, ready) in enumerate(vehicles)
    )
    problem = compile_problem(small_case(vehicles=fleet, groups=(who,)))
    schedule, _ = Dispatch(problem, Policy(guide=None), None, Meter(), Mornings(problem)).run()
    return schedule


def entered(schedule: Schedule) -> list[int]:
    return [item.inbound.start for item in schedule.rounds if item.inbound]


@pytest.mark.parametrize("clock", ["10:31", "10:45", "11:15", "12:59"])
@pytest.mark.parametrize("first", ["bus", "ambulance"])
def test_who_came_first_goes_in_as_soon_as_the_other_comes(first: str, clock: str) -> None:
    """It asks for a load every half an hour otherwise, and so would the other: never both."""
    later = at(7, clock)
    times = {"bus": later, "ambulance": later} | {first: at(7, "09:00")}
    schedule = dispatched(PATIENT, *times.items())
    assert schedule.left == ()
    assert entered(schedule) == [later, later]


def test_who_comes_too_late_for_today_meets_the_other_tomorrow() -> None:
    schedule = dispatched(PATIENT, ("bus", at(7, "09:00")), ("ambulance", at(7, "14:30")))
    assert entered(schedule) == [at(8, "09:00")] * 2


@pytest.mark.parametrize("persons", [15, 28])
def test_a_large_group_goes_in_as_soon_as_enough_have_come(persons: int) -> None:
    clocks = ("09:00", "09:40", "10:31")[: -(-persons // 10)]
    schedule = dispatched(
        group(1, "north", persons, destinations=("far",)),
        *(("bus", at(7, clock)) for clock in clocks),
    )
    assert schedule.left == ()
    assert entered(schedule) == [at(7, clocks[-1])] * len(clocks)
