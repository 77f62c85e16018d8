"""Cases without crossings: planned, proved and told without a gate."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import AMBULANCE, BUS, at, group, place
from open_case import LINKS, open_case, vehicle

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.places import AssemblyPoint, Destination, StagingArea
from safepassage.model.plan import Plan
from safepassage.solve import plan
from safepassage.solve.bound.earliest import earliest_clearance
from safepassage.solve.problem import UNREACHABLE, compile_problem
from safepassage.solve.terms import missing_terms

START = at(7, "06:00")


def planned(case: Case) -> Plan:
    found = plan(case, effort=1).plan
    assert verify(case, found) == ()
    return found


def one_group(**changes: Any) -> Case:
    """A single group at north, and one bus at the depot, unless changed."""
    base: dict[str, Any] = {"vehicles": (vehicle("bus-1"),), "groups": (group(1, "north", 6),)}
    return open_case(**(base | changes))


def test_a_lone_group_is_out_when_it_arrives_and_that_is_proved() -> None:
    case = one_group()
    found = planned(case)
    (trip,) = found.trips
    assert [stop.place for stop in trip.stops] == ["depot", "north", "near"]
    assert trip.stops[-1].arrive == START + 600 + 600 + 1200
    assert found.bound.clearance == trip.stops[-1].arrive
    assert found.convoys == ()


def test_a_second_round_starts_where_the_first_ended() -> None:
    case = one_group(groups=(group(1, "north", 9), group(2, "north", 9)))
    found = planned(case)
    assert [[stop.place for stop in trip.stops] for trip in found.trips] == [
        ["depot", "north", "near"],
        ["near", "north", "near"],
    ]
    assert found.trips[1].stops[-1].arrive == START + 2400 + 300 + 1200 + 600 + 1200


def test_a_vehicle_may_start_where_people_are() -> None:
    case = one_group(vehicles=(vehicle("bus-1", start="north"),))
    (trip,) = planned(case).trips
    assert [stop.place for stop in trip.stops] == ["north", "north", "near"]
    assert trip.stops[1].route is None
    assert trip.stops[-1].arrive == START + 600 + 1200


def test_nobody_sets_out_before_the_horizon_begins() -> None:
    early = msgspec.structs.replace(vehicle("bus-1"), available_from=START - 86400)
    found = planned(one_group(vehicles=(early,)))
    assert found.trips[0].stops[0].depart == START


def test_nobody_arrives_when_the_horizon_has_ended() -> None:
    late = one_group(horizon=(START, START + 2400))
    assert planned(late).not_served[0].promise == "W1"
    assert planned(late).not_served[0].reason.startswith("the horizon ends")
    assert planned(one_group(horizon=(START, START + 2401))).not_served == ()


def test_vehicles_of_different_places_carry_a_group_together() -> None:
    case = one_group(
        vehicles=(
            vehicle("bus-1"),
            vehicle("bus-2", start="south"),
            vehicle("ambulance-1", "ambulance", start="near"),
        ),
        groups=(
            group(1, "north", 18),
            group(2, "north", 4, stretchers=1, attendants=1, medical_class=1),
        ),
    )
    found = planned(case)
    assert found.not_served == ()
    large = [
        trip
        for trip in found.trips
        if any(b.group == "g1" for s in trip.stops for b in s.boardings)
    ]
    assert len(large) == 2
    assert len({trip.stops[-1].arrive for trip in large}) == 1


def test_who_must_wait_for_a_place_waits_where_people_are() -> None:
    near = place(Destination, "near", daily_capacity=6)
    case = one_group(
        destinations=(near,),
        groups=(
            group(1, "north", 6, destinations=("near",)),
            group(2, "north", 6, destinations=("near",)),
        ),
        horizon=(at(7, "06:00"), at(9, "00:00")),
        vehicles=(vehicle("bus-1"), vehicle("bus-2")),
        agreement=msgspec.structs.replace(open_case().agreement, destinations=("near",)),
    )
    found = planned(case)
    assert found.not_served == ()
    last = max(found.trips, key=lambda trip: trip.stops[-1].arrive)
    assert last.stops[-1].arrive >= at(8, "00:00")
    assert last.stops[-1].arrive - last.stops[-2].depart == 1200


def test_a_tired_crew_rests_at_a_staging_area_on_its_way() -> None:
    """From the camp by the depot to north and near are 3,800 s; a crew drives 3,000 s at most."""
    case = one_group(
        links=LINKS | {("camp", "depot"): 2000},
        staging_areas=(place(StagingArea, "depot"), place(StagingArea, "camp")),
        vehicle_types=(
            msgspec.structs.replace(BUS, driving_seconds=3000, rest_seconds=3600),
            AMBULANCE,
        ),
        vehicles=(vehicle("bus-1", start="camp"),),
    )
    (trip,) = planned(case.replace(horizon=(START, at(9, "00:00")))).trips
    assert [stop.place for stop in trip.stops] == ["camp", "depot", "north", "near"]
    assert trip.stops[1].depart - trip.stops[1].arrive >= 3600


def test_places_at_one_node_are_no_fault() -> None:
    case = one_group()
    case = case.replace(place_nodes=dict(case.place_nodes) | {"depot": case.place_nodes["north"]})
    (trip,) = planned(case).trips
    assert trip.stops[1].arrive == trip.stops[0].depart


def test_a_door_leads_to_the_points_and_from_them_and_nowhere_else() -> None:
    problem = compile_problem(open_case())
    names = [crossing.id for crossing in problem.crossings]
    assert names == ["door of near", "door of far", "door of depot"]
    table, at_place = problem.seconds[0], problem.place_index
    door, depot = problem.at_crossing(0), problem.at_crossing(2)
    assert table[at_place["north"]][door] == 1200
    assert table[door][at_place["near"]] == table[at_place["near"]][door] == 0
    assert table[door][at_place["south"]] == table[at_place["near"]][at_place["south"]]
    for other in ("far", "depot"):
        assert table[door][at_place[other]] == table[at_place[other]][door] == UNREACHABLE
    assert table[at_place["north"]][depot] == UNREACHABLE
    assert problem.windows["out"][2] == ()
    assert problem.nights == ()


def test_least_times_to_a_door_go_by_its_place() -> None:
    problem = compile_problem(open_case())
    # near and far lie 1,800 s and 2,400 s beyond north and south of the depot
    assert problem.to_gates(0, problem.place_index["depot"]) == (1800, 4500, 0)


def test_the_bound_knows_where_a_vehicle_starts() -> None:
    """A bus from the depot isn't at the door of near, next to the people, at once."""
    case = one_group(links=LINKS | {("north", "near"): 60})
    assert earliest_clearance(compile_problem(case)) == START + 600 + 600 + 60


