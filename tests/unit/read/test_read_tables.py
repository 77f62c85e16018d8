"""Faults of a table as a file, before any cell is understood."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from read_folder import faults_of, good_folder, set_cell, spoil, the_one, to_workbook, write_rows

from safepassage.errors import CaseError
from safepassage.read import places, read_case, tables
from safepassage.read.xlsx import parts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no folder that can be opened"):
        read_case(tmp_path / "nowhere")


def test_every_file_missing_is_said_at_once(tmp_path: Path) -> None:
    files = [fault.file for fault in faults_of(tmp_path)]
    assert files == [
        "assembly_points.csv",
        "destinations.csv",
        "vehicles.csv",
        "case.toml",
    ]


def test_missing_table(folder: Path) -> None:
    (folder / "vehicles.csv").unlink()
    the_one(faults_of(folder), "vehicles.csv", None, None, "no such table", "safepassage new")


def test_misspelt_table(folder: Path) -> None:
    (folder / "households.csv").rename(folder / "houshold.csv")
    faults = faults_of(folder)
    assert "Did you mean 'households'?" in str(faults[0])
    assert (faults[1].file, faults[1].column) == ("case.toml", "draw")


def test_missing_column(folder: Path) -> None:
    spoil(folder, "households.csv", ",persons,", ",people,")
    faults = faults_of(folder)
    assert [(f.row, f.column, f.found) for f in faults] == [
        (1, "people", "an unknown column"),
        (1, "persons", "no such column"),
    ]


def test_a_table_left_out_of_the_format(folder: Path) -> None:
    (folder / "sightings.csv").write_text("id\n1\n")
    the_one(faults_of(folder), "sightings.csv", None, None, "an unknown table", "Move it out")


def test_unknown_column_with_the_one_meant(folder: Path) -> None:
    spoil(folder, "households.csv", ",attendants,", ",atendants,")
    faults = [fault for fault in faults_of(folder) if fault.row == 1]
    the_one(tuple(faults), "households.csv", 1, "atendants", "Did you mean 'attendants'?")


def test_column_twice(folder: Path) -> None:
    spoil(folder, "households.csv", ",unaccompanied,", ",children,")
    the_one(faults_of(folder), "households.csv", 1, "children", "2 columns of this name")


def test_column_without_a_name(folder: Path) -> None:
    spoil(folder, "households.csv", ",unaccompanied,", ",,")
    the_one(faults_of(folder), "households.csv", 1, None, "a column without a name")


def test_too_many_columns(folder: Path) -> None:
    spoil(folder, "households.csv", ",carer\n", ",carer" + ",x" * 300 + "\n")
    the_one(faults_of(folder), "households.csv", 1, None, "324 columns", "at most 200")


@pytest.mark.parametrize("cells", ["h99,,church", "h99,,church,3,stay" + "," * 19 + ",more"])
def test_ragged_row(folder: Path, cells: str) -> None:
    with (folder / "households.csv").open("a") as stream:
        stream.write(cells + "\n")
    the_one(faults_of(folder), "households.csv", 17, None, "24 cells, one for each column")


def test_semicolons_between_cells(folder: Path) -> None:
    text = (folder / "staging_areas.csv").read_text().replace(",", ";")
    (folder / "staging_areas.csv").write_text(text)
    faults = faults_of(folder)
    the_one(faults, "staging_areas.csv", 1, None, "comma-separated CSV")


@pytest.mark.parametrize("keep", [0, 1, 2])
def test_empty_table(folder: Path, keep: int) -> None:
    lines = (folder / "households.csv").read_text().splitlines(keepends=True)
    (folder / "households.csv").write_text("".join(lines[:keep]))
    the_one(faults_of(folder), "households.csv", None, None, "an empty table")


def test_no_header(folder: Path) -> None:
    (folder / "households.csv").write_text(",,\nh01,church,3\n")
    the_one(faults_of(folder), "households.csv", 1, None, "no header")


def test_wrong_encoding(folder: Path) -> None:
    data = (folder / "households.csv").read_bytes()
    at = data.index(b"h05")
    spoilt = data[:at] + b"\xe9" + data[at + 1 :]
    (folder / "households.csv").write_bytes(spoilt)
    the_one(faults_of(folder), "households.csv", 7, None, f"byte {at + 1} (0xe9)", "CSV UTF-8")
    (folder / "households.csv").write_bytes(b"\xef\xbb\xbf" + spoilt)
    the_one(faults_of(folder), "households.csv", 7, None, f"byte {at + 4} (0xe9)")


def test_utf_16(folder: Path) -> None:
    text = (folder / "households.csv").read_text()
    (folder / "households.csv").write_bytes(text.encode("utf-16"))
    the_one(faults_of(folder), "households.csv", 1, None, "UTF-16")


def test_nul_character(folder: Path) -> None:
    spoil(folder, "households.csv", "h05", "h\x005")
    the_one(faults_of(folder), "households.csv", 7, None, "a NUL character")


def test_broken_quoting(folder: Path) -> None:
    spoil(folder, "households.csv", "h05", '"h05')
    the_one(faults_of(folder), "households.csv", 7, None, "broken quoting")


def test_too_many_bytes_and_rows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    the_one(faults_of(folder), "households.csv", None, None, "more than 10 rows")
    monkeypatch.setattr(tables, "MAX_BYTES", 700)
    the_one(faults_of(folder), "households.csv", None, None, "more than 700 bytes")


def test_a_table_that_leads_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "vehicles.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "vehicles.csv").symlink_to(tmp_path / "elsewhere.csv")
    the_one(faults_of(folder), "vehicles.csv", None, None, "leads out of the folder")


def test_a_table_that_is_a_folder(folder: Path) -> None:
    (folder / "vehicles.csv").unlink()
    (folder / "vehicles.csv").mkdir()
    the_one(faults_of(folder), "vehicles.csv", None, None, "a folder, pipe or device")


def test_leavings_of_editors_are_no_tables(folder: Path) -> None:
    (folder / "._households.csv").write_bytes(b"\x00")
    (folder / "~$case.xlsx").write_bytes(b"\x00")
    assert faults_of(folder) == ()


def test_too_many_places(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_ROWS", 1)
    files = [fault.file for fault in faults_of(folder)]
    assert files == ["assembly_points.csv", "destinations.csv"]


def test_too_many_vehicles(folder: Path) -> None:
    set_cell(folder, "vehicles", 3, "count", "10000")
    set_cell(folder, "vehicles", 4, "count", "10000")
    with (folder / "vehicles.csv").open("a") as stream:
        stream.write("car,1,car,3,0,0,no,no,yard,,5,5,9,11\n")
    the_one(faults_of(folder), "vehicles.csv", None, "count", "20,001 vehicles")


def test_workbook_and_csv(folder: Path) -> None:
    households = (folder / "households.csv").read_bytes()
    to_workbook(folder)
    (folder / "households.csv").write_bytes(households)
    the_one(faults_of(folder), "case.xlsx", None, None, "households.csv", "not both")


def test_workbook_rows_count_as_people_see_them(folder: Path) -> None:
    set_cell(folder, "households", 7, "persons", "2.5")
    to_workbook(folder)
    the_one(faults_of(folder), "case.xlsx, sheet households", 7, "persons", "'2.5'", "whole")


def test_workbook_without_a_sheet(folder: Path) -> None:
    (folder / "vehicles.csv").unlink()
    to_workbook(folder)
    the_one(faults_of(folder), "case.xlsx, sheet vehicles", None, None, "no such table")


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 cut short"])
def test_not_a_workbook(folder: Path, data: bytes) -> None:
    to_workbook(folder)
    (folder / "case.xlsx").write_bytes(data)
    the_one(faults_of(folder), "case.xlsx", None, None, "can't be read as a workbook")


def test_zip_that_is_no_workbook(folder: Path) -> None:
    to_workbook(folder)
    with zipfile.ZipFile(folder / "case.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    the_one(faults_of(folder), "case.xlsx", None, None, "can't be read as a workbook")


def test_a_stray_cell_at_the_end_of_the_sheet(folder: Path) -> None:
    to_workbook(folder)
    with xlsxwriter.Workbook(folder / "case.xlsx") as book:
        sheet = book.add_worksheet("vehicles")
        sheet.write(1_048_575, 16_383, "far away")
    faults = [fault for fault in faults_of(folder) if fault.file == "case.xlsx, sheet vehicles"]
    the_one(tuple(faults), "case.xlsx, sheet vehicles", None, None, "row 1,048,576", "stray")


def test_a_workbook_that_unfolds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to_workbook(folder)
    monkeypatch.setattr(parts, "MAX_UNPACKED", 1000)
    the_one(faults_of(folder), "case.xlsx", None, None, "unfolds to more")


def test_a_sheet_with_too_many_rows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to_workbook(folder)
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    the_one(
        faults_of(folder), "case.xlsx, sheet households", None, None, "a cell in row 11, column 1"
    )


def test_many_bad_rows_make_few_lines(folder: Path) -> None:
    header = (folder / "households.csv").read_text().splitlines()[0].split(",")
    row = ["", "", "chruch", "x", "leave", "hall", "civilian", *[""] * 9]
    write_rows(folder / "households.csv", [header, *([f"h{n}", *row[1:]] for n in range(100_000))])
    faults = faults_of(folder)
    assert len(faults) == 21
    assert faults[0].row == 2
    assert faults[-1].found == "and 99,980 more of this kind"
