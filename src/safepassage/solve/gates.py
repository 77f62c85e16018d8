"""The gate as a single server: when the next convoy may start and who fits into it (W1, C1, C2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from safepassage.model.agreement import Direction
from safepassage.model.places import Crossing
from safepassage.solve.problem import Problem, Span

NEVER = 1 << 62


class Arrival(NamedTuple):
    """Something that wants to pass: `urgency` orders those present, the smallest first."""

    ready: int
    urgency: int
    vehicles: int
    persons: int
    key: int


_BY_URGENCY = attrgetter("urgency", "ready", "key")


class Passage(NamedTuple):
    """A convoy that could pass: its span and the keys of who is in it."""

    start: int
    end: int
    keys: tuple[int, ...]


@dataclass(slots=True)
class Server:
    """State of one server; directions that share it see the same object."""

    next_start: int = -NEVER
    """No convoy of this server may start earlier (headway, and the last one's end)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One crossing in one direction."""

    crossing: Crossing
    direction: Direction
    spans: tuple[Span, ...]
    server: Server
    closings: tuple[int, ...] = field(init=False)
    """Ends of the spans."""

    def __post_init__(self) -> None:
        """Work out what is asked for often."""
        object.__setattr__(self, "closings", tuple(closes for _, closes in self.spans))

    def passage_seconds(self, vehicles: int, persons: int) -> int:
        """How long a convoy occupies the server (C2), whole seconds rounded up."""
        by_vehicles = _hours(vehicles, self.crossing.vehicles_per_hour)
        by_persons = _hours(persons, self.crossing.persons_per_hour)
        return by_vehicles if by_vehicles > by_persons else by_persons  # asked a million times

    def earliest(self, ready: int, vehicles: int, persons: int) -> tuple[int, int] | None:
        """First (start, window's close) from `ready` on at which the convoy fits into a window."""
        start = max(ready, self.server.next_start)
        return self.room(start, self.passage_seconds(vehicles, persons))

    def room(self, since: int, seconds: int) -> tuple[int, int] | None:
        """First (start, window's close) from a time on with so many seconds of one window left."""
        for n in range(bisect_right(self.closings, since), len(self.spans)):
            opens, closes = self.spans[n]
            begin = since if since > opens else opens
            if begin + seconds <= closes:
                return begin, closes
        return None

    def pack(
        self,
        arrivals: Sequence[Arrival],
        hold: int,
        longest: int,
        least: int = 1,
        *,
        fill: bool = False,
    ) -> Passage | None:
        """The next convoy of these arrivals, or None if none of them can ever pass.

        It starts as soon as it can, or up to `hold` seconds later if that lets more join. Those
        present join by urgency, then by readiness, as far as vehicles and the window allow, until
        the passage takes `longest` seconds: everybody waits for its end, so not more than needed.
        At least `least` vehicles may join however long that takes: some groups need several.

        With `fill`, a convoy that passes in less than a headway waits for who comes while the gate
        would be idle, if that saves more waiting than it costs.
        """
        room = self.crossing.convoy_vehicles
        waiting = sorted(arrival for arrival in arrivals if arrival.vehicles <= room)
        slot = self._first_slot(waiting)
        if slot is None:
            return None
        start, closes = slot
        start = self._held(start, min(start + hold, closes - 1), waiting)
        passage = self._packed(waiting, start, closes, longest, least)
        while fill and passage is not None and (later := self._worth_waiting(passage, waiting)):
            fuller = self._packed(waiting, later, closes, longest, least)
            if fuller is None or len(fuller.keys) <= len(passage.keys):
                break
            passage = fuller
        if passage is None:  # waiting took the room that the first one needed
            return self.pack(arrivals, 0, longest, least)
        return passage

    def _first_slot(self, waiting: Sequence[Arrival]) -> tuple[int, int] | None:
        """(start, window's close) of the first convoy that one of them, by readiness, can begin.

        Whoever is there first may take too long for what is left of a window; then a smaller load
        has its last minutes.
        """
        best: tuple[int, int] | None = None
        seen: set[tuple[int, int]] = set()
        for arrival in waiting:
            if best is not None and best[0] <= max(arrival.ready, self.server.next_start):
                break
            size = arrival.vehicles, arrival.persons
            if size in seen:
                continue  # who is as large and came sooner has no later a start
            seen.add(size)
            slot = self.earliest(arrival.ready, *size)
            if slot is not None and (best is None or slot < best):
                best = slot
        return best

    def _packed(
        self, waiting: Sequence[Arrival], start: int, closes: int, longest: int, least: int
    ) -> Passage | None:
        """The convoy of those present at a start; None if nobody fits."""
        room = self.crossing.convoy_vehicles
        present = sorted(
            (arrival for arrival in waiting if arrival.ready <= start), key=_BY_URGENCY
        )
        chosen: list[int] = []
        vehicles = persons = length = 0
        for arrival in present:
            if vehicles >= least and length >= longest:
                break
            if vehicles + arrival.vehicles > room:
                continue
            more = self.passage_seconds(vehicles + arrival.vehicles, persons + arrival.persons)
            if start + more <= closes:
                chosen.append(arrival.key)
                vehicles += arrival.vehicles
                persons += arrival.persons
                length = more
        return Passage(start, start + length, tuple(chosen)) if chosen else None

    def _worth_waiting(self, passage: Passage, waiting: Sequence[Arrival]) -> int | None:
        """When the next one comes, if the gate would be idle by then and waiting pays; else None.

        It pays if the people in the convoy wait less, all together, than those who come would wait
        for the headway.
        """
        late = [arrival for arrival in waiting if arrival.ready > passage.start]
        if not late:
            return None
        following = min(late)
        over = passage.start + self.crossing.headway_seconds
        if following.ready >= over - (passage.end - passage.start):
            return None
        held = sum(arrival.persons for arrival in waiting if arrival.key in passage.keys)
        lost = held * (following.ready - passage.start)
        return following.ready if lost < following.persons * (over - following.ready) else None

    def _held(self, start: int, latest: int, waiting: Sequence[Arrival]) -> int:
        """When to start: now if full, else with the last that fits and comes by `latest`."""
        room = self.crossing.convoy_vehicles
        for arrival in waiting:
            if arrival.ready > latest or room <= 0:
                break
            room -= arrival.vehicles
            start = max(start, arrival.ready)
        return start

    def take(self, passage: Passage) -> None:
        """Let the convoy pass: the server is busy to its end, the headway runs from its start."""
        self.server.next_start = max(
            self.server.next_start, passage.start + self.crossing.headway_seconds, passage.end
        )


def open_gates(problem: Problem) -> dict[Direction, tuple[Gate, ...]]:
    """A fresh gate for every crossing and direction."""
    inbound, outbound = [], []
    for c, crossing in enumerate(problem.crossings):
        server = Server()
        other = server if crossing.shared else Server()
        inbound.append(Gate(crossing, "in", problem.windows["in"][c], server))
        outbound.append(Gate(crossing, "out", problem.windows["out"][c], other))
    return {"in": tuple(inbound), "out": tuple(outbound)}


def _hours(count: int, per_hour: int | None) -> int:
    return 0 if per_hour is None else -(-3600 * count // per_hour)
