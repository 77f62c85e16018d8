"""Ways of empty vehicles and of people, where nobody is driven past other places."""

from __future__ import annotations

from itertools import product

import pytest
from factory import at, group, place, small_case
from open_case import open_case, vehicle

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.places import AssemblyPoint, Destination, StagingArea
from safepassage.solve import plan
from safepassage.solve.bound.mornings import quiet_spans
from safepassage.solve.problem import UNREACHABLE, Problem, compile_problem

START = at(7, "06:00")

LINKS = {
    ("depot", "north"): 600,
    ("north", "south"): 400,
    ("north", "near"): 900,
    ("south", "near"): 4000,
    ("near", "far"): 300,
    ("south", "far"): 5000,
}
"""From south it is quicker to either destination by north, and to far by near."""


def case(**changes: object) -> Case:
    fields: dict[str, object] = {
        "links": LINKS,
        "past_places": False,
        "vehicles": (vehicle("bus-1"),),
        "groups": (group(1, "south", 6),),
    }
    return open_case(**(fields | changes))


def times(problem: Problem, origin: str, end: str) -> tuple[int, int]:
    """As a plan drives it, and the least over all stops of a trip."""
    row, column = problem.place_index[origin], problem.place_index[end]
    return problem.seconds[0][row][column], problem.least[0][row][column]


def test_empty_vehicles_go_past_places_and_people_do_not() -> None:
    problem = compile_problem(case())
    assert times(problem, "depot", "south") == (1000, 1000)
    assert times(problem, "far", "north") == (1200, 1200)
    assert times(problem, "south", "near") == (4000, 1300)
    assert times(problem, "south", "far") == (5000, 5000)
    assert times(problem, "north", "far") == (UNREACHABLE, 5400)
    assert problem.metres[0][problem.place_index["south"]][problem.place_index["near"]] == 40_000


def test_where_people_may_be_driven_past_places_nothing_changes() -> None:
    problem = compile_problem(case(past_places=True))
    assert problem.ways.empty is problem.ways.laden
    assert problem.least == problem.seconds
    assert times(problem, "south", "far") == (1600, 1600)


def test_the_plan_takes_the_way_that_people_may_take() -> None:
    lone = case(destinations=(place(Destination, "near"), place(Destination, "far")))
    for past, arrives in ((True, 1000 + 600 + 1300), (False, 1000 + 600 + 4000)):
        allowed = lone.replace(past_places=past)
        found = plan(allowed, effort=1).plan
        assert verify(allowed, found) == ()
        (trip,) = found.trips
        assert trip.stops[-1].arrive - START == arrives
        # A bus that stops at north on its way is there sooner: the bound counts with it.
        assert found.bound.clearance == START + 1000 + 600 + 1300


def test_a_group_whose_way_needs_a_stop_is_not_refused() -> None:
    links = {("depot", "north"): 600, ("north", "south"): 400, ("north", "near"): 900}
    ends = (place(Destination, "near"),)
    lone = case(links=links, destinations=ends, groups=(group(1, "south", destinations=("near",)),))
    found = plan(lone, effort=1).plan
    assert verify(lone, found) == ()
    assert compile_problem(lone).refused == ()
    assert found.bound.people == 4


@pytest.mark.parametrize("past", [True, False])
def test_a_vehicle_may_start_among_people_it_passes(past: bool) -> None:
    beyond = {("north", "middle"): 200, ("middle", "south"): 200, ("south", "near"): 900}
    points = tuple(place(AssemblyPoint, name) for name in ("north", "middle", "south"))
    starting = case(
        links=beyond | {("near", "far"): 60, ("depot", "north"): 60},
        assembly_points=points,
        vehicles=(vehicle("bus-1", start="north"),),
        past_places=past,
    )
    assert times(compile_problem(starting), "north", "south")[1] == 400
    found = plan(starting, effort=1).plan
    assert verify(starting, found) == ()


def test_an_empty_vehicle_gets_past_a_destination_to_its_first_point() -> None:
    starting = case(
        links={("south", "near"): 900, ("near", "north"): 600},
        staging_areas=(),
        destinations=(place(Destination, "near"),),
        vehicles=(vehicle("bus-1", start="south"),),
        groups=(group(1, "north", 6, destinations=("near",)),),
    )
    assert times(compile_problem(starting), "south", "north") == (UNREACHABLE, 1500)
    found = plan(starting, effort=1).plan
    assert verify(starting, found) == ()
    (trip,) = found.trips
    assert trip.stops[1].arrive - START >= 1500
    assert found.routes[0].seconds == 1500


def test_places_at_one_node_are_no_way_past_each_other() -> None:
    links = {("depot", "north"): 600, ("north", "near"): 900, ("near", "far"): 60}
    lone = case(
        links=links,
        assembly_points=(place(AssemblyPoint, "north"), place(AssemblyPoint, "south")),
        staging_areas=(place(StagingArea, "depot"), place(StagingArea, "camp")),
    )
    nodes = dict(lone.place_nodes)
    nodes |= {"south": nodes["north"], "camp": nodes["near"]}
    lone = lone.replace(place_nodes=nodes)
    assert times(compile_problem(lone), "south", "near") == (900, 900)
    found = plan(lone, effort=1).plan
    assert verify(lone, found) == () and found.not_served == ()


def test_who_needs_a_stop_where_nobody_boards_is_told_so() -> None:
    stuck = case(groups=(group(1, "north", 6, destinations=("far",)), group(2, "south", 6)))
    found = plan(stuck, effort=1).plan
    assert [(each.group, each.promise) for each in found.not_served] == [("g1", "R1")]
    assert verify(stuck, found) == ()


def test_the_least_time_lies_between_the_roads_and_the_ways_of_people() -> None:
    straight, past = (
        compile_problem(small_case(past_places=allowed, links=GATE_LINKS))
        for allowed in (False, True)
    )
    count = len(straight.place_index)
    for k, a, b in product(range(len(straight.types)), range(count), range(count)):
        assert past.seconds[k][a][b] <= straight.least[k][a][b] <= straight.seconds[k][a][b]
    assert times(straight, "south", "gate") == (5000, 1300)
    assert times(straight, "gate", "south") == (1300, 1300)
    assert times(straight, "gate", "far") == (9000, 9000)


def test_nobody_is_out_in_the_morning_before_a_bus_with_a_stop_could_be_back() -> None:
    """North takes so long to board at that south is first: there and back past north."""
    points = (place(AssemblyPoint, "north", stop_seconds=9000), place(AssemblyPoint, "south"))
    problem = compile_problem(
        small_case(past_places=False, links=GATE_LINKS, assembly_points=points)
    )
    entered = at(7, "09:00") + 60
    assert quiet_spans(problem)[0][0] == (at(7, "09:00"), entered + 1300 + 600 + 1300)


GATE_LINKS = {
    ("depot", "gate"): 600,
    ("gate", "north"): 900,
    ("gate", "south"): 5000,
    ("north", "south"): 400,
    ("gate", "near"): 1800,
    ("near", "far"): 600,
    ("gate", "far"): 9000,
}
