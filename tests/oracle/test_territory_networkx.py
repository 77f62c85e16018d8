"""Pockets and independent ways out against networkx, on random maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pytest
from factory import at
from ground_case import area, box, ground_case

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.territory.pockets import pockets

EDGE = 100
"""The enclave lies west of it, in thousandths of a degree of longitude: 93 m each here."""
ON = "2018-03-07"
GATES = ("g0", "g1", "g2")
ENDS = ("d0", "d1")


@dataclass(frozen=True)
class Map:
    spots: dict[str, tuple[float, float]]
    links: list[tuple[Any, ...]]
    points: list[str]
    open_gates: list[str]

    def case(self) -> Case:
        return ground_case(
            self.spots,
            self.links,
            [area(box(-50, -50, EDGE, 150))],
            points=self.points,
            crossings=GATES,
            destinations=ENDS,
            windows=tuple(
                Window(crossing=g, direction="out", opens=at(8, "09:00"), closes=at(8, "14:00"))
                for g in self.open_gates
            ),
        )

    def inside(self, name: str) -> bool:
        return self.spots[name][0] <= EDGE

    def shut(self, link: tuple[Any, ...], gates: Any) -> bool:
        """Straight links only: by hand, where the link meets the edge."""
        (x, y), (to_x, to_y) = self.spots[link[0]], self.spots[link[1]]
        if (x <= EDGE) == (to_x <= EDGE) or {link[0], link[1]} & set(gates):
            return False
        meets = y + (to_y - y) * (EDGE - x) / (to_x - x)
        far = [
            np.hypot((self.spots[g][0] - EDGE) * 92.8, (self.spots[g][1] - meets) * 111.2)
            for g in gates
        ]
        return not far or min(far) > 500


def random_map(seed: int) -> Map:
    random = np.random.default_rng(seed)
    names = [f"n{k}" for k in range(random.integers(8, 30))]
    spots = {name: (float(random.uniform(0, 160)), float(random.uniform(0, 100))) for name in names}
    spots |= {
        gate: (EDGE + float(random.uniform(-3, 3)), 20.0 + 30 * k) for k, gate in enumerate(GATES)
    }
    spots |= {end: (200.0, 30.0 + 40 * k) for k, end in enumerate(ENDS)}
    every = list(spots)
    links: list[tuple[Any, ...]] = []
    for _ in range(int(len(every) * random.uniform(1.2, 3))):
        tail, head = random.choice(every, 2, replace=False)
        one_way = random.random() < 0.3
        links.append((str(tail), str(head), None) if one_way else (str(tail), str(head)))
        if random.random() < 0.1:
            links.append(links[-1])
    points = [name for name in names if random.random() < 0.5]
    return Map(spots, links, points, [gate for gate in GATES if random.random() < 0.7])


def components(drawn: Map) -> set[frozenset[str]]:
    graph = nx.DiGraph()
    graph.add_nodes_from(name for name in drawn.spots if drawn.inside(name) and name not in GATES)
    for link in drawn.links:
        if all(name in graph for name in link[:2]):
            graph.add_edge(link[0], link[1])
            if len(link) == 2:
                graph.add_edge(link[1], link[0])
    held = {name for name in drawn.points if drawn.inside(name)}
    parts = (frozenset(part & held) for part in nx.strongly_connected_components(graph))
    return {part for part in parts if part}


def most_ways(drawn: Map, points: tuple[str, ...]) -> int:
    """Maximum flow in which a stretch driven either way runs through one arc of capacity one."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    closed = set(GATES) - set(drawn.open_gates)
    for number, link in enumerate(drawn.links):
        allowed = any(not drawn.shut(link, [gate]) for gate in drawn.open_gates)
        if not allowed or closed & set(link[:2]):
            continue
        into, out = f"{number} in", f"{number} out"
        graph.add_edge(into, out, capacity=1)
        for begin, end in [link[:2]] if len(link) == 3 else [link, link[::-1]]:
            graph.add_edge(begin, into)
            graph.add_edge(out, end)
    for point in points:
        graph.add_edge("source", point)
    for end in ENDS:
        graph.add_edge(end, "sink")
    return int(nx.maximum_flow_value(graph, "source", "sink"))


def reached(drawn: Map, point: str) -> dict[str, set[str]]:
    found = {}
    for gate in drawn.open_gates:
        graph = nx.DiGraph()
        graph.add_node(point)
        closed = set(GATES) - set(drawn.open_gates)
        for link in drawn.links:
            if not drawn.shut(link, [gate]) and not closed & set(link[:2]):
                graph.add_edge(link[0], link[1])
                if len(link) == 2:
                    graph.add_edge(link[1], link[0])
        ends = nx.descendants(graph, point) & set(ENDS)
        if ends:
            found[gate] = ends
    return found


@pytest.mark.parametrize("seed", range(150))
def test_random_maps(seed: int) -> None:
    drawn = random_map(seed)
    found = pockets(drawn.case(), ON)
    assert {frozenset(pocket.points) for pocket in found} == components(drawn)
    for pocket in found:
        assert pocket.independent == most_ways(drawn, pocket.points)
        ways = {way.crossing: set(way.destinations) for way in pocket.ways}
        assert ways == reached(drawn, pocket.points[0])


def test_the_maps_have_something_to_find() -> None:
    """Else the test above would show nothing."""
    found = [pocket for seed in range(150) for pocket in pockets(random_map(seed).case(), ON)]
    assert max(pocket.independent for pocket in found) >= 3
    assert sum(pocket.independent == 0 for pocket in found) > 10
    assert sum(len(pocket.points) > 1 for pocket in found) > 30
    assert any(len(pocket.ways) > pocket.independent > 0 for pocket in found)
