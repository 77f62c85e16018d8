"""Daily windows: what is open when."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.estimate.fault import EstimateError
from safepassage.estimate.windows import DAY, HOUR, LONGEST, daily_windows

TWO = daily_windows([(15 * HOUR, 18 * HOUR), (9 * HOUR, 11 * HOUR)])
NIGHT = daily_windows([(0, 4 * HOUR), (22 * HOUR, DAY)])
ALWAYS = daily_windows([(0, 12 * HOUR), (12 * HOUR, DAY)])


def test_windows_are_put_in_order_and_joined() -> None:
    assert TWO.spans == ((9 * HOUR, 11 * HOUR), (15 * HOUR, 18 * HOUR))
    assert ALWAYS.spans == ((0, DAY),)
    assert (TWO.daily, TWO.first, TWO.dark, TWO.longest) == (5 * HOUR, 9 * HOUR, True, 3 * HOUR)
    assert (NIGHT.dark, NIGHT.longest) == (False, 6 * HOUR)


def test_openings_after_a_time() -> None:
    assert list(islice(TWO.after(10 * HOUR), 3)) == [
        (9 * HOUR, 11 * HOUR),
        (15 * HOUR, 18 * HOUR),
        (DAY + 9 * HOUR, DAY + 11 * HOUR),
    ]
    assert list(islice(NIGHT.after(0), 2)) == [(0, 4 * HOUR), (22 * HOUR, DAY + 4 * HOUR)]
    assert next(NIGHT.after(DAY)) == (22 * HOUR, DAY + 4 * HOUR)
    assert next(ALWAYS.after(99 * DAY))[0] == 0


@pytest.mark.parametrize(
    ("time", "seconds", "start"),
    [
        (0, HOUR, 9 * HOUR),
        (10 * HOUR, HOUR, 10 * HOUR),  # it may end as the window closes
        (10 * HOUR + 1, HOUR, 15 * HOUR),
        (11 * HOUR, 0, 15 * HOUR),  # at the closing the window is shut
        (18 * HOUR, 0, DAY + 9 * HOUR),
    ],
)
def test_a_passage_lies_inside_a_window(time: int, seconds: int, start: int) -> None:
    assert TWO.slot(time, seconds) == start


def test_a_passage_may_last_over_midnight() -> None:
    assert NIGHT.slot(23 * HOUR, 3 * HOUR) == 23 * HOUR
    assert ALWAYS.slot(23 * HOUR, 30 * HOUR) == 23 * HOUR


def test_what_never_fits_is_refused() -> None:
    with pytest.raises(EstimateError):
        TWO.slot(0, 4 * HOUR)
    with pytest.raises(EstimateError):
        TWO.instant(5 * HOUR * LONGEST + HOUR)


@given(st.sampled_from((TWO, NIGHT, ALWAYS)), st.integers(1, 40 * HOUR))
def test_an_instant_is_the_first_with_so_many_open_seconds_before(
    windows: object, position: int
) -> None:
    assert isinstance(windows, type(TWO))
    instant = windows.instant(position)
    assert windows.open_before(instant) == position
    assert windows.open_before(instant - 1) == position - 1
