"""Where vehicles stand idle, each load comes from one point; else one vehicle calls at several."""

from __future__ import annotations

import pytest
from factory import at, group, place, small_case

from safepassage.model.fleet import Vehicle
from safepassage.model.places import Destination
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.demand import Demand
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.search import chance


def small_rests(buses: int, **changes: object) -> Problem:
    """Three people at each of two points, buses of ten."""
    fields: dict[str, object] = {
        "destinations": (place(Destination, "near"), place(Destination, "far")),
        "groups": (
            group(1, "north", 3, destinations=("near",)),
            group(2, "south", 3, destinations=("near",)),
        ),
        "vehicles": tuple(
            Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=at(7, "00:00"))
            for n in range(buses)
        ),
    }
    return compile_problem(small_case(**(fields | changes)))


def dispatched(problem: Problem) -> Schedule:
    return Dispatch(problem, Policy(), None, Meter(), Mornings(problem)).run()[0]


@pytest.mark.parametrize(("buses", "stops"), [(1, [2]), (2, [1, 1])])
def test_a_vehicle_calls_at_two_points_only_if_there_is_none_for_the_other(
    buses: int, stops: list[int]
) -> None:
    schedule = dispatched(small_rests(buses))
    assert [len(item.calls) for item in schedule.rounds] == stops
    assert not schedule.left


@pytest.mark.parametrize(
    ("people", "loads"),
    [
        ([("north", 4, "near"), ("north", 4, "near")], 1),
        ([("north", 4, "near"), ("south", 4, "near")], 2),
        ([("north", 4, "near"), ("north", 4, "far")], 2),
        ([("north", 4, "near"), ("north", 4, "near far")], 1),  # they fill its last seats
        ([("north", 8, "near"), ("north", 4, "near far")], 2),
        ([("north", 8, "near"), ("north", 8, "far"), ("north", 4, "near far")], 2),
        ([("north", 9, "near"), ("north", 9, "near"), ("north", 9, "near")], 3),
        ([], 0),
    ],
)
def test_loads_are_counted_by_point_and_destination(
    people: list[tuple[str, int, str]], loads: int
) -> None:
    groups = tuple(
        group(n, point, persons, destinations=tuple(ends.split()))
        for n, (point, persons, ends) in enumerate(people)
    )
    assert Demand(small_rests(1, groups=groups).cohorts).loads_apart(10) == loads


def test_what_is_decided_after_the_last_way_out_of_who_is_left_can_not_help_them() -> None:
    problem = small_rests(1)
    schedule = dispatched(problem)
    assert chance(problem, schedule) == problem.case.horizon[1]
    assert chance(problem, Schedule((), (0, 1))) == at(10, "14:00")


@pytest.mark.parametrize(("capacity", "left"), [(3, [3]), (0, [3, 3])])
def test_nor_can_anything_where_no_place_is_left_for_them(capacity: int, left: list[int]) -> None:
    problem = small_rests(
        1, destinations=(place(Destination, "near", capacity=capacity), place(Destination, "far"))
    )
    schedule = dispatched(problem)
    assert [problem.units[u].persons for u in schedule.left] == left
    assert chance(problem, schedule) == problem.case.horizon[1]
