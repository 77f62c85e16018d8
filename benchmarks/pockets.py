"""The pockets of 2018 and 2016: what was reported of each, day by day, and by whom."""

from __future__ import annotations

import csv
import datetime
import math
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from safepassage.demo import example

REPORTED = Path(__file__).parent / "reported"

SEATS = 54
"""Persons a bus, as in the example `ghouta-reported`."""

Counts = Literal["day", "at_least", "lost", "nothing", "so_far"]
"""What a row counts: a day's departures; those before the day's end; those of a day on which
movements were suspended; nothing, as nothing was reported; all so far by the end of that day."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of `reported/days.csv`; `rows` are those of the table it rests on."""

    date: datetime.date
    counts: Counts
    people: int | None
    buses: int | None
    rows: str
    reported_by: str
    note: str


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """How many people there were to move, and how that is known."""

    people: int
    known: str


class Pocket(msgspec.Struct, frozen=True, kw_only=True):
    """An operation: an entry of `reported/pockets.toml` with its rows."""

    name: str
    title: str
    folder: str
    """The case it begins with: roads, crossing, hand-over, households."""
    points: frozenset[str]
    crossing: str
    destinations: frozenset[str]
    calibrated: int
    """Days from the first on by which the hours are fitted."""
    within_a_day: bool
    """A bus is back on the day it left; if not, each day's are others than the day before's."""
    totals: tuple[Total, ...]
    """The first is planned for by day, any other only for its last day."""
    rows: tuple[Row, ...]

    @property
    def days(self) -> tuple[Row, ...]:
        """The rows of a day each, by date."""
        return tuple(row for row in self.rows if row.counts != "so_far")

    @property
    def so_far(self) -> tuple[Row, ...]:
        """What somebody says of all so far. Such claims may contradict each other."""
        return tuple(row for row in self.rows if row.counts == "so_far")

    @property
    def calibration(self) -> tuple[Row, ...]:
        """The days by which the hours are fitted."""
        return self.days[: self.calibrated]

    @property
    def rest(self) -> tuple[Row, ...]:
        """The days after those."""
        return self.days[self.calibrated :]

    @property
    def lost(self) -> frozenset[datetime.date]:
        """Days on which movements were suspended."""
        return frozenset(row.date for row in self.days if row.counts == "lost")

    @property
    def last(self) -> datetime.date:
        """The last day of what was reported."""
        return self.days[-1].date

    @property
    def moved(self) -> int:
        """People reported of the days by which the hours are fitted."""
        return sum(row.people or 0 for row in self.calibration)

    @property
    def fleet(self) -> dict[datetime.date, int]:
        """Buses by the day of calibration they come on.

        A day without a count of them has as many as its people fill.
        """
        seen = {
            row.date: row.buses or math.ceil((row.people or 0) / SEATS) for row in self.calibration
        }
        first = self.days[0].date
        return {first: seen[first]} if self.within_a_day else seen


def read_pockets() -> dict[str, Pocket]:
    """Every pocket by name, in the order of `reported/pockets.toml`."""
    with (REPORTED / "days.csv").open(encoding="utf-8", newline="") as file:
        lines = [_line(line) for line in csv.DictReader(file)]
    entries = tomllib.loads((REPORTED / "pockets.toml").read_text(encoding="utf-8"))["pocket"]
    found = (_pocket(entry, lines) for entry in entries)
    return {pocket.name: pocket for pocket in found}


def _pocket(entry: dict[str, Any], lines: list[dict[str, Any]]) -> Pocket:
    """An entry with its lines; its case lies beside them or among the examples."""
    own = REPORTED / entry["case"]
    more = {
        "folder": str(own if own.is_dir() else example(entry["case"])),
        "rows": [line for line in lines if line["pocket"] == entry["name"]],
    }
    return msgspec.convert(entry | more, Pocket, strict=False)


def _line(line: dict[str, str]) -> dict[str, Any]:
    """A line of the table; an empty figure is none."""
    return {**line, **{key: int(line[key]) if line[key] else None for key in ("people", "buses")}}
