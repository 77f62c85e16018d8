"""One bound of an estimate, with its formula."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody's plan has the last person out before `clearance`, because of `what`."""

    what: str
    clearance: int
    """Seconds from the midnight that begins day 1."""
    formula: str
