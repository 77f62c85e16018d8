"""What a destination can still receive (D1)."""

from __future__ import annotations

from typing import Any

from factory import at, place, small_case

from safepassage.model.places import Destination
from safepassage.solve.dispatch.reception import Reception
from safepassage.solve.problem import compile_problem


def reception(**limits: Any) -> Reception:
    ends = (place(Destination, "near", **limits), place(Destination, "far"))
    return Reception(compile_problem(small_case(destinations=ends)))


def test_a_day_is_a_local_date() -> None:
    here = reception()
    assert here.day(at(7, "00:00")) == here.day(at(8, "00:00") - 1) == here.day(at(8, "00:00")) - 1


def test_room_is_the_less_of_the_day_and_the_whole() -> None:
    here = reception(capacity=30, daily_capacity=20)
    first = here.day(at(7, "12:00"))
    assert here.room(0, first) == 20
    here.promise(0, first, 15)
    assert (here.room(0, first), here.room(0, first + 1)) == (5, 15)
    here.promise(0, first, -15)
    assert (here.room(0, first), here.room(0, first + 1)) == (20, 20)


def test_who_finds_no_room_arrives_at_the_first_instant_of_a_day_with_room() -> None:
    here = reception(daily_capacity=20)
    first = here.day(at(7, "12:00"))
    here.promise(0, first, 15)
    here.promise(0, first + 1, 12)
    assert here.earliest(0, at(7, "12:00"), 5) == at(7, "12:00")
    assert here.earliest(0, at(7, "12:00"), 6) == at(8, "00:00")
    assert here.earliest(0, at(7, "12:00"), 9) == at(9, "00:00")
    assert here.earliest(0, at(7, "12:00"), 21) is None


def test_the_day_after_the_clock_change_is_the_next_one() -> None:
    here = reception(daily_capacity=20)
    for number in range(2):
        here.promise(0, here.day(at(29, "12:00")) + number, 20)
    assert here.earliest(0, at(29, "12:00"), 1) == at(31, "00:00")


def test_a_full_destination_receives_nobody_on_any_day() -> None:
    here = reception(capacity=10)
    here.promise(0, here.day(at(7, "12:00")), 8)
    assert here.earliest(0, at(9, "12:00"), 2) == at(9, "12:00")
    assert here.earliest(0, at(9, "12:00"), 3) is None


def test_without_limits_everybody_may_come() -> None:
    here = reception()
    here.promise(1, here.day(at(7, "12:00")), 1_000_000)
    assert here.earliest(1, at(7, "12:00"), 1_000_000) == at(7, "12:00")
