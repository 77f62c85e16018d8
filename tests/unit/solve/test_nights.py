"""Deciding over a night: a convoy that starts before it may still come up after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from factory import at, small_case

from safepassage.solve.dispatch.control import Choice, Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.gates import Passage
from safepassage.solve.problem import compile_problem


def empty(start: int) -> Choice:
    """A convoy of nobody."""
    return start, 1, 0, "in", Passage(start, start, ())


def test_a_convoy_before_the_night_passes_and_the_night_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who has waited for a night goes first, which may be in the last minutes before it: with the
    night left behind for good each time, a dispatch went to and fro for ever."""
    problem = compile_problem(small_case())
    dispatch = Dispatch(problem, Policy(), None, Meter(), Mornings(problem))
    evening, morning = at(7, "13:50"), at(8, "09:00")
    first = evening - 60  # decided twice: the first decision of all looks for nights too
    starts = first, first, morning, evening, morning, morning
    script: Iterator[Choice | None] = iter([*map(empty, starts), None])
    passed: list[int] = []
    monkeypatch.setattr(dispatch, "_next", lambda: next(script))
    monkeypatch.setattr(dispatch, "_pass_in", lambda _, passage: passed.append(passage.start))
    dispatch.run()
    assert passed == [first, evening, morning]
