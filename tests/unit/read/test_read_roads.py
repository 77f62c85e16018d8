"""Faults of the roads, of places off them, and of forbidden areas."""

from __future__ import annotations

import bz2
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from read_folder import append, faults_of, good_folder, set_cell, spoil, the_one, warnings_of

from safepassage.read import load_case, read_case

TINY = Path(__file__).parents[3] / "examples" / "tiny"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


@pytest.mark.parametrize(
    "text", ["", "not OpenStreetMap", "<osm version='0.6'>", "<osm version='0.6'></osm>"]
)
def test_unusable_roads(folder: Path, text: str) -> None:
    (folder / "roads.osm").write_text(text)
    the_one(faults_of(folder), "roads.osm", None, None, "expected")


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.bz2", "roads.osm.pbf"])
def test_roads_cut_short(folder: Path, name: str) -> None:
    data = (folder / "roads.osm").read_bytes()
    (folder / "roads.osm").unlink()
    if name.endswith("bz2"):
        data = bz2.compress(data)
    (folder / name).write_bytes(data[: len(data) // 2])
    spoil(folder, "case.toml", '"roads.osm"', f'"{name}"')
    the_one(faults_of(folder), name, None, None, "expected")


def test_packed_roads_are_the_same_roads(folder: Path) -> None:
    digest = read_case(folder).digest
    (folder / "roads.osm.bz2").write_bytes(bz2.compress((folder / "roads.osm").read_bytes()))
    spoil(folder, "case.toml", '"roads.osm"', '"roads.osm.bz2"')
    assert read_case(folder).digest == digest


def test_roads_behind_a_link_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "roads.osm").rename(tmp_path / "roads.osm")
    (folder / "roads.osm").symlink_to(tmp_path / "roads.osm")
    the_one(faults_of(folder), "case.toml", None, "roads.file", "leads out of the folder")


def test_coordinates_swapped(folder: Path) -> None:
    set_cell(folder, "destinations", 4, "latitude", "13.0300")
    set_cell(folder, "destinations", 4, "longitude", "50.9700")
    the_one(faults_of(folder), "destinations.csv", 4, "latitude", "look swapped", "Swap")


def test_a_place_outside_the_roads(folder: Path) -> None:
    set_cell(folder, "destinations", 4, "latitude", "33.5")
    the_one(faults_of(folder), "destinations.csv", 4, "latitude", "outside the roads of roads.osm")


def test_a_place_too_far_from_any_road(folder: Path) -> None:
    set_cell(folder, "destinations", 4, "latitude", "50.9650")
    the_one(
        faults_of(folder),
        "destinations.csv",
        4,
        "latitude",
        "556 m from the nearest road",
        "within 300 m of a road",
        "roads.max_snap_metres",
    )


def test_a_destination_nobody_can_reach(folder: Path) -> None:
    spoil(folder, "case.toml", "# closed_ways = [12] ", "closed_ways = [15] ")
    the_one(faults_of(folder), "destinations.csv", 3, "id", "'school', which nobody can reach")


def test_faults_of_households_do_not_hide_a_destination_nobody_can_reach(folder: Path) -> None:
    spoil(folder, "case.toml", "# closed_ways = [12] ", "closed_ways = [15] ")
    set_cell(folder, "households", 3, "persons", "0")
    assert [f.file for f in faults_of(folder)] == ["households.csv", "destinations.csv"]


def test_a_point_that_is_cut_off_is_a_warning(folder: Path) -> None:
    spoil(folder, "case.toml", "# closed_ways = [12] ", "closed_ways = [12, 13] ")
    (warning,) = warnings_of(folder)
    assert (warning.file, warning.row, warning.column) == ("assembly_points.csv", 4, "id")
    assert "from which no crossing can be reached" in warning.found


def test_vehicles_that_are_cut_off_are_a_warning(folder: Path) -> None:
    spoil(
        folder,
        "roads.osm",
        "</osm>",
        '<node id="10" version="1" lat="50.98" lon="13.04"/><way id="17" version="1">'
        '<nd ref="7"/><nd ref="10"/><tag k="highway" v="primary"/></way></osm>',
    )
    spoil(folder, "case.toml", "# closed_ways = [12] ", "closed_ways = [17] ")
    with (folder / "staging_areas.csv").open("a") as stream:
        stream.write("farm,Farm,50.98,13.04\n")
    set_cell(folder, "vehicles", 4, "start", "farm")
    (warning,) = warnings_of(folder)
    assert (warning.file, warning.row, warning.column) == ("vehicles.csv", 4, "start")
    assert "'farm', from which no ambulance reaches anybody" in warning.found


def test_a_destination_at_the_node_of_a_crossing_is_a_warning(folder: Path) -> None:
    set_cell(folder, "destinations", 3, "latitude", "51.0001")
    set_cell(folder, "destinations", 3, "longitude", "13.0000")
    (warning,) = warnings_of(folder)
    assert (warning.file, warning.row, warning.column) == ("destinations.csv", 3, "latitude")
    assert "'school', at the same node of the roads as the crossing 'bridge'" in warning.found


def test_another_place_at_the_node_of_a_crossing_is_a_fault(folder: Path) -> None:
    set_cell(folder, "assembly_points", 3, "latitude", "51.0001")
    set_cell(folder, "assembly_points", 3, "longitude", "13.0000")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row, fault.column) == ("assembly_points.csv", 3, "latitude")
    assert "at the same node of the roads as the crossing 'bridge'" in fault.found


