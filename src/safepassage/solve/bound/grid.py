"""The time grid of the relaxation: slots anchored at local midnight, kept where a gate is open.

Days that are alike can be folded into one: a block of slots that stands for several days, in which
everything is the sum over them. Long operations then cost no more than short ones.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.model.agreement import Direction
from safepassage.solve.bound.mornings import empty_nights
from safepassage.solve.problem import WAYS, Problem, Span, midnights

EDGE = 2
"""Days at the beginning and at the end that are never folded: much differs there."""

Spans = Sequence[Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Block:
    """Slots first <= i < last, those of the first of its days; `days` are their local midnights.

    `night` says that nobody may be inside over the midnight after each of its days, unless they may
    wait there.
    """

    first: int
    last: int
    days: tuple[int, ...]
    night: bool


class Target(NamedTuple):
    """Where somebody is later, on so many days of a block; `slot` None is beyond the end.

    `midnights` is how many midnights between days of the block lie before it, at least.
    """

    slot: int | None
    days: int
    midnights: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Slots [begins[i], ends[i]), ascending, the last one cut at `until`.

    `open[way][c][i]` is for how many seconds of slot i crossing c is open that way on one day.
    """

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    until: int
    open: dict[Direction, tuple[tuple[int, ...], ...]]
    blocks: tuple[Block, ...]
    block_of: tuple[int, ...]
    """The block of each slot."""
    days: tuple[tuple[int, int], ...]
    """(local midnight, block) of every day, ascending."""

    @property
    def folded(self) -> bool:
        """Whether some block stands for several days."""
        return any(len(block.days) > 1 for block in self.blocks)

    def times(self, slot: int) -> int:
        """How many days the slot stands for."""
        return len(self.blocks[self.block_of[slot]].days)

    def slot_at(self, instant: int) -> int | None:
        """First slot that has not ended by the instant; None if there is none."""
        return self._find(instant)[1]

    def _find(self, instant: int) -> tuple[int, int | None]:
        """(number of the day, slot) of the first slot that has not ended by the instant."""
        number = bisect_right(self.days, (instant, len(self.blocks))) - 1
        if number >= 0:
            midnight, b = self.days[number]
            block = self.blocks[b]
            same = instant - midnight + block.days[0]
            i = bisect_right(self.ends, same, block.first, block.last)
            if i < block.last:
                return number, i
        number += 1
        if number >= len(self.days):
            return number, None
        return number, self.blocks[self.days[number][1]].first

    def slots_at(self, instants: NDArray[np.int64]) -> list[int | None]:
        """`slot_at` for many instants."""
        if self.folded:
            return [self.slot_at(instant) for instant in instants.tolist()]
        found = np.searchsorted(self.ends, instants, side="right").tolist()
        return [slot if slot < len(self.ends) else None for slot in found]

    def after(self, slot: int, seconds: int) -> list[Target]:
        """Where somebody can first be who was in the slot, so many seconds later."""
        block = self.blocks[self.block_of[slot]]
        instant = self.begins[slot] + seconds
        first = bisect_right(self.days, (block.days[0], len(self.blocks))) - 1
        number, found = self._find(instant)
        if len(block.days) == 1 or number == first:
            return [Target(found if found is None else max(found, slot), len(block.days), 0)]
        by_slot: dict[int | None, list[int]] = defaultdict(list)
        for leaves, day in enumerate(block.days):
            number, found = self._find(day + instant - block.days[0])
            arrives = min(number - first, len(block.days) - 1)
            by_slot[found].append(arrives - leaves)
        ordered = sorted(by_slot.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
        return [Target(target, len(those), min(those)) for target, those in ordered]


def make_grid(
    problem: Problem,
    until: int,
    step: int,
    since: int | None = None,
    *,
    fold: bool = False,
    quiet: Spans = (),
) -> Grid:
    """Slots of `step` seconds from each local midnight on, up to `until`.

    Those that end by `since` are left out. With `fold`, runs of alike days are put together, except
    the first and the last days of all; `quiet` are more spans in which such days must be alike.

    The anchor makes a longer window add slots or open seconds without moving any boundary, and
    `step` must not depend on windows either: then more of anything never worsens the bound.
    """
    return cut_slots(problem, until, step, since, fold=fold, quiet=quiet).grid(problem, until)


class Cut(NamedTuple):
    """Slots of a grid before it is known who is open in them; as in `Grid`."""

    begins: list[int]
    ends: list[int]
    blocks: list[Block]
    days: list[tuple[int, int]]

    def grid(self, problem: Problem, until: int) -> Grid:
        """The grid, with who is open when."""
        opened: dict[Direction, tuple[tuple[int, ...], ...]] = {
            way: tuple(overlaps(gate, self.begins, self.ends) for gate in problem.windows[way])
            for way in WAYS
        }
        block_of = tuple(
            b for b, block in enumerate(self.blocks) for _ in range(block.first, block.last)
        )
        return Grid(
            tuple(self.begins),
            tuple(self.ends),
            min(until, problem.case.horizon[1]),
            opened,
            tuple(self.blocks),
            block_of,
            tuple(self.days),
        )


def cut_slots(
    problem: Problem,
    until: int,
    step: int,
    since: int | None = None,
    *,
    fold: bool = False,
    quiet: Spans = (),
) -> Cut:
    """The slots of `make_grid`; to count them takes no more."""
    start, end = problem.case.horizon
    until = min(until, end)
    days = midnights(start - 2 * 86400, end + 2 * 86400, problem.case.zone)
    nights = set(empty_nights(problem))
    spans = sorted({s for way in WAYS for gate in problem.windows[way] for s in gate})
    cut = Cut([], [], [], [])
    limits = start if since is None else since, until
    for run in _runs(problem, days, nights, quiet, limits, fold=fold):
        day, after = run[0]
        first = len(cut.begins)
        ends = min(after, until)
        busy = [(max(a, day), min(b, ends)) for a, b in spans if a < ends and b > day]
        touched = {n for a, b in busy for n in range((a - day) // step, -((day - b) // step))}
        for begin in (day + n * step for n in sorted(touched)):
            close = min(begin + step, ends)
            if since is None or close > since:
                cut.begins.append(begin)
                cut.ends.append(close)
        if len(cut.begins) > first:
            cut.days.extend((midnight, len(cut.blocks)) for midnight, _ in run)
            midnights_of = tuple(midnight for midnight, _ in run)
            cut.blocks.append(Block(first, len(cut.begins), midnights_of, after in nights))
    return cut


def _runs(
    problem: Problem,
    days: Sequence[int],
    nights: Collection[int],
    quiet: Spans,
    limits: Span,
    *,
    fold: bool,
) -> list[list[Span]]:
    """The days, (midnight, the next one), each by itself or several that are folded into one."""
    pairs = list(itertools.pairwise(days))
    if not fold:
        return [[pair] for pair in pairs]
    inner = [pair for pair in pairs if limits[0] <= pair[0] and pair[1] <= limits[1]]
    foldable = set(inner[EDGE : len(inner) - EDGE])
    gates = [*problem.windows["in"], *problem.windows["out"], *quiet]

    def pattern(pair: Span) -> object:
        """What days must have in common; those at the edges, cut short or empty have nothing."""
        day, after = pair
        seen = tuple(
            tuple(
                (max(a, day) - day, min(b, after) - day) for a, b in gate if a < after and b > day
            )
            for gate in gates
        )
        if pair not in foldable or not any(seen):
            return day
        return after - day, after in nights, seen

    return [list(run) for _, run in itertools.groupby(pairs, key=pattern)]


def overlaps(
    spans: Sequence[tuple[int, int]], begins: Sequence[int], ends: Sequence[int]
) -> tuple[int, ...]:
    """Seconds of each slot that lie in spans, which are ascending and don't overlap."""
    found = []
    first = 0
    for begin, end in zip(begins, ends, strict=True):
        while first < len(spans) and spans[first][1] <= begin:
            first += 1
        total, n = 0, first
        while n < len(spans) and spans[n][0] < end:
            total += max(0, min(spans[n][1], end) - max(spans[n][0], begin))
            n += 1
        found.append(total)
    return tuple(found)
