"""Random numbers by name instead of by order: each depends on its key alone.

What is drawn for one vehicle, point or day is the same whoever else is there and whatever else
varies, so that two runs of other decisions meet the same chance (common random numbers).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def keys(names: Iterable[str]) -> Keys:
    """A number for each name, alike on every machine."""
    return np.array(
        [int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) for name in names],
        dtype=np.uint64,
    )


def uniforms(stream: str, ids: Keys, counters: Keys) -> NDArray[np.float64]:
    """Numbers over 0 and under 1, shape (ids, counters).

    Each id has the generator SplitMix64 (Steele, Lea, Flood, 2014), begun at a hash of the stream's
    name and the id; counter n is its n-th output.
    """
    begun = _mixed(ids ^ keys((stream,)))
    bits = _mixed(begun[:, None] + (counters + np.uint64(1)) * _GAMMA)
    return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def _mixed(state: Keys) -> Keys:
    """The output function of SplitMix64; sums and products are modulo 2^64."""
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))
