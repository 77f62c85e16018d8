"""Roads on which vehicles take longer than their free speeds say, as somebody measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from safepassage.model.roads import RoadTable
from safepassage.roads.contract import IMPASSABLE_SECONDS

Slower = Mapping[str, Mapping[str, float]]
"""Factor on times, 1 or more, by profile and highway class; what isn't listed takes its time."""

MOST_FACTOR = 20.0
MOST_DELAY = 6 * 3600
"""What takes longer is no road: close it."""

_NEAR_DEGREES = 1e-6


@dataclass(frozen=True)
class Delay:
    """Seconds that an arc takes longer, found by its way and its ends (latitude, longitude)."""

    way: int
    start: tuple[float, float]
    end: tuple[float, float]
    seconds: int


def slowed(table: RoadTable, slower: Slower) -> RoadTable:
    """The table with the seconds of every arc multiplied and rounded up again."""
    factors = np.array(
        [[slower.get(p, {}).get(c, 1.0) for c in table.classes] for p in table.profiles]
    )
    seconds = np.ceil(np.round(table.seconds * factors[:, table.highway], 6))
    seconds = np.minimum(seconds, IMPASSABLE_SECONDS)
    return replace(table, seconds=seconds.astype(np.int32))


def delayed(table: RoadTable, delays: Iterable[Delay]) -> tuple[RoadTable, tuple[Delay, ...]]:
    """The table with the seconds added, for every profile, and the delays that no arc has."""
    seconds = table.seconds.copy()
    lost = []
    for delay in delays:
        there = table.way == delay.way
        for node, (latitude, longitude) in ((table.tail, delay.start), (table.head, delay.end)):
            there &= np.abs(table.latitude[node] - latitude) < _NEAR_DEGREES
            there &= np.abs(table.longitude[node] - longitude) < _NEAR_DEGREES
        if not there.any():
            lost.append(delay)
        seconds[:, there] = np.minimum(seconds[:, there] + delay.seconds, IMPASSABLE_SECONDS)
    return replace(table, seconds=seconds), tuple(lost)
