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
        # Of all 24 hours with driving ahead in them the fullest are those that end with it: sliding
        # there from before, a second ahead comes in for each that drops out, and after it nothing
        # comes in. So what was driven lately may be no more than the limit leaves, newest first.
        spare = self.limit - min(ahead, DAY)
        since = start + ahead - DAY
        for began, ended in reversed(self.driven):
            if ended <= since:
                break
            if ended - began > spare:
                return max(start, ended - spare + DAY - ahead)
            spare -= ended - began
        return start

    def drive(self, free: int, legs: Sequence[tuple[int, int]]) -> DriverLog:
        """The log after driving these legs (start, end), having been free since `free`."""
        rested = legs[0][0] - free >= self.rest
        spans = [span for span in self.driven if span[1] > legs[0][0] - DAY]
        total = sum(end - start for start, end in legs)
        return DriverLog(
            self.limit, self.rest, total + (0 if rested else self.since_rest), [*spans, *legs]
        )
