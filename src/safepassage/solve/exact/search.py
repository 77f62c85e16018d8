"""The search of the exact engine: a bound from routes, then whole vehicles, until the two meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from safepassage.solve.exact.flow import Verdict, decide
from safepassage.solve.exact.instance import NEVER, Instance, Route, shortest_round, slots
from safepassage.solve.exact.master import Master, Proof
from safepassage.solve.exact.network import Network
from safepassage.solve.exact.thin import thin

TABLE = 20_000_000
"""Largest table of the dynamic programme: slots × points × destinations × types."""

ARCS = 4_000
"""Arcs of a network of whole vehicles per unit of effort."""

WORK = 10_000
"""Arcs of networks, times how often the solver may ask on with them, per load and effort."""

NODES = 50
"""Nodes of an integer programme over the routes found, per unit of effort."""

LATER = (1, 2, 4, 8, 16, 32)
"""Hundredths after the bound at which routes are sought, until there are some."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Nobody brings everyone before `bound` slots; `routes` do by `arrival`, if there are any.

    `proof` are the prices that exclude the last time before the bound of the programme over routes,
    if any were needed, with the value of the best route of each group.
    """

    bound: int
    routes: tuple[Route, ...] | None
    arrival: int
    proof: Proof | None


class Search:
    """One search, keeping the best bound and routes at every moment."""

    def __init__(
        self,
        instance: Instance,
        *,
        latest: int,
        effort: int,
        work: int,
        should_stop: Callable[[], bool],
        on_bound: Callable[[int], None],
    ) -> None:
        """Only routes that arrive by `latest` are wanted.

        `effort` is how large a network may be, `work` what may be spent on networks (see `WORK`);
        the attribute `work` says what is left.
        """
        self.instance = instance
        self.latest = latest
        self.effort = effort
        self.should_stop = should_stop
        self.on_bound = on_bound
        self.work = work
        self.step = 1
        self.master = Master(instance, should_stop)
        self.bound = min(_alone(instance), latest + 1)  # beyond: not everyone arrives in time
        self.routes: tuple[Route, ...] | None = None
        self.arrival = latest + 1

    def run(self, *, bound_only: bool = False) -> Answer:
        """Search until bound and routes meet, the work is done, or told to stop."""
        self._relax()
        if bound_only and self._open():
            self._gallop(self._fine(), self.work, several=not self.instance.whole)
        if bound_only:
            return self._answer()
        if self._open():
            self._whole_routes(self.bound)
        if self._open():
            self._whole_vehicles()
        for hundredths in LATER:
            if self.routes is None and self._open():
                self._whole_routes(self.bound + self.bound * hundredths // 100)
        while self._open() and self._whole_routes((self.bound + self.arrival - 1) // 2):
            pass
        return self._answer()

    def _answer(self) -> Answer:
        return Answer(self.bound, self.routes, self.arrival, self.master.proof)

    def _open(self) -> bool:
        return self.bound < self.arrival and not self.should_stop()

    def _prove(self, bound: int) -> None:
        if bound > self.bound:
            self.bound = bound
            self.on_bound(bound)

    def _keep(self, routes: tuple[Route, ...]) -> bool:
        for route in routes:
            self.master.add(route)
        arrival = max(slots(self.instance, route) for route in routes)
        if arrival >= self.arrival:
            return False
        self.routes, self.arrival = routes, arrival
        return True

    def _relax(self) -> None:
        """Look for the least time that the programme over routes doesn't exclude."""
        if self.bound > self.latest:
            return
        low = high = self.bound
        while not self._can(high):
            if high >= self.latest:
                return
            low, high = self.bound, min(self.latest, high + max(1, high // 4))
        while low < high and not self.should_stop():
            middle = (low + high) // 2
            if self._can(middle):
                high = middle // self.step * self.step
            else:
                low = self.bound

    def _can(self, until: int) -> bool:
        """False if not everyone can arrive by then, which is kept as a bound."""
        step = _step(self.instance, until)
        if step > self.step:  # too large a table: on a coarser grid from now on
            self.step = step
            self.master = Master(self.instance.coarse(step), self.should_stop)
        if self.master.can(until // self.step):
            return True
        self._prove((until // self.step + 1) * self.step)
        return False

    def _whole_routes(self, until: int) -> bool:
        """Try whole numbers of the routes found that arrive by then."""
        self.master.can(until // self.step)
        highs = self.master.program(until // self.step, whole=True)
        routes = self.master.routes(until // self.step)
        highs.setOptionValue("objective_target", 0.5 - self.instance.shares)
        highs.setOptionValue("mip_max_nodes", NODES * self.effort)
        highs.cbMipInterrupt.subscribe(lambda event: self.should_stop() and event.interrupt())
        highs.run()
        if -highs.getInfo().objective_function_value < self.instance.shares - 0.5:
            return False
        values = np.asarray(highs.getSolution().col_value)[len(self.instance.demand) :]
        counts = np.rint(values).astype(np.int64).tolist()
        chosen = [r for r, n in zip(routes, counts, strict=True) for _ in range(n)]
        return self._keep(tuple(chosen))

    def _whole_vehicles(self) -> None:
        """Ask when whole vehicles can do it."""
        step = self._fine()
        if not self.instance.whole:  # a second stop may help
            self._gallop(step, self.work // 2, several=True)
        self._gallop(step, self.work, several=False)

    def _fine(self) -> int:
        """As fine a grid as is small enough, in slots."""
        step = 1
        while step < self.bound and not self._network(self.bound // step, step).small:
            step *= 2
        return step

    def _gallop(self, step: int, work: int, *, several: bool) -> None:
        """Ask at later and later times until it can be done, then at those in between.

        Where no plan needs a second stop, or trips may have several, a no is a bound.
        """
        low, high, jump = self.bound // step, min(self.arrival, 2 * self.bound) // step, 1
        sought, spared = True, self.work - work
        while self._open() and low < high and self.work > spared:
            until = min(high - 1, low + jump - 1) if sought else (low + high) // 2
            verdict = self._decide(until, step, self.work - spared, several=several)
            if verdict.never:
                low, jump = until + 1, 2 * jump
                if several or self.instance.whole:
                    self._prove(low * step)
            elif verdict.possible:
                high, sought = until, False
                if verdict.routes:
                    self._keep(verdict.routes)
            else:
                return

    def _network(self, until: int, step: int, *, several: bool = False) -> Network:
        coarse = self.instance if step == 1 else self.instance.coarse(step)
        return Network(coarse, until, ARCS * self.effort, several=several)

    def _decide(self, until: int, step: int, work: int, *, several: bool) -> Verdict:
        """Ask at `until` slots of a grid, if the network is small."""
        network = self._network(until, step, several=several)
        if not network.small:
            return Verdict()
        if step == 1 and not several:
            thin(network, self.master.prices)
        asks = -(-work // max(1, network.arcs))
        verdict = decide(network, asks=asks, should_stop=self.should_stop)
        self.work -= verdict.asked * network.arcs
        return verdict


def _alone(instance: Instance) -> int:
    """When the last class could have somebody arrive, if nobody else were there."""
    last = 0
    for c, p in enumerate(instance.point.tolist()):
        best = NEVER
        for g, k in enumerate(instance.kind.tolist()):
            if instance.fits[k, c]:
                out = instance.out[k, p, instance.accepts[c]]
                best = min(best, int(instance.ready[g, p]) + int(out.min(initial=NEVER)))
        last = max(last, best)
    return last


def _step(instance: Instance, until: int) -> int:
    """How many slots to take as one so that the dynamic programme's table is small enough.

    Few enough that a round trip still takes time.
    """
    types, points, ends = instance.out.shape
    cells = until * int(points * ends * types)
    return min(1 + cells // TABLE, max(1, shortest_round(instance) // 2))
