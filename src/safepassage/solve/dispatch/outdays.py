"""The local days of a case on which somebody may pass outward."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.solve.problem import Problem, Span, midnights


@dataclass(frozen=True, slots=True)
class OutDay:
    """From `opens` to `closes` (UTC seconds) some gate may be passed; `persons` can be screened."""

    opens: int
    closes: int
    persons: float

    def since(self, now: int) -> float:
        """How many persons can still be screened from a time on."""
        if now <= self.opens:
            return self.persons
        return self.persons * max(0, self.closes - now) / (self.closes - self.opens)


def out_days(problem: Problem, quiet: Sequence[Sequence[Span]]) -> tuple[OutDay, ...]:
    """The days, ascending. In the `quiet` spans of each crossing nobody can pass yet."""
    start, end = problem.case.horizon
    marks = midnights(start - 86400, end + 86400, problem.case.zone)
    found = []
    for day in itertools.pairwise(marks):
        spans = [
            (c, span)
            for c, windows in enumerate(problem.windows["out"])
            for window in windows
            if (span := _useful(window, quiet[c], day)) is not None
        ]
        if spans:
            rates = [problem.crossings[c].persons_per_hour or float("inf") for c, _ in spans]
            found.append(
                OutDay(
                    opens=min(opens for _, (opens, _) in spans),
                    closes=max(closes for _, (_, closes) in spans),
                    persons=sum(
                        rate * (closes - opens) / 3600
                        for rate, (_, (opens, closes)) in zip(rates, spans, strict=True)
                    ),
                )
            )
    return tuple(found)


def day_at(days: Sequence[OutDay], instant: int) -> int:
    """The number of the first day that has not closed at an instant; len(days) after all."""
    return bisect_left(days, instant, key=lambda day: day.closes)


def _useful(window: Span, quiet: Sequence[Span], day: Span) -> Span | None:
    """What is left of a window on a day, after a quiet beginning."""
    opens, closes = max(window[0], day[0]), min(window[1], day[1])
    for since, until in quiet:
        if since <= opens < until:
            opens = until
    return (opens, closes) if opens < closes else None
