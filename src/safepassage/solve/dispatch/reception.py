"""What each destination can still receive, in all and by local date (D1)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from copy import copy

from safepassage.solve.problem import Problem, local_date, midnights

UNLIMITED = 1 << 40

AFTER = 60 * 86400
"""Seconds after the horizon in which dates are looked up rather than worked out."""


class Reception:
    """Counts of persons promised to each destination."""

    def __init__(self, problem: Problem) -> None:
        """Nobody has arrived yet."""
        self._zone = problem.case.zone
        self._total = [_limit(place.capacity) for place in problem.destinations]
        self._daily = [_limit(place.daily_capacity) for place in problem.destinations]
        self._on: list[Counter[int]] = [Counter() for _ in problem.destinations]
        start, end = problem.case.horizon
        self._midnights = midnights(start, end + AFTER, self._zone)
        self._first = local_date(self._midnights[0], self._zone).toordinal()

    def copy(self) -> Reception:
        """The same promises; what one promises from here on the other doesn't."""
        twin = copy(self)
        twin._total = list(self._total)
        twin._on = [Counter(days) for days in self._on]
        return twin

    def day(self, instant: int) -> int:
        """Ordinal of the local date."""
        if self._midnights[0] <= instant < self._midnights[-1]:
            return self._first + bisect_right(self._midnights, instant) - 1
        return local_date(instant, self._zone).toordinal()

    def room(self, destination: int, day: int) -> int:
        """Persons who may still arrive that day."""
        by_day = self._daily[destination] - self._on[destination][day]
        return min(self._total[destination], by_day)

    def promise(self, destination: int, day: int, persons: int) -> None:
        """Keep places; a negative number gives them back."""
        self._total[destination] -= persons
        self._on[destination][day] += persons

    def earliest(self, destination: int, arrive: int, persons: int) -> int | None:
        """First instant from `arrive` on at which so many may arrive, None if there is none."""
        if persons > min(self._total[destination], self._daily[destination]):
            return None
        while self.room(destination, self.day(arrive)) < persons:
            arrive = midnights(arrive + 1, arrive + 2 * 86400, self._zone)[0]
        return arrive


def _limit(capacity: int | None) -> int:
    return UNLIMITED if capacity is None else capacity
