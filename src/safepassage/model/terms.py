"""What was agreed as data with a life: each change of status, each term and what replaced it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Status = Literal["offered", "accepted", "refused", "in_force", "suspended", "resumed", "ended"]

Topic = Literal[
    "safe_passage",
    "who_may_leave",
    "destination",
    "corridor",
    "pause",
    "vehicles",
    "route_guarded",
    "immunity",
    "right_to_stay",
    "right_to_return",
    "those_staying",
    "items",
    "medical_priority",
    "monitor",
    "contact",
    "complaints",
    "turning_back",
    "screening_who",
    "screening_where",
    "screening_time",
    "screening_monitor",
    "screening_women_staff",
    "screening_list",
    "screening_follow_up",
    "information",
    "notification",
    "route_verified",
    "reception",
    "alternatives",
    "data_protection",
    "exclusion",
    "other",
]
"""What a term is about. What a planner must find settled before anyone moves is among these."""

IN_FORCE: frozenset[Status] = frozenset({"in_force", "resumed"})

BEGINNINGS: tuple[Status, ...] = ("offered", "accepted", "in_force")
"""What a life may begin with: the others say that something was there before."""

FOLLOWS: Mapping[Status, tuple[Status, ...]] = {
    "offered": ("offered", "accepted", "refused", "ended"),
    "accepted": ("accepted", "refused", "in_force", "ended"),
    "refused": ("offered", "accepted", "refused", "ended"),
    "in_force": ("suspended", "ended"),
    "suspended": ("resumed", "ended"),
    "resumed": ("suspended", "ended"),
    "ended": ("offered",),
}
"""What may come next. Several may offer, accept or refuse, each by a change of its own."""


class StatusChange(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement became this, at a time (UTC seconds), by somebody's word."""

    at: int
    status: Status
    by: str
    """A party, or another actor the agreement names."""
    source: str
    """Who reported it, or the id of a claim."""
    says: str = ""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said about a topic: what, by whom, whom it binds, and from when to when.

    An amendment is a term that `replaces` another; the other stays as history. Instants are UTC
    seconds; `until` is None where no end was stated.
    """

    id: str
    topic: Topic
    says: str
    by: str
    """Who gives it: a party, the guarantor, or another actor the agreement names."""
    binds: tuple[str, ...] = ()
    """Parties it binds, the guarantor among them; none stated binds nobody but who gives it."""
    written: bool = False
    since: int
    until: int | None = None
    replaces: str = ""
    """Id of the term this one amends, or empty."""
    linked: tuple[str, ...] = ()
    """Ids of terms without which this one isn't carried out, and the reverse."""
    place: str = ""
    """Id of the crossing, destination or other place it is about, or empty for all."""
    source: str
    """Who reported it, or the id of a claim."""
