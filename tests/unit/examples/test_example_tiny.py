"""The tiny case has one of everything that its comments teach."""

from __future__ import annotations

from pathlib import Path

import pytest

from safepassage.model.case import Case
from safepassage.model.people import TravelGroup
from safepassage.read import CaseRead, load_case
from safepassage.roads.guard import covered
from safepassage.roads.travel import travel_times

FOLDER = Path(__file__).parents[3] / "examples" / "tiny"


@pytest.fixture(scope="module")
def loaded() -> CaseRead:
    return load_case(FOLDER)


@pytest.fixture(scope="module")
def case(loaded: CaseRead) -> Case:
    return loaded.case


@pytest.fixture(scope="module")
def groups(case: Case) -> dict[str, TravelGroup]:
    return {group.id: group for group in case.groups}


def test_it_reads_without_a_warning(loaded: CaseRead) -> None:
    assert loaded.warnings == ()


def test_it_is_in_force_and_registered(case: Case) -> None:
    assert case.agreement.status == "in_force"
    assert not case.drawn_households
    assert sum(group.persons for group in case.groups) == 52


def test_a_stretcher_patient_cannot_take_the_whole_family_in_the_ambulance(
    case: Case, groups: dict[str, TravelGroup]
) -> None:
    patient = groups["h02"]
    ambulance = next(kind for kind in case.vehicle_types if kind.kind == "ambulance")
    assert patient.stretchers == patient.attendants == patient.medical_class == 1
    assert patient.seated > ambulance.seats
    assert all(not kind.stretchers for kind in case.vehicle_types if kind.kind == "bus")


def test_it_has_a_wheelchair_and_a_person_who_needs_a_medic(
    groups: dict[str, TravelGroup],
) -> None:
    assert groups["h03"].wheelchairs == 1
    assert groups["h06"].escorts == 1


def test_a_child_alone_has_a_carer_who_leaves_from_the_same_point(
    groups: dict[str, TravelGroup],
) -> None:
    child = groups["h08"]
    carer = groups[child.carer]
    assert child.unaccompanied == child.persons == 1
    assert carer.choice == child.choice == "leave"
    assert carer.assembly_point == child.assembly_point


def test_some_stay_some_are_undecided_and_some_were_not_asked(
    groups: dict[str, TravelGroup],
) -> None:
    choices = {name: groups[name].choice for name in ("h05", "h11", "h12")}
    assert choices == {"h05": "stay", "h11": "undecided", "h12": "not_asked"}


def test_members_of_one_household_chose_differently(groups: dict[str, TravelGroup]) -> None:
    assert groups["h01a"].household == groups["h01b"].household
    assert groups["h01a"].choice != groups["h01b"].choice


def test_one_household_is_armed_within_the_terms(
    case: Case, groups: dict[str, TravelGroup]
) -> None:
    arms = {item.id for item in case.agreement.items if item.arm}
    armed = [group.id for group in groups.values() if arms & set(group.items)]
    assert armed == ["h07"]
    allowed = {one.id: set(one.may_carry) for one in case.agreement.categories}
    assert set(groups["h07"].items) <= allowed[groups["h07"].category]


def test_one_household_accepts_only_the_far_destination(
    groups: dict[str, TravelGroup],
) -> None:
    far = [name for name, group in groups.items() if group.destinations == ("overhill",)]
    assert far == ["h10"]


def test_the_buses_cannot_take_everyone_in_one_round(
    case: Case, groups: dict[str, TravelGroup]
) -> None:
    places = {kind.id: kind.places for kind in case.vehicle_types}
    leaving = sum(group.persons for group in groups.values() if group.choice == "leave")
    assert leaving == 43
    assert leaving > sum(places[vehicle.type] for vehicle in case.vehicles)


def test_only_the_gate_leads_out_and_every_open_stretch_is_guarded(case: Case) -> None:
    times = travel_times(case.roads, case.place_nodes, ["gate"])
    for point in case.assembly_points:
        assert times.seconds("bus", point.id, "gate") is not None
        assert times.seconds("bus", point.id, "depot") is None
    near = times.seconds("bus", "gate", "harbour")
    far = times.seconds("bus", "gate", "overhill")
    assert near is not None
    assert far is not None
    assert near < far
    assert covered(case.roads, case.guard)[case.roads.open].all()
