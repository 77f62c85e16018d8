"""`Chance`: what the stated variations amount to in a run, cause by cause, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from safepassage.model.variation import Cause, Variation
from safepassage.studies.stress.days import Days, lasting
from safepassage.studies.stress.distributions import Numbers, quantiles
from safepassage.studies.stress.streams import Keys, keys, uniforms

ONCE = np.zeros(1, dtype=np.uint64)
"""The counter of what is drawn once a run."""

ALL = keys(("",))


@dataclass(frozen=True)
class Things:
    """Places, or vehicles with their types, that variations may name."""

    names: NDArray[np.str_]
    """What `Variation.where` is compared with."""
    keys: Keys
    """Of each by its own id: its chance is its own."""

    def at(self, where: str) -> NDArray[np.intp]:
        """Indices of those that a variation is about."""
        return np.flatnonzero((self.names == where) | (where == ""))


@dataclass(frozen=True)
class Chance:
    """One run's numbers. The stream of each has seed, run, cause and `per` in its name."""

    variations: tuple[Variation, ...]
    seed: int
    run: int
    days: Days

    def without(self, number: int) -> Chance:
        """The same run without a variation, and what else is stated of its cause at its place.

        Nothing else changes.
        """
        out = self.variations[number]
        left = (v for v in self.variations if (v.cause, v.where) != (out.cause, out.where))
        return replace(self, variations=tuple(left))

    def of(self, cause: Cause, *pers: str) -> Iterator[Variation]:
        """What is stated of a cause."""
        return (v for v in self.variations if v.cause == cause and (not pers or v.per in pers))

    def factor(self, cause: Cause, things: Things, least: float, most: float) -> Numbers:
        """The product of all factors or shares, within [least, most], shape (things, days)."""
        shape = (len(things.keys), len(self.days))
        found = reduce(np.multiply, self._daily(cause, things, 1.0), np.ones(shape))
        return np.clip(found, least, most)

    def share(self, cause: Cause, things: Things) -> Numbers:
        """What is lost by any of the shares, shape (things, days)."""
        kept = np.ones((len(things.keys), len(self.days)))
        return 1 - reduce(np.multiply, (1 - part for part in self._daily(cause, things, 0.0)), kept)

    def seconds(self, cause: Cause, things: Things) -> Numbers:
        """All times added, shape (things, days)."""
        zero = np.zeros((len(things.keys), len(self.days)))
        return reduce(np.add, self._daily(cause, things, 0.0), zero)

    def closed(self, cause: Cause, things: Things) -> NDArray[np.bool_]:
        """The days on which it goes on, shape (things, days).

        Per day, each may be the first of so many; per run, one day drawn evenly from the horizon.
        """
        closed = np.zeros((len(things.keys), len(self.days)), dtype=np.bool_)
        for variation in self.of(cause):
            where = things.at(variation.where)
            lengths = self._amounts(variation, things.keys[where], 0.0)
            if variation.per == "run":
                first = self._uniforms(variation, things.keys[where], self.days.numbers, " from")
                lengths = lengths * (first == first.min(axis=1, keepdims=True))
            closed[where] |= lasting(lengths)
        return closed

    def of_trips(
        self, cause: Cause, vehicles: Things, trips: int, neutral: float
    ) -> Iterator[tuple[NDArray[np.intp], Numbers]]:
        """For each variation per run or trip: the vehicles it is about, and (vehicles, trips)."""
        for variation in self.of(cause, "run", "trip"):
            where = vehicles.at(variation.where)
            if variation.per == "run":
                once = self._drawn(variation, keys((variation.where,)), ONCE, neutral)
                yield where, np.broadcast_to(once, (len(where), trips))
            else:
                numbers = np.arange(trips, dtype=np.uint64)
                yield where, self._drawn(variation, vehicles.keys[where], numbers, neutral)

    def everywhere(self, cause: Cause) -> Numbers:
        """The product of the factors of each day that are alike everywhere, shape (days,)."""
        drawn = [self._drawn(v, ALL, self.days.numbers, 1.0)[0] for v in self.of(cause, "day")]
        return np.maximum(1, reduce(np.multiply, drawn, np.ones(len(self.days))))

    def _daily(self, cause: Cause, things: Things, neutral: float) -> Iterator[Numbers]:
        """Shape (things, days) for each variation, neutral where it is about others."""
        for variation in self.of(cause):
            where = things.at(variation.where)
            amounts = np.full((len(things.keys), len(self.days)), neutral)
            amounts[where] = self._amounts(variation, things.keys[where], neutral)
            yield amounts

    def _amounts(self, variation: Variation, ids: Keys, neutral: float) -> Numbers:
        """Shape (ids, days), or (ids, 1) of what is drawn once a run."""
        counters = ONCE if variation.per == "run" else self.days.numbers
        return self._drawn(variation, ids, counters, neutral)

    def _drawn(self, variation: Variation, ids: Keys, counters: Keys, neutral: float) -> Numbers:
        """One uniform number says whether it happens and, if so, how much."""
        levels = self._uniforms(variation, ids, counters)
        happens = levels < variation.chance
        amounts = np.full(levels.shape, neutral)
        if happens.any():
            amounts[happens] = quantiles(variation.amount, levels[happens] / variation.chance)
        return amounts

    def _uniforms(
        self, variation: Variation, ids: Keys, counters: Keys, what: str = ""
    ) -> NDArray[np.float64]:
        stream = f"{self.seed} {self.run} {variation.cause} {variation.per}{what}"
        return uniforms(stream, ids, counters)
