"""Columns of a table: what each is called and holds, and reading a whole table by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from safepassage.read.cells import Kind, Wrong, found
from safepassage.read.faults import Faults, did_you_mean
from safepassage.read.tables import Table


class _Required:
    """Marks a column that has no default."""


REQUIRED: Final = _Required()


@dataclass(frozen=True)
class Column:
    """One column: its name, what its cells hold, and what an empty cell means."""

    name: str
    kind: Kind
    about: str
    example: str
    default: Any = REQUIRED
    """The value of an empty cell or absent column."""
    remedy: str = ""
    """What to do about a wrong cell, where the kind's own advice says too little."""


@dataclass(frozen=True)
class Parsed:
    """A table by its columns: `values[name][i]` belongs to spreadsheet row `rows[i]`."""

    file: str
    rows: Sequence[int]
    values: dict[str, Sequence[Any]]
    bad: frozenset[int]
    """Positions of rows with a wrong cell; their values are stand-ins."""

    @property
    def ids(self) -> Sequence[str]:
        """The id column."""
        return self.values["id"]

    def sound(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Row number and values of every row without a wrong cell."""
        names = tuple(self.values)
        for position, cells in enumerate(zip(*self.values.values(), strict=True)):
            if position not in self.bad:
                yield self.rows[position], dict(zip(names, cells, strict=True))


def parse(table: Table, columns: Sequence[Column], faults: Faults) -> Parsed | None:
    """The table's values; None, with faults, if a required column is missing."""
    known = {column.name for column in columns}
    for name in table.columns:
        if name not in known:
            faults.add(
                table.file,
                "an unknown column",
                "only the columns of the table",
                did_you_mean(name, known - set(table.columns), "Remove it."),
                row=1,
                column=name[:60],
            )
    missing = [c for c in columns if c.default is REQUIRED and c.name not in table.columns]
    for column in missing:
        faults.add(
            table.file,
            "no such column",
            f"{column.about} ({column.kind.words})",
            f"Add the column, with cells like {column.example}.",
            row=1,
            column=column.name,
        )
    if missing:
        return None
    bad: set[int] = set()
    values = {column.name: _read(table, column, faults, bad) for column in columns}
    if "id" in values:
        _unique(table, values["id"], faults, bad)
    return Parsed(table.file, table.rows, values, frozenset(bad))


def _read(table: Table, column: Column, faults: Faults, bad: set[int]) -> Sequence[Any]:
    cells = table.columns.get(column.name)
    if cells is None:
        return [column.default] * len(table.rows)
    # Most columns repeat a few texts over 100,000 rows: each text is understood once.
    meaning: dict[str, Any] = {}
    values = []
    for position, cell in enumerate(cells):
        if cell in meaning:
            value = meaning[cell]
        else:
            value = meaning[cell] = _cell(cell.strip(), column)
        if isinstance(value, Wrong):
            bad.add(position)
            faults.add(
                table.file,
                found(cell.strip()),
                value.expected,
                column.remedy or value.remedy,
                row=table.rows[position],
                column=column.name,
            )
            # An id with a fault still names its row, so that what refers to it isn't blamed.
            value = cell.strip() if column.name == "id" else column.default
        values.append(value)
    return values


def _cell(text: str, column: Column) -> Any:
    if text:
        return column.kind.read(text)
    if column.default is REQUIRED:
        return Wrong(column.kind.words, "Fill the cell.")
    return column.default


def _unique(table: Table, ids: Sequence[str], faults: Faults, bad: set[int]) -> None:
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    for position, name in enumerate(ids):
        seen = first.setdefault(name, table.rows[position])
        if seen != table.rows[position] and name:
            bad.add(position)
            faults.add(
                table.file,
                f"the id {name!r} again (first in row {seen})",
                "a different id in every row",
                "Rename one of them, or remove the row that was entered twice.",
                row=table.rows[position],
                column="id",
            )
