"""The search for a good plan: many dispatches, the best of them kept.

First a whole dispatch. Then its first day is tried under other policies: what a gate loses before
the first vehicles are back is lost for good where gates never rest after, and a day costs little.
After that whole dispatches under the standard policies, on from the best first day if that was of
use. Then the best one is taken up again where it
stood after part of the people had gone, and carried to its end under another policy: what is done
stays, and the end, where most is lost, is tried many times for the price of one whole dispatch.

Where loads are few, single loads are sent elsewhere too, and the search goes on from what is a
little worse now and then: rules alone would never find that one load comes from the far point today
so that tomorrow's last one can come from the near one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.pilot import Pilot, policies_for
from safepassage.solve.dispatch.policy import ENDINGS, Policy, excepted, neighbour, openings
from safepassage.solve.dispatch.rounds import Round, Schedule
from safepassage.solve.dispatch.state import State
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.score import Least, Rank, Score, lateness, score

MARKS = (0.75, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05)
"""Shares of the people still waiting at which a dispatch can be taken up again."""

OPENING = 0.05
"""Part of the work that goes to the first day at most."""

STANDARD = 0.4
"""Part of the work that goes to the standard policies at most."""

DRAWS = 20
"""How often a neighbour is drawn anew that has been tried before."""

FEW_LOADS = 400
"""Up to so many loads a plan may be made better one by one; of more the rules decide alone."""

RULES = 150
"""Dispatches before that: first the rules are to be good."""

EXCEPTIONS = 0.6
"""How often it is tried from then on, rather than other rules for all."""

LATE = 100
"""With few loads, how many dispatches back the one is that the next must not be worse than."""

PATIENCE = 12_000
"""The search ends when so many dispatches in turn made nothing better as there are loads, for each
PATIENCE looks of its work: a tiny case soon has tried all there is."""

TAKEN_UP = 0.25
"""Part of the work left that one dispatch may take, by what the first one took: of a large case
only the end is tried again, but that several times."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A schedule and how good it is; it can be taken up again from its `states`, early to late."""

    schedule: Schedule
    score: Score
    late: float
    """Person-seconds out after the bound."""
    policy: Policy
    states: Sequence[State]
    chance: int
    """Until when another dispatch could do better by somebody who isn't served (see `chance`)."""

    def rank(self, least: Least) -> Rank:
        """What the planner goes by."""
        return self.score.rank(least.urgent)

    def promise(self, least: Least) -> Rank:
        """What the search goes by: the fewer are late the nearer is a plan that ends sooner."""
        return self.score.rank(least.urgent, self.late)


@dataclass(frozen=True, slots=True)
class Found:
    """The best candidate so far, and the part of the search's work that is done."""

    best: Candidate
    done: float


class LateAcceptance:
    """Goes on from what is no worse than the present, or than what was present a while ago.

    Burke and Bykov, "The late acceptance hill-climbing heuristic" (2017): whoever only climbs stays
    on the first hill.
    """

    def __init__(self, length: int) -> None:
        """`length`: how many steps ago that was."""
        self._past: list[Rank] = []
        self._length = length
        self._step = 0

    def accepts(self, rank: Rank, present: Rank) -> bool:
        """Whether to go on from one of this rank; `present` is that of where one stands."""
        if not self._past:
            self._past = [present] * self._length
        now = self._step % self._length
        accepted = rank <= max(present, self._past[now])
        self._past[now] = rank if accepted else present
        self._step += 1
        return accepted


