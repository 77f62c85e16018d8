"""Crossings: a convoy passes when all of it is there, its time has come and the gate is free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from safepassage.simulate.itinerary import Slot


class Passed(msgspec.Struct, frozen=True):
    """When a convoy was complete and passed, [start, end), and what it waited for meanwhile."""

    complete: int
    start: int
    end: int
    last: str
    """The vehicle that came last."""
    headway: int
    gate: int
    """Seconds that a complete convoy stood for the headway, and then for the gate to be free."""


class Gates:
    """The convoys of every server (C2) in the plan's order, each held until it is complete.

    A convoy passes even if its window has closed: what comes after it is measured as if it had
    been let through, and the window counts as missed.
    """

    def __init__(self, slots: Sequence[Slot]) -> None:
        """No convoy has passed, and nobody is there."""
        self._waiting: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        for slot in reversed(slots):
            self._waiting[slot.server].append(slot)
        self._there: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._last: dict[tuple[str, str], Passed] = {}
        self.passed: dict[str, Passed] = {}

    def arrive(self, convoy: str, vehicle: str, at: int) -> None:
        """A vehicle of a convoy is at its crossing."""
        self._there[convoy].append((at, vehicle))

    def release(self) -> Iterator[tuple[str, Passed]]:
        """Convoys whose passage is settled since it was asked last."""
        for server, waiting in self._waiting.items():
            while waiting and len(self._there[waiting[-1].id]) == waiting[-1].vehicles:
                slot = waiting.pop()
                passed = self._pass(slot, self._last.get(server))
                self.passed[slot.id] = self._last[server] = passed
                yield slot.id, passed

    def _pass(self, slot: Slot, before: Passed | None) -> Passed:
        complete, last = max(self._there.pop(slot.id))
        ready = max(complete, slot.start)
        spaced = max(ready, before.start + slot.headway) if before else ready
        start = max(spaced, before.end) if before else ready
        end = start + slot.end - slot.start
        return Passed(complete, start, end, last, spaced - ready, start - spaced)
