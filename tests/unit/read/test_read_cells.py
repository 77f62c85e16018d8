"""Faults of cells: each with its file, row, column and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_folder import faults_of, good_folder, set_cell, spoil, the_one, warnings_of

CELLS = [
    ("households", 3, "persons", "", "an empty cell"),
    ("households", 3, "persons", "four", "Write how many they are"),
    ("households", 3, "persons", "0", "a household without members"),
    ("households", 3, "persons", "2.5", "a whole number from 1 to 5,000"),
    ("households", 3, "persons", "9" * 400, "999..."),
    ("households", 3, "persons", "1_000", "a whole number"),
    ("households", 3, "persons", "٤", "a whole number"),
    ("households", 3, "choice", "leaves", "Did you mean 'leave'?"),
    ("households", 3, "medical_class", "0", "a whole number from 1 to 4"),
    ("households", 3, "medical_class", "5", "a whole number from 1 to 4"),
    ("households", 3, "destinations", "hall,school", "Write them like 'north;south'."),
    ("households", 3, "destinations", "hall;hall", "different ids"),
    ("households", 3, "items", "lugage", "Did you mean 'luggage'?"),
    ("households", 3, "category", "civillian", "Did you mean 'civilian'?"),
    ("households", 3, "assembly_point", "chruch", "Did you mean 'church'?"),
    ("households", 3, "destinations", "harbour", "an id of destinations"),
    ("households", 3, "id", "h 1", "an id: letters"),
    ("households", 3, "id", "=1+1", "an id: letters"),
    ("households", 4, "id", "h01", "the id 'h01' again (first in row 3)"),
    ("households", 3, "destinations", "", "a group that leaves for nowhere"),
    ("households", 4, "stretchers", "9", "9 patients among 5 persons"),
    ("households", 4, "escorts", "6", "6 patients among 5 persons"),
    ("households", 4, "attendants", "5", "5 attendants of 1 patients"),
    ("households", 3, "attendants", "1", "attendants only of patients"),
    ("households", 3, "children", "5", "5 children among 4 persons"),
    ("households", 3, "unaccompanied", "3", "3 unaccompanied among 2 children"),
    ("households", 13, "carer", "", "2 unaccompanied children without a carer"),
    ("households", 13, "carer", "h99", "the unknown carer 'h99'"),
    ("households", 13, "carer", "h10", "is the group itself"),
    ("households", 13, "carer", "h01", "boards at 'church'"),
    ("households", 13, "carer", "h12", "chose 'undecided'"),
    ("crossings", 3, "latitude", "91", "degrees from -90 to 90"),
    ("crossings", 3, "latitude", "51,0", "Write a decimal point (51.0)"),
    ("crossings", 3, "longitude", "-181", "degrees from -180 to 180"),
    ("crossings", 3, "longitude", "nan", "degrees from"),
    ("crossings", 3, "convoy_vehicles", "0", "a whole number from 1"),
    ("crossings", 3, "headway_minutes", "-5", "minutes from 0 to 1,440"),
    ("crossings", 3, "vehicles_per_hour", "0", "a whole number from 1"),
    ("crossings", 3, "shared", "maybe", "Write yes or no."),
    ("crossings", 3, "name", "two\nlines", "one line"),
    ("destinations", 3, "capacity", "-1", "a whole number from 0"),
    ("assembly_points", 3, "population", "1e5", "a whole number from 0"),
    ("vehicles", 3, "seats", "5000", "a whole number from 0 to 300"),
    ("vehicles", 3, "seats", "-1", "a whole number from 0 to 300"),
    ("vehicles", 3, "count", "0", "a whole number from 1"),
    ("vehicles", 3, "kind", "coach", "one of bus, minibus"),
    ("vehicles", 3, "profile", "tram", "one of bus, ambulance"),
    ("vehicles", 3, "start", "yrad", "Did you mean 'yard'?"),
    ("vehicles", 3, "start", "bridge", "an id of staging_areas, destinations or assembly_points"),
    ("vehicles", 3, "available_from", "5 May", "a local date and time like"),
    ("vehicles", 3, "available_from", "2031-05-05T06:00Z", "without an offset"),
    ("vehicles", 3, "available_from", "2031-02-30T06:00", "a local date and time like"),
    ("vehicles", 3, "available_from", "0001-01-01", "a local date and time like"),
    ("vehicles", 3, "available_until", "2031-05-05T05:00", "not after it becomes available"),
    ("vehicles", 3, "crews", "0", "a whole number from 1 to 4"),
    ("staging_areas", 3, "id", "church", "which assembly_points.csv uses too"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "text"), CELLS)
def test_a_wrong_cell(
    tmp_path: Path, *, table: str, row: int, column: str, value: str, text: str
) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, table, row, column, value)
    faults = [fault for fault in faults_of(folder) if fault.column == column]
    the_one(tuple(faults[:1]), f"{table}.csv", row, column, text)


def test_vehicle_without_places(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "vehicles", 3, "seats", "0")
    set_cell(folder, "vehicles", 3, "wheelchairs", "0")
    the_one(faults_of(folder), "vehicles.csv", 3, "seats", "a vehicle without places")


def test_vehicle_time_that_clocks_jump_over(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "vehicles", 3, "available_from", "2031-03-30T02:30")
    the_one(faults_of(folder), "vehicles.csv", 3, "available_from", "jump over in Europe/Berlin")


def test_carer_who_accepts_nothing_in_common(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "households", 12, "destinations", "school")
    set_cell(folder, "households", 13, "destinations", "hall")
    the_one(faults_of(folder), "households.csv", 13, "carer", "no destination that all in its care")


def test_two_in_one_care_who_accept_nothing_in_common(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "households", 13, "destinations", "school")
    set_cell(folder, "households", 14, "carer", "h09")
    the_one(faults_of(folder), "households.csv", 14, "carer", "no destination that all in its care")


def test_carer_who_has_a_carer(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "households", 12, "carer", "h11")
    the_one(faults_of(folder), "households.csv", 13, "carer", "'h09', who has a carer itself")


def test_two_who_care_for_each_other(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "households", 12, "carer", "h10")
    faults = faults_of(folder)
    assert [fault.row for fault in faults] == [12, 13]
    assert all("a carer without a carer of its own" in str(fault) for fault in faults)


def test_accepted_destination_that_the_terms_do_not_state(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    toml = (folder / "case.toml").read_text()
    (folder / "case.toml").write_text(toml.replace('["school", "hall"]', '["hall"]'))
    set_cell(folder, "households", 7, "destinations", "hall")
    faults = faults_of(folder)
    assert [fault.row for fault in faults] == [3, 4, 9, 12, 13]
    assert "'school', which the terms don't state" in str(faults[0])


def test_faults_of_every_file_come_together(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "households", 3, "persons", "x")
    set_cell(folder, "vehicles", 3, "seats", "x")
    (folder / "case.toml").write_text((folder / "case.toml").read_text() + "\nmore = 1\n")
    (folder / "roads.osm").write_text("nothing")
    files = {fault.file for fault in faults_of(folder)}
    assert files == {"households.csv", "vehicles.csv", "case.toml", "roads.osm"}


WARNINGS = [
    ("destinations", 4, "capacity", "15", "persons who accept only 'hall'"),
    ("vehicles", 4, "stretchers", "0", "1 persons of 'h02', whom no vehicle type can carry"),
    ("vehicles", 4, "medical_escort", "no", "1 persons of 'h02', whom no vehicle type can carry"),
    ("households", 3, "items", "weapon", "the arm 'weapon' with 'h01'"),
    ("households", 3, "persons", "60", "at most the 46 that one convoy carries"),
    ("assembly_points", 3, "population", "40", "a population of 40, but 32 persons registered"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "text"), WARNINGS)
def test_what_forbids_no_plan_is_a_warning(
    tmp_path: Path, *, table: str, row: int, column: str, value: str, text: str
) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, table, row, column, value)
    warnings = [warning for warning in warnings_of(folder) if text in str(warning)]
    assert len(warnings) == 1
    assert warnings[0].severity == "warning"
    if table in ("destinations", "households", "assembly_points"):
        where = (warnings[0].file, warnings[0].row, warnings[0].column)
        assert where == (f"{table}.csv", row, column)


def test_no_vehicle_can_come_in(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", 'direction = "both"', 'direction = "out"')
    (warning,) = warnings_of(folder)
    assert (warning.file, warning.column) == ("case.toml", "windows")
    set_cell(folder, "vehicles", 3, "start", "church")
    assert warnings_of(folder) == ()


def test_more_people_than_all_destinations_receive(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "destinations", 3, "capacity", "10")
    set_cell(folder, "destinations", 4, "capacity", "25")
    (warning,) = warnings_of(folder)
    assert (warning.row, warning.found) == (None, "41 persons who leave")
