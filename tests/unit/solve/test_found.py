"""Smallest cases of faults that random cases once found in the planner."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import AMBULANCE, BUS, LINKS, at, group, place, small_case

from safepassage.check import verify
from safepassage.model.agreement import Agreement, Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.plan import Plan
from safepassage.solve import plan

NEAR = Agreement(
    status="in_force",
    parties=("one side", "other side"),
    guarantor="guarantor",
    destinations=("near",),
    categories=small_case().agreement.categories,
    items=small_case().agreement.items,
)

TO_GATES = {("depot", "gate"): 600, ("depot", "bridge"): 600}


def vehicle(number: int, kind: str = "bus") -> Vehicle:
    return Vehicle(id=f"v{number}", type=kind, start="depot", available_from=at(7, "00:00"))


def to_near(number: int, point: str, persons: int, **more: Any) -> TravelGroup:
    return group(number, point, persons, destinations=("near",), **more)


def near_case(**changes: Any) -> Case:
    """One bus, one destination."""
    fields: dict[str, Any] = {
        "agreement": NEAR,
        "destinations": (place(Destination, "near"),),
        "vehicle_types": (BUS,),
        "vehicles": (vehicle(1),),
    }
    return small_case(**(fields | changes))


def two_gates(links: dict[tuple[str, str], int], **changes: Any) -> Case:
    """A gate and a bridge, both open 09:00-14:00 both ways."""
    gates = ("gate", "bridge")
    fields: dict[str, Any] = {
        "links": TO_GATES | links,
        "crossings": tuple(
            place(
                Crossing,
                name,
                convoy_vehicles=3,
                headway_seconds=900,
                vehicles_per_hour=60,
                persons_per_hour=120,
            )
            for name in gates
        ),
        "windows": tuple(
            Window(crossing=name, direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
            for name in gates
            for day in (7, 8, 9, 10)
            for way in ("in", "out")
        ),
    }
    return near_case(**(fields | changes))


def sound_plan(case: Case) -> Plan:
    found = plan(case, effort=1).plan
    broken = [str(fault) for fault in verify(case, found)]
    assert not broken, broken
    return found


def left(case: Case) -> list[str]:
    return [each.group for each in sound_plan(case).not_served]


def clearance_bound(case: Case) -> int | None:
    return plan(case, effort=1).plan.bound.clearance


# Promises


def test_range_counts_the_way_to_the_first_of_several_points() -> None:
    short = msgspec.structs.replace(BUS, range_metres=10 * (600 + 900 + 900 + 1800))
    groups = (to_near(1, "north", 4), to_near(2, "south", 4))
    sound_plan(near_case(vehicle_types=(short,), groups=groups))


@pytest.mark.parametrize("patients", [{"stretchers": 1}, {"escorts": 1}])
def test_an_armed_group_all_of_whom_are_patients_rides_in_no_ambulance(
    patients: dict[str, int],
) -> None:
    armed = to_near(1, "north", 1, category="fighter", items=("weapon",), **patients)
    fleet = (vehicle(1), vehicle(2, "ambulance"))
    case = near_case(vehicle_types=(BUS, AMBULANCE), vehicles=fleet, groups=(armed,))
    assert left(case) == ["g1"]


def test_a_group_with_fewer_persons_than_a_bus_has_places_is_not_spread() -> None:
    """Eleven persons, ten seats and two wheelchair places: neither whole nor in two buses."""
    kind = msgspec.structs.replace(BUS, wheelchairs=2)
    groups = (to_near(1, "north", 11),)
    case = near_case(vehicle_types=(kind,), vehicles=(vehicle(1), vehicle(2)), groups=groups)
    assert left(case) == ["g1"]


def test_a_load_leaves_by_no_gate_without_a_road_to_its_destination() -> None:
    """The bridge is open sooner, but leads nowhere."""
    hours = (
        ("gate", "in", "00:13", "05:13"),
        ("bridge", "out", "00:45", "05:45"),
        ("gate", "out", "07:30", "11:50"),
    )
    windows = tuple(
        Window(crossing=name, direction=way, opens=at(7, opens), closes=at(7, closes))  # type: ignore[arg-type]
        for name, way, opens, closes in hours
    )
    links = {("gate", "north"): 1200, ("bridge", "north"): 60, ("gate", "near"): 228}
    case = two_gates(
        links, assembly_points=NORTH, windows=windows, groups=(to_near(1, "north", 1),)
    )
    assert left(case) == []


# Cases at the edge


@pytest.mark.parametrize("ways", [(), ("in",)])
@pytest.mark.parametrize("persons", [4, 30])
def test_without_a_way_out_in_the_horizon_nobody_is_served(
    ways: tuple[str, ...], persons: int
) -> None:
    windows = tuple(window for window in small_case().windows if window.direction in ways)
    case = near_case(windows=windows, groups=(to_near(1, "north", persons),))
    assert left(case) == ["g1"]
    assert clearance_bound(case) is None


# Nobody is left behind who could be served


@pytest.mark.parametrize(("first", "second"), [("north", "south"), ("south", "north")])
def test_a_group_no_destination_can_take_bars_nobody_elsewhere(first: str, second: str) -> None:
    small = (place(Destination, "near", daily_capacity=6),)
    groups = (to_near(1, first, 8), to_near(2, second, 4))
    assert left(near_case(destinations=small, groups=groups)) == ["g1"]


def test_a_point_that_only_the_second_gate_reaches_is_served() -> None:
    links = {
        ("gate", "north"): 900,
        ("gate", "near"): 600,
        ("bridge", "south"): 900,
        ("bridge", "near"): 600,
    }
    assert left(two_gates(links, groups=(to_near(1, "south", 4),))) == []
    assert left(two_gates(links, groups=(to_near(1, "north", 4), to_near(2, "south", 4)))) == []


NORTH = (place(AssemblyPoint, "north"),)
ROUND_BY_GATE = {("gate", "north"): 1900, ("bridge", "north"): 600, ("gate", "near"): 600}


def test_a_destination_that_only_the_farther_gate_reaches_is_served() -> None:
    groups = (to_near(1, "north", 4),)
    assert left(two_gates(ROUND_BY_GATE, assembly_points=NORTH, groups=groups)) == []


@pytest.mark.parametrize("limit", [{"range_metres": 60_000}, {"driving_seconds": 7200}])
def test_a_destination_within_reach_only_by_the_farther_gate_is_served(
    limit: dict[str, int],
) -> None:
    links = ROUND_BY_GATE | {("bridge", "near"): 6 * 3600}
    kind = msgspec.structs.replace(BUS, rest_seconds=3600, **limit)
    groups = (to_near(1, "north", 4),)
    case = two_gates(links, assembly_points=NORTH, vehicle_types=(kind,), groups=groups)
    assert left(case) == []


def test_a_point_beyond_the_driver_hours_bars_no_nearer_one() -> None:
    kind = msgspec.structs.replace(BUS, driving_seconds=600 + 900 + 900 + 1800, rest_seconds=3600)
    assert left(near_case(vehicle_types=(kind,), groups=(to_near(1, "north", 4),))) == []


# The bound


def test_a_window_extended_at_its_end_never_delays_the_bound() -> None:
    """Without rates a convoy takes no time; the first window is too short for anybody."""
    gate = (place(Crossing, "gate", convoy_vehicles=1, headway_seconds=300),)
    links = LINKS | {("gate", "north"): 3600}
    spans = [(at(7, "09:00"), at(7, "10:00")), (at(8, "09:00"), at(8, "14:00"))]

    def bound(later: int) -> int | None:
        windows = tuple(
            Window(
                crossing="gate",
                direction=way,
                opens=opens,
                closes=closes + (later if way == "out" and not number else 0),
            )
            for way in ("in", "out")
            for number, (opens, closes) in enumerate(spans)
        )
        groups = (to_near(1, "north", 4),)
        return clearance_bound(
            near_case(crossings=gate, links=links, windows=windows, groups=groups)
        )

    before, after = bound(0), bound(60)
    assert before is not None and after is not None
    assert after <= before
