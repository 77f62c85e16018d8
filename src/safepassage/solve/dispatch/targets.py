"""Where an entering vehicle is sent: assembly point and destination."""

from __future__ import annotations

import itertools
import random
from bisect import bisect_left
from typing import NamedTuple

from safepassage.model.fleet import VehicleType
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.dispatch.outlook import Exit, Outlook
from safepassage.solve.dispatch.policy import DestinationOrder
from safepassage.solve.problem import UNREACHABLE, Problem


class Entry(NamedTuple):
    """A vehicle of type `kind` that is inside, at place `place`, at `time`.

    `lead` and `lead_metres` are what it drove to get there since it last could rest and refuel;
    `fit` is how much driving, lead included, its crew is fit for; `until` is when it must be free
    again.
    """

    kind: int
    place: int
    time: int
    lead: int
    lead_metres: int
    fit: int
    until: int | None


def least_stay(problem: Problem, kind: VehicleType, point: int) -> int:
    """Shortest stay at a point to board (V2)."""
    return problem.points[point].stop_seconds + kind.loading_seconds


def night_allowed(problem: Problem, entry: Entry, point: int, arrive: int, leave: int) -> bool:
    """Whether a vehicle may be inside until `leave`, if it waits at the point from `arrive` on."""
    first = bisect_left(problem.nights, entry.time)
    if first == len(problem.nights) or problem.nights[first] > leave:
        return True
    return problem.points[point].overnight and arrive <= problem.nights[first]


def order_points(
    problem: Problem, entry: Entry, outlook: Outlook, rule: str, waiting: list[int]
) -> list[int]:
    """Assembly points in the order a policy prefers them; unreachable ones are left out."""
    row = problem.seconds[entry.kind][entry.place]
    kind = problem.types[entry.kind]
    keyed = []
    for p in range(len(problem.points)):
        place = problem.at_point(p)
        if row[place] >= UNREACHABLE or not waiting[p]:
            continue
        back = min(
            problem.seconds[entry.kind][place][problem.at_crossing(c)]
            for c in range(len(problem.crossings))
        )
        around = row[place] + least_stay(problem, kind, p) + back
        if rule == "near":
            key = float(around)
        elif rule == "far":
            key = float(-around)
        elif rule == "most":
            key = float(-waiting[p])
        else:
            late = entry.time + around - outlook.soonest_free()
            key = float(late) if late > 0 else float(-around) - 1e9
        keyed.append((key, p))
    return [p for _, p in sorted(keyed)]


def shuffled(points: list[int], noise: float, rng: random.Random) -> list[int]:
    """The order with a random disturbance of up to `noise` of its length."""
    if not noise:
        return points
    keyed = [(i + noise * len(points) * rng.random(), p) for i, p in enumerate(points)]
    return [p for _, p in sorted(keyed)]


class Returns:
    """When a vehicle would be of use again after a destination, to choose between destinations."""

    def __init__(self, problem: Problem, margin: float) -> None:
        """Work out the least times once; see `Policy.margin`."""
        self.problem = problem
        self.margin = margin
        self.lags = make_lags(problem)
        self._class = {k: n for n, k in enumerate(sorted(set(problem.fleet)))}
        self._spans: dict[int, list[tuple[int, int]]] = {}

    def idle_after(self, kind: int, way_out: Exit, destination: int) -> int:
        """Seconds a vehicle is of no use once back: its return falls late in a day, or at night."""
        away = self.lags.away[self._class[kind]][way_out.crossing][destination]
        back = way_out.start + away
        for opens, latest in self._useful(kind):
            if back <= latest:
                return max(0, opens - back)
        return 0

    def away(self, kind: int, way_out: Exit, destination: int) -> int:
        """Least seconds outside by way of a destination."""
        return self.lags.away[self._class[kind]][way_out.crossing][destination]

    def inside(self, kind: int, crossing: int) -> int:
        """About how long a vehicle that enters here is inside."""
        headway = self.problem.crossings[crossing].headway_seconds
        fetch = min(self.lags.fetch[self._class[kind]][crossing], default=0)
        return fetch + int(self.margin * headway)

    def _useful(self, kind: int) -> list[tuple[int, int]]:
        """Spans in which entering leaves time for a load before the window closes."""
        if kind not in self._spans:
            row = self.lags.fetch[self._class[kind]]
            inside = min((lag for gate in row for lag in gate), default=0)
            latest = (
                (opens, closes - inside - int(self.margin * crossing.headway_seconds))
                for crossing, gate in zip(
                    self.problem.crossings, self.problem.windows["in"], strict=True
                )
                for opens, closes in gate
            )
            self._spans[kind] = sorted({span for span in latest if span[0] < span[1]})
        return self._spans[kind]


def order_destinations(
    problem: Problem, returns: Returns, kind: int, way_out: Exit, rule: DestinationOrder
) -> list[int]:
    """Destinations in the order a policy prefers them, for a vehicle that leaves at a time."""
    gate = problem.at_crossing(way_out.crossing)
    keyed = []
    for d in range(len(problem.destinations)):
        if problem.seconds[kind][gate][problem.at_destination(d)] >= UNREACHABLE:
            continue
        away = returns.away(kind, way_out, d)
        if rule == "far":
            key = (-away, 0)
        elif rule == "near":
            key = (away, 0)
        else:
            key = (returns.idle_after(kind, way_out, d), away)
        keyed.append((key, d))
    return [d for _, d in sorted(keyed)]


def may_go(problem: Problem, entry: Entry, point: int, way_out: Exit, destination: int) -> bool:
    """Whether driver hours, range and the end of availability allow this round (V2)."""
    kind = problem.types[entry.kind]
    table, lengths = problem.seconds[entry.kind], problem.metres[entry.kind]
    stops = (
        entry.place,
        problem.at_point(point),
        problem.at_crossing(way_out.crossing),
        problem.at_destination(destination),
    )
    legs = list(itertools.pairwise(stops))
    driving = entry.lead + sum(table[a][b] for a, b in legs)
    if driving > entry.fit or driving >= UNREACHABLE:
        return False
    metres = entry.lead_metres + sum(lengths[a][b] for a, b in legs)
    if kind.range_metres is not None and metres > kind.range_metres:
        return False
    place = problem.destinations[destination]
    free = way_out.start + table[stops[2]][stops[3]]
    free += place.handover_seconds + kind.turnaround_seconds
    return entry.until is None or free <= entry.until
