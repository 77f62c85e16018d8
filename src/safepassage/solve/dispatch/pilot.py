"""The pilot: asks the relaxation how to go on from where a dispatch stands, and reads a guide off.

What guides should be about as slow as a plan is, so the fluid waits as vehicles do. By the clock it
is told to hurry, with all points together; by progress to have all out in a time just long enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from safepassage.solve.bound.grid import EDGE, Grid, cut_slots
from safepassage.solve.bound.lags import Lags
from safepassage.solve.bound.lp import INF, Optimum, maximise
from safepassage.solve.bound.relaxation import Relaxation, columns_a_slot
from safepassage.solve.dispatch.guide import Guide
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.policy import GuideUse, Policy, standard_policies
from safepassage.solve.dispatch.whole import Supplies, WholeRounds
from safepassage.solve.opentime import OpenTime
from safepassage.solve.problem import Problem
from safepassage.solve.units import RideUnit

COLUMNS: dict[GuideUse, int] = {"clock": 8_000, "progress": 20_000}
"""About how many columns a guide's programme has at most; one by the clock is harder to solve."""

FLUID = 100
"""Full loads from which on the fluid is worth following."""

FEW = 1_000
"""Columns that a guide may have however few people there are; else no more than people."""

GRIDS = ((600, False), (900, False), (900, True), (1800, True), (3600, True))
"""Grids of a guide, fine to coarse: seconds, and whether alike days are folded."""

GUESSES = 4
"""How often the time is put off until all that is left can be out by it ("progress")."""

EMPTY = 0.05
"""What a seat that goes outward costs, in persons out: else the fluid sends empty vehicles."""

LATE = 0.9
"""How much less a person counts who is out at the last moment of a guide."""

SPARE = 1.1
"""How many times everyone could be screened by the bound, where screening isn't scarce."""

NEARLY = 0.995
"""Part of the people who make up nearly all: the last few don't say how long the rest take."""


