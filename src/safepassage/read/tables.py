"""Tables of a case, CSV or a workbook's sheets, as columns of text with spreadsheet row numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from safepassage.read.faults import Faults, did_you_mean, quoted
from safepassage.read.files import decode, inside, read_bytes
from safepassage.read.workbook import Workbook

MAX_BYTES = 100_000_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_CELLS = 30_000_000
MAX_RECORD = 1_000_000

TABLES = (
    "assembly_points",
    "destinations",
    "crossings",
    "staging_areas",
    "vehicles",
    "households",
    "claims",
    "series",
    "incidents",
    "reviewed",
    "agreement",
    "terms",
    "movements",
)
REQUIRED_TABLES = ("assembly_points", "destinations", "vehicles")
OPTIONAL_TABLES = tuple(name for name in TABLES if name not in REQUIRED_TABLES)


@dataclass(frozen=True)
class Table:
    """A table as text: `columns[name][i]` is the cell in spreadsheet row `rows[i]`."""

    file: str
    columns: dict[str, Sequence[str]]
    rows: Sequence[int]


@dataclass(frozen=True)
class TableFiles:
    """Where the tables of a folder are: CSV files, or one workbook."""

    folder: Path
    workbook: Workbook | None
    names: frozenset[str]
    """Tables there are."""

    def file(self, name: str) -> str:
        """How messages call a table."""
        return f"case.xlsx, sheet {name}" if self.workbook else f"{name}.csv"


def find_tables(folder: Path, beside: Collection[str], faults: Faults) -> TableFiles | None:
    """Which tables the folder has; faults for those that are missing or there twice.

    Files `beside` are named in `case.toml`: they may lie there, and are no tables.
    """
    # Names with a dot or tilde in front are leavings of editors and file systems.
    files = {entry.name for entry in folder.iterdir() if entry.name[0] not in ".~"}
    names = frozenset(name for name in TABLES if f"{name}.csv" in files)
    others = {name.removesuffix(".csv") for name in files - {*beside} if name.endswith(".csv")}
    workbook = None
    if "case.xlsx" in files:
        if names:
            faults.add(
                "case.xlsx",
                f"the workbook and {', '.join(f'{name}.csv' for name in sorted(names))}",
                "the tables in one workbook, or as CSV files, not both",
                "Remove the one that is out of date.",
            )
            return None
        path = inside(folder, "case.xlsx", faults, file="case.xlsx")
        workbook = Workbook.open(path, faults) if path else None
        if workbook is None:
            return None
        others = set(workbook.sheets)
        names = frozenset(TABLES) & others
    found = TableFiles(folder, workbook, names)
    for name in sorted(others - set(TABLES)):
        faults.add(
            found.file(name),
            "an unknown table",
            "only the tables " + ", ".join(TABLES),
            did_you_mean(name, set(TABLES) - names, "Move it out of the case."),
        )
    for name in TABLES:
        if name not in names and name not in OPTIONAL_TABLES:
            faults.add(
                found.file(name),
                "no such table",
                f"a table named {name}",
                "Add it; `safepassage new` writes one to start from.",
            )
    return found


def read_table(files: TableFiles, name: str, faults: Faults) -> Table | None:
    """One table, or None with faults if it can't be used at all."""
    file = files.file(name)
    if files.workbook is not None:
        records = files.workbook.records(name, MAX_ROWS, MAX_COLUMNS, faults)
    else:
        records = csv_records(files.folder, file, faults)
    return None if records is None else _table(file, records, faults)


def read_csv(folder: Path, file: str, faults: Faults) -> Table | None:
    """A CSV file that isn't a table of the case, its columns called as it calls them."""
    records = csv_records(folder, file, faults)
    return None if records is None else _table(file, records, faults)


