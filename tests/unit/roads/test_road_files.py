"""Formats, and files that can't be used."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from osm_text import OsmText, Turn, grid, road

from safepassage.errors import SafePassageError
from safepassage.roads.osm import RoadsError, read_roads

SPEEDS = {"bus": {"primary": 36.0}}
TOWN = OsmText(
    grid(3, 3),
    [road(1, 2, 3, 6, 9, 8, 7, 4, 1), road(4, 5, 6), road(2, 5, 8)],
    turns=[Turn(101, 5, 102, {"restriction": "no_left_turn"})],
)


def read(path: Path) -> bytes:
    return read_roads(path, speeds=SPEEDS, keep=[("a", 33.5, 36.4)]).table.fingerprint()


@pytest.mark.parametrize("name", ["roads.osm.pbf", "roads.osm.bz2", "roads.osm.gz"])
def test_every_format_gives_the_same_table(tmp_path: Path, name: str) -> None:
    plain = TOWN.write(tmp_path / "roads.osm")
    if name.endswith(".gz"):
        (tmp_path / name).write_bytes(gzip.compress(plain.read_bytes()))
    else:
        TOWN.write(tmp_path / name)
    assert read(tmp_path / name) == read(plain)
    found = read_roads(tmp_path / name, speeds=SPEEDS, keep=[("a", 33.5, 36.4)])
    assert found.report.barred_turns == 4


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.bz2", "roads.osm.pbf"])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, name: str) -> None:
    whole = TOWN.write(tmp_path / name).read_bytes()
    cut = tmp_path / f"cut-{name}"
    for length in range(0, len(whole) - 4, 1 + len(whole) // 60):
        cut.write_bytes(whole[:length])
        with pytest.raises(RoadsError) as raised:
            read(cut)
        assert ".osm.pbf" in raised.value.expected or "highway" in raised.value.expected
        assert raised.value.found
        assert raised.value.remedy


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.osm", ""),
        ("empty.osm.pbf", ""),
        ("empty.osm.bz2", ""),
        ("prose.osm", "Roads of Ghouta"),
        ("prose.osm.pbf", "Roads of Ghouta"),
        ("prose.osm.bz2", "Roads of Ghouta"),
        ("page.osm", "<html><body/></html>"),
        ("roads.docx", "Roads of Ghouta"),
        ("broken.osm", "<osm version='0.6'><way id='1'><nd ref='x'/></way></osm>"),
    ],
)
def test_not_openstreetmap(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(RoadsError, match="OpenStreetMap"):
        read(tmp_path / name)


def test_a_position_that_is_no_number(tmp_path: Path) -> None:
    path = TOWN.write(tmp_path / "roads.osm")
    path.write_text(path.read_text().replace("lat='", "lat='x", 1))
    with pytest.raises(RoadsError, match="wrong format for coordinate"):
        read(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(RoadsError) as raised:
        read(tmp_path / "nowhere.osm.pbf")
    assert raised.value.found == "no such file"
    assert isinstance(raised.value, SafePassageError)


def test_nothing_to_drive_on(tmp_path: Path) -> None:
    footpaths = OsmText(grid(1, 2), [road(1, 2, highway="footway")])
    with pytest.raises(RoadsError, match="no road that a vehicle may drive"):
        read(footpaths.write(tmp_path / "roads.osm"))


def test_no_way_back(tmp_path: Path) -> None:
    one_way = OsmText(grid(1, 3), [road(1, 2, 3, oneway="yes")])
    with pytest.raises(RoadsError, match="there and back"):
        read(one_way.write(tmp_path / "roads.osm"))


def test_ways_whose_nodes_the_file_lacks(tmp_path: Path) -> None:
    nothing = OsmText({}, [road(1, 2), road(2, 3)])
    with pytest.raises(RoadsError, match="there and back"):
        read(nothing.write(tmp_path / "roads.osm"))
    cut_off = OsmText(grid(1, 3), [road(1, 2, 3, 99)])
    found = read_roads(cut_off.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[])
    assert found.report.left_out == {"stretches with a node that isn't in the file": 1}
    assert found.table.arcs == 2


def test_unsaved_nodes_of_an_editor_have_negative_ids(tmp_path: Path) -> None:
    drawn = OsmText({-2: (33.5, 36.4), -1: (33.501, 36.4), 7: (33.502, 36.4)}, [road(-2, -1, 7)])
    found = read_roads(drawn.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[])
    assert found.table.arcs == 2
    assert list(found.table.metres) == [222, 222]


def test_a_way_given_twice_counts_once(tmp_path: Path) -> None:
    merged = OsmText(grid(1, 3), [road(1, 2, 3, number=7), road(1, 2, 3, number=7)])
    found = read_roads(merged.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[])
    assert found.table.arcs == 2
    assert found.report.left_out == {"ways given twice": 1}


def test_things_of_a_file_come_in_any_order(tmp_path: Path) -> None:
    plain = TOWN.write(tmp_path / "roads.osm")
    backwards = OsmText(dict(reversed(list(TOWN.nodes.items()))), TOWN.ways, turns=TOWN.turns)
    assert read(backwards.write(tmp_path / "backwards.osm")) == read(plain)
    text = TOWN.xml()
    nodes, ways, end = text.index("<node"), text.index("<way"), text.index("</osm>")
    ways_first = text[:nodes] + text[ways:end] + text[nodes:ways] + text[end:]
    (tmp_path / "ways-first.osm").write_text(ways_first, encoding="utf-8")
    assert read(tmp_path / "ways-first.osm") == read(plain)


def test_a_position_off_the_globe_is_a_node_that_is_missing(tmp_path: Path) -> None:
    lost = OsmText({**grid(1, 3), 4: (95.0, 36.4)}, [road(1, 2, 3, 4)])
    found = read_roads(lost.write(tmp_path / "roads.osm"), speeds=SPEEDS, keep=[])
    assert found.table.arcs == 2
