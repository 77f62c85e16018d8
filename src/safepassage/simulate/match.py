"""A plan's routes as SUMO's edges: the plan's own way, arc by arc, wherever the map allows it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
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
    reason: str = ""


def match(route: Route, roads: RoadTable, net: Net, found: Extract) -> Matched:
    """The edges of a route that has arcs.

    Between edges without a turn from the one to the other, the quickest way round is taken.
    """
    edges: list[str] = []
    for stretch in pairwise(_shape(route, roads)):
        names = net.covering.get(stretch)
        if not names:
            return _failed(route, f"SUMO has no road at {_words(stretch[0])}")
        if not edges or edges[-1] not in names:
            # Of two ways over one stretch, the one that goes on from where we are.
            turns = net.follow.get(edges[-1], {}) if edges else {}
            edges.append(next((name for name in names if name in turns), names[0]))
    driven, detours = [edges[0]], []
    for before, after in pairwise(edges):
        if after not in net.follow.get(before, {}):
            way = _way_round(net, before, after)
            here = found.positions[net.edges[before].end]
            ways = [found.ways[net.edges[name].way].source for name in (before, after)]
            if way is None:
                turn = f"from way {ways[0]} into way {ways[1]} at {_words(here)}"
                return _failed(route, f"the map allows no turn {turn}, and no way round is near")
            detours.append(_detour(route, ways, here, sum(net.edges[e].metres for e in way)))
            driven += way
        driven.append(after)
    lane = net.follow[driven[-2]][driven[-1]] if len(driven) > 1 else 0
    metres = sum(net.edges[name].metres for name in driven)
    return Matched(route.id, tuple(driven), lane, metres, tuple(detours))


def _failed(route: Route, reason: str) -> Matched:
    return Matched(route.id, (), 0, 0.0, (), reason)


def _words(here: Position) -> str:
    return f"{here[0] / SCALE:.5f}, {here[1] / SCALE:.5f}"


def _detour(route: Route, ways: Sequence[int], here: Position, metres: float) -> Detour:
    return Detour(
        route=route.id,
        from_way=ways[0],
        to_way=ways[1],
        latitude=here[0] / SCALE,
        longitude=here[1] / SCALE,
        metres=round(metres),
    )


def shape(arcs: Iterable[int], roads: RoadTable) -> Iterator[Position]:
    """The positions along arcs, each once in a row."""
    last = None
    for arc in arcs:
        for point in range(roads.shape_start[arc], roads.shape_start[arc + 1]):
            here = position(
                float(roads.shape_latitude[point]), float(roads.shape_longitude[point])
            )
            if here != last:
                yield here
            last = here


def _shape(route: Route, roads: RoadTable) -> Iterator[Position]:
    return shape(route.arcs, roads)


def _way_round(net: Net, start: str, end: str) -> list[str] | None:
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
            if following not in done and longer <= MOST_DETOUR_METRES:
                heapq.heappush(
                    queue, (seconds + beyond.seconds, longer, following, (*way, following))
                )
    return None
