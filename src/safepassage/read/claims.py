"""The claims table: what was said, by whom, and who reported it."""

from __future__ import annotations

from safepassage.model.evidence import Claim
from safepassage.read.cells import IDENTIFIER, PARTIAL_DATE, STATEMENT, TEXT, decimal
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults

_FIGURE = decimal(-1e12, 1e12, "a figure in the unit")

CLAIMS = (
    Column("id", IDENTIFIER, "the claim's id", "pop-1"),
    Column("topic", TEXT, "what it is about, one word", "population"),
    Column("statement", STATEMENT, "what is claimed, in the source's sense", "People living there"),
    Column("low", _FIGURE, "the figure, or the lower end of a range", "393000", None),
    Column("high", _FIGURE, "the upper end; empty is the same as low", "400000", None),
    Column("unit", TEXT, "what the figure counts", "persons", ""),
    Column("from", PARTIAL_DATE, "first day it is about", "2018-02-18", ""),
    Column("to", PARTIAL_DATE, "last day it is about", "2018-03-06", ""),
    Column("claimed_by", TEXT, "whose claim it is", "United Nations"),
    Column("reported_by", TEXT, "who reported it", "a news agency"),
    Column("reported_on", PARTIAL_DATE, "when it was reported", "2018-03-06", ""),
)


def read_claims(parsed: Parsed | None, faults: Faults) -> tuple[Claim, ...]:
    """The sound rows as claims, in the order of the table."""
    claims = []
    for row, values in parsed.sound() if parsed else ():
        low, high = values["low"], values["high"]
        high = low if high is None else high
        if high is not None and (low is None or low > high):
            assert parsed is not None
            faults.add(
                parsed.file,
                f"a range from {'nothing' if low is None else f'{low:,g}'} to {high:,g}",
                "a range from a lower figure to a higher one",
                "Correct low or high; a single figure goes into low.",
                row=row,
                column="low",
            )
        since, until = values.pop("from"), values.pop("to")
        claims.append(Claim(**{**values, "high": high}, since=since, until=until))
    return tuple(claims)
