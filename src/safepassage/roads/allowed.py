"""A graph whose paths are the routes one may drive: through no gate, and by no barred turn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import BoolArray, IntArray, RoadTable
from safepassage.roads.turns import MOST_ARMS

Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Allowed:
    """Entries between M nodes: the N of the road table come first.

    Gates are road nodes that no path may run through. At a gate, and at a node where some turn is
    barred, paths end at the node itself, which nothing leaves, and begin at a copy of it. No entry
    joins a gate to its copy. At the other nodes an arc from which no turn is barred leads to the
    copy too, one from which some are to a copy of its own, which only the allowed arcs leave.

    Attributes
    ----------
    nodes : M
    departure : (N,) node where a path from each road node begins
    tail, head : (E,) nodes
    arc : (E,) of the road table
    """

    nodes: int
    departure: Ints
    tail: Ints
    head: Ints
    arc: Ints


def allowed(
    table: RoadTable, usable: BoolArray, gates: Collection[int], barred: BoolArray
) -> Allowed:
    """The graph of the usable arcs, (A,), without the turns that are barred, (B,) of the table.

    Where some are, no path turns back on the road either, but at its end: one would drive past the
    junction and turn there. Entries are in the order of their tails.
    """
    is_gate = np.zeros(table.nodes, dtype=np.bool_)
    is_gate[list(gates)] = True
    arcs = np.flatnonzero(usable)
    turns = np.stack([table.turn_from[barred], table.turn_into[barred]]).astype(np.int64)
    turns = turns[:, usable[turns].all(axis=0) & ~is_gate[table.head[turns[0]]]]
    if turns.size:
        turns = np.concatenate([turns, _back(table, arcs, is_gate)], axis=1)
    bound = np.unique(turns[0])
    splits = is_gate.copy()
    splits[table.head[bound]] = True

    departure = np.arange(table.nodes)
    departure[splits] = table.nodes + np.arange(int(splits.sum()))
    own = table.nodes + int(splits.sum()) + np.arange(len(bound))
    through = arcs[(splits & ~is_gate)[table.head[arcs]]]
    beyond = departure[table.head[through]]
    beyond[np.searchsorted(through, bound)] = own

    arc = np.concatenate([arcs, through])
    tail, head = departure[table.tail[arc]], np.concatenate([table.head[arcs], beyond])
    order = np.argsort(tail, kind="stable")
    arc, tail, head = arc[order], tail[order], head[order]
    row, entry = _equal(tail, departure[table.head[bound]])
    free = ~np.isin(bound[row] * table.arcs + arc[entry], turns[0] * table.arcs + turns[1])
    row, entry = row[free], entry[free]
    return Allowed(
        nodes=table.nodes + int(splits.sum()) + len(bound),
        departure=departure,
        tail=np.append(tail, own[row]),
        head=np.append(head, head[entry]),
        arc=np.append(arc, arc[entry]),
    )


def _back(table: RoadTable, arcs: Ints, is_gate: BoolArray) -> Ints:
    """Each of the arcs with those by which one would drive straight back, shape (2, turns).

    They join the same nodes and are as long. Where nothing else leads on, one may; and where more
    roads meet than at any junction.
    """
    tail, head, metres = table.tail[arcs], table.head[arcs], table.metres[arcs].astype(np.int64)
    pairs, there = np.unique(_pair(table, tail, head), return_inverse=True)
    back = np.minimum(np.searchsorted(pairs, _pair(table, head, tail)), len(pairs) - 1)
    longer = int(metres.max()) + 1
    by_road = there * longer + metres
    order = np.argsort(by_road, kind="stable")
    came, place = _equal(by_road[order], back * longer + metres)
    goes = order[place]
    returns = (tail[came] == head[goes]) & (head[came] == tail[goes])
    came, goes = came[returns], goes[returns]
    ways_on = np.bincount(tail, minlength=table.nodes)[head]
    ends = ways_on == np.bincount(came, minlength=len(arcs))
    kept = ~(ends | is_gate[head] | (ways_on > MOST_ARMS))[came]
    return np.stack([arcs[came[kept]], arcs[goes[kept]]])


def _pair(table: RoadTable, a: IntArray, b: IntArray) -> Ints:
    return a.astype(np.int64) * table.nodes + b


def _equal(ascending: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """All (position in `wanted`, position in `ascending`) of equal numbers."""
    first = np.searchsorted(ascending, wanted)
    count = np.searchsorted(ascending, wanted, side="right") - first
    of = np.repeat(np.arange(len(wanted)), count)
    return of, np.arange(len(of)) + (first - np.cumsum(count) + count)[of]
