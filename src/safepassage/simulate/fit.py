"""Measured times as the least slower roads on which no drive is planned quicker than it was.

A factor for each profile and class of road, found by a linear programme: the largest factor as
small as possible, then the sum of planned times. Where the map allows no turn, the way round is a
delay of the stretch before it, so that whoever turns elsewhere doesn't pay for it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from safepassage.errors import SolverError
from safepassage.model.plan import Plan
from safepassage.model.roads import RoadTable
from safepassage.roads.slower import MOST_DELAY, MOST_FACTOR, Delay, Slower, delayed, slowed
from safepassage.simulate.run import Run

NO_WAY_SECONDS = 3600
"""Delay of a stretch from which the map allows neither the turn nor a way round: enough to go
elsewhere, and not so much that people lose their place for a turn that could be agreed."""


@dataclass(kw_only=True)
class Measured:
    """The worst time of each route so far, by profile and arcs, and where it could not turn."""

    worst: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)
    turns: dict[tuple[str, tuple[int, ...]], tuple[int, ...]] = field(default_factory=dict)
    no_way: set[int] = field(default_factory=set)
    """Arcs after which there was no way on."""

    def add(self, plan: Plan, run: Run) -> None:
        """Take in what a run measured."""
        routes = {route.id: route for route in plan.routes}
        for leg in run.simulated.legs:
            route = routes[leg.route]
            key = route.profile, route.arcs
            self.worst[key] = max(leg.worst, self.worst.get(key, 0))
            self.turns[key] = run.matched[leg.route].turns
        for matched in run.matched.values():
            if not matched.edges:
                self.no_way.update(matched.turns[-1:])


def fit(
    free: RoadTable, measured: Measured, least: Slower, before: Iterable[Delay]
) -> tuple[Slower, tuple[Delay, ...]]:
    """Factors of at least `least` and delays of at least `before` that keep every measured time.

    `free` is the road table without either. A factor is never above what a case may state.
    """
    slower = {profile: dict(row) for profile, row in least.items()}
    for profile in sorted({profile for profile, _ in measured.worst}):
        straight = {
            arcs: seconds
            for (own, arcs), seconds in measured.worst.items()
            if own == profile and not measured.turns[own, arcs]
        }
        if straight:
            slower[profile] = _factors(free, profile, straight, slower.get(profile, {}))
    return slower, _delays(free, slower, measured, before)


def _factors(
    free: RoadTable,
    profile: str,
    worst: Mapping[tuple[int, ...], int],
    least: Mapping[str, float],
) -> dict[str, float]:
    seconds = free.seconds[free.profiles.index(profile)]
    times = np.array(
        [
            np.bincount(
                free.highway[list(arcs)],
                weights=seconds[list(arcs)],
                minlength=len(free.classes),
            )
            for arcs in worst
        ]
    )
    low = np.array([least.get(name, 1.0) for name in free.classes])
    factors = _least_factors(times, np.array(list(worst.values()), dtype=np.float64), low)
    rounded = np.ceil(np.round(factors * 1000, 3)) / 1000
    return {
        name: float(factor)
        for name, factor, low_one in zip(free.classes, rounded, low, strict=True)
        if factor > 1 or low_one > 1
    }


def _least_factors(
    times: NDArray[np.float64], worst: NDArray[np.float64], low: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Least largest factor, then least total time, with `times @ factors >= worst`.

    `times` is (routes, classes) seconds. Times that no factor allowed can reach are cut to the most
    that one can.
    """
    worst = np.minimum(worst, MOST_FACTOR * times.sum(axis=1))
    count = times.shape[1]
    largest = _solve(
        np.append(np.zeros(count), 1.0),
        np.block([[-times, np.zeros((len(times), 1))], [np.eye(count), -np.ones((count, 1))]]),
        np.append(-worst, np.zeros(count)),
        [(one, None) for one in (*low, 1.0)],
    )[-1]
    high = np.maximum(low, largest * (1 + 1e-9))
    return _solve(times.sum(axis=0), -times, -worst, list(zip(low, high, strict=True)))


def _solve(
    cost: NDArray[np.float64],
    rows: NDArray[np.float64],
    limits: NDArray[np.float64],
    bounds: list[tuple[float, float | None]],
) -> NDArray[np.float64]:
    found = linprog(cost, A_ub=rows, b_ub=limits, bounds=bounds, method="highs")
    if not found.success:
        raise SolverError(f"no factors fit the measured times: {found.message}")
    values: NDArray[np.float64] = found.x
    return values


def _delays(
    free: RoadTable, slower: Slower, measured: Measured, before: Iterable[Delay]
) -> tuple[Delay, ...]:
    """What is short of the measured time on routes with a turn that the map doesn't allow."""
    table = slowed(free, slower)
    short: dict[int, int] = defaultdict(int)
    for (profile, arcs), worst in measured.worst.items():
        turns = measured.turns[profile, arcs]
        if turns:
            planned = int(table.seconds[table.profiles.index(profile), list(arcs)].sum())
            more = math.ceil((worst - planned) / len(turns))
            for arc in turns:
                short[arc] = max(short[arc], more)
    for arc in measured.no_way:
        short[arc] = max(short[arc], NO_WAY_SECONDS)
    delays = {(delay.way, delay.start, delay.end): delay for delay in before}
    for arc, seconds in sorted(short.items()):
        delay = _delay(free, arc, min(seconds, MOST_DELAY))
        place = delay.way, delay.start, delay.end
        if seconds > 0 and (place not in delays or delays[place].seconds < delay.seconds):
            delays[place] = delay
    return tuple(delays.values())


def _delay(table: RoadTable, arc: int, seconds: int) -> Delay:
    start, end = (
        (round(float(table.latitude[node]), 7), round(float(table.longitude[node]), 7))
        for node in (table.tail[arc], table.head[arc])
    )
    return Delay(int(table.way[arc]), start, end, seconds)


def with_times(free: RoadTable, slower: Slower, delays: Iterable[Delay]) -> RoadTable:
    """The road table as a case with these factors and delays has it."""
    return delayed(slowed(free, slower), delays)[0]
