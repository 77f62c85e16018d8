"""Times at which nobody can pass outward yet, because no vehicle could have come for them."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from safepassage.solve.problem import UNREACHABLE, Problem, Span


def empty_nights(problem: Problem) -> tuple[int, ...]:
    """Midnights that no vehicle is inside over, where no point lets it wait (UTC seconds).

    A convoy that passes inward over a midnight puts its vehicles inside only at its end.
    """
    return _empty(problem.nights, problem.windows["in"])


@lru_cache(maxsize=16)
def _empty(nights: tuple[int, ...], windows: tuple[tuple[Span, ...], ...]) -> tuple[int, ...]:
    return tuple(
        night for night in nights if not any(a < night < b for spans in windows for a, b in spans)
    )


def quiet_spans(problem: Problem) -> tuple[tuple[Span, ...], ...]:
    """For each crossing, spans of its windows in which nobody passes outward, in exact seconds.

    Whoever rides out came aboard a vehicle that had entered since the last empty night, or since
    the horizon began: it passed a gate inward, drove to a point, loaded, and drove to the gate.
    The least of these sums over vehicle types, gates and points bounds every plan. No span if a
    vehicle starts inside.
    """
    if any(problem.starts_inside(v) for v in range(len(problem.fleet))):
        return tuple(() for _ in problem.crossings)
    start, end = problem.case.horizon
    nights = () if any(point.overnight for point in problem.points) else empty_nights(problem)
    days = list(pairwise((start, *nights, end)))
    return tuple(
        tuple(
            (max(opens, begin), min(closes, until))
            for begin, close in days
            if (until := first_out(problem, crossing, begin, close)) > begin
            for opens, closes in windows
            if max(opens, begin) < min(closes, until)
        )
        for crossing, windows in enumerate(problem.windows["out"])
    )


def first_out(problem: Problem, crossing: int, begin: int, close: int) -> int:
    """When one that enters in [begin, close) is first here again, loaded; `close` if never."""
    goal = problem.at_crossing(crossing)
    best = close
    for k in set(problem.fleet):
        for gate, opens in _entries(problem, k, begin, close):
            rate = problem.crossings[gate].vehicles_per_hour
            inside = opens + (3600 // rate if rate else 0)
            for p, point in enumerate(problem.points):
                place = problem.at_point(p)
                there = problem.least[k][problem.at_crossing(gate)][place]
                back = problem.least[k][place][goal]
                if there < UNREACHABLE and back < UNREACHABLE:
                    stay = point.stop_seconds + problem.types[k].loading_seconds
                    best = min(best, inside + there + stay + back)
    return best


def _entries(problem: Problem, k: int, begin: int, close: int) -> list[tuple[int, int]]:
    """(crossing, earliest start of a passage inward) in [begin, close) for vehicles of a type."""
    own = [vehicle for v, vehicle in enumerate(problem.case.vehicles) if problem.fleet[v] == k]
    legs = [problem.to_gates(k, problem.place_index[vehicle.start]) for vehicle in own]
    found = []
    for crossing, spans in enumerate(problem.windows["in"]):
        ready = min(v.available_from + leg[crossing] for v, leg in zip(own, legs, strict=True))
        starts = (max(a, begin, ready) for a, b in spans if max(a, begin, ready) < min(b, close))
        opens = min(starts, default=None)
        if opens is not None:
            found.append((crossing, opens))
    return found
