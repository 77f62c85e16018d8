"""One profile's usable roads as a graph, and the fastest paths in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.model.roads import BoolArray, FloatArray, IntArray, RoadTable
from safepassage.roads.allowed import allowed

_NUMBERS_AT_ONCE = 16_000_000
"""Distances held at once while many origins are searched: 128 MB."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """A graph of M nodes, those of the road table first, whose paths may all be driven.

    Gates are nodes that no route may run through (W1, R1): of crossings, at times of all places.
    How they and barred turns are kept out is told in `allowed.py`.

    Attributes
    ----------
    graph : (M, M) whole seconds as doubles
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
    ways = allowed(
        table, usable & table.open & table.passable[profile], gates, table.barred(profile)
    )
    seconds = table.seconds[profile, ways.arc]
    order = np.lexsort((ways.arc, seconds, ways.head, ways.tail))
    arc, tail, head = ways.arc[order], ways.tail[order], ways.head[order]
    fastest = np.ones(len(arc), dtype=np.bool_)
    fastest[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    counts = np.bincount(tail[fastest], minlength=ways.nodes)
    return Network(
        graph=csr_array(
            (
                seconds[order][fastest].astype(np.float64),
                head[fastest].astype(np.int32),
                np.append(0, np.cumsum(counts)).astype(np.int32),
            ),
            shape=(ways.nodes, ways.nodes),
        ),
        arc=arc[fastest].astype(np.int32),
        departure=ways.departure.astype(np.int32),
    )


def _whole(seconds: FloatArray) -> NDArray[np.int64]:
    return np.where(np.isfinite(seconds), seconds, -1).astype(np.int64)
