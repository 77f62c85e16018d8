"""All that chance decides in a run: Case, Problem, seed and run give a `World`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.variation import Cause, Variation
from safepassage.report.summary import openings
from safepassage.solve.problem import WAYS, Problem, Span
from safepassage.studies.stress.chance import ALL, ONCE, Chance, Things
from safepassage.studies.stress.days import Days, days_of, without
from safepassage.studies.stress.streams import Keys, keys, uniforms
from safepassage.studies.stress.world import NEVER, World

LEAST_RATE = 0.01
"""Screening never stops altogether: that is a crossing closed."""

MOST_FACTOR = 1000.0

MOST_TRIPS = 512
"""A vehicle's later trips have the chance of this one."""

_EVERYTHING = Things(np.array([""]), ALL)


@dataclass(frozen=True)
class Drawing:
    """What all draws of a case share, worked out once; it can be pickled."""

    variations: tuple[Variation, ...]
    seed: int
    days: Days
    windows: dict[Direction, tuple[tuple[Span, ...], ...]]
    points: Things
    crossings: Things
    destinations: Things
    vehicles: Things
    units: Keys
    point_of: NDArray[np.intp]
    """Shape (units,)."""
    trips: int

    @classmethod
    def of(cls, case: Case, problem: Problem, seed: int) -> Drawing:
        """Of a case and its problem."""
        vehicles = case.vehicles
        return cls(
            variations=case.variations,
            seed=seed,
            days=days_of(case),
            windows=dict(problem.windows),
            points=_places(place.id for place in problem.points),
            crossings=_places(place.id for place in problem.crossings),
            destinations=_places(place.id for place in problem.destinations),
            vehicles=Things(
                np.array([vehicle.type for vehicle in vehicles], dtype=np.str_),
                keys(vehicle.id for vehicle in vehicles),
            ),
            units=keys(case.groups[unit.groups[0]].id for unit in problem.units),
            point_of=np.array([unit.point for unit in problem.units], dtype=np.intp),
            trips=_most_trips(problem),
        )

    def world(self, run: int, leaving_out: int | None = None) -> World:
        """What happens in a run, without the cause of a variation if that is asked for."""
        chance = Chance(self.variations, self.seed, run, self.days)
        if leaving_out is not None:
            chance = chance.without(leaving_out)
        return World(
            run=run,
            comes=self._comes(chance),
            withdraws=self._withdraws(chance),
            windows=self._windows(chance),
            screening=chance.factor("screening", self.crossings, LEAST_RATE, 1),
            full=chance.closed("destination_full", self.destinations),
            travel=self._trip_factor(chance, "travel_time"),
            travel_on=chance.everywhere("travel_time"),
            loading=self._trip_factor(chance, "loading_time"),
            breakdown=self._breakdowns(chance),
            no_show=self._no_show(chance),
            closed_roads=self.days.spans(chance.closed("road_closed", _EVERYTHING)[0]),
        )

    def _comes(self, chance: Chance) -> NDArray[np.bool_]:
        """Each unit's own number against its point's share."""
        if not any(chance.of("turnout")):
            return np.ones(len(self.units), dtype=np.bool_)
        share = chance.factor("turnout", self.points, 0, 1)[:, 0]
        return self._of_units(chance, "comes") < share[self.point_of]

    def _withdraws(self, chance: Chance) -> NDArray[np.int64]:
        """Each unit's own number against the share of its point that still waits by each day's end;
        the moment is drawn evenly over the day."""
        withdraws = np.full(len(self.units), NEVER, dtype=np.int64)
        if not any(chance.of("changed_mind")):
            return withdraws
        staying = np.cumprod(1 - chance.share("changed_mind", self.points), axis=1)
        day = (staying[self.point_of] > self._of_units(chance, "mind")[:, None]).sum(axis=1)
        some = np.flatnonzero(day < len(self.days))
        edges = np.array(self.days.edges, dtype=np.int64)
        begins, ends = edges[day[some]], edges[day[some] + 1]
        part = self._of_units(chance, "moment")[some]
        withdraws[some] = begins + (part * (ends - begins)).astype(np.int64)
        return withdraws

    def _of_units(self, chance: Chance, what: str) -> NDArray[np.float64]:
        return uniforms(f"{chance.seed} {chance.run} {what}", self.units, ONCE)[:, 0]

    def _windows(self, chance: Chance) -> dict[Direction, tuple[tuple[Span, ...], ...]]:
        late = chance.seconds("late_start", self.crossings)
        cut = chance.share("window_cut", self.crossings)
        closed = chance.closed("crossing_closed", self.crossings)
        closed = closed | chance.closed("day_lost", _EVERYTHING)
        shut = [self.days.spans(row) for row in closed]

        def really(crossing: int, span: Span) -> list[Span]:
            day = self.days.index(span[0])
            opens = span[0] + round(late[crossing, day])
            closes = span[1] - round(cut[crossing, day] * (span[1] - span[0]))
            return without((opens, closes), shut[crossing])

        return {
            way: tuple(
                tuple(left for span in spans for left in really(crossing, span))
                for crossing, spans in enumerate(self.windows[way])
            )
            for way in WAYS
        }

    def _trip_factor(self, chance: Chance, cause: Cause) -> NDArray[np.float64]:
        factor = np.ones((len(self.vehicles.keys), self.trips))
        for where, drawn in chance.of_trips(cause, self.vehicles, self.trips, 1.0):
            factor[where] *= drawn
        return np.clip(factor, 1, MOST_FACTOR)

    def _no_show(self, chance: Chance) -> NDArray[np.float64]:
        shown = np.ones((len(self.vehicles.keys), self.trips))
        for where, drawn in chance.of_trips("no_show", self.vehicles, self.trips, 0.0):
            shown[where] *= 1 - drawn
        return 1 - shown

    def _breakdowns(self, chance: Chance) -> NDArray[np.int64]:
        seconds = np.zeros((len(self.vehicles.keys), self.trips))
        for where, drawn in chance.of_trips("breakdown", self.vehicles, self.trips, 0.0):
            seconds[where] += drawn
        return np.rint(seconds).astype(np.int64)


