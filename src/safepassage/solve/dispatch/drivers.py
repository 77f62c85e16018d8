"""Driver hours of one vehicle: the earliest it may set out on a round (V2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

DAY = 24 * 3600


@dataclass(slots=True)
class DriverLog:
    """What the crews of one vehicle have driven: spans [start, end) of the last day or more.

    `limit` is crews × driving seconds; `rest` the least stay that counts as one. The log knows
    rests at the end of a round only, which is where every vehicle may rest; a planner may rest
    more, never less.
    """

    limit: int
    rest: int
    since_rest: int = 0
    driven: list[tuple[int, int]] = field(default_factory=list)

    def earliest(self, free: int, ahead: int) -> int | None:
        """Earliest departure of a vehicle that is free since `free`, for `ahead` s of driving.

        The driving ahead is taken as one stretch: real gaps in it only thin it out. None if no
        rest is long enough for it.
        """
        if ahead > self.limit:
            return None
        start = free
        if self.since_rest + ahead > self.limit:
            start = free + self.rest
        if self._fits(start, ahead):
            return start
        low, high = start, max(start, self.driven[-1][1] + DAY)
        while low < high:  # the fullest day only thins out as the start moves on
            middle = (low + high) // 2
            if self._fits(middle, ahead):
                high = middle
            else:
                low = middle + 1
        return low

    def drive(self, free: int, legs: Sequence[tuple[int, int]]) -> DriverLog:
        """The log after driving these legs (start, end), having been free since `free`."""
        rested = legs[0][0] - free >= self.rest
        spans = [span for span in self.driven if span[1] > legs[0][0] - DAY]
        total = sum(end - start for start, end in legs)
        return DriverLog(
            self.limit, self.rest, total + (0 if rested else self.since_rest), [*spans, *legs]
        )

    def _fits(self, start: int, ahead: int) -> bool:
        """Whether no 24 hours are too full if the stretch ahead begins at `start`."""
        since = start - DAY
        recent = sum(b - max(a, since) for a, b in self.driven if b > since)
        # Most crews have driven little: all of it together is then no more than the limit.
        return recent + ahead <= self.limit or self._fullest_day(start, ahead) <= self.limit

    def _fullest_day(self, start: int, ahead: int) -> int:
        """Most driving in any 24 hours if the stretch ahead begins at `start`.

        As the day slides the sum is linear between the ends of spans, so those decide; days that
        end before the stretch were looked at when they were driven.
        """
        spans = [span for span in self.driven if span[1] > start - DAY]
        spans.append((start, start + ahead))
        edges = [edge for span in spans for edge in span]
        begins = {edge for edge in edges if edge > start - DAY}
        begins |= {edge - DAY for edge in edges if edge > start}
        return max(_driven_within(spans, begin, begin + DAY) for begin in begins)


def _driven_within(spans: Sequence[tuple[int, int]], begin: int, end: int) -> int:
    """Seconds of the spans in [begin, end). Asked many million times, so without min and max."""
    total = 0
    for since, until in spans:
        left = since if since > begin else begin
        right = until if until < end else end
        if right > left:
            total += right - left
    return total
