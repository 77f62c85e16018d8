"""Smallest cases in which one promise alone decides, with the result computed by hand.

The gate opens at 09:00; from there to north and back it is 900 s each way, and 600 s of boarding.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from factory import AMBULANCE, BUS, LINKS, at, group, place, small_case

from safepassage.check import verify
from safepassage.model.agreement import Direction, Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.plan import Plan
from safepassage.solve import plan

START = at(7, "09:00")
INSIDE = 900 + 600 + 900
OUTSIDE = 2 * 1800 + BUS.turnaround_seconds


def windows(*days: int, **ways: tuple[str, str]) -> tuple[Window, ...]:
    spans: dict[Direction, tuple[str, str]] = {
        "in": ways.get("inward", ("09:00", "14:00")),
        "out": ways.get("outward", ("09:00", "14:00")),
    }
    return tuple(
        Window(crossing="gate", direction=way, opens=at(day, opens), closes=at(day, closes))
        for day in days or (7, 8, 9, 10)
        for way, (opens, closes) in spans.items()
    )


def gate(**more: Any) -> tuple[Crossing, ...]:
    fields: dict[str, Any] = {"convoy_vehicles": 9, "headway_seconds": 0}
    return (place(Crossing, "gate", **(fields | more)),)


def fleet(*kinds: str, **more: Any) -> tuple[Vehicle, ...]:
    fields: dict[str, Any] = {"start": "depot", "available_from": at(7, "00:00")}
    return tuple(Vehicle(id=f"v{n}", type=kind, **(fields | more)) for n, kind in enumerate(kinds))


def households(*persons: int, **more: Any) -> tuple[Any, ...]:
    fields: dict[str, Any] = {"destinations": ("near",)}
    return tuple(group(n, "north", size, **(fields | more)) for n, size in enumerate(persons, 1))


def case(**changes: Any) -> Case:
    """One bus and one household, and nothing that binds but the roads and the opening."""
    fields: dict[str, Any] = {
        "windows": windows(),
        "crossings": gate(),
        "assembly_points": (place(AssemblyPoint, "north"),),
        "destinations": (place(Destination, "near"), place(Destination, "far")),
        "vehicle_types": (BUS,),
        "vehicles": fleet("bus"),
        "groups": households(6),
        "links": {pair: s for pair, s in LINKS.items() if "south" not in pair},
    }
    return small_case(**(fields | changes))


def planned(of: Case) -> Plan:
    found = plan(of, effort=1).plan
    assert not [str(fault) for fault in verify(of, found)]
    return found


def clearance(of: Case) -> int:
    """Seconds from 09:00 of the first day; the bound is never later."""
    found = planned(of)
    assert not found.not_served
    end = max(convoy.end for convoy in found.convoys if convoy.direction == "out")
    assert found.bound.clearance is not None and found.bound.clearance <= end
    return end - START


def left(of: Case) -> dict[str, str]:
    found = planned(of)
    assert all(each.reason for each in found.not_served)
    return {each.group: each.promise for each in found.not_served}


def persons_out(found: Plan) -> int:
    return sum(b.persons for trip in found.trips for stop in trip.stops for b in stop.boardings)


def test_roads_and_boarding_alone() -> None:
    assert clearance(case()) == INSIDE


# W1


def test_w1_a_window_one_second_too_short_serves_nobody() -> None:
    """Twelve persons an hour: ten take 50 minutes to pass."""
    screened, ten = gate(persons_per_hour=12), households(10)
    enough = windows(7, outward=("09:00", "10:30"))
    assert clearance(case(crossings=screened, groups=ten, windows=enough)) == INSIDE + 3000
    short = tuple(msgspec.structs.replace(each, closes=at(7, "10:30") - 1) for each in enough)
    assert left(case(crossings=screened, groups=ten, windows=short)) == {"g1": "W1"}


def test_w1_the_next_window_is_taken() -> None:
    found = case(
        crossings=gate(persons_per_hour=12),
        groups=households(10),
        windows=windows(7, outward=("09:00", "10:29")) + windows(8),
    )
    assert clearance(found) == 24 * 3600 + INSIDE + 3000


def test_w1_a_window_that_is_long_enough_for_a_part_of_the_seats_is_used() -> None:
    found = case(
        crossings=gate(persons_per_hour=12), windows=windows(7, outward=("09:00", "10:10"))
    )
    assert clearance(found) == INSIDE + 1800


# C1


def test_c1_two_loads_that_wait_leave_a_headway_apart() -> None:
    one_by_one = gate(convoy_vehicles=1, headway_seconds=1800, vehicles_per_hour=60)
    spans = windows(inward=("07:00", "14:00"))
    found = case(
        crossings=one_by_one,
        windows=spans,
        vehicles=fleet("bus", "bus"),
        groups=households(6, 6),
    )
    assert clearance(found) == 1800 + 60


def test_c1_two_loads_in_one_convoy_leave_together() -> None:
    together = gate(convoy_vehicles=2, headway_seconds=1800, vehicles_per_hour=60)
    spans = windows(inward=("07:00", "14:00"))
    found = case(
        crossings=together, windows=spans, vehicles=fleet("bus", "bus"), groups=households(6, 6)
    )
    assert clearance(found) == 120


def test_c1_of_both_directions_where_shared() -> None:
    """Both buses go in at once; in one server the first way out is a headway after that."""
    shared = gate(headway_seconds=3600, shared=True)
    assert clearance(case(crossings=shared)) == 3600
    assert clearance(case(crossings=gate(headway_seconds=3600))) == INSIDE


# C2


@pytest.mark.parametrize(("rate", "seconds"), [(60, 15 * 60), (7, 7715), (120, 450)])
def test_c2_persons_pass_no_faster_than_screening(rate: int, seconds: int) -> None:
    found = case(
        crossings=gate(persons_per_hour=rate),
        windows=windows(inward=("07:00", "14:00")),
        vehicles=fleet("bus", "bus"),
        groups=households(8, 7),
    )
    assert seconds <= clearance(found) <= seconds + 1  # each convoy is rounded up


def test_c2_vehicles_pass_no_faster_than_screening() -> None:
    found = case(
        crossings=gate(vehicles_per_hour=6),
        windows=windows(inward=("07:00", "14:00")),
        vehicles=fleet("bus", "bus", "bus"),
        groups=households(6, 6, 6),
    )
    assert clearance(found) == 3 * 600


# V1


@pytest.mark.parametrize(("sizes", "rounds"), [((5, 5), 1), ((6, 5), 2), ((4, 4, 3), 2)])
def test_v1_who_finds_no_seat_waits_for_the_next_round(sizes: tuple[int, ...], rounds: int) -> None:
    assert clearance(case(groups=households(*sizes))) == rounds * (INSIDE + OUTSIDE) - OUTSIDE


# V2


def test_v2_one_bus_two_rounds() -> None:
    slow = (place(Destination, "near", handover_seconds=1200), place(Destination, "far"))
    assert clearance(case(groups=households(6, 6))) == 2 * INSIDE + OUTSIDE
    found = case(groups=households(6, 6), destinations=slow)
    assert clearance(found) == 2 * INSIDE + OUTSIDE + 1200


def test_v2_a_vehicle_moves_no_sooner_than_it_is_available() -> None:
    assert clearance(case(vehicles=fleet("bus", available_from=START))) == 600 + INSIDE


def test_v2_a_trip_ends_by_the_end_of_availability() -> None:
    until = START + INSIDE + 1800 + BUS.turnaround_seconds
    assert clearance(case(vehicles=fleet("bus", available_until=until))) == INSIDE
    assert set(left(case(vehicles=fleet("bus", available_until=until - 1)))) == {"g1"}


@pytest.mark.parametrize("overnight", [False, True])
def test_v2_a_night_inside_only_where_a_point_allows_it(overnight: bool) -> None:
    """The way out closes before a bus that went in that day can be there."""
    points = (place(AssemblyPoint, "north", overnight=overnight),)
    found = case(assembly_points=points, windows=windows(7, 8, outward=("09:00", "09:39")))
    if overnight:
        assert clearance(found) == 24 * 3600
    else:
        assert set(left(found)) == {"g1"}


def test_v2_a_crew_rests_between_rounds_that_are_too_long_for_it() -> None:
    """To the gate, in, out and to the destination is 4200 s; the second round is 5400 s."""
    kind = msgspec.structs.replace(BUS, driving_seconds=4200 + 5400, rest_seconds=7200)
    found = case(vehicle_types=(kind,), groups=households(6, 6))
    assert clearance(found) == 2 * INSIDE + OUTSIDE
    tired = msgspec.structs.replace(kind, driving_seconds=4200 + 5400 - 1)
    assert clearance(case(vehicle_types=(tired,), groups=households(6, 6))) > 12 * 3600


@pytest.mark.parametrize("metres", [41_999, 42_000])
def test_v2_a_trip_keeps_the_range(metres: int) -> None:
    kind = msgspec.structs.replace(BUS, range_metres=metres)
    assert bool(left(case(vehicle_types=(kind,)))) == (metres < 10 * (600 + 900 + 900 + 1800))


# D1


def test_d1_no_more_are_out_than_the_destination_takes() -> None:
    ends = (place(Destination, "near", capacity=9), place(Destination, "far"))
    found = planned(case(groups=households(4, 4, 4), destinations=ends))
    assert persons_out(found) == 8 and found.bound.people == 9
    assert len(found.not_served) == 1


def test_d1_who_never_fits_is_listed_with_it() -> None:
    ends = (place(Destination, "near", capacity=5), place(Destination, "far"))
    assert left(case(groups=households(6), destinations=ends)) == {"g1": "D1"}


def test_d1_who_finds_it_full_is_listed_with_it() -> None:
    ends = (place(Destination, "near", capacity=9), place(Destination, "far"))
    assert list(left(case(groups=households(4, 4, 4), destinations=ends)).values()) == ["D1"]


def test_d1_no_more_arrive_on_a_date_than_are_received() -> None:
    ends = (place(Destination, "near", daily_capacity=6), place(Destination, "far"))
    found = planned(case(groups=households(6, 6), destinations=ends, vehicles=fleet("bus", "bus")))
    assert not found.not_served
    first, second = sorted(trip.stops[-1].arrive for trip in found.trips)
    assert first < at(8, "00:00") <= second


# H1


def test_h1_a_ward_rides_with_its_carer() -> None:
    """Alone the ward would fill the last seats of the first bus."""
    groups = households(6, 6)
    ward = msgspec.structs.replace(groups[0], id="w", persons=4, carer="g2")
    found = planned(case(groups=(*groups, ward)))
    aboard = [{b.group for stop in trip.stops for b in stop.boardings} for trip in found.trips]
    assert sorted(aboard, key=len) == [{"g1"}, {"g2", "w"}]


def large_group(**crossing: Any) -> Case:
    return case(crossings=gate(**crossing), groups=households(12), vehicles=fleet("bus", "bus"))


def test_h1_a_group_of_more_than_a_bus_passes_in_one_convoy() -> None:
    found = large_group(headway_seconds=900, vehicles_per_hour=60)
    assert clearance(found) == 120 + INSIDE + 120
    out = {convoy.id for convoy in planned(found).convoys if convoy.direction == "out"}
    assert len(out) == 1
    assert set(left(case(groups=households(12)))) == {"g1"}


@pytest.mark.parametrize(("headway", "rate"), [(0, None), (0, 60), (60, 6), (300, 6)])
def test_h1_a_party_comes_through_a_gate_whose_passage_is_longer_than_its_headway(
    headway: int, rate: int | None
) -> None:
    assert left(large_group(headway_seconds=headway, vehicles_per_hour=rate)) == {}


def test_h1_patients_ride_beside_their_family_without_a_headway() -> None:
    found = case(
        vehicle_types=(BUS, AMBULANCE),
        vehicles=fleet("bus", "ambulance"),
        groups=households(6, stretchers=1),
    )
    assert left(found) == {}


# H2


def test_h2_nobody_goes_where_they_do_not_accept() -> None:
    first, second = households(6, 6)
    groups = (first, msgspec.structs.replace(second, destinations=("far",)))
    found = planned(case(groups=groups, vehicles=fleet("bus", "bus")))
    ends = {b.group: t.stops[-1].place for t in found.trips for s in t.stops for b in s.boardings}
    assert ends == {"g1": "near", "g2": "far"}


def test_h2_a_destination_the_terms_do_not_state_is_none() -> None:
    stated = msgspec.structs.replace(small_case().agreement, destinations=("far",))
    assert left(case(agreement=stated)) == {"g1": "H2"}


@pytest.mark.parametrize("choice", ["stay", "undecided", "not_asked"])
def test_h2_only_who_chose_to_leave_boards(choice: str) -> None:
    found = planned(case(groups=households(6, choice=choice)))
    assert not found.trips and not found.not_served


# H3


def test_h3_what_the_terms_do_not_allow_stays() -> None:
    assert left(case(groups=households(6, items=("weapon",)))) == {"g1": "H3"}
    assert left(case(groups=households(6, category="fighter", items=("weapon",)))) == {}


@pytest.mark.parametrize("barred", ["ambulance", "emblem"])
def test_h3_no_arms_where_they_are_barred(barred: str) -> None:
    marked = msgspec.structs.replace(BUS, emblem=True)
    kind: VehicleType = AMBULANCE if barred == "ambulance" else marked
    armed = households(2, category="fighter", items=("weapon",))
    found = case(vehicle_types=(kind,), vehicles=fleet(kind.id), groups=armed)
    assert left(found) == {"g1": "H3"}


# R1, A1


def test_r1_without_a_road_nobody_goes() -> None:
    """The road to near begins nowhere."""
    links = {("depot", "gate"): 600, ("gate", "north"): 900, ("gate", "far"): 60}
    found = case(links=links | {("near", "nowhere"): 60})
    assert left(found) == {"g1": "R1"}


def test_a1_everybody_who_leaves_is_once_aboard_or_once_listed() -> None:
    groups = (*households(6, 10, 3), *small_case().groups[11:])
    groups = tuple(
        msgspec.structs.replace(each, id=f"x{n}", assembly_point="north")
        for n, each in enumerate(groups)
    )
    found = planned(case(groups=groups, windows=windows(7, outward=("09:00", "10:40"))))
    told = Counter(b.group for trip in found.trips for s in trip.stops for b in s.boardings)
    told += Counter(each.group for each in found.not_served)
    assert told == Counter(each.id for each in groups if each.choice == "leave")
    assert found.not_served and found.trips
