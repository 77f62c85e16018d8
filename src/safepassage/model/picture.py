"""What is known of the ground on a date: who holds it, what was lost, who is inside."""

from __future__ import annotations

import msgspec


class HeldGround(msgspec.Struct, frozen=True, kw_only=True):
    """All ground one holder has in a picture, in the enclave or around it."""

    held_by: str
    enclave: bool
    names: tuple[str, ...]
    square_kilometres: float
    approximate: bool
    sources: tuple[str, ...]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A change of how many are at a point: persons who came, or, below 0, left."""

    on: str
    persons: int
    movement: str
    claim: str


class PeopleAt(msgspec.Struct, frozen=True, kw_only=True):
    """Persons at an assembly point on a date, and every movement they come from."""

    point: str
    persons: int
    moved: tuple[Moved, ...]


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """Ground of the enclave lost and gained since an earlier picture.

    Lost is what was inside then and isn't now, gained the reverse; the share is of the ground then.
    """

    since: str
    """Date of the earlier picture."""
    square_kilometres_then: float
    square_kilometres_lost: float
    square_kilometres_gained: float
    share_lost: float


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """The last picture on or before a date, and who is inside its enclave on that date."""

    on: str
    drawn: str
    """Date of the picture."""
    age_days: int
    stale: bool
    """Older than the case lets a convoy be released on."""
    square_kilometres: float
    """Of the enclave."""
    lost: Lost | None
    """None where no earlier picture is known."""
    grounds: tuple[HeldGround, ...]
    inside: tuple[PeopleAt, ...]
    persons_inside: int
    outside: tuple[PeopleAt, ...]
    """Assembly points that lie outside the enclave."""
