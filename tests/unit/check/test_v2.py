"""V2: a vehicle is in one place at a time; stays, nights, driver hours and range."""

from __future__ import annotations

import pytest
from factory import at
from hypothesis import given
from hypothesis import strategies as st
from on_the_way import ON_THE_WAY
from test_w1 import window
from variants import (
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
    point,
    starts_inside,
    stop,
    stops,
    trip,
    vehicle,
    vehicle_type,
)

from safepassage.check.drivers import Drive, busiest_day
from safepassage.model.plan import Boarding, Stop, Trip

LEAVES, FREE = at(7, "08:45"), at(7, "12:34") + 30
T1_FREE = at(7, "10:25") + 30
NO_NIGHTS = point("north", overnight=False)
MIDNIGHT = at(8, "00:00")
BRIEF = Stop(place="north", arrive=at(7, "09:28"), depart=at(7, "09:28"))

CONTINUITY = (
    keeps("leaves as it is available", vehicle("bus-1", available_from=LEAVES)),
    keeps("free as its time ends", vehicle("bus-1", available_until=FREE)),
    keeps(
        "leaves again as it is free",
        stop("t4", 0, arrive=T1_FREE, depart=T1_FREE),
    ),
    keeps("a stop without boarding takes no time", stops("t1", lambda s: (*s[:3], BRIEF, *s[3:]))),
    keeps("starts inside", starts_inside("south", 8, "09:20")),
    breaks("V2", "leaves before it is available", vehicle("bus-1", available_from=LEAVES + 1)),
    breaks("V2", "free after its time", vehicle("bus-1", available_until=FREE - 1)),
    breaks("V2", "starts elsewhere", vehicle("bus-1", start="near")),
    breaks("V2", "leaves again too soon", stop("t4", 0, arrive=T1_FREE - 1, depart=T1_FREE - 1)),
    breaks(
        "V2",
        "next trip from elsewhere",
        stop("t4", 0, place="depot"),
        stop("t4", 1, route="depot>gate"),
    ),
    breaks("V2", "two trips at once", trip("t1", vehicle="bus-2")),
    breaks("V2", "departs before it arrives", stop("t5", 3, depart=at(8, "09:37") + 39)),
    breaks(
        "V2",
        "arrives before it departed",
        stops(
            "t1",
            lambda s: (
                *s[:3],
                Stop(place="north", arrive=at(7, "09:27"), depart=at(7, "09:28")),
                *s[3:],
            ),
        ),
    ),
    breaks("V2", "waits in the first stop", stop("t4", 0, arrive=T1_FREE)),
)
STAYS = (
    keeps("loads as long as need be", vehicle_type("bus", loading_seconds=600)),
    keeps("hands over as long as need be", destination("far", handover_seconds=600)),
    breaks("V2", "loads too briefly", vehicle_type("bus", loading_seconds=601)),
    breaks("V2", "stop costs more", point("north", stop_seconds=1)),
    breaks("V2", "hands over too briefly", destination("far", handover_seconds=601)),
    breaks("V2", "turns around too briefly", vehicle_type("ambulance", turnaround_seconds=301)),
)
NIGHTS = (
    keeps("a way out at midnight", NO_NIGHTS, window(7, "out", at(7, "09:00"), MIDNIGHT + 1)),
    keeps("opens at midnight", NO_NIGHTS, window(8, "out", MIDNIGHT, at(8, "14:00"))),
    keeps("stay ends at midnight", stop("t3", 2, depart=MIDNIGHT)),
    keeps("stay begins at midnight", stop("t3", 2, arrive=MIDNIGHT)),
    keeps("waits exempt at its start", starts_inside("south", 8, "00:00")),
    breaks("V2", "overnight not allowed", NO_NIGHTS),
    breaks("V2", "closes at midnight", NO_NIGHTS, window(7, "out", at(7, "09:00"), MIDNIGHT)),
    breaks(
        "V2", "a way in is no way out", NO_NIGHTS, window(7, "in", at(7, "09:00"), MIDNIGHT + 1)
    ),
    breaks("V2", "under way at midnight", stop("t3", 2, depart=MIDNIGHT - 1)),
    breaks("V2", "arrives after midnight", stop("t3", 2, arrive=MIDNIGHT + 1)),
    breaks(
        "V2",
        "left its start before midnight",
        starts_inside("south", 7, "23:59"),
        stop("t5", 1, arrive=at(7, "23:59")),
    ),
)
# bus-1 drives 4200 s for t1, is free 270 s, and 6000 s for t4. bus-2 drives 17,500 s, of which
# 16,000 s within 24 hours, and waits 84,720 s at north before it boards there.
NIGHT_REST = point("north", rest=True)
HOURS = (
    keeps("driver hours exactly", coach(driving_seconds=10_200, rest_seconds=3600)),
    keeps("two crews", coach(driving_seconds=5_100, crews=2, rest_seconds=3600)),
    keeps(
        "no rest, no limit between rests",
        vehicle_type("bus", driving_seconds=17_500, rest_seconds=10**6),
    ),
    keeps(
        "rest inside", NIGHT_REST, vehicle_type("bus", driving_seconds=16_000, rest_seconds=84_720)
    ),
    breaks("V2", "driver hours a second over", coach(driving_seconds=10_199, rest_seconds=3600)),
    breaks("V2", "hours in a day despite a rest", coach(driving_seconds=10_199, rest_seconds=270)),
    breaks("V2", "two crews over", coach(driving_seconds=5_099, crews=2, rest_seconds=3600)),
    breaks(
        "V2",
        "rest a second short",
        NIGHT_REST,
        vehicle_type("bus", driving_seconds=16_000, rest_seconds=84_721),
    ),
    breaks(
        "V2", "waiting is no rest", vehicle_type("bus", driving_seconds=16_000, rest_seconds=3600)
    ),
)
RANGE = (
    keeps("range exactly", coach(range_metres=60_000)),
    keeps("range starts anew outside", coach(range_metres=60_001)),
    breaks("V2", "out of range", coach(range_metres=59_999)),
    breaks("V2", "out of range of far", vehicle_type("bus", range_metres=174_999)),
)
AGAIN = Stop(place="near", arrive=FREE, depart=FREE + 300)
ALONE = boards("t1", 2, Boarding(group="g1", seated=4), Boarding(group="g4", seated=3))
EMPTY = Trip(id="t9", vehicle="bus-2", stops=())
FORM = (
    breaks("V2", "no stops", add(trips=(EMPTY,))),
    breaks("V2", "unknown vehicle", trip("t4", vehicle="ghost")),
    breaks("V2", "vehicle of unknown type", vehicle("bus-3", type="tank")),
    breaks("V2", "trip id twice", trip("t5", id="t3")),
    breaks("V2", "no destination", stops("t4", lambda s: s[:-1]), also=("H2",)),
    breaks(
        "V2",
        "ends at a staging area",
        stop("t4", 4, place="depot", route="gate>depot"),
        also=("H2",),
    ),
    breaks("V2", "two destinations", stops("t4", lambda s: (*s, AGAIN))),
    breaks("V2", "not inbound", stops("t5", lambda s: (s[0], *s[2:])), also=("R1",)),
    breaks("V2", "unknown place", stop("t5", 0, place="moon"), also=("R1",)),
    breaks("V2", "nobody boards the trip", boards("t2", 2), group("g11", choice="stay"), ALONE),
    breaks("V2", "a trip for nobody", boards("t3", 2), boards("t3", 3), not_served("g3", "g7")),
)
ALL = (*CONTINUITY, *STAYS, *NIGHTS, *HOURS, *RANGE, *FORM, *ON_THE_WAY)
KEEPS = tuple(variant for variant in ALL if not variant.codes)
BREAKS = tuple(variant for variant in ALL if variant.codes)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_continuity(variant: Variant) -> None:
    check(variant)


