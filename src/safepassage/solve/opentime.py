"""Time as the gate counts it: seconds in the union of outbound windows, behind doors all time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safepassage.solve.problem import Problem, Span


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Disjoint ascending spans; position x counts open seconds from the first opening on."""

    spans: tuple[Span, ...]

    @property
    def total(self) -> int:
        """All open seconds."""
        return sum(closes - opens for opens, closes in self.spans)

    def instant(self, position: int) -> int:
        """The earliest instant by which `position` (at least 1) open seconds have passed."""
        for opens, closes in self.spans:
            if position <= closes - opens:
                return opens + position
            position -= closes - opens
        return self.spans[-1][1]

    def position(self, instant: int) -> int:
        """Open seconds passed by an instant."""
        return sum(max(0, min(instant, closes) - opens) for opens, closes in self.spans)


def outbound_time(problem: Problem) -> OpenTime:
    """The union of the outbound windows of all crossings."""
    return OpenTime(tuple(_union(span for gate in problem.windows["out"] for span in gate)))


def _union(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return merged
