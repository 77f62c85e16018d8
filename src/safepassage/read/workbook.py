"""A workbook's sheets as rows of text, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safepassage.read.faults import Faults
from safepassage.read.xlsx.book import Book, read_book
from safepassage.read.xlsx.parts import (
    MAX_BYTES,
    MAX_UNPACKED,
    BrokenWorkbookError,
    Parts,
    TooLargeError,
)
from safepassage.read.xlsx.sheet import Cells, read_cells

FILE = "case.xlsx"


@dataclass(frozen=True)
class Workbook:
    """A workbook that can be read and the names of its sheets."""

    sheets: tuple[str, ...]
    path: Path
    book: Book

    @classmethod
    def open(cls, path: Path, faults: Faults) -> Workbook | None:
        """The workbook, or None with a fault."""
        try:
            with Parts(path) as parts:
                book = read_book(parts)
        except TooLargeError as error:
            faults.add(
                FILE,
                str(error),
                f"at most {MAX_BYTES:,} bytes, and {MAX_UNPACKED:,} unpacked",
                "Delete stray cells and pictures, or save the tables as CSV.",
            )
        except (BrokenWorkbookError, OSError) as error:
            faults.add(
                FILE,
                f"a file that can't be read as a workbook ({str(error)[:200]})",
                "an XLSX workbook",
                "Save it again as XLSX without a password.",
            )
        else:
            return cls(tuple(book.sheets), path, book)
        return None

    def records(
        self, name: str, max_rows: int, max_columns: int, faults: Faults
    ) -> list[list[str]] | None:
        """Every row of a sheet from row 1 as text, or None with a fault."""
        file = f"{FILE}, sheet {name}"
        try:
            with Parts(self.path) as parts:
                cells = read_cells(parts, self.book, name, max_rows, max_columns)
        except TooLargeError as error:
            faults.add(
                file,
                str(error),
                f"at most {max_rows:,} rows and {max_columns} columns",
                "Delete stray cells far right or below.",
            )
        except (BrokenWorkbookError, OSError) as error:
            faults.add(
                file,
                f"a sheet that can't be read ({str(error)[:200]})",
                "a sheet of plain cells",
                "Save the workbook again, or save the table as CSV.",
            )
        else:
            _warn_of_formulas(file, cells, faults)
            return _rectangular(cells.rows)
        return None


def _warn_of_formulas(file: str, cells: Cells, faults: Faults) -> None:
    if cells.formulas:
        faults.warn(
            file,
            f"{cells.formulas:,} formulas",
            "values",
            "The values saved with the file are used. Save it once more in the spreadsheet "
            "program if something changed elsewhere, or paste the values.",
            row=cells.first_formula,
        )


def _rectangular(rows: list[list[str]]) -> list[list[str]]:
    """The rows all as long as the header, or as what stands beyond it."""
    width = len(rows[0]) if rows else 0
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows
