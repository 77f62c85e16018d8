"""The cheapest set of changes that clears everyone by the end of a day.

Sets come in the order of their cost (best first). One that the fluid with least times can't clear
in time is out, proved, and with it every set that allows no more. Before it is noted it is made as
large as it can be: all that its duals say doesn't bind is pulled to the full. A set that is left is
planned. Once a plan was late the fluid must be done as much sooner as it was there: a guess, which
plans may mend.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from safepassage.model.levers import Change, Cheapest
from safepassage.solve.limits import limits
from safepassage.solve.opentime import outbound_time
from safepassage.solve.problem import compile_problem
from safepassage.solve.quick import POLICIES, Fluid
from safepassage.studies.levers.answers import (
    Answer,
    Base,
    Planned,
    answer_variant,
    as_planned,
    plan_variant,
    shares,
)
from safepassage.studies.levers.handles import Handle, handles
from safepassage.studies.levers.touched import share
from safepassage.studies.levers.work import doubling, pulled

PROGRAMMES = 120
"""Linear programmes that the search may solve."""

LOOKS = 2_000_000
"""What the plans may cost together, in looks (`Meter`)."""

FEWEST, MOST = 3, 24
"""Sets that are planned at least and at most."""

SETS = 20_000
"""Sets looked at."""

UNBOUND = 0.01
"""Part of the dual value under which a lever is taken not to bind."""

Levels: TypeAlias = tuple[int, ...]
"""For each lever, which of its steps is taken; 0 is none."""


@dataclass(frozen=True)
class Known:
    """A plan that there is already, with one lever."""

    handle: Handle
    units: int
    answer: Answer
    made: Planned


def cheapest_set(
    base: Base,
    plan: Planned,
    policy: int,
    known: Sequence[Known],
    should_stop: Callable[[], bool],
) -> Cheapest | None:
    """The cheapest set of the levers whose cost is known; None if that is none of them.

    `plan` is the case's own, under the policy that others are made with first.
    """
    priced = [handle for handle in handles(base.case) if handle.cost is not None]
    if not priced:
        return None
    return _Search(base, plan, policy, priced, should_stop).run(known)


@dataclass
class _Cuts:
    """Sets known not to do, and of those that allow no more."""

    search: _Search
    guess: bool
    """In the time that plans seem to need, not in all that there is."""
    known: list[Levels] = field(default_factory=list)

    def rules_out(self, levels: Levels) -> bool:
        """Whether everyone can't be out in time with these."""
        if any(self.search.within(levels, cut) for cut in self.known):
            return True
        binding = self.search.binding(levels, guess=self.guess)
        if binding is None:
            return False
        larger = self.search.enlarged(levels, binding)
        still = larger == levels or self.search.binding(larger, guess=self.guess) is not None
        self.known.append(larger if still else levels)
        return True


