"""Each bound of an estimate, worked by hand where it alone binds."""

from __future__ import annotations

from typing import Any

import pytest
from estimate_case import figures

from safepassage.estimate.answer import estimate
from safepassage.estimate.bound import bounds, vehicle_rounds
from safepassage.estimate.fault import EstimateError
from safepassage.estimate.figures import Point
from safepassage.estimate.windows import DAY, HOUR, daily_windows
from safepassage.estimate.words import clock

ALWAYS = daily_windows([(0, DAY)])

# In at 09:00, 30 min there, 10 min of loading, 30 min back: the first vehicle can be out at 10:10.
# 60 + 20 + 60 min later it is back at the crossing.
HAND_WORKED: list[tuple[dict[str, Any], str, str]] = [
    ({"people": 10}, "the first round", "day 1 at 10:10"),
    # 100 persons at 100 an hour, from 10:10 on
    (
        {"vehicles": 10, "convoy_vehicles": 10, "persons_per_hour": 100},
        "screening of persons",
        "day 1 at 11:10",
    ),
    # the same at two crossings
    (
        {"vehicles": 10, "convoy_vehicles": 10, "persons_per_hour": 100, "crossings": 2},
        "screening of persons",
        "day 1 at 10:40",
    ),
    # 3 h 50 min on day 1, 3 h 50 min on day 2, and 40 min on day 3, each from 10:10 on
    (
        {"vehicles": 10, "convoy_vehicles": 10, "persons_per_hour": 12},
        "screening of persons",
        "day 3 at 10:50",
    ),
    # vehicles that wait inside over night pass from 09:00 on: 3 h 50 min, 5 h, and 1 h 10 min
    (
        {"vehicles": 10, "convoy_vehicles": 10, "persons_per_hour": 10, "overnight": True},
        "screening of persons",
        "day 3 at 10:10",
    ),
    # 6 min in; 10 vehicles at 10 an hour, from 10:16 on
    (
        {"vehicles": 10, "convoy_vehicles": 10, "vehicles_per_hour": 10},
        "screening of vehicles",
        "day 1 at 11:16",
    ),
    # 20 passages of 6 min each, from 09:00 on
    (
        {
            "vehicles": 10,
            "convoy_vehicles": 10,
            "vehicles_per_hour": 10,
            "shared": True,
            "inside": 0,
            "loading": 0,
        },
        "screening, both directions in turn",
        "day 1 at 11:00",
    ),
    # 10 convoys of one, 15 min apart: the last begins 9 headways after 10:10
    ({"vehicles": 10, "convoy_vehicles": 1}, "convoys and their headway", "day 1 at 12:25"),
    # 4 a day an hour apart (10:10 to 13:10), two on day 3
    (
        {"vehicles": 10, "convoy_vehicles": 1, "headway": HOUR},
        "convoys and their headway",
        "day 3 at 11:10",
    ),
    # 20 convoys, 15 min apart from 09:00 on
    (
        {"vehicles": 10, "convoy_vehicles": 1, "shared": True},
        "convoys and their headway, both directions in turn",
        "day 1 at 13:45",
    ),
    # 5 rounds: out at 10:10, back 12:30, out 13:40, back 16:00; so 2 a day and the 5th on day 3
    ({}, "the fleet's rounds", "day 3 at 10:10"),
    # before the 5th round is out, 80 people are; the last 20 take half an hour
    ({"persons_per_hour": 40, "overnight": True}, "the fleet's rounds", "day 3 at 10:40"),
    # A round takes 3 h 31 min: the vehicles of those out by 10:29, 19 at one a minute, are out
    # again by 14:00, with 20 more. So 39 on days 1 and 2, and 22 on day 3: 2 by 10:12, 20 at 13:43.
    (
        {"persons_per_hour": 60},
        "the fleet and the gates together, day by day",
        "day 3 at 13:43",
    ),
    # 100 - 40 on the way = 60 people, 15 a day: on the 4th day
    ({"vehicles": 4, "daily_capacity": 15}, "reception a day", "day 4 at 10:10"),
    # 7 h of driving until the third is out, 5 of them on the first day, so 24 + 2 h; then a round
    (
        {"vehicles": 1, "people": 40, "driving": 5 * HOUR, "windows": ALWAYS},
        "the fleet's rounds",
        "day 2 at 05:30",
    ),
    # those 7 h, 70 min of loading and handover and a rest of 20 h; then a round
    (
        {"vehicles": 1, "people": 40, "driving": 5 * HOUR, "rest": 20 * HOUR, "windows": ALWAYS},
        "the fleet's rounds",
        "day 2 at 07:40",
    ),
]


