"""The order of a vehicle's trips: as many people as early as can be, none later than before."""

from __future__ import annotations

from itertools import permutations

from safepassage.solve.exact.instance import Instance, Leg, Route, slots

MOST = 6
"""Trips of a vehicle whose orders are all tried: 720."""


def earliest_first(instance: Instance, route: Route, until: int) -> Route:
    """The order with the least sum of arrivals among those that end by `until` slots.

    Routes of more than `MOST` trips are left as they are.
    """
    if len(route.legs) > MOST:
        return route
    orders = (Route(route.start, legs) for legs in sorted(set(permutations(route.legs)), key=_key))
    able = [each for each in orders if slots(instance, each) <= until]
    return min(able, key=lambda each: _arrivals(instance, each), default=route)


def _key(legs: tuple[Leg, ...]) -> list[tuple[int, int, int]]:
    return [(leg.point, leg.cls, leg.end) for leg in legs]


def _arrivals(instance: Instance, route: Route) -> int:
    """Sum of the slots at which the trips arrive."""
    return sum(
        slots(instance, Route(route.start, route.legs[: number + 1]))
        for number in range(len(route.legs))
    )
