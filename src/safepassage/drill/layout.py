"""Where the places of a drill lie: inside, at the border, and at the edge of the area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from safepassage.drill.sites import cells, common_arcs, common_network, junctions, middle, spread
from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.fault import RoadsError
from safepassage.roads.network import network

INSIDE = 0.5
"""Share of the junctions that lie inside: those quickest to reach from the middle."""

EDGE = 0.85
"""Share of the junctions nearer to the middle than a destination may be."""

_WAYS_TRIED = 8
"""Ways out looked at for each one that is wanted."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way out of the area: nodes of a crossing, of staging beyond it, and of its far end."""

    crossing: int
    staging: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Nodes of a drill's places, all different, and the share of people at each point."""

    points: tuple[int, ...]
    shares: tuple[float, ...]
    """Share of the junctions inside that are nearest to each point."""
    ways: tuple[Way, ...]
    """One for each crossing; further destinations have no crossing of their own."""
    destinations: tuple[int, ...]

    @property
    def crossings(self) -> tuple[int, ...]:
        """Nodes of the crossings."""
        return tuple(way.crossing for way in self.ways)


def lay_out(
    table: RoadTable, *, points: int, crossings: int, destinations: int, seed: int
) -> Layout:
    """Choose junctions for all places of a drill.

    The middle of the area is the junction nearest to the middle of all. Inside are the `INSIDE`
    junctions quickest to reach from it. Ways out lead to junctions at the edge that are far from
    each other; a crossing is the first junction outside on the quickest way from the middle to such
    an end, with staging half-way from there. Though no route runs through a crossing (W1), every
    point can be reached from every crossing, and every destination too, there and back; where the
    roads don't allow that, as in a valley, each destination from one crossing at least. Points are
    spread over what is inside.

    Raises
    ------
    RoadsError
        if the roads have too few junctions, or too few separate ways out.
    """
    area = _area(table)
    tried = min(int(area.edge.sum()), _WAYS_TRIED * max(crossings, destinations))
    ends = spread(table, area.edge, tried, seed, settle=False).tolist() if tried else []
    for every in (True, False):
        ways = _ways(table, area, ends, crossings, every=every)
        chosen = _destinations(table, area, ways, ends, every=every)[:destinations]
        if len(ways) == crossings and len(chosen) == destinations:
            break
    _refuse_too_few(len(ways), crossings, len(chosen), destinations)
    gates = [way.crossing for way in ways]
    within = area.inside & _around(table, area, gates, area.middle)
    within[[*gates, *(way.staging for way in ways), *chosen]] = False
    sites = spread(table, within, points, seed)
    counts = np.bincount(cells(table, sites)[within], minlength=points)
    return Layout(
        points=tuple(sites.tolist()),
        shares=tuple((counts / counts.sum()).tolist()),
        ways=ways,
        destinations=chosen,
    )


def _refuse_too_few(ways: int, crossings: int, ends: int, destinations: int) -> None:
    if ways < crossings:
        raise RoadsError(
            f"{ways:,} separate ways from the middle of the roads to their edge",
            f"at least {crossings:,}, one for each crossing",
            "Use a larger extract, or ask for fewer crossings.",
        )
    if ends < destinations:
        raise RoadsError(
            f"{ends:,} junctions at the edge of the roads for destinations",
            f"at least {destinations:,}",
            "Use a larger extract, or ask for fewer destinations.",
        )


@dataclass(frozen=True, kw_only=True)
class _Area:
    """The middle of the area, and which nodes, (N,), are junctions inside, outside, at the edge.

    `arcs` are the common arcs, (A,).
    """

    middle: int
    arcs: BoolArray
    inside: BoolArray
    outside: BoolArray
    edge: BoolArray


def _area(table: RoadTable) -> _Area:
    candidates = junctions(table)
    nodes = np.flatnonzero(candidates).astype(np.int32)
    if len(nodes) == 0:
        raise RoadsError(
            "no junction that every kind of vehicle can reach",
            "roads that meet, open to buses, ambulances, trucks and cars",
            "Use a larger extract, or one that has the roads of all classes.",
        )
    centre = middle(table, nodes)
    seconds = common_network(table).seconds([centre], range(table.nodes))[0]
    candidates &= seconds >= 0  # barred turns may cut a street off
    inner, outer = np.quantile(seconds[candidates], [INSIDE, EDGE])
    return _Area(
        middle=centre,
        arcs=common_arcs(table),
        inside=candidates & (seconds <= inner),
        outside=candidates & (seconds > inner),
        edge=candidates & (seconds > inner) & (seconds >= outer),
    )


def _ways(
    table: RoadTable, area: _Area, ends: Sequence[int], count: int, *, every: bool
) -> tuple[Way, ...]:
    """At most so many ways out, to the first of the ends that allow it.

    With `every`, each crossing reaches the ends of all ways, else that of its own.
    """
    found: list[Way] = []
    for route in common_network(table).routes(area.middle, ends) if ends else []:
        path = [int(table.head[arc]) for arc in route or ()]
        taken = {node for way in found for node in (way.crossing, way.staging, way.end)}
        for way in _candidates(path, area):
            if taken.isdisjoint((way.crossing, way.staging, way.end)) and _sound(
                table, area, [*found, way], every=every
            ):
                found.append(way)
                break
        if len(found) == count:
            break
    return tuple(found)


def _destinations(
    table: RoadTable, area: _Area, ways: Sequence[Way], ends: Sequence[int], *, every: bool
) -> tuple[int, ...]:
    """The ends of the ways, then further ends that every crossing reaches, or else any."""
    gates = {way.crossing for way in ways}
    own = [way.end for way in ways]
    taken = {*gates, *own, *(way.staging for way in ways)}
    by_gate = [_around(table, area, [*(gates - {gate})], gate) for gate in gates]
    reached = np.all(by_gate, axis=0) if every else np.any(by_gate, axis=0)
    return (*own, *(end for end in ends if ways and end not in taken and reached[end]))


def _candidates(path: Sequence[int], area: _Area) -> Iterator[Way]:
    """Ways along a path from the middle to its end, the crossing nearest to the middle first."""
    beyond = [node for node in path if area.outside[node]]
    for number, crossing in enumerate(beyond[:-2]):
        between = beyond[number + 1 : -1]
        yield Way(crossing=crossing, staging=between[len(between) // 2], end=beyond[-1])


def _sound(table: RoadTable, area: _Area, ways: Sequence[Way], *, every: bool) -> bool:
    """Whether each crossing has the middle, its staging and its end or all, there and back."""
    gates = [way.crossing for way in ways]
    net = network(table, 0, gates, area.arcs)
    ends = [way.end for way in ways]
    for way in ways:
        far = [area.middle, way.staging, *(ends if every else [way.end])]
        there, back = net.seconds([way.crossing], far), net.seconds(far, [way.crossing])
        if min(there.min(), back.min()) < 0:
            return False
    return True


def _around(table: RoadTable, area: _Area, gates: Sequence[int], origin: int) -> BoolArray:
    """Nodes, (N,), that have a way from and to an origin with no gate on it."""
    arcs = area.arcs & ~np.isin(table.tail, gates) & ~np.isin(table.head, gates)
    shape = (table.nodes, table.nodes)
    graph = csr_array((arcs[arcs], (table.tail[arcs], table.head[arcs])), shape=shape)
    _, part = connected_components(graph, directed=True, connection="strong")
    found: BoolArray = part == part[origin]
    return found
