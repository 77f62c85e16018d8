"""Where on a way the risk a minute is highest, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from safepassage.corridors.exposure import RoadRisk
from safepassage.model.corridors import RoadFact, Stretch
from safepassage.model.roads import BARRIER, BRIDGE, FORD, TUNNEL, IntArray, RoadTable

STRETCH_METRES = 1_000
"""A stretch is the least run of whole arcs that is so long, from wherever it begins."""

_FACTS: tuple[tuple[RoadFact, int], ...] = (
    *(("bridge", BRIDGE), ("tunnel", TUNNEL), ("barrier", BARRIER)),
    ("ford", FORD),
)


def facts_on(table: RoadTable, arcs: Sequence[int]) -> tuple[RoadFact, ...]:
    """What the map says stands on some of these arcs."""
    bits = int(np.bitwise_or.reduce(table.facts[list(arcs)], initial=0))
    return tuple(name for name, bit in _FACTS if bits & bit)


def weakest(
    table: RoadTable, risk: RoadRisk, seconds: IntArray, arcs: Sequence[int]
) -> Stretch | None:
    """The stretch of a way with the highest risk a minute, the first of several; None without risk.

    `seconds` are those of each arc of the table, (A,). A way shorter than a stretch is one.
    """
    way = np.asarray(arcs, dtype=np.int64)
    took = seconds[way].astype(float)
    if not (risk.total[way] > 0).any():
        return None
    along = np.concatenate([[0], np.cumsum(table.metres[way], dtype=np.int64)])
    first = np.flatnonzero(along[-1] - along[:-1] >= STRETCH_METRES)
    first = first if len(first) else np.array([0])
    last = np.minimum(np.searchsorted(along, along[first] + STRETCH_METRES), len(way))
    exposed = np.concatenate([[0.0], np.cumsum(risk.total[way] * took)])
    time = np.concatenate([[0.0], np.cumsum(took)])
    worst = int(np.argmax((exposed[last] - exposed[first]) / (time[last] - time[first])))
    run = slice(int(first[worst]), int(last[worst]))
    parts = (risk.incidents, risk.front_line, risk.unbound)
    near, front, unbound = (float(np.average(part[way[run]], weights=took[run])) for part in parts)
    middle = np.searchsorted(along, (along[run.start] + along[run.stop]) / 2)
    node = table.tail[way[min(max(int(middle), run.start), run.stop - 1)]]
    return Stretch(
        from_metres=int(along[run.start]),
        to_metres=int(along[run.stop]),
        latitude=round(float(table.latitude[node]), 6),
        longitude=round(float(table.longitude[node]), 6),
        risk=near + front + unbound,
        near_incidents=near,
        near_front_line=front,
        unbound_ground=unbound,
        facts=facts_on(table, way[run].tolist()),
    )