class Search:
    """Dispatches of one problem, the best of them kept."""

    def __init__(
        self, problem: Problem, pilot: Pilot | None, meter: Meter, *, bound: int | None, seed: int
    ) -> None:
        """`bound`: no plan clears everyone sooner (UTC seconds), None if not everyone can leave.

        `meter` is the pilot's too. Random choices are drawn with `seed`.
        """
        self.problem = problem
        self.pilot = pilot
        self.meter = meter
        self.bound = bound
        self.rng = random.Random(seed)
        self.least = Least()
        self.mornings = Mornings(problem)
        # With the state each went on from: while it is kept, no other has its identity.
        self._tried: dict[tuple[int, Policy], Sequence[State]] = {}

    def run(self, work: int, should_stop: Callable[[], bool]) -> Iterator[Found]:
        """Yield the best so far after each dispatch, at least once.

        It ends when `work` looks are spent, or many dispatches in turn made nothing better. From
        the standard policies on, the search goes on from the most promising candidate, which may
        end later than the best.
        """
        whole = self.pilot is not None and self.pilot.counts_days
        first, *others = policies_for(self.pilot)
        standard = iter(others)
        begun = self.meter.looks
        best = base = self._dispatch(first, ())
        cost = self.meter.looks - begun
        opened: Sequence[State] | None = None
        ends = iter(ENDINGS)
        late, nearest = LateAcceptance(LATE), base.promise(self.least)
        dispatched, in_vain = 1, 0
        while True:
            spent = self.meter.looks - begun
            done = max(spent, PATIENCE * in_vain / max(1, len(base.schedule.rounds))) / work
            singly = dispatched >= RULES and few(base)
            yield Found(best, min(1.0, done))
            if done >= 1.0 or should_stop():
                return
            if opened is None:
                opened = self.opened(base, int(OPENING * work))
                if not opened:
                    continue
                policy, before = base.policy, opened
            elif spent < STANDARD * work and (other := next(standard, None)) is not None:
                policy, before = other, ()
            else:
                in_time = [state for state in base.states if state.now < base.chance]
                if (ending := self._ending(base.policy, in_time, ends)) is not None:
                    policy, before = ending, in_time
                else:
                    share = TAKEN_UP * (work - spent) / cost
                    drawn = self._untried(base, in_time, share, whole=whole, singly=singly)
                    policy, before = drawn
            found = self._dispatch(policy, before)
            dispatched += 1
            promise, present = found.promise(self.least), base.promise(self.least)
            better = found.rank(self.least) < best.rank(self.least)
            in_vain = 0 if better or promise < nearest else in_vain + 1
            nearest = min(nearest, promise)
            if better:
                best = found
            if late.accepts(promise, present) if singly else promise <= present:
                base = found

    def opened(self, base: Candidate, work: int) -> Sequence[State]:
        """How it stands after the first day that has most people out; none if it is the base's.

        Days are tried until so many looks are spent.
        """
        case, nights = self.problem.case, self.problem.nights
        night = next((night for night in nights if night > case.first_opening), None)
        if night is None or base.score.clearance <= night:
            return ()
        most = sum(item.persons for item in base.schedule.rounds if out_by(item, night))
        best: Sequence[State] = ()
        begun = self.meter.looks
        for policy in openings(base.policy):
            if self.meter.looks - begun >= work:
                break
            state = Dispatch(self.problem, policy, self.pilot, self.meter, self.mornings).run_until(
                night
            )
            out = sum(item.persons for item in state.done)
            if out > most:
                best, most = (state,), out
        return best

    def _ending(
        self, policy: Policy, states: Sequence[State], ends: Iterator[dict[str, Any]]
    ) -> Policy | None:
        """The next of the last people's rules that changes anything, if there is a state for it."""
        if not states:
            return None
        changed = (replace(policy, **end) for end in ends)
        return next((each for each in changed if not self._was_tried(each, states)), None)

    def _untried(
        self,
        base: Candidate,
        states: Sequence[State],
        share: float,
        *,
        whole: bool,
        singly: bool,
    ) -> tuple[Policy, Sequence[State]]:
        """A neighbour and where to go on from, that are not what has been dispatched before.

        If so many draws in turn are, the last one is taken all the same.
        """
        loads = len(base.schedule.rounds)
        for _ in range(DRAWS):
            if singly and self.rng.random() < EXCEPTIONS:
                before = beginning(states, share, self.rng)
                drawn = excepted(base.policy, self.rng, range(_made(before, loads - 1), loads))
            else:
                drawn = neighbour(base.policy, self.rng, whole=whole)
                before = beginning(states, share, self.rng)
            if not self._was_tried(drawn, before):
                break
        return drawn, before

    def _was_tried(self, policy: Policy, before: Sequence[State]) -> bool:
        """Whether a dispatch has gone on from the last of these states under the same rules."""
        return _situation(policy, before) in self._tried

    def _dispatch(self, policy: Policy, before: Sequence[State]) -> Candidate:
        """A dispatch from the last of these states on, or from the start."""
        self._tried[_situation(policy, before)] = before[-1:]
        state = before[-1].copy() if before else None
        schedule, states = Dispatch(
            self.problem, policy, self.pilot, self.meter, self.mornings, state
        ).run(MARKS)
        rated = score(self.problem, schedule)
        self.least.learn(rated)
        return Candidate(
            schedule=schedule,
            score=rated,
            late=lateness(schedule, self.bound),
            policy=policy,
            states=(*before, *states),
            chance=chance(self.problem, schedule),
        )


def chance(problem: Problem, schedule: Schedule) -> int:
    """Until when somebody could have left who isn't served, though there is a place to go (D1).

    What is decided later can't help them. The horizon's end if there is nobody.
    """
    room = [UNREACHABLE if (n := end.capacity) is None else n for end in problem.destinations]
    for item in schedule.rounds:
        room[item.destination] -= item.persons
    units = [problem.units[u] for u in schedule.left]
    return max(
        (
            problem.ways_out[unit.point][1]
            for unit in units
            if any(unit.accepts >> d & 1 and unit.persons <= most for d, most in enumerate(room))
        ),
        default=problem.case.horizon[1],
    )


def few(candidate: Candidate) -> bool:
    """Whether its loads are so few that each can be looked at by itself."""
    return 0 < len(candidate.schedule.rounds) <= FEW_LOADS


def _made(states: Sequence[State], most: int) -> int:
    """How many loads were made in the state that is gone on from, of `most`."""
    return min(most, states[-1].numbers) if states else 0


def _situation(policy: Policy, states: Sequence[State]) -> tuple[int, Policy]:
    """Tells a dispatch apart from all that come to something else: whence it goes on, and how."""
    state = states[-1] if states else None
    return (0, policy.plain()) if state is None else (id(state), policy.plain(state.numbers))


def out_by(item: Round, instant: int) -> bool:
    """Whether a round's people pass the gate in a convoy that starts before an instant."""
    return item.outbound is not None and item.outbound.start < instant


def beginning(states: Sequence[State], share: float, rng: random.Random) -> Sequence[State]:
    """The states up to one to go on from, in which no more than a share of the people wait.

    None of them is the start, where all wait; the last one if they are more in all of them.
    """
    shares = [1.0, *(state.left for state in states)]
    able = [n for n, left in enumerate(shares) if left <= share]
    return states[: rng.choice(able or [len(states)])]
