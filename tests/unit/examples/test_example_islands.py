"""The islands: boats of three kinds, docks that only some of them fit, no crossings."""

from __future__ import annotations

from pathlib import Path

import pytest

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.read import CaseRead, load_case
from safepassage.roads.travel import travel_times
from safepassage.solve import plan

FOLDER = Path(__file__).parents[3] / "examples" / "islands"


@pytest.fixture(scope="module")
def loaded() -> CaseRead:
    return load_case(FOLDER)


@pytest.fixture(scope="module")
def case(loaded: CaseRead) -> Case:
    return loaded.case


@pytest.fixture(scope="module")
def planned(case: Case) -> Plan:
    return plan(case, effort=1).plan


def test_it_reads_without_a_warning(loaded: CaseRead) -> None:
    assert loaded.warnings == ()


def test_it_has_three_kinds_of_boats_each_with_its_own_speed(case: Case) -> None:
    assert {kind.kind for kind in case.vehicle_types} == {"boat"}
    assert len({kind.profile for kind in case.vehicle_types}) == 3
    times = travel_times(case.roads, case.place_nodes, [])
    launch, ferry, trawler = (
        times.seconds(profile, "aster", "varn") for profile in ("launch", "ferry", "boat")
    )
    assert launch is not None and ferry is not None and trawler is not None
    assert launch < ferry < trawler


def test_some_docks_fit_some_boats(case: Case) -> None:
    points = {point.id: point for point in case.assembly_points}
    assert points["skerry"].vehicle_types == ("launch",)
    assert points["varn"].admits("ferry")
    assert not points["holm"].admits("ferry")
    assert all(kind.places > 0 for kind in case.vehicle_types)


def test_everybody_who_chose_to_leave_arrives_and_no_promise_is_broken(
    case: Case, planned: Plan
) -> None:
    assert verify(case, planned) == ()
    assert planned.not_served == ()
    assert planned.convoys == ()


def test_the_bound_is_no_later_than_the_last_arrival(planned: Plan) -> None:
    assert planned.bound.clearance is not None
    assert planned.bound.clearance <= max(trip.stops[-1].arrive for trip in planned.trips)


def test_every_boat_keeps_to_the_docks_that_it_fits(case: Case, planned: Plan) -> None:
    types = {vehicle.id: vehicle.type for vehicle in case.vehicles}
    called = {
        (types[trip.vehicle], stop.place) for trip in planned.trips for stop in trip.stops[1:]
    }
    assert ("launch", "skerry") in called
    assert not called & {("ferry", place) for place in ("holm", "lunde", "skerry", "fort")}
    assert ("trawler", "skerry") not in called
