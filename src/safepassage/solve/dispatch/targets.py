"""Where an entering vehicle is sent: assembly point and destination."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from safepassage.model.fleet import VehicleType
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.dispatch.outlook import Exit, Outlook
from safepassage.solve.dispatch.policy import DestinationOrder, PointOrder
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

    def no_abler(self, other: Entry) -> bool:
        """Whether the other vehicle could do whatever this one can (V2)."""
        return (
            self[:3] == other[:3]
            and self.fit - self.lead <= other.fit - other.lead
            and self.lead_metres >= other.lead_metres
            and (other.until is None or (self.until is not None and self.until <= other.until))
        )


class Target(NamedTuple):
    """Where a load is made up and taken."""

    point: int
    destination: int
    arrive: int
    way_out: Exit
    day: int


def least_stay(problem: Problem, kind: VehicleType, point: int) -> int:
    """Shortest stay at a point to board (V2)."""
    return problem.points[point].stop_seconds + kind.loading_seconds


def night_allowed(problem: Problem, entry: Entry, point: int, arrive: int, leave: int) -> bool:
    """Whether a vehicle may be inside until `leave`, if it waits at the point from `arrive` on."""
    first = bisect_left(problem.nights, entry.time)
    if first == len(problem.nights) or problem.nights[first] > leave:
        return True
    return problem.points[point].overnight and arrive <= problem.nights[first]


class Points:
    """Assembly points in the order a policy prefers them."""

    def __init__(self, problem: Problem) -> None:
        """Nothing is worked out yet."""
        self.problem = problem
        self._around: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def around(self, kind: int, place: int) -> list[tuple[int, int]]:
        """(least seconds from a place by way of a point to any gate, point), the least first."""
        key = kind, place
        if key not in self._around:
            table = self.problem.seconds[kind]
            gates = [self.problem.at_crossing(c) for c in range(len(self.problem.crossings))]
            found = []
            for p in range(len(self.problem.points)):
                at = self.problem.at_point(p)
                if table[place][at] < UNREACHABLE:
                    stay = least_stay(self.problem, self.problem.types[kind], p)
                    back = min(table[at][gate] for gate in gates)
                    found.append((table[place][at] + stay + back, p))
            self._around[key] = sorted(found)
        return self._around[key]

    def order(
        self, entry: Entry, outlook: Outlook, rule: PointOrder, waiting: Sequence[int]
    ) -> list[int]:
        """Those where somebody waits, the preferred one first; unreachable ones are left out."""
        here = [pair for pair in self.around(entry.kind, entry.place) if waiting[pair[1]]]
        if rule in ("near", "soon"):
            return [p for _, p in here]
        if rule == "far":
            keyed = [(-around, p) for around, p in here]
        elif rule == "most":
            keyed = [(-waiting[p], p) for _, p in here]
        else:
            keyed = self._fitting(entry, outlook, here)
        return [p for _, p in sorted(keyed)]

    def _fitting(
        self, entry: Entry, outlook: Outlook, here: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """The farthest first from which it is at a gate before that is idle; then the others.

        Of the gates that one counts which is the hardest to be in time at, from the best point.
        """
        if not here:
            return []
        table = self.problem.seconds[entry.kind]
        kind = self.problem.types[entry.kind]
        ready = []
        for _, p in here:
            at = self.problem.at_point(p)
            stay = least_stay(self.problem, kind, p)
            ready.append((entry.time + table[entry.place][at] + stay, at))
        spare = [
            [end - since - table[at][gate] for since, at in ready] for gate, end in outlook.ends()
        ]
        hardest = min(spare, key=max)
        return [
            (-around - UNREACHABLE if left >= 0 else -left, p)
            for left, (around, p) in zip(hardest, here, strict=True)
        ]


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
        self._spans: dict[tuple[int, int], list[tuple[int, list[int], list[int]]]] = {}

    def idle_after(self, kind: int, way_out: Exit, destination: int) -> int:
        """Seconds a vehicle is of no use once back: its return falls late in a day, or at night."""
        back = way_out.start + self.away(kind, way_out, destination)
        idle = UNREACHABLE
        for farther, opens, latest in self._useful(kind, destination):
            first = bisect_left(latest, back + farther)
            if first < len(opens):
                wait = opens[first] - back
                wait = farther if farther > wait else wait  # asked a million times
                idle = wait if wait < idle else idle
        return idle if idle < UNREACHABLE else 0

    def away(self, kind: int, way_out: Exit, destination: int) -> int:
        """Least seconds outside by way of a destination."""
        return self.lags.away[self._class[kind]][way_out.crossing][destination]

    def inside(self, kind: int, crossing: int) -> int:
        """About how long a vehicle that enters here is inside."""
        headway = self.problem.crossings[crossing].headway_seconds
        fetch = min(self.lags.fetch[self._class[kind]][crossing], default=0)
        return fetch + int(self.margin * headway)

    def _useful(self, kind: int, destination: int) -> list[tuple[int, list[int], list[int]]]:
        """For each gate, when it is of use to come to it.

        That is how much farther it is from a destination than the nearest, when its spans begin,
        and until when there is time left for a load before they end.
        """
        key = kind, destination
        if key not in self._spans:
            row = self.problem.seconds[kind][self.problem.at_destination(destination)]
            ways = [row[self.problem.at_crossing(c)] for c in range(len(self.problem.crossings))]
            self._spans[key] = []
            for c, windows in enumerate(self.problem.windows["in"]):
                inside = self.inside(kind, c)
                spans = [(opens, closes - inside) for opens, closes in windows]
                spans = [span for span in spans if span[0] < span[1]]
                begins, ends = [span[0] for span in spans], [span[1] for span in spans]
                self._spans[key].append((ways[c] - min(ways), begins, ends))
        return self._spans[key]


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
    place = problem.at_point(point)
    gate = problem.at_crossing(way_out.crossing)
    end = problem.at_destination(destination)
    on = table[gate][end]
    driving = entry.lead + table[entry.place][place] + table[place][gate] + on
    if driving > entry.fit or driving >= UNREACHABLE:
        return False
    if kind.range_metres is not None:
        metres = lengths[entry.place][place] + lengths[place][gate] + lengths[gate][end]
        if entry.lead_metres + metres > kind.range_metres:
            return False
    stay = problem.destinations[destination].handover_seconds + kind.turnaround_seconds
    return entry.until is None or way_out.start + on + stay <= entry.until
