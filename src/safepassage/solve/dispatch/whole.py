"""A guide of whole rounds, where every round takes a vehicle to another day.

The fluid counts parts of rounds: to it, a vehicle that is back on the last day but one is of some
use, though there is no time for another round, and one that is back two days before the end goes
far as well as near. Where no vehicle passes outward twice a day, days are all that matters. How
many vehicles of a type go where on which day is then an integer programme with some hundred
columns, solved anew every night with the vehicles as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from safepassage.solve.bound.lags import Lags
from safepassage.solve.bound.lp import INF, Program
from safepassage.solve.dispatch.guide import Guide
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.outdays import day_at, out_days
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import RideUnit

LAST = 50.0
"""What a round on the last day costs, in days that another is later: that day is to be short."""

LEFT = 1e4
"""What a person without a place costs, in the same."""

FILLED = 0.98
"""Part of the seats that is counted on: the last loads are small."""

NODES = 200
"""Most nodes that the search for whole numbers visits: it is made every night, and nearly the best
will do."""

SOLVE = 500
"""Looks that a programme counts for (`Meter`)."""

Supplies = Mapping[int, Sequence[tuple[int, int, int]]]
"""For each vehicle type (earliest time at any gate, count, `Problem.pool`)."""

Rounds = Mapping[tuple[int, int, int], float]
"""Vehicles by class, day and destination."""


class WholeRounds:
    """Plans rounds of whole vehicles by days, ambulances left out."""

    def __init__(self, problem: Problem, lags: Lags, meter: Meter) -> None:
        """`lags` with all points together; `meter` counts the programmes solved."""
        self.problem = problem
        self.lags = lags
        self.meter = meter
        self.days = out_days(problem, lags.quiet)
        self.types = {
            n: k
            for n, k in enumerate(sorted(set(problem.fleet)))
            if problem.types[k].kind != "ambulance"
        }
        self.again = {
            (n, d): [self._again(n, d, i) for i in range(len(self.days))]
            for n in self.types
            for d in range(len(problem.destinations))
            if min(row[d] for row in lags.away[n]) < UNREACHABLE
        }

    @cached_property
    def applies(self) -> bool:
        """Whether there are rounds, none of which is over on the day on which it passes outward."""
        return bool(self.again) and all(
            again > i for days in self.again.values() for i, again in enumerate(days)
        )

    def guide(
        self, units: Iterable[RideUnit], supplies: Supplies, now: int, part: float
    ) -> Guide | None:
        """Rounds with which the last day is as early as can be, or most are out if not all can be.

        `part` of a day's screening is counted on: gates wait for loads, and convoys for vehicles.
        None if nothing is open any more.
        """
        people: Counter[int] = Counter()
        for unit in units:
            people[unit.accepts] += unit.seated
        first = day_at(self.days, now)
        solved: dict[int, tuple[Rounds, float]] = {}

        def clear(last: int) -> bool:
            solved[last] = self._solve(people, supplies, range(first, last + 1), now, part)
            return solved[last][1] < 1.0

        last = bisect_left(range(first, len(self.days) - 1), True, key=clear) + first
        if last >= len(self.days):
            return None
        if last not in solved:
            clear(last)
        return self._read(solved[last][0], first)

    def _again(self, n: int, d: int, day: int) -> int:
        """The day on which a vehicle can pass outward again that does so in the middle of a day."""
        middle = (self.days[day].opens + self.days[day].closes) // 2
        away = min(row[d] for row in self.lags.away[n])
        return day_at(self.days, middle + away + self._inside(n))

    def _inside(self, n: int) -> int:
        """About how long a vehicle is inside: it waits for convoys about a headway in all."""
        wait = max(crossing.headway_seconds for crossing in self.problem.crossings)
        return min(row[0] for row in self.lags.fetch[n]) + wait

    def _solve(
        self,
        people: Mapping[int, int],
        supplies: Supplies,
        days: range,
        now: int,
        part: float,
    ) -> tuple[Rounds, float]:
        """Rounds on these days, and how many persons are left without a place."""
        self.meter.looks += SOLVE
        program = Program()
        rounds = {
            (n, i, d): program.column(
                float(self.lags.classes[n].count),
                i - days[0] + (LAST if i == days[-1] else 0.0),
            )
            for n, d in self.again
            for i in days
        }
        whole = len(rounds)
        self._vehicles(program, rounds, supplies, days)
        left = self._people(program, rounds, people)
        for i in days:
            row = program.row(-INF, part * self.days[i].since(now), ("C2", "all"))
            for (n, day, _), column in rounds.items():
                if day == i:
                    program.put(row, column, float(self._seats(n)))
        values = _least(program, whole)
        return (
            {key: float(values[column]) for key, column in rounds.items()},
            float(sum(values[column] for column in left)),
        )

    def _vehicles(
        self,
        program: Program,
        rounds: Mapping[tuple[int, int, int], int],
        supplies: Supplies,
        days: range,
    ) -> None:
        """On no day are more vehicles away, or gone again, than there are (V2)."""
        for n, k in self.types.items():
            inside = self._inside(n)
            there = [(day_at(self.days, at + inside), m) for at, m, _ in supplies.get(k, ())]
            for i in days:
                count = sum(m for day, m in there if day <= i)
                row = program.row(-INF, float(count), ("V2", "all"))
                for (other, day, d), column in rounds.items():
                    if other == n and day <= i < self.again[n, d][day]:
                        program.put(row, column, 1.0)

    def _people(
        self,
        program: Program,
        rounds: Mapping[tuple[int, int, int], int],
        people: Mapping[int, int],
    ) -> list[int]:
        """Everyone has a seat to a place they accept (H2, D1), or else counts as left: the columns
        of those."""
        places = self.problem.destinations
        seats = [program.row(-INF, 0.0, ("H2", place.id)) for place in places]
        most = [INF if place.capacity is None else float(place.capacity) for place in places]
        room = [
            program.row(-INF, capacity, ("D1", place.id))
            for place, capacity in zip(places, most, strict=True)
        ]
        left = []
        for accepts, persons in people.items():
            row = program.row(float(persons), float(persons), ("A1", "people"))
            left.append(program.column(float(persons), LEFT))
            program.put(row, left[-1], 1.0)
            for d in range(len(places)):
                if accepts >> d & 1:
                    column = program.column(float(persons))
                    for each in (row, seats[d], room[d]):
                        program.put(each, column, 1.0)
        for (n, _, d), column in rounds.items():
            program.put(seats[d], column, -FILLED * self._seats(n))
        return left

    def _seats(self, n: int) -> int:
        return self.lags.classes[n].places("seated")

    def _read(self, rounds: Rounds, first: int) -> Guide:
        """The rounds of each day, spread evenly over it."""
        days = self.days[first:]
        passing = {
            k: np.zeros((2 * len(days), len(self.problem.destinations)))
            for k in set(self.problem.fleet)
        }
        for (n, i, d), count in rounds.items():
            passing[self.types[n]][2 * (i - first) + 1, d] += count
        return Guide(
            times=[instant for day in days for instant in (day.opens, day.closes)],
            rounds={k: np.cumsum(table, axis=0).tolist() for k, table in passing.items()},
            days=[day.opens for day in days],
        )


def _least(program: Program, whole: int) -> NDArray[np.float64]:
    """The values of the columns, the first so many whole, at which the cost is least.

    There always are some: everyone may be left.
    """
    integrality = np.zeros(len(program.cost))
    integrality[:whole] = 1
    found = milp(
        np.array(program.cost),
        integrality=integrality,
        bounds=Bounds(0.0, np.array(program.upper)),
        constraints=LinearConstraint(program.matrix(), program.low, program.high),
        options={"node_limit": NODES, "mip_rel_gap": 1e-3},
    )
    if found.x is None:
        return np.zeros(len(program.cost))
    return np.asarray(found.x, dtype=np.float64)
