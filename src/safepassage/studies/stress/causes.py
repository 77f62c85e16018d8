"""What one cause, or one lever, does: the same runs with and without it.

Both meet the same chance (common random numbers), so that what differs is due to the one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.model.case import Case
from safepassage.model.outcome import Delay, Outcome, Raised
from safepassage.model.variation import Variation
from safepassage.studies.levers.handles import Handle
from safepassage.studies.stress.summary import clear_by


class Measured(NamedTuple):
    """A cause with what it does."""

    delay: Delay
    seconds: float
    """Mean delay over all runs, one that leaves somebody counted as clear at the horizon's end."""


def delay(
    case: Case, cause: Variation, full: Sequence[Outcome], without: Sequence[Outcome]
) -> Measured:
    """What a cause does, from the same runs with it (`full`) and with it left out."""
    end = case.horizon[1]
    both = [(one, other) for one, other in zip(full, without, strict=True) if _clear(one, other)]
    late = np.array([_at(one, end) - _at(other, end) for one, other in both]) / 3600
    hours, error = mean_and_error(late)
    found = Delay(
        cause=cause.cause,
        where=cause.where,
        hours=hours,
        hours_error=error,
        people=_mean([one.left for one in full]) - _mean([one.left for one in without]),
        clear=_mean([one.left == 0 for one in without]) - _mean([one.left == 0 for one in full]),
        variance=_variance([_at(one, end) for one, _ in both], [_at(one, end) for _, one in both]),
    )
    everyones = _mean([_at(one, end) for one in full]) - _mean([_at(one, end) for one in without])
    return Measured(found, everyones)


def worst_first(measured: Sequence[Measured]) -> tuple[Delay, ...]:
    """By the mean delay over all runs, then by people left."""
    ranked = sorted(measured, key=lambda one: (-one.seconds, -one.delay.people))
    return tuple(one.delay for one in ranked)


def raised(lever: Handle, by: int, full: Sequence[Outcome], changed: Sequence[Outcome]) -> Raised:
    """What a unit of it does to the probability to be clear by an instant, from the same runs."""
    before = np.array([clear_by(one, by) for one in full], dtype=float)
    after = np.array([clear_by(one, by) for one in changed], dtype=float)
    gain, error = mean_and_error(after - before)
    return Raised(
        **lever.named,
        cost=lever.costs(1),
        clear=float(after.mean()),
        gain=gain,
        gain_error=error,
    )


def mean_and_error(sample: NDArray[np.float64]) -> tuple[float, float]:
    """Mean and its standard error; not numbers where the sample is too small."""
    if not len(sample):
        return nan, nan
    error = float(sample.std(ddof=1)) / sqrt(len(sample)) if len(sample) > 1 else nan
    return float(sample.mean()), error


def _clear(one: Outcome, other: Outcome) -> bool:
    return one.clearance is not None and other.clearance is not None


def _at(outcome: Outcome, end: int) -> int:
    return end if outcome.clearance is None else outcome.clearance


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _variance(full: Sequence[int], without: Sequence[int]) -> float:
    """By what part the variance falls when the cause is left out; 0 if it doesn't."""
    whole = float(np.var(full)) if full else 0.0
    return max(0.0, 1 - float(np.var(without)) / whole) if whole else 0.0
