"""The proven bound: no plan clears everyone sooner, no plan has more people out by a time.

The relaxation gives U(T), a safe upper bound on people out by T. If U(T) is below the number who
leave, clearance is later than T. U grows with T, so a bisection over open seconds finds the last
such T, first on a coarse grid and from there on finer ones. All of it is independent of any plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from safepassage.model.plan import Binding, Bound, OutBy
from safepassage.solve.earliest import earliest_clearance
from safepassage.solve.grid import make_grid
from safepassage.solve.lags import make_lags
from safepassage.solve.lp import maximise
from safepassage.solve.opentime import OpenTime, outbound_time
from safepassage.solve.problem import Problem
from safepassage.solve.relaxation import Relaxation, binding_shares

STEPS = (3600, 1800, 600, 300, 120, 60)
"""Grids tried, coarse to fine, seconds; each must divide a day."""

CURVE_STEP = 3600
"""Grid of the evacuation curve, seconds."""

WHOLE = 1e-6
"""A bound this little (persons) under a whole number proves nothing."""

EXACT_UP_TO = 6_000
"""Columns up to which the bound is sought to the second, else to RESOLUTION."""

RESOLUTION = 60

LIMITING = frozenset({"C1", "C2", "V1", "V2", "D1", "H2"})


@dataclass(frozen=True, slots=True)
class Found:
    """A solve at one T: the safe bound on people out, and how large the programme was."""

    people: float
    columns: int
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
        self.most = self.people
        self.proved = 0
        self.binding: tuple[Binding, ...] = ()
        self.curve: dict[int, int] = {}
        self.possible = True

    def run(self) -> Bound:
        """Search until the finest grid that is small enough is done, or told to stop."""
        try:
            if self.people and self.time.total:
                self._search()
                self._curve()
        except Stopped:
            pass
        return self._result()

    def _search(self) -> None:
        alone = earliest_clearance(self.problem)
        if alone is not None:
            self._prove(self.time.position(alone) - 1)
        end = self.time.total
        for step in STEPS:
            found = self._solve(end, step)
            if found is None:
                return
            self._limit(found)
            if not self.possible:
                continue
            fine = found.columns <= EXACT_UP_TO
            self._bisect(step, 1 if fine else RESOLUTION)

    def _limit(self, found: Found) -> None:
        """The horizon's end: how many can be out at all."""
        whole = math.floor(found.people + WHOLE)
        if whole < self.most:
            self.most = whole
            self.binding = found.binding
            self.possible = False

    def _bisect(self, step: int, resolution: int) -> None:
        """Narrow down the last T by which not everyone can be out, on this grid."""
        low, high, stride = self.proved, self.time.total, max(resolution, 600)
        while high - low > resolution:
            middle = min((low + high) // 2, low + stride)
            found = self._solve(middle, step)
            if found is None:
                return
            if found.people < self.people - WHOLE:
                low = middle
                stride *= 4
                self.binding = found.binding
                self._prove(middle)
            else:
                high = middle
                stride = high - low

    def _prove(self, position: int) -> None:
        """Not everyone is out when so many open seconds have passed."""
        if position > self.proved:
            self.proved = position
            self.on_bound(self.time.instant(position + 1))

    def _solve(self, position: int, step: int) -> Found | None:
        """U(T) at a position; None if the grid is too fine for the size allowed."""
        if self.should_stop():
            raise Stopped
        grid = make_grid(self.problem, self.time.instant(max(1, position)), step)
        if len(grid.begins) * self._per_slot() > self.columns:
            return None
        relaxation = Relaxation(self.problem, self.lags, grid)
        optimum = maximise(relaxation.program, self.should_stop)
        if optimum is None:
            raise Stopped
        shares = binding_shares(relaxation.program, optimum.duals, LIMITING)
        return Found(optimum.safe, len(relaxation.program.cost), _ranked(shares))

    def _per_slot(self) -> int:
        """About how many columns a slot takes."""
        zones = len(self.lags.zones)
        gates = sum(1 for spans in self.problem.windows["out"] if spans)
        ends = len(self.problem.destinations)
        return len(self.lags.classes) * (2 * zones * gates + ends * gates + zones + 1)

    def _curve(self) -> None:
        """Most people out by each day's last closing, on a coarse grid."""
        closings = sorted({closes for _, closes in self.time.spans})
        for close in closings:
            position = self.time.position(close)
            if position > self.proved:
                break
            found = self._solve(position, CURVE_STEP)
            if found is None:
                return
            self.curve[close] = min(self.most, math.floor(found.people + WHOLE))

    def _result(self) -> Bound:
        all_can = self.possible and not self.problem.refused
        clearance = self.time.instant(self.proved + 1) if all_can and self.people else None
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
