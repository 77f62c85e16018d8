"""A workbook's sheets as rows of text, with guards against files that unfold beyond memory."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from safepassage.read.faults import Faults

FILE = "case.xlsx"
MAX_BYTES = 100_000_000
MAX_UNPACKED = 500_000_000
MAX_CELLS = 40_000_000

_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)([0-9]+)[\"']")


@dataclass(frozen=True)
class Workbook:
    """An open workbook and the names of its sheets."""

    sheets: tuple[str, ...]
    book: Any

    @classmethod
    def open(cls, path: Path, faults: Faults) -> Workbook | None:
        """The workbook, or None with a fault."""
        expected = "an XLSX workbook"
        try:
            if path.stat().st_size > MAX_BYTES or _unfolds(path):
                faults.add(
                    FILE,
                    "a workbook that is too large to read",
                    f"at most {MAX_BYTES:,} bytes, and {MAX_CELLS:,} cells a sheet",
                    "Delete stray cells far right or below, or save the tables as CSV.",
                )
                return None
            book = CalamineWorkbook.from_path(path)
        except (
            CalamineError,
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            zlib.error,
        ) as error:
            faults.add(
                FILE,
                f"a file that can't be read as a workbook ({error})",
                expected,
                "Save it again as XLSX without a password.",
            )
            return None
        return cls(tuple(book.sheet_names), book)

    def records(
        self, name: str, max_rows: int, max_columns: int, faults: Faults
    ) -> list[list[str]] | None:
        """Every row of a sheet from row 1 as text, or None with a fault."""
        file = f"{FILE}, sheet {name}"
        try:
            sheet = self.book.get_sheet_by_name(name)
            rows, columns = sheet.total_height, sheet.total_width
            if rows <= max_rows and columns <= max_columns:
                values = sheet.to_python(skip_empty_area=False)
                return [[_text(value) for value in row] for row in values]
        except CalamineError as error:
            faults.add(
                file,
                f"a sheet that can't be read ({error})",
                "a sheet of plain cells",
                "Save the workbook again, or save the table as CSV.",
            )
            return None
        faults.add(
            file,
            f"{rows:,} rows and {columns:,} columns",
            f"at most {max_rows:,} rows and {max_columns} columns",
            "Delete stray cells far right or below.",
        )
        return None


def _unfolds(path: Path) -> bool:
    """Whether unpacking would take absurd memory: a small zip, or one cell at XFD1048576."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            return True
        for entry in archive.infolist():
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                letters, rows = {b""}, {b"0"}
                for ref in _CELL.finditer(archive.read(entry)):
                    letters.add(ref[1])
                    rows.add(ref[2])
                if max(map(_column_number, letters)) * max(int(r[:9]) for r in rows) > MAX_CELLS:
                    return True
    return False


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = 26 * number + letter - 64
    return number


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value)
