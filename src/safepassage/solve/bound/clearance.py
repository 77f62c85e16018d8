"""The proven bound: no plan clears everyone sooner, no plan has more people out by a time.

The relaxation gives U(T), a safe upper bound on people out by T. If U(T) is below the number who
leave, clearance is later than T. U grows with T, so a bisection over open seconds finds the last
such T, first on a coarse grid and from there on finer ones. All of it is independent of any plan.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from safepassage.model.plan import Binding, Bound, OutBy
from safepassage.solve.bound.earliest import earliest_clearance
from safepassage.solve.bound.grid import Grid, cut_slots, make_grid
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.bound.lp import maximise
from safepassage.solve.bound.relaxation import Relaxation, binding_shares, columns_a_slot
from safepassage.solve.bound.screening import Screening, screening_rate
from safepassage.solve.opentime import OpenTime, outbound_time
from safepassage.solve.problem import Problem

STEPS = (3600, 1800, 900, 600, 300, 120, 60)
"""Grids tried, coarse to fine, seconds; each must divide a day."""

FINE = 600
"""Alike days are folded down to this step: a finer grid gains less than folding may lose."""

CURVE_STEP = 1800
"""Finest grid of the evacuation curve, seconds."""

WHOLE = 1e-6
"""A bound this little (persons) under a whole number proves nothing."""

EXACT_UP_TO = 10_000
"""Columns up to which the bound is sought to the second, else to RESOLUTION."""

RESOLUTION = 180

LIMITING = frozenset({"C1", "C2", "V1", "V2", "D1", "H2"})


class Choice(NamedTuple):
    """A grid: its step in seconds, and whether alike days are folded."""

    step: int
    fold: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A solve at one T: the safe bound on people out, and what binds."""

    people: float
    binding: tuple[Binding, ...]


class Stopped(Exception):  # noqa: N818 (not an error: the caller keeps what is proved so far)
    """The search was told to stop."""


