"""What deciding has cost so far, counted and not timed: the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """Counts looks: a point looked at for a vehicle, or a column of a guide's programme.

    Other things count for several. Of both about as many are dealt with in a second (some 20,000
    of them), so what a search may spend can be told in looks whatever the case is like.
    """

    looks: int = 0
