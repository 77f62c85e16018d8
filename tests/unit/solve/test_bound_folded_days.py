"""Weeks of alike days: which are folded, and what that costs."""

from __future__ import annotations

import pytest
from factory import at, group, small_case

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.solve.bound.grid import Grid, Target, make_grid
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.bound.lp import maximise
from safepassage.solve.bound.relaxation import Relaxation
from safepassage.solve.problem import compile_problem

HOUR = 3600


def weeks(*, short: int | None = None) -> Case:
    """Ten days of the small case, 09:00 to 14:00, one of them till noon if wanted."""
    windows = tuple(
        Window(
            crossing="gate",
            direction=way,
            opens=at(day, "09:00"),
            closes=at(day, "12:00" if day == short else "14:00"),
        )
        for day in range(7, 17)
        for way in ("in", "out")
    )
    return small_case().replace(
        windows=windows,
        horizon=(at(7, "00:00"), at(17, "00:00")),
        groups=tuple(group(number, persons=10) for number in range(400)),
    )


def grid_of(case: Case, *, fold: bool) -> Grid:
    problem = compile_problem(case)
    quiet = make_lags(problem).quiet
    return make_grid(problem, case.horizon[1], HOUR, fold=fold, quiet=quiet)


def days_of(grid: Grid) -> list[int]:
    return [len(block.days) for block in grid.blocks]


def test_days_are_folded_but_for_the_first_two_and_the_last_two() -> None:
    assert days_of(grid_of(weeks(), fold=True)) == [1, 1, 6, 1, 1]
    assert days_of(grid_of(weeks(), fold=False)) == [1] * 10


def test_a_day_with_other_windows_stands_for_itself() -> None:
    assert days_of(grid_of(weeks(short=11), fold=True)) == [1, 1, 2, 1, 3, 1, 1]


def test_the_first_slot_after_an_instant_is_found_on_a_folded_day_too() -> None:
    grid = grid_of(weeks(), fold=True)
    block = grid.blocks[2]
    assert grid.slot_at(at(9, "09:30")) == grid.slot_at(at(14, "09:30")) == block.first
    assert grid.slot_at(at(13, "16:00")) == block.first  # the next morning
    assert grid.slot_at(at(14, "16:00")) == grid.blocks[3].first
    assert grid.slot_at(at(16, "16:00")) is None


def test_who_is_back_the_next_morning_is_back_in_the_block_save_from_its_last_day() -> None:
    grid = grid_of(weeks(), fold=True)
    block = grid.blocks[2]
    inside, beyond = block.first, grid.blocks[3].first
    assert grid.after(block.first, 2 * HOUR) == [Target(block.first + 2, 6, 0)]
    assert grid.after(block.first, 24 * HOUR) == [Target(inside, 5, 1), Target(beyond, 1, 0)]
    two_days = grid.after(block.first, 30 * HOUR)  # after closing, so on the morning after that
    last = grid.blocks[4].first
    assert two_days == [Target(inside, 4, 2), Target(beyond, 1, 1), Target(last, 1, 0)]


@pytest.mark.parametrize("step", [HOUR, 1800])
def test_where_vehicles_are_back_within_a_day_folding_costs_nothing(step: int) -> None:
    problem = compile_problem(weeks())
    lags = make_lags(problem)

    def most(*, fold: bool) -> float:
        grid = make_grid(problem, at(17, "00:00"), step, fold=fold, quiet=lags.quiet)
        optimum = maximise(Relaxation(problem, lags, grid).program)
        assert optimum is not None
        return optimum.safe

    assert most(fold=True) == pytest.approx(most(fold=False), rel=1e-6)
