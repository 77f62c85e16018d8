"""The local days of a case's horizon, and what lasts for some of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.case import Case
from safepassage.solve.problem import Span, local_date, midnights
from safepassage.studies.stress.streams import Keys


@dataclass(frozen=True)
class Days:
    """Day d is the span [edges[d], edges[d + 1]), UTC seconds; the first and last may be parts."""

    edges: tuple[int, ...]
    dates: tuple[str, ...]
    """ISO, by day."""
    numbers: Keys
    """Ordinals of the dates: what is drawn for one doesn't depend on where the horizon starts."""

    def __len__(self) -> int:
        """How many."""
        return len(self.dates)

    def index(self, instant: int) -> int:
        """The day an instant of the horizon is in."""
        return bisect_right(self.edges, instant, hi=len(self)) - 1

    def spans(self, which: NDArray[np.bool_]) -> tuple[Span, ...]:
        """The days that `which` (shape (days,)) marks, those that follow each other in one."""
        steps = np.diff(which.astype(np.int8), prepend=0, append=0)
        begins, ends = np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)
        return tuple((self.edges[b], self.edges[e]) for b, e in zip(begins, ends, strict=True))


def days_of(case: Case) -> Days:
    """The local days of the horizon."""
    start, end = case.horizon
    starts = (start, *midnights(start + 1, end, case.zone))
    dates = [local_date(edge, case.zone) for edge in starts]
    return Days(
        edges=(*starts, end),
        dates=tuple(day.isoformat() for day in dates),
        numbers=np.array([day.toordinal() for day in dates], dtype=np.uint64),
    )


def lasting(lengths: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The days that something goes on, shape (things, days), by how long what begins lasts.

    `lengths` are whole days, 0 where nothing begins; what begins while it goes on may last longer.
    """
    day = np.arange(lengths.shape[1])
    until = np.where(lengths > 0, day + lengths, 0)
    return np.asarray(np.maximum.accumulate(until, axis=1) > day)


def without(span: Span, closed: Sequence[Span]) -> list[Span]:
    """What is left of a span; `closed` are in order and apart."""
    left: list[Span] = []
    begin, end = span
    for closes, opens in closed:
        if closes > begin and begin < min(closes, end):
            left.append((begin, min(closes, end)))
        begin = max(begin, opens)
    return [*left, (begin, end)] if begin < end else left
