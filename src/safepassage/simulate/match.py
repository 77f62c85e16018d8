"""A plan's routes as SUMO's edges: the plan's own way, arc by arc, wherever the map allows it."""

from __future__ import annotations

import heapq
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from safepassage.model.plan import Route
from safepassage.model.roads import RoadTable
from safepassage.model.simulated import Detour
from safepassage.simulate.extract import SCALE, Extract, Position, position
from safepassage.simulate.net import Net

_OPEN = "is near that is open and passes no crossing"

MOST_DETOUR_METRES = 20_000.0
"""Beyond that a way round is another route, which nobody agreed to."""


@dataclass(frozen=True)
class Matched:
    """A route of the plan on the network; no edges, and the reason, where it can't be driven."""

    route: str
    edges: tuple[str, ...]
    lane: int
    """In which it arrives on the last edge."""
    metres: float
    detours: tuple[Detour, ...]
    turns: tuple[int, ...] = ()
    """The arcs at whose end the map allows no turn into the next."""
    reason: str = ""


@dataclass(frozen=True)
class Shut:
    """What no way round may take: closed stretches (R1) and crossings, for convoys alone (W1).

    Edges by name, crossings as nodes of the extract.
    """

    edges: frozenset[str]
    crossings: frozenset[int]


def shut(roads: RoadTable, net: Net, found: Extract, crossings: Container[Position]) -> Shut:
    """What is shut on a network, with the case's crossings where they are on the road."""
    closed = (
        name
        for arc in np.flatnonzero(~roads.open).tolist()
        for stretch in pairwise(shape((arc,), roads))
        for name in net.covering.get(stretch, ())
    )
    gates = (node for node, place in found.positions.items() if place in crossings)
    return Shut(frozenset(closed), frozenset(gates))


def match(route: Route, roads: RoadTable, net: Net, found: Extract, shut: Shut) -> Matched:
    """The edges of a route that has arcs.

    Between edges without a turn from the one to the other, the quickest way round is taken, back to
    the route or straight to its end.
    """
    bit = roads.profiles.index(route.profile)
    barred = {
        name
        for name, edge in net.edges.items()
        if not found.kinds[found.ways[edge.way].kind].admits(bit)
    }
    edges: list[str] = []
    entered: list[Position] = []
    for stretch in pairwise(shape(route.arcs, roads)):
        names = [name for name in net.covering.get(stretch, ()) if name not in barred]
        if not names:
            return _failed(route, f"SUMO has no road at {_words(stretch[0])}")
        if not edges or edges[-1] not in names:
            # Of two ways over one stretch, the one that goes on from where we are.
            onward = net.follow.get(edges[-1], {}) if edges else {}
            edges.append(next((name for name in names if name in onward), names[0]))
            entered.append(stretch[0])
    driven = [edges[0]]
    detours: list[Detour] = []
    turns: list[int] = []
    avoided = replace(shut, edges=shut.edges | barred)
    at = 1
    while at < len(edges):
        before, after = driven[-1], edges[at]
        if after not in net.follow.get(before, {}):
            turns.append(_arc_to(entered[at], route, roads))
            ways = [found.ways[net.edges[name].way].source for name in (before, after)]
            around = _way_round(net, before, edges[at:], avoided)
            if around is None:
                turn = f"from way {ways[0]} into way {ways[1]} at {_words(entered[at])}"
                reason = f"the map allows no turn {turn}, and no way round {_OPEN}"
                return _failed(route, reason, turns)
            rule = found.rule(*(net.edges[name].way for name in (before, after)))
            metres = sum(net.edges[name].metres for name in around.edges)
            detours.append(_detour(route, ways, entered[at], rule, metres))
            driven += around.edges
            at += around.skipped
        driven += edges[at : at + 1]
        at += 1
    lane = net.follow[driven[-2]][driven[-1]] if len(driven) > 1 else 0
    metres = sum(net.edges[name].metres for name in driven)
    return Matched(route.id, tuple(driven), lane, metres, tuple(detours), tuple(turns))


def _failed(route: Route, reason: str, turns: Sequence[int] = ()) -> Matched:
    return Matched(route.id, (), 0, 0.0, (), tuple(turns), reason)


def _arc_to(here: Position, route: Route, roads: RoadTable) -> int:
    """The arc of a route that leads to a position, or past it."""
    return next(arc for arc in route.arcs if here in list(shape((arc,), roads))[1:])


def _words(here: Position) -> str:
    return f"{here[0] / SCALE:.5f}, {here[1] / SCALE:.5f}"


def _detour(route: Route, ways: Sequence[int], here: Position, rule: str, metres: float) -> Detour:
    return Detour(
        route=route.id,
        from_way=ways[0],
        to_way=ways[1],
        rule=rule,
        latitude=here[0] / SCALE,
        longitude=here[1] / SCALE,
        metres=round(metres),
    )


def shape(arcs: Iterable[int], roads: RoadTable) -> Iterator[Position]:
    """The positions along arcs, each once in a row."""
    last = None
    for arc in arcs:
        for point in range(roads.shape_start[arc], roads.shape_start[arc + 1]):
            here = position(float(roads.shape_latitude[point]), float(roads.shape_longitude[point]))
            if here != last:
                yield here
            last = here


class _Around(NamedTuple):
    """A way round, and how many of the edges that were to follow are not driven for it."""

    edges: tuple[str, ...]
    skipped: int


def _way_round(net: Net, start: str, rest: Sequence[str], avoided: Shut) -> _Around | None:
    """The quickest way from an edge to the end of the rest of its route (Dijkstra, 1959).

    It goes back to the route at any of its edges, or comes to the end by another road; None if it
    would leave the route for more than `MOST_DETOUR_METRES`.
    """
    home = net.edges[rest[-1]].end
    left = {}
    seconds = 0.0
    for number, name in reversed(list(enumerate(rest))):
        seconds += net.edges[name].seconds
        left[name] = seconds, number
    best: tuple[float, int, tuple[str, ...]] | None = None
    queue: list[tuple[float, float, str, tuple[str, ...]]] = [(0.0, 0.0, start, ())]
    done: set[str] = set()
    while queue:
        seconds, metres, edge, way = heapq.heappop(queue)
        if best is not None and seconds >= best[0]:
            break
        if edge in done:
            continue
        done.add(edge)
        for following in net.follow.get(edge, {}):
            beyond = net.edges[following]
            further = seconds + beyond.seconds, metres + beyond.metres
            if following in left:
                there, skipped = left[following]
                found = (seconds + there, skipped, way)
                best = found if best is None else min(best, found)
            elif following in avoided.edges or further[1] > MOST_DETOUR_METRES:
                continue
            elif beyond.end == home:
                found = (further[0], len(rest), (*way, following))
                best = found if best is None else min(best, found)
            elif following not in done and beyond.end not in avoided.crossings:
                heapq.heappush(queue, (*further, following, (*way, following)))
    return None if best is None else _Around(best[2], best[1])
