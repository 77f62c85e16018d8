"""Bus evacuation as a time-indexed integer programme: buses as flows over places and times.

Nothing is gained by waiting, so a bus that arrives moves on in the same slot or never. Where times
are too long for a slot a unit they are rounded up to slots; routes are then timed again exactly,
and no bound is claimed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from against.instance import Instance, Route, by_turns
from against.programme import Programme, Solver, least
from against.routing import Found

MOST_SLOTS = 100


def fleet_flow(instance: Instance, seconds: float, solver: Solver) -> Found:
    """Least makespan by HiGHS or CP-SAT."""
    latest = instance.value(by_turns(instance))
    slot = max(1, -(-latest // MOST_SLOTS))
    best: list[Route] = []
    model: list[_Model] = []

    def build(horizon: int, proved: int) -> Programme:
        model[:] = [_Model(instance, slot, horizon, proved)]
        return model[0].programme

    def keep(values: list[int], _: int) -> int:
        best[:] = model[0].routes(values)
        return max(model[0].end(route) for route in best)

    coarse = _coarse(instance, slot)
    high = coarse.value(by_turns(coarse))
    bound = least(build, solver, high, seconds, keep).bound
    notes = [] if slot == 1 else [f"slots of {slot}, routes timed again, no bound"]
    if not best:
        notes.insert(0, "no plan found")
    return Found(routes=tuple(best), bound=bound if slot == 1 else None, note="; ".join(notes))


def _coarse(instance: Instance, slot: int) -> Instance:
    """The same with times in slots, rounded up."""
    return replace(
        instance,
        first=-(-instance.first // slot),
        there=-(-instance.there // slot),
        back=-(-instance.back // slot),
    )


class _Model:
    """Columns by (place, place, time) for the three kinds of legs, and the rows between them."""

    def __init__(self, instance: Instance, slot: int, horizon: int, proved: int) -> None:
        self.programme = Programme()
        self._instance, self._horizon = instance, horizon
        self._coarse = coarse = _coarse(instance, slot)
        self._first, self._there, self._back = coarse.first, coarse.there, coarse.back
        self._buses = int(instance.buses.sum())
        self._out: dict[tuple[int, int], int] = {}
        self._loaded: dict[tuple[int, int, int], int] = {}
        self._empty: dict[tuple[int, int, int], int] = {}
        self._at_point: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self._at_shelter: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self._arriving: dict[int, list[int]] = defaultdict(list)
        self._columns()
        self._limits()
        self._length(proved)

    def end(self, route: Route) -> int:
        """When a bus has moved its last load, slots."""
        return self._coarse.end(route)

    def _columns(self) -> None:
        """Every leg that can still end in time."""
        column, loads = self.programme.column, self._instance.loads.tolist()
        nearest = self._there.min(axis=1)
        for depot, point in np.ndindex(self._first.shape):
            time = int(self._first[depot, point])
            if time + nearest[point] <= self._horizon:
                self._out[depot, point] = new = column(int(self._instance.buses[depot]))
                self._at_point[point, time].append((new, 1))
        for point, shelter in np.ndindex(self._there.shape):
            lasts = int(self._there[point, shelter])
            for time in range(self._horizon - lasts + 1):
                new = column(min(loads[point], self._buses))
                self._loaded[point, shelter, time] = new
                self._at_point[point, time].append((new, -1))
                self._at_shelter[shelter, time + lasts].append((new, 1))
                self._arriving[time + lasts].append(new)
        for shelter, point in np.ndindex(self._back.shape):
            lasts = int(self._back[shelter, point])
            for time in range(self._horizon - lasts - int(nearest[point]) + 1):
                self._empty[shelter, point, time] = new = column(self._buses)
                self._at_shelter[shelter, time].append((new, -1))
                self._at_point[point, time + lasts].append((new, 1))

    def _limits(self) -> None:
        """Buses go on from where they are; loads are moved; shelters have so much room."""
        row, instance = self.programme.row, self._instance
        for terms in self._at_point.values():
            row(0, 0, terms)
        for terms in self._at_shelter.values():
            row(0, None, terms)
        for depot, count in enumerate(instance.buses.tolist()):
            row(None, count, [(new, 1) for (d, _), new in self._out.items() if d == depot])
        for point, count in enumerate(instance.loads.tolist()):
            row(count, count, [(new, 1) for (p, _, _), new in self._loaded.items() if p == point])
        for shelter, room in enumerate(instance.rooms.tolist()):
            row(None, room, [(new, 1) for (_, s, _), new in self._loaded.items() if s == shelter])

    def _length(self, proved: int) -> None:
        """A column a slot after `proved` that is 1 if anybody arrives then or later."""
        later = -1
        for time in range(self._horizon, proved, -1):
            now = self.programme.column(1, cost=1)
            arrivals = [(new, 1) for new in self._arriving[time]]
            self.programme.row(None, 0, [*arrivals, (now, -self._buses)])
            if later >= 0:
                self.programme.row(None, 0, [(later, 1), (now, -1)])
            later = now

    def routes(self, values: list[int]) -> list[Route]:
        """The flow as routes, in the order of time; whoever isn't sent on has ended."""
        legs: list[tuple[int, list[tuple[int, int]]]] = []
        at_point: dict[tuple[int, int], list[int]] = defaultdict(list)
        at_shelter: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (depot, point), column in self._out.items():
            for _ in range(values[column]):
                at_point[point, int(self._first[depot, point])].append(len(legs))
                legs.append((depot, []))
        for time in range(self._horizon + 1):
            for shelter, point in np.ndindex(self._back.shape):
                column = self._empty.get((shelter, point, time), -1)
                for _ in range(values[column] if column >= 0 else 0):
                    bus = at_shelter[shelter, time].pop()
                    at_point[point, time + int(self._back[shelter, point])].append(bus)
            for point, shelter in np.ndindex(self._there.shape):
                column = self._loaded.get((point, shelter, time), -1)
                for _ in range(values[column] if column >= 0 else 0):
                    bus = at_point[point, time].pop()
                    legs[bus][1].append((point, shelter))
                    at_shelter[shelter, time + int(self._there[point, shelter])].append(bus)
        return [(depot, tuple(own)) for depot, own in legs]
