"""A timetable that can be kept: vehicles in fixed convoys that go round until everyone is out.

The fleet is cut into convoys of one size that stay together. Whichever is free first takes the next
loads, is given the earliest way in and out again, and comes back for more. Some sizes are tried,
and with a few crossings two ways of choosing one; the earliest clearance is kept.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice

import msgspec

from safepassage.estimate.drivers import Crew, Drive
from safepassage.estimate.fault import EstimateError
from safepassage.estimate.figures import Figures, Point, no_way_back
from safepassage.estimate.gate import Gate
from safepassage.estimate.windows import DAY
from safepassage.estimate.words import hours

SHARES = (1, 1.25, 1.5, 2, 2.5, 3, 4, 6, 8)
"""Convoy sizes that are tried: the largest divided by each of these."""

FEW = 4
"""Crossings up to which it is also tried to send each convoy where it is out soonest."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """Persons of one point who ride in one vehicle."""

    point: int
    persons: int


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A convoy's way in and out with its loads; seconds from the midnight that begins day 1."""

    convoy: int
    crossing: int
    loads: tuple[Load, ...]
    enters: int
    entered: int
    exits: int
    out: int
    free: int
    """When it is empty again at the destination."""


class Timetable(msgspec.Struct, frozen=True, kw_only=True):
    """Every passage in the order planned, and when the last loaded convoy is out."""

    convoy_vehicles: int
    passages: tuple[Passage, ...]

    @property
    def clearance(self) -> int:
        """The last person is out."""
        return max(passage.out for passage in self.passages)

    @property
    def arrived(self) -> int:
        """The last convoy is empty at the destination."""
        return max(passage.free for passage in self.passages)


def timetable(figures: Figures, bound: int = 0) -> Timetable:
    """The best of the timetables tried, or the first that is as early as the bound.

    Raises
    ------
    EstimateError
        if no vehicle can make a round within the windows, the night's rules and its crew's hours.
    """
    best: Timetable | None = None
    refused: EstimateError | None = None
    for size in _sizes(figures):
        for soonest in (False, True) if 1 < figures.crossings <= FEW else (False,):
            if best is not None and best.clearance <= bound:
                return best
            try:
                best = _Schedule(figures, size, soonest=soonest).run(best) or best
            except EstimateError as error:  # a smaller convoy may do
                refused = error
    if best is None:
        assert refused is not None  # a run without a best to beat ends or is refused
        raise refused
    return best


