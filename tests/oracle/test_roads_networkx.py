"""Travel times, contraction, the largest part and snapping against networkx and brute force."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from arc_table import arc_table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osm_text import OsmText, Way, grid, road

from safepassage.model.roads import RoadTable
from safepassage.roads.osm import RoadsError, read_roads
from safepassage.roads.parts import largest_part
from safepassage.roads.travel import travel_times

RADIUS = 6_371_008.8
SPEEDS = {
    "bus": {"primary": 50.0, "residential": 20.0},
    "truck": {"primary": 40.0, "residential": 20.0, "track": 10.0},
}
ROWS, COLUMNS = 4, 5
NODES = {
    number: (
        round(latitude + 2e-4 * math.sin(number), 7),
        round(longitude + 3e-4 * math.cos(number), 7),
    )
    for number, (latitude, longitude) in grid(ROWS, COLUMNS, 0.004).items()
}


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """By the spherical law of cosines on vectors; the package uses the haversine."""
    (la, oa), (lb, ob) = (tuple(map(math.radians, p)) for p in (a, b))
    u = (math.cos(la) * math.cos(oa), math.cos(la) * math.sin(oa), math.sin(la))
    v = (math.cos(lb) * math.cos(ob), math.cos(lb) * math.sin(ob), math.sin(lb))
    return RADIUS * 2 * math.asin(math.dist(u, v) / 2)


def plain_graph(text: OsmText, profile: str | None) -> nx.MultiDiGraph:
    """Every stretch of the ways that a profile (None: any) may drive, seconds not rounded."""
    graph = nx.MultiDiGraph()
    for way in text.ways:
        able = [
            name
            for name, row in SPEEDS.items()
            if way.tags["highway"] in row and way.tags.get({"truck": "hgv"}.get(name, name)) != "no"
        ]
        for name in able if profile is None else [profile] if profile in able else []:
            speed = SPEEDS[name][way.tags["highway"]] / 3.6
            for a, b in pairwise(way.nodes):
                seconds = metres(text.nodes[a], text.nodes[b]) / speed
                if way.tags.get("oneway") != "-1":
                    graph.add_edge(a, b, seconds=seconds)
                if way.tags.get("oneway", "no") in ("no", "-1"):
                    graph.add_edge(b, a, seconds=seconds)
    return graph


tags = st.fixed_dictionaries(
    {"highway": st.sampled_from(["primary", "primary", "residential", "track"])},
    optional={
        "oneway": st.sampled_from(["yes", "-1", "no"]),
        "hgv": st.just("no"),
        "bus": st.just("no"),
    },
)


@st.composite
def walks(draw: st.DrawFn) -> tuple[int, ...]:
    """A way along neighbours of the grid, with loops and repeats as they come."""
    place = (draw(st.integers(0, ROWS - 1)), draw(st.integers(0, COLUMNS - 1)))
    nodes = [place]
    for _ in range(draw(st.integers(1, 9))):
        up, right = draw(st.sampled_from([(0, 1), (1, 0), (0, -1), (-1, 0)]))
        place = (min(max(place[0] + up, 0), ROWS - 1), min(max(place[1] + right, 0), COLUMNS - 1))
        if place != nodes[-1]:
            nodes.append(place)
    return tuple(1 + row * COLUMNS + column for row, column in nodes)


texts = st.lists(st.builds(Way, walks(), tags), min_size=1, max_size=14).map(
    lambda ways: OsmText(NODES, ways)
)
relaxed = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@relaxed
@given(text=texts, picks=st.lists(st.sampled_from(sorted(NODES)), min_size=1, max_size=4))
def test_contraction_keeps_every_shortest_time(
    tmp_path: Path, text: OsmText, picks: list[int]
) -> None:
    parts = list(nx.strongly_connected_components(plain_graph(text, None)))
    most = max((len(part) for part in parts), default=0)
    places = [(str(node), *NODES[node]) for node in dict.fromkeys(picks)]
    path = text.write(tmp_path / "roads.osm")
    if most < 2:
        with pytest.raises(RoadsError):
            read_roads(path, speeds=SPEEDS, keep=places)
        return
    found = read_roads(path, speeds=SPEEDS, keep=places)
    check_table(found.table)
    on_road = {name: snap.node for name, snap in found.snapped.items() if snap.metres < 0.1}
    times = travel_times(found.table, on_road, ())
    for row, profile in enumerate(SPEEDS):
        graph = plain_graph(text, profile)
        for a in on_road:
            least = (
                nx.single_source_dijkstra_path_length(graph, int(a), weight="seconds")
                if int(a) in graph
                else {int(a): 0.0}
            )
            for b in on_road:
                seconds = times.seconds(profile, a, b)
                if seconds is None:
                    assert int(b) not in least
                    continue
                route = list(times.route(profile, a, b))
                assert seconds == found.table.seconds[row, route].sum()
                assert least[int(b)] - 1e-6 <= seconds
                # The fastest unrounded path has at most one arc a node to round up.
                assert seconds <= least[int(b)] + found.table.nodes + 1e-6


def check_table(table: RoadTable) -> None:
    """What holds of every road table."""
    assert table.passable.any(axis=0).all()
    assert (table.seconds >= 1).all()
    begin, end = table.shape_start[:-1], table.shape_start[1:] - 1
    assert (table.shape_latitude[begin] == table.latitude[table.tail]).all()
    assert (table.shape_longitude[end] == table.longitude[table.head]).all()
    shape = list(zip(table.shape_latitude.tolist(), table.shape_longitude.tolist(), strict=True))
    for arc in range(table.arcs):
        points = shape[table.shape_start[arc] : table.shape_start[arc + 1]]
        assert len(points) >= 2
        assert abs(sum(metres(a, b) for a, b in pairwise(points)) - table.metres[arc]) <= 0.501


@relaxed
@given(
    size=st.integers(1, 12),
    data=st.data(),
)
def test_largest_part_against_networkx(size: int, data: st.DataObject) -> None:
    ends = st.integers(0, size - 1)
    arcs = data.draw(st.lists(st.tuples(ends, ends), max_size=30))
    graph = nx.DiGraph(arcs)
    graph.add_nodes_from(range(size))
    parts = list(nx.strongly_connected_components(graph))
    most = max(map(len, parts))
    first = min((part for part in parts if len(part) == most), key=min)
    tail = np.array([a for a, _ in arcs], dtype=np.int32)
    head = np.array([b for _, b in arcs], dtype=np.int32)
    assert set(np.flatnonzero(largest_part(size, tail, head)).tolist()) == first


@relaxed
@given(
    size=st.integers(2, 9),
    data=st.data(),
)
def test_travel_times_against_networkx(size: int, data: st.DataObject) -> None:
    ends = st.integers(0, size - 1)
    arcs = data.draw(st.lists(st.tuples(ends, ends, st.integers(1, 20)), min_size=1, max_size=40))
    gates = data.draw(st.sets(ends, max_size=3))
    opened = np.array(data.draw(st.lists(st.booleans(), min_size=len(arcs), max_size=len(arcs))))
    table = arc_table(size, arcs, opened)
    places = {f"p{node}": node for node in range(size)}
    times = travel_times(table, places, [f"p{node}" for node in gates])
    for a in range(size):
        for b in range(size):
            graph = nx.DiGraph()
            graph.add_nodes_from(range(size))
            for (tail, head, seconds), is_open in zip(arcs, opened, strict=True):
                through = {tail, head} & gates - {a, b}
                ending = (tail == b and b in gates) or (head == a and a in gates)
                known = graph.get_edge_data(tail, head, {"seconds": 99})["seconds"]
                if is_open and not through and not ending:
                    graph.add_edge(tail, head, seconds=min(seconds, known))
            found = times.seconds("bus", f"p{a}", f"p{b}")
            if not nx.has_path(graph, a, b):
                assert found is None
                continue
            assert found == nx.shortest_path_length(graph, a, b, weight="seconds")
            route = times.route("bus", f"p{a}", f"p{b}")
            assert sum(arcs[arc][2] for arc in route) == found
            stations = [a] + [arcs[arc][1] for arc in route]
            assert [arcs[arc][0] for arc in route] == stations[:-1]
            assert stations[-1] == b
            assert all(opened[arc] for arc in route)
            assert not gates.intersection(stations[1:-1])


@relaxed
@given(
    latitude=st.floats(33.48, 33.53),
    longitude=st.floats(36.38, 36.44),
    text=st.lists(st.builds(Way, walks(), st.just({"highway": "primary"})), min_size=1).map(
        lambda ways: OsmText(NODES, ways)
    ),
)
def test_snapping_against_brute_force(
    tmp_path: Path, latitude: float, longitude: float, text: OsmText
) -> None:
    here = (latitude, longitude)
    graph = plain_graph(text, "bus")
    parts = list(nx.strongly_connected_components(graph))
    most = max((len(part) for part in parts), default=0)
    if most < 2 or sum(len(part) == most for part in parts) > 1:
        return
    part = next(part for part in parts if len(part) == most)
    nearest_node = min(metres(here, NODES[node]) for node in part)
    nearest = min(
        metres(here, (la + (lb - la) * step / 200, oa + (ob - oa) * step / 200))
        for a, b in {tuple(sorted(edge)) for edge in graph.subgraph(part).edges()}
        for (la, oa), (lb, ob) in [(NODES[a], NODES[b])]
        for step in range(201)
    )
    found = read_roads(
        text.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[("p", latitude, longitude)]
    )
    snap = found.snapped["p"]
    node = (float(found.table.latitude[snap.node]), float(found.table.longitude[snap.node]))
    assert snap.metres == pytest.approx(metres(here, node), abs=1e-3)
    if nearest < nearest_node - 26:
        assert snap.metres == pytest.approx(nearest, abs=1)
    elif nearest > nearest_node - 24:
        assert snap.metres == pytest.approx(nearest_node, abs=1e-3)


def test_places_along_one_long_stretch_split_it_in_order(tmp_path: Path) -> None:
    text = OsmText(
        {1: (33.5, 36.4), 2: (33.5, 36.5), 3: (33.6, 36.5)}, [road(1, 2), road(2, 3), road(3, 1)]
    )
    keep = [
        (name, 33.4999, longitude)
        for name, longitude in zip("cab", (36.46, 36.41, 36.43), strict=True)
    ]
    found = read_roads(
        text.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[*keep, ("again", 33.4999, 36.43)]
    )
    assert found.snapped["again"] == found.snapped["b"]
    assert all(snap.metres == pytest.approx(11.1, abs=0.1) for snap in found.snapped.values())
    check_table(found.table)
    times = travel_times(found.table, {k: s.node for k, s in found.snapped.items()}, ())
    assert times.metres("bus", "a", "c") == pytest.approx(0.05 * 92_722, rel=1e-3)
    through = found.table.head[list(times.route("bus", "a", "c"))].tolist()
    assert through == [found.snapped["b"].node, found.snapped["c"].node]
