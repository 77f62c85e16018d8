"""What was found, as `Levers` has it: like with like, and what is proved apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from safepassage.model.case import Case
from safepassage.model.levers import BindsOn, Joint, Lever, Step
from safepassage.solve.limits import ALL_OUT, FLEET, Cause, Limit
from safepassage.solve.opentime import outbound_time
from safepassage.studies.levers.answers import (
    Answer,
    Base,
    Planned,
    Shares,
    as_planned,
    estimated,
)
from safepassage.studies.levers.handles import Handle
from safepassage.studies.levers.pull import local_day
from safepassage.studies.levers.touched import share
from safepassage.studies.levers.work import Found

TOLD = 0.02
"""Part of a day's dual value from which on it is told."""

BEYOND = 0.05
"""Part of the sum of two gains by which they must gain more together."""


@dataclass
class Pulled:
    """All that is known of one lever."""

    handle: Handle
    found: Found
    plans: dict[int, Planned] = field(default_factory=dict)

    def best(self) -> int:
        """As many units as help; all that were tried if none does."""
        return self.found.stops_at or self.found.steps[-1][0]

    def answer(self, units: int) -> Answer:
        """What the fluid says of so many units."""
        return dict(self.found.steps)[units]


def worth(base: Base, answer: Answer) -> tuple[float, int]:
    """What orders levers: how much sooner, then how many more by the day (or at all)."""
    people = max(answer.out_by - base.answer.out_by, answer.people - base.answer.people)
    return float(_sooner(base.answer.likely.about, answer.likely.about) or 0), people


def told_lever(base: Base, plan: Planned, pulled: Pulled, before: Shares) -> Lever:
    """A lever with its steps."""
    handle, found = pulled.handle, pulled.found
    unused = handle.kind == "days" and base.answer.likely.about is not None
    return Lever(
        **handle.named,
        share=0.0 if unused else round(share(base.problem, handle.kind, handle.where, before), 3),
        steps=tuple(_step(base, plan, pulled, units, answer) for units, answer in found.steps),
        stops_at=found.stops_at,
    )


def _step(base: Base, plan: Planned, pulled: Pulled, units: int, answer: Answer) -> Step:
    only_adds = pulled.handle.only_adds
    sooner = _sooner(base.answer.likely.about, answer.likely.about)
    more = answer.out_by - base.answer.out_by
    at_least = 0 if base.answer.bound is not None else None
    result = estimated(base, answer)
    made = _possible(plan, pulled, units)
    if made:
        best = next(one for one in made if not any(other.beats(one) for other in made))
        gained = _sooner(plan.clearance, best.clearance)
        # A plan with fewer units tells more than an estimate only if it gains as much.
        if units in pulled.plans or (gained or 0) > (sooner or 0):
            sooner = gained
            more = max(one.out_by(base.by) for one in made) - plan.out_by(base.by)
            at_least = _sooner(base.answer.bound, best.clearance)
            result = as_planned(answer, best)
    if only_adds:  # the plan at hand can still be kept
        more = max(0, more)
        sooner = None if sooner is None else max(0, sooner)
    at_most = _sooner(plan.clearance, answer.bound)
    return Step(
        units=units,
        cost=pulled.handle.costs(units),
        result=result,
        sooner_seconds=sooner,
        more_people=more,
        sooner_at_least=None if at_least is None else max(0, at_least),
        sooner_at_most=None if at_most is None else max(0, at_most),
    )


def _possible(plan: Planned, pulled: Pulled, units: int) -> list[Planned]:
    """The plans with so many units or fewer: what was planned with less may still be done."""
    if not pulled.handle.only_adds:
        return [pulled.plans[units]] if units in pulled.plans else []
    fewer = [made for n, made in sorted(pulled.plans.items()) if n <= units]
    return [plan, *fewer] if fewer else []


def ranked(levers: Iterable[Lever]) -> tuple[Lever, ...]:
    """The most helpful first, by one unit, then by all that were tried, else as they come."""

    def gains(lever: Lever) -> tuple[float, ...]:
        first, last = lever.steps[0], lever.steps[-1]
        return tuple(
            float(-each)
            for step in (first, last)
            for each in (step.sooner_seconds or 0, step.more_people)
        )

    return tuple(sorted(levers, key=gains))


def told_joint(base: Base, one: Pulled, other: Pulled, both: Answer) -> Joint | None:
    """Two levers, if they gain more together than each alone added up."""
    units = one.best(), other.best()
    alone = [pulled.answer(n) for pulled, n in zip((one, other), units, strict=True)]
    people = base.answer.out_by
    more = both.out_by - people
    beyond_people = more - sum(answer.out_by - people for answer in alone)
    sooner = _sooner(base.answer.likely.about, both.likely.about)
    parts = [_sooner(base.answer.likely.about, answer.likely.about) for answer in alone]
    beyond = None
    if sooner is not None and None not in parts:
        beyond = sooner - sum(part or 0 for part in parts)
    if beyond is None:
        if beyond_people <= 0:
            return None
    elif beyond <= 0 or not _open_beyond(base, both, alone):
        return None
    costs = [p.handle.costs(n) for p, n in zip((one, other), units, strict=True)]
    return Joint(
        levers=(one.handle.name, other.handle.name),
        units=units,
        cost=None if None in costs else sum(cost or 0.0 for cost in costs),
        result=estimated(base, both),
        sooner_seconds=sooner,
        more_people=more,
        beyond_seconds=beyond,
        beyond_people=beyond_people,
    )


def _open_beyond(base: Base, both: Answer, alone: list[Answer]) -> bool:
    """Whether two gain more than the sum in open time too: a night saved is no joint gain."""
    time = outbound_time(base.problem)

    def gain(answer: Answer) -> int:
        before, after = base.answer.likely.about, answer.likely.about
        assert before is not None
        assert after is not None
        return time.position(before) - time.position(after)

    added = sum(gain(answer) for answer in alone)
    return gain(both) > added + max(BEYOND * added, base.mesh.step)


def told_limits(case: Case, found: Iterable[Limit]) -> tuple[BindsOn, ...]:
    """What binds on each day, the most first; all vehicles as one."""
    days: dict[int, dict[Cause, float]] = defaultdict(lambda: defaultdict(float))
    for limit in found:
        promise, where = limit.cause
        if (
            limit.cause != ALL_OUT
        ):  # where people go by choice, or that all are out: no term limits that
            days[limit.midnight][promise, "" if promise == FLEET else where] += limit.value
    return tuple(
        BindsOn(
            date=local_day(midnight, case.zone).isoformat(),
            promise=promise,
            where=where,
            share=round(value / sum(values.values()), 3),
        )
        for midnight, values in sorted(days.items())
        for (promise, where), value in sorted(values.items(), key=lambda one: (-one[1], one[0]))
        if value >= TOLD * sum(values.values())
    )


def _sooner(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else before - after
