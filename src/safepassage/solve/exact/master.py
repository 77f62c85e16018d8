"""Which routes to drive: a linear programme over routes, with a bound in whole numbers.

Minimising the last arrival is asked as a question: can everyone arrive within T? Over all routes
r that last at most T, with a(r,c) shares of class c and b(r,d) shares for destination d,

    U(T) = max sum y(c)   over   y(c) <= demand(c),  y(c) <= sum a(r,c) x(r),
                                 sum b(r,d) x(r) <= room(d),  sum over r of g x(r) <= count(g).

Routes are found as they are needed (column generation, Gilmore and Gomory, 1961). For any prices
u(c) in [0, 1] and v(d) >= 0, weak duality gives

    U(T) <= sum demand(c) (1 - u(c)) + sum room(d) v(d) + sum count(g) max(0, best route of g),

where a route is worth sum a(r,c) u(c) - sum b(r,d) v(d). Prices are rounded to multiples of 1/UNIT,
the best route is found by dynamic programming, and all of it is in whole numbers: the bound has no
rounding error. If it is below everyone, nobody can have brought everyone by T.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from safepassage.solve.exact.instance import Instance, Ints, Route, slots
from safepassage.solve.exact.pricing import UNIT, Prices, Pricing, most_shares

ROUTES = 10
"""Most new routes of a group in one round."""

ALL = 1e-7
"""Shares by which the solver's optimum may miss everyone and still count as everyone."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices at which not everyone is worth bringing by `until`, and each group's best route."""

    until: int
    prices: Prices
    best: tuple[int, ...]


class Master:
    """The routes found so far, and the programme over them at one T after the other."""

    def __init__(self, instance: Instance, should_stop: Callable[[], bool]) -> None:
        """Begin without routes."""
        self.instance = instance
        self.should_stop = should_stop
        self.prices: list[Prices] = []
        """All prices tried, at one time or another."""
        self.proof: Proof | None = None
        """Of the latest time that was excluded."""
        self._found: dict[tuple[object, ...], tuple[int, Route]] = {}

    def add(self, route: Route) -> bool:
        """Keep a route unless one as short brings the same; whether it was kept."""
        classes = tuple(sorted(leg.cls for leg in route.legs))
        key = (route.start, classes, tuple(sorted(leg.end for leg in route.legs)))
        length = slots(self.instance, route)
        if key in self._found and self._found[key][0] <= length:
            return False
        self._found[key] = length, route
        return True

    def can(self, until: int) -> bool:
        """False if it is proved that not everyone can arrive within `until` slots.

        True says nothing more than that no proof was found.
        """
        everyone = self.instance.shares * UNIT
        highs = self.program(until, whole=False)
        while not self.should_stop():
            highs.run()
            if -highs.getInfo().objective_function_value > self.instance.shares - ALL:
                return True
            prices, worth = self._prices(np.asarray(highs.getSolution().row_dual))
            pricing = Pricing(self.instance, until, prices)
            self.prices.append(prices)
            best = pricing.best()
            if most_shares(self.instance, prices, best) < everyone:
                if self.proof is None or until > self.proof.until:
                    self.proof = Proof(until, prices, tuple(best))
                return False
            routes = [r for r in pricing.routes(worth, ROUTES) if self.add(r)]
            if not routes:
                return True
            for route in routes:
                self._put(highs, route)
        return True

    def program(self, until: int, *, whole: bool) -> Any:
        """The programme over the routes found that last at most `until`.

        Its first columns are the shares that arrive, by class; then come the routes, in the order
        of `routes`.
        """
        instance = self.instance
        highs = quiet_highs()
        nothing = np.array([], dtype=np.int32), np.array([], dtype=np.float64)
        for _ in instance.demand:
            highs.addRow(0.0, highspy.kHighsInf, 0, *nothing)
        for limit in (*instance.room.tolist(), *instance.count.tolist()):
            highs.addRow(-highspy.kHighsInf, float(limit), 0, *nothing)
        for c, demand in enumerate(instance.demand.tolist()):
            highs.addCol(-1.0, 0.0, float(demand), 1, np.array([c], np.int32), np.array([-1.0]))
        for route in self.routes(until):
            self._put(highs, route)
            if whole:
                highs.changeColIntegrality(highs.getNumCol() - 1, highspy.HighsVarType.kInteger)
        return highs

    def routes(self, until: int) -> list[Route]:
        """The routes found that last at most `until`, in the order in which they were found."""
        return [route for length, route in self._found.values() if length <= until]

    def _put(self, highs: Any, route: Route) -> None:
        classes, ends = len(self.instance.demand), len(self.instance.room)
        carry = float(self.instance.carry[self.instance.kind[route.start]])
        entries = Counter[int]()
        for leg in route.legs:
            entries[leg.cls] += 1
            entries[classes + leg.end] += 1
        rows = [*sorted(entries), classes + ends + route.start]
        values = [*(carry * entries[row] for row in sorted(entries)), 1.0]
        most = float(self.instance.count[route.start])
        highs.addCol(0.0, 0.0, most, len(rows), np.array(rows, np.int32), np.array(values))

    def _prices(self, duals: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[Prices, Ints]:
        """Prices from the duals of a minimisation, and what a vehicle of each group costs."""
        classes, ends = len(self.instance.demand), len(self.instance.room)
        people, room, vehicles = np.split(np.rint(duals * UNIT), [classes, classes + ends])
        return (
            Prices(
                people=np.clip(people, 0, UNIT).astype(np.int64),
                room=np.maximum(0, -room).astype(np.int64),
            ),
            np.maximum(0, -vehicles).astype(np.int64) + len(self.instance.demand),
        )


def quiet_highs() -> Any:
    """A solver with one thread and a fixed seed, that prints nothing. highspy has no stubs."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    return highs
