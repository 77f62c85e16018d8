"""The most valuable route within a time, by dynamic programming over what is left of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.solve.exact.instance import Instance, Ints, Leg, Route

UNIT = 1 << 20
"""Prices are whole multiples of one UNIT-th."""

NONE = -(1 << 60)
"""The value of what can't be done."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What shares are worth, in UNIT-ths: whole numbers, so that every sum of them is exact.

    `people` (C,), from 0 to UNIT, for each share that arrives; `room` (D,), not negative, off it
    for each share that a destination takes.
    """

    people: Ints
    room: Ints


def most_shares(instance: Instance, prices: Prices, best: Sequence[int]) -> int:
    """The most shares that can arrive, in UNIT-ths, if no route of a group g is worth over best[g].

    By weak duality, for any prices: sum demand(c) (1 - people(c)) + sum room(d) room price(d) + sum
    count(g) best(g). See `master.py`.
    """
    waiting = zip(instance.demand.tolist(), prices.people.tolist(), strict=True)
    taken = zip(instance.room.tolist(), prices.room.tolist(), strict=True)
    driven = zip(instance.count.tolist(), best, strict=True)
    total: int = sum(n * (UNIT - price) for n, price in waiting)
    total += sum(n * price for n, price in taken)
    total += sum(n * value for n, value in driven)
    return total


class Pricing:
    """Values of all routes of one instance within a time, at given prices."""

    def __init__(self, instance: Instance, until: int, prices: Prices) -> None:
        """Fill the tables: `until` is how many slots a route may last."""
        self.instance = instance
        self.until = until
        types = sorted(set(instance.kind.tolist()))
        self._tables = {k: _Table(instance, k, until, prices) for k in types}

    def best(self) -> list[int]:
        """The most that one vehicle of each group can be worth."""
        return [max((v for v, _ in self._starts(g)), default=0) for g in self._groups()]

    def routes(self, worth: Ints, most: int) -> Iterator[Route]:
        """Routes worth more than `worth` (G,) of their group, at most `most` each, best first.

        They differ in their first point.
        """
        for g in self._groups():
            table = self._tables[int(self.instance.kind[g])]
            first = sorted(((-value, p) for value, p in self._starts(g)))
            for value, p in first[:most]:
                if -value > worth[g]:
                    left = self.until - int(self.instance.ready[g, p])
                    yield Route(g, tuple(table.legs(p, left)))

    def _groups(self) -> range:
        return range(len(self.instance.count))

    def _starts(self, g: int) -> Iterator[tuple[int, int]]:
        """(value, first point) of the routes of a group that bring anybody."""
        table = self._tables[int(self.instance.kind[g])]
        for p, ready in enumerate(self.instance.ready[g].tolist()):
            if ready <= self.until and (value := int(table.at_point[p, self.until - ready])) > 0:
                yield value, p


class _Table:
    """Most value yet to come, by place and slots left, for one vehicle type.

    `at_point` (P, until + 1): about to leave the point; `at_end` (D, until + 1): just arrived. The
    vehicle may stop at any time, so `at_end` is never negative.
    """

    def __init__(self, instance: Instance, k: int, until: int, prices: Prices) -> None:
        self.out, self.back = instance.out[k], instance.back[k]
        self.value, self.cls = _trips(instance, k, prices)
        points, ends = self.out.shape
        self.trips = [
            (p, d)
            for p in range(points)
            for d in range(ends)
            if self.value[p, d] > 0 and self.out[p, d] <= until
        ]
        worthwhile = sorted({p for p, _ in self.trips})
        self.returns = [(d, p) for d in range(ends) for p in worthwhile if self.back[d, p] <= until]
        self.at_end = np.zeros((ends, until + 1), dtype=np.int64)
        while True:  # once more for each trip that fits
            self.at_point = self._leave(until)
            arrived = self._arrive(until)
            if (arrived == self.at_end).all():
                return
            self.at_end = arrived

    def _leave(self, until: int) -> Ints:
        found = np.full((self.out.shape[0], until + 1), NONE, dtype=np.int64)
        for p, d in self.trips:
            after = int(self.out[p, d])
            gain = self.at_end[d, : until + 1 - after] + self.value[p, d]
            np.maximum(found[p, after:], gain, out=found[p, after:])
        return found

    def _arrive(self, until: int) -> Ints:
        found = np.zeros_like(self.at_end)
        for d, p in self.returns:
            after = int(self.back[d, p])
            gain = self.at_point[p, : until + 1 - after]
            np.maximum(found[d, after:], gain, out=found[d, after:])
        return found

    def legs(self, p: int, left: int) -> Iterator[Leg]:
        """The trips of a most valuable route that begins at point p with so many slots left."""
        while True:
            d = next(
                d
                for q, d in self.trips
                if q == p
                and (after := left - int(self.out[p, d])) >= 0
                and self.at_end[d, after] + self.value[p, d] == self.at_point[p, left]
            )
            yield Leg(p, int(self.cls[p, d]), d)
            left -= int(self.out[p, d])
            if self.at_end[d, left] == 0:
                return
            p = next(
                q
                for e, q in self.returns
                if e == d
                and (after := left - int(self.back[d, q])) >= 0
                and self.at_point[q, after] == self.at_end[d, left]
            )
            left -= int(self.back[d, p])


def _trips(instance: Instance, k: int, prices: Prices) -> tuple[Ints, Ints]:
    """Worth of a full trip from each point to each destination, (P, D), and of which class.

    A trip that would cost more than it brings is worth nothing: it may go empty.
    """
    points, ends = instance.out[k].shape
    value = np.zeros((points, ends), dtype=np.int64)
    cls = np.full((points, ends), -1, dtype=np.int64)
    for c, p in enumerate(instance.point.tolist()):
        if not instance.fits[k, c]:
            continue
        gain = np.where(instance.accepts[c], prices.people[c] - prices.room, 0)
        gain = gain * instance.carry[k]
        better = gain > value[p]
        value[p] = np.where(better, gain, value[p])
        cls[p] = np.where(better, c, cls[p])
    return value, cls
