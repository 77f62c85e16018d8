"""The stated distributions, by their quantiles: one uniform number in, one amount out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri

from safepassage.model.variation import (
    Beta,
    Distribution,
    Exponential,
    Fixed,
    Geometric,
    Lognormal,
    Triangular,
    Uniform,
)

Numbers = NDArray[np.float64]


def quantiles(distribution: Distribution, levels: Numbers) -> Numbers:
    """The amounts that are exceeded with probability 1 - level (0 < level < 1).

    By inversion, so that a higher level never gives less.
    """
    match distribution:
        case Fixed(value):
            amounts = np.full(levels.shape, value)
        case Uniform(low, high):
            amounts = low + (high - low) * levels
        case Triangular(low, mode, high):
            amounts = _triangular(low, mode, high, levels)
        case Lognormal(median, sigma):
            amounts = median * np.exp(sigma * np.asarray(ndtri(levels)))
        case Beta(a, b):
            amounts = np.asarray(betaincinv(a, b, levels))
        case Exponential(mean):
            amounts = -mean * np.log1p(-levels)
        case Geometric(mean):
            amounts = _geometric(mean, levels)
    return amounts


def _triangular(low: float, mode: float, high: float, levels: Numbers) -> Numbers:
    width = high - low
    return np.where(
        levels < (mode - low) / width,
        low + np.sqrt(levels * width * (mode - low)),
        high - np.sqrt((1 - levels) * width * (high - mode)),
    )


def _geometric(mean: float, levels: Numbers) -> Numbers:
    """Trials up to the first success, each a success with chance 1 / mean."""
    if mean == 1:
        return np.ones(levels.shape)
    trials: Numbers = np.ceil(np.log1p(-levels) / np.log1p(-1 / mean))
    return np.maximum(trials, 1)
