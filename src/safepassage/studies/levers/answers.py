"""How one variant is answered: by the fluid, proved and as plans go, and by a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias

from safepassage.model.case import Case
from safepassage.model.levers import Answered, OutOn
from safepassage.solve.limits import Cause, Limit, limits
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.quick import Bracket, Fluid, Mesh, choose_mesh, quick_plan
from safepassage.studies.levers.pull import local_day, midnight

Shares: TypeAlias = Mapping[Cause, float]
"""Parts of the whole dual value, by what limits."""

SLIGHT = 1e-3
"""Part of all people under which more of them out is none: programmes are solved to less."""


@dataclass(frozen=True)
class Answer:
    """What the fluid says. Instants are UTC seconds; `people` are out by the horizon's end."""

    proved: Bracket
    likely: Bracket
    bound: int | None
    """No plan is clear earlier (proved); None if not everyone can leave."""
    people: int
    people_bound: int
    out_by: int
    """Persons out by the end of the day that the study counts at."""
    solves: int = field(default=0, compare=False)
    """Linear programmes that it took."""


@dataclass(frozen=True)
class Planned:
    """A plan: when the last person is out, persons out in all and by the end of each day."""

    clearance: int | None
    people: int
    out: tuple[OutOn, ...]
    looks: int
    """What it cost to make, counted."""

    def out_by(self, by: str) -> int:
        """Persons out by the end of a day."""
        return next((one.people for one in self.out if one.date == by), self.people)

    def beats(self, other: Planned) -> bool:
        """Whether more people are out, or as many sooner."""
        if self.people != other.people:
            return self.people > other.people
        late = 1 << 62
        return (self.clearance or late) < (other.clearance or late)


