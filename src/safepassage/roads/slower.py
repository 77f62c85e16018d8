"""Roads on which vehicles take longer than their free speeds say, as somebody measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from safepassage.model.roads import RoadTable
from safepassage.roads.contract import IMPASSABLE_SECONDS

Slower = Mapping[str, Mapping[str, float]]
"""Factor on times, 1 or more, by profile and highway class; what isn't listed takes its time."""

MOST = 20.0
"""Ten times slower than walking pace is no road."""


def slowed(table: RoadTable, slower: Slower) -> RoadTable:
    """The table with the seconds of every arc multiplied and rounded up again."""
    factors = np.array(
        [[slower.get(p, {}).get(c, 1.0) for c in table.classes] for p in table.profiles]
    )
    seconds = np.ceil(np.round(table.seconds * factors[:, table.highway], 6))
    seconds = np.minimum(seconds, IMPASSABLE_SECONDS)
    return replace(table, seconds=seconds.astype(np.int32))
