"""Junctions, and some of them spread over the roads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drill_roads import SIDE, streets, town
from osm_text import OsmText, road

from safepassage.drill.layout import Layout, lay_out
from safepassage.drill.sites import cells, common_network, junctions, middle, spread
from safepassage.model.roads import RoadTable
from safepassage.roads.fault import RoadsError
from safepassage.roads.osm import read_roads
from safepassage.roads.speeds import ROAD_SPEEDS


def table_of(path: Path) -> RoadTable:
    return read_roads(path, speeds=ROAD_SPEEDS, keep=()).table


@pytest.fixture
def square(tmp_path: Path) -> RoadTable:
    return table_of(town(tmp_path))


def test_corners_are_no_junctions(square: RoadTable) -> None:
    assert junctions(square).sum() == SIDE * SIDE - 4


def test_a_junction_is_one_for_every_profile(tmp_path: Path) -> None:
    # Three roads meet at node 2; one of them is a track, which buses don't drive.
    nodes = {1: (33.5, 36.4), 2: (33.5, 36.41), 3: (33.5, 36.42), 4: (33.51, 36.41)}
    tee = OsmText(nodes, [road(1, 2, 3), road(2, 4)])
    assert junctions(table_of(tee.write(tmp_path / "tee.osm"))).sum() == 1
    track = OsmText(nodes, [road(1, 2, 3), road(2, 4, highway="track")])
    assert junctions(table_of(track.write(tmp_path / "track.osm"))).sum() == 0


def test_sites_are_far_from_each_other(square: RoadTable) -> None:
    candidates = junctions(square)
    sites = spread(square, candidates, 5, seed=3, settle=False).tolist()
    net = common_network(square)
    between = net.seconds(sites, sites)
    apart = between[~np.eye(5, dtype=bool)].min()
    farthest = net.seconds(sites, np.flatnonzero(candidates).tolist()).min(axis=0).max()
    # Gonzalez: no candidate is farther from its site than the sites are from each other.
    assert farthest <= apart


def test_settled_sites_are_in_the_middle_of_their_cells(square: RoadTable) -> None:
    candidates = junctions(square)
    sites = spread(square, candidates, 4, seed=1)
    cell = cells(square, sites)
    counts = np.bincount(cell[candidates])
    assert counts.sum() == candidates.sum()
    assert counts.min() >= 10
    nodes = np.flatnonzero(candidates).astype(np.int32)
    assert [middle(square, nodes[cell[nodes] == k]) for k in range(4)] == sites.tolist()


def test_every_candidate_can_be_a_site_once(square: RoadTable) -> None:
    candidates = junctions(square)
    sites = spread(square, candidates, int(candidates.sum()), seed=0)
    assert sorted(sites.tolist()) == np.flatnonzero(candidates).tolist()


def test_too_few_candidates_are_refused(square: RoadTable) -> None:
    few = junctions(square) & (np.arange(square.nodes) < 6)
    with pytest.raises(RoadsError, match="at least 9"):
        spread(square, few, 9, seed=0)


def test_a_driveway_makes_no_junction(tmp_path: Path) -> None:
    nodes = {1: (33.5, 36.4), 2: (33.5, 36.41), 3: (33.5, 36.42), 4: (33.51, 36.41)}
    drive = OsmText(nodes, [road(1, 2, 3), road(2, 4, highway="service")])
    assert junctions(table_of(drive.write(tmp_path / "drive.osm"))).sum() == 0


def places(layout: Layout) -> list[int]:
    ways = [node for way in layout.ways for node in (way.crossing, way.staging)]
    return [*layout.points, *ways, *layout.destinations]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("destinations", [1, 3, 5])
def test_all_places_differ_and_can_be_reached(
    square: RoadTable, seed: int, destinations: int
) -> None:
    layout = lay_out(square, points=6, crossings=3, destinations=destinations, seed=seed)
    assert len(set(places(layout))) == 6 + 2 * 3 + destinations
    net = common_network(square, layout.crossings)
    gates = layout.crossings
    assert net.seconds(layout.points, gates).min() > 0
    assert net.seconds(gates, layout.points).min() > 0
    assert (net.seconds(gates, layout.destinations).max(axis=0) > 0).all()
    assert (net.seconds(layout.destinations, gates).max(axis=1) > 0).all()
    assert sum(layout.shares) == pytest.approx(1)


def test_crossings_lie_between_points_and_destinations(square: RoadTable) -> None:
    layout = lay_out(square, points=6, crossings=2, destinations=2, seed=5)
    centre = middle(square, np.flatnonzero(junctions(square)).astype(np.int32))
    away = common_network(square).seconds([centre], range(square.nodes))[0]
    assert away[[*layout.points]].max() < away[[*layout.crossings]].min()
    for way in layout.ways:
        assert away[way.crossing] < away[way.staging] < away[way.end]


def test_a_town_with_one_way_out_has_no_two_crossings(tmp_path: Path) -> None:
    # A square town and a long road: every far junction lies along that one road.
    text = streets(side=4)
    first = max(text.nodes) + 1
    line = {first + step: (33.5, 36.4 - 0.01 * step) for step in range(1, 13)}
    spurs = {node + 100: (lat + 0.001, lon) for node, (lat, lon) in line.items()}
    ways = [road(1, *line), *(road(node, node + 100) for node in line)]
    table = table_of(
        OsmText({**text.nodes, **line, **spurs}, [*text.ways, *ways]).write(tmp_path / "line.osm")
    )
    assert len(lay_out(table, points=4, crossings=1, destinations=1, seed=0).ways) == 1
    with pytest.raises(RoadsError, match=r"separate ways .* at least 2"):
        lay_out(table, points=4, crossings=2, destinations=2, seed=0)
