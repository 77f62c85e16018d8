"""Names that files and workbook sheets can bear: legal, short enough, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

SHEET_UNITS = 31
"""Most UTF-16 units in the name of a sheet."""

FILE_UNITS = 60
"""Most in the name of a file: at three bytes a unit, within what file systems take."""

_NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
_NOT_IN_FILE = re.compile(r"[^\w.-]+")


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """A sheet name for each wanted one, as near to it as a workbook allows."""
    taken = {"history"}
    found = []
    for name in wanted:
        clean = " ".join(_NOT_IN_SHEET.sub(" ", name).split()).strip("' .") or "-"
        found.append(_unique(clean, taken, SHEET_UNITS))
    return found


def file_names(wanted: Iterable[str]) -> list[str]:
    """A file name without ending for each wanted one; no separators, no leading dot."""
    taken: set[str] = set()
    found = []
    for name in wanted:
        clean = _NOT_IN_FILE.sub("-", name).strip(".-") or "-"
        found.append(_unique(clean, taken, FILE_UNITS))
    return found


def _unique(name: str, taken: set[str], units: int) -> str:
    for number in count(1):
        ending = "" if number == 1 else f" {number}" if " " in name else f"-{number}"
        tried = _cut(name, units - len(ending)).rstrip("' .") + ending
        if tried.casefold() not in taken:
            break
    taken.add(tried.casefold())
    return tried


def _cut(name: str, units: int) -> str:
    """The longest beginning of at most so many UTF-16 units, no character cut in two."""
    return name.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")