def test_driving_between_rests_is_told_from_driving_in_a_day() -> None:
    (fault,) = faults(vehicle_type("bus", driving_seconds=16_000, rest_seconds=3600))
    assert fault.where == "vehicle bus-2"
    assert fault.what == (
        "drives 17,500 s without a rest from 2018-03-07 08:45:00, at most 16,000 s"
    )
    assert (fault.amount, fault.unit) == (1500, "seconds")
    (fault,) = faults(coach(driving_seconds=10_199, rest_seconds=270))
    assert fault.what == (
        "drives 10,200 s in the 24 hours from 2018-03-07 08:45:00, at most 10,199 s"
    )


@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 50_000)), min_size=1, max_size=8))
def test_busiest_day_is_the_busiest_of_all(spans: list[tuple[int, int]]) -> None:
    drives, now = [], 0
    for pause, seconds in spans:
        drives.append(Drive(now + pause, seconds, rested=False))
        now += pause + seconds
    edges = {edge for d in drives for edge in (d.start, d.start + d.seconds)}
    begins = edges | {edge - 86_400 for edge in edges}
    sums = [
        sum(max(0, min(d.start + d.seconds, begin + 86_400) - max(d.start, begin)) for d in drives)
        for begin in begins
    ]
    assert busiest_day(drives)[0] == max(sums)


def test_the_stop_is_named() -> None:
    found = faults(point("south", stop_seconds=60))
    assert [(fault.where, fault.amount) for fault in found] == [
        ("trip t3, stop 4, assembly point south", 60),
        ("trip t4, stop 3, assembly point south", 60),
        ("trip t5, stop 3, assembly point south", 60),
    ]
