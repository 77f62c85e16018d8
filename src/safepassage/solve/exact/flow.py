"""Whole vehicles in a network of places and times: can everyone arrive within T slots?

With x(a) vehicles on arc a, a whole number, and in both cases

    in = out at every point node, out <= in at every destination node,
    sum of starts of group g x <= count(g),

the programme for trips of one stop, each made for a class, is

    max sum y(c)   over   y(c) <= demand(c),   y(c) <= sum of trips for c, carry · x,
                          sum of trips to d, carry · x <= room(d),

and its solutions are plans, but for how units are packed. Where trips may go on to further points,
with f(c,k,d) shares of class c that vehicles of type k bring to d, it is

    max sum f   over   sum f(c,·,·) <= demand(c),   sum f(·,·,d) <= room(d),
                       f(c,k,d) over c at p, and d, <= carry(k) · vehicles of k that come to p,
                       f(c,k,d) over c <= carry(k) · vehicles of k that arrive at d.

Every plan keeps that, but not every solution is a plan: it serves for bounds only. (Flows over
time: Ford and Fulkerson, 1958. HiGHS solves the programmes, and its verdict is trusted.)
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_array

from safepassage.solve.exact.instance import Leg, Route
from safepassage.solve.exact.master import quiet_highs
from safepassage.solve.exact.network import Network, Node

INFINITE = highspy.kHighsInf

PATIENCE = 40
"""How often the solver may ask on in one of the first runs."""

SEEDS = 6
"""Runs of one patience, before it is doubled."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the programme gave: that nobody brings everyone, or that it is possible.

    Neither if the work ran out before; `asked` is how much of it was spent. Routes are those of a
    network of one-stop trips.
    """

    never: bool = False
    possible: bool = False
    routes: tuple[Route, ...] = ()
    asked: int = 0


@dataclass(slots=True)
class _Model:
    """Columns and rows of the programme, built up piece by piece."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    rows: dict[tuple[object, ...], int] = field(default_factory=dict)

    def row(self, *key: object, low: float = -INFINITE, high: float = 0.0) -> int:
        """The row of that name, new or not."""
        if key not in self.rows:
            self.rows[key] = len(self.low)
            self.low.append(low)
            self.high.append(high)
        return self.rows[key]

    def column(self, entries: list[tuple[int, float]], *, upper: float, cost: float = 0.0) -> None:
        """A whole number between 0 and `upper`."""
        self.entries += [(row, len(self.cost), value) for row, value in entries]
        self.cost.append(cost)
        self.upper.append(upper)

    def leave(self, node: Node) -> int:
        """The balance of a node: in less out."""
        return self.row(node, low=0.0, high=INFINITE if node[1] else 0.0)


def decide(network: Network, *, asks: int, should_stop: Callable[[], bool]) -> Verdict:
    """Whether everyone can arrive in the network; `asks` is how often the solver may ask on.

    It is begun again and again with another seed, and more patience now and then: some runs soon
    come upon a solution, and the unlucky ones are very long.
    """
    if not network.trips:
        return Verdict(never=True)
    lp = _program(_model(network))
    asked, patience, seed = 0, PATIENCE, 0
    while asked < asks and not should_stop():
        highs = quiet_highs()
        highs.setOptionValue("random_seed", seed)
        highs.passModel(lp)
        asked += _run(highs, network.instance.shares, min(asks - asked, patience), should_stop)
        if highs.getModelStatus() != highspy.HighsModelStatus.kInterrupt:
            return replace(_verdict(network, highs), asked=asked)
        seed += 1
        if seed % SEEDS == 0:
            patience *= 2
    return Verdict(asked=asked)


def _run(highs: Any, everyone: int, patience: int, should_stop: Callable[[], bool]) -> int:
    """Let the solver run until it has everyone, or has asked on so often; says how often it did."""
    asked = 0

    def ask(event: Any) -> None:
        nonlocal asked
        asked += 1
        if asked > patience or should_stop():
            event.interrupt()

    highs.setOptionValue("objective_target", 0.5 - everyone)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.99)
    highs.cbMipInterrupt.subscribe(ask)
    highs.run()
    return asked


