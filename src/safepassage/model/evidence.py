"""What is claimed, by whom, and who reported it: statements stand side by side, never merged."""

from __future__ import annotations

import msgspec


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