def draw(case: Case, problem: Problem, seed: int, run: int) -> World:
    """One run; for many, make the `Drawing` once."""
    return Drawing.of(case, problem, seed).world(run)


def still(problem: Problem) -> World:
    """The world in which everything goes as planned."""
    return draw(problem.case.replace(variations=()), problem, 0, 0)


def _places(names: Iterable[str]) -> Things:
    ids = list(names)
    return Things(np.array(ids, dtype=np.str_), keys(ids))


def _most_trips(problem: Problem) -> int:
    """The most trips that any vehicle can make: in each opening one more than fit into it."""
    least = min((_least_round(problem, k) for k in set(problem.fleet)), default=1)
    trips = sum(1 + (closes - opens) // least for opens, closes in openings(problem.case))
    return max(1, min(trips, MOST_TRIPS))


def _least_round(problem: Problem, k: int) -> int:
    """Least seconds from a gate to people, to a destination, and back to the gate."""
    seconds = np.array(problem.least[k], dtype=np.int64)
    points, gates, ends = (
        np.array([at(i) for i in range(count)], dtype=np.intp)
        for at, count in (
            (problem.at_point, len(problem.points)),
            (problem.at_crossing, len(problem.crossings)),
            (problem.at_destination, len(problem.destinations)),
        )
    )
    into = seconds[np.ix_(gates, points)].min(axis=1)
    outward = seconds[np.ix_(points, gates)].min(axis=0)
    there = seconds[np.ix_(gates, ends)].min(axis=1)
    back = seconds[np.ix_(ends, gates)].min(axis=0)
    kind = problem.types[k]
    stay = kind.loading_seconds + kind.turnaround_seconds
    return max(60, stay + int(into.min() + outward.min() + there.min() + back.min()))
