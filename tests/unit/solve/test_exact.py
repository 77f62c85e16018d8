"""The exact engine by parts, and as the planner uses it."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec
import numpy as np
import pytest
from factory import at, group, place, small_case

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.places import AssemblyPoint, Destination, StagingArea
from safepassage.model.plan import Plan
from safepassage.solve import plan
from safepassage.solve.exact import admit as admission
from safepassage.solve.exact.admit import admit
from safepassage.solve.exact.engine import solve_exactly
from safepassage.solve.exact.flow import decide
from safepassage.solve.exact.instance import Instance, Leg, Route, slots
from safepassage.solve.exact.master import Master
from safepassage.solve.exact.network import Network
from safepassage.solve.exact.order import earliest_first
from safepassage.solve.exact.pricing import UNIT, Pricing, most_shares
from safepassage.solve.exact.search import WORK, Search
from safepassage.solve.exact.thin import thin
from safepassage.solve.problem import compile_problem

START = at(7, "06:00")
BUS = VehicleType(id="bus", kind="bus", profile="bus", seats=10)


def never() -> bool:
    return False


def open_case(persons: tuple[int, ...] = (10, 10, 10), buses: int = 1, **changes: Any) -> Case:
    """Groups at one point, 600 s from the depot and from the only destination."""
    fields: dict[str, Any] = {
        "links": {("depot", "north"): 600, ("north", "near"): 600},
        "crossings": (),
        "windows": (),
        "horizon": (START, START + 86400),
        "assembly_points": (place(AssemblyPoint, "north"),),
        "destinations": (place(Destination, "near"),),
        "staging_areas": (place(StagingArea, "depot"),),
        "vehicle_types": (BUS,),
        "vehicles": tuple(
            Vehicle(id=f"b{n}", type="bus", start="depot", available_from=START)
            for n in range(buses)
        ),
        "groups": tuple(
            group(n, "north", count, destinations=("near",)) for n, count in enumerate(persons)
        ),
    }
    return small_case(**(fields | changes))


def clearance(found: Plan) -> int:
    return max(trip.stops[-1].arrive for trip in found.trips) - START


def bound_of(found: Plan) -> int:
    assert found.bound.clearance is not None
    return found.bound.clearance - START


def line(demand: int, vehicles: int) -> Instance:
    """One point and one destination: 1 slot to the first load, 2 there, 3 back and loaded."""
    return Instance(
        count=np.array([vehicles]),
        kind=np.array([0]),
        ready=np.array([[1]]),
        out=np.array([[[2]]]),
        back=np.array([[[3]]]),
        hop=np.array([[[1 << 40]]]),
        carry=np.array([1]),
        demand=np.array([demand]),
        point=np.array([0]),
        accepts=np.array([[True]]),
        fits=np.array([[True]]),
        room=np.array([demand]),
        whole=True,
    )


def test_three_loads_of_one_bus_are_three_round_trips() -> None:
    case = open_case()
    found = plan(case, effort=1).plan
    assert verify(case, found) == ()
    assert clearance(found) == bound_of(found) == 6 * 600
    assert [(each.promise, each.where) for each in found.bound.binding] == [("V2", "bus")]


def test_units_that_never_share_a_vehicle_are_loads_whatever_their_size() -> None:
    case = open_case((6, 7, 9, 10), buses=2)
    found = plan(case, effort=1).plan
    assert verify(case, found) == ()
    assert clearance(found) == bound_of(found) == 4 * 600


def test_who_is_packed_worse_than_counted_gets_another_trip() -> None:
    case = open_case((6, 4, 7, 7, 6))  # 30 persons in 10 seats: three trips to count, four to pack
    found = plan(case, effort=1).plan
    assert verify(case, found) == () and found.not_served == ()
    assert bound_of(found) == 6 * 600
    assert clearance(found) == 8 * 600


def test_room_that_another_could_use_better_is_left_to_it() -> None:
    case = open_case(
        (10, 10),
        buses=2,
        links={("depot", "north"): 600, ("north", "near"): 600, ("north", "far"): 900},
        destinations=(place(Destination, "near", capacity=10), place(Destination, "far")),
        groups=(group(0, "north", 10), group(1, "north", 10, destinations=("near",))),
    )
    found = plan(case, effort=1).plan
    assert verify(case, found) == ()
    assert clearance(found) == bound_of(found) == 1500


UNSEEN: dict[str, dict[str, Any]] = {
    "range": ({"vehicle_types": (msgspec.structs.replace(BUS, range_metres=11_000),)}),
    "driver hours": (
        {"vehicle_types": (msgspec.structs.replace(BUS, driving_seconds=1800, rest_seconds=900),)}
    ),
    "daily reception": ({"destinations": (place(Destination, "near", daily_capacity=10),)}),
    "end of availability": (
        {
            "vehicles": (
                Vehicle(
                    id="b0",
                    type="bus",
                    start="depot",
                    available_from=START,
                    available_until=START + 2000,
                ),
            )
        }
    ),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_the_engine_leaves_out_forbids_its_schedule_and_not_its_bound(name: str) -> None:
    case = open_case(**UNSEEN[name])
    exact = solve_exactly(
        compile_problem(case), effort=1, should_stop=never, on_bound=lambda _: None
    )
    assert exact is not None and exact.schedule is None
    assert exact.bound == START + 3600
    assert verify(case, plan(case, effort=1).plan) == ()


def test_urgent_groups_go_first_though_others_end_later() -> None:
    links = {("depot", "north"): 60, ("north", "near"): 60, ("depot", "south"): 50_000}
    case = open_case(
        links=links | {("south", "near"): 60},
        assembly_points=(place(AssemblyPoint, "north"), place(AssemblyPoint, "south")),
        groups=(
            group(0, "north", 10, destinations=("near",)),
            group(1, "south", 10, destinations=("near",), medical_class=1),
        ),
    )
    found = plan(case, effort=1).plan
    assert verify(case, found) == () and found.not_served == ()
    assert clearance(found) >= bound_of(found)


def test_a_case_is_taken_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert admit(compile_problem(small_case())) is None  # crossings
    problem = compile_problem(open_case())
    assert admit(problem) is not None
    for limit, most in (("LOADS", 2), ("CLASSES", 0), ("VEHICLES", 0)):
        with monkeypatch.context() as patch:
            patch.setattr(admission, limit, most)
            assert admit(problem) is None


def test_a_slot_is_the_largest_unit_of_all_times() -> None:
    admitted = admit(compile_problem(open_case()))
    assert admitted is not None
    assert admitted.unit == 600
    assert admitted.instance.ready.tolist() == [[1]]
    assert admitted.instance.demand.tolist() == [3] and admitted.instance.carry.tolist() == [1]


def test_where_the_horizon_ends_before_everyone_can_be_out_there_is_no_clearance() -> None:
    case = open_case(horizon=(START, START + 3600))
    found = plan(case, effort=1).plan
    assert verify(case, found) == ()
    assert found.bound.clearance is None
    assert found.bound.people in {20, 29}
    assert [each.promise for each in found.not_served] == ["W1"]


@pytest.mark.parametrize("patience", range(0, 12, 3))
def test_told_to_stop_it_keeps_a_sound_bound_and_plan(patience: int) -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > patience

    case = open_case((6, 6, 6, 2), buses=2)
    found = plan(case, effort=1, should_stop=stop).plan
    assert verify(case, found) == ()
    assert bound_of(found) <= 4 * 600


def test_the_same_case_gives_the_same_plan() -> None:
    case = open_case((3, 4, 5, 6, 7, 8), buses=2)
    first, second = (plan(case, effort=1).plan for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_a_proof_can_be_checked_by_hand() -> None:
    instance = line(demand=3, vehicles=1)
    master = Master(instance, never)
    assert not master.can(12)  # the third load arrives at 13
    proof = master.proof
    assert proof is not None and proof.until == 12
    assert most_shares(instance, proof.prices, proof.best) < 3 * UNIT
    assert list(proof.best) == [2 * int(proof.prices.people[0] - proof.prices.room[0])]
    assert Pricing(instance, 12, proof.prices).best() == list(proof.best)
    assert master.can(13)


@pytest.mark.parametrize(("until", "never_so"), [(12, True), (13, False)])
def test_thinning_takes_no_way_that_is_needed(until: int, never_so: bool) -> None:
    instance = line(demand=3, vehicles=1)
    master = Master(instance, never)
    for time in (7, 12, 13):
        master.can(time)
    network = Network(instance, until, 1000, several=False)
    before = network.arcs
    thin(network, master.prices)
    assert network.arcs < before or not never_so
    verdict = decide(network, asks=1000, should_stop=never)
    assert (verdict.never, verdict.possible) == (never_so, not never_so)


def test_a_coarse_grid_proves_less_and_never_more() -> None:
    instance = dataclasses.replace(line(demand=5, vehicles=2), ready=np.array([[3]]))
    bounds = [
        Search(
            instance.coarse(step),
            latest=100,
            effort=1,
            work=50 * WORK,
            should_stop=never,
            on_bound=lambda _: None,
        )
        .run()
        .bound
        * step
        for step in (1, 2)
    ]
    assert bounds[0] == 3 + 2 + 2 * 5
    assert bounds[1] <= bounds[0]


def test_the_short_trip_goes_first_where_the_end_stays_the_same() -> None:
    instance = dataclasses.replace(
        line(demand=1, vehicles=1),
        ready=np.array([[1, 1]]),
        out=np.array([[[9], [2]]]),
        back=np.array([[[8, 2]]]),
        point=np.array([0, 1]),
        demand=np.array([1, 1]),
        accepts=np.array([[True], [True]]),
        fits=np.array([[True, True]]),
    )
    route = Route(0, (Leg(0, 0, 0), Leg(1, 1, 0)))
    assert slots(instance, route) == 1 + 9 + 2 + 2
    swapped = earliest_first(instance, route, 20)
    assert [leg.point for leg in swapped.legs] == [1, 0]
    assert slots(instance, swapped) == 1 + 2 + 8 + 9
    assert earliest_first(instance, route, 19) == route


def test_people_whom_no_vehicle_can_come_to_are_proved_to_stay_at_once() -> None:
    far_away = {("depot", "nowhere"): 600, ("north", "near"): 600}
    found = plan(open_case(links=far_away), effort=1).plan
    assert found.bound.clearance is None and not found.trips
    assert len(found.not_served) == 3


def test_a_horizon_of_more_instants_than_there_is_room_for_is_not_taken() -> None:
    case = open_case(links={("depot", "north"): 1, ("north", "near"): 1})
    assert admit(compile_problem(case)) is not None
    years = case.replace(horizon=(START, START + 100_000_000))
    assert admit(compile_problem(years)) is None
