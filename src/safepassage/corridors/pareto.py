"""The ways from one road node to another that no other beats in time and exposure.

Label setting for two objectives: a label is a path with its seconds and its exposure, and labels
are taken in the order of (seconds, exposure) that a path through them can at best come to. A label
is dropped where one taken before, at its node or at the end, had no more exposure: it had no more
seconds anyway, so that one number a node is all that dominance needs (BOA*: Hernández Ulloa, Yeoh,
Baier, Zhang, Suazo and Koenig, ICAPS 2020; Artificial Intelligence 314, 2023). What a path can at
best come to is exact for each objective by itself, from a search backwards (Dijkstra, 1959). Both
objectives are whole numbers, so that no comparison is a matter of rounding.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.model.roads import BoolArray, IntArray, RoadTable
from safepassage.roads.allowed import allowed

NEVER = 1 << 60
"""More seconds, and more exposure, than any path has."""


@dataclass(frozen=True, kw_only=True)
class Path:
    """A path's cost in both objectives, and the road table's arcs along it."""

    seconds: int
    exposure: int
    arcs: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph:
    """Arcs sorted by tail over M nodes, those of the road table first, whose paths may be driven.

    As `Allowed`, whose entries these are: of parallel arcs each is kept, since one may be faster
    and another less exposed.

    Attributes
    ----------
    tail, head, seconds, exposure : (E,)
    arc : (E,) of the road table
    departure : (N,) node where a path from each road node begins
    nodes : M
    """

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    seconds: NDArray[np.int64]
    exposure: NDArray[np.int64]
    arc: NDArray[np.int64]
    departure: NDArray[np.int64]
    nodes: int
    _left: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict, repr=False)

    def left(self, end: int) -> tuple[list[int], list[int]]:
        """Least seconds and least exposure from every node to `end`, each by itself, (M,)."""
        if end not in self._left:
            self._left[end] = (
                self._backwards(self.seconds, end),
                self._backwards(self.exposure, end),
            )
        return self._left[end]

    def _backwards(self, cost: NDArray[np.int64], end: int) -> list[int]:
        order = np.lexsort((cost, self.tail, self.head))
        head, tail = self.head[order], self.tail[order]
        cheapest = np.append(True, (np.diff(head) != 0) | (np.diff(tail) != 0))[: len(order)]
        order, head, tail = order[cheapest], head[cheapest], tail[cheapest]
        starts = np.append(0, np.cumsum(np.bincount(head, minlength=self.nodes)))
        # An entry that is written down is an arc, also where it costs nothing.
        reverse = csr_array((cost[order].astype(float), tail, starts), shape=(self.nodes,) * 2)
        found = dijkstra(reverse, indices=end)
        least: list[int] = np.where(np.isfinite(found), found, NEVER).astype(np.int64).tolist()
        return least

    @cached_property
    def rows(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Where each node's arcs begin, (M + 1,); and head, seconds and exposure of each."""
        starts = np.append(0, np.cumsum(np.bincount(self.tail, minlength=self.nodes)))
        return starts.tolist(), self.head.tolist(), self.seconds.tolist(), self.exposure.tolist()


def graph(
    table: RoadTable,
    usable: BoolArray,
    seconds: IntArray,
    exposure: NDArray[np.int64],
    gates: Collection[int],
    barred: BoolArray,
) -> Graph:
    """The graph of the usable arcs, (A,), with what each costs, (A,), without barred turns, (B,).

    `gates` are road nodes that no path runs through; paths may begin and end at them.
    """
    ways = allowed(table, usable, gates, barred)
    return Graph(
        tail=ways.tail,
        head=ways.head,
        seconds=seconds[ways.arc].astype(np.int64),
        exposure=exposure[ways.arc],
        arc=ways.arc,
        departure=ways.departure,
        nodes=ways.nodes,
    )


def pareto(roads: Graph, origin: int, end: int, epsilon: float = 0.0) -> tuple[Path, ...]:
    """A path for each (seconds, exposure) that no path from `origin` to `end` beats, fastest first.

    With `epsilon` fewer: for every such path there is one among them that takes no longer and has
    at most 1 + epsilon times its exposure. Of paths that cost the same there is one, always the
    same. Origin and end are road nodes.
    """
    if origin == end:
        return (Path(seconds=0, exposure=0, arcs=()),)
    ends, before, along = _search(roads, int(roads.departure[origin]), end, 1 + epsilon)
    return tuple(
        Path(seconds=seconds, exposure=exposure, arcs=_arcs(roads, label, before, along))
        for seconds, exposure, label in ends
    )


def _search(
    roads: Graph, begin: int, end: int, factor: float
) -> tuple[list[tuple[int, int, int]], list[int], list[int]]:
    """Labels that reach the end, with the label before each and its last entry of the graph."""
    starts, heads, seconds, exposures = roads.rows
    seconds_left, exposure_left = roads.left(end)
    ends: list[tuple[int, int, int]] = []
    before, along = [-1], [-1]
    taken = [NEVER] * roads.nodes  # least exposure of a label taken at each node
    enough = NEVER  # a path with so much exposure is beaten by one that has reached the end
    queue = [(seconds_left[begin], exposure_left[begin], 0, begin)]
    while queue:
        at_best, exposed_at_best, label, node = heappop(queue)
        exposed = exposed_at_best - exposure_left[node]
        if exposed >= taken[node] or exposed_at_best >= enough:
            continue
        taken[node] = exposed
        if node == end:
            ends.append((at_best, exposed, label))
            enough = math.ceil(exposed / factor)
            if enough <= exposure_left[begin]:
                break
            continue
        so_far = at_best - seconds_left[node]
        for entry in range(starts[node], starts[node + 1]):
            head = heads[entry]
            then_exposed = exposed + exposures[entry]
            exposed_then = then_exposed + exposure_left[head]
            if then_exposed < taken[head] and exposed_then < enough:
                then = so_far + seconds[entry] + seconds_left[head]
                heappush(queue, (then, exposed_then, len(before), head))
                before.append(label)
                along.append(entry)
    return ends, before, along


def _arcs(roads: Graph, label: int, before: list[int], along: list[int]) -> tuple[int, ...]:
    entries = []
    while label > 0:
        entries.append(along[label])
        label = before[label]
    return tuple(roads.arc[entries[::-1]].tolist())
