"""A plan's routes as SUMO's edges: the plan's own way, arc by arc, wherever the map allows it."""

from __future__ import annotations

import heapq
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from safepassage.model.plan import Route
from safepassage.model.roads import RoadTable
from safepassage.model.simulated import Detour
from safepassage.simulate.extract import SCALE, Extract, Position, position
from safepassage.simulate.net import Net

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


def match(route: Route, roads: RoadTable, net: Net, found: Extract) -> Matched:
    """The edges of a route that has arcs.

    Between edges without a turn from the one to the other, the quickest way round is taken.
    """
    bit = roads.profiles.index(route.profile)
    barred = {way.id for way in found.ways.values() if not found.kinds[way.kind].admits(bit)}
    edges: list[str] = []
    for stretch in pairwise(shape(route.arcs, roads)):
        covering = net.covering.get(stretch, ())
        names = [name for name in covering if net.edges[name].way not in barred]
        if not names:
            return _failed(route, f"SUMO has no road at {_words(stretch[0])}")
        if not edges or edges[-1] not in names:
            # Of two ways over one stretch, the one that goes on from where we are.
            onward = net.follow.get(edges[-1], {}) if edges else {}
            edges.append(next((name for name in names if name in onward), names[0]))
    driven = [edges[0]]
    detours: list[Detour] = []
    turns: list[int] = []
    for before, after in pairwise(edges):
        if after not in net.follow.get(before, {}):
            way = _way_round(net, before, after, barred)
            here = found.positions[net.edges[before].end]
            turns.append(_arc_to(here, route, roads))
            ways = [found.ways[net.edges[name].way].source for name in (before, after)]
            if way is None:
                turn = f"from way {ways[0]} into way {ways[1]} at {_words(here)}"
                reason = f"the map allows no turn {turn}, and no way round is near"
                return _failed(route, reason, turns)
            rule = found.rule(*(net.edges[name].way for name in (before, after)))
            metres = sum(net.edges[name].metres for name in way)
            detours.append(_detour(route, ways, here, rule, metres))
            driven += way
        driven.append(after)
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


def _way_round(net: Net, start: str, end: str, barred: Container[int]) -> list[str] | None:
    """The edges between two, quickest first (Dijkstra, 1959); None within `MOST_DETOUR_METRES`."""
    queue: list[tuple[float, float, str, tuple[str, ...]]] = [(0.0, 0.0, start, ())]
    done: set[str] = set()
    while queue:
        seconds, metres, edge, way = heapq.heappop(queue)
        if edge in done:
            continue
        done.add(edge)
        for following in net.follow.get(edge, {}):
            if following == end:
                return list(way)
            beyond = net.edges[following]
            longer = metres + beyond.metres
            if beyond.way in barred or longer > MOST_DETOUR_METRES:
                continue
            if following not in done:
                heapq.heappush(
                    queue, (seconds + beyond.seconds, longer, following, (*way, following))
                )
    return None
