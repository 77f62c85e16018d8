"""The cells of a sheet as rows of text, as they are: errors and formulas stay what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from safepassage.read.xlsx.book import Book
from safepassage.read.xlsx.parts import BrokenWorkbookError, Parts, TooLargeError

MOST_OF_A_FORMULA = 100
"""Characters of a formula that are kept to show it."""


@dataclass
class Cells:
    """Rows from row 1 as text, each as long as its last cell with something in it."""

    rows: list[list[str]] = field(default_factory=list)
    formulas: int = 0
    """Cells whose value a formula gave when the file was saved."""
    first_formula: int = 0
    """Row of the first of them."""


def read_cells(parts: Parts, book: Book, name: str, max_rows: int, max_columns: int) -> Cells:
    """Every cell of a sheet with something in it; TooLargeError beyond so many rows or columns.

    A cell with an error is the error's text (`#REF!`); one whose formula was saved without a value
    is the formula, from its `=`.
    """
    reader = _Reader(book, max_rows, max_columns)
    parts.tell(book.sheets[name], reader.start, reader.end, reader.text)
    return reader.cells


class _Reader:
    """Follows a sheet element by element."""

    def __init__(self, book: Book, max_rows: int, max_columns: int) -> None:
        self.cells = Cells()
        self._book = book
        self._max_rows = max_rows
        self._max_columns = max_columns
        self._row = 0
        self._column = 0
        self._kind = ""
        self._style = ""
        self._pieces: list[str] = []
        self._formula: list[str] | None = None
        self._valued = False
        self._spoken = False
        self._into: list[str] | None = None
        self._letters: dict[str, int] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._place(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._pieces, self._formula, self._valued = [], None, False
        elif name == "v" or (name == "t" and not self._spoken):
            self._into, self._valued = self._pieces, True
        elif name == "f":
            self._into = self._formula = []
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "rPh":
            self._spoken = True

    def text(self, data: str) -> None:
        """Text between elements."""
        if self._into is not None:
            self._into.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in ("v", "t", "f"):
            self._into = None
        elif name == "rPh":
            self._spoken = False
        elif name == "c" and (self._valued or self._formula is not None):
            text = self._value("".join(self._pieces))
            if text:
                self._keep(text)

    def _begin_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else _whole(number)
        if row <= self._row:
            raise BrokenWorkbookError(f"row {row} after row {self._row}")
        self._row, self._column = row, 0

    def _place(self, reference: str | None) -> None:
        if self._row == 0:
            raise BrokenWorkbookError("a cell outside every row")
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        if reference[len(letters) :] != str(self._row):
            raise BrokenWorkbookError(f"the cell {reference[:20]!r} in row {self._row}")
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = _column(letters)
        if column <= self._column:
            raise BrokenWorkbookError(f"the cell {reference[:20]!r} after a later one")
        self._column = column

    def _keep(self, text: str) -> None:
        if self._row > self._max_rows or self._column > self._max_columns:
            raise TooLargeError(f"a cell in row {self._row:,}, column {self._column:,}")
        rows = self.cells.rows
        if len(rows) < self._row:
            rows.extend([] for _ in range(self._row - len(rows)))
        row = rows[-1]
        if len(row) < self._column - 1:
            row.extend([""] * (self._column - 1 - len(row)))
        row.append(text)

    def _value(self, raw: str) -> str:
        if self._formula is not None:
            if not raw and self._kind != "str":
                return "=" + "".join(self._formula)[:MOST_OF_A_FORMULA]
            self.cells.formulas += 1
            self.cells.first_formula = self.cells.first_formula or self._row
        match self._kind:
            case "s":
                number = _whole(raw)
                if number >= len(self._book.texts):
                    raise BrokenWorkbookError(f"a cell with the text {number}, which isn't there")
                return self._book.texts[number]
            case "b":
                return {"1": "yes", "0": "no"}.get(raw, raw)
            case "n":
                return self._number(raw)
            case _:
                return raw

    def _number(self, raw: str) -> str:
        try:
            number = float(raw) if raw.isascii() and "_" not in raw else None
        except ValueError:
            number = None
        if number is None or not abs(number) < 1e15:
            return raw
        if self._style in self._book.dates:
            return _moment(number, since_1904=self._book.since_1904)
        return str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")


def _moment(days: float, *, since_1904: bool) -> str:
    """A local date, with its time if it has one, from days since the workbook's first day."""
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    try:
        moment = first + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return str(days)
    return moment.isoformat().removesuffix("T00:00:00")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BrokenWorkbookError(f"{text[:20]!r} in the place of a number")
    return int(text)


def _column(letters: str) -> int:
    """A for 1, Z for 26, AA for 27."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) < 4):
        raise BrokenWorkbookError(f"the column {letters[:20]!r}")
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
