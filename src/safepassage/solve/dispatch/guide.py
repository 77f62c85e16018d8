"""A guide for dispatching: how many rounds to each destination the fluid has made, hour by hour.

Rules of thumb look one round ahead. Whether near or far destinations should come first depends on
the whole operation and on the time of day (who goes far in the evening is back by morning), and
that the fluid knows. A plan is slower than the fluid. So either each day is gone through anew by
the guide's clock, and what was made on the days before counts by its mix; or the clock is left
aside, and only the mix counts after so many rounds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guide:
    """For each vehicle type: rounds that have passed outward, by time and by destination.

    `times` are UTC seconds, ascending; `rounds[k][n]` are those by `times[n]`, a number for each
    destination, in vehicles, fractions too; in between they pass evenly. `days` are the local
    midnights of the days it knows, the first no later than `times[0]`.
    """

    times: Sequence[int]
    rounds: Mapping[int, Sequence[Sequence[float]]]
    days: Sequence[int]

    def by(self, kind: int, instant: int) -> Sequence[float]:
        """Rounds to each destination by an instant."""
        rows = self.rounds[kind]
        n = bisect_right(self.times, instant)
        if n in (0, len(self.times)):
            return rows[0 if n == 0 else -1]
        part = (instant - self.times[n - 1]) / (self.times[n] - self.times[n - 1])
        return [a + part * (b - a) for a, b in zip(rows[n - 1], rows[n], strict=True)]

    def after(self, kind: int, total: float) -> Sequence[float]:
        """Rounds to each destination by the time that so many were made in all."""
        rows = self.rounds[kind]
        n = bisect_right(rows, total, key=sum)
        if n in (0, len(rows)):
            return rows[0 if n == 0 else -1]
        before, following = sum(rows[n - 1]), sum(rows[n])
        part = (total - before) / (following - before)
        return [a + part * (b - a) for a, b in zip(rows[n - 1], rows[n], strict=True)]

    def most_a_day(self, kind: int) -> float:
        """The most rounds on any day."""
        spans = (self.within(kind, day) for day in range(len(self.days)))
        return max(sum(end) - sum(start) for start, end in spans)

    def day(self, instant: int) -> int:
        """The number of the day, 0 for any before."""
        return max(0, bisect_right(self.days, instant) - 1)

    def within(self, kind: int, day: int) -> tuple[Sequence[float], Sequence[float]]:
        """Rounds by the beginning and by the end of a day."""
        last = day + 1 == len(self.days)
        end = self.rounds[kind][-1] if last else self.by(kind, self.days[day + 1])
        return self.by(kind, self.days[day]), end


class Course:
    """How a dispatch stands beside its guide: the rounds it made since it has it."""

    def __init__(self, guide: Guide) -> None:
        """Nothing has been made."""
        self.guide = guide
        self._made: dict[tuple[int, int], list[int]] = {}  # by vehicle type and day

    def copy(self) -> Course:
        """The same course; what is made on one from here on isn't on the other."""
        twin = Course(self.guide)
        twin._made = {key: list(counts) for key, counts in self._made.items()}
        return twin

    def add(self, kind: int, instant: int, destination: int) -> None:
        """A round is to pass outward at an instant."""
        none = [0] * len(self.guide.rounds[kind][0])
        self._made.setdefault((kind, self.guide.day(instant)), none)[destination] += 1

    def behind(self, kind: int, instant: int, pace: float) -> list[tuple[float, float]]:
        """For each destination, rounds missing by an instant, and by the end of its day.

        Less than nothing is missing where more were made.

        Due on a day is `pace` of what the guide makes on it, more where the days before fell short
        of the guide's mix; and by an instant of the day, as large a part of it as the guide has.
        """
        today = self.guide.day(instant)
        start, end = self.guide.within(kind, today)
        now = self.guide.by(kind, instant)
        earlier, made = self._until(kind, today)
        progress = sum(earlier) / sum(start) if sum(start) else 0.0
        whole = (sum(now) - sum(start)) / (sum(end) - sum(start)) if sum(end) > sum(start) else 1.0
        missing = []
        for d, count in enumerate(made):
            planned = end[d] - start[d]
            part = (now[d] - start[d]) / planned if planned > TRACE else whole
            due = pace * planned + progress * start[d] - earlier[d]
            due = max(0.0, due)
            missing.append((part * due - count, due - count))
        return missing

    def behind_in_mix(self, kind: int, ahead: float) -> list[tuple[float, float]]:
        """For each destination, rounds missing in the mix the guide had after as many as were made.

        That is `ahead` days of rounds before then, and as long after.
        """
        earlier, later = self._until(kind, 0)
        made = [a + b for a, b in zip(earlier, later, strict=True)]
        spread = ahead * self.guide.most_a_day(kind)
        due, soon = (self.guide.after(kind, sum(made) + way * spread) for way in (-1, 1))
        return [(a - n, b - n) for a, b, n in zip(due, soon, made, strict=True)]

    def _until(self, kind: int, today: int) -> tuple[list[int], list[int]]:
        """Rounds to each destination on the days before a day, and from it on."""
        ends = range(len(self.guide.rounds[kind][0]))
        earlier, made = [0 for _ in ends], [0 for _ in ends]
        for (k, day), counts in self._made.items():
            if k == kind:
                those = earlier if day < today else made
                for d in ends:
                    those[d] += counts[d]
        return earlier, made


TRACE = 1e-6
"""Fewer rounds than this are what a solver's tolerance leaves."""
