"""A guide for dispatching, read off the relaxation: in what mix destinations are best served.

Rules of thumb look one round ahead. Whether near or far destinations should come first depends on
the whole operation (who goes far last need not come back), and that the fluid knows. The guide is
indexed by progress, not by the clock, since a plan is always somewhat later than the fluid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.solve.relaxation import Relaxation


@dataclass(frozen=True, slots=True)
class Guide:
    """For each vehicle type: rounds made so far, in all and by destination, slot by slot.

    `total[k]` is (slots,), ascending; `by_destination[k]` is (destinations, slots); `a_day[k]` is
    the most rounds in any day. Rounds are counted in vehicles, fractions too.
    """

    total: dict[int, NDArray[np.float64]]
    by_destination: dict[int, NDArray[np.float64]]
    a_day: dict[int, float]

    def wanted(self, kind: int, made: int, ahead: float) -> list[float]:
        """Rounds to each destination by the time `made` + `ahead` days of rounds are made."""
        total = self.total[kind]
        progress = made + ahead * self.a_day[kind]
        return [float(np.interp(progress, total, row)) for row in self.by_destination[kind]]


def make_guide(relaxation: Relaxation, values: NDArray[np.float64]) -> Guide:
    """Read the guide off a solution of the relaxation, given its column values."""
    problem, slots = relaxation.problem, relaxation.slots
    kinds = sorted(set(problem.fleet))
    ends = len(problem.destinations)
    counts = {k: np.zeros((ends, slots)) for k in kinds}
    for (n, _, d, i), column in relaxation.bound_for.items():
        counts[kinds[n]][d, i] += values[column]
    days = np.array([begin // 86400 for begin in relaxation.grid.begins], dtype=np.int64)
    a_day = {}
    for k in kinds:
        by_day = np.bincount(days - days.min(), weights=counts[k].sum(axis=0))
        a_day[k] = float(by_day.max(initial=1.0))
    by_destination = {k: np.cumsum(counts[k], axis=1) for k in kinds}
    ramp = np.arange(slots) * 1e-9  # np.interp wants an ascending abscissa
    total = {k: by_destination[k].sum(axis=0) + ramp for k in kinds}
    return Guide(total, by_destination, a_day)
