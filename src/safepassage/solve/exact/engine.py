"""The exact engine as the planner calls it: a case in, a bound and perhaps a schedule out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from safepassage.model.plan import Binding
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.exact.admit import Admitted, admit
from safepassage.solve.exact.decode import Decoded, decode, seatable
from safepassage.solve.exact.instance import full_loads
from safepassage.solve.exact.order import earliest_first
from safepassage.solve.exact.search import WORK, Answer, Search
from safepassage.solve.problem import Problem

ATTEMPTS = 2
"""Searches for one schedule: who found no place in the last one counts twice in the next."""


@dataclass(frozen=True, slots=True)
class Exact:
    """No plan has everyone out before `bound` (UTC seconds), and what binds there.

    `schedule` has everyone out, if one was found.
    """

    bound: int
    binding: tuple[Binding, ...]
    schedule: Schedule | None


def solve_exactly(
    problem: Problem,
    *,
    effort: int,
    should_stop: Callable[[], bool],
    on_bound: Callable[[int], None],
) -> Exact | None:
    """Bound and schedule of a case that the engine takes, None for one that it doesn't."""
    admitted = admit(problem)
    if admitted is None:
        return None
    work = WORK * effort * full_loads(admitted.instance)

    def search(of: Admitted, told: Callable[[int], None]) -> Answer:
        nonlocal work
        searching = Search(
            of.instance,
            latest=of.latest,
            effort=effort,
            work=work,
            should_stop=should_stop,
            on_bound=told,
        )
        answer = searching.run(bound_only=not seatable(problem))
        work = searching.work
        return answer

    answer = search(admitted, lambda slots: on_bound(admitted.instant(slots)))
    bound, binding = admitted.instant(answer.bound), _binding(problem, admitted, answer)
    tried = admitted
    for _ in range(ATTEMPTS):
        if answer.routes is None:
            break
        decoded = _decoded(problem, tried, answer)
        if decoded.schedule is not None:
            return Exact(bound, binding, decoded.schedule)
        if admitted.alone or not any(decoded.left) or should_stop():
            break
        more = tried.instance.demand + np.array(decoded.left, dtype=np.int64)
        tried = replace(tried, instance=replace(tried.instance, demand=more, whole=False))
        answer = search(tried, lambda _: None)
    return Exact(bound, binding, None)


def _decoded(problem: Problem, admitted: Admitted, answer: Answer) -> Decoded:
    assert answer.routes is not None
    ordered = [earliest_first(admitted.instance, route, answer.arrival) for route in answer.routes]
    return decode(problem, admitted, ordered)


def _binding(problem: Problem, admitted: Admitted, answer: Answer) -> tuple[Binding, ...]:
    """What the bound's prices go to: vehicles by type (V2), destinations' room (D1)."""
    if answer.proof is None:
        return ()
    instance, weights = admitted.instance, Counter[tuple[str, str]]()
    for g, best in enumerate(answer.proof.best):
        kind = problem.types[int(instance.kind[g])]
        weights["V2", kind.id] += int(instance.count[g]) * best
    for d, price in enumerate(answer.proof.prices.room.tolist()):
        weights["D1", problem.destinations[d].id] += int(instance.room[d]) * price
    whole = weights.total()
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Binding(promise=promise, where=where, share=round(weight / whole, 3))
        for (promise, where), weight in ranked
        if 100 * weight >= whole > 0
    )
