"""One crossing's server: which passages are booked, and where the next one fits (W1, C1, C2)."""

from __future__ import annotations

from bisect import bisect_left, insort

from safepassage.estimate.windows import DailyWindows


class Gate:
    """A crossing and direction, or a crossing whose directions take turns."""

    def __init__(self, windows: DailyWindows, headway: int) -> None:
        """Nothing is booked yet."""
        self._windows = windows
        self._headway = headway
        self._booked: list[tuple[int, int]] = []

    def slot(self, ready: int, seconds: int) -> int:
        """The earliest start of a passage that neither crowds nor is crowded by those booked."""
        start = self._windows.slot(ready, seconds)
        at = bisect_left(self._booked, (start,))
        if at:
            start = self._clear_of(self._booked[at - 1], start, seconds)
        while at < len(self._booked):
            begins, _ = self._booked[at]
            if start <= begins and max(start + seconds, start + self._headway) <= begins:
                break
            start = self._clear_of(self._booked[at], start, seconds)
            at += 1
        return start

    def book(self, start: int, seconds: int) -> None:
        """Keep a slot that was found."""
        insort(self._booked, (start, start + seconds))

    def free(self, start: int, seconds: int) -> None:
        """Give a booked slot back."""
        self._booked.remove((start, start + seconds))

    def _clear_of(self, before: tuple[int, int], start: int, seconds: int) -> int:
        begins, ends = before
        return self._windows.slot(max(start, ends, begins + self._headway), seconds)
