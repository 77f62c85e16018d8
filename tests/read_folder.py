"""A good case folder to spoil, and what is said about it then."""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter

from safepassage.errors import CaseError, Fault
from safepassage.read import load_case, write_template

DRAW = """
[draw]
household_sizes = [0.1, 0.2, 0.3, 0.2, 0.2]
children = 0.4
choice = { leave = 0.6, stay = 0.1, undecided = 0.3 }
needs = { stretcher = 0.01, wheelchair = 0.01, escort = 0.01 }
medical_classes = [0.02, 0.05, 0.13, 0.8]

[[draw.accept]]
destinations = ["school", "hall"]
share = 0.5

[[draw.accept]]
destinations = ["hall"]
share = 0.5

[[draw.category]]
id = "civilian"
share = 1
items = ["luggage"]
"""


def good_folder(folder: Path) -> Path:
    write_template(folder)
    return folder


def drawn_folder(folder: Path) -> Path:
    """The good folder with households drawn from the population."""
    good_folder(folder)
    (folder / "households.csv").unlink()
    append(folder, DRAW)
    return folder


def append(folder: Path, text: str) -> None:
    with (folder / "case.toml").open("a", encoding="utf-8") as stream:
        stream.write(text)


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace text that is there exactly once, so that a fault's row is known."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def set_cell(folder: Path, table: str, row: int, column: str, value: str) -> None:
    """Write a cell of a CSV table; the column is added if it isn't there. Row 1 is the header."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    if column not in rows[0]:
        for number, cells in enumerate(rows):
            cells.append(column if number == 0 else "")
    rows[row - 1][rows[0].index(column)] = value
    write_rows(path, rows)


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def to_workbook(folder: Path, *, numbers: bool = True) -> None:
    """Turn the folder's CSV tables into one workbook, numbers as numbers or as text."""
    with xlsxwriter.Workbook(folder / "case.xlsx", {"strings_to_numbers": numbers}) as book:
        for path in sorted(folder.glob("*.csv")):
            sheet = book.add_worksheet(path.stem)
            with path.open(encoding="utf-8", newline="") as stream:
                for number, cells in enumerate(csv.reader(stream)):
                    sheet.write_row(number, 0, cells)
            path.unlink()


def faults_of(folder: Path) -> tuple[Fault, ...]:
    try:
        load_case(folder)
    except CaseError as error:
        return error.faults
    return ()


def warnings_of(folder: Path) -> tuple[Fault, ...]:
    return load_case(folder).warnings


def the_one(
    faults: tuple[Fault, ...], file: str, row: int | None, column: str | None, *texts: str
) -> None:
    """There is exactly one fault, there, and it says these things."""
    assert len(faults) == 1, "\n".join(map(str, faults))
    fault = faults[0]
    assert (fault.file, fault.row, fault.column) == (file, row, column), str(fault)
    for text in texts:
        assert text in str(fault)
    assert fault.remedy.endswith((".", "?"))
