"""Random worlds for a problem: everything that may go otherwise, often a lot of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from safepassage.model.case import Case
from safepassage.solve.problem import WAYS, Problem, Span, midnights
from safepassage.studies.stress.world import NEVER, World

TRIPS = 6


def day_starts(case: Case) -> list[int]:
    """Beginnings of the local days of the horizon."""
    start, end = case.horizon
    return [start, *midnights(start + 1, end, case.zone)]


def still_world(problem: Problem, **changes: Any) -> World:
    """Everything goes as planned, but for the changes."""
    days, vehicles = len(day_starts(problem.case)), len(problem.fleet)
    fields: dict[str, Any] = {
        "run": 0,
        "comes": np.ones(len(problem.units), dtype=np.bool_),
        "withdraws": np.full(len(problem.units), NEVER, dtype=np.int64),
        "windows": problem.windows,
        "screening": np.ones((len(problem.crossings), days)),
        "full": np.zeros((len(problem.destinations), days), dtype=np.bool_),
        "travel": np.ones((vehicles, TRIPS)),
        "travel_on": np.ones(days),
        "loading": np.ones((vehicles, TRIPS)),
        "breakdown": np.zeros((vehicles, TRIPS), dtype=np.int64),
        "no_show": np.zeros((vehicles, TRIPS)),
    }
    return World(**(fields | changes))


def random_world(problem: Problem, seed: int) -> World:
    """Each cause is there or not; where it is, it may be harsh."""
    rng = np.random.default_rng(seed)
    case = problem.case
    days, vehicles, units = day_starts(case), len(problem.fleet), len(problem.units)
    shape = vehicles, TRIPS
    changes: dict[str, Any] = {"run": seed}

    def happens() -> bool:
        return bool(rng.random() < 0.5)

    if happens():
        changes["comes"] = rng.random(units) < rng.uniform(0.3, 1)
    if happens():
        changes["withdraws"] = np.where(
            rng.random(units) < 0.3, rng.integers(*case.horizon, units), NEVER
        )
    if happens():
        changes["screening"] = rng.uniform(0.2, 1, (len(problem.crossings), len(days)))
    if happens():
        changes["full"] = rng.random((len(problem.destinations), len(days))) < 0.3
    if happens():
        changes["travel"] = np.maximum(1, rng.lognormal(0.1, 0.3, shape))
    if happens():
        changes["travel_on"] = rng.uniform(1, 1.5, len(days))
    if happens():
        changes["loading"] = np.maximum(1, rng.lognormal(0.1, 0.5, shape))
    if happens():
        changes["breakdown"] = np.where(
            rng.random(shape) < 0.3, rng.integers(0, 2 * 86400, shape), 0
        )
    if happens():
        changes["no_show"] = rng.uniform(0, 1, shape) * (rng.random(shape) < 0.5)
    if happens():
        changes["closed_roads"] = tuple(
            (since, since + int(rng.integers(600, 40_000)))
            for since in rng.integers(*case.horizon, 2).tolist()
        )
    if happens():
        changes["windows"] = {
            way: tuple(tuple(_cut(rng, spans)) for spans in problem.windows[way]) for way in WAYS
        }
    return still_world(problem, **changes)


def _cut(rng: np.random.Generator, spans: tuple[Span, ...]) -> list[Span]:
    found = []
    for opens, closes in spans:
        if rng.random() < 0.2:
            continue
        late, early = rng.uniform(0, 0.4, 2) * (rng.random(2) < 0.5)
        begin, end = (
            opens + int(late * (closes - opens)),
            closes - int(early * (closes - opens)),
        )
        if begin < end:
            found.append((begin, end))
    return found
