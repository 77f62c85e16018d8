"""The study: every lever answered anew, the best of them planned, and what only helps together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from safepassage.errors import StudyError, TermsError
from safepassage.model.case import Case
from safepassage.model.levers import Cheapest, Joint, Levers
from safepassage.solve.quick import POLICIES, Stopped
from safepassage.solve.terms import missing_terms
from safepassage.studies.executor.protocol import Executor
from safepassage.studies.levers.answers import (
    Answer,
    Base,
    Planned,
    Shares,
    answer_base,
    as_planned,
    shares,
)
from safepassage.studies.levers.cheapest import Known, cheapest_set
from safepassage.studies.levers.handles import handles
from safepassage.studies.levers.pairs import likely_pairs
from safepassage.studies.levers.pull import local_day
from safepassage.studies.levers.told import (
    Pulled,
    ranked,
    told_joint,
    told_lever,
    told_limits,
    worth,
)
from safepassage.studies.levers.work import Curve, Found, Making, Outcome, Task, Together, work

PLAN_LOOKS = 2_500_000
"""What plans with levers may cost together, in looks (`Meter`): some ninety seconds of one core."""

PLANS = 24
"""Steps that are planned at most."""


def find_levers(
    case: Case,
    executor: Executor,
    *,
    by: str | None = None,
    what_if: bool = False,
    on_progress: Callable[[str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Levers:
    """What could be asked for or bought, and what it would gain.

    Parameters
    ----------
    case : what to study
    executor : where variants are solved; engines and numbers of workers give the same answer
    by : ISO date at whose end people are counted, and by which the cheapest set clears everyone
    what_if : study although the terms are not in force or state no destination
    on_progress : told in words what is being done
    should_stop : asked between tasks; once it says yes what is known is returned, `cut_short`

    Raises
    ------
    TermsError
        if the agreement doesn't allow a plan and `what_if` is False.
    StudyError
        if it was stopped before the case itself was answered, or `by` lies outside the horizon.
    """
    missing = missing_terms(case)
    if missing and not what_if:
        raise TermsError(missing)
    _check_day(case, by)
    study = _Study(executor, on_progress or (lambda _: None), should_stop or (lambda: False))
    return study.run(case, by)


def _check_day(case: Case, by: str | None) -> None:
    first, last = (
        local_day(instant, case.zone).isoformat()
        for instant in (case.horizon[0], case.horizon[1] - 1)
    )
    if by is not None and not first <= by <= last:
        raise StudyError(f"{by}; expected a day of the horizon, {first} to {last}.")


class _Study:
    """One run of the study, wave after wave."""

    def __init__(
        self,
        executor: Executor,
        on_progress: Callable[[str], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self._executor = executor
        self._tell = on_progress
        self._should_stop = should_stop
        self.cut_short = False

    def run(self, case: Case, by: str | None) -> Levers:
        self._tell("the case as it stands")
        try:
            base, limits = answer_base(case, by, self._should_stop)
        except Stopped as stopped:
            raise StudyError(
                "stopped before the case itself was answered; give it more time."
            ) from stopped
        before = shares(limits)
        plan, policy, levers = self._curves(base)
        self._plans(base, plan, policy, levers)
        return Levers(
            case_name=case.name,
            case_digest=case.digest,
            by=base.by,
            now=as_planned(base.answer, plan),
            binds=told_limits(case, limits),
            levers=ranked(told_lever(base, plan, pulled, before) for pulled in levers),
            joints=self._joints(base, levers, before),
            cheapest=None if by is None else self._cheapest(base, plan, policy, levers),
            cut_short=self.cut_short,
        )

    def _curves(self, base: Base) -> tuple[Planned, int, list[Pulled]]:
        """The case's own plan with its policy, and every lever over its range."""
        proved = base.answer.proved.low
        plans: list[Task] = [Making((), policy, proved) for policy in range(POLICIES)]
        found = handles(base.case)
        results = self._all(base, [*plans, *map(Curve, found)], "levers, one by one")
        known = [(cast(Planned, results[n]), n) for n in range(POLICIES) if n in results]
        if not known:
            raise StudyError("stopped before the case itself was planned; give it more time.")
        plan, policy = known[0]
        for other, n in known[1:]:
            if other.beats(plan):
                plan, policy = other, n
        return (
            plan,
            policy,
            [
                Pulled(handle, cast(Found, results[n]))
                for n, handle in enumerate(found, start=POLICIES)
                if n in results
            ],
        )

    def _plans(self, base: Base, plan: Planned, policy: int, levers: Sequence[Pulled]) -> None:
        """Plans with the levers that help the most, as many as the budget of looks allows."""
        helpful = [pulled for pulled in levers if pulled.found.stops_at != 0]
        helpful.sort(key=lambda pulled: worth(base, pulled.found.steps[0][1]), reverse=True)
        wanted: list[tuple[Pulled, int]] = [(pulled, 1) for pulled in helpful]
        wanted += [(pulled, pulled.best()) for pulled in helpful]
        wanted += [(pulled, units) for pulled in helpful for units, _ in pulled.found.steps]
        chosen = list({(id(p), units): (p, units) for p, units in wanted}.values())
        chosen = chosen[: min(PLANS, PLAN_LOOKS // max(1, plan.looks))]
        tasks: list[Task] = [
            Making(((pulled.handle, units),), policy, pulled.answer(units).proved.low)
            for pulled, units in chosen
        ]
        for n, made in self._all(base, tasks, "plans with the best of them").items():
            pulled, units = chosen[n]
            pulled.plans[units] = cast(Planned, made)

    def _joints(self, base: Base, levers: Sequence[Pulled], before: Shares) -> tuple[Joint, ...]:
        """Pairs of which one binds behind the other, where both together gain more than the sum."""
        pairs = likely_pairs(base, levers, before)
        tasks: list[Task] = [
            Together(((one.handle, one.best()), (other.handle, other.best())))
            for one, other in pairs
        ]
        results = self._all(base, tasks, "levers, two by two")
        found = (told_joint(base, *pairs[n], cast(Answer, answer)) for n, answer in results.items())
        by_time = base.answer.likely.about is not None
        return tuple(
            sorted(
                (joint for joint in found if joint is not None),
                key=lambda joint: (
                    -((joint.beyond_seconds or 0) if by_time else joint.beyond_people),
                    joint.levers,
                ),
            )
        )

    def _cheapest(
        self, base: Base, plan: Planned, policy: int, levers: Sequence[Pulled]
    ) -> Cheapest | None:
        self._tell("the cheapest set")
        known = [
            Known(pulled.handle, units, pulled.answer(units), made)
            for pulled in levers
            for units, made in pulled.plans.items()
        ]
        return cheapest_set(base, plan, policy, known, self._stop)

    def _all(self, base: Base, tasks: Sequence[Task], what: str) -> dict[int, Outcome]:
        """What came of the tasks, by number; of those that ended before it was told to stop."""
        found: dict[int, Outcome] = {}
        if not tasks or self._stop():
            return found
        running = self._executor.run(work, base, tasks)
        self._tell(f"{what}, 0 of {len(tasks)}")
        try:
            for number, outcome in running:
                found[number] = outcome
                self._tell(f"{what}, {len(found)} of {len(tasks)}")
                if len(found) < len(tasks) and self._stop():
                    break
        finally:
            running.close()
        return dict(sorted(found.items()))

    def _stop(self) -> bool:
        self.cut_short = self.cut_short or self._should_stop()
        return self.cut_short
