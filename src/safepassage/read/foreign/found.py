"""What a foreign file holds, and how its columns are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safepassage.model.evidence import Claim, Incident
from safepassage.read.cells import Kind, Wrong, iso_date
from safepassage.read.columns import Column, Parsed, parse
from safepassage.read.faults import Faults
from safepassage.read.tables import Table, read_csv

_TIME = re.compile(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?", re.ASCII)


@dataclass(frozen=True)
class Found:
    """What is kept of a foreign file."""

    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()


def read_columns(
    folder: Path, file: str, columns: Sequence[Column], key: str, faults: Faults
) -> Parsed | None:
    """The columns of a CSV file that are of use; its others are passed over."""
    table = read_csv(folder, file, faults)
    if table is None:
        return None
    wanted = {column.name for column in columns}
    kept = {name: cells for name, cells in table.columns.items() if name in wanted}
    return parse(Table(file, kept, table.rows), columns, faults, (key,))


def _day(text: str) -> Any:
    day, rest = text[:10], text[10:]
    return Wrong("a date like 2018-02-18") if rest and not _TIME.fullmatch(rest) else iso_date(day)


DAY = Kind("date, with or without a time", _day)
