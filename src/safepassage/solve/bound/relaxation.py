"""The relaxation: vehicles and people as a fluid in slots of time (see docs/planning.md).

Any plan, cut into equal shares of vehicle and passage time, is a feasible flow: the share u of a
vehicle passes the gate at the share u of its convoy's passage. So rates hold slot by slot, a stay
inside or outside is at least its least time, and nobody out by T is missing from the flow. What
the fluid forgets can only help it: seats are mixed within a group of points, driver hours are kept
only where one round trip already breaks them, whole vehicles and whole families fall apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from safepassage.model.agreement import Direction
from safepassage.solve.bound.grid import Grid, Target, overlaps
from safepassage.solve.bound.lags import Lags
from safepassage.solve.bound.lp import INF, Program
from safepassage.solve.bound.mornings import empty_nights
from safepassage.solve.bound.stocks import Stock, one_fleet, reachable
from safepassage.solve.problem import UNREACHABLE, WAYS, Problem, Span
from safepassage.solve.units import RideUnit

Targets = list[Target]

KINDS = ("seated", "stretchers", "wheelchairs")


@dataclass(frozen=True, slots=True)
class PeopleClasses:
    """How many persons of each kind there are, by group of points and by accepted destinations."""

    by_point: dict[tuple[int, str], int]
    by_accepts: dict[tuple[int, str], int]


def count_people(units: Iterable[tuple[RideUnit, int]], lags: Lags) -> PeopleClasses:
    """Add up the units that the fluid has to carry, given how many there are of each."""
    by_point: dict[tuple[int, str], int] = defaultdict(int)
    by_accepts: dict[tuple[int, str], int] = defaultdict(int)
    for unit, count in units:
        for kind in KINDS:
            persons = count * getattr(unit, kind)
            if persons:
                by_point[lags.zone_of[unit.point], kind] += persons
                by_accepts[unit.accepts, kind] += persons
    return PeopleClasses(dict(by_point), dict(by_accepts))


def _counted(problem: Problem, units: Iterable[RideUnit] | None) -> Iterable[tuple[RideUnit, int]]:
    """These units, or all of the problem by cohort: they are counted for every programme."""
    if units is not None:
        return ((unit, 1) for unit in units)
    cohorts = problem.cohorts
    return ((like, len(those)) for like, those in zip(cohorts.likes, cohorts.units, strict=True))


class Relaxation:
    """Builds the programme that maximises people out by the grid's end."""

    def __init__(
        self, problem: Problem, lags: Lags, grid: Grid, units: Iterable[RideUnit] | None = None
    ) -> None:
        """Build it, for the units given or else all of the problem."""
        self.problem = problem
        self.lags = lags
        self.grid = grid
        self.people = count_people(_counted(problem, units), lags)
        self.kinds = [kind for kind in KINDS if any(k == kind for _, k in self.people.by_point)]
        self.total = sum(self.people.by_point.values())
        self.program = Program()
        self.slots = len(grid.begins)
        self.nights = empty_nights(problem)
        self.loaded: dict[tuple[int, int, int, int], int] = {}  # class, zone, gate, slot
        self.entered: dict[tuple[int, int, int, int], int] = {}  # class, zone, gate, slot
        self.bound_for: dict[tuple[int, int, int, int], int] = {}  # class, gate, destination, slot
        self.persons: dict[tuple[str, int, int], int] = {}  # kind, gate, slot
        self._folded = grid.folded
        self._targets: dict[tuple[int, int], Targets] = {}
        self._laters: dict[int, list[int | None]] = {}
        self._lefts: dict[int, list[int | None]] = {}
        self._columns()
        for k, kind in enumerate(lags.classes):
            stocks = [*self._outside(k), *self._inside(k)]
            one_fleet(self.program, grid, stocks, float(kind.count))
        self._at_the_gate()
        self._boarding()
        self._reception()
        self._rates()
        self._mornings()
        self._headways()

    # Variables

    def _columns(self) -> None:
        column = self.program.column
        for k, kind in enumerate(self.lags.classes):
            around = self.lags.shortest_round(k)
            for c in range(len(self.problem.crossings)):
                zones_from, zones_to = self.lags.zones_from(k, c), self.lags.zones_to(k, c)
                destinations = self.lags.destinations_from(k, c)
                for i in range(self.slots):
                    length = self.grid.ends[i] - self.grid.begins[i]
                    count = float(kind.count * (1 + length // around) * self.grid.times(i))
                    once = length < around  # then stocks see to it already
                    if self.grid.open["in"][c][i]:
                        for zone in zones_from:
                            self.entered[k, zone, c, i] = column(count, implied=once)
                    if self.grid.open["out"][c][i]:
                        for zone in zones_to:
                            self.loaded[k, zone, c, i] = column(count, implied=once)
                        for d in destinations:
                            self.bound_for[k, c, d, i] = column(count, implied=once)
        for c in range(len(self.problem.crossings)):
            for i in range(self.slots):
                if self.grid.open["out"][c][i]:
                    for kind_of in self.kinds:
                        self.persons[kind_of, c, i] = column(
                            float(self.total), cost=1.0, implied=True
                        )

    # Vehicles (V2)

    def _outside(self, k: int) -> list[Stock]:
        """Vehicles outside: supply and those back from destinations, less those that enter."""
        kind = self.lags.classes[k]
        stocks: dict[int, Stock] = {}

        def stock(pool: int) -> Stock:
            if pool not in stocks:
                stocks[pool] = Stock(self.program, self.grid, float(kind.count), "fleet outside")
            return stocks[pool]

        for (k2, _, c, i), column in self.entered.items():
            if k2 == k:
                stock(self.lags.pool[c]).go(column, i)
        for (k2, c, d, i), column in self.bound_for.items():
            if k2 == k:
                targets = self._after(i, self.lags.away[k][c][d])
                stock(self.lags.back[d]).come(column, i, targets)
        for ready, count, pool in kind.outside:
            stock(pool).supply(self.grid.slot_at(ready), count)
        for _, each in sorted(stocks.items()):
            each.close()
        return list(stocks.values())

    def _inside(self, k: int) -> list[Stock]:
        """Vehicles loaded in each zone: those that entered for it, less those that leave."""
        kind = self.lags.classes[k]
        may_wait = self.lags.overnight or bool(kind.inside)  # where it starts it may always wait
        nights = None if may_wait else self.nights
        stocks = [
            Stock(self.program, self.grid, float(kind.count), "fleet inside")
            for _ in self.lags.zones
        ]
        for ready_by_zone, count in kind.inside:
            total = self.program.row(-INF, float(count), ("V2", "vehicles inside at the start"))
            for zone, ready in ready_by_zone.items():
                slot = self.grid.slot_at(ready)
                if slot is not None:
                    column = self.program.column(float(count), implied=True)
                    self.program.put(total, column, 1.0)
                    stocks[zone].come(column, slot, [Target(slot, 1, 0)])
        for (k2, zone, c, i), column in self.entered.items():
            if k2 == k:
                targets = self._after(i, self.lags.fetch[k][c][zone])
                targets = reachable(self.grid, i, targets, nights)
                if all(target.slot is None for target in targets):
                    self.program.upper[column] = 0.0
                else:
                    stocks[zone].come(column, i, targets)
        for (k2, zone, c, i), column in self.loaded.items():
            if k2 == k:
                stocks[zone].go(column, self._left(i, self.lags.detour[k][zone][c]))
        for each in stocks:
            each.close(nights)
        return stocks

    def _left(self, slot: int, detour: int) -> int:
        """When a vehicle that passes in this slot left its zone, `detour` seconds earlier.

        In a block of several days no sooner than in the first slot of its day.
        """
        if detour not in self._lefts:
            first = np.array(
                [
                    self.grid.begins[block.first] if len(block.days) > 1 else -UNREACHABLE
                    for block in self.grid.blocks
                    for _ in range(block.first, block.last)
                ],
                dtype=np.int64,
            )
            ends = np.array(self.grid.ends, dtype=np.int64)
            self._lefts[detour] = self.grid.slots_at(np.maximum(ends - 1 - detour, first))
        before = self._lefts[detour][slot]
        return slot if before is None else min(before, slot)

    def _after(self, slot: int, seconds: int) -> Targets:
        """Where one can first be who was in a slot, so many seconds later."""
        if self._folded:
            key = slot, seconds
            if key not in self._targets:
                self._targets[key] = self.grid.after(slot, seconds)
            return self._targets[key]
        if seconds not in self._laters:
            begins = np.array(self.grid.begins, dtype=np.int64)
            self._laters[seconds] = self.grid.slots_at(begins + seconds)
        found = self._laters[seconds][slot]
        return [Target(found if found is None else max(found, slot), 1, 0)]

    def _at_the_gate(self) -> None:
        """A loaded vehicle goes on to one destination."""
        rows: dict[tuple[int, int, int], int] = {}

        def row(k: int, c: int, i: int) -> int:
            if (k, c, i) not in rows:
                rows[k, c, i] = self.program.row(0.0, 0.0, ("H2", "destinations"))
            return rows[k, c, i]

        for (k, _, c, i), column in self.loaded.items():
            self.program.put(row(k, c, i), column, 1.0)
        for (k, c, _, i), column in self.bound_for.items():
            self.program.put(row(k, c, i), column, -1.0)

    # People (V1, H2, D1)

    def _boarding(self) -> None:
        """Nobody without a place; no zone gives more people than it has."""
        for kind_of in self.kinds:
            passing: dict[tuple[int, int], int] = {}
            taken = {
                zone: self.program.column(float(persons))
                for (zone, k), persons in self.people.by_point.items()
                if k == kind_of == "seated"  # a stretcher of one stop may ride on seats of another
            }
            seats = {
                zone: self.program.row(-INF, 0.0, ("V1", f"{kind_of} places")) for zone in taken
            }
            total = self.program.row(0.0, 0.0, ("A1", "people")) if taken else None
            for zone, column in taken.items():
                self.program.put(seats[zone], column, 1.0)
                if total is not None:
                    self.program.put(total, column, -1.0)
            for (k2, c, i), column in self.persons.items():
                if k2 == kind_of:
                    if total is not None:
                        self.program.put(total, column, 1.0)
                    passing[c, i] = self.program.row(-INF, 0.0, ("V1", f"{kind_of} places"))
                    self.program.put(passing[c, i], column, 1.0)
            carried = [float(each.places(kind_of)) for each in self.lags.classes]
            for (k, zone, c, i), column in self.loaded.items():
                self.program.put(passing[c, i], column, -carried[k])
                if zone in seats:
                    self.program.put(seats[zone], column, -carried[k])

    def _reception(self) -> None:
        """People reach a destination they accept, in vehicles that go there, as far as it takes."""
        columns: dict[int, list[int]] = defaultdict(list)
        for kind_of in self.kinds:
            places = {
                d: self.program.row(-INF, 0.0, ("H2", "destinations"))
                for d in range(len(self.problem.destinations))
            }
            total = self.program.row(0.0, 0.0, ("A1", "people"))
            for (accepts, k), persons in self.people.by_accepts.items():
                if k != kind_of:
                    continue
                some = self.program.row(-INF, float(persons), ("A1", "people"))
                for d, row in places.items():
                    if accepts >> d & 1:
                        column = self.program.column(float(persons))
                        columns[d].append(column)
                        self.program.put(some, column, 1.0)
                        self.program.put(total, column, -1.0)
                        self.program.put(row, column, 1.0)
            for (k2, _, _), column in self.persons.items():
                if k2 == kind_of:
                    self.program.put(total, column, 1.0)
            carried = [float(each.places(kind_of)) for each in self.lags.classes]
            for (n, _, d, _), column in self.bound_for.items():
                self.program.put(places[d], column, -carried[n])
        for d, place in enumerate(self.problem.destinations):
            if place.capacity is not None:
                row = self.program.row(-INF, float(place.capacity), ("D1", place.id))
                for column in columns[d]:
                    self.program.put(row, column, 1.0)

    # The gate (W1, C1, C2)

    def _rates(self) -> None:
        """In open time only, and no faster than screening (C2)."""
        vehicles = self._vehicles
        for c, crossing in enumerate(self.problem.crossings):
            row_of = partial(self.program.row, -INF, family=("C2", crossing.id))
            for i in range(self.slots):
                days = self.grid.times(i)
                inward, outward = (float(self.grid.open[way][c][i] * days) for way in WAYS)
                people = [self.persons[k, c, i] for k in self.kinds if (k, c, i) in self.persons]
                by_vehicle = 3600.0 / (crossing.vehicles_per_hour or INF)
                by_person = 3600.0 / (crossing.persons_per_hour or INF)
                servers: list[tuple[float, list[int], list[int]]] = [
                    (inward, vehicles["in", c, i], []),
                    (outward, vehicles["out", c, i], people),
                ]
                if crossing.shared:
                    both = vehicles["in", c, i] + vehicles["out", c, i]
                    servers = [(self._union(c, i), both, [])]
                    if by_person:
                        row = row_of(self._union(c, i))
                        for column in vehicles["in", c, i]:
                            self.program.put(row, column, by_vehicle)
                        for column in people:
                            self.program.put(row, column, by_person)
                for seconds, cars, persons in servers:
                    if cars and by_vehicle:
                        row = row_of(seconds)
                        for column in cars:
                            self.program.put(row, column, by_vehicle)
                    if persons and by_person:
                        row = row_of(seconds)
                        for column in persons:
                            self.program.put(row, column, by_person)

    def _mornings(self) -> None:
        """Nobody is out before a vehicle that came for them could be (W1, V2)."""
        for c, quiet in enumerate(self.lags.quiet):
            rate = self.problem.crossings[c].persons_per_hour
            lost = overlaps(quiet, self.grid.begins, self.grid.ends)
            for i in range(self.slots):
                people = [self.persons[k, c, i] for k in self.kinds if (k, c, i) in self.persons]
                if not (people and lost[i]):
                    continue
                left = (self.grid.open["out"][c][i] - lost[i]) * self.grid.times(i)
                if left <= 0:
                    for column in people:
                        self.program.upper[column] = 0.0
                elif rate:
                    row = self.program.row(-INF, float(left), ("C2", self.problem.crossings[c].id))
                    for column in people:
                        self.program.put(row, column, 3600.0 / rate)

    def _headways(self) -> None:
        """By any moment of a window, no more convoys than headways since it opened (C1)."""
        vehicles = self._vehicles
        for c, crossing in enumerate(self.problem.crossings):
            if crossing.headway_seconds == 0:
                continue
            most = crossing.convoy_vehicles * 3600 / crossing.headway_seconds
            if crossing.vehicles_per_hour is not None and crossing.vehicles_per_hour <= most:
                continue  # screening is never faster than full convoys a headway apart
            for way in WAYS:
                for number in range(len(self.problem.windows[way][c])):
                    self._prefix(crossing.id, vehicles, way, c, number)

    def _prefix(
        self,
        name: str,
        vehicles: dict[tuple[Direction, int, int], list[int]],
        way: Direction,
        c: int,
        number: int,
    ) -> None:
        crossing, spans = self.problem.crossings[c], self.problem.windows[way][c]
        opens, closes = span = spans[number]
        beside = [*spans[max(0, number - 1) : number], *spans[number + 1 : number + 2]]
        before: int | None = None
        slots = range(bisect_right(self.grid.ends, opens), bisect_left(self.grid.begins, closes))
        if not self._within_a_day(slots, span):
            return
        for i in slots:
            end = min(self.grid.ends[i], closes)
            if any(a < self.grid.ends[i] and b > self.grid.begins[i] for a, b in beside):
                return  # a slot that touches two windows can't be told apart
            convoys = ((end - 1 - opens) // crossing.headway_seconds + 1) * self.grid.times(i)
            count = self.program.column(float(crossing.convoy_vehicles * convoys))
            row = self.program.row(0.0, 0.0, ("C1", name))
            self.program.put(row, count, 1.0)
            if before is not None:
                self.program.put(row, before, -1.0)
            for column in vehicles[way, c, i]:
                self.program.put(row, column, -1.0)
            before = count

    def _within_a_day(self, slots: Sequence[int], span: Span) -> bool:
        """Whether a window lies inside one day, or in days that stand for themselves only."""
        if all(self.grid.times(i) == 1 for i in slots):
            return True
        block = self.grid.blocks[self.grid.block_of[slots[0]]]
        first, last = self.grid.begins[block.first], self.grid.ends[block.last - 1]
        return slots[-1] < block.last and first <= span[0] and span[1] <= last

    @cached_property
    def _vehicles(self) -> dict[tuple[Direction, int, int], list[int]]:
        found: dict[tuple[Direction, int, int], list[int]] = defaultdict(list)
        for (_, _, c, i), column in self.entered.items():
            found["in", c, i].append(column)
        for (_, _, c, i), column in self.loaded.items():
            found["out", c, i].append(column)
        return found

    def _union(self, c: int, i: int) -> float:
        """Seconds of a slot in which a shared crossing is open either way."""
        begin, end = self.grid.begins[i], self.grid.ends[i]
        marks = sorted(
            (max(a, begin), min(b, end))
            for way in WAYS
            for a, b in self.problem.windows[way][c]
            if a < end and b > begin
        )
        total, reached = 0, begin
        for a, b in marks:
            total += max(0, b - max(a, reached))
            reached = max(reached, b)
        return float(total * self.grid.times(i))


def columns_a_slot(problem: Problem, lags: Lags) -> int:
    """About how many columns the programme has for each slot of its grid."""
    zones, ends = len(lags.zones), len(problem.destinations)
    gates = sum(1 for spans in problem.windows["out"] if spans)
    return len(lags.classes) * (2 * zones * gates + ends * gates + zones + 1)


def binding_shares(
    program: Program, duals: NDArray[np.float64], promises: Collection[str]
) -> dict[tuple[str, str], float]:
    """How the dual value is spread over (promise, place), of the promises asked for."""
    low, high = np.asarray(program.low), np.asarray(program.high)
    limit = np.where(duals > 0, high, low)
    value = np.where(np.isfinite(limit), duals * np.where(np.isfinite(limit), limit, 0.0), 0.0)
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for family, part in zip(program.family, value, strict=True):
        if family[0] in promises:
            shares[family] += float(part)
    return dict(shares)
