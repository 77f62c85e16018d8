"""The search for a good plan: many dispatches, the best of them kept.

First whole dispatches under the standard policies. Then the best one is taken up again where it
stood after part of the people had gone, and carried to its end under another policy: what is done
stays, and the end, where most is lost, is tried many times for the price of one whole dispatch.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.pilot import Pilot
from safepassage.solve.dispatch.policy import Policy, neighbour, standard_policies
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.dispatch.state import State
from safepassage.solve.problem import Problem
from safepassage.solve.score import Score, lateness, score

MARKS = (0.75, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05)
"""Shares of the people still waiting at which a dispatch can be taken up again."""

STANDARD = 0.5
"""Part of the work that goes to the standard policies at most."""


LEAST = 0.05
"""Least part of a whole dispatch that one is counted for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A schedule and how good it is; it can be taken up again from its `states`, early to late."""

    schedule: Schedule
    score: Score
    late: float
    """Person-seconds out after the bound."""
    policy: Policy
    states: Sequence[State]

    @property
    def promise(self) -> tuple[object, ...]:
        """What the search goes by: the fewer are late the nearer is a plan that ends sooner."""
        return self.score.left, self.score.urgent, self.late, self.score.clearance, self.score.mean


@dataclass(frozen=True, slots=True)
class Found:
    """The best candidate so far, and the part of the search's work that is done."""

    best: Candidate
    done: float


class Search:
    """Dispatches of one problem, the best of them kept."""

    def __init__(
        self, problem: Problem, pilot: Pilot | None, *, bound: int | None, seed: int
    ) -> None:
        """`bound`: no plan clears everyone sooner (UTC seconds), None if not everyone can leave.

        Random choices are drawn with `seed`.
        """
        self.problem = problem
        self.pilot = pilot
        self.bound = bound
        self.rng = random.Random(seed)

    def run(self, work: int, should_stop: Callable[[], bool]) -> Iterator[Found]:
        """Yield the best so far after each dispatch, at least once.

        `work` is counted in whole dispatches. From the standard policies on, the search goes on
        from the most promising candidate, which may end later than the best.
        """
        standard = standard_policies()
        best = base = self._dispatch(standard[0], ())
        spent = 1.0
        yield Found(best, min(1.0, spent / work))
        while spent < work and not should_stop():
            if spent < min(len(standard), STANDARD * work):
                policy, before = standard[int(spent)], base.states[:0]  # from the start
            else:
                policy = neighbour(base.policy, self.rng)
                before = base.states[: self.rng.randrange(len(base.states) + 1)]
            spent += max(before[-1].left, LEAST) if before else 1.0
            found = self._dispatch(policy, before)
            best = min(best, found, key=lambda each: each.score)
            if found.promise <= base.promise:
                base = found
            yield Found(best, min(1.0, spent / work))

    def _dispatch(self, policy: Policy, before: Sequence[State]) -> Candidate:
        """A dispatch from the last of these states on, or from the start."""
        state = before[-1].copy() if before else None
        schedule, states = Dispatch(self.problem, policy, self.pilot, state).run(MARKS)
        return Candidate(
            schedule=schedule,
            score=score(self.problem, schedule),
            late=lateness(schedule, self.bound),
            policy=policy,
            states=(*before, *states),
        )
