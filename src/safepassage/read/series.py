"""The series table: one source's figure for each day."""

from __future__ import annotations

from safepassage.model.evidence import DailyFigure
from safepassage.read.cells import DATE, TEXT, decimal
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, quoted

SERIES = (
    Column(
        "series", TEXT, "which series it is of, the same in all its rows", "deaths, by the office"
    ),
    Column("topic", TEXT, "what it is about, one word", "casualties"),
    Column("date", DATE, "the day; each once in a series", "2018-02-18"),
    Column("figure", decimal(0, 1e12, "a figure in the unit"), "that day's figure", "12"),
    Column("unit", TEXT, "what the figure counts", "persons"),
    Column("place", TEXT, "where it is about, in the source's words", "the whole district"),
    Column("claimed_by", TEXT, "whose count it is", "a registry office"),
    Column("reported_by", TEXT, "who reported it", "a news agency"),
)

_ALIKE = ("topic", "unit", "place", "claimed_by", "reported_by")
"""What a series says in every row: one source, one method, one place."""


def read_series(parsed: Parsed | None, faults: Faults) -> tuple[DailyFigure, ...]:
    """The sound rows as daily figures, in the order of the table."""
    figures = []
    first: dict[str, tuple[int, dict[str, str]]] = {}
    for row, values in parsed.sound() if parsed else ():
        assert parsed is not None
        start, said = first.setdefault(values["series"], (row, values))
        for column in _ALIKE:
            if values[column] != said[column]:
                faults.add(
                    parsed.file,
                    f"{quoted(values[column])}, where row {start} of the same series has "
                    f"{quoted(said[column])}",
                    "the same in every row of a series",
                    "Correct it, or give what another source or place has a series of its own.",
                    row=row,
                    column=column,
                )
        kept = {name: value for name, value in values.items() if name != "date"}
        figures.append(DailyFigure(**kept, on=values["date"]))
    return tuple(figures)