class _Search:
    """Best first over the steps of all levers that have a cost."""

    def __init__(
        self,
        base: Base,
        plan: Planned,
        policy: int,
        priced: list[Handle],
        should_stop: Callable[[], bool],
    ) -> None:
        self.base = base
        self.plan = plan
        self.policy = policy
        self.priced = priced
        self.units = [[0, *doubling(handle.most)] for handle in priced]
        self.due = base.end_of(base.by)
        self.should_stop = should_stop
        self.programmes = 0
        self.proved = _Cuts(self, guess=False)
        self.guessed = _Cuts(self, guess=True)
        self.pace = 1.0
        self.late = False

    def run(self, known: Sequence[Known]) -> Cheapest:
        """Search until a plan is in time, or all that is allowed is spent."""
        if self._in_time(self.plan):
            return self._found((0,) * len(self.priced), self.base.answer, self.plan, 0.0)
        best = self._cheapest_of(known)
        if best is None and self.proved.rules_out(tuple(len(units) - 1 for units in self.units)):
            return self._none(None)
        at_least: float | None = None
        plans = min(MOST, max(FEWEST, LOOKS // max(1, POLICIES * self.plan.looks)))
        for levels in self._by_cost():
            if best is not None and self._cost(levels) >= self._cost(best[0]):
                at_least = self._cost(best[0]) if at_least is None else at_least
                break
            if self.programmes >= PROGRAMMES or self.should_stop():
                break
            if at_least is None and self.proved.rules_out(levels):
                continue
            if at_least is None:
                at_least = self._cost(levels)
            if not plans:
                break
            if self.guessed.rules_out(levels):
                continue
            answer, made = self._planned(levels)
            plans -= 1
            if self._in_time(made):
                return self._found(levels, answer, made, at_least)
            self._learn(answer, made)
        return self._none(at_least) if best is None else self._found(*best, at_least)

    def _in_time(self, made: Planned) -> bool:
        return made.clearance is not None and made.clearance <= self.due

    def _cheapest_of(self, known: Sequence[Known]) -> tuple[Levels, Answer, Planned] | None:
        """The cheapest of the plans with one lever that are in time, if there is one."""
        found = [
            (
                tuple(
                    units.index(one.units) if handle == one.handle else 0
                    for handle, units in zip(self.priced, self.units, strict=True)
                ),
                one.answer,
                one.made,
            )
            for one in known
            if one.handle in self.priced and self._in_time(one.made)
        ]
        return min(found, key=lambda one: (self._cost(one[0]), one[0]), default=None)

    def _none(self, at_least: float | None) -> Cheapest:
        return Cheapest(by=self.base.by, changes=(), cost=None, result=None, at_least=at_least)

    def within(self, levels: Levels, cut: Levels) -> bool:
        """Whether every plan with these could be kept with those."""
        return all(
            one <= other if handle.only_adds else one == other
            for handle, one, other in zip(self.priced, levels, cut, strict=True)
        )

    def binding(self, levels: Levels, *, guess: bool) -> dict[tuple[str, str], float] | None:
        """What binds if not everyone can be out in time with these; None if everyone can."""
        self.programmes += 1
        problem = compile_problem(pulled(self.base.case, self._changes(levels)), self.base.problem)
        fluid = Fluid(problem, self.base.mesh, likely=False)
        position = int((self.pace if guess else 1.0) * fluid.time.position(self.due))
        if position == 0:
            return {}
        flow = fluid.flow(fluid.time.instant(position))
        return shares(limits(flow)) if flow.people < fluid.people - 1e-6 else None

    def enlarged(self, levels: Levels, binding: dict[tuple[str, str], float]) -> Levels:
        """With all to the full that doesn't bind."""
        return tuple(
            level
            if not handle.only_adds
            or share(self.base.problem, handle.kind, handle.where, binding) >= UNBOUND
            else len(units) - 1
            for handle, units, level in zip(self.priced, self.units, levels, strict=True)
        )

    def _learn(self, answer: Answer, made: Planned) -> None:
        """A plan was late: so much sooner than plans is the fluid, of those seen the least."""
        if answer.proved.high is None or made.clearance is None:
            return
        time = outbound_time(self.base.problem)
        pace = time.position(answer.proved.low) / max(1, time.position(made.clearance))
        if self.late and pace > self.pace:
            self.guessed.known.clear()
        self.pace = max(pace, self.pace) if self.late else pace
        self.late = True

    def _by_cost(self) -> Iterator[Levels]:
        """Every set, the cheapest first; of those alike the first levers' first."""
        start = (0,) * len(self.priced)
        heap, seen = [(0.0, start)], {start}
        while heap and len(seen) < SETS:
            _, levels = heapq.heappop(heap)
            yield levels
            for n, level in enumerate(levels):
                if level + 1 < len(self.units[n]):
                    more = (*levels[:n], level + 1, *levels[n + 1 :])
                    if more not in seen:
                        seen.add(more)
                        heapq.heappush(heap, (self._cost(more), more))

    def _changes(self, levels: Levels) -> tuple[tuple[Handle, int], ...]:
        return tuple(
            (handle, units[level])
            for handle, units, level in zip(self.priced, self.units, levels, strict=True)
            if level
        )

    def _cost(self, levels: Levels) -> float:
        return sum(handle.costs(units) or 0.0 for handle, units in self._changes(levels))

    def _planned(self, levels: Levels) -> tuple[Answer, Planned]:
        changes = self._changes(levels)
        case = pulled(self.base.case, changes)
        than = self.base.answer if all(handle.only_adds for handle, _ in changes) else None
        answer, _ = answer_variant(self.base, case, than)
        made = plan_variant(self.base, case, self.policy, answer.proved.low)
        for other in range(POLICIES):
            if made.clearance is not None and made.clearance <= self.due:
                break
            if other != self.policy:
                found = plan_variant(self.base, case, other, answer.proved.low)
                made = found if found.beats(made) else made
        return answer, made

    def _found(
        self, levels: Levels, answer: Answer, made: Planned, at_least: float | None
    ) -> Cheapest:
        return Cheapest(
            by=self.base.by,
            changes=tuple(
                Change(lever=handle.name, units=units, cost=handle.costs(units))
                for handle, units in self._changes(levels)
            ),
            cost=self._cost(levels),
            result=as_planned(answer, made),
            at_least=at_least,
        )
