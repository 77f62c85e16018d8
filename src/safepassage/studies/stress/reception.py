"""Places at destinations in a run, in all and by local day (D1)."""

from __future__ import annotations

from bisect import bisect_right

from safepassage.studies.stress.places import UNLIMITED
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.world import World


class Places:
    """What each destination has left; on a day on which it is full it takes nobody."""

    def __init__(self, standing: Standing, world: World) -> None:
        """Nobody has arrived yet."""
        self._calendar = standing.calendar
        self._left = [end.capacity for end in standing.ends]
        self._daily = [end.daily for end in standing.ends]
        self._on: list[dict[int, int]] = [{} for _ in standing.ends]
        self._full = [set(row.nonzero()[0].tolist()) for row in world.full]

    def day(self, instant: int) -> int:
        """Number of the local day."""
        return bisect_right(self._calendar, instant) - 1

    def is_full(self, end: int, day: int) -> bool:
        """Whether it takes nobody that day."""
        return day in self._full[end]

    def most(self, end: int, day: int) -> int:
        """Persons who may still be promised a place there, for that day."""
        daily = self._daily[end]
        if daily == UNLIMITED:
            return self._left[end]
        return min(self._left[end], daily - self._on[end].get(day, 0))

    def promise(self, end: int, day: int, persons: int) -> None:
        """Keep places; a negative number gives them back."""
        self._left[end] -= persons
        if self._daily[end] != UNLIMITED:
            self._on[end][day] = self._on[end].get(day, 0) + persons

    def earliest(self, end: int, arrive: int, persons: int) -> int | None:
        """First moment from `arrive` on at which so many may arrive; None if there is none."""
        if persons > min(self._left[end], self._daily[end]):
            return None
        day = self.day(arrive)
        while day in self._full[end] or self.most(end, day) < persons:
            day += 1
            if day >= len(self._calendar):
                return None
            arrive = self._calendar[day]
        return arrive
