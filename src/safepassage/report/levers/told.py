"""Levers as the page tells them: in words, with the figures that its charts are drawn from."""

from __future__ import annotations

import msgspec

from safepassage.model.case import Case
from safepassage.model.levers import Answered, Cheapest, Joint, Lever, Levers, Step
from safepassage.report.language import Language
from safepassage.report.levers.answer import answer, by_time, gain, out_by, overall
from safepassage.report.levers.wording import asked, called, limit
from safepassage.report.page.wording import sentence
from safepassage.shown import straight


class StepTold(msgspec.Struct, frozen=True, kw_only=True):
    """A lever pulled so far. UTC seconds, seconds and persons; `gain` in what the chart shows."""

    units: int
    what: str
    gain: int
    sooner: int | None
    at_least: int | None
    at_most: int | None
    more_people: int
    clearance: int | None
    bound: int | None
    people: int
    people_bound: int
    planned: bool
    cost: float | None


class LeverTold(msgspec.Struct, frozen=True, kw_only=True):
    """A lever, the first step first."""

    steps: tuple[StepTold, ...]
    amount: float
    """Of a unit, for the axis."""
    stops_at: int | None


class Limited(msgspec.Struct, frozen=True, kw_only=True):
    """What limits a day, by its number in `Told.limits`; its share is 0 to 1."""

    limit: int
    share: float


class DayTold(msgspec.Struct, frozen=True, kw_only=True):
    """What limits how many are out on a day; the most first."""

    date: str
    limits: tuple[Limited, ...]


class JointTold(msgspec.Struct, frozen=True, kw_only=True):
    """Two levers together; `beyond` is more than each alone, added up."""

    first: str
    second: str
    sooner: int | None
    beyond: int | None
    more_people: int
    beyond_people: int
    cost: float | None


class ChangeTold(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the cheapest set."""

    what: str
    cost: float | None


class CheapestTold(msgspec.Struct, frozen=True, kw_only=True):
    """The cheapest set that was found; `found` is False if there is none."""

    by: str
    found: bool
    changes: tuple[ChangeTold, ...]
    cost: float | None
    at_least: float | None
    clearance: int | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    title: str
    digest: str
    by: str
    by_time: bool
    """Gains are seconds; else people more by the end of `by`."""
    headline: tuple[str, ...]
    cut_short: bool
    clearance: int | None
    bound: int | None
    people: int
    people_bound: int
    levers: tuple[LeverTold, ...]
    limits: tuple[str, ...]
    """In words, what binds most over all days first."""
    days: tuple[DayTold, ...]
    joints: tuple[JointTold, ...]
    cheapest: CheapestTold | None


def told(found: Levers, case: Case, language: Language) -> Told:
    """What is shown of a study in a language."""
    limits = overall(found.binds)
    return Told(
        title=straight(case.title),
        digest=found.case_digest,
        by=found.by,
        by_time=by_time(found),
        headline=tuple(answer(found, case, language)),
        cut_short=found.cut_short,
        clearance=found.now.clearance,
        bound=found.now.bound,
        people=out_by(found.now, found.by),
        people_bound=found.now.people_bound,
        levers=tuple(_lever(found, lever, case, language) for lever in found.levers),
        limits=tuple(sentence(limit(*one, case, language)) for one in limits),
        days=tuple(
            DayTold(
                date=day,
                limits=tuple(
                    Limited(limit=limits.index((one.promise, one.where)), share=one.share)
                    for one in sorted(found.binds, key=lambda one: -one.share)
                    if one.date == day and one.share > 0
                ),
            )
            for day in sorted({one.date for one in found.binds})
        ),
        joints=tuple(_joint(found, joint, case, language) for joint in found.joints),
        cheapest=_cheapest(found, found.cheapest, case, language) if found.cheapest else None,
    )


def _lever(found: Levers, lever: Lever, case: Case, language: Language) -> LeverTold:
    return LeverTold(
        steps=tuple(_step(found, lever, step, case, language) for step in lever.steps),
        amount=lever.amount or 1,
        stops_at=lever.stops_at,
    )


def _step(found: Levers, lever: Lever, step: Step, case: Case, language: Language) -> StepTold:
    result: Answered = step.result
    return StepTold(
        units=step.units,
        what=sentence(asked(lever, step.units, case, language)),
        gain=gain(found, step),
        sooner=step.sooner_seconds,
        at_least=step.sooner_at_least,
        at_most=step.sooner_at_most,
        more_people=step.more_people,
        clearance=result.clearance,
        bound=result.bound,
        people=out_by(result, found.by),
        people_bound=result.people_bound,
        planned=result.planned,
        cost=step.cost,
    )


def _joint(found: Levers, joint: Joint, case: Case, language: Language) -> JointTold:
    first, second = (
        sentence(called(name, units, found, case, language))
        for name, units in zip(joint.levers, joint.units, strict=True)
    )
    return JointTold(
        first=first,
        second=second,
        sooner=joint.sooner_seconds,
        beyond=joint.beyond_seconds,
        more_people=joint.more_people,
        beyond_people=joint.beyond_people,
        cost=joint.cost,
    )


def _cheapest(found: Levers, cheapest: Cheapest, case: Case, language: Language) -> CheapestTold:
    return CheapestTold(
        by=cheapest.by,
        found=cheapest.result is not None,
        changes=tuple(
            ChangeTold(
                what=sentence(called(one.lever, one.units, found, case, language)), cost=one.cost
            )
            for one in cheapest.changes
        ),
        cost=cheapest.cost,
        at_least=cheapest.at_least,
        clearance=cheapest.result.clearance if cheapest.result else None,
    )
