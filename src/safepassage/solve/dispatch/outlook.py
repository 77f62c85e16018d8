"""What the dispatcher expects of the outbound gates: when a load could leave, behind whom."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from typing import NamedTuple

from safepassage.solve.gates import Gate
from safepassage.solve.problem import UNREACHABLE, Problem

LONGEST_INSIDE = 24 * 3600
"""A vehicle doesn't enter if its turn at the gate is not within so many seconds, or at once when it
is there: it would only stand inside, in the way of patients and of those who could go to and fro
meanwhile."""


@dataclass(frozen=True, slots=True)
class Exit:
    """How a vehicle could leave from a point: when at best, by which gate, at it since when."""

    start: int
    crossing: int
    ready: int = 0


class Expected(NamedTuple):
    """A load that is on its way to a gate, and for how long it will occupy it (seconds)."""

    ready: int
    work: int


class Queue:
    """Loads expected at one gate, served in the order in which they are ready."""

    def __init__(self, gate: Gate, loads: list[Expected]) -> None:
        """Line them up."""
        self.gate = gate
        self._loads = sorted(loads)
        self._line_up()

    def _line_up(self) -> None:
        free = self.gate.server.next_start
        self._free = [free]
        for load in self._loads:
            free = max(free, load.ready) + load.work
            self._free.append(free)

    @property
    def end(self) -> int:
        """When the last of them is through."""
        return self._free[-1]

    def work(self, vehicles: int, persons: int) -> int:
        """How long a load occupies the gate: screening, or its share of a full convoy's headway."""
        crossing = self.gate.crossing
        share = crossing.headway_seconds * vehicles // crossing.convoy_vehicles
        return max(share, self.gate.passage_seconds(vehicles, persons))

    def turn(self, ready: int) -> int:
        """When a load that is ready then would have its turn."""
        place = bisect_right(self._loads, (ready, UNREACHABLE))
        return max(self._free[place], ready)

    def end_with(self, extra: Expected) -> int:
        """When the last would be through if this one came too."""
        place = bisect_right(self._loads, (extra.ready, UNREACHABLE))
        free = max(self._free[place], extra.ready) + extra.work
        for load, before in zip(self._loads[place:], self._free[place + 1 :], strict=True):
            free = max(free, load.ready) + load.work
            if free == before:
                return self.end
        return free

    def add(self, extra: Expected) -> None:
        """It comes."""
        insort(self._loads, extra)
        self._line_up()


class Outlook:
    """The queues of all outbound gates."""

    def __init__(self, problem: Problem, queues: tuple[Queue, ...]) -> None:
        """Take the queues as they are."""
        self.problem = problem
        self.queues = queues
        self._open = [
            (c, problem.at_crossing(c), queue) for c, queue in enumerate(queues) if queue.gate.spans
        ]
        self._patient = any(point.overnight for point in problem.points)

    def soonest_free(self) -> int:
        """When the first gate is expected to have worked off its queue."""
        return min((queue.end for _, _, queue in self._open), default=0)

    def any_exit(self, kind: int, place: int, time: int) -> bool:
        """Whether a vehicle that is at a place at a time could leave at all, at its quickest."""
        loading = self.problem.types[kind].loading_seconds
        table = self.problem.seconds[kind]
        for _, gate, queue in self._open:
            inside = min(
                table[place][self.problem.at_point(p)]
                + point.stop_seconds
                + table[self.problem.at_point(p)][gate]
                for p, point in enumerate(self.problem.points)
            )
            load = Expected(time + inside + loading, queue.work(1, 1))
            turn = queue.turn(load.ready)
            slot = queue.gate.earliest(turn, 1, 1)
            if slot is None or turn > max(load.ready, time + LONGEST_INSIDE):
                continue
            if self._patient or queue.end_with(load) <= slot[1]:
                return True
        return False

    def exits(self, kind: int, point: int, ready: int, persons: int) -> list[Exit]:
        """The gates by which a vehicle that is ready at `point` could leave, the soonest first.

        A gate counts only if the queue, with this load in it, is through before it closes or if
        the load may wait at its point for the next opening.
        """
        found: list[Exit] = []
        place = self.problem.at_point(point)
        patient = self.problem.points[point].overnight
        for c, gate, queue in self._open:
            leg = self.problem.seconds[kind][place][gate]
            if leg >= UNREACHABLE:
                continue
            slot = queue.gate.earliest(queue.turn(ready + leg), 1, persons)
            if slot is None:
                continue
            load = Expected(ready + leg, queue.work(1, persons))
            if patient or queue.end_with(load) <= slot[1]:
                found.append(Exit(slot[0], c, ready + leg))
        return sorted(found, key=lambda way_out: (way_out.start, way_out.crossing))

    def add(self, way_out: Exit, vehicles: int, persons: int) -> None:
        """Another load is expected."""
        queue = self.queues[way_out.crossing]
        queue.add(Expected(way_out.ready, queue.work(vehicles, persons)))
