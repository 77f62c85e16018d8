"""The earliest each unit could be out, the crossing all to itself: a bound in exact seconds."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.solve.gates import Gate, open_gates
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import Mode, RideUnit, carries_whole


def earliest_clearance(problem: Problem) -> int | None:
    """When the last unit could be out at best (UTC seconds); None if some unit never can.

    For each unit the best vehicle type, gates and windows are taken as if nothing else moved:
    whatever a plan does, that unit is not out sooner.
    """
    entered = {k: _entries(problem, k) for k in sorted(set(problem.fleet))}
    gates = open_gates(problem)["out"]
    last = 0
    for cohort, like in enumerate(problem.cohorts.likes):
        if not problem.cohorts.units[cohort]:
            continue
        times = (
            time
            for k, entries in entered.items()
            if _may_carry(problem, k, like)
            for time in _outs(problem, gates, k, like, entries)
        )
        best = min(times, default=None)
        if best is None:
            return None
        last = max(last, best)
    return last


def _may_carry(problem: Problem, k: int, unit: RideUnit) -> bool:
    """Whether a vehicle of the type could take the unit, or a part where parts are allowed."""
    if unit.mode is Mode.WHOLE and not unit.patients:
        return carries_whole(problem.types[k], unit)
    return True


def _entries(problem: Problem, k: int) -> list[tuple[int, int]]:
    """(place, earliest time) at which a vehicle of type k could be inside.

    One that starts outside comes to a gate no sooner than `Problem.to_gates` says; one that starts
    inside could come to any after a first trip.
    """
    inward = open_gates(problem)["in"]
    found: dict[int, int] = {}
    soonest = [UNREACHABLE] * len(inward)
    for v, vehicle in enumerate(problem.case.vehicles):
        if problem.fleet[v] != k:
            continue
        start = problem.place_index[vehicle.start]
        legs = problem.to_gates(k, start)
        if problem.starts_inside(v):
            found[start] = min(found.get(start, UNREACHABLE), vehicle.available_from)
            legs = (0,) * len(inward)
        ready = (vehicle.available_from + leg for leg in legs)
        soonest = [min(pair) for pair in zip(soonest, ready, strict=True)]
    for c, gate in enumerate(inward):
        slot = gate.earliest(soonest[c], 1, 0)
        if slot is not None:
            found[problem.at_crossing(c)] = slot[0] + gate.passage_seconds(1, 0)
    return sorted(found.items())


def _outs(
    problem: Problem,
    gates: tuple[Gate, ...],
    k: int,
    unit: RideUnit,
    entries: list[tuple[int, int]],
) -> Iterator[int]:
    point = problem.at_point(unit.point)
    stay = problem.points[unit.point].stop_seconds + problem.types[k].loading_seconds
    for place, time in entries:
        there = problem.least[k][place][point]
        for c, gate in enumerate(gates):
            back = problem.least[k][point][problem.at_crossing(c)]
            if there >= UNREACHABLE or back >= UNREACHABLE:
                continue
            slot = gate.earliest(time + there + stay + back, 1, unit.persons)
            if slot is not None:
                yield slot[0] + gate.passage_seconds(1, unit.persons)
