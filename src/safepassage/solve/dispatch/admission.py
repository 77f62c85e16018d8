"""Whom a destination with too few places receives: the more urgent first, alike from each point."""

from __future__ import annotations

from collections import Counter

from safepassage.solve.problem import Problem
from safepassage.solve.units import Mode


def not_admitted(problem: Problem) -> frozenset[int]:
    """Units (by index) for whom the one destination they accept has no place (D1).

    Places go by medical class, the most urgent first. Within a class every point gets a part of
    them, in proportion to who waits there: none is served before another because its crossing
    opens sooner. A unit that no longer fits leaves its places to smaller ones after it. Units that
    accept several destinations, or that no vehicle can carry, are left to the dispatch.
    """
    places = {
        1 << d: place.capacity
        for d, place in enumerate(problem.destinations)
        if place.capacity is not None
    }
    only = [
        u
        for u, unit in enumerate(problem.units)
        if unit.accepts in places and unit.mode is not Mode.NONE
    ]
    alike = Counter(_kind(problem, u) for u in only)
    before = Counter[tuple[int, int, int]]()
    order: list[tuple[int, float, int]] = []
    for u in only:
        kind = _kind(problem, u)
        order.append((problem.units[u].medical_class, before[kind] / alike[kind], u))
        before[kind] += 1
    left_out = set()
    for _, _, u in sorted(order):
        unit = problem.units[u]
        if unit.persons <= places[unit.accepts]:
            places[unit.accepts] -= unit.persons
        else:
            left_out.add(u)
    return frozenset(left_out)


def _kind(problem: Problem, u: int) -> tuple[int, int, int]:
    unit = problem.units[u]
    return unit.point, unit.accepts, unit.medical_class
