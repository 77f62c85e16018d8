"""Parts of the enclave cut off from each other, and the ways out of each."""

from __future__ import annotations

import msgspec

from safepassage.model.agreement import Window


class WayOut(msgspec.Struct, frozen=True, kw_only=True):
    """A crossing by which a destination can be reached, and what keeps it open. Planners only."""

    crossing: str
    destinations: tuple[str, ...]
    """Ids of those that can be reached."""
    windows: tuple[Window, ...]
    """Outbound ones that haven't closed before the date."""
    terms: tuple[str, ...]
    """Ids of the terms it hangs on."""
    beyond: tuple[str, ...]
    """Who holds the ground around the crossing outside the enclave; none if nobody said."""


class Pocket(msgspec.Struct, frozen=True, kw_only=True):
    """Assembly points that vehicles can drive between, there and back, without leaving."""

    points: tuple[str, ...]
    persons: int
    ways: tuple[WayOut, ...]
    independent: int
    """Most ways out at once, to any destination, of which no two share a stretch of road."""
