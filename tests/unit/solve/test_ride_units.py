"""Who never parts, and how a unit may ride (H1, H3)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import AMBULANCE, BUS, at, group, small_case

from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.people import TravelGroup
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.units import Mode, RideUnit

WITH_PLACE = msgspec.structs.replace(BUS, wheelchairs=1)
WITH_MEDIC = msgspec.structs.replace(BUS, medical_escort=True)
MARKED = msgspec.structs.replace(BUS, emblem=True)

ARMED: dict[str, Any] = {"category": "fighter", "items": ("weapon",)}


def problem(*groups: TravelGroup, fleet: tuple[VehicleType, ...] = (BUS, AMBULANCE)) -> Problem:
    kinds = {kind.id: kind for kind in (BUS, AMBULANCE)} | {kind.id: kind for kind in fleet}
    vehicles = tuple(
        Vehicle(id=f"v{n}", type=kind.id, start="depot", available_from=at(7, "00:00"))
        for n, kind in enumerate(fleet)
    )
    return compile_problem(
        small_case(groups=groups, vehicle_types=tuple(kinds.values()), vehicles=vehicles)
    )


def unit(persons: int, *fleet: VehicleType, **more: Any) -> RideUnit:
    only = problem(group(1, "north", persons, **more), fleet=fleet or (BUS, AMBULANCE)).units
    assert len(only) == 1
    return only[0]


MODES: list[tuple[int, tuple[VehicleType, ...], dict[str, Any], Mode]] = [
    (10, (BUS,), {}, Mode.WHOLE),
    (11, (BUS,), {}, Mode.LARGE),
    (3, (AMBULANCE,), {"stretchers": 1}, Mode.WHOLE),
    (4, (BUS, AMBULANCE), {"stretchers": 1}, Mode.SPLIT),
    (4, (BUS,), {"stretchers": 1}, Mode.NONE),
    (4, (AMBULANCE,), {"stretchers": 1}, Mode.NONE),
    (4, (WITH_PLACE,), {"wheelchairs": 1}, Mode.WHOLE),
    (4, (WITH_PLACE,), {"wheelchairs": 2}, Mode.NONE),
    (4, (BUS, AMBULANCE), {"wheelchairs": 2}, Mode.SPLIT),
    (4, (BUS,), {"escorts": 1}, Mode.NONE),
    (4, (WITH_MEDIC,), {"escorts": 1}, Mode.WHOLE),
    (4, (BUS, AMBULANCE), {"escorts": 1}, Mode.SPLIT),
    (12, (BUS, AMBULANCE), {"escorts": 1}, Mode.LARGE),
    (11, (BUS, AMBULANCE), {"escorts": 1}, Mode.SPLIT),
    (4, (BUS, AMBULANCE), ARMED, Mode.WHOLE),
    (2, (AMBULANCE,), ARMED, Mode.NONE),
    (4, (MARKED, AMBULANCE), ARMED, Mode.NONE),
    (11, (MARKED,), ARMED, Mode.NONE),
    (11, (BUS,), ARMED, Mode.LARGE),
    (4, (BUS, AMBULANCE), ARMED | {"stretchers": 1}, Mode.SPLIT),
    (1, (BUS, AMBULANCE), ARMED | {"stretchers": 1}, Mode.NONE),
    (2, (BUS, AMBULANCE), ARMED | {"stretchers": 1, "attendants": 1}, Mode.SPLIT),
]


@pytest.mark.parametrize(("persons", "fleet", "more", "mode"), MODES)
def test_how_a_unit_may_ride(
    persons: int, fleet: tuple[VehicleType, ...], more: dict[str, Any], mode: Mode
) -> None:
    assert unit(persons, *fleet, **more).mode is mode


def test_a_type_without_a_vehicle_carries_nobody() -> None:
    assert unit(4, BUS, stretchers=1).mode is Mode.NONE
    assert unit(4, BUS, AMBULANCE, stretchers=1).mode is Mode.SPLIT


def test_patients_aides_and_the_rest_are_all_of_the_unit() -> None:
    found = unit(8, stretchers=1, wheelchairs=1, escorts=3, attendants=2)
    assert (found.seated_patients, found.patients, found.aides, found.rest) == (1, 3, 2, 3)
    assert found.patients + found.aides + found.rest == found.persons


def test_who_carries_the_arms_is_no_aide() -> None:
    found = unit(3, stretchers=1, attendants=2, **ARMED)
    assert (found.patients, found.aides, found.rest) == (1, 1, 1)


# Carers


def test_wards_ride_with_their_carer() -> None:
    carer = group(1, "north", 3, medical_class=3)
    ward = group(2, "north", 2, carer="g1", medical_class=2, destinations=("near",))
    other = group(3, "north", 2)
    found = problem(ward, other, carer).units
    joint = next(each for each in found if len(each.groups) > 1)
    assert sorted(joint.groups) == [0, 2] and len(found) == 2
    assert (joint.persons, joint.medical_class, joint.mode) == (5, 2, Mode.WHOLE)
    assert joint.accepts == 0b01  # near is the first destination


def test_those_who_never_part_are_not_spread() -> None:
    found = problem(group(1, "north", 6), group(2, "north", 6, carer="g1"))
    assert [each.mode for each in found.units] == [Mode.NONE]


@pytest.mark.parametrize("barred", [1, 2])
def test_a_ward_and_its_carer_are_refused_together(barred: int) -> None:
    items = {barred: ("weapon",)}
    groups = (
        group(1, "north", 3, items=items.get(1, ())),
        group(2, "north", 3, items=items.get(2, ()), carer="g1"),
        group(3, "north", 3),
    )
    found = problem(*groups)
    assert {each.group: each.promise for each in found.refused} == {
        f"g{barred}": "H3",
        f"g{3 - barred}": "H1",
    }
    assert len(found.units) == 1


# Cohorts


def test_units_that_are_alike_form_a_cohort_in_boarding_order() -> None:
    groups = (
        group(1, "north", 2),
        group(2, "north", 5),
        group(3, "north", 2),
        group(4, "south", 2),
        group(5, "north", 2, medical_class=1),
        group(6, "north", 2, destinations=("near",)),
    )
    found = problem(*groups).cohorts
    assert sorted(found.units) == [(0, 2), (1,), (3,), (4,), (5,)]
    north = [found.units[cohort] for cohort in found.at_point[0]]
    assert north[:2] == [(4,), (1,)]  # the urgent, then the largest
    assert all(unit in found.units[found.of_unit[unit]] for unit in range(6))
