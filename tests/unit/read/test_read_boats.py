"""Boats, their sea lanes and docks, as a folder states them."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_folder import append, faults_of, good_folder, set_cell, spoil, the_one

from safepassage.read import load_case, read_case

LANES = "".join(
    f'<way id="{number}" version="1">{nodes}<tag k="route" v="ferry"/></way>'
    for number, nodes in ((901, '<nd ref="1"/><nd ref="6"/>'), (902, '<nd ref="6"/><nd ref="2"/>'))
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The good folder, with sea lanes across its map, and its buses boats."""
    folder = good_folder(tmp_path / "shore")
    spoil(folder, "roads.osm", "</osm>", LANES + "</osm>")
    append(folder, "[roads.speeds.launch]\nferry = 36\n")
    set_cell(folder, "vehicles", 3, "kind", "boat")
    set_cell(folder, "vehicles", 3, "profile", "launch")
    return folder


def test_a_boat_goes_by_lanes_and_by_nothing_else(folder: Path) -> None:
    table = read_case(folder).roads
    lanes = table.highway == table.classes.index("ferry")
    assert lanes.any() and not lanes.all()
    boat, other = (table.passable[table.profiles.index(name)] for name in ("launch", "ambulance"))
    assert (boat == lanes).all()
    assert not (other & lanes).any()
    row = table.seconds[table.profiles.index("launch")]
    assert (abs(row[lanes] - table.metres[lanes] / 10) <= 1).all()  # 36 km/h


def test_a_case_without_boats_doesn_t_read_lanes(folder: Path) -> None:
    report = load_case(folder).network
    plain = good_folder(folder.parent / "plain")
    spoil(plain, "roads.osm", "</osm>", LANES + "</osm>")
    other = load_case(plain).network
    assert report.ways == other.ways + 2
    assert other.left_out == load_case(good_folder(folder.parent / "dry")).network.left_out


def test_an_unknown_profile(folder: Path) -> None:
    set_cell(folder, "vehicles", 3, "profile", "lunch")
    found = [fault for fault in faults_of(folder) if fault.file == "vehicles.csv"]
    the_one(tuple(found), "vehicles.csv", 3, "profile", "'lunch'", "launch")


@pytest.mark.parametrize(
    ("kind", "profile", "what"),
    [("bus", "launch", "on water"), ("boat", "bus", "on roads"), ("boat", "", None)],
)
def test_boats_by_water_all_others_by_road(
    folder: Path, kind: str, profile: str, what: str | None
) -> None:
    set_cell(folder, "vehicles", 4, "kind", kind)
    set_cell(folder, "vehicles", 4, "profile", profile)
    found = [fault for fault in faults_of(folder) if fault.column == "profile"]
    assert len(found) == (what is not None)
    assert all(what in fault.found for fault in found if what)


def test_docks_name_the_types_that_may_call(folder: Path) -> None:
    boat = read_case(folder).vehicle_types[0].id
    set_cell(folder, "assembly_points", 3, "vehicle_types", boat)
    point = read_case(folder).assembly_points[0]
    assert point.vehicle_types == (boat,)
    assert point.admits(boat) and not point.admits("another")
    assert all(each.admits("another") for each in read_case(folder).assembly_points[1:])


def test_a_dock_for_an_unknown_type(folder: Path) -> None:
    set_cell(folder, "destinations", 3, "vehicle_types", "raft")
    the_one(faults_of(folder), "destinations.csv", 3, "vehicle_types", "'raft'", "vehicles table")
