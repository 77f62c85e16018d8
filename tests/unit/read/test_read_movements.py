"""Faults of movements, and where people are when households are drawn."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from read_folder import drawn_folder, faults_of, good_folder, the_one, warnings_of, write_rows

from safepassage.read import read_case

HEADER = ["id", "on", "from", "to", "persons", "claim"]
CLAIM = ["id", "topic", "statement", "claimed_by", "reported_by"]


def write(folder: Path, *rows: list[str]) -> None:
    write_rows(folder / "movements.csv", [HEADER, *rows])
    write_rows(folder / "claims.csv", [CLAIM, ["c1", "displacement", "fled", "one", "two"]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_folder(tmp_path / "town")


def people(folder: Path) -> dict[str, int]:
    return {point.id: point.population for point in read_case(folder).assembly_points}


def drawn(folder: Path) -> dict[str, int]:
    persons: Counter[str] = Counter()
    for group in read_case(folder).groups:
        persons[group.assembly_point] += group.persons
    return dict(persons)


FIRST, SECOND = "church", "mill"


def test_movements_up_to_the_day_the_horizon_starts_are_applied(folder: Path) -> None:
    before = people(folder)
    write(
        folder,
        ["m1", "2031-05-05", FIRST, SECOND, "5", "c1"],
        ["m2", "2031-05-01", "", SECOND, "3", "c1"],
        ["m3", "2031-05-06", FIRST, SECOND, "7", "c1"],
    )
    moved = {**before, FIRST: before[FIRST] - 5, SECOND: before[SECOND] + 8}
    assert people(folder) == moved
    assert drawn(folder) == moved
    assert [one.id for one in read_case(folder).movements] == ["m2", "m1", "m3"]


def test_a_movement_does_the_same_as_a_table_that_has_it_in(folder: Path, tmp_path: Path) -> None:
    other = drawn_folder(tmp_path / "other")
    points = (other / "assembly_points.csv").read_text(encoding="utf-8")
    there = people(other)[FIRST]
    row = next(line for line in points.splitlines() if line.startswith(FIRST))
    more = row.replace(f",{there},", f",{there + 9},")
    assert more != row
    (other / "assembly_points.csv").write_text(points.replace(row, more), encoding="utf-8")
    write(folder, ["m1", "2031-05-04", "", FIRST, "9", "c1"])
    assert read_case(folder).groups == read_case(other).groups
    assert read_case(folder).digest == read_case(other).digest


def test_registered_households_stay_where_they_are(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    groups = read_case(folder).groups
    write(folder, ["m1", "2031-05-04", FIRST, SECOND, "1", "c1"])
    assert read_case(folder).groups == groups
    assert {warning.column for warning in warnings_of(folder)} == {"population"}


WRONG = [
    (["m1", "2031-05", FIRST, SECOND, "5", "c1"], "on", "a date like 2018-03-06"),
    (["m1", "2031-05-04", "nowhere", SECOND, "5", "c1"], "from", "an id of assembly_points"),
    (["m1", "2031-05-04", FIRST, "churchh", "5", "c1"], "to", "Did you mean 'church'?"),
    (["m1", "2031-05-04", "", "", "5", "c1"], "to", "no from and no to"),
    (["m1", "2031-05-04", FIRST, FIRST, "5", "c1"], "to", "from and to both 'church'"),
    (["m1", "2031-05-04", FIRST, SECOND, "0", "c1"], "persons", "whole number"),
    (["m1", "2031-05-04", FIRST, SECOND, "5", "c2"], "claim", "an id of claims"),
    (["m1", "2031-05-04", FIRST, SECOND, "5", ""], "claim", "Fill the cell."),
    (["m1", "2031-05-04", FIRST, SECOND, "5000", "c1"], "persons", "who are there"),
]


@pytest.mark.parametrize(("row", "column", "said"), WRONG)
def test_a_row_that_is_wrong(folder: Path, row: list[str], column: str, said: str) -> None:
    write(folder, row)
    the_one(faults_of(folder), "movements.csv", 2, column, said)


def test_a_day_on_which_more_leave_than_are_there(folder: Path) -> None:
    there = people(folder)[FIRST]
    enough = [
        ["m2", "2031-05-03", FIRST, SECOND, str(there + 5), "c1"],
        ["m1", "2031-05-03", SECOND, FIRST, "5", "c1"],
    ]
    write(folder, *enough)
    assert people(folder)[FIRST] == 0
    write(folder, *enough, ["m3", "2031-05-04", FIRST, "", "1", "c1"])
    the_one(
        faults_of(folder),
        "movements.csv",
        4,
        "persons",
        f"1 persons leaving '{FIRST}' on 2031-05-04",
        "at most the 0 who are there",
    )


def test_without_a_claims_table_no_claim_is_known(folder: Path) -> None:
    write(folder, ["m1", "2031-05-04", FIRST, SECOND, "5", "c1"])
    (folder / "claims.csv").unlink()
    the_one(faults_of(folder), "movements.csv", 2, "claim", "an id of claims")


def test_every_fault_is_told_at_once(folder: Path) -> None:
    write(folder, *([f"m{n}", *row[1:]] for n, (row, _, _) in enumerate(WRONG[:-1])))
    found = [(fault.row, fault.column) for fault in faults_of(folder)]
    assert sorted(found) == [(n, column) for n, (_, column, _) in enumerate(WRONG[:-1], start=2)]