@pytest.mark.parametrize(
    ("since", "until", "missing"),
    [
        (START, at(7, "12:00"), ()),
        (START + 1, None, ("begins",)),
        (None, at(7, "11:59"), ("ends",)),
    ],
)
def test_the_terms_cover_the_horizon(
    since: int | None, until: int | None, missing: tuple[str, ...]
) -> None:
    case = open_case()
    agreement = msgspec.structs.replace(case.agreement, valid_from=since, valid_until=until)
    found = missing_terms(case.replace(agreement=agreement))
    assert len(found) == len(missing)
    assert all(word in text for word, text in zip(missing, found, strict=True))


def test_an_unused_staging_area_and_an_empty_point_do_no_harm() -> None:
    case = one_group()
    points = (*case.assembly_points, place(AssemblyPoint, "east"))
    areas = (*case.staging_areas, place(StagingArea, "camp"))
    nodes = dict(case.place_nodes) | {"east": 0, "camp": 0}
    found = planned(case.replace(assembly_points=points, staging_areas=areas, place_nodes=nodes))
    assert found.bound.clearance == START + 2400


# Docks that only some types may call at (R1)


def docks(case: Case, **types: tuple[str, ...]) -> Case:
    return case.replace(
        assembly_points=tuple(
            msgspec.structs.replace(each, vehicle_types=types.get(each.id, ()))
            for each in case.assembly_points
        ),
        destinations=tuple(
            msgspec.structs.replace(each, vehicle_types=types.get(each.id, ()))
            for each in case.destinations
        ),
    )


TWO_TYPES: dict[str, Any] = {
    "vehicle_types": (
        msgspec.structs.replace(BUS, id="large", seats=20),
        msgspec.structs.replace(BUS, id="small", seats=6),
    ),
    "vehicles": (vehicle("v1", "large"), vehicle("v2", "small")),
}


def test_who_may_not_call_at_a_point_fetches_nobody_there() -> None:
    case = one_group(**TWO_TYPES, groups=(group(1, "north", 6), group(2, "north", 6)))
    assert {trip.vehicle for trip in planned(docks(case, north=("small",))).trips} == {"v2"}
    assert {trip.vehicle for trip in planned(case).trips} == {"v1"}


def test_who_may_not_call_at_a_destination_goes_to_another() -> None:
    case = docks(one_group(vehicles=(vehicle("bus-1"),)), near=("ambulance",))
    (trip,) = planned(case).trips
    assert trip.stops[-1].place == "far"


def test_a_point_that_no_type_may_call_at_is_refused() -> None:
    case = docks(one_group(), north=("ambulance",))
    found = planned(case)
    assert [entry.promise for entry in found.not_served] == ["R1"]
    assert found.bound.clearance is None


def test_a_group_too_large_for_who_may_call_goes_in_several() -> None:
    case = one_group(
        **TWO_TYPES
        | {"vehicles": (vehicle("v1", "small"), vehicle("v2", "small"), vehicle("v3", "large"))}
    )
    case = docks(case.replace(groups=(group(1, "north", 12),)), north=("small",))
    assert {trip.vehicle for trip in planned(case).trips} == {"v1", "v2"}


def test_it_may_pass_by_where_it_may_not_call() -> None:
    case = docks(
        one_group(groups=(group(1, "south", 6, destinations=("near",)),)), north=("ambulance",)
    )
    (trip,) = planned(case).trips
    assert trip.stops[-1].arrive == START + 900 + 600 + 1600  # by way of north


def test_the_bound_knows_who_may_call() -> None:
    """Twelve people, and only the bus of six places fits: two rounds at least."""
    groups = (group(1, "north", 6), group(2, "north", 6))
    free, bound = (
        planned(case).bound.clearance
        for case in (
            one_group(**TWO_TYPES, groups=groups),
            docks(one_group(**TWO_TYPES, groups=groups), north=("small",)),
        )
    )
    assert free is not None and bound is not None
    assert bound > free


def test_one_boat_calls_at_several_docks() -> None:
    case = one_group(groups=(group(1, "north", 3), group(2, "south", 3)))
    (trip,) = planned(case).trips
    assert [stop.place for stop in trip.stops[1:3]] == ["south", "north"]


@pytest.mark.parametrize("start", ["south", "far"])
def test_the_bound_knows_that_a_vehicle_is_where_it_starts(start: str) -> None:
    """Its type may not call there, but it sets out from there: the plan is the bound."""
    case = docks(one_group(vehicles=(vehicle("bus-1", start=start),)), **{start: ("ambulance",)})
    problem = compile_problem(case)
    assert 0 in problem.to_gates(0, problem.place_index[start])
    found = planned(case)
    assert found.bound.clearance == found.trips[0].stops[-1].arrive
