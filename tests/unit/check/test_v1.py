"""V1: each kind of person has its own kind of place."""

from __future__ import annotations

import pytest
from variants import Variant, boards, breaks, check, coach, faults, group, keeps, vehicle_type

from safepassage.model.plan import Boarding

WHEELCHAIR = group("g1", wheelchairs=1)
BOARDS_IN_WHEELCHAIR = boards(
    "t1",
    2,
    Boarding(group="g11", seated=2),
    Boarding(group="g1", seated=3, wheelchairs=1),
    Boarding(group="g4", seated=3),
)
BOARDS_WITH_ESCORT = boards(
    "t1",
    2,
    Boarding(group="g11", seated=2),
    Boarding(group="g1", seated=4, escorts=1),
    Boarding(group="g4", seated=3),
)

KEEPS = (
    keeps("every seat taken", vehicle_type("bus", seats=9)),
    keeps("stretcher and attendant exactly", vehicle_type("ambulance", seats=1, wheelchairs=0)),
    keeps("wheelchair place", WHEELCHAIR, BOARDS_IN_WHEELCHAIR, coach(wheelchairs=1)),
    keeps("escort", group("g1", escorts=1), BOARDS_WITH_ESCORT, coach(medical_escort=True)),
)
BREAKS = (
    breaks("V1", "a seat short", vehicle_type("bus", seats=8)),
    breaks("V1", "no stretcher place", vehicle_type("ambulance", stretchers=0)),
    breaks("V1", "no wheelchair place", WHEELCHAIR, BOARDS_IN_WHEELCHAIR),
    breaks("V1", "no escort aboard", group("g1", escorts=1), BOARDS_WITH_ESCORT),
    breaks("V1", "a stretcher is no seat", vehicle_type("ambulance", seats=0, stretchers=4)),
    breaks("V1", "a seat is no stretcher", vehicle_type("ambulance", seats=9, stretchers=0)),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_seats(variant: Variant) -> None:
    check(variant)


def test_loads_of_all_stops_add_up() -> None:
    found = faults(vehicle_type("bus", seats=7))  # t5 boards 5 and 4
    assert [(fault.where, fault.amount) for fault in found] == [
        ("trip t1", 2),
        ("trip t3", 2),
        ("trip t4", 2),
        ("trip t5", 2),
    ]