def csv_records(folder: Path, file: str, faults: Faults) -> list[list[str]] | None:
    """The records of a CSV file, or None with faults if it can't be used at all."""
    path = inside(folder, file, faults, file=file)
    data = read_bytes(path, MAX_BYTES, faults, file) if path else None
    if data is None or decode(data, faults, file) is None:
        return None
    records: list[list[str]] = []
    cells = 0
    try:
        of_record = [0]
        for record in csv.reader(_lines(data, of_record), strict=True):
            of_record[0] = 0
            records.append(record)
            cells += len(record)
            if len(records) > MAX_ROWS + 2 or cells > MAX_CELLS:
                faults.add(
                    file,
                    f"more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells",
                    f"at most {MAX_ROWS:,} rows",
                    "Check that it is the right file, or split the case.",
                )
                return None
    except csv.Error as error:
        faults.add(
            file,
            f"broken quoting ({error})",
            "comma-separated values, a quote inside a cell doubled",
            "Save the table again as CSV, and look at the quotes in this row.",
            row=len(records) + 1,
        )
        return None
    return records


def _lines(data: bytes, of_record: list[int]) -> Iterator[str]:
    """The lines of a text, one at a time; csv.Error for a line or record that no table has.

    `of_record` counts the characters of the record that is being read.
    """
    for line in io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=""):
        of_record[0] += len(line)
        if of_record[0] > MAX_RECORD:
            raise csv.Error(f"a row of more than {MAX_RECORD:,} characters")
        yield line


def _table(file: str, records: list[list[str]], faults: Faults) -> Table | None:
    header = [cell.strip().lower() for cell in records[0]] if records else []
    if not any(header):
        faults.add(
            file,
            "an empty table" if not records else "no header",
            "a header row and at least one row below",
            "Write the column names in row 1.",
            row=1 if records else None,
        )
        return None
    if not _header_is_sound(file, header, faults):
        return None
    while not header[-1]:
        header.pop()
    rows: list[int] = []
    kept: list[list[str]] = []
    for row, record in enumerate(records[1:], start=2):
        blank = not any(map(str.strip, record))
        if blank or (row == 2 and is_hxl(record)) or not fits(file, row, record, header, faults):
            continue
        rows.append(row)
        kept.append(record[: len(header)])
    if not rows:
        if len(records) < 3 or not any(any(map(str.strip, record)) for record in records[2:]):
            faults.add(
                file,
                "an empty table",
                "a header row and at least one row below",
                "Add the rows, or remove an optional table.",
            )
        return None
    return Table(file, dict(zip(header, zip(*kept, strict=True), strict=True)), rows)


def _header_is_sound(file: str, header: list[str], faults: Faults) -> bool:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        faults.add(
            file,
            f"the header {quoted(header[0])}",
            "cells with commas between",
            "Save the table as comma-separated CSV.",
            row=1,
        )
        return False
    if len(header) > MAX_COLUMNS:
        faults.add(
            file,
            f"{len(header):,} columns",
            f"at most {MAX_COLUMNS} columns",
            "Remove the columns that don't belong to the table.",
            row=1,
        )
        return False
    named = [name for name in header if name]
    sound = True
    for name in sorted({name for name in named if named.count(name) > 1}):
        faults.add(
            file,
            f"{named.count(name)} columns of this name",
            "each column once",
            "Remove or rename all but one.",
            row=1,
            column=quoted(name)[1:-1],
        )
        sound = False
    if "" in header[: len(header) - list(reversed(header)).index(named[-1])]:
        faults.add(
            file,
            "a column without a name",
            "a name over every column",
            "Name the column or remove it.",
            row=1,
        )
        sound = False
    return sound


def is_hxl(record: Sequence[str]) -> bool:
    """Whether every cell is empty or a tag."""
    return all(cell.startswith("#") for cell in map(str.strip, record) if cell)


def fits(file: str, row: int, record: Sequence[str], header: Sequence[str], faults: Faults) -> bool:
    """Whether a record has a cell for each column and no more; a fault if not."""
    extra = any(map(str.strip, record[len(header) :]))
    if len(record) >= len(header) and not extra:
        return True
    faults.add(
        file,
        f"{len(record)} cells",
        f"{len(header)} cells, one for each column",
        "Add the missing commas, or put quotes around a cell that holds a comma.",
        row=row,
    )
    return False
