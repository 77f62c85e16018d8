"""A graph whose paths are the routes one may drive: through no gate, and by no barred turn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import BoolArray, RoadTable


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
    departure: NDArray[np.int64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    arc: NDArray[np.int64]


def allowed(
    table: RoadTable, usable: BoolArray, gates: Collection[int], barred: BoolArray
) -> Allowed:
    """The graph of the usable arcs, (A,), without the turns that are barred, (B,) of the table.

    Entries are in the order of their tails.
    """
    is_gate = np.zeros(table.nodes, dtype=np.bool_)
    is_gate[list(gates)] = True
    came, goes = table.turn_from[barred], table.turn_into[barred]
    counts = usable[came] & usable[goes] & ~is_gate[table.head[came]]
    came, goes = came[counts], goes[counts]
    bound = np.unique(came)
    turning = np.zeros(table.nodes, dtype=np.bool_)
    turning[table.head[bound]] = True

    departure = np.arange(table.nodes, dtype=np.int64)
    split = np.flatnonzero(is_gate | turning)
    departure[split] = table.nodes + np.arange(len(split))
    own = table.nodes + len(split) + np.arange(len(bound))

    arcs = np.flatnonzero(usable)
    through = arcs[turning[table.head[arcs]]]
    beyond = departure[table.head[through]]
    beyond[np.searchsorted(through, bound)] = own
    arc = np.concatenate([arcs, through])
    tail = departure[table.tail[arc]]
    head = np.concatenate([table.head[arcs], beyond])

    order = np.argsort(tail, kind="stable")
    arc, tail, head = arc[order], tail[order], head[order]
    onward = _onward(arc, tail, departure[table.head[bound]], came, goes)
    more = np.concatenate([np.empty(0, dtype=np.int64), *onward])
    return Allowed(
        nodes=table.nodes + len(split) + len(bound),
        departure=departure,
        tail=np.concatenate([tail, np.repeat(own, [len(rows) for rows in onward])]),
        head=np.append(head, head[more]),
        arc=np.append(arc, arc[more]),
    )


def _onward(
    arc: NDArray[np.int64],
    tail: NDArray[np.int64],
    origins: NDArray[np.int64],
    came: NDArray[np.int32],
    goes: NDArray[np.int32],
) -> list[NDArray[np.int64]]:
    """For each arc that binds, the entries by which one may go on; `tail` and `came` ascend."""
    first, last = np.searchsorted(tail, origins), np.searchsorted(tail, origins, side="right")
    bound, begins = np.unique(came, return_index=True)
    barred = np.split(goes, begins[1:]) if len(bound) else []
    rows = (np.arange(a, b) for a, b in zip(first, last, strict=True))
    return [row[~np.isin(arc[row], turns)] for row, turns in zip(rows, barred, strict=True)]
