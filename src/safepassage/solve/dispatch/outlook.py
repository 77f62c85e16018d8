"""What the dispatcher expects of the outbound gates: when a load could leave, behind whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
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


class Turn(NamedTuple):
    """What one more load meets at a gate: when it can start, and when that window closes.

    `place` is that in the queue; `turn` is when it would be served, be the gate open or not.
    """

    turn: int
    start: int
    closes: int
    place: int


class Queue:
    """Loads expected at one gate, served in the order in which they are ready."""

    def __init__(self, gate: Gate, loads: list[Expected]) -> None:
        """Line them up."""
        self.gate = gate
        self._sizes: dict[int, tuple[int, int]] = {}  # of one vehicle, by persons
        self.renew(loads)

    def renew(self, loads: list[Expected]) -> None:
        """These are expected now."""
        self._loads = sorted(loads)
        self._free = [self.gate.server.next_start]
        self._line_up(0)

    def _line_up(self, first: int) -> None:
        """Work out when each is through, from one of them on."""
        free = self._free[first]
        del self._free[first + 1 :]
        for load in self._loads[first:]:
            free = self._served(free, load)
            self._free.append(free)
        self._readies = [load.ready for load in self._loads]
        self._before = [0, *accumulate(load.work for load in self._loads)]

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
        return max(self._free[bisect_right(self._readies, ready)], ready)

    def next_for(self, ready: int, seconds: int) -> Turn | None:
        """What one more that passes in so many seconds would meet; None if it never can."""
        place = bisect_right(self._readies, ready)
        free = self._free[place]
        turn = free if free > ready else ready
        slot = self.gate.room(turn, seconds)
        return None if slot is None else Turn(turn, slot[0], slot[1], place)

    def fits(self, turn: Turn, work: int) -> bool:
        """Whether one more is through before its window closes, and all who would be without it.

        It occupies the gate for `work` seconds. They take one after the other what is left of the
        window, so it must be through as long before the closing as they have work.
        """
        found = self.gate.room(turn.turn, work)
        if found is None:
            return False
        last = bisect_right(self._free, turn.closes, lo=1) - 1
        after = self._before[last] - self._before[turn.place] if last > turn.place else 0
        return found[0] + work + after <= turn.closes

    def size(self, persons: int) -> tuple[int, int]:
        """How long one vehicle takes to pass, and for how long it occupies the gate."""
        if persons not in self._sizes:
            seconds = self.gate.passage_seconds(1, persons)
            self._sizes[persons] = seconds, queue_work(self.gate, 1, persons)
        return self._sizes[persons]

    def add(self, extra: Expected) -> None:
        """It comes."""
        place = bisect_right(self._loads, extra)
        self._loads.insert(place, extra)
        self._line_up(place)


class Outlook:
    """The queues of all outbound gates."""

    def __init__(self, problem: Problem, mornings: Mornings, queues: tuple[Queue, ...]) -> None:
        """Take the queues as they are."""
        self.problem = problem
        self.mornings = mornings
        self.saving = False
        """People are kept for the mornings: none wait overnight beyond what nobody else can use."""
        self._patient = [point.overnight for point in problem.points]
        self._any_patient = any(self._patient)
        self._inside: dict[tuple[int, int, int], int] = {}
        self.queues = queues
        self._open = [
            (c, problem.at_crossing(c), queue) for c, queue in enumerate(queues) if queue.gate.spans
        ]

    def ends(self) -> list[tuple[int, int]]:
        """For each gate, its place and when it is expected to have worked off its queue."""
        return [(gate, queue.end) for _, gate, queue in self._open]

    def any_exit(self, kind: int, place: int, time: int) -> bool:
        """Whether a vehicle that is at a place at a time could leave at all, at its quickest."""
        for _, gate, queue in self._open:
            ready = time + self._least_inside(kind, place, gate)
            seconds, work = queue.size(1)
            turn = queue.next_for(ready, seconds)
            if turn is None or turn.turn > max(ready, time + LONGEST_INSIDE):
                continue
            if self._any_patient or queue.fits(turn, work):
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
        before = self._night(ready)
        for c, gate, queue in self._open:
            if row[gate] >= UNREACHABLE:
                continue
            at = ready + row[gate]
            seconds, work = queue.size(persons)
            turn = queue.next_for(at, seconds)
            if turn is not None and self.saving and patient:
                night = self._night(turn.start)
                if night != before:
                    at = self.problem.nights[night - 1] + row[gate]
                    turn = queue.next_for(at, seconds)
            if turn is None:
                continue
            start = turn.start
            if self._night(start) == before:
                if patient or queue.fits(turn, work):
                    found.append((False, start, Exit(start, c, at)))
            elif patient:
                opens = queue.opened(start)
                waits = start - opens
                if self.saving:
                    counts = waits < self.mornings.idle(c, opens)
                else:
                    counts = waits <= AHEAD * self._least_inside(kind, gate, gate)
                if counts:
                    found.append((True, waits, Exit(start, c, at)))
        found.sort()
        return [way_out for _, _, way_out in found]

    def _night(self, instant: int) -> int:
        return bisect_left(self.problem.nights, instant)

    def add(self, way_out: Exit, vehicles: int, persons: int) -> None:
        """Another load is expected."""
        queue = self.queues[way_out.crossing]
        queue.add(Expected(way_out.ready, queue_work(queue.gate, vehicles, persons)))