class BoundSearch:
    """Finds the bound of one problem, keeping the best proved so far at every moment."""

    def __init__(
        self,
        problem: Problem,
        *,
        columns: int,
        should_stop: Callable[[], bool],
        on_bound: Callable[[int], None],
    ) -> None:
        """`columns` limits the size of the relaxation, and so the fineness of its grid."""
        self.problem = problem
        self.columns = columns
        self.should_stop = should_stop
        self.on_bound = on_bound
        self.time: OpenTime = outbound_time(problem)
        self.people = sum(unit.persons for unit in problem.units)
        self.lags = make_lags(problem)
        self.rate = screening_rate(problem)
        self.screening = Screening(problem, self.lags.quiet)
        self._width = columns_a_slot(problem, self.lags)
        self._choices = [
            Choice(step, fold)
            for step in STEPS
            for fold in (False, True)
            if step >= FINE or not fold
        ]
        self._reaches: dict[Choice, int] = {}
        self._solved: dict[tuple[int, Choice], Found] = {}
        self.most = self.people if self.time.total and problem.fleet else 0
        self.proved = 0
        self.binding: tuple[Binding, ...] = ()
        self.curve: dict[int, int] = {}
        self.possible = True

    def run(self) -> Bound:
        """Search until the finest grid that is small enough is done, or told to stop."""
        with suppress(Stopped):
            if self.people and self.time.total and self.problem.fleet:
                self._search()
                self._curve()
        return self._result()

    def _search(self) -> None:
        alone = earliest_clearance(self.problem)
        if alone is not None:
            self._prove(self.time.position(alone) - 1)
        self._prove(self.screening.not_all_by(self.time, self.people - WHOLE))
        total = self.time.total
        last, high, in_time = self._choices[0], total, False
        for choice in self._choices:
            settled = choice.step == last.step and high < self._reach(last)
            if settled or self.proved >= self._reach(choice):
                continue
            exact = self._slots(total, choice) * self._width <= EXACT_UP_TO
            last, high = choice, self._narrow(choice, 1 if exact else choice.step)
            if self._reach(last) == total:  # of those up to the end the finest one's word counts
                in_time = high < total
        high = self._narrow(last, RESOLUTION, high)
        if high == total or (high == self._reach(last) and not in_time) or self.proved >= total - 1:
            self._limit(self._solve(total, self._finest(total)))
        elif not self.binding and self.proved:  # proved without a programme: ask one what binds
            self.binding = self._solve(self.proved, self._finest(self.proved)).binding

    def _finest(self, position: int, least: int = 0) -> Choice:
        """The finest grid that is small enough up to a position, of those of `least` at least."""
        upto = min(position, self.time.total)
        able = [c for c in self._choices if c.step >= least and self._reach(c) >= upto]
        return min(able, key=lambda choice: (choice.step, choice.fold))

    def _reach(self, choice: Choice) -> int:
        """The position up to which a grid is small enough; the coarsest always is.

        The last position judges, not what the case has beyond it or how soon all can be out: what
        is added to a case never gets the same position a finer grid.
        """
        if choice not in self._reaches:
            self._reaches[choice] = self._last_small_enough(choice)
        return self._reaches[choice]

    def _last_small_enough(self, choice: Choice) -> int:
        most, total = self.columns // self._width, self.time.total
        if choice == self._choices[0] or self._slots(total, choice) <= most:
            return total
        hours = range(3600, total, 3600)
        able = bisect_right(hours, most, key=lambda position: self._slots(position, choice))
        return 3600 * able

    def _slots(self, position: int, choice: Choice) -> int:
        until, quiet = self.time.instant(max(1, position)), self.lags.quiet
        return len(
            cut_slots(self.problem, until, choice.step, fold=choice.fold, quiet=quiet).begins
        )

    def _limit(self, found: Found) -> None:
        """The horizon's end: how many can be out at all."""
        whole = math.floor(found.people + WHOLE)
        if whole < self.most:
            self.most = whole
            self.binding = found.binding
            self.possible = False

    def _narrow(self, choice: Choice, resolution: int, high: int | None = None) -> int:
        """Find the last T by which not everyone can be out, on this grid, to a resolution.

        Returns the first T known by which everyone can; `high` is one, if there is one already.

        U(T) is nearly straight between two nights, so the line through the last two points below
        the number who leave points at the next T to try; what is known above it halves the step.
        Where U has stopped growing short of it the line points nowhere: perhaps not everyone can be
        out at all, so the end is asked, and if they can then the middle.

        Between two points U grows no faster than screening, which proves a little more for free;
        not where it is sought to the second: what is proved so depends on the points tried, and
        more of anything must not worsen the bound.
        """
        low, high = self.proved, self._reach(choice) if high is None else high
        probe = low + resolution
        before: tuple[int, float] | None = None
        end: int | None = high - 1
        while high - low > resolution:
            probe = min(max(probe, low + resolution), high - 1)
            found = self._solve(probe, choice)
            if found.people >= self.people - WHOLE:
                high = probe
                probe = (low + high) // 2
                continue
            short = self.people - found.people
            self.binding = found.binding
            free = max(0, math.ceil(short / self.rate) - 1) if resolution > 1 else 0
            self._prove(probe + free)
            low = max(low, min(self.proved, high - 1))
            if before is None or probe <= before[0]:
                step = max(resolution, int(short * probe / max(1.0, found.people)))
            elif found.people > before[1]:
                step = int(short * (probe - before[0]) / (found.people - before[1]))
            else:
                step = (high if end is None else end) - probe
                end = None
            before = probe, found.people
            probe += step
            if probe >= high:
                probe = (low + high) // 2
        return high

    def _prove(self, position: int) -> None:
        """Not everyone is out when so many open seconds have passed."""
        if position > self.proved:
            self.proved = position
            self.on_bound(self.time.instant(position + 1))

    def _solve(self, position: int, choice: Choice) -> Found:
        """U(T) at a position, on a grid; the curve asks anew for some that the search has had."""
        if (known := self._solved.get((position, choice))) is not None:
            return known
        if self.should_stop():
            raise Stopped
        grid = self._grid(self.time.instant(max(1, position)), choice)
        relaxation = Relaxation(self.problem, self.lags, grid)
        optimum = maximise(relaxation.program, self.should_stop)
        if optimum is None:
            raise Stopped
        shares = binding_shares(relaxation.program, optimum.duals, LIMITING)
        found = self._solved[position, choice] = Found(optimum.safe, _ranked(shares))
        return found

    def _grid(self, until: int, choice: Choice) -> Grid:
        return make_grid(self.problem, until, choice.step, fold=choice.fold, quiet=self.lags.quiet)

    def _curve(self) -> None:
        """Most people out by each day's last closing.

        Where as many more are out after some days as can be screened on them, that is so after
        each of them; and where no more are out, no more are out between.
        """
        choice = self._finest(self.proved, CURVE_STEP)
        closes = sorted({closes for _, closes in self.time.spans})
        closes = [close for close in closes if self.time.position(close) <= self.proved]
        screened = [self.screening.by(close) for close in closes]
        most: dict[int, float] = {}

        def solve(day: int) -> None:
            found = self._solve(self.time.position(closes[day]), choice)
            most[day] = min(self.most, found.people + WHOLE)
            self.curve[closes[day]] = math.floor(most[day])

        def fill(first: int, last: int) -> None:
            if last - first < 2:
                return
            gain = most[last] - most[first]
            if 1.0 <= gain <= screened[last] - screened[first] - 1.0:
                middle = (first + last) // 2
                solve(middle)
                fill(first, middle)
                fill(middle, last)
                return
            for day in range(first + 1, last):
                so_many = most[first] + screened[day] - screened[first]
                self.curve[closes[day]] = math.floor(min(most[last], so_many))

        for day in sorted({0, len(closes) - 1}) if closes else ():
            solve(day)
        fill(0, len(closes) - 1)

    def _result(self) -> Bound:
        all_can = self.possible and not self.problem.refused
        # Slots are half-open: who needs no time to pass could still be out at the very instant.
        instant = any(
            spans and crossing.vehicles_per_hour is None and crossing.persons_per_hour is None
            for crossing, spans in zip(
                self.problem.crossings, self.problem.windows["out"], strict=True
            )
        )
        clearance = None
        if all_can and self.people and self.time.total:
            clearance = self.time.instant(self.proved + 1) - instant
        return Bound(
            clearance=clearance,
            people=self.most,
            curve=tuple(OutBy(time=t, people=n) for t, n in sorted(self.curve.items())),
            binding=self.binding,
        )


def _ranked(shares: dict[tuple[str, str], float]) -> tuple[Binding, ...]:
    """The promises that carry at least a hundredth of the dual value, the largest first."""
    positive = {key: value for key, value in shares.items() if value > 0}
    whole = sum(positive.values())
    ranked = sorted(positive.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Binding(promise=promise, where=where, share=round(value / whole, 3))
        for (promise, where), value in ranked
        if value >= 0.01 * whole
    )
