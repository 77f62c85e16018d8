"""Least times of the relaxation: how long a vehicle is inside for a zone, and away outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from safepassage.model.agreement import Direction
from safepassage.model.fleet import VehicleType
from safepassage.solve.bound.mornings import quiet_spans
from safepassage.solve.problem import UNREACHABLE, Problem, Span

POINTS_APART = 8
"""Up to so many assembly points each is a zone of its own; more are put together."""

ZONES = 5
"""Number of zones when points are put together, by their least time inside."""


@dataclass(frozen=True, slots=True)
class VehicleClass:
    """Vehicles the relaxation can't tell apart.

    `outside` lists (earliest time at any gate, count, pool) of those that start outside; `inside`
    ({zone: earliest time its load could be at a gate}, count) of those that start inside.
    """

    kind: VehicleType
    count: int
    outside: tuple[tuple[int, int, int], ...]
    inside: tuple[tuple[dict[int, int], int], ...]

    def places(self, kind_of: str) -> int:
        """Places for seated, stretchers or wheelchairs."""
        return {
            "seated": self.kind.seats,
            "stretchers": self.kind.stretchers,
            "wheelchairs": self.kind.wheelchairs,
        }[kind_of]


@dataclass(frozen=True, slots=True)
class Lags:
    """Least times, whole seconds, each the minimum over all that a zone or class contains.

    fetch[k][c][z]   from passing gate c inward to passing the gate nearest to zone z outward
    detour[k][z][c]  what leaving zone z by gate c takes longer than by the nearest gate
    away[k][c][d]    from passing gate c outward by way of destination d to any gate again
    """

    classes: tuple[VehicleClass, ...]
    zones: tuple[tuple[int, ...], ...]
    zone_of: tuple[int, ...]
    fetch: tuple[tuple[tuple[int, ...], ...], ...]
    detour: tuple[tuple[tuple[int, ...], ...], ...]
    away: tuple[tuple[tuple[int, ...], ...], ...]
    pool: tuple[int, ...]
    """The stock of vehicles outside that each gate is passed inward from (see `Problem.pool`)."""
    back: tuple[int, ...]
    """The stock that a vehicle is of after each destination."""
    overnight: bool
    """Some point lets vehicles wait overnight."""
    quiet: tuple[tuple[Span, ...], ...]
    """For each crossing, spans in which nobody can pass outward yet."""

    def shortest_round(self, k: int) -> int:
        """Least seconds from one passage inward to the next."""
        fetch = min((lag for row in self.fetch[k] for lag in row), default=1)
        away = min((lag for row in self.away[k] for lag in row), default=1)
        return max(1, fetch + away)

    def zones_from(self, k: int, crossing: int) -> list[int]:
        """Zones that class k can fetch people from, having entered here, if it ever comes here."""
        if self.pool[crossing] not in {*self.back, *(each[2] for each in self.classes[k].outside)}:
            return []
        return [z for z, lag in enumerate(self.fetch[k][crossing]) if lag < UNREACHABLE]

    def zones_to(self, k: int, crossing: int) -> list[int]:
        """Zones from which class k can leave here."""
        return [z for z, row in enumerate(self.detour[k]) if row[crossing] < UNREACHABLE]

    def destinations_from(self, k: int, crossing: int) -> list[int]:
        """Destinations class k can reach from this crossing (it need not come back)."""
        return [d for d, lag in enumerate(self.away[k][crossing]) if lag < 2 * UNREACHABLE]


def make_lags(problem: Problem) -> Lags:
    """Collect the least times of a case."""
    zones = _zones(problem)
    used = sorted(set(problem.fleet))
    zone_of = [0] * len(problem.points)
    for z, points in enumerate(zones):
        for p in points:
            zone_of[p] = z
    return Lags(
        classes=tuple(_vehicle_class(problem, k, zones) for k in used),
        zones=zones,
        zone_of=tuple(zone_of),
        fetch=tuple(_fetch(problem, k, zones) for k in used),
        detour=tuple(_detour(problem, k, zones) for k in used),
        away=tuple(_away(problem, k) for k in used),
        pool=tuple(c if problem.doors else 0 for c in range(len(problem.crossings))),
        back=tuple(
            problem.pool(problem.at_destination(d)) for d in range(len(problem.destinations))
        ),
        overnight=any(point.overnight for point in problem.points),
        quiet=quiet_spans(problem),
    )


def _gates(problem: Problem) -> list[int]:
    return [problem.at_crossing(c) for c in range(len(problem.crossings))]


def _open(problem: Problem, way: Direction) -> list[int]:
    """Places of the crossings that have a window this way."""
    gates = _gates(problem)
    return [gates[c] for c, spans in enumerate(problem.windows[way]) if spans]


def _least(times: Iterable[int]) -> int:
    return min(times, default=UNREACHABLE)


def _stay(problem: Problem, k: int, point: int) -> int:
    return problem.points[point].stop_seconds + problem.types[k].loading_seconds


def _least_passage(problem: Problem) -> int:
    """One vehicle's passage at the fastest crossing: in and out of a share differ by as much."""
    return min(
        3600 // crossing.vehicles_per_hour if crossing.vehicles_per_hour else 0
        for crossing in problem.crossings
    )


