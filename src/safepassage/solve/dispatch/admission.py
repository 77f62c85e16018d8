"""Whom a destination with too few places receives: the more urgent first, alike from each point."""

from __future__ import annotations

from collections import Counter

from safepassage.solve.problem import Problem
from safepassage.solve.units import Mode


def not_admitted(problem: Problem, *, late_first: bool = False) -> frozenset[int]:
    """Units (by index) for whom the one destination they accept has no place (D1).

    Places go by medical class, the most urgent first. Within a class every point gets a part of
    them, in proportion to who waits there: none is served before another because its crossing
    opens sooner. With `late_first` those points have them first whose people can leave until the
    latest: whom a crossing that closes soon lets pass for these places would have kept vehicles
    from others, for whom there are places enough. A unit that no longer fits leaves its places to
    smaller ones after it. Units that accept several destinations, or that no vehicle can carry, are
    left to the dispatch.
    """
    turn = [-problem.ways_out[p][1] * late_first for p in range(len(problem.points))]
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
    order: list[tuple[int, int, float, int]] = []
    for u in only:
        kind, unit = _kind(problem, u), problem.units[u]
        part = before[kind] / alike[kind]
        order.append((unit.medical_class, turn[unit.point], part, u))
        before[kind] += 1
    left_out = set()
    for _, _, _, u in sorted(order):
        unit = problem.units[u]
        if unit.persons <= places[unit.accepts]:
            places[unit.accepts] -= unit.persons
        else:
            left_out.add(u)
    return frozenset(left_out)


def _kind(problem: Problem, u: int) -> tuple[int, int, int]:
    unit = problem.units[u]
    return unit.point, unit.accepts, unit.medical_class
