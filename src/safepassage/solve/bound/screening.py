"""How many people all crossings together can screen by a time: a bound without any programme."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from safepassage.model.places import Crossing
from safepassage.solve.opentime import OpenTime
from safepassage.solve.problem import Problem, Span


def screening_rate(problem: Problem) -> float:
    """Most persons a second that all crossings together can screen."""
    return sum(_a_second(crossing) for crossing in problem.crossings)


class Screening:
    """What can be screened outward by an instant (W1, C2), whatever the vehicles do."""

    def __init__(self, problem: Problem, quiet: Sequence[Sequence[Span]]) -> None:
        """`quiet` are spans of each crossing's windows in which nobody can pass outward yet."""
        windows = problem.windows["out"]
        self._gates: list[tuple[float, Sequence[Span], Sequence[Span]]] = [
            (_a_second(crossing), spans, those)
            for crossing, spans, those in zip(problem.crossings, windows, quiet, strict=True)
        ]

    def by(self, instant: int) -> float:
        """Most persons out by an instant (UTC seconds)."""
        seconds = [
            (rate, _passed(spans, instant) - _passed(quiet, instant))
            for rate, spans, quiet in self._gates
        ]
        return sum(rate * open_for for rate, open_for in seconds if open_for)

    def not_all_by(self, time: OpenTime, people: float) -> int:
        """The last position of open time by which fewer than so many people can be screened."""
        positions = range(1, time.total + 1)
        return bisect_left(positions, people, key=lambda x: self.by(time.instant(x)))


def _a_second(crossing: Crossing) -> float:
    rate = crossing.persons_per_hour
    return math.inf if rate is None else rate / 3600


def _passed(spans: Sequence[Span], instant: int) -> int:
    """Seconds of spans before an instant."""
    return sum(max(0, min(instant, end) - begin) for begin, end in spans)
