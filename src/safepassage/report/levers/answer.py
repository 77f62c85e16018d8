"""The answer in plain words: what to ask for first and why, then what it all gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from safepassage.model.case import Case
from safepassage.model.levers import Answered, BindsOn, Cheapest, Lever, Levers, Step
from safepassage.report.clock import day_start
from safepassage.report.language import Language
from safepassage.report.language import language as language_of
from safepassage.report.levers.wording import asked, called, limit
from safepassage.report.page.wording import sentence

Limit = tuple[str, str]
"""A promise and where it binds."""


def answer(found: Levers, case: Case, language: Language | None = None) -> list[str]:
    """Whole sentences, the one that a negotiator needs first; in English if no language is said."""
    language = language or language_of()
    return [sentence(told) for told in _sentences(found, case, language)]


def gain(found: Levers, step: Step | Lever) -> int:
    """What a step gains, or the first of a lever: seconds sooner; people where not all are out."""
    if isinstance(step, Lever):
        return gain(found, step.steps[0]) if step.steps else 0
    return (step.sooner_seconds or 0) if by_time(found) else step.more_people


def by_time(found: Levers) -> bool:
    """Whether levers are told apart by when the last person is out; else by how many are out."""
    return found.now.clearance is not None


def out_by(result: Answered, by: str) -> int:
    """Persons out by the end of a local day."""
    return next((one.people for one in result.out if one.date == by), result.people)


def _sentences(found: Levers, case: Case, language: Language) -> Iterator[str]:
    text = language.text
    best = max(found.levers, key=lambda lever: gain(found, lever), default=None)
    why = _why(found, case, language)
    if best is None or gain(found, best) <= 0:
        yield text("No single step of what was tried gains anything.")
        if why:
            yield f"{why}."
    else:
        yield from _first(found, best, why, case, language)
    yield from _now(found, case, language)
    for joint in found.joints[:1]:
        first, second = (
            called(name, units, found, case, language)
            for name, units in zip(joint.levers, joint.units, strict=True)
        )
        yield text(
            "{first} and {second} gain more together than each alone added up.",
            first=first,
            second=second,
        )
    if found.cheapest is not None:
        yield _cheapest(found.cheapest, case, language)


def _first(found: Levers, best: Lever, why: str, case: Case, language: Language) -> Iterator[str]:
    """What to ask for first, what it is worth more than, and why."""
    text = language.text
    first = asked(best, best.steps[0].units, case, language)
    weaker = _outdone(found, best)
    if weaker is None:
        told = text("Ask first for {lever}", lever=first)
    else:
        other = asked(weaker, weaker.steps[-1].units, case, language)
        told = text("{lever} is worth more than {other}", lever=first, other=other)
    yield f"{told}: {why}." if why else f"{told}."
    if weaker is not None and _proved(best, weaker):
        yield text("That is proved: no plan with the latter is done as early.")
    if by_time(found):
        sooner = language.span(gain(found, best))
        yield text("With it the last person is out {span} sooner.", span=sooner)
    else:
        yield language.count(
            "With it {n} more person is out by the end of {date}.",
            "With it {n} more people are out by the end of {date}.",
            gain(found, best),
            date=language.day(day_start(found.by, case.zone), case.zone),
        )


def _outdone(found: Levers, best: Lever) -> Lever | None:
    """The lever of another kind with most units that all together gain less than one step.

    Of those alike vehicles come first: that they are enough already is what people least expect.
    """
    weaker = (
        lever
        for lever in found.levers
        if lever.kind != best.kind
        and len(lever.steps) > 1
        and max(gain(found, step) for step in lever.steps) < gain(found, best)
    )
    return max(
        weaker,
        key=lambda lever: (gain(found, lever.steps[-1]), lever.kind == "vehicles"),
        default=None,
    )


def _proved(best: Lever, weaker: Lever) -> bool:
    """Whether the plan with one step is done before any plan with all of the other could be."""
    first, last = best.steps[0].result, weaker.steps[-1].result
    if not first.planned or first.clearance is None or last.bound is None:
        return False
    return first.clearance < last.bound


def _why(found: Levers, case: Case, language: Language) -> str:
    """What binds most, and from which day of the movement on; empty where nothing is known."""
    leading = leaders(found.binds)
    if not leading:
        return ""
    most = overall(found.binds)[0]
    days = [day for day, limited in leading.items() if limited == most]
    what = limit(*most, case, language)
    start = datetime.fromtimestamp(case.first_opening, case.zone).date()
    number = (date.fromisoformat(days[0]) - start).days + 1 if days else 0
    if number > 0 and days == list(leading)[-len(days) :]:
        return language.text("{what} binds most from day {n} on", what=what, n=number)
    return language.text("{what} binds most", what=what)


def leaders(binds: tuple[BindsOn, ...]) -> dict[str, Limit]:
    """What has the largest share on each day, by date."""
    found: dict[str, BindsOn] = {}
    for one in sorted(binds, key=lambda one: (one.date, -one.share)):
        found.setdefault(one.date, one)
    return {day: (one.promise, one.where) for day, one in found.items()}


def overall(binds: tuple[BindsOn, ...]) -> list[Limit]:
    """All that binds, by its shares over the days, the most first."""
    total: dict[Limit, float] = defaultdict(float)
    for one in binds:
        total[one.promise, one.where] += one.share
    return sorted(total, key=lambda limited: (-total[limited], limited))


def _now(found: Levers, case: Case, language: Language) -> Iterator[str]:
    """What can be done without any of it."""
    text, now = language.text, found.now
    if now.clearance is not None:
        yield text(
            "As the case stands, the last person is out on {when}.",
            when=language.moment(now.clearance, case.zone),
        )
        if now.bound is not None and now.bound < now.clearance:
            yield text(
                "It's proved that no plan for it has everyone out before {when}.",
                when=language.moment(now.bound, case.zone),
            )
        return
    yield language.count(
        "As the case stands, {n} person is out by the end of {date}.",
        "As the case stands, {n} people are out by the end of {date}.",
        out_by(now, found.by),
        date=language.day(day_start(found.by, case.zone), case.zone),
    )
    if now.bound is None:
        yield text("It's proved that no plan for it has everyone out.")
    else:
        yield text("No plan found for it has everyone out; whether one could isn't known.")


def _cheapest(cheapest: Cheapest, case: Case, language: Language) -> str:
    text = language.text
    date_told = language.day(day_start(cheapest.by, case.zone), case.zone)
    if cheapest.result is None:
        return text(
            "No set of what was tried has everyone out by the end of {date}.", date=date_told
        )
    if not cheapest.changes:
        return text("Everyone is out by the end of {date} without any of it.", date=date_told)
    if cheapest.cost is None:
        return text("A set below has everyone out by the end of {date}.", date=date_told)
    return text(
        "The cheapest set found that has everyone out by the end of {date} costs {cost}.",
        date=date_told,
        cost=language.number(cheapest.cost),
    )
