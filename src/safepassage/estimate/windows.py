"""Windows that are the same every day, in seconds from the midnight that begins day 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from safepassage.estimate.fault import EstimateError

HOUR = 3600
DAY = 24 * HOUR

LONGEST = 3650
"""Days after which the answer is only that it takes longer."""

_END = (LONGEST + 2) * DAY


class DailyWindows(msgspec.Struct, frozen=True):
    """Times of day at which every crossing is open, both ways: half-open, seconds from midnight.

    `daily_windows` makes one: at least one span, in order, apart, inside a day. Every day has 24
    hours here; changes of the clocks are not looked at.
    """

    spans: tuple[tuple[int, int], ...]

    @property
    def daily(self) -> int:
        """Open seconds a day."""
        return sum(closes - opens for opens, closes in self.spans)

    @property
    def first(self) -> int:
        """When the first window opens."""
        return self.spans[0][0]

    @property
    def dark(self) -> bool:
        """Whether no window is open at midnight."""
        return self.first > 0

    @property
    def longest(self) -> int:
        """Seconds of the longest opening, one over midnight included."""
        if self.daily == DAY:
            return _END
        some = islice(self.after(DAY), len(self.spans) + 1)
        return max(closes - opens for opens, closes in some)

    def open_before(self, time: int) -> int:
        """Seconds before a time at which a window was open."""
        days, clock = divmod(time, DAY)
        return days * self.daily + sum(
            max(0, min(clock, closes) - opens) for opens, closes in self.spans
        )

    def instant(self, position: int) -> int:
        """The earliest time before which so many seconds, 1 or more, were open.

        Raises
        ------
        EstimateError
            if it lies more than 3,650 days ahead.
        """
        days, rest = divmod(position - 1, self.daily)
        rest += 1
        for opens, closes in self.spans:
            if rest <= closes - opens:
                time = days * DAY + opens + rest
                if time > LONGEST * DAY:
                    raise too_long()
                return time
            rest -= closes - opens
        raise AssertionError("what is left of a day is less than the day")

    def after(self, time: int) -> Iterator[tuple[int, int]]:
        """The openings that close later than a time; two that touch at midnight are one."""
        if self.daily == DAY:
            yield 0, _END
            return
        over = self.first == 0 and self.spans[-1][1] == DAY
        for day in range(max(0, time // DAY - 1), LONGEST + 1):
            for number, (opens, closes) in enumerate(self.spans):
                if over and day and number == 0:
                    continue  # it belongs to the evening before
                longer = self.spans[0][1] if over and number == len(self.spans) - 1 else 0
                if day * DAY + closes + longer > time:
                    yield day * DAY + opens, day * DAY + closes + longer

    def slot(self, time: int, seconds: int) -> int:
        """The earliest start, from a time on, of a passage that lies inside an opening (W1).

        Raises
        ------
        EstimateError
            if there is none within 3,650 days.
        """
        for opens, closes in self.after(time):
            start = max(time, opens)
            if start < closes and start + seconds <= closes:
                return start
        raise too_long()


def daily_windows(spans: Iterable[tuple[int, int]]) -> DailyWindows:
    """Windows from (opens, closes) seconds of a day, in any order; those that touch become one."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return DailyWindows(tuple(merged))


def too_long() -> EstimateError:
    """What is said when the answer lies years ahead."""
    return EstimateError(
        f"It takes more than {LONGEST:,} days. "
        "Check the figures, or take more vehicles, longer windows or higher rates."
    )
