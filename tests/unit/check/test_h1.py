"""H1: a travel group stays together, and with its carer."""

from __future__ import annotations

import msgspec
import pytest
from on_the_way import BOARDS_ON_THE_WAY
from variants import (
    FREE_GATE,
    Variant,
    add,
    boards,
    breaks,
    check,
    coach,
    destination,
    faults,
    group,
    keeps,
    not_served,
    stop,
    vehicle_type,
)

from safepassage.model.case import Case
from safepassage.model.plan import Boarding, NotServed, Plan


def seat(name: str, seated: int, **more: int) -> Boarding:
    return Boarding(group=name, seated=seated, **more)


PATIENT = seat("g11", 1, stretchers=1)
ANY_DAY = destination("near", capacity=None, daily_capacity=None)
ONE_IN_AMBULANCE = (
    FREE_GATE,
    boards("t1", 2, seat("g11", 2), seat("g1", 3), seat("g4", 3)),
    boards("t2", 2, PATIENT, seat("g1", 1)),
)
# g11 gives its place in the ambulance to g1, who is larger than any vehicle, or nearly.
LARGE = (
    boards("t1", 2, seat("g1", 10)),
    not_served("g4", "g11"),
)


def no_such_vehicle(case: Case, plan: Plan) -> tuple[Case, Plan]:
    """A type with room for everybody, of which the fleet has no vehicle."""
    roomy = msgspec.structs.replace(case.vehicle_types[0], id="roomy", seats=99)
    return case.replace(vehicle_types=(*case.vehicle_types, roomy)), plan


ELEVEN = (group("g1", persons=11), *LARGE, boards("t2", 2, seat("g1", 1)))
WITH_WHEELCHAIR = (
    group("g11", wheelchairs=1),
    boards("t1", 2, seat("g11", 1, wheelchairs=1), seat("g1", 4), seat("g4", 3)),
)
TWO_CONVOYS = (
    FREE_GATE,
    vehicle_type("bus", seats=11),
    boards("t1", 2, seat("g1", 4), seat("g4", 3)),
    boards("t3", 2, seat("g3", 6), seat("g11", 2)),
)
SEATED_PATIENTS = group("g11", escorts=2, attendants=0)
KEEPS = (
    keeps("larger than any vehicle", *ELEVEN),
    keeps("larger than any vehicle there is", no_such_vehicle, *ELEVEN),
    keeps(
        "patient in the ambulance, wheelchair on the bus", coach(wheelchairs=1), *WITH_WHEELCHAIR
    ),
    keeps(
        "all of it in the ambulance",
        group("g11", persons=2),
        boards("t1", 2, seat("g1", 4), seat("g4", 3)),
    ),
    keeps(
        "seated patient beside the one lying",
        SEATED_PATIENTS,
        boards("t2", 2, seat("g11", 1, stretchers=1, escorts=2)),
    ),
    keeps("more attendants than ride along", group("g11", attendants=3)),
    keeps("carer in the same trip", group("g4", carer="g1")),
    keeps("carer in ambulance and bus", group("g4", carer="g11")),
    keeps(
        "neither group nor carer boards",
        group("g2", carer="g9x"),
    ),
)
BREAKS = (
    breaks(
        "H1",
        "boards at another point",
        boards("t5", 2, seat("g10", 3)),
        boards("t5", 3, seat("g5", 4), seat("g9", 2)),
    ),
    breaks(
        "H1", "boards at a destination", boards("t5", 3), stop("t5", 5, boardings=(seat("g5", 4),))
    ),
    breaks("H1", "no patients, yet one in the ambulance", *ONE_IN_AMBULANCE),
    breaks(
        "H1",
        "not larger than any vehicle",
        group("g1", persons=10),
        boards("t1", 2, seat("g1", 9)),
        not_served("g4", "g11"),
        boards("t2", 2, seat("g1", 1)),
    ),
    breaks("H1", "not larger than all places of a vehicle", coach(wheelchairs=1), *ELEVEN),
    breaks("H1", "too many attendants", group("g11", attendants=0)),
    breaks(
        "H1",
        "ambulance without a patient",
        coach(kind="ambulance", medical_escort=True),
        group("g12", items=()),
    ),
    breaks(
        "H1",
        "rest in two trips",
        FREE_GATE,
        boards("t1", 2, seat("g11", 1), seat("g1", 4), seat("g4", 3)),
        boards("t3", 2, seat("g3", 6), seat("g11", 1)),
    ),
    BOARDS_ON_THE_WAY,
    breaks("H1", "split over two convoys", *TWO_CONVOYS),
    breaks("H1", "carer in another trip", group("g4", carer="g3")),
    breaks("H1", "carer not served", group("g4", carer="g2")),
    breaks("H1", "left behind by its carer", group("g2", carer="g1")),
    breaks("H1", "carer unknown", group("g4", carer="nobody")),
    breaks("H1", "patients parted from their carer", group("g11", carer="g1")),
    breaks("H1", "stays while its carer leaves", group("g13", carer="g6")),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_together(variant: Variant) -> None:
    check(variant)


def test_each_fault_of_a_split_is_told() -> None:
    found = faults(*TWO_CONVOYS)
    assert [fault.what for fault in found] == [
        "split over trips t2, t3 of different outbound convoys",
        "split over trips t2, t3 to different destinations",
    ]


def test_a_large_group_needs_one_convoy_too() -> None:
    found = faults(
        FREE_GATE,
        ANY_DAY,
        group("g1", persons=11),
        boards("t1", 2, seat("g1", 10)),
        boards("t5", 3, seat("g1", 1)),
        add(not_served=(NotServed(group="g5", promise="V1", reason="full"),)),
        not_served("g4"),
        boards("t2", 2, seat("g11", 1, stretchers=1)),
        group("g11", persons=2),
    )
    assert [fault.what for fault in found] == [
        "split over trips t1, t5 of different outbound convoys"
    ]
