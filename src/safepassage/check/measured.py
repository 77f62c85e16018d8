"""A route of the plan, measured again on the case's road table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.plan import Route
from safepassage.model.roads import RoadTable


@dataclass(frozen=True, eq=False)
class Measured:
    """A route with the table's own figures: none (0) where it can't be read."""

    route: Route
    arcs: NDArray[np.int64]
    """The arcs that are in the table; all of them in a sound route."""
    row: int | None
    """The profile's row of the table."""
    seconds: int
    metres: int

    def inner(self, roads: RoadTable) -> NDArray[np.int32]:
        """Road nodes it runs through; of arcs that don't join (R1) both sides of the gap."""
        return np.unique(np.concatenate([roads.head[self.arcs[:-1]], roads.tail[self.arcs[1:]]]))


def measure(roads: RoadTable, route: Route) -> Measured:
    """Add a route's arcs up from the road table."""
    # Compared as Python's whole numbers: a corrupt index may not fit any of numpy's.
    known = [arc for arc in route.arcs if 0 <= arc < roads.arcs]
    arcs = np.array(known, dtype=np.int64)
    row = roads.profiles.index(route.profile) if route.profile in roads.profiles else None
    seconds = 0 if row is None else int(roads.seconds[row, arcs].sum(dtype=np.int64))
    return Measured(route, arcs, row, seconds, int(roads.metres[arcs].sum(dtype=np.int64)))
