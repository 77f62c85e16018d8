"""How fine the grid is on which the bound is sought: the time asked about decides."""

from __future__ import annotations

import itertools

import pytest
from factory import at, group, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.places import Destination
from safepassage.solve.bound import clearance
from safepassage.solve.bound.clearance import RESOLUTION, BoundSearch
from safepassage.solve.bound.grid import Grid
from safepassage.solve.bound.lags import Lags
from safepassage.solve.bound.relaxation import Relaxation
from safepassage.solve.problem import Problem, compile_problem


def open_for(days: int) -> Case:
    """Work for two or three days for the buses of the small case, and windows on so many days."""
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in range(7, 7 + days)
        for way in ("in", "out")
    )
    return small_case().replace(
        windows=windows,
        horizon=(at(7, "00:00"), at(7 + days, "00:00")),
        destinations=(place(Destination, "near"), place(Destination, "far")),
        groups=tuple(group(n, persons=10, destinations=("near",)) for n in range(24)),
    )


def searched(days: int, columns: int) -> BoundSearch:
    search = BoundSearch(
        compile_problem(open_for(days)),
        columns=columns,
        should_stop=lambda: False,
        on_bound=lambda _: None,
    )
    search.run()
    return search


@pytest.mark.parametrize("columns", [800, 2_000])
def test_windows_long_after_all_are_out_dont_weaken_the_bound(columns: int) -> None:
    few, many = (searched(days, columns) for days in (4, 20))
    assert abs(few.proved - many.proved) <= RESOLUTION


def test_a_finer_grid_never_proves_less() -> None:
    proved = [searched(20, columns).proved for columns in (300, 800, 2_000, 8_000)]
    assert all(a <= b + RESOLUTION for a, b in itertools.pairwise(proved))
    assert proved[0] < proved[-1]


@pytest.mark.parametrize("groups", [62, 85, 90])
def test_where_not_everyone_can_be_out_the_people_are_bounded(
    groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the last minutes are not searched to the second: 96 are the most."""
    monkeypatch.setattr(clearance, "EXACT_UP_TO", 0)
    pairs = tuple(group(n, persons=2, destinations=("near",)) for n in range(groups))
    search = BoundSearch(
        compile_problem(open_for(1).replace(groups=pairs)),
        columns=800,
        should_stop=lambda: False,
        on_bound=lambda _: None,
    )
    bound = search.run()
    assert (bound.clearance, bound.people) == (None, 96)


def test_nothing_is_solved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not everyone can be out, search and curve both ask about the horizon's end."""
    asked: list[object] = []

    def noted(problem: Problem, lags: Lags, grid: Grid) -> Relaxation:
        asked.append((grid.begins, grid.ends))
        return Relaxation(problem, lags, grid)

    monkeypatch.setattr(clearance, "Relaxation", noted)
    many = tuple(group(n, persons=10, destinations=("near",)) for n in range(120))
    problem = compile_problem(open_for(2).replace(groups=many))
    search = BoundSearch(problem, columns=100, should_stop=lambda: False, on_bound=lambda _: None)
    assert search.run().people == 320
    assert len(asked) == len(set(asked)) == 2


def test_where_one_person_has_no_place_the_end_is_asked_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All others are out on the first of twenty days; each programme more would prove an hour."""
    asked = 0

    def counted(problem: Problem, lags: Lags, grid: Grid) -> Relaxation:
        nonlocal asked
        asked += 1
        return Relaxation(problem, lags, grid)

    monkeypatch.setattr(clearance, "Relaxation", counted)
    pairs = tuple(group(n, persons=2, destinations=("near",)) for n in range(20))
    near, far = place(Destination, "near", capacity=39), place(Destination, "far")
    problem = compile_problem(open_for(20).replace(groups=pairs, destinations=(near, far)))
    search = BoundSearch(problem, columns=800, should_stop=lambda: False, on_bound=lambda _: None)
    bound = search.run()
    assert (bound.clearance, bound.people) == (None, 39)
    assert asked < 20
