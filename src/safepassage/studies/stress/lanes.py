"""A gate in a run: who waits there, and which convoy passes next (W1, C1, C2)."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil
from typing import TYPE_CHECKING

from safepassage.model.agreement import Direction
from safepassage.solve.problem import Span
from safepassage.studies.stress.places import Door

if TYPE_CHECKING:
    from safepassage.studies.stress.trips import Order


@dataclass(slots=True)
class Server:
    """What screens; both directions of a shared crossing have one."""

    free: int = -(1 << 62)
    """No convoy may start earlier: headway, and the end of the one before."""


Waiting = tuple[tuple[int, int, int], "Order"]
"""Who is at the gate and due: first who comes first in the list."""


@dataclass(slots=True)
class Lane:
    """One crossing in one direction.

    `factors` are on the screening rates, by local day (the days begin at `calendar`). `planned` are
    starts of convoys in the plan, ascending, and `expected` how many vehicles are still to come to
    each. `wake` is when the lane is looked at next.
    """

    number: int
    way: Direction
    door: Door
    spans: Sequence[Span]
    factors: Sequence[float]
    calendar: Sequence[int]
    server: Server
    planned: Sequence[int]
    expected: list[int]
    coming: list[tuple[int, tuple[int, int, int], Order]] = field(default_factory=list)
    present: list[Waiting] = field(default_factory=list)
    not_before: int = 0
    wake: int = -1
    closings: list[int] = field(init=False)
    _slot: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out what is asked for often."""
        self.closings = [closes for _, closes in self.spans]
        self._slot = {start: n for n, start in enumerate(self.planned)}

    def add(self, order: Order, ready: int, due: int) -> None:
        """Somebody will be here at `ready`, and is not to pass before `due`."""
        heappush(self.coming, (max(ready, due), order.rank, order))
        self.not_before = 0

    def remove(self, order: Order) -> None:
        """Somebody won't pass here after all."""
        self.present = [each for each in self.present if each[1] is not order]
        kept = [each for each in self.coming if each[2] is not order]
        if len(kept) < len(self.coming):
            kept.sort()
            self.coming = kept

    def done_with(self, start: int, vehicles: int) -> None:
        """So many are no longer to come to a planned convoy."""
        slot = self._slot.get(start)
        if slot is not None:
            self.expected[slot] -= vehicles

    def passage_seconds(self, vehicles: int, persons: int, now: int) -> int:
        """How long a convoy that starts now occupies the server (C2), whole seconds rounded up."""
        day = bisect_right(self.calendar, now) - 1
        factor = self.factors[day] if 0 <= day < len(self.factors) else 1.0
        by_vehicles, by_persons = self.door.vehicles_per_hour, self.door.persons_per_hour
        longest = 0
        if by_vehicles:
            longest = ceil(3600 * vehicles / (by_vehicles * factor))
        if by_persons:
            longest = max(longest, ceil(3600 * persons / (by_persons * factor)))
        return longest

    def open_from(self, since: int) -> int | None:
        """The first open moment from a time on."""
        n = bisect_right(self.closings, since)
        if n == len(self.spans):
            return None
        return max(since, self.spans[n][0])

    def closes(self, now: int) -> int:
        """When the window that is open now closes."""
        return self.closings[bisect_right(self.closings, now)]

    def next_look(self, now: int) -> int | None:
        """When somebody could pass next; None if never."""
        if self.present:
            when = now
        elif self.coming:
            when = max(now, self.coming[0][0])
        else:
            return None
        return self.open_from(max(when, self.server.free, self.not_before))

    def gather(self, now: int) -> None:
        """Who has come, and is due, is present."""
        while self.coming and self.coming[0][0] <= now:
            _, rank, order = heappop(self.coming)
            insort(self.present, (rank, order))

    def next_convoy(self, now: int) -> tuple[list[Order], int]:
        """Who passes in a convoy that starts now, and for how long; nobody if it's not the time.

        Those present pass in the order of the list, as far as places and the window allow. Once it
        takes as long as the headway, or as the longest of the convoys that they were planned for,
        nobody more joins: all would wait for its end.
        """
        closes, door = self.closes(now), self.door
        inward = self.way == "in"
        longest = door.headway
        for _, order in self.present:
            planned = order.long_in if inward else order.long_out
            longest = max(longest, planned)
        chosen: list[Order] = []
        vehicles = persons = length = 0
        for _, order in self.present:
            if chosen and length >= longest:
                break
            if vehicles + order.vehicles > door.most:
                continue
            aboard = 0 if inward else order.persons
            more = self.passage_seconds(vehicles + order.vehicles, persons + aboard, now)
            if now + more <= closes:
                chosen.append(order)
                vehicles += order.vehicles
                persons += aboard
                length = more
        if not chosen:
            self.not_before = closes
        elif self._better_later(now, vehicles, length):
            return [], 0
        return chosen, length

    def _better_later(self, now: int, vehicles: int, length: int) -> bool:
        """Whether to wait for the next planned convoy and join it.

        Where starting now would hold it up, as the headway is longer than the passage, the fewer
        vehicles wait for the others, each as long as it takes.
        """
        over = now + self.door.headway
        if length >= self.door.headway:
            return False
        n = bisect_right(self.planned, now)
        while n < len(self.planned) and self.planned[n] < over:
            start, following = self.planned[n], self.expected[n]
            if following > 0 and vehicles + following <= self.door.most:
                if vehicles * (start - now) < following * (over - start):
                    self.not_before = start
                    return True
                return False
            n += 1
        return False

    def dismiss(self, orders: Sequence[Order]) -> None:
        """They have gone in to the gate; the others stay present."""
        chosen = set(map(id, orders))
        self.present = [each for each in self.present if id(each[1]) not in chosen]

    def occupy(self, start: int, end: int) -> None:
        """A convoy passes: the server is busy to its end, the headway runs from its start."""
        self.server.free = max(self.server.free, start + self.door.headway, end)
