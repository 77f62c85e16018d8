"""What limits how many get out, day by day: the price of a person's way, split among promises.

In a solved programme every column in use has no reduced cost: what a person out is worth, one, is
the sum of the prices of the rows that the person's column stands in (complementary slackness). So
one of screening, seats, people and reception is paid for each; what is paid for a seat is paid on
for the vehicle's passage, for reception where it goes, and for its time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from safepassage.solve.quick import Flow

Cause: TypeAlias = tuple[str, str]
"""A promise and where: the id of a crossing, destination or vehicle type, or nothing."""

Split: TypeAlias = Mapping[Cause, float]

Inward: TypeAlias = Mapping[tuple[int, int], Split]
"""By vehicle class and block of the grid."""

IN_USE = 1e-6
"""Persons or vehicles under which a column is not in use."""

FLEET = "V2"

SEATS: Cause = ("V1", "")

ALL_OUT: Cause = ("A1", "people")
"""There are no more people at a point, or who accept a destination."""


@dataclass(frozen=True)
class Limit:
    """What a promise was worth on a local day, in persons out."""

    midnight: int
    """UTC seconds at which the day begins."""
    cause: Cause
    value: float


def limits(flow: Flow) -> tuple[Limit, ...]:
    """What limits each day, the days in order; empty where everyone is out without effort."""
    return _Prices(flow).by_day()


class _Prices:
    """The rows' prices (duals) of one solved programme, asked column by column."""

    def __init__(self, flow: Flow) -> None:
        self.relaxation = flow.relaxation
        self.matrix = flow.relaxation.program.matrix()
        self.values = flow.optimum.values
        self.duals = flow.optimum.duals
        self.classes = flow.relaxation.lags.classes

    def by_day(self) -> tuple[Limit, ...]:
        grid = self.relaxation.grid
        people = self._people()
        inward = self._inward()
        found: dict[tuple[int, Cause], float] = defaultdict(float)
        for (kind, c, i), column in self.relaxation.persons.items():
            persons = float(self.values[column])
            if persons < IN_USE:
                continue
            block = grid.block_of[i]
            days = grid.blocks[block].days
            for cause, price in self._person(kind, c, i, column, people, inward).items():
                for day in days:
                    found[day, cause] += persons * price / len(days)
        return tuple(
            Limit(day, cause, value) for (day, cause), value in sorted(found.items()) if value > 0
        )

    def _paid(self, column: int) -> Iterator[tuple[int, Cause, float]]:
        """What a column pays to each of its rows (less than nought: is paid), by row and family."""
        start, end = self.matrix.indptr[column : column + 2]
        families = self.relaxation.program.family
        for row, value in zip(
            self.matrix.indices[start:end], self.matrix.data[start:end], strict=True
        ):
            if price := float(self.duals[row] * value):
                yield int(row), families[row], price

    def _person(
        self,
        kind: str,
        c: int,
        i: int,
        column: int,
        people: Mapping[int, Split],
        inward: Inward,
    ) -> dict[Cause, float]:
        found: dict[Cause, float] = defaultdict(float)
        for row, cause, price in self._paid(column):
            part = max(0.0, price)
            if cause[0] == "V1":
                found[SEATS] += part
            elif cause[0] == "A1":
                for each, share in people.get(row, {ALL_OUT: 1.0}).items():
                    found[each] += part * share
            else:
                found[cause] += part
        seats = found.pop(SEATS, 0.0)
        for cause, share in self._vehicle(kind, c, i, inward).items():
            found[cause] += seats * share
        return found

    def _vehicle(self, kind: str, c: int, i: int, inward: Inward) -> dict[Cause, float]:
        """How what is paid for places goes on, by the loaded vehicles that pass in a slot."""
        weights: dict[Cause, float] = defaultdict(float)
        block = self.relaxation.grid.block_of[i]
        for k, each in enumerate(self.classes):
            places = each.places(kind)
            received = self._received(k, c, i) if places else {}
            for zone in range(len(self.relaxation.lags.zones)):
                column = self.relaxation.loaded.get((k, zone, c, i))
                used = 0.0 if column is None else places * float(self.values[column])
                if column is None or used < IN_USE:
                    continue
                rest = 1.0
                for cause, share in self._at_gate(column, received).items():
                    part = min(rest, share)
                    weights[cause] += used * part
                    rest -= part
                for cause, share in inward.get((k, block), {(FLEET, each.kind.id): 1.0}).items():
                    weights[cause] += used * rest * share
        whole = sum(weights.values())
        return {cause: weight / whole for cause, weight in weights.items()} if whole else {}

    def _at_gate(self, column: int, received: Split) -> dict[Cause, float]:
        """Parts of what a loaded vehicle earns that it pays for its passage and for reception."""
        earned = -sum(price for _, (promise, _), price in self._paid(column) if promise == "V1")
        if earned < IN_USE:
            return {}
        paid = dict(received)
        for _, cause, price in self._paid(column):
            if cause[0] in ("C1", "C2"):
                paid[cause] = paid.get(cause, 0.0) + max(0.0, price)
        return {cause: price / earned for cause, price in paid.items()}

    def _received(self, k: int, c: int, i: int) -> dict[Cause, float]:
        """What a vehicle pays for reception where it goes (D1, day by day)."""
        paid: dict[Cause, float] = defaultdict(float)
        whole = 0.0
        for d in range(len(self.relaxation.problem.destinations)):
            column = self.relaxation.bound_for.get((k, c, d, i))
            if column is None or (used := float(self.values[column])) < IN_USE:
                continue
            whole += used
            for _, cause, price in self._paid(column):
                if cause[0] == "D1":
                    paid[cause] += used * max(0.0, price)
        return {cause: price / whole for cause, price in paid.items()} if whole else {}

    def _inward(self) -> Inward:
        """By class and block, how the price of a vehicle inside came about: gates or fleet."""
        paid: dict[tuple[int, int], dict[Cause, float]] = defaultdict(lambda: defaultdict(float))
        grid = self.relaxation.grid
        for (k, _, _, i), column in self.relaxation.entered.items():
            if (used := float(self.values[column])) < IN_USE:
                continue
            found = paid[k, grid.block_of[i]]
            for _, (promise, where), price in self._paid(column):
                if promise in ("C1", "C2"):
                    found[promise, where] += used * max(0.0, price)
                elif (promise, where) == ("V2", "fleet outside"):
                    found[FLEET, self.classes[k].kind.id] += used * max(0.0, price)
        return {
            key: {cause: price / whole for cause, price in found.items()}
            for key, found in paid.items()
            if (whole := sum(found.values())) > IN_USE
        }

    def _people(self) -> dict[int, Split]:
        """By row: how the price of people comes about, at their points or where they are taken.

        They are paid for with seats at their points, with places of vehicles that go where they are
        taken, with reception; the rest is that there are no more of them.
        """
        paid: dict[int, dict[Cause, float]] = defaultdict(lambda: defaultdict(float))
        for column in np.flatnonzero(self.values > IN_USE):
            rows = list(self._paid(int(column)))
            earned = [(row, -price) for row, (promise, _), price in rows if price < 0]
            if len(earned) != 1 or not any(promise == "A1" for _, (promise, _), _ in rows):
                continue
            (row, left), used = earned[0], float(self.values[column])
            if self.relaxation.program.family[row][0] != "A1":
                continue
            for _, cause, price in rows:
                if price > 0:
                    paid[row][SEATS if cause[0] in ("V1", "H2") else cause] += used * price
                    left -= price
            paid[row][ALL_OUT] += used * max(0.0, left)
        return {
            row: {cause: price / whole for cause, price in found.items()}
            for row, found in paid.items()
            if (whole := sum(found.values())) > IN_USE
        }
