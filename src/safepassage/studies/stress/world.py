"""`World`: all that chance decides in one run, drawn before anything is decided by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.agreement import Direction
from safepassage.solve.problem import Span

NEVER = 1 << 62


@dataclass(frozen=True, kw_only=True)
class World:
    """What happens in a run. Instants are UTC seconds, indices those of `Problem`.

    What is drawn a trip stands by vehicle and by how many trips it has made before (the last column
    holds for all later ones), so that two runs of other decisions meet the same chance.
    """

    run: int
    comes: NDArray[np.bool_]
    """Shape (units,): comes to its point at all."""
    withdraws: NDArray[np.int64]
    """Shape (units,): from when on it doesn't want to leave any more, if not out; NEVER."""
    windows: Mapping[Direction, tuple[tuple[Span, ...], ...]]
    """By crossing, as `Problem.windows`: what is really open."""
    screening: NDArray[np.float64]
    """Shape (crossings, days): factor on the screening rates, over 0 and at most 1."""
    full: NDArray[np.bool_]
    """Shape (destinations, days): takes nobody on that day."""
    travel: NDArray[np.float64]
    """Shape (vehicles, trips): factor on every drive of the trip, 1 or more."""
    travel_on: NDArray[np.float64]
    """Shape (days,): factor on every drive that begins on the day, beside that of the trip."""
    loading: NDArray[np.float64]
    """Shape (vehicles, trips): factor on the stay at every point, 1 or more."""
    breakdown: NDArray[np.int64]
    """Shape (vehicles, trips): seconds out of use after the trip's delivery; 0 mostly."""
    no_show: NDArray[np.float64]
    """Shape (vehicles, trips): share of the groups called to it that don't come this time."""
    closed_roads: tuple[tuple[int, int], ...] = ()
    """Spans [from, to) in which the road is closed: no vehicle sets out, those under way arrive."""