def _verdict(network: Network, highs: Any) -> Verdict:
    info, everyone = highs.getInfo(), network.instance.shares
    if -info.objective_function_value > everyone - 0.5:
        values = np.asarray(highs.getSolution().col_value)
        counts = iter(np.rint(values).astype(np.int64).tolist())
        routes = () if network.several else tuple(_routes(network, counts))
        return Verdict(possible=True, routes=routes)
    ended = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Verdict(never=ended and -info.mip_dual_bound < everyone - 0.5)


def _model(network: Network) -> _Model:
    """Columns: trips, returns, starts, hops, then the shares that arrive."""
    instance, model = network.instance, _Model()
    vehicles = float(instance.count.sum())
    for before, cls, after in network.trips:
        entries = [(model.leave(before), -1.0), (model.leave(after), 1.0)]
        k, d, carry = after[0], after[2], float(instance.carry[after[0]])
        if network.several:
            entries.append((model.row("to", k, d), -carry))
        else:
            entries.append((model.row("class", cls, low=0.0, high=INFINITE), carry))
            entries.append((model.row("room", d, high=float(instance.room[d])), carry))
        model.column(entries, upper=vehicles)
    for before, after in network.returns:
        model.column([(model.leave(before), -1.0), *_come(network, model, after)], upper=vehicles)
    for g, node in network.starts:
        most = float(instance.count[g])
        group = model.row("group", g, high=most)
        model.column([(group, 1.0), *_come(network, model, node)], upper=most)
    for before, after in network.hops:
        model.column([(model.leave(before), -1.0), *_come(network, model, after)], upper=vehicles)
    if network.several:
        _shared_rides(network, model)
    else:
        for c, demand in enumerate(instance.demand.tolist()):
            row = model.row("class", c, low=0.0, high=INFINITE)
            model.column([(row, -1.0)], upper=float(demand), cost=-1.0)
    return model


def _come(network: Network, model: _Model, node: Node) -> list[tuple[int, float]]:
    """A vehicle comes to a point, where trips may have several stops with its places."""
    k, _, p, _ = node
    entries = [(model.leave(node), 1.0)]
    if network.several:
        entries.append((model.row("from", k, p), -float(network.instance.carry[k])))
    return entries


def _shared_rides(network: Network, model: _Model) -> None:
    """The shares f, which ride in vehicles that come to their point and to their destination."""
    instance = network.instance
    types = sorted(set(instance.kind.tolist()))
    for c, k in itertools.product(range(len(instance.demand)), types):
        demand = float(instance.demand[c])
        for d in np.flatnonzero(instance.accepts[c] & instance.fits[k, c]).tolist():
            entries = [
                (model.row("class", c, high=demand), 1.0),
                (model.row("room", d, high=float(instance.room[d])), 1.0),
                (model.row("from", k, int(instance.point[c])), 1.0),
                (model.row("to", k, d), 1.0),
            ]
            model.column(entries, upper=demand, cost=-1.0)


def _program(model: _Model) -> Any:
    rows, columns, values = zip(*model.entries, strict=True)
    matrix = csc_array((values, (rows, columns)), shape=(len(model.low), len(model.cost)))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.low)
    lp.col_cost_ = np.asarray(model.cost)
    lp.col_lower_ = np.zeros(len(model.cost))
    lp.col_upper_ = np.asarray(model.upper)
    lp.row_lower_ = np.asarray(model.low)
    lp.row_upper_ = np.asarray(model.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(np.float64)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.cost)
    return lp


@dataclass(slots=True)
class _Arc:
    count: int
    cls: int
    after: Node


def _routes(network: Network, counts: Iterator[int]) -> Iterator[Route]:
    """Follow the vehicles one by one; `counts` are of trips, returns and starts."""
    onward: dict[Node, list[_Arc]] = defaultdict(list)
    for before, cls, after in network.trips:
        onward[before].append(_Arc(next(counts), cls, after))
    for before, after in network.returns:
        onward[before].append(_Arc(next(counts), -1, after))
    for g, first in network.starts:
        for _ in range(next(counts)):
            legs, node = [], first
            while arc := next((each for each in onward[node] if each.count), None):
                arc.count -= 1
                if arc.cls >= 0:
                    legs.append(Leg(node[2], arc.cls, arc.after[2]))
                node = arc.after
            yield Route(g, tuple(legs))