class Pilot:
    """Asks the relaxation how to go on from a state of a dispatch."""

    def __init__(
        self,
        problem: Problem,
        lags: Lags,
        time: OpenTime,
        proved: int,
        should_stop: Callable[[], bool],
        meter: Meter,
    ) -> None:
        """`proved` is the position of the bound: no sooner can everyone be out.

        `meter` counts the columns of the programmes solved.
        """
        self.meter = meter
        self.should_stop = should_stop
        self.problem = problem
        self.apart = lags
        self.together = together(lags)
        self.time = time
        self.proved = proved
        self.everyone = sum(unit.persons for unit in problem.units)
        self.first = cache(self._first)
        self.whole = WholeRounds(problem, self.together, meter)

    @cached_property
    def counts_days(self) -> bool:
        """Whether a guide of whole rounds is worth trying: it applies, and screening isn't scarce.

        Where gates never rest, only the minutes matter.
        """
        until = self.time.instant(max(1, self.proved))
        screened = sum(day.persons for day in self.whole.days if day.closes <= until)
        return self.whole.applies and screened > SPARE * self.everyone

    def _first(self, use: GuideUse) -> Guide | None:
        """A guide from the beginning, with the whole fleet.

        By the clock only who is out after what the cautious fluid takes counts as late.
        """
        if use == "progress":
            return self._soonest(self.problem.units, self.apart, None)
        return self._ask(self.problem.units, self.together, None, self._takes)[0]

    @cached_property
    def _takes(self) -> int:
        """The position by which nearly all are out, if those who are after the bound are late."""
        return self._ask(self.problem.units, self.together, None, self.proved)[1]

    def guide(
        self, units: Iterable[RideUnit], supplies: Supplies, now: int, use: GuideUse
    ) -> Guide | None:
        """A guide for these units; by the clock with as few of them late as the fluid can.

        Late is who is out after the time that all took from the beginning, or after a part of it
        from now on that is as large as the part of the people who are left. None if nothing is
        open any more.
        """
        units = tuple(units)
        if use == "progress":
            return self._soonest(units, _with_supplies(self.problem, self.apart, supplies), now)
        people = sum(unit.persons for unit in units)
        due = self.time.position(now) + self._takes * people // max(1, self.everyone)
        lags = _with_supplies(self.problem, self.together, supplies)
        return self._ask(units, lags, now, max(self._takes, due))[0]

    def _soonest(self, units: Sequence[RideUnit], lags: Lags, now: int | None) -> Guide | None:
        """A guide by which all are out as early as the fluid can, or nearly."""
        if not self.time.total or not units:
            return None
        people = sum(unit.persons for unit in units)
        start = 0 if now is None else self.time.position(now)
        until = max(self.proved + self.proved // 50, start) + 600
        guide = None
        for _ in range(GUESSES):
            until = min(until, self.time.total)
            step, grid = self._grid(self.time.instant(until), now, lags, "progress")
            if not grid.begins:
                return guide
            relaxation = Relaxation(self.problem, cautious(self.problem, lags, step), grid, units)
            optimum = self._solve(relaxation)
            if optimum is None:
                return guide
            guide = _read(relaxation, optimum.values)
            short = people - optimum.safe
            if short < 1.0 or until >= self.time.total:
                break
            until += int(1.2 * short * (until - start + 600) / max(1.0, optimum.safe)) + 600
        return guide

    def _ask(
        self, units: Sequence[RideUnit], lags: Lags, now: int | None, due: int
    ) -> tuple[Guide | None, int]:
        """A guide, and by which position of open time its people are out, `due` at least."""
        due = min(max(due, 1), self.time.total)
        if not due or not units:
            return None, due
        later = self.time.instant(due) + EDGE * 86400  # these days are never folded
        until = max(due + 1, self.time.position(later))
        step, grid = self._grid(self.time.instant(until), now, lags, "clock")
        if not grid.begins:
            return None, due
        relaxation = Relaxation(self.problem, cautious(self.problem, lags, step), grid, units)
        receive_daily(relaxation)
        self._hurry(relaxation, due, until)
        optimum = self._solve(relaxation)
        if optimum is None:
            return None, due
        return _read(relaxation, optimum.values), max(due, self._out(relaxation, optimum.values))

    def _solve(self, relaxation: Relaxation) -> Optimum | None:
        self.meter.looks += len(relaxation.program.cost)
        return maximise(relaxation.program, self.should_stop)

    def _out(self, relaxation: Relaxation, values: NDArray[np.float64]) -> int:
        """The position of open time by which nearly all are out who are out in the end."""
        passing = np.zeros(relaxation.slots)
        for (_, _, i), column in relaxation.persons.items():
            passing[i] += values[column]
        out = np.cumsum(passing)
        last = int(np.searchsorted(out, NEARLY * out[-1]))
        return self.time.position(relaxation.grid.ends[last])

    def _grid(self, until: int, since: int | None, lags: Lags, use: GuideUse) -> tuple[int, Grid]:
        """The finest grid that is small enough, and its step."""
        columns = min(COLUMNS[use], max(FEW, self.everyone))
        for step, fold in GRIDS:
            cut = cut_slots(self.problem, until, step, since, fold=fold, quiet=lags.quiet)
            if len(cut.begins) * columns_a_slot(self.problem, lags) <= columns:
                break
        return step, cut.grid(self.problem, until)

    def _hurry(self, relaxation: Relaxation, due: int, until: int) -> None:
        """Who is out after `due` counts the less the later; both are positions of open time."""
        cost, ends = relaxation.program.cost, relaxation.grid.ends
        for (_, _, i), column in relaxation.persons.items():
            late = max(0, self.time.position(ends[i]) - due)
            cost[column] = 1.0 - LATE * late / (until - due)
        for (n, _, _, _), column in relaxation.bound_for.items():
            cost[column] = -EMPTY * relaxation.lags.classes[n].places("seated")


def worth_following(problem: Problem) -> bool:
    """Whether there are so many people that a fluid tells what to do; a few loads are none."""
    seats = max((problem.types[k].seats for k in problem.fleet), default=0)
    return sum(unit.persons for unit in problem.units) >= FLUID * max(1, seats)


def policies_for(pilot: Pilot | None) -> tuple[Policy, ...]:
    """The standard policies for a problem; without a fluid to ask it has no pilot."""
    if pilot is None:
        return standard_policies(whole=False)
    several = not pilot.whole.applies
    quick = several and screens_quickly(pilot.problem)
    return standard_policies(whole=pilot.counts_days, several=several, quick=quick)


def screens_quickly(problem: Problem) -> bool:
    """Whether at every crossing several full vehicles pass outward in a headway.

    Else a gate lets vehicles in much faster than people out, however short its convoys inward.
    """
    seats = max(kind.seats for kind in problem.types)
    return all(
        2 * seats * 3600 <= crossing.persons_per_hour * crossing.headway_seconds
        for crossing in problem.crossings
        if crossing.persons_per_hour is not None
    )


def together(lags: Lags) -> Lags:
    """Lags with all points in one zone, each its mean where points already were put together."""
    zones = len(lags.zones)
    if zones == len(lags.zone_of):
        return lags

    def mean(times: Iterable[int]) -> int:
        return sum(times) // zones

    return replace(
        lags,
        zones=(tuple(p for zone in lags.zones for p in zone),),
        zone_of=tuple(0 for _ in lags.zone_of),
        fetch=tuple(tuple((mean(row),) for row in kind) for kind in lags.fetch),
        detour=tuple(
            (tuple(mean(by_gate) for by_gate in zip(*kind, strict=True)),) for kind in lags.detour
        ),
        classes=tuple(
            replace(each, inside=tuple(({0: min(ready.values())}, n) for ready, n in each.inside))
            for each in lags.classes
        ),
    )


def cautious(problem: Problem, lags: Lags, step: int) -> Lags:
    """Lags as a dispatch meets them rather than as a bound needs them.

    Slots round every stay down by half a slot on average, and inside a vehicle waits for convoys to
    start and to end, about a headway in all.
    """
    inside = step // 2 + max(crossing.headway_seconds for crossing in problem.crossings)
    return replace(
        lags,
        fetch=tuple(tuple(tuple(s + inside for s in row) for row in k) for k in lags.fetch),
        away=tuple(tuple(tuple(s + step // 2 for s in row) for row in k) for k in lags.away),
    )


def _with_supplies(problem: Problem, lags: Lags, supplies: Supplies) -> Lags:
    kinds = sorted(set(problem.fleet))
    classes = tuple(
        replace(kind, outside=tuple(sorted(supplies.get(k, ()))), inside=())
        for k, kind in zip(kinds, lags.classes, strict=True)
    )
    return replace(lags, classes=classes)


def receive_daily(relaxation: Relaxation) -> None:
    """Send no more seats to a destination on a day than it can receive people (D1).

    A plan may send vehicles half empty, so the bound has no such rows.
    """
    problem, grid, program = relaxation.problem, relaxation.grid, relaxation.program
    rows: dict[tuple[int, int], int] = {}
    for (n, _, d, i), column in relaxation.bound_for.items():
        daily = problem.destinations[d].daily_capacity
        if daily is None:
            continue
        key = d, grid.block_of[i]
        if key not in rows:
            place = "D1", problem.destinations[d].id
            rows[key] = program.row(-INF, float(daily * grid.times(i)), place)
        program.put(rows[key], column, float(relaxation.lags.classes[n].places("seated")))


def _read(relaxation: Relaxation, values: NDArray[np.float64]) -> Guide:
    """Read the guide off a solution of the relaxation, given its column values.

    What passes in a block of several days passes on each of them alike.
    """
    problem, grid = relaxation.problem, relaxation.grid
    kinds = sorted(set(problem.fleet))
    counts = {k: np.zeros((relaxation.slots, len(problem.destinations))) for k in kinds}
    for (n, _, d, i), column in relaxation.bound_for.items():
        counts[kinds[n]][i, d] += values[column] / grid.times(i)
    slots, times = _unfolded(grid)
    rounds = {}
    for k in kinds:
        passing = np.zeros((len(times), len(problem.destinations)))
        passing[1::2] = counts[k][slots]  # a slot's first moment, then its last
        rounds[k] = np.cumsum(passing, axis=0).tolist()
    return Guide(times, rounds, [midnight for midnight, _ in grid.days])


def _unfolded(grid: Grid) -> tuple[Sequence[int], Sequence[int]]:
    """The slot of each part of each day, and when each begins and ends in turn."""
    slots: list[int] = []
    times: list[int] = []
    for midnight, b in grid.days:
        block = grid.blocks[b]
        for i in range(block.first, block.last):
            slots.append(i)
            shift = midnight - block.days[0]
            times += [grid.begins[i] + shift, grid.ends[i] + shift]
    return slots, times
