"""The search for a good plan: many dispatches, the best of them kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safepassage.solve.dispatch.control import dispatch
from safepassage.solve.dispatch.guide import Pilot
from safepassage.solve.dispatch.policy import Policy, neighbour, standard_policies
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.problem import Problem
from safepassage.solve.score import Score, score


@dataclass(frozen=True, slots=True)
class Candidate:
    """A schedule and how good it is."""

    schedule: Schedule
    score: Score
    policy: Policy


def search(
    problem: Problem,
    pilot: Pilot | None,
    *,
    tries: int,
    seed: int,
    should_stop: Callable[[], bool],
) -> Iterator[Candidate]:
    """Yield the best candidate so far after each dispatch, at least once, at most `tries` times.

    The standard policies come first; then the best one's neighbours, drawn with `seed`. The
    search goes on from a neighbour that is no worse.
    """
    rng = random.Random(seed)
    standard = standard_policies()
    best: Candidate | None = None
    for number in range(max(1, tries)):
        if best is not None and should_stop():
            return
        if best is None or number < len(standard):
            policy = standard[number]
        else:
            policy = neighbour(best.policy, rng)
        schedule = dispatch(problem, policy, pilot)
        rating = score(problem, schedule)
        if best is None or rating <= best.score:
            best = Candidate(schedule, rating, policy)
        yield best
