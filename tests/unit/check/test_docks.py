"""R1 at docks: vehicles call only where their type may."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from open_case import open_case, open_plan

from safepassage.check import BrokenPromise, verify
from safepassage.model.case import Case


def with_docks(**types: tuple[str, ...]) -> Case:
    """The open case with places that only these types may call at."""
    case = open_case()

    def docks(places: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            msgspec.structs.replace(place, vehicle_types=types.get(place.id, ()))
            for place in places
        )

    return case.replace(
        assembly_points=docks(case.assembly_points), destinations=docks(case.destinations)
    )


def faults(case: Case) -> tuple[BrokenPromise, ...]:
    return verify(case, open_plan(case))


def test_places_that_name_the_callers_take_them() -> None:
    assert faults(with_docks(north=("bus", "ambulance"), south=("bus",), far=("bus",))) == ()


@pytest.mark.parametrize(("place", "where"), [("north", "stop 2"), ("near", "stop 3")])
def test_no_other_type_calls_there(place: str, where: str) -> None:
    (fault,) = faults(with_docks(**{place: ("bus",)}))
    assert (fault.promise, fault.amount) == ("R1", None)
    assert fault.where.startswith(f"trip t2, {where}")
    assert fault.what == "a ambulance may not call here, only bus"


def test_a_vehicle_may_start_where_its_type_may_not_call() -> None:
    case = with_docks(near=("bus",))
    started = tuple(
        msgspec.structs.replace(each, start="near") if each.id == "ambulance-1" else each
        for each in case.vehicles
    )
    plan = open_plan(case)
    _, second, _ = plan.trips
    start = msgspec.structs.replace(second.stops[0], place="near")
    moved = msgspec.structs.replace(second, stops=(start, *second.stops[1:]))
    trips = (plan.trips[0], moved, plan.trips[2])
    case = case.replace(vehicles=started)
    found = verify(case, msgspec.structs.replace(plan, trips=trips, case_digest=case.digest))
    assert not any(
        fault.where.startswith("trip t2, stop 1") and fault.promise == "R1" for fault in found
    )


def test_a_group_is_large_by_the_vehicles_that_may_fetch_it() -> None:
    """Six in two ambulances of four places: lawful only where no bus may call."""
    case = with_docks(north=("bus", "ambulance"))
    plan = open_plan(case)
    split = tuple(
        msgspec.structs.replace(
            trip,
            stops=tuple(
                msgspec.structs.replace(
                    stop,
                    boardings=tuple(
                        msgspec.structs.replace(each, seated=3) if each.group == "g1" else each
                        for each in stop.boardings
                    ),
                )
                for stop in trip.stops
            ),
        )
        for trip in plan.trips
    )
    second = split[1]
    aboard = msgspec.structs.replace(
        second.stops[1], boardings=(*second.stops[1].boardings, split[0].stops[1].boardings[0])
    )
    second = msgspec.structs.replace(second, stops=(second.stops[0], aboard, second.stops[2]))
    plan = msgspec.structs.replace(plan, trips=(split[0], second, split[2]))

    def split_faults(case: Case) -> list[BrokenPromise]:
        found = verify(case, msgspec.structs.replace(plan, case_digest=case.digest))
        return [fault for fault in found if fault.promise == "H1" and "g1" in fault.where]

    assert split_faults(case)
    assert not split_faults(with_docks(north=("ambulance",)))
