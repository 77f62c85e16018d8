"""What goes to the process that drives, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from safepassage.simulate.gates import Passed


class Track(msgspec.Struct, frozen=True):
    """A route as it is driven: edges, the lane in which it ends, metres of the last edge.

    SUMO calls it by `name`: a plan's own names may hold anything.
    """

    name: str
    edges: tuple[str, ...]
    lane: int
    last_metres: float


class Made(msgspec.Struct, frozen=True):
    """A drive that is over. UTC seconds."""

    ready: int
    """Ready to leave; it may have had to wait for a gap."""
    arrived: int
    metres: int
    left: int | None = None
    """When the stay after it was over, if that was still seen."""


class Log(msgspec.Struct, frozen=True):
    """All that was measured until a moment, by drive and by convoy."""

    until: int
    made: Mapping[str, Made]
    passed: Mapping[str, Passed]
    stuck: tuple[str, ...]
    """Drives that a jam held up for so long that SUMO moved them on."""
    refused: Mapping[str, str]
    """Drives that SUMO wouldn't make, and why."""
