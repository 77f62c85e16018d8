"""Mornings: who waits overnight at the points is out before any vehicle could come for others."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from safepassage.solve.bound.mornings import empty_nights, first_out
from safepassage.solve.problem import Problem


class Mornings:
    """How long each gate would be idle every morning if nobody had waited overnight for it."""

    def __init__(self, problem: Problem) -> None:
        """Work it out for every day between two nights; nothing if no point lets vehicles wait."""
        self._idle: dict[tuple[int, int], int] = {}
        self.points = tuple(p for p, point in enumerate(problem.points) if point.overnight)
        self.share = 0.0
        """Part of all that the gates can let pass that only those who waited can use."""
        if not self.points:
            return
        start, end = problem.case.horizon
        edges = (start, *empty_nights(problem), end)
        spare = whole = 0.0
        for c, crossing in enumerate(problem.crossings):
            first = [first_out(problem, c, begin, close) for begin, close in pairwise(edges)]
            rate = 3600.0 if crossing.persons_per_hour is None else crossing.persons_per_hour
            for opens, closes in problem.windows["out"][c]:
                idle = max(0, min(first[bisect_right(edges, opens) - 1], closes) - opens)
                self._idle[c, opens] = idle
                spare += rate * idle
                whole += rate * (closes - opens)
        self.share = spare / whole if whole else 0.0

    def idle(self, crossing: int, opens: int) -> int:
        """Seconds from the opening of a window until others than who waited can be there."""
        return self._idle.get((crossing, opens), 0)