def test_places_at_one_node_without_a_crossing_are_fine(folder: Path) -> None:
    set_cell(folder, "destinations", 3, "latitude", "50.9700")
    set_cell(folder, "destinations", 3, "longitude", "13.0300")
    assert warnings_of(folder) == ()


FORBIDDEN = [
    ("{", "can't be read as GeoJSON"),
    ("[]", "can't be read as GeoJSON"),
    ("[" * 100_000, "can't be read as GeoJSON"),
    ('{"type": "Feature"}', "can't be read as GeoJSON"),
    ('{"type": "FeatureCollection", "features": []}', "no area"),
    ('{"type": "Point", "coordinates": [13, 51]}', "area 1: a Point"),
    ('{"type": "Polygon", "coordinates": []}', "an empty polygon"),
    ('{"type": "Polygon", "coordinates": [[[0, 0], [999, 0], [0, 9], [0, 0]]]}', "aren't degrees"),
    (
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}',
        "a broken outline",
    ),
]


@pytest.mark.parametrize(("text", "found"), FORBIDDEN)
def test_unusable_forbidden_areas(folder: Path, text: str, found: str) -> None:
    spoil(folder, "case.toml", "# forbidden", "forbidden")
    (folder / "forbidden.geojson").write_text(text)
    the_one(faults_of(folder), "forbidden.geojson", None, None, found)


def test_features_of_forbidden_areas(folder: Path) -> None:
    spoil(folder, "case.toml", "# forbidden", "forbidden")
    ring = [[13.005, 51.006], [13.006, 51.006], [13.006, 51.007], [13.005, 51.006]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    for whole in (feature, {"type": "FeatureCollection", "features": [feature]}):
        (folder / "forbidden.geojson").write_text(json.dumps(whole))
        assert int((~read_case(folder).roads.open).sum()) == 2


def test_people_may_be_driven_past_places_unless_the_case_says_otherwise(tmp_path: Path) -> None:
    tiny = tmp_path / "tiny"
    shutil.copytree(TINY, tiny)
    before = read_case(tiny)
    spoil(tiny, "case.toml", "[roads]", "[roads]\npast_places = false")
    after = read_case(tiny)
    assert before.past_places and not after.past_places
    assert before.digest != after.digest
    spoil(tiny, "case.toml", "past_places = false", 'past_places = "no"')
    the_one(faults_of(tiny), "case.toml", None, "roads.past_places", "true or false")


def test_a_destination_that_people_could_only_be_driven_to_past_another_place(folder: Path) -> None:
    spoil(folder, "case.toml", "[roads]", "[roads]\npast_places = false")
    for row, fault in zip((3, 4), faults_of(folder), strict=True):
        assert (fault.file, fault.row) == ("destinations.csv", row)
        assert "nobody can reach" in fault.found
        assert "roads.past_places is false" in str(fault.remedy)


SLOWER = """
[roads.slower.bus]
primary = 1.5
"""
DELAY = """
[[roads.delays]]
way = 14
from_latitude = 51.0
from_longitude = 13.0
to_latitude = 50.992
to_longitude = 13.0
seconds = 120
"""


def test_roads_that_take_longer(folder: Path) -> None:
    free = load_case(folder).case.roads
    append(folder, SLOWER + DELAY)
    assert warnings_of(folder) == ()
    read = load_case(folder)
    bus = free.profiles.index("bus")
    before, after = free.seconds[bus], read.case.roads.seconds[bus]
    primary = np.array(free.classes)[free.highway] == "primary"
    south = (free.way == 14) & (free.latitude[free.tail] == 51.0)
    assert south.sum() == 1
    assert primary[south].all()
    assert (after == np.where(primary, np.ceil(1.5 * before), before) + 120 * south).all()
    others = [row for row in range(len(free.profiles)) if row != bus]
    assert (read.case.roads.seconds[others] == free.seconds[others] + 120 * south).all()
    assert (read.free_roads.seconds == free.seconds).all()


def test_a_delay_on_no_stretch_is_a_warning(folder: Path) -> None:
    append(folder, DELAY.replace("51.0", "51.5"))
    (warning,) = warnings_of(folder)
    assert (warning.column, warning.found) == (
        "roads.delays",
        "delays on no road of roads.osm: ways [14]",
    )


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ("primary = 1.5", "primary = 0.9", "roads.slower.bus.primary", "0.9"),
        ("primary = 1.5", "primary = 21", "roads.slower.bus.primary", "21"),
        ("primary", "footway", "roads.slower.bus.footway", "another class"),
        (".bus]", ".buss]", "roads.slower.buss", "an unknown profile"),
        ("seconds = 120", "seconds = 0", "roads.delays[1].seconds", "0"),
        ("seconds = 120", "", "roads.delays[1].seconds", "no such key"),
    ],
)
def test_times_that_can_not_be(folder: Path, old: str, new: str, column: str, found: str) -> None:
    append(folder, (SLOWER + DELAY).replace(old, new))
    the_one(faults_of(folder), "case.toml", None, column, found)
