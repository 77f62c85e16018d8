"""Where an entering vehicle is sent: assembly point and destination."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import NamedTuple

from safepassage.model.fleet import VehicleType
from safepassage.solve.gates import Gate
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.reception import Reception


class Entry(NamedTuple):
    """A vehicle of type `kind` that is inside, at place `place`, at `time`.

    `lead` and `lead_metres` are what it drove to get there since it last could rest and refuel;
    `until` is when it must be free again.
    """

    kind: int
    place: int
    time: int
    lead: int
    lead_metres: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Exit:
    """How a vehicle could leave from a point: when at best, and by which gate."""

    start: int
    crossing: int


@dataclass(slots=True)
class Outlook:
    """What the dispatcher expects of the outbound gates: when each has worked off its queue."""

    problem: Problem
    gates: tuple[Gate, ...]
    free: list[int]

    def best_exit(self, kind: int, point: int, ready: int, persons: int) -> Exit | None:
        """The gate by which a vehicle that is ready at `point` would be out first."""
        best: Exit | None = None
        place = self.problem.at_point(point)
        for c, gate in enumerate(self.gates):
            leg = self.problem.seconds[kind][place][self.problem.at_crossing(c)]
            if leg >= UNREACHABLE:
                continue
            slot = gate.earliest(max(ready + leg, self.free[c]), 1, persons)
            if slot is not None and (best is None or slot[0] < best.start):
                best = Exit(slot[0], c)
        return best


def least_stay(problem: Problem, kind: VehicleType, point: int) -> int:
    """Shortest stay at a point to board (V2)."""
    return problem.points[point].stop_seconds + kind.loading_seconds


def night_allowed(problem: Problem, entry: Entry, point: int, arrive: int, leave: int) -> bool:
    """Whether a vehicle may be inside until `leave`, if it waits at the point from `arrive` on."""
    between = [night for night in problem.nights if entry.time <= night <= leave]
    return not between or (problem.points[point].overnight and arrive <= between[0])


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
            late = entry.time + around - min(outlook.free)
            key = float(late) if late > 0 else float(-around) - 1e9
        keyed.append((key, p))
    return [p for _, p in sorted(keyed)]


def shuffled(points: list[int], noise: float, rng: random.Random) -> list[int]:
    """The order with a random disturbance of up to `noise` of its length."""
    if not noise:
        return points
    keyed = [(i + noise * len(points) * rng.random(), p) for i, p in enumerate(points)]
    return [p for _, p in sorted(keyed)]


def order_destinations(problem: Problem, kind: int, place: int, *, far: bool) -> list[int]:
    """Destinations by the least time from a place by way of a crossing."""
    table = problem.seconds[kind]
    keyed = []
    for d in range(len(problem.destinations)):
        away = min(
            table[place][problem.at_crossing(c)]
            + table[problem.at_crossing(c)][problem.at_destination(d)]
            for c in range(len(problem.crossings))
        )
        if away < UNREACHABLE:
            keyed.append((-away if far else away, d))
    return [d for _, d in sorted(keyed)]


def may_go(
    problem: Problem, entry: Entry, point: int, way_out: Exit, destination: int, extra: int = 0
) -> bool:
    """Whether driver hours, range and the end of availability allow this round (V2)."""
    kind = problem.types[entry.kind]
    table, lengths = problem.seconds[entry.kind], problem.metres[entry.kind]
    stops = (
        entry.place,
        problem.at_point(point),
        problem.at_crossing(way_out.crossing),
        problem.at_destination(destination),
    )
    legs = list(zip(stops, stops[1:], strict=False))
    driving = entry.lead + extra + sum(table[a][b] for a, b in legs)
    if driving > kind.crews * kind.driving_seconds or driving >= UNREACHABLE:
        return False
    metres = entry.lead_metres + sum(lengths[a][b] for a, b in legs)
    if kind.range_metres is not None and metres > kind.range_metres:
        return False
    place = problem.destinations[destination]
    free = way_out.start + table[stops[2]][stops[3]]
    free += place.handover_seconds + kind.turnaround_seconds
    return entry.until is None or free <= entry.until


def open_destination(reception: Reception, destination: int, arrive: int) -> int:
    """Persons the destination can still receive on the day of arrival."""
    return reception.room(destination, reception.day(arrive))
