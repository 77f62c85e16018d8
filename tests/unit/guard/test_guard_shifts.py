"""The fewest shifts, against every way to begin them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.guard.shifts import shifts

Span = tuple[int, int]


def fewest(times: list[Span], longest: int) -> int:
    """The least number of windows of `longest` whole seconds that contain every second needed."""
    needed = {second for begin, end in times for second in range(begin, end)}
    starts = range(min(needed), max(needed) + 1)
    for number in range(1, len(needed) + 1):
        for begin in combinations(starts, number):
            if all(any(b <= second < b + longest for b in begin) for second in needed):
                return number
    raise AssertionError


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    cuts = draw(st.lists(st.integers(0, 14), min_size=2, max_size=8, unique=True))
    cuts = sorted(cuts)[: len(cuts) // 2 * 2]
    return list(zip(cuts[::2], cuts[1::2], strict=True))


@settings(max_examples=150, deadline=None)
@given(spans(), st.integers(2, 9))
def test_no_fewer_shifts_man_all_of_the_times(times: list[Span], longest: int) -> None:
    found = shifts(times, longest)
    assert len(found) == fewest(times, longest)
    manned = [second for duty in found for second in range(duty.start, duty.end)]
    assert {second for begin, end in times for second in range(begin, end)} <= set(manned)
    assert len(set(manned)) == len(manned)
    assert all(0 < duty.end - duty.start <= longest for duty in found)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], []),
        ([(0, 8)], [(0, 8)]),
        ([(0, 9)], [(0, 8), (8, 9)]),
        ([(0, 1), (7, 8)], [(0, 8)]),
        ([(0, 1), (7, 10)], [(0, 8), (8, 10)]),
        ([(0, 1), (8, 10)], [(0, 1), (8, 10)]),
        ([(0, 3), (20, 21)], [(0, 3), (20, 21)]),
    ],
)
def test_a_team_stays_for_what_comes_within_its_time(
    times: list[Span], expected: list[Span]
) -> None:
    assert [(duty.start, duty.end) for duty in shifts(times, 8)] == expected
