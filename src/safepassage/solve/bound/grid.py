"""The time grid of the relaxation: slots anchored at local midnight, kept where a gate is open."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.model.agreement import Direction
from safepassage.solve.problem import WAYS, Problem, midnights


@dataclass(frozen=True, slots=True)
class Grid:
    """Slots [begins[i], ends[i]), ascending, the last one cut at `until`.

    `open[way][c][i]` is for how many seconds of slot i crossing c is open that way.
    """

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    until: int
    open: dict[Direction, tuple[tuple[int, ...], ...]]

    def slot_at(self, instant: int) -> int | None:
        """First slot that has not ended by the instant; None if there is none."""
        i = bisect_right(self.ends, instant)
        return i if i < len(self.ends) else None


def make_grid(problem: Problem, until: int, step: int, since: int | None = None) -> Grid:
    """Slots of `step` seconds from each local midnight on, up to `until`.

    Those that end by `since` are left out.

    The anchor makes a longer window add slots or open seconds without moving any boundary, and
    `step` must not depend on windows either: then more of anything never worsens the bound.
    """
    start, end = problem.case.horizon
    until = min(until, end)
    days = midnights(start - 2 * 86400, end + 2 * 86400, problem.case.zone)
    spans = sorted({s for way in WAYS for gate in problem.windows[way] for s in gate})
    begins: list[int] = []
    ends: list[int] = []
    for day, after in itertools.pairwise(days):
        busy = [s for s in spans if s[0] < min(after, until) and s[1] > day]
        for begin in range(day, after, step):
            close = min(begin + step, after, until)
            if (
                (since is None or close > since)
                and begin < close
                and any(a < close and b > begin for a, b in busy)
            ):
                begins.append(begin)
                ends.append(close)
    opened: dict[Direction, tuple[tuple[int, ...], ...]] = {
        way: tuple(overlaps(gate, begins, ends) for gate in problem.windows[way]) for way in WAYS
    }
    return Grid(tuple(begins), tuple(ends), until, opened)


def overlaps(
    spans: Sequence[tuple[int, int]], begins: Sequence[int], ends: Sequence[int]
) -> tuple[int, ...]:
    """Seconds of each slot that lie in spans, which are ascending and don't overlap."""
    found = []
    first = 0
    for begin, end in zip(begins, ends, strict=True):
        while first < len(spans) and spans[first][1] <= begin:
            first += 1
        total = 0
        for a, b in spans[first:]:
            if a >= end:
                break
            total += max(0, min(b, end) - max(a, begin))
        found.append(total)
    return tuple(found)