def _nearest_out(problem: Problem, k: int, point: int) -> int:
    place = problem.at_point(point)
    return _least(problem.least[k][place][gate] for gate in _open(problem, "out"))


def _zones(problem: Problem) -> tuple[tuple[int, ...], ...]:
    points = range(len(problem.points))
    if len(problem.points) <= POINTS_APART:
        return tuple((p,) for p in points)

    def inside(p: int) -> int:
        place = problem.at_point(p)
        return _least(
            problem.least[k][gate][place] + _stay(problem, k, p) + _nearest_out(problem, k, p)
            for k in set(problem.fleet)
            for gate in _open(problem, "in")
        )

    order = sorted(points, key=inside)
    size = -(-len(order) // ZONES)
    return tuple(tuple(order[i : i + size]) for i in range(0, len(order), size))


def _fetch(
    problem: Problem, k: int, zones: tuple[tuple[int, ...], ...]
) -> tuple[tuple[int, ...], ...]:
    passage = _least_passage(problem)

    def lag(gate: int, points: tuple[int, ...]) -> int:
        times = (
            problem.least[k][gate][problem.at_point(p)]
            + _stay(problem, k, p)
            + _nearest_out(problem, k, p)
            for p in points
        )
        return min(UNREACHABLE, min(times) + passage)

    return tuple(tuple(lag(gate, points) for points in zones) for gate in _gates(problem))


def _detour(
    problem: Problem, k: int, zones: tuple[tuple[int, ...], ...]
) -> tuple[tuple[int, ...], ...]:
    def lag(gate: int, points: tuple[int, ...]) -> int:
        times = (
            problem.least[k][problem.at_point(p)][gate] - _nearest_out(problem, k, p)
            if problem.least[k][problem.at_point(p)][gate] < UNREACHABLE
            else UNREACHABLE
            for p in points
        )
        return min(times)

    return tuple(tuple(lag(gate, points) for gate in _gates(problem)) for points in zones)


def _away(problem: Problem, k: int) -> tuple[tuple[int, ...], ...]:
    """From a gate by way of a destination to any gate again, with the rests needed."""
    kind = problem.types[k]
    table = problem.least[k]
    crew = _crew(problem, k)
    inward = _open(problem, "in")

    def lag(gate: int, d: int) -> int:
        end = problem.at_destination(d)
        back = _least(table[end][g] for g in inward)
        if table[gate][end] >= UNREACHABLE:
            return 2 * UNREACHABLE
        rests = crew.rests(table[gate][end], back, [(table[end][s], n) for s, n in crew.staging])
        stay = problem.destinations[d].handover_seconds + kind.turnaround_seconds
        return min(UNREACHABLE, table[gate][end] + stay + back + rests * kind.rest_seconds)

    ends = range(len(problem.destinations))
    return tuple(tuple(lag(gate, d) for d in ends) for gate in _gates(problem))


@dataclass(frozen=True, slots=True)
class _Crew:
    """What a crew drives at least beside the way to a destination and back, in seconds.

    `before` from its last rest to a gate and through the inside; `after` through the inside and to
    the nearest destination; `staging` lists (place, least way from there to a gate). Both are 0
    where crews may rest inside, or start there.
    """

    limit: int
    before: int
    after: int
    staging: tuple[tuple[int, int], ...]

    def rests(self, there: int, back: int, by_staging: list[tuple[int, int]]) -> int:
        """Least rests between a passage outward and the next one inward (V2).

        One is enough if it can be at the destination, or at a staging area (seconds to it, and
        from it to a gate), with no stretch between two rests over the limit.
        """
        arrived = self.before + there
        if arrived + back + self.after <= self.limit:
            return 0
        if arrived <= self.limit and back + self.after <= self.limit:
            return 1
        for to_staging, to_gate in by_staging:
            if arrived + to_staging <= self.limit and to_gate + self.after <= self.limit:
                return 1
        return 2


def _crew(problem: Problem, k: int) -> _Crew:
    kind = problem.types[k]
    table = problem.least[k]
    inward, outward = _open(problem, "in"), _open(problem, "out")
    ends = [problem.at_destination(d) for d in range(len(problem.destinations))]
    areas = [problem.place_index[area.id] for area in problem.case.staging_areas]
    points = [problem.at_point(p) for p in range(len(problem.points))]
    before = after = 0
    if not any(point.rest for point in problem.points) and not _starts_inside(problem, k):
        inside = _least(table[a][p] + table[p][b] for a in inward for p in points for b in outward)
        before = _least(table[place][gate] for place in ends + areas for gate in inward) + inside
        after = inside + _least(table[gate][end] for gate in outward for end in ends)
    return _Crew(
        limit=kind.crews * kind.driving_seconds,
        before=before,
        after=after,
        staging=tuple((area, _least(table[area][gate] for gate in inward)) for area in areas),
    )


def _starts_inside(problem: Problem, k: int) -> bool:
    return any(kind == k and problem.starts_inside(v) for v, kind in enumerate(problem.fleet))


def _vehicle_class(problem: Problem, k: int, zones: tuple[tuple[int, ...], ...]) -> VehicleClass:
    outside: dict[tuple[int, int], int] = defaultdict(int)
    inside: dict[tuple[int, int], int] = defaultdict(int)
    for v, vehicle in enumerate(problem.case.vehicles):
        if problem.fleet[v] != k:
            continue
        place = problem.place_index[vehicle.start]
        if problem.starts_inside(v):
            inside[place, vehicle.available_from] += 1
        else:
            way = _least(problem.least[k][place][gate] for gate in _open(problem, "in"))
            outside[vehicle.available_from + way, problem.pool(place)] += 1
    return VehicleClass(
        kind=problem.types[k],
        count=sum(1 for fleet in problem.fleet if fleet == k),
        outside=tuple((ready, n, pool) for (ready, pool), n in sorted(outside.items())),
        inside=tuple(
            (_first_loads(problem, k, place, start, zones), count)
            for (place, start), count in sorted(inside.items())
        ),
    )


def _first_loads(
    problem: Problem, k: int, place: int, start: int, zones: tuple[tuple[int, ...], ...]
) -> dict[int, int]:
    return {
        z: start
        + min(
            problem.least[k][place][problem.at_point(p)]
            + _stay(problem, k, p)
            + _nearest_out(problem, k, p)
            for p in points
        )
        for z, points in enumerate(zones)
    }
