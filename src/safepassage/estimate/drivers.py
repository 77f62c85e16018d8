"""What a convoy's crews have driven, and when they may drive another round (V2)."""

from __future__ import annotations

from collections.abc import Sequence

from safepassage.estimate.windows import DAY

Drive = tuple[int, int]
"""When a leg begins, and its seconds of driving."""

_STEP = 600
"""How much later a round is tried when it doesn't fit into 24 hours of driving."""


class Crew:
    """The driving of one convoy so far; it rests only where it is emptied, outside."""

    def __init__(self, limit: int | None, rest: int) -> None:
        """`limit` and `rest` in seconds; no limit is never tired."""
        self._limit = limit
        self._rest = rest
        self._drives: list[Drive] = []
        self._since_rest = 0
        self._free = 0

    @property
    def fresh(self) -> bool:
        """It hasn't driven yet: it waits at the crossing."""
        return not self._drives

    def later(self, round_: Sequence[Drive]) -> int:
        """How much later the round had better begin; 0 if it may begin as it is."""
        if self._limit is None:
            return 0
        driving = sum(seconds for _, seconds in round_)
        begins = round_[0][0]
        rested = self.fresh or begins - self._free >= self._rest
        if not rested and self._since_rest + driving > self._limit:
            return self._free + self._rest - begins
        if driving > self._limit or _busiest([*self._drives, *round_]) > self._limit:
            return _STEP
        return 0

    def drove(self, round_: Sequence[Drive], free: int) -> None:
        """Keep a round that was found, until the convoy is free again."""
        if self._limit is None:
            self._drives = list(round_)
            return
        rested = self.fresh or round_[0][0] - self._free >= self._rest
        driving = sum(seconds for _, seconds in round_)
        self._since_rest = driving if rested else self._since_rest + driving
        recent = [drive for drive in self._drives if sum(drive) > round_[0][0] - DAY]
        self._drives = [*recent, *round_]
        self._free = free


def _busiest(drives: Sequence[Drive]) -> int:
    """Most seconds driven in any 24 hours; some busiest ones begin with a drive."""
    return max(
        sum(max(0, min(start + seconds, begin + DAY) - start) for start, seconds in after)
        for number, (begin, _) in enumerate(drives)
        for after in [drives[number:]]
    )
