"""What becomes one arc, and what stays of the stretches it is made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osm_text import OsmText, Way, grid, road
from shapely.geometry import MultiPolygon, Polygon, box

from safepassage.model.roads import BARRIER, BRIDGE, FORD, RoadTable
from safepassage.roads.osm import RoadsRead, read_roads

SPEEDS = {
    "bus": {"primary": 36.0, "residential": 18.0},
    "truck": {"primary": 36.0, "residential": 18.0, "track": 9.0},
}


def read(
    tmp_path: Path, ways: list[Way], keep: list[int] | None = None, **more: object
) -> RoadsRead:
    """Roads over the nodes 1..5 in a row eastwards, 6..10 above them; places at nodes, `n1`, …"""
    nodes = grid(2, 5)
    text = OsmText(nodes, ways, more.pop("node_tags", {}))  # type: ignore[arg-type]  # tags
    return read_roads(
        text.write(tmp_path / "roads.osm"),
        speeds=SPEEDS,
        keep=[(f"n{number}", *nodes[number]) for number in keep or []],
        **more,  # type: ignore[arg-type]
    )


def pairs(table: RoadTable) -> list[tuple[int, int]]:
    return list(zip(table.tail.tolist(), table.head.tolist(), strict=True))


def test_a_bend_is_no_node_but_stays_in_the_shape(tmp_path: Path) -> None:
    table = read(tmp_path, [road(1, 2, 3, 8)]).table
    assert table.nodes == 2
    assert pairs(table) == [(0, 1), (1, 0)]
    assert table.shape_start.tolist() == [0, 4, 8]
    assert table.shape_longitude[:4] == pytest.approx([36.4, 36.401, 36.402, 36.402])
    assert table.shape_latitude[4:] == pytest.approx([33.501, 33.5, 33.5, 33.5])
    assert table.metres[0] == round(2 * 92.722 + 111.195)


def test_seconds_are_summed_over_classes_and_rounded_up_once(tmp_path: Path) -> None:
    table = read(tmp_path, [road(1, 2, 3), road(3, 4, highway="residential")]).table
    # 92.72 m a stretch: two at 10 m/s, one at 5 m/s.
    assert table.seconds.tolist() == [[38, 38], [38, 38]]
    assert table.classes[table.highway[0]] == "primary"


def test_a_tiny_arc_takes_a_second(tmp_path: Path) -> None:
    text = OsmText({1: (33.5, 36.4), 2: (33.5, 36.4)}, [road(1, 2)])
    table = read_roads(text.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[]).table
    assert table.metres.tolist() == [0, 0]
    assert table.seconds.tolist() == [[1, 1], [1, 1]]


def test_junctions_ends_and_kept_nodes_stay(tmp_path: Path) -> None:
    ways = [road(1, 2, 3, 4, 5), road(4, 9)]
    assert read(tmp_path, ways).table.nodes == 4
    found = read(tmp_path, ways, keep=[2])
    assert found.table.nodes == 5
    assert found.table.longitude[found.snapped["n2"].node] == pytest.approx(36.401)
    assert found.snapped["n2"].metres == pytest.approx(0, abs=1e-3)


def test_a_profile_passes_an_arc_only_where_it_passes_all_of_it(tmp_path: Path) -> None:
    ways = [road(1, 2), road(2, 3, highway="track"), road(3, 4, oneway="yes"), road(4, 9, 8, 3)]
    table = read(tmp_path, ways).table
    there = pairs(table).index((0, 1))
    assert table.passable[:, there].tolist() == [False, True]
    assert table.seconds[0, there] > 10**7
    assert table.seconds[1, there] == np.ceil(92.722 / 10 + 92.722 / 2.5)
    assert sum(tail == head for tail, head in pairs(table)) == 1, "the loop 3-4-9-8-3, one way"


def test_two_profiles_that_each_pass_half_leave_no_arc(tmp_path: Path) -> None:
    ways = [road(1, 2, hgv="no"), road(2, 3, bus="no"), road(3, 4), road(3, 8)]
    table = read(tmp_path, ways).table
    assert table.passable.any(axis=0).all()
    assert pairs(table) == [(0, 1), (0, 2), (1, 0), (2, 0)]


def test_facts_are_joined_from_ways_and_nodes(tmp_path: Path) -> None:
    ways = [road(1, 2, bridge="yes"), road(2, 3), road(3, 4, 5), road(3, 8)]
    table = read(tmp_path, ways, node_tags={2: {"barrier": "gate"}, 4: {"ford": "yes"}}).table
    facts = dict(zip(pairs(table), table.facts.tolist(), strict=True))
    assert facts == {
        (0, 1): BRIDGE | BARRIER,
        (1, 0): BRIDGE | BARRIER,
        (1, 2): FORD,
        (2, 1): FORD,
        (1, 3): 0,
        (3, 1): 0,
    }


def test_the_way_is_the_one_an_arc_starts_on(tmp_path: Path) -> None:
    table = read(tmp_path, [road(1, 2, number=7), road(2, 3, number=8)]).table
    assert table.way.tolist() == [7, 8]


def test_parallel_arcs_are_both_kept(tmp_path: Path) -> None:
    table = read(tmp_path, [road(1, 2), road(2, 3, 4), road(2, 7, 8, 9, 4), road(4, 5)]).table
    assert pairs(table).count((1, 2)) == pairs(table).count((2, 1)) == 2


def test_a_ring_with_nothing_on_it_is_a_loop_from_its_first_node(tmp_path: Path) -> None:
    table = read(tmp_path, [road(1, 2, 7, 6, 1)]).table
    assert pairs(table) == [(0, 0), (0, 0)]
    assert table.latitude.tolist() == pytest.approx([33.5])
    one_way = read(tmp_path, [road(1, 2, 7, 6, 1, junction="roundabout")], keep=[7]).table
    assert one_way.arcs == 1
    assert one_way.latitude.tolist() == pytest.approx([33.501])


def test_a_node_named_twice_running_makes_no_arc(tmp_path: Path) -> None:
    table = read(tmp_path, [road(1, 2, 2, 3)]).table
    assert table.metres.tolist() == [185, 185]


def test_a_closed_way_closes_the_arcs_that_run_on_it_and_hides_nothing_behind(
    tmp_path: Path,
) -> None:
    ways = [
        road(1, 2, number=7),
        road(2, 3, number=8),
        road(3, 4, 5, number=9),
        road(3, 8, number=10),
    ]
    found = read(tmp_path, ways, keep=[1], closed_ways=[8, 999])
    table = found.table
    closed = [pair for pair, is_open in zip(pairs(table), table.open, strict=True) if not is_open]
    assert closed == [(0, 1), (1, 0)]
    assert found.report.closed_arcs == 2
    assert found.report.closed_ways_not_found == (999,)
    assert table.arcs == 6


def test_a_forbidden_area_closes_what_crosses_it(tmp_path: Path) -> None:
    ways = [road(1, 3), road(3, 5), road(3, 8)]
    area = box(36.4005, 33.49, 36.4006, 33.51)
    table = read(tmp_path, ways, forbidden=area).table
    closed = [pair for pair, is_open in zip(pairs(table), table.open, strict=True) if not is_open]
    assert closed == [(0, 1), (1, 0)], "though no node of the arc lies inside"
    far = MultiPolygon([box(0, 0, 1, 1), box(36.5, 33.4, 36.6, 33.6)])
    assert read(tmp_path, ways, forbidden=far).table.open.all()
    assert read(tmp_path, ways, forbidden=Polygon()).table.open.all()
    # The box around this corner holds the arc, the corner itself doesn't touch it.
    corner = Polygon([(36.39, 33.49), (36.41, 33.49), (36.39, 33.4905)])
    assert read(tmp_path, ways, forbidden=corner).table.open.all()


def test_what_is_left_out_is_reported(tmp_path: Path) -> None:
    ways = [
        road(1, 2, 3),
        road(9, 10),
        road(3, 8, oneway="yes"),
        road(2, 7, highway="footway"),
        road(1, 6, access="private"),
    ]
    report = read(tmp_path, ways).report
    assert report.ways == 3
    assert report.raw_nodes == 6
    assert report.raw_arcs == 4 + 2 + 1
    assert (report.nodes, report.arcs) == (2, 2)
    assert report.left_out_arcs == 3
    assert report.left_out_metres == round(2 * 92.721 + 111.195)
    assert report.largest_share == pytest.approx(4 * 92.722 / (6 * 92.722 + 111.195), rel=1e-4)
    assert report.left_out == {
        "ways no profile may enter": 1,
        "ways of a class no profile drives": 1,
        "arcs not in the largest connected part": 3,
    }


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    ways = [road(1, 2, 3, 4, 5), road(6, 7, 8, 9, 10), road(2, 7), road(4, 9), road(3, 8)]
    prints = {read(tmp_path, ways, keep=[1, 8]).table.fingerprint() for _ in range(3)}
    assert len(prints) == 1


def test_a_forbidden_area_closes_an_arc_that_only_ends_in_it(tmp_path: Path) -> None:
    ways = [road(1, 3), road(3, 5), road(3, 8)]
    around_the_east_end = box(36.4035, 33.499, 36.405, 33.5005)
    table = read(tmp_path, ways, forbidden=around_the_east_end).table
    closed = [pair for pair, is_open in zip(pairs(table), table.open, strict=True) if not is_open]
    assert closed == [(1, 2), (2, 1)]
