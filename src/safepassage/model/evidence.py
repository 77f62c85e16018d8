"""What is claimed, by whom, and who reported it: statements stand side by side, never merged."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

import msgspec

IncidentKind = Literal[
    "airstrike",
    "shelling",
    "armed_clash",
    "explosive",
    "against_civilians",
    "obstruction",
    "ceasefire_breach",
    "other",
]

Holds = Literal["kept", "broken", ""]
"""What a claim says became of a pause or ceasefire on its days; empty says nothing of it."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or statement by somebody, reported by somebody.

    `low` and `high` are in `unit`, alike for a single number, and None where none was given. Dates
    are as precise as the source: `2013`, `2018-03` or `2018-03-06`, or empty.
    """

    id: str
    topic: str
    statement: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    since: str = ""
    until: str = ""
    claimed_by: str
    reported_by: str
    reported_on: str = ""
    place: str = ""
    """Where it is about, in the source's words or as the id of a place."""
    holds: Holds = ""
    """Whether it says that a pause or ceasefire was kept or broken."""


class DailyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One day of one source's daily series; a zero may be a gap, as the source says."""

    series: str
    """Which series it is of: one source, one method, one place."""
    topic: str
    on: str
    """ISO date."""
    figure: float
    unit: str
    place: str
    claimed_by: str
    reported_by: str


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An event on the ground as one source has it.

    Two sources' records of one event stay two incidents; they are linked, never added.
    """

    id: str
    on: str
    """ISO date; the first day it may have been where the source isn't sure."""
    until: str = ""
    """ISO date of the last day it may have been; empty is the same day."""
    kind: IncidentKind
    latitude: float
    longitude: float
    precision_metres: int = 0
    """How far off the position may be, as the source says; 0 is exact or not said."""
    place: str = ""
    statement: str = ""
    killed_low: int | None = None
    killed_high: int | None = None
    source: str
    """Whose record it is."""
    event: str = ""
    """The same word for records that a person reviewed as one event; empty is not reviewed."""


def first_day(text: str) -> date:
    """The first day of a date, month or year as a claim has it."""
    return date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))


def last_day(text: str) -> date:
    """The last day of a date, month or year as a claim has it."""
    first = first_day(text)
    if len(text) == 10:
        return first
    month = first.month if len(text) == 7 else 12
    return date(first.year, month, monthrange(first.year, month)[1])
