"""What the dispatcher expects of the outbound gates: when a load could leave, behind whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import NamedTuple

from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.gates import Gate
from safepassage.solve.problem import UNREACHABLE, Problem

LONGEST_INSIDE = 24 * 3600
"""A vehicle doesn't enter if its turn at the gate is not within so many seconds, or at once when it
is there: it would only stand inside, in the way of patients and of those who could go to and fro
meanwhile."""

AHEAD = 2
"""Loads wait overnight for the first part of a window: so many times as long as a vehicle that
enters when it opens is inside."""


class Exit(NamedTuple):
    """How a vehicle could leave from a point: when at best, by which gate, at it since when."""

    start: int
    crossing: int
    ready: int = 0


class Expected(NamedTuple):
    """A load that is on its way to a gate, and for how long it will occupy it (seconds)."""

    ready: int
    work: int


def queue_work(gate: Gate, vehicles: int, persons: int) -> int:
    """How long a load occupies a gate: screening, or its share of a full convoy's headway."""
    crossing = gate.crossing
    share = crossing.headway_seconds * vehicles // crossing.convoy_vehicles
    return max(share, gate.passage_seconds(vehicles, persons))


class Queue:
    """Loads expected at one gate, served in the order in which they are ready."""

    def __init__(self, gate: Gate, loads: list[Expected]) -> None:
        """Line them up."""
        self.gate = gate
        self._loads = sorted(loads)
        self._works: dict[int, int] = {}  # of one vehicle, by persons
        self._line_up()

    def _line_up(self) -> None:
        free = self.gate.server.next_start
        self._free = [free]
        for load in self._loads:
            free = self._served(free, load)
            self._free.append(free)

    def _served(self, free: int, load: Expected) -> int:
        """When a load is through if the gate has no other work from `free` on (W1)."""
        begin = max(free, load.ready)
        found = self.gate.room(begin, load.work)
        if found is None:  # never: it stands in the way of what comes after it in the last window
            return max(begin, self.gate.spans[-1][0]) + load.work
        return found[0] + load.work

    def opened(self, instant: int) -> int:
        """When the window opened that an instant is in."""
        return self.gate.spans[bisect_right(self.gate.closings, instant)][0]

    @property
    def end(self) -> int:
        """When the last of them is through."""
        return self._free[-1]

    def turn(self, ready: int) -> int:
        """When a load that is ready then would have its turn."""
        place = bisect_right(self._loads, (ready, UNREACHABLE))
        return max(self._free[place], ready)

    def expected(self, ready: int, persons: int) -> Expected:
        """What one vehicle would be to the queue."""
        if persons not in self._works:
            self._works[persons] = queue_work(self.gate, 1, persons)
        return Expected(ready, self._works[persons])

    def fits(self, extra: Expected, closes: int) -> bool:
        """Whether one more is through before a window closes, and all who would be without it."""
        place = bisect_right(self._loads, (extra.ready, UNREACHABLE))
        free = self._served(self._free[place], extra)
        for load, before in zip(self._loads[place:], self._free[place + 1 :], strict=True):
            if free > closes or before > closes:
                break
            free = self._served(free, load)
            if free == before:
                break
        return free <= closes

    def add(self, extra: Expected) -> None:
        """It comes."""
        insort(self._loads, extra)
        self._line_up()


class Outlook:
    """The queues of all outbound gates."""

    def __init__(self, problem: Problem, mornings: Mornings, queues: tuple[Queue, ...]) -> None:
        """Take the queues as they are."""
        self.problem = problem
        self.mornings = mornings
        self.saving = False
        """People are kept for the mornings: none wait overnight beyond what nobody else can use."""
        self._patient = [point.overnight for point in problem.points]
        self._inside: dict[tuple[int, int, int], int] = {}
        self.renew(queues)

    def renew(self, queues: tuple[Queue, ...]) -> None:
        """These are the queues now."""
        self.queues = queues
        self._open = [
            (c, self.problem.at_crossing(c), queue)
            for c, queue in enumerate(queues)
            if queue.gate.spans
        ]

    def ends(self) -> list[tuple[int, int]]:
        """For each gate, its place and when it is expected to have worked off its queue."""
        return [(gate, queue.end) for _, gate, queue in self._open]

    def any_exit(self, kind: int, place: int, time: int) -> bool:
        """Whether a vehicle that is at a place at a time could leave at all, at its quickest."""
        patient = any(self._patient)
        for _, gate, queue in self._open:
            load = queue.expected(time + self._least_inside(kind, place, gate), 1)
            turn = queue.turn(load.ready)
            slot = queue.gate.earliest(turn, 1, 1)
            if slot is None or turn > max(load.ready, time + LONGEST_INSIDE):
                continue
            if patient or queue.fits(load, slot[1]):
                return True
        return False

    def _least_inside(self, kind: int, place: int, gate: int) -> int:
        """Least seconds from a place by way of any point, with loading there, to a gate."""
        key = kind, place, gate
        if key not in self._inside:
            table = self.problem.seconds[kind]
            self._inside[key] = self.problem.types[kind].loading_seconds + min(
                table[place][self.problem.at_point(p)]
                + point.stop_seconds
                + table[self.problem.at_point(p)][gate]
                for p, point in enumerate(self.problem.points)
            )
        return self._inside[key]

    def exits(self, kind: int, point: int, ready: int, persons: int) -> list[Exit]:
        """The gates by which a vehicle that is ready at `point` could leave, the soonest first.

        A gate counts only if the queue, with this load in it, is through before it closes or if
        the load may wait at its point for the next opening. Loads that wait overnight are spread
        over the gates' first hours, and no more of them come than vehicles that enter in the
        morning could not bring: people at points with a place for the night are not many.
        """
        found: list[tuple[bool, int, Exit]] = []
        row = self.problem.seconds[kind][self.problem.at_point(point)]
        patient = self._patient[point]
        for c, gate, queue in self._open:
            if row[gate] >= UNREACHABLE:
                continue
            load = queue.expected(ready + row[gate], persons)
            slot = queue.gate.earliest(queue.turn(load.ready), 1, persons)
            if slot is not None and self.saving and patient and self._overnight(ready, slot[0]):
                night = self.problem.nights[self._night(slot[0]) - 1]
                load = queue.expected(night + row[gate], persons)
                slot = queue.gate.earliest(queue.turn(load.ready), 1, persons)
            if slot is None:
                continue
            start, closes = slot
            overnight = self._overnight(ready, start)
            opens = queue.opened(start)
            waits = start - opens
            if not patient:
                counts = not overnight and queue.fits(load, closes)
            elif self.saving:
                counts = not overnight or waits < self.mornings.idle(c, opens)
            else:
                counts = not overnight or waits <= AHEAD * self._least_inside(kind, gate, gate)
            if counts:
                rank = waits if overnight else start
                found.append((overnight, rank, Exit(start, c, load.ready)))
        return [way_out for _, _, way_out in sorted(found)]

    def _overnight(self, since: int, until: int) -> bool:
        return self._night(since) != self._night(until)

    def _night(self, instant: int) -> int:
        return bisect_left(self.problem.nights, instant)

    def add(self, way_out: Exit, vehicles: int, persons: int) -> None:
        """Another load is expected."""
        queue = self.queues[way_out.crossing]
        queue.add(Expected(way_out.ready, queue_work(queue.gate, vehicles, persons)))
