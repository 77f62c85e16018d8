"""The timetable of an estimate, worked by hand."""

from __future__ import annotations

import pytest
from estimate_case import figures

from safepassage.estimate.answer import estimate, out_by
from safepassage.estimate.drivers import Crew
from safepassage.estimate.fault import EstimateError
from safepassage.estimate.figures import Point
from safepassage.estimate.gate import Gate
from safepassage.estimate.timetable import timetable
from safepassage.estimate.windows import DAY, HOUR, daily_windows
from safepassage.estimate.words import clock

WINDOWS = daily_windows([(9 * HOUR, 14 * HOUR)])


def test_two_vehicles_go_round_together() -> None:
    found = timetable(figures())
    times = [(clock(each.enters), clock(each.out), clock(each.free)) for each in found.passages]
    assert times == [
        ("day 1 at 09:00", "day 1 at 10:10", "day 1 at 11:30"),
        ("day 1 at 12:30", "day 1 at 13:40", "day 1 at 15:00"),
        ("day 2 at 09:00", "day 2 at 10:10", "day 2 at 11:30"),
        ("day 2 at 12:30", "day 2 at 13:40", "day 2 at 15:00"),
        ("day 3 at 09:00", "day 3 at 10:10", "day 3 at 11:30"),
    ]
    assert out_by(found, 2 * DAY) == 80
    assert estimate(figures()).exact


def test_a_smaller_convoy_where_screening_a_large_one_would_waste_the_window() -> None:
    # From 10:10 to 14:00 one convoy of two passes, 2 h at 10 persons an hour, but three of one.
    one_by_one = timetable(figures(persons_per_hour=10, people=40, vehicles=4))
    assert one_by_one.convoy_vehicles == 1
    assert clock(one_by_one.clearance) == "day 2 at 11:10"


def test_points_are_served_by_their_crossing_the_farthest_first() -> None:
    points = tuple(
        Point(people=10, crossing=c, inward=t, outward=t, quickest=2 * t)
        for c, t in ((0, 600), (1, 900), (1, 1200))
    )
    found = timetable(figures(points=points, crossings=2, convoy_vehicles=1, vehicles=3))
    served = [(each.crossing, each.loads[0].point, clock(each.out)) for each in found.passages]
    assert sorted(served) == [
        (0, 0, "day 1 at 09:30"),
        (1, 1, "day 1 at 10:05"),  # a headway after the other
        (1, 2, "day 1 at 09:50"),
    ]


def test_reception_puts_loads_off_to_later_days() -> None:
    found = timetable(figures(daily_capacity=20, people=60, vehicles=6, convoy_vehicles=6))
    assert [clock(each.out) for each in found.passages] == [
        f"day {day} at 10:10" for day in (1, 2, 3)
    ]


def test_crews_rest_outside_when_they_have_driven_enough() -> None:
    always = daily_windows([(0, DAY)])
    tired = figures(vehicles=1, people=30, driving=5 * HOUR, rest=11 * HOUR, windows=always)
    enters = [each.enters for each in timetable(tired).passages]
    # 2 h on the first round, 3 h with the way to the crossing on the second: no third that day.
    assert enters[:2] == [0, 3 * HOUR + 1800]
    assert enters[2] >= DAY + HOUR


def test_a_round_longer_than_crews_may_drive_is_refused() -> None:
    with pytest.raises(EstimateError, match="3 h of driving"):
        timetable(figures(driving=2 * HOUR, people=40))


def test_a_gate_fills_the_gap_between_two_booked_passages() -> None:
    gate = Gate(WINDOWS, headway=600)
    gate.book(9 * HOUR, 300)
    gate.book(10 * HOUR, 300)
    assert gate.slot(9 * HOUR, 300) == 9 * HOUR + 600
    assert gate.slot(9 * HOUR, 3000) == 9 * HOUR + 600  # it ends as the next one begins
    assert gate.slot(9 * HOUR, 3001) == 10 * HOUR + 600
    assert gate.slot(9 * HOUR + 55 * 60, 60) == 10 * HOUR + 600  # too close to the next one
    gate.free(10 * HOUR, 300)
    assert gate.slot(9 * HOUR, 3001) == 9 * HOUR + 600


def test_a_crew_may_drive_so_much_in_any_24_hours() -> None:
    crew = Crew(limit=2 * HOUR, rest=0)
    first = [(0, HOUR), (4 * HOUR, HOUR)]
    assert crew.fresh and crew.later(first) == 0
    crew.drove(first, free=6 * HOUR)
    assert not crew.fresh
    assert crew.later([(23 * HOUR, HOUR)]) > 0
    assert crew.later([(DAY, HOUR)]) == 0
    assert crew.later([(DAY, 2 * HOUR)]) > 0
