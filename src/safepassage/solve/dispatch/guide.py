"""A guide for dispatching, read off the relaxation: in what mix destinations are best served.

Rules of thumb look one round ahead. Whether near or far destinations should come first depends on
the whole operation (who goes far last need not come back), and that the fluid knows. The guide is
indexed by progress, not by the clock, since a plan is always somewhat later than the fluid; and
from time to time during a dispatch the fluid is asked anew, for what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from safepassage.solve.bound.grid import Grid, make_grid
from safepassage.solve.bound.lags import Lags
from safepassage.solve.bound.lp import maximise
from safepassage.solve.bound.relaxation import Relaxation, columns_a_slot
from safepassage.solve.opentime import OpenTime
from safepassage.solve.problem import Problem
from safepassage.solve.units import RideUnit

COLUMNS = 20_000
"""About how many columns a guide's programme has at most."""

GRIDS = ((600, False), (900, False), (1800, False), (1800, True), (3600, True))
"""Grids of a guide, fine to coarse: seconds, and whether alike days are folded."""

GUESSES = 4
"""How often the time is put off until all that is left can be out by it."""

Supplies = Mapping[int, list[tuple[int, int, int]]]
"""For each vehicle type (earliest time at any gate, count, `Problem.pool`)."""


@dataclass(frozen=True, slots=True)
class Guide:
    """For each vehicle type: rounds made so far, in all and by destination, slot by slot.

    `total[k]` is (slots,), ascending; `by_destination[k]` is (destinations, slots); `a_day[k]` is
    the most rounds in any day. Rounds are counted in vehicles, fractions too.
    """

    total: dict[int, NDArray[np.float64]]
    by_destination: dict[int, NDArray[np.float64]]
    a_day: dict[int, float]

    def wanted(self, kind: int, made: int, ahead: float) -> list[float]:
        """Rounds to each destination by the time `made` + `ahead` days of rounds are made."""
        total = self.total[kind]
        progress = made + ahead * self.a_day[kind]
        return [float(np.interp(progress, total, row)) for row in self.by_destination[kind]]


class Pilot:
    """Asks the relaxation how to go on from a state of a dispatch."""

    def __init__(
        self,
        problem: Problem,
        lags: Lags,
        time: OpenTime,
        proved: int,
        should_stop: Callable[[], bool],
    ) -> None:
        """`proved` is the position of the bound: no sooner can everyone be out."""
        self.should_stop = should_stop
        self.problem = problem
        self.lags = lags
        self.time = time
        self.proved = proved
        self.first = cache(lambda: self.guide(problem.units))

    def guide(
        self, units: Iterable[RideUnit], supplies: Supplies | None = None, now: int | None = None
    ) -> Guide | None:
        """A guide for these units, who all get out as early as the fluid can, or nearly.

        Without supplies and a time it starts at the beginning, with the whole fleet. None if
        nothing is open any more.
        """
        units = tuple(units)
        if not self.time.total or not units:
            return None
        people = sum(unit.persons for unit in units)
        lags = self.lags if supplies is None else _with_supplies(self.problem, self.lags, supplies)
        start = 0 if now is None else self.time.position(now)
        until = max(self.proved + self.proved // 50, start) + 600
        guide = None
        for _ in range(GUESSES):
            until = min(until, self.time.total)
            step, grid = self._grid(self.time.instant(until), now)
            if not grid.begins:
                return guide
            relaxation = Relaxation(self.problem, _cautious(self.problem, lags, step), grid, units)
            optimum = maximise(relaxation.program, self.should_stop)
            if optimum is None:
                return guide
            guide = _read(relaxation, optimum.values)
            short = people - optimum.safe
            if short < 1.0 or until >= self.time.total:
                return guide
            until += int(1.2 * short * (until - start + 600) / max(1.0, optimum.safe)) + 600
        return guide

    def _grid(self, until: int, since: int | None) -> tuple[int, Grid]:
        """The finest grid that is small enough, and its step."""
        for step, fold in GRIDS:
            grid = make_grid(self.problem, until, step, since, fold=fold, quiet=self.lags.quiet)
            if len(grid.begins) * columns_a_slot(self.problem, self.lags) <= COLUMNS:
                break
        return step, grid


def _cautious(problem: Problem, lags: Lags, step: int) -> Lags:
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


def _read(relaxation: Relaxation, values: NDArray[np.float64]) -> Guide:
    """Read the guide off a solution of the relaxation, given its column values."""
    problem, slots = relaxation.problem, relaxation.slots
    kinds = sorted(set(problem.fleet))
    ends = len(problem.destinations)
    counts = {k: np.zeros((ends, slots)) for k in kinds}
    for (n, _, d, i), column in relaxation.bound_for.items():
        counts[kinds[n]][d, i] += values[column]
    days = np.array([begin // 86400 for begin in relaxation.grid.begins], dtype=np.int64)
    times = np.array([relaxation.grid.times(i) for i in range(slots)])
    a_day = {}
    for k in kinds:
        by_day = np.bincount(days - days.min(), weights=counts[k].sum(axis=0) / times)
        a_day[k] = float(by_day.max(initial=1.0))
    by_destination = {k: np.cumsum(counts[k], axis=1) for k in kinds}
    ramp = np.arange(slots) * 1e-9  # np.interp wants an ascending abscissa
    total = {k: by_destination[k].sum(axis=0) + ramp for k in kinds}
    return Guide(total, by_destination, a_day)
