"""What was agreed: status, who may carry what, when a crossing is open, who guards the route."""

from __future__ import annotations

from typing import Literal

import msgspec

from safepassage.model.terms import IN_FORCE, Status, StatusChange, Term

Direction = Literal["in", "out"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of thing that is asked for with yes or no; no inventories."""

    id: str
    arm: bool = False


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is under the terms; decides only what may be carried."""

    id: str
    may_carry: tuple[str, ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The terms a plan stands on."""

    status: Status
    """As it is at the end of what is known; `status_at` has it at a time."""
    parties: tuple[str, ...]
    guarantor: str
    others: tuple[str, ...] = ()
    """Who holds ground, claims or decides, and isn't bound."""
    destinations: tuple[str, ...]
    """Destinations the terms state; none stated means no plan but a what-if."""
    notification_hours: int = 48
    """How long before it starts a movement must be notified to the parties."""
    valid_from: int | None = None
    valid_until: int | None = None
    categories: tuple[Category, ...] = ()
    items: tuple[Item, ...] = ()
    changes: tuple[StatusChange, ...] = ()
    """Its life, by time; none where only `status` was stated."""
    terms: tuple[Term, ...] = ()
    """Every term that was ever stated, amended ones too."""

    def status_at(self, instant: int) -> Status | None:
        """Its status at a time (UTC seconds); None before anything was offered."""
        if not self.changes:
            return self.status
        past = [change.status for change in self.changes if change.at <= instant]
        return past[-1] if past else None

    def in_force_throughout(self, start: int, end: int) -> bool:
        """Whether it is in force at every moment of [start, end), UTC seconds."""
        if self.valid_from is not None and start < self.valid_from:
            return False
        if self.valid_until is not None and end > self.valid_until:
            return False
        inside = [change.at for change in self.changes if start < change.at < end]
        return all(self.status_at(moment) in IN_FORCE for moment in (start, *inside))

    def terms_at(self, instant: int) -> tuple[Term, ...]:
        """The terms that stand at a time (UTC seconds): stated, not replaced, not run out."""
        stated = [term for term in self.terms if term.since <= instant]
        replaced = {term.replaces for term in stated}
        return tuple(
            term
            for term in stated
            if term.id not in replaced and (term.until is None or instant < term.until)
        )


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A time a crossing is open in one direction: half-open, UTC seconds."""

    crossing: str
    direction: Direction
    opens: int
    closes: int


class GuardPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post that covers every stretch within its reach, over the whole horizon."""

    id: str
    latitude: float
    longitude: float
    reach_metres: int


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """How the route is guarded (R2), as given: escorts ride with every vehicle, or posts stand.

    A road arc is within reach of a post when both its ends and every point of its shape are, by
    great-circle distance on a sphere of radius 6,371,008.8 m.
    """

    required: bool = False
    escorts: bool = False
    posts: tuple[GuardPost, ...] = ()
    reach_metres: int = 2000
    """Reach that a post to be named would have."""
    shift_seconds: int = 8 * 3600
    """Longest duty of a team before another takes over."""
    posts_at_hand: int | None = None
    """How many posts could be manned at a time; None if nobody said."""