@pytest.mark.parametrize(("changes", "what", "when"), HAND_WORKED)
def test_a_bound_worked_by_hand(changes: dict[str, Any], what: str, when: str) -> None:
    terms = bounds(figures(**changes))
    found = {term.what: clock(term.clearance) for term in terms}
    assert found[what] == when
    assert clock(terms[0].clearance) == when
    assert [term.clearance for term in terms] == sorted(
        (term.clearance for term in terms), reverse=True
    )


def test_a_formula_has_the_figures_put_in() -> None:
    terms = {term.what: term.formula for term in bounds(figures(persons_per_hour=40))}
    assert terms["screening of persons"] == (
        "100 persons ÷ 40 an hour = 2 h 30 min between 10:10-14:00, from day 1 at 10:10 on"
    )
    assert terms["convoys and their headway"] == (
        "10 loads ÷ 2 a convoy = 5 convoys, 15 min apart in open windows, from day 1 at 10:10 on"
    )
    assert terms["the fleet's rounds"].startswith(
        "100 persons ÷ 10 seats = 10 loads ÷ 2 vehicles = 5 rounds; a round takes 3 h 32 min"
    )


def test_the_farthest_point_counts_for_the_first_round_and_the_nearest_for_the_others() -> None:
    points = tuple(
        Point(people=10, inward=time, outward=time, quickest=2 * time) for time in (600, 3600)
    )
    terms = bounds(figures(points=points))
    assert {term.what: clock(term.clearance) for term in terms} == {
        "the first round": "day 1 at 11:10",
        "convoys and their headway": "day 1 at 09:30",
    }


def test_a_round_that_would_end_after_the_window_begins_the_next_day() -> None:
    late = figures(windows=daily_windows([(9 * HOUR, 13 * HOUR)]))
    rounds = [(clock(each.enters), clock(each.leaves)) for each in vehicle_rounds(late)[:2]]
    assert rounds == [
        ("day 1 at 09:00", "day 1 at 10:10"),
        ("day 2 at 09:00", "day 2 at 10:10"),
    ]
    waits = figures(windows=late.windows, overnight=True)
    rounds = [(clock(each.enters), clock(each.leaves)) for each in vehicle_rounds(waits)[:2]]
    assert rounds[1] == ("day 1 at 12:30", "day 2 at 09:00")


def test_open_round_the_clock() -> None:
    found = estimate(figures())
    # 10:10, and 4 rounds of 3 h 30 min
    assert clock(found.round_the_clock) == "day 2 at 00:10"


def test_no_way_back_before_the_night() -> None:
    far = {"inside": 3 * HOUR}
    with pytest.raises(EstimateError, match=r"6 h 10 min .*--overnight"):
        estimate(figures(**far))
    assert clock(estimate(figures(**far, overnight=True)).bound) == "day 6 at 09:00"


@pytest.mark.parametrize(
    "changes", [{"people": 100_000, "vehicles": 1}, {"vehicles": 10, "persons_per_hour": 1}]
)
def test_what_takes_years_or_never_fits_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(EstimateError, match=r"more than 3,650 days|longest window"):
        estimate(figures(**changes))
