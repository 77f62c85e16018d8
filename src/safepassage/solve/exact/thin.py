"""Arcs that no plan which brings everyone can use, by what they would cost at given prices.

At any prices the shares that arrive are worth at most U (see `master.py`), which counts the best
route of each vehicle. A vehicle that takes arc a instead is worth less by at least

    loss(a) = min over groups g of (best route of g - best route of g through a).

If U - loss(a) is below everyone, no plan that brings everyone takes a (reduced-cost fixing;
Dantzig, Fulkerson and Johnson, 1954). Prices and values are whole numbers, so nothing is rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from graphlib import TopologicalSorter

import numpy as np

from safepassage.solve.exact.instance import Instance
from safepassage.solve.exact.network import Network, Node
from safepassage.solve.exact.pricing import UNIT, Prices, most_shares

Gains = dict[tuple[int, int, int], int]
"""What a full trip is worth, by type, class and destination."""

Onward = list[tuple[int, Node]]
"""Where a node leads, with what is gained by it."""

NOTHING = -(1 << 60)
"""The value of a way that leads nowhere."""


def thin(network: Network, prices: Iterable[Prices]) -> None:
    """Take out of a network of one-stop trips what is too costly at some of the prices."""
    for each in prices:
        _thin(network, each)


def _thin(network: Network, prices: Prices) -> None:
    gains = _gains(network.instance, prices)
    ways = _ways(network, gains)
    to_come = _to_come(ways)
    best = [0] * len(network.instance.count)
    for g, node in network.starts:
        best[g] = max(best[g], to_come[node])
    spare = most_shares(network.instance, prices, best) - network.instance.shares * UNIT
    so_far = _so_far(network, ways, best)
    network.starts = [
        (g, node) for g, node in network.starts if to_come[node] - best[g] + spare >= 0
    ]
    network.trips = [
        (before, cls, after)
        for before, cls, after in network.trips
        if so_far[before] + gains[before[0], cls, after[2]] + to_come[after] + spare >= 0
    ]
    network.returns = [
        (before, after)
        for before, after in network.returns
        if so_far[before] + to_come[after] + spare >= 0
    ]


def _gains(instance: Instance, prices: Prices) -> Gains:
    worth = prices.people[:, None] - prices.room[None, :]
    return {
        (k, c, d): int(instance.carry[k]) * int(worth[c, d])
        for k in sorted(set(instance.kind.tolist()))
        for c, d in np.ndindex(worth.shape)
    }


def _to_come(ways: Sequence[tuple[Node, Onward]]) -> dict[Node, int]:
    """Most value from each node on; a vehicle may stop at any destination."""
    found: dict[Node, int] = {}
    for node, arcs in reversed(ways):
        stop = 0 if node[1] else NOTHING
        found[node] = max(stop, *(gain + found[after] for gain, after in arcs)) if arcs else stop
    return found


def _so_far(
    network: Network, ways: Sequence[tuple[Node, Onward]], best: Sequence[int]
) -> dict[Node, int]:
    """Most value up to each node, less the best route of the group that the vehicle is of."""
    found: dict[Node, int] = defaultdict(lambda: NOTHING)
    for g, node in network.starts:
        found[node] = max(found[node], -best[g])
    for node, arcs in ways:
        for gain, after in arcs:
            found[after] = max(found[after], found[node] + gain)
    return found


def _ways(network: Network, gains: Gains) -> list[tuple[Node, Onward]]:
    """Each node with where it leads and what is gained by it, none before those that lead to it."""
    onward: dict[Node, Onward] = {node: [] for _, node in network.starts}
    order = TopologicalSorter[Node](dict.fromkeys(onward, ()))
    for before, cls, after in network.trips:
        onward.setdefault(before, []).append((gains[before[0], cls, after[2]], after))
        order.add(after, before)
    for before, after in network.returns:
        onward.setdefault(before, []).append((0, after))
        order.add(after, before)
    return [(node, onward.get(node, [])) for node in order.static_order()]
