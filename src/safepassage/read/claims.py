"""The claims table: what was said, by whom, and who reported it."""

from __future__ import annotations

from typing import get_args

from safepassage.model.evidence import Claim, Holds, first_day, last_day
from safepassage.read.cells import IDENTIFIER, PARTIAL_DATE, STATEMENT, TEXT, decimal, word
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
    Column("place", TEXT, "where it is about, in the source's words", "the whole town", ""),
    Column("claimed_by", TEXT, "whose claim it is", "United Nations"),
    Column("reported_by", TEXT, "who reported it", "a news agency"),
    Column("reported_on", PARTIAL_DATE, "when it was reported", "2018-03-06", ""),
    Column(
        "holds",
        word(*filter(None, get_args(Holds))),
        "whether it says that a pause or ceasefire was kept on its days, or broken",
        "broken",
        "",
    ),
)


def read_claims(parsed: Parsed | None, faults: Faults) -> tuple[Claim, ...]:
    """The sound rows as claims, in the order of the table."""
    claims = []
    for row, values in parsed.sound() if parsed else ():
        assert parsed is not None
        low, high = values["low"], values["high"]
        high = low if high is None else high
        if high is not None and (low is None or low > high):
            faults.add(
                parsed.file,
                f"a range from {'nothing' if low is None else f'{low:,g}'} to {high:,g}",
                "a range from a lower figure to a higher one",
                "Correct low or high; a single figure goes into low.",
                row=row,
                column="low",
            )
        since, until = values.pop("from"), values.pop("to")
        if since and until and first_day(since) > last_day(until):
            faults.add(
                parsed.file,
                f"a period from {since} to {until}",
                "a last day that isn't before the first",
                "Correct from or to.",
                row=row,
                column="to",
            )
        claims.append(Claim(**{**values, "high": high}, since=since, until=until))
    return tuple(claims)
