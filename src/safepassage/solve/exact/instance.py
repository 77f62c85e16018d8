"""What the exact engine plans from: vehicles, round trips and loads, as arrays of whole slots."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = 1 << 40
"""Slots that no horizon contains."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Instance:
    """G groups of like vehicles, K types, P points, D destinations and C classes of people.

    A *class* is people at one point who accept the same destinations. Its size is in *shares*:
    persons, or loads where no two units ever share a vehicle. A trip is from where the vehicle is
    to a point and on to a destination. Times are whole slots, NEVER where there is no way; a trip
    that leaves out a stop is no longer.

    Attributes
    ----------
    count, kind : (G,) vehicles of a group, and their type
    ready : (G, P) from the start until such a vehicle stands loaded at the point, at the earliest
    out : (K, P, D) from leaving the point to arriving
    back : (K, D, P) from arriving at a destination to standing loaded at the next point
    hop : (K, P, P) from leaving a point to standing loaded at another, NEVER to the same
    carry : (K,) most shares of a trip
    demand, point : (C,) shares of a class, and where they wait
    accepts : (C, D) whether the class accepts the destination
    fits : (K, C) whether such a vehicle can carry anyone of the class
    room : (D,) most shares a destination takes
    whole : every class is a whole number of loads of every type, so nobody gains by a second stop
    """

    count: Ints
    kind: Ints
    ready: Ints
    out: Ints
    back: Ints
    hop: Ints
    carry: Ints
    demand: Ints
    point: Ints
    accepts: Flags
    fits: Flags
    room: Ints
    whole: bool

    @property
    def shares(self) -> int:
        """Everyone."""
        return int(self.demand.sum())

    def coarse(self, step: int) -> Instance:
        """The same in slots `step` times as long, every time rounded down: what it proves holds."""

        def down(times: Ints) -> Ints:
            return np.where(times >= NEVER, NEVER, times // step)

        return replace(
            self,
            ready=down(self.ready),
            out=down(self.out),
            back=down(self.back),
            hop=down(self.hop),
        )


@dataclass(frozen=True, slots=True)
class Leg:
    """One trip of a route: at `point` people of class `cls` board for `end`."""

    point: int
    cls: int
    end: int


@dataclass(frozen=True, slots=True)
class Route:
    """All that one vehicle of group `start` does, one trip after the other."""

    start: int
    legs: tuple[Leg, ...]


def slots(instance: Instance, route: Route) -> int:
    """When the last people of a route arrive."""
    k = int(instance.kind[route.start])
    total, before = 0, -1
    for leg in route.legs:
        there = instance.ready[route.start] if before < 0 else instance.back[k, before]
        total += int(there[leg.point]) + int(instance.out[k, leg.point, leg.end])
        before = leg.end
    return total


def shortest_round(instance: Instance) -> int:
    """Least slots from a point to a destination and back to some point, of the types in use."""
    used = sorted(set(instance.kind.tolist()))
    out, back = instance.out[used], instance.back[used]
    return int((out.min(axis=1) + back.min(axis=2)).min())


def full_loads(instance: Instance) -> int:
    """Trips that everyone needs at least, class by class, in the largest vehicles."""
    return int((-(-instance.demand // max(1, int(instance.carry.max())))).sum())