def _sizes(figures: Figures) -> list[int]:
    """Convoy sizes to try, the largest first."""
    seats = _seats(figures)
    largest = min(figures.convoy_vehicles, figures.vehicles)
    if figures.daily_capacity is not None:
        largest = max(1, min(largest, figures.daily_capacity // seats))
    while largest > 1 and figures.passage(largest, largest * seats) > figures.windows.longest:
        largest -= 1
    passage = figures.passage(largest, largest * seats)
    if passage > figures.windows.longest:
        raise EstimateError(
            f"One full vehicle takes {hours(passage)} to be screened, and the longest window "
            f"has {hours(figures.windows.longest)}. Raise the rate, or take smaller vehicles."
        )
    return sorted({math.ceil(largest / share) for share in SHARES}, reverse=True)


def _seats(figures: Figures) -> int:
    """Persons a load: no more than the destination can receive on a day."""
    return min(figures.seats, figures.daily_capacity or figures.seats)


class _Schedule:
    """One timetable in the making."""

    def __init__(self, figures: Figures, size: int, *, soonest: bool) -> None:
        self.figures = figures
        self.size = size
        self.soonest = soonest
        self.queues = [deque[Load]() for _ in range(figures.crossings)]
        for load in _loads(figures):
            self.queues[figures.points[load.point].crossing].append(load)
        self.inward = [Gate(figures.windows, figures.headway) for _ in range(figures.crossings)]
        self.outward = (
            self.inward
            if figures.shared
            else [Gate(figures.windows, figures.headway) for _ in range(figures.crossings)]
        )
        self.received = Counter[int]()
        self.convoys = 0

    def run(self, best: Timetable | None) -> Timetable | None:
        """Send convoys until nobody is left; None as soon as it is no earlier than the best."""
        figures = self.figures
        loads = sum(len(queue) for queue in self.queues)
        self.convoys = -(-min(figures.vehicles, loads) // self.size)
        crews = [Crew(figures.driving, figures.rest) for _ in range(self.convoys)]
        ready = [(figures.windows.first, number) for number in range(self.convoys)]
        passages = []
        deadline = None if best is None else best.clearance
        while any(self.queues):
            at, number = heapq.heappop(ready)
            vehicles = min(self.size, figures.vehicles - number * self.size)
            passage = self._send(at, number, vehicles, crews[number])
            if deadline is not None and passage.out >= deadline:
                return None
            passages.append(passage)
            heapq.heappush(ready, (passage.free + figures.outside, number))
        return Timetable(convoy_vehicles=self.size, passages=tuple(passages))

    def _send(self, ready: int, convoy: int, vehicles: int, crew: Crew) -> Passage:
        """Book the way of the next loads: out soonest, or from where most loads are left."""
        open_ones = [number for number, queue in enumerate(self.queues) if queue]
        if not self.soonest:
            open_ones = [max(open_ones, key=lambda crossing: len(self.queues[crossing]))]
        tries = [self._try(ready, convoy, vehicles, crew, crossing) for crossing in open_ones]
        passage = min(tries, key=lambda each: each.out)
        crossing, persons = passage.crossing, sum(load.persons for load in passage.loads)
        for _ in passage.loads:
            self.queues[crossing].popleft()
        inward, outward = self._seconds(passage.loads)
        self.inward[crossing].book(passage.enters, inward)
        self.outward[crossing].book(passage.exits, outward)
        self.received[(passage.out + self.figures.outside) // DAY] += persons
        crew.drove(self._drives(passage, crew), passage.free)
        return passage

    def _try(self, ready: int, convoy: int, vehicles: int, crew: Crew, crossing: int) -> Passage:
        """The earliest way in and out by a crossing that keeps every rule."""
        loads = tuple(islice(self.queues[crossing], vehicles))
        late = 0
        while True:
            passage = self._earliest(ready + late, convoy, crossing, loads)
            drives = self._drives(passage, crew)
            later = crew.later(drives)
            if later == 0:
                return passage
            late += later
            if late > 3 * DAY + self.figures.rest:
                raise EstimateError(
                    f"A round has {hours(sum(seconds for _, seconds in drives))} of driving, "
                    f"and a crew may drive {hours(self.figures.driving or 0)} in 24 hours. "
                    "Raise the driving hours (two crews: double them), or shorten the ways."
                )

    def _earliest(self, ready: int, convoy: int, crossing: int, loads: tuple[Load, ...]) -> Passage:
        figures = self.figures
        there, back = self._ways(loads)
        inward, outward = self._seconds(loads)
        begin, not_before = ready, 0
        for _ in range(self.convoys + len(self.received) + 10):
            enters = self.inward[crossing].slot(begin, inward)
            entered = enters + inward
            self.inward[crossing].book(enters, inward)
            soonest = max(entered + there + figures.loading + back, not_before)
            exits = self.outward[crossing].slot(soonest, outward)
            self.inward[crossing].free(enters, inward)
            out = exits + outward
            day = (out + figures.outside) // DAY
            if (moved := self._after_night(entered, exits, there, back)) is not None:
                begin, not_before = max(begin, moved[0]), max(not_before, moved[1])
            elif not self._room(day, loads):
                not_before = (day + 1) * DAY - figures.outside - outward
            else:
                return Passage(
                    convoy=convoy,
                    crossing=crossing,
                    loads=loads,
                    enters=enters,
                    entered=entered,
                    exits=exits,
                    out=out,
                    free=out + figures.outside + figures.handover,
                )
        raise no_way_back(there + figures.loading + back)

    def _after_night(
        self, entered: int, exits: int, there: int, back: int
    ) -> tuple[int, int] | None:
        """If a midnight breaks the rule for waiting inside: not to enter, or exit, before when.

        At a midnight without an open window a vehicle that is inside waits at a point (V2), or is
        not inside at all.
        """
        if not self.figures.stays_over(entered, exits):
            return None
        first, last = -(-entered // DAY) * DAY, (exits - 1) // DAY * DAY
        if not self.figures.overnight:
            return last + 1, 0
        if first < entered + there:
            return first + 1, 0
        if last > exits - back:
            return 0, last + back
        return None

    def _room(self, day: int, loads: tuple[Load, ...]) -> bool:
        """Whether the destination can receive them that day (D1)."""
        capacity = self.figures.daily_capacity
        return capacity is None or self.received[day] + _persons(loads) <= capacity

    def _seconds(self, loads: tuple[Load, ...]) -> tuple[int, int]:
        """How long the convoy passes inward, and outward."""
        passage = self.figures.passage
        return passage(len(loads), 0), passage(len(loads), _persons(loads))

    def _ways(self, loads: tuple[Load, ...]) -> tuple[int, int]:
        """The longest way to a point of the loads, and the longest back."""
        points = [self.figures.points[load.point] for load in loads]
        return max(point.inward for point in points), max(point.outward for point in points)

    def _drives(self, passage: Passage, crew: Crew) -> list[Drive]:
        """What the convoy's slowest vehicle drives on this round, leaving as late as it can."""
        outside = self.figures.outside
        there, back = self._ways(passage.loads)
        fetch = [] if crew.fresh else [(passage.enters - outside, outside)]
        return [
            *fetch,
            (passage.entered, there),
            (passage.exits - back, back),
            (passage.out, outside),
        ]


def _loads(figures: Figures) -> Iterator[Load]:
    """Everyone in full loads, point by point from the farthest; the last of a point may be less."""
    seats = _seats(figures)
    order = sorted(range(len(figures.points)), key=lambda p: -_inside(figures.points[p]))
    for number in order:
        left = figures.points[number].people
        while left > 0:
            yield Load(point=number, persons=min(seats, left))
            left -= seats


def _inside(point: Point) -> int:
    return point.inward + point.outward


def _persons(loads: tuple[Load, ...]) -> int:
    return sum(load.persons for load in loads)
