"""Junctions of a road table, and some of them spread over it: where a drill puts its places."""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import dijkstra

from safepassage.model.roads import BoolArray, FloatArray, IntArray, RoadTable
from safepassage.roads.fault import RoadsError
from safepassage.roads.network import Network, network
from safepassage.roads.parts import largest_part
from safepassage.roads.sphere import unit_vectors

_ROUNDS = 10
"""Most times that sites are moved to the middle of what is nearest to them."""


def common_arcs(table: RoadTable) -> BoolArray:
    """Arcs, (A,), that are open, that every profile may drive, and that lead there and back.

    Between any two of their nodes every profile has a way.
    """
    usable = table.open & table.passable.all(axis=0)
    part = largest_part(table.nodes, table.tail[usable], table.head[usable])
    inside: BoolArray = usable & part[table.tail] & part[table.head]
    return inside


def common_network(table: RoadTable, gates: tuple[int, ...] = ()) -> Network:
    """The common arcs at the speeds of the first profile; no path runs through a gate."""
    return network(table, 0, gates, common_arcs(table))


def junctions(table: RoadTable) -> BoolArray:
    """Which nodes, (N,), are where three roads or more meet, that every profile can reach.

    Driveways and the like (`highway=service`) are no roads here: buses don't gather people there.
    """
    service = np.isin(table.classes, "service")[table.highway]
    arcs = common_arcs(table) & ~service
    ends = np.sort(np.stack([table.tail[arcs], table.head[arcs]]), axis=0)
    ends = np.unique(ends[:, ends[0] != ends[1]], axis=1)
    met: BoolArray = np.bincount(ends.ravel(), minlength=table.nodes) >= 3
    return met


def spread(
    table: RoadTable, candidates: BoolArray, count: int, seed: int, *, settle: bool = True
) -> IntArray:
    """Choose `count` of the candidate nodes, far from each other by driving time.

    The first is drawn; each further one is the candidate farthest from those chosen (farthest-point
    sampling, Gonzalez 1985: the farthest candidate is at most twice as far from a site as in the
    best choice). Times are seconds of the first profile on roads that every profile may drive, the
    quicker direction of each, so that there and back are as far. With `settle`, sites then move to
    the middle of the candidates nearest to them (Lloyd 1982), away from the edge.

    Parameters
    ----------
    table : N nodes; its first profile is the one timed
    candidates : (N,) nodes to choose from; those no common road leads to are left out
    count : how many, 1 or more
    seed : of the first one; the same arguments give the same sites
    settle : whether to move the sites to the middle of what is nearest to them

    Returns
    -------
    (count,) different nodes, in the order chosen

    Raises
    ------
    RoadsError
        if there are fewer candidates than `count`.
    """
    graph = common_network(table).graph
    arcs = common_arcs(table)
    joined = np.zeros(table.nodes, dtype=np.bool_)
    joined[table.tail[arcs]] = True
    nodes = np.flatnonzero(candidates & joined).astype(np.int32)
    if len(nodes) < count:
        raise RoadsError(
            f"{len(nodes):,} junctions to choose from",
            f"at least {count:,}, one for each place",
            "Use a larger extract, or ask for fewer places.",
        )
    sites = [int(np.random.default_rng(seed).choice(nodes))]
    nearest = np.full(len(nodes), np.inf)
    while len(sites) < count:
        nearest = np.minimum(nearest, dijkstra(graph, directed=False, indices=sites[-1])[nodes])
        # Parallel streets may be no second apart; a site is never chosen twice.
        nearest[np.isin(nodes, sites)] = -1
        sites.append(int(nodes[np.argmax(nearest)]))
    chosen = np.array(sites, dtype=np.int32)
    return _settled(table, nodes, chosen) if settle else chosen


def cells(table: RoadTable, sites: IntArray) -> IntArray:
    """The site nearest to each node, (N,) positions in `sites`; -1 where no common road leads."""
    _, _, nearest = dijkstra(
        common_network(table).graph,
        directed=False,
        indices=sites,
        min_only=True,
        return_predecessors=True,
    )
    position = np.full(table.nodes + 1, -1, dtype=np.int32)
    position[sites] = np.arange(len(sites), dtype=np.int32)
    nearest = nearest[: table.nodes]
    found: IntArray = position[np.where(nearest < 0, table.nodes, nearest)]
    return found


def middle(table: RoadTable, nodes: IntArray) -> int:
    """The one of some nodes that is nearest to the middle of them all."""
    places: FloatArray = unit_vectors(table.latitude[nodes], table.longitude[nodes])
    away = ((places - places.mean(axis=0)) ** 2).sum(axis=1)
    return int(nodes[np.argmin(away)])


def _settled(table: RoadTable, nodes: IntArray, sites: IntArray) -> IntArray:
    for _ in range(_ROUNDS):
        cell = cells(table, sites)[nodes]
        moved = np.array(
            [middle(table, nodes[cell == number]) for number in range(len(sites))], dtype=np.int32
        )
        if np.array_equal(moved, sites):
            break
        sites = moved
    return sites
