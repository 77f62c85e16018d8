"""Slots, midnights and open time, over the night the clocks went forward in Damascus."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from factory import ZONE, at, place, small_case
from hypothesis import given
from hypothesis import strategies as st

from safepassage.model.agreement import Window
from safepassage.model.places import Crossing
from safepassage.solve.bound.grid import make_grid
from safepassage.solve.opentime import OpenTime, outbound_time
from safepassage.solve.problem import Problem, compile_problem, local_date, midnights

HOUR = 3600
DAY = 24 * HOUR
CHANGE = 1_522_360_800
"""The night of 30 March 2018: 23:59:59 (UTC+2) is followed by 01:00:00 (UTC+3)."""


def open_from(*spans: tuple[int, int], out: tuple[tuple[int, int], ...] = ()) -> Problem:
    windows = [
        Window(crossing="gate", direction=way, opens=opens, closes=closes)
        for way in ("in", "out")
        for opens, closes in (out if way == "out" and out else spans)
    ]
    horizon = (at(28, "00:00"), at(28, "00:00") + 4 * DAY)
    return compile_problem(small_case(windows=tuple(windows), horizon=horizon))


# Midnights


def test_the_day_of_the_change_begins_at_its_first_instant_and_has_23_hours() -> None:
    found = midnights(at(28, "00:00"), CHANGE + DAY, ZONE)
    assert CHANGE in found
    assert [b - a for a, b in pairwise(found)] == [DAY, DAY, DAY - HOUR]
    assert local_date(CHANGE, ZONE).day == 30 and local_date(CHANGE - 1, ZONE).day == 29
    assert datetime.fromtimestamp(CHANGE, ZONE).hour == 1


def test_midnights_are_half_open() -> None:
    first = at(8, "00:00")
    assert midnights(first, first + DAY, ZONE) == [first]
    assert midnights(first + 1, first + DAY, ZONE) == []
    assert midnights(first + 1, first + DAY + 1, ZONE) == [first + DAY]
    assert midnights(first, first, ZONE) == []


@pytest.mark.parametrize("name", ["Asia/Damascus", "Europe/Kyiv", "UTC", "America/New_York"])
def test_each_date_has_one_midnight(name: str) -> None:
    zone = ZoneInfo(name)
    start = int(datetime(2018, 1, 1, tzinfo=zone).timestamp())
    found = midnights(start, start + 365 * DAY, zone)
    assert len(found) == 365
    assert all(
        local_date(m, zone).toordinal() == local_date(m - 1, zone).toordinal() + 1 for m in found
    )


# Slots


@pytest.mark.parametrize("step", [3600, 1800, 600])
def test_slots_are_anchored_at_local_midnight_and_cover_all_open_time(step: int) -> None:
    spans = (
        (at(28, "09:07"), at(28, "14:00")),
        (at(29, "22:30"), CHANGE + 2 * HOUR + 77),
        (at(31, "09:00"), at(31, "17:00")),
    )
    grid = make_grid(open_from(*spans), at(31, "12:30"), step)
    nights = midnights(at(27, "00:00"), at(31, "23:59"), ZONE)
    for begin, end in zip(grid.begins, grid.ends, strict=True):
        night = max(m for m in nights if m <= begin)
        assert (begin - night) % step == 0
        assert end - begin == step or end == at(31, "12:30")
        assert any(a < end and b > begin for a, b in spans)
    assert CHANGE in grid.begins
    assert list(grid.begins) == sorted(set(grid.begins))
    assert all(a <= b for a, b in zip(grid.ends[:-1], grid.begins[1:], strict=True))
    wanted = sum(min(b, at(31, "12:30")) - a for a, b in spans)
    assert sum(grid.open["in"][0]) == sum(grid.open["out"][0]) == wanted


def test_a_longer_window_moves_no_boundary() -> None:
    short = make_grid(open_from((at(28, "09:10"), at(28, "13:50"))), at(30, "12:00"), 1800)
    long = make_grid(open_from((at(28, "07:11"), at(28, "16:20"))), at(30, "12:00"), 1800)
    assert set(short.begins) < set(long.begins)
    seconds = dict(zip(long.begins, long.open["out"][0], strict=True))
    for begin, opened in zip(short.begins, short.open["out"][0], strict=True):
        assert opened <= seconds[begin]


def test_each_way_has_its_own_open_seconds() -> None:
    problem = open_from(
        (at(28, "09:00"), at(28, "11:00")), out=((at(28, "10:30"), at(28, "12:30")),)
    )
    grid = make_grid(problem, at(28, "12:00"), 3600)
    assert [begin - at(28, "00:00") for begin in grid.begins] == [9 * HOUR, 10 * HOUR, 11 * HOUR]
    assert grid.open["in"] == ((3600, 3600, 0),)
    assert grid.open["out"] == ((0, 1800, 3600),)


def test_slots_that_ended_before_since_are_left_out() -> None:
    problem = open_from((at(28, "09:00"), at(28, "12:00")))
    grid = make_grid(problem, at(28, "12:00"), 3600, since=at(28, "10:00"))
    assert grid.begins == (at(28, "10:00"), at(28, "11:00"))


def test_the_slot_at_an_instant_is_the_first_that_has_not_ended() -> None:
    spans = ((at(28, "09:00"), at(28, "11:00")), (at(28, "13:00"), at(28, "14:00")))
    grid = make_grid(open_from(*spans), at(28, "13:30"), 3600)
    instants = ["00:00", "09:59", "10:00", "11:00", "12:30", "13:29", "13:30"]
    found = [0, 0, 1, 2, 2, 2, None]
    assert [grid.slot_at(at(28, clock)) for clock in instants] == found
    assert grid.slots_at(np.array([at(28, clock) for clock in instants])) == found


# Open time

DISJOINT = st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=5).map(
    lambda steps: tuple(
        (sum(g + n for g, n in steps[:i]) + g, sum(g + n for g, n in steps[:i]) + g + n)
        for i, (g, n) in enumerate(steps)
    )
)


@given(DISJOINT)
def test_position_and_instant_are_inverse(spans: tuple[tuple[int, int], ...]) -> None:
    time = OpenTime(spans)
    assert time.total == sum(b - a for a, b in spans)
    for position in range(1, time.total + 1):
        instant = time.instant(position)
        assert time.position(instant) == position
        assert time.position(instant - 1) == position - 1
    assert time.instant(time.total + 1) == spans[-1][1]
    for instant in range(spans[-1][1] + 2):
        counted = sum(a <= t < b for t in range(instant) for a, b in spans)
        assert time.position(instant) == counted


def test_outbound_time_is_the_union_of_all_gates_outward() -> None:
    gates = ("gate", "bridge")
    spans = {"gate": ("09:00", "11:00"), "bridge": ("10:00", "12:00")}
    windows = tuple(
        Window(crossing=name, direction=way, opens=at(7, opens), closes=at(7, closes))
        for name, (opens, closes) in spans.items()
        for way in ("in", "out")
        if (name, way) != ("bridge", "in")
    )
    touching = Window(crossing="gate", direction="out", opens=at(7, "12:00"), closes=at(7, "12:30"))
    case = small_case(
        links={("depot", "gate"): 60, ("gate", "north"): 60, ("gate", "south"): 60}
        | {("gate", "near"): 60, ("gate", "far"): 60, ("bridge", "north"): 60},
        crossings=tuple(
            place(Crossing, name, convoy_vehicles=1, headway_seconds=60) for name in gates
        ),
        windows=(*windows, touching),
    )
    assert outbound_time(compile_problem(case)).spans == ((at(7, "09:00"), at(7, "12:30")),)


def test_a_window_is_cut_to_the_horizon() -> None:
    problem = open_from((at(27, "22:00"), at(28, "06:00")), (at(26, "08:00"), at(26, "12:00")))
    assert problem.windows["out"] == (((at(28, "00:00"), at(28, "06:00")),),)


def test_a_midnight_in_an_open_window_is_no_night() -> None:
    problem = open_from((at(28, "09:00"), at(28, "14:00")), (at(29, "22:00"), CHANGE + HOUR))
    assert CHANGE not in problem.nights
    assert at(29, "00:00") in problem.nights
