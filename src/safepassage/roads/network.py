"""One profile's usable roads as a graph in which no path runs through a gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.model.roads import BoolArray, FloatArray, IntArray, RoadTable

_NUMBERS_AT_ONCE = 16_000_000
"""Distances held at once while many origins are searched: 128 MB."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """A graph of N + G nodes: those of the road table, then a copy of each of G gates.

    Gates are nodes that no route may run through: of crossings, at times of all places.

    Arcs into a gate end at its node, arcs out of it leave from its copy, and no arc joins the
    two: so a path begins or ends at a gate, and never runs through (W1, R1).

    Attributes
    ----------
    graph : (N + G, N + G) whole seconds as doubles
    arc : the road table's arc of each entry of the graph
    departure : (N,) node where a path from each road node begins
    """

    graph: csr_array
    arc: IntArray
    departure: IntArray

    def seconds(self, origins: Sequence[int], destinations: Sequence[int]) -> NDArray[np.int64]:
        """Least seconds between road nodes, (origins, destinations); -1 where there is no path."""
        matrix = np.empty((len(origins), len(destinations)), dtype=np.int64)
        step = max(1, _NUMBERS_AT_ONCE // max(1, self.graph.shape[0]))
        for first in range(0, len(origins), step):
            rows = slice(first, first + step)
            reached = dijkstra(self.graph, indices=self.departure[list(origins[rows])])
            matrix[rows] = _whole(reached[:, list(destinations)])
        matrix[np.equal.outer(list(origins), list(destinations))] = 0
        return matrix

    def routes(self, origin: int, destinations: Sequence[int]) -> list[tuple[int, ...] | None]:
        """The arcs of a fastest path to each road node, end to end; None where there is none.

        Of several as fast the search keeps the first it finds, always the same one.
        """
        begin = int(self.departure[origin])
        _, before = dijkstra(self.graph, indices=begin, return_predecessors=True)
        return [() if node == origin else self._path(begin, node, before) for node in destinations]

    def _path(self, begin: int, end: int, before: IntArray) -> tuple[int, ...] | None:
        if before[end] < 0:
            return None
        path = []
        row_of, heads = self.graph.indptr, self.graph.indices
        while end != begin:
            tail = before[end]
            row = slice(row_of[tail], row_of[tail + 1])
            path.append(int(self.arc[row][np.searchsorted(heads[row], end)]))
            end = int(tail)
        return tuple(reversed(path))


def network(table: RoadTable, profile: int, gates: Sequence[int], usable: BoolArray) -> Network:
    """The graph of the arcs that are usable, (A,), open and passable for a profile of the table.

    Of parallel arcs the fastest stands in it, the lower index of two as fast.
    """
    gates = sorted(set(gates))
    size = table.nodes + len(gates)
    departure = np.arange(table.nodes, dtype=np.int32)
    departure[gates] = np.arange(table.nodes, size, dtype=np.int32)
    arcs = np.flatnonzero(usable & table.open & table.passable[profile])
    tail, head = departure[table.tail[arcs]], table.head[arcs]
    seconds = table.seconds[profile, arcs]
    order = np.lexsort((arcs, seconds, head, tail))
    arcs, tail, head, seconds = arcs[order], tail[order], head[order], seconds[order]
    fastest = np.ones(len(arcs), dtype=np.bool_)
    fastest[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    counts = np.bincount(tail[fastest], minlength=size)
    return Network(
        graph=csr_array(
            (
                seconds[fastest].astype(np.float64),
                head[fastest],
                np.append(0, np.cumsum(counts)).astype(np.int32),
            ),
            shape=(size, size),
        ),
        arc=arcs[fastest].astype(np.int32),
        departure=departure,
    )


def _whole(seconds: FloatArray) -> NDArray[np.int64]:
    return np.where(np.isfinite(seconds), seconds, -1).astype(np.int64)