@dataclass(frozen=True)
class Base:
    """The case itself, compiled and answered: what every variant is compared with."""

    case: Case
    problem: Problem
    mesh: Mesh
    by: str
    answer: Answer

    @property
    def everyone(self) -> int:
        """Persons who could be served."""
        return sum(unit.persons for unit in self.problem.units)

    def beats(self, one: Answer, other: Answer) -> bool:
        """Whether the last person is out sooner, or more people are out by the day or at all.

        By more than the mesh tells apart.
        """
        mine, theirs = one.likely.about, other.likely.about
        if mine is not None and (theirs is None or mine + self.mesh.step // 2 < theirs):
            return True
        most = max(one.out_by - other.out_by, one.people - other.people)
        return most > max(1.0, SLIGHT * self.everyone)

    def end_of(self, day: str) -> int:
        """The instant at which a local day ends."""
        return midnight(date.fromisoformat(day) + timedelta(days=1), self.case.zone)


def answer_base(
    case: Case, by: str | None, should_stop: Callable[[], bool] | None = None
) -> tuple[Base, tuple[Limit, ...]]:
    """The case answered by the fluid, and what limits it day by day.

    Raises
    ------
    Stopped
        if told to before that was done.
    """
    problem = compile_problem(case)
    mesh = choose_mesh(problem, should_stop)
    least = Fluid(problem, mesh, likely=False, should_stop=should_stop)
    usual = Fluid(problem, mesh, likely=True, should_stop=should_stop)
    if not usual.able:
        nothing = Bracket(case.horizon[1], None, None)
        answer = Answer(nothing, nothing, None, 0, 0, 0)
        return Base(case, problem, mesh, by or _day(case, case.horizon[1] - 1), answer), ()
    proved = least.bracket()
    likely = usual.bracket(proved.low)
    day = by or counted_on(case, likely)
    base = Base(case, problem, mesh, day, _answered(least, usual, proved, likely, case, day))
    return base, limits(usual.short(likely))


def counted_on(case: Case, likely: Bracket) -> str:
    """The day at whose end people are counted, where nobody asked for one.

    When three quarters of the days that it is likely to take are over; the horizon's last day if
    not everyone can leave.
    """
    if likely.about is None:
        return _day(case, case.horizon[1] - 1)
    first = local_day(case.first_opening, case.zone)
    last = local_day(likely.about, case.zone)
    return (first + (last - first) * 3 // 4).isoformat()


def answer_variant(
    base: Base,
    case: Case,
    than: Answer | None,
    *,
    gain: int = 0,
    at_best: Answer | None = None,
) -> tuple[Answer, Callable[[], dict[Cause, float]]]:
    """A variant answered by the fluid, and a function that says what limits it then, in shares.

    `than` is the answer of a case that allows no more, `at_best` of one that allows no less, where
    there is one: then no more programmes are solved than tell what lies between. `gain`: about how
    many open seconds sooner than `than` is expected.
    """
    problem = compile_problem(case, base.problem)
    least = Fluid(problem, base.mesh, likely=False)
    usual = Fluid(problem, base.mesh, likely=True)
    if not usual.able:
        return base.answer, dict
    proved = _between(
        least,
        than.proved if than else None,
        at_best.proved if at_best else None,
        gain,
    )
    likely = _between(
        usual,
        than.likely if than else None,
        at_best.likely if at_best else None,
        gain,
        proved.low,
    )
    answer = _answered(least, usual, proved, likely, case, base.by)
    return answer, lambda: shares(limits(usual.short(likely)))


def _between(
    fluid: Fluid, than: Bracket | None, at_best: Bracket | None, gain: int, low: int = 0
) -> Bracket:
    """The bracket of a case that allows no less than one, and no more than another."""
    if at_best is not None and at_best.high is None:
        return fluid.never()
    if at_best is not None and at_best == than:
        return than
    if than is None or than.high is None:
        return fluid.bracket(max(low, at_best.low) if at_best else low)
    if at_best is not None:
        return fluid.bracket(max(low, at_best.low), than.high, gain)
    return fluid.bracket(low, than.low, gain) if fluid.clears(than.low) else than


def _answered(
    least: Fluid, usual: Fluid, proved: Bracket, likely: Bracket, case: Case, by: str
) -> Answer:
    end, everyone = case.horizon[1], least.people
    due = midnight(date.fromisoformat(by) + timedelta(days=1), case.zone)
    people = everyone if likely.high is not None else usual.out_by(end)
    done = likely.high is not None and likely.high <= due
    answer = Answer(
        proved=proved,
        likely=likely,
        bound=least.no_sooner(proved),
        people=people,
        people_bound=everyone if proved.high is not None else least.out_by(end),
        out_by=everyone if done else min(people, usual.out_by(min(due, end))),
    )
    return replace(answer, solves=least.solves + usual.solves)


def shares(found: tuple[Limit, ...]) -> dict[Cause, float]:
    """What limits, over all days together: parts of the whole."""
    values: dict[Cause, float] = defaultdict(float)
    for limit in found:
        values[limit.cause] += limit.value
    whole = sum(values.values())
    return {cause: value / whole for cause, value in values.items()} if whole else {}


def plan_variant(base: Base, case: Case, policy: int, proved: int) -> Planned:
    """A variant planned by one dispatch; not everyone is out by `proved` (UTC seconds)."""
    problem = compile_problem(case, base.problem)
    found = quick_plan(problem, policy, proved)
    return Planned(found.clearance, found.people, tuple(_by_day(case, found.out)), found.looks)


def _by_day(case: Case, passed: tuple[tuple[int, int], ...]) -> Iterator[OutOn]:
    """Persons out by the end of each day of the horizon."""
    day, last = (local_day(t, case.zone) for t in (case.horizon[0], case.horizon[1] - 1))
    total, n = 0, 0
    while day <= last:
        end = midnight(day + timedelta(days=1), case.zone)
        while n < len(passed) and passed[n][0] <= end:
            total += passed[n][1]
            n += 1
        yield OutOn(date=day.isoformat(), people=total)
        day += timedelta(days=1)


def _day(case: Case, instant: int) -> str:
    return local_day(instant, case.zone).isoformat()


def estimated(base: Base, answer: Answer) -> Answered:
    """As the fluid has it."""
    return Answered(
        clearance=answer.likely.about if not base.problem.refused else None,
        bound=answer.bound,
        people=answer.people,
        people_bound=answer.people_bound,
        out=(OutOn(date=base.by, people=answer.out_by),),
        planned=False,
    )


def as_planned(answer: Answer, plan: Planned) -> Answered:
    """As a plan has it, with what is proved beside."""
    return Answered(
        clearance=plan.clearance,
        bound=answer.bound,
        people=plan.people,
        people_bound=max(plan.people, answer.people_bound),
        out=plan.out,
        planned=True,
    )
