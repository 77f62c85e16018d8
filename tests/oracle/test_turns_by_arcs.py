"""Routes without barred turns against the shortest way from arc to arc (networkx)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np
from arc_table import arc_table
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.corridors.pareto import graph, pareto
from safepassage.model.roads import RoadTable
from safepassage.roads.network import network


class Streets(NamedTuple):
    """Arcs (tail, head, seconds), barred pairs of them, and gates."""

    table: RoadTable
    barred: frozenset[tuple[int, int]]
    gates: frozenset[int]


@st.composite
def streets(draw: st.DrawFn) -> Streets:
    size = draw(st.integers(2, 6))
    node = st.integers(0, size - 1)
    roads = draw(
        st.lists(st.tuples(node, node, st.integers(1, 9), st.booleans()), min_size=1, max_size=9)
    )
    arcs = [(a, b, seconds) for a, b, seconds, _ in roads]
    arcs += [(b, a, seconds) for a, b, seconds, both in roads if both]
    turns = [
        (a, b) for a, one in enumerate(arcs) for b, next_ in enumerate(arcs) if one[1] == next_[0]
    ]
    barred = draw(st.sets(st.sampled_from(turns))) if turns else set()
    gates = draw(st.sets(node, max_size=2))
    pairs = np.array(sorted(barred), dtype=np.int32).reshape(-1, 2)
    table = replace(
        arc_table(size, arcs),
        turn_from=pairs[:, 0],
        turn_into=pairs[:, 1],
        turn_binds=np.ones(len(pairs), dtype=np.uint32),
    )
    if any(arcs[a][1] not in gates for a, _ in barred):
        barred |= turning_back(arcs)
    return Streets(table, frozenset(barred), frozenset(gates))


def turning_back(arcs: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """From each arc into those straight back, but where the road ends."""
    found = set()
    for a, (tail, head, seconds) in enumerate(arcs):
        onward = {b for b, (begin, _, _) in enumerate(arcs) if begin == head}
        back = {b for b in onward if arcs[b] == (head, tail, seconds)}
        if back != onward:
            found |= {(a, b) for b in back}
    return found


def by_arcs(town: Streets, origin: int) -> dict[int, int]:
    """Least seconds to every other node: a search over arcs, each led to by those it may follow."""
    table, line = town.table, nx.DiGraph()
    for a in range(table.arcs):
        if table.tail[a] == origin:
            line.add_edge("begin", a, seconds=int(table.seconds[0, a]))
        for b in range(table.arcs):
            via = table.head[a]
            if via == table.tail[b] and via not in town.gates and (a, b) not in town.barred:
                line.add_edge(a, b, seconds=int(table.seconds[0, b]))
    line.add_node("begin")
    reached = nx.single_source_dijkstra_path_length(line, "begin", weight="seconds")
    found: dict[int, int] = {}
    for arc, seconds in reached.items():
        if arc != "begin":
            end = int(table.head[arc])
            found[end] = min(found.get(end, seconds), seconds)
    return found


@settings(deadline=None)
@given(streets())
def test_the_fastest_route_that_one_may_drive(town: Streets) -> None:
    table = town.table
    usable = np.ones(table.arcs, dtype=np.bool_)
    net = network(table, 0, sorted(town.gates), usable)
    both = graph(
        table, usable, table.seconds[0], np.ones(table.arcs, np.int64), town.gates, table.barred(0)
    )
    nodes = range(table.nodes)
    matrix = net.seconds(nodes, nodes)
    for origin in nodes:
        least = by_arcs(town, origin)
        for end, route in zip(nodes, net.routes(origin, nodes), strict=True):
            if end == origin:
                continue
            assert matrix[origin, end] == least.get(end, -1)
            paths = pareto(both, origin, end)
            assert (paths[0].seconds if paths else -1) == least.get(end, -1)
            for arcs in [path.arcs for path in paths] + ([] if route is None else [route]):
                assert table.tail[arcs[0]] == origin
                assert table.head[arcs[-1]] == end
                for a, b in pairwise(arcs):
                    assert table.head[a] == table.tail[b]
                    assert (a, b) not in town.barred
                    assert table.head[a] not in town.gates
