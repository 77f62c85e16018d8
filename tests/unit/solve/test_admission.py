"""Whom a destination receives that has too few places for all who accept only it (D1)."""

from __future__ import annotations

from typing import Any

from factory import AMBULANCE, BUS, LINKS, at, group, place, small_case

from safepassage.check import verify
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.people import TravelGroup
from safepassage.model.places import Crossing, Destination
from safepassage.solve import plan
from safepassage.solve.dispatch.admission import not_admitted
from safepassage.solve.problem import compile_problem


def to_near(number: int, point: str, persons: int, **more: Any) -> TravelGroup:
    return group(number, point, persons, destinations=("near",), **more)


def near_case(capacity: int, *groups: TravelGroup, **changes: Any) -> Case:
    ends = (place(Destination, "near", capacity=capacity), place(Destination, "far"))
    return small_case(destinations=ends, groups=groups, **changes)


def left_out(case: Case, *, late_first: bool = False) -> set[str]:
    problem = compile_problem(case)
    units = not_admitted(problem, late_first=late_first)
    return {case.groups[g].id for u in units for g in problem.units[u].groups}


def test_nobody_is_left_out_where_there_is_room_for_all() -> None:
    assert left_out(near_case(12, *(to_near(n, "north", 4) for n in (1, 2, 3)))) == set()


def test_the_more_urgent_have_the_places() -> None:
    groups = (to_near(1, "north", 4), to_near(2, "south", 4, medical_class=3))
    assert left_out(near_case(4, *groups)) == {"g1"}


def test_places_go_to_every_point_in_proportion() -> None:
    groups = [
        *(to_near(n, "north", 4) for n in range(4)),
        *(to_near(n, "south", 4) for n in (4, 5)),
    ]
    assert left_out(near_case(12, *groups)) == {"g2", "g3", "g5"}


def test_who_no_longer_fits_leaves_the_places_to_a_smaller_group() -> None:
    groups = (to_near(1, "north", 4), to_near(2, "north", 4), to_near(3, "north", 2))
    assert left_out(near_case(6, *groups)) == {"g2"}


def test_who_accepts_another_destination_is_left_to_the_dispatch() -> None:
    assert left_out(near_case(4, to_near(1, "north", 4), group(2, "north", 4))) == set()


def test_who_cannot_be_carried_takes_no_places() -> None:
    lying = to_near(1, "north", 4, stretchers=1, attendants=1, medical_class=1)
    case = near_case(4, lying, to_near(2, "north", 4), vehicle_types=(BUS,))
    buses = tuple(vehicle for vehicle in case.vehicles if vehicle.type == "bus")
    assert left_out(case.replace(vehicles=buses)) == set()


def two_pockets(capacity: int, *groups: TravelGroup) -> Case:
    """North leaves by a gate that is open on the 7th only, south by a bridge open on the 8th."""
    links = {pair: seconds for pair, seconds in LINKS.items() if "south" not in pair}
    links |= {("depot", "bridge"): 600, ("bridge", "south"): 900, ("bridge", "near"): 1800}
    gates = tuple(
        place(Crossing, name, convoy_vehicles=3, headway_seconds=900) for name in ("gate", "bridge")
    )
    windows = tuple(
        Window(crossing=name, direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for name, day in (("gate", 7), ("bridge", 8))
        for way in ("in", "out")
    )
    return near_case(
        capacity,
        *groups,
        links=links,
        crossings=gates,
        windows=windows,
        vehicle_types=(BUS, AMBULANCE),
    )


def test_an_urgent_group_behind_a_gate_that_opens_later_is_received() -> None:
    case = two_pockets(
        8,
        *(to_near(n, "north", 4) for n in (1, 2)),
        to_near(3, "south", 4, medical_class=1, stretchers=1, attendants=1),
    )
    found = plan(case, effort=1).plan
    assert verify(case, found) == ()
    assert [(entry.group, entry.promise) for entry in found.not_served] == [("g2", "D1")]


def test_places_may_go_first_to_who_can_leave_until_the_latest() -> None:
    groups = [to_near(n, point, 4) for n, point in enumerate(("north", "north", "south", "south"))]
    case = two_pockets(12, *groups)
    assert left_out(case) == {"g3"}
    assert left_out(case, late_first=True) == {"g1"}
    assert left_out(two_pockets(8, *groups)) == {"g1", "g3"}
    assert left_out(two_pockets(8, *groups), late_first=True) == {"g0", "g1"}


def test_even_then_the_more_urgent_come_before_all() -> None:
    groups = (
        to_near(1, "north", 4, medical_class=3),
        *(to_near(n, "south", 4) for n in (2, 3)),
    )
    assert left_out(two_pockets(8, *groups), late_first=True) == {"g3"}
