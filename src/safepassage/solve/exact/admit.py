"""Which cases the exact engine takes, and the arrays it makes of them.

It takes a case without crossings of at most `VEHICLES` vehicles, `CLASSES` classes, `LOADS` full
loads and `CELLS`, from which nobody is refused, and in which no round trip takes no time. All that
it leaves out (packing, needs, arms, driver hours, range, daily reception, the end of availability)
only ever forbids plans. So what it proves holds for every plan.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from safepassage.solve.exact.instance import NEVER, Instance, Ints, full_loads, shortest_round
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import Mode, carries_whole

VEHICLES = 200

CLASSES = 100

LOADS = 400

CELLS = 80_000_000
"""Slots × points × destinations × types of the horizon, a slot being half the shortest round."""

Start = tuple[int, int, int]
"""Type, place index and time of availability that the vehicles of a group have in common."""

Kind = tuple[int, int, tuple[bool, ...]]
"""Point, accepted destinations (bits) and which types may carry the people of a class."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Admitted:
    """An instance, and what leads back from it to the case.

    A slot is `unit` seconds; slot 0 is `origin` (UTC seconds), `latest` the last inside the
    horizon. `vehicles[g]` and `units[c]` are the vehicles of a group and the units of a class.
    """

    instance: Instance
    origin: int
    unit: int
    latest: int
    alone: bool
    """Whether a share is a unit, none of which ever share a vehicle; else it is a person."""
    vehicles: tuple[tuple[int, ...], ...]
    units: tuple[tuple[int, ...], ...]

    def instant(self, slots: int) -> int:
        """When so many slots have passed, UTC seconds."""
        return self.origin + slots * self.unit


def admit(problem: Problem) -> Admitted | None:
    """The instance of a case, or None if the exact engine doesn't take it."""
    if not problem.doors or not problem.units or problem.refused:
        return None
    alone = _ride_alone(problem)
    groups, classes = _groups(problem), _classes(problem, alone)
    if not groups or len(problem.fleet) > VEHICLES or len(classes) > CLASSES:
        return None
    instance = _instance(problem, list(groups), classes, alone=alone)
    if full_loads(instance) > LOADS or shortest_round(instance) < 1:
        return None
    unit = _common_unit(instance)
    origin, end = problem.case.horizon
    latest = (end - 1 - origin) // unit
    instance = instance.coarse(unit)
    if latest * instance.out.size // max(1, shortest_round(instance) // 2) > CELLS:
        return None
    return Admitted(
        instance=instance,
        origin=origin,
        unit=unit,
        latest=latest,
        alone=alone,
        vehicles=tuple(groups.values()),
        units=tuple(classes.values()),
    )


def _groups(problem: Problem) -> dict[Start, tuple[int, ...]]:
    found: dict[Start, tuple[int, ...]] = {}
    for v, vehicle in enumerate(problem.case.vehicles):
        start = problem.fleet[v], problem.place_index[vehicle.start], vehicle.available_from
        found[start] = (*found.get(start, ()), v)
    return found


def _classes(problem: Problem, alone: bool) -> dict[Kind, tuple[int, ...]]:
    """Where units ride alone, a class also says who can carry them."""
    found: dict[Kind, tuple[int, ...]] = {}
    for u, unit in enumerate(problem.units):
        able = tuple(not alone or carries_whole(kind, unit) for kind in problem.types)
        kind = unit.point, unit.accepts, able
        found[kind] = (*found.get(kind, ()), u)
    return found


def _ride_alone(problem: Problem) -> bool:
    """Whether no two units ever share a vehicle, so that loads are counted and not persons."""
    if any(unit.mode is not Mode.WHOLE or unit.patients for unit in problem.units):
        return False
    smallest = sorted(unit.persons for unit in problem.units)[:2]
    return len(smallest) < 2 or sum(smallest) > max(problem.types[k].seats for k in problem.fleet)


def _instance(
    problem: Problem,
    starts: Sequence[Start],
    classes: dict[Kind, tuple[int, ...]],
    *,
    alone: bool,
) -> Instance:
    """Times in seconds, yet to be divided by their common unit."""
    kinds, members = list(classes), list(classes.values())
    sizes = [[1 if alone else problem.units[u].persons for u in units] for units in members]
    demand = [sum(each) for each in sizes]
    carry = [1 if alone else _fill(problem, k) for k in range(len(problem.types))]
    room = _room(problem, sum(demand), alone)
    useful = {carry[k] for k in problem.fleet} - {0}
    seconds = _seconds(problem)
    points = [problem.at_point(p) for p in range(len(problem.points))]
    ends = [problem.at_destination(d) for d in range(len(problem.destinations))]
    stay = _array(
        [
            [point.stop_seconds + kind.loading_seconds for point in problem.points]
            for kind in problem.types
        ]
    )
    handover = _array(
        [
            [end.handover_seconds + kind.turnaround_seconds for end in problem.destinations]
            for kind in problem.types
        ]
    )
    origin = problem.case.horizon[0]
    ready = [free - origin + seconds[k, place, points] + stay[k] for k, place, free in starts]
    back = seconds[:, ends][:, :, points] + handover[:, :, None] + stay[:, None, :]
    hop = seconds[:, points][:, :, points] + stay[:, None, :]
    hop[:, range(len(points)), range(len(points))] = NEVER
    return Instance(
        count=_array([len(vehicles) for vehicles in _groups(problem).values()]),
        kind=_array([k for k, _, _ in starts]),
        ready=_capped(_array(ready)),
        out=_capped(seconds[:, points][:, :, ends]),
        back=_capped(back),
        hop=_capped(hop),
        carry=_array(carry),
        demand=_array(demand),
        point=_array([point for point, _, _ in kinds]),
        accepts=np.array([[n >> d & 1 > 0 for d in range(len(ends))] for _, n, _ in kinds]),
        fits=np.array([able for _, _, able in kinds]).T & (_array(carry)[:, None] > 0),
        room=_array(room),
        whole=len(useful) == 1 and all(n % max(useful) == 0 for n in (*demand, *room)),
    )


def _fill(problem: Problem, k: int) -> int:
    """Most persons that some of the units can make up in one vehicle of type k."""
    kind = problem.types[k]
    if any(unit.mode is not Mode.WHOLE or unit.patients for unit in problem.units):
        return kind.places
    sums = 1
    for unit in problem.units:
        sums |= sums << unit.persons
        sums &= (2 << kind.seats) - 1
    return sums.bit_length() - 1


def _room(problem: Problem, everyone: int, alone: bool) -> list[int]:
    """Most shares each destination takes; where there is room for all, all."""
    found = []
    for d, place in enumerate(problem.destinations):
        sizes = [unit.persons for unit in problem.units if unit.accepts >> d & 1]
        if place.capacity is None:
            found.append(everyone)
        else:
            each = min(sizes, default=1) if alone else 1
            found.append(min(everyone, place.capacity // each))
    return found


def _seconds(problem: Problem) -> Ints:
    """Least times between all places, (types, places, places)."""
    return np.array(problem.least, dtype=np.int64)


def _array(values: Any) -> Ints:
    return np.array(values, dtype=np.int64)


def _capped(times: Ints) -> Ints:
    return np.where(times >= UNREACHABLE, NEVER, times)


def _common_unit(instance: Instance) -> int:
    times = (instance.ready, instance.out, instance.back, instance.hop)
    found = math.gcd(*(t for each in times for t in each.ravel().tolist() if t < NEVER))
    return max(1, found)
