"""A study of levers in words: the answer first, then the table, then what binds when."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from safepassage.model.case import Case
from safepassage.model.levers import BindsOn, Cheapest, Lever, Levers, Step
from safepassage.report.clock import duration
from safepassage.report.language import language as language_of
from safepassage.report.levers.answer import answer, by_time
from safepassage.report.levers.wording import asked, called, limit
from safepassage.report.text import percent, table
from safepassage.shown import shown

_TOLD = 0.1
"""Part of a day's dual value under which a limit is not told."""


def levers_text(found: Levers, case: Case) -> str:
    """The whole study, ready to print."""
    parts = [
        "\n".join(shown(line) for line in answer(found, case)),
        *([_CUT_SHORT] if found.cut_short else ()),
        "\n".join(_table(found, case)),
        "\n".join(_nothing(found, case)),
        "\n".join(_joints(found, case)),
        "\n".join(_cheapest(found.cheapest, found, case)) if found.cheapest else "",
        "\n".join(_binds(found.binds, case)),
        _BASIS,
    ]
    return "\n\n".join(part for part in parts if part)


_CUT_SHORT = "Cut short: the study was ended early; levers may be missing, another run may differ."

_BASIS = (
    "* estimated by a fluid that goes about as slowly as plans do; all others by a plan.\n"
    "Proved: no less than the first figure sooner, and no more than the second, than the plan at "
    "hand.\nWhat people choose, consent, monitoring and the care of screening are no levers. This "
    "is for the planner alone."
)


def _table(found: Levers, case: Case) -> Iterator[str]:
    """Every step of the levers that gain anything."""
    timed = by_time(found)
    header = ["", "sooner", "proved", f"more out by {found.by}", "cost"]
    rows = [
        [
            shown(_asked(lever, step.units, case)) + ("" if step.result.planned else " *"),
            _span(step.sooner_seconds) if timed else _cleared(step),
            _proved(step),
            f"{step.more_people:,}",
            "-" if step.cost is None else f"{step.cost:,g}",
        ]
        for lever in found.levers
        if _gains(lever)
        for step in lever.steps
    ]
    if not timed:
        header[1] = "all out"
    if all(row[-1] == "-" for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    if rows:
        yield table([header, *rows])


def _nothing(found: Levers, case: Case) -> Iterator[str]:
    """What was tried and gains nothing, with what is proved of it."""
    idle = [lever for lever in found.levers if not _gains(lever)]
    if not idle:
        return
    yield "These gain nothing, as far as was tried:"
    for lever in idle:
        last = lever.steps[-1]
        most = last.sooner_at_most
        proved = "" if most is None else f" (proved: at most {duration(most)} sooner)"
        yield shown(f"  {_asked(lever, last.units, case)}{proved}")


def _joints(found: Levers, case: Case) -> Iterator[str]:
    if not found.joints:
        return
    language = language_of()
    yield "More together than each alone added up:"
    for joint in found.joints:
        one, other = (
            called(name, units, found, case, language)
            for name, units in zip(joint.levers, joint.units, strict=True)
        )
        gains = f"{joint.more_people:,} more people, {joint.beyond_people:,} beyond the sum"
        if joint.sooner_seconds is not None and joint.beyond_seconds is not None:
            beyond = duration(max(0, joint.beyond_seconds))
            gains = f"{duration(joint.sooner_seconds)} sooner, {beyond} beyond the sum"
        yield shown(f"  {one} and {other}: {gains} *")


def _cheapest(cheapest: Cheapest, found: Levers, case: Case) -> Iterator[str]:
    if cheapest.result is None:
        told = f"No set of the levers whose cost is known was found to clear all by {cheapest.by}"
        least = cheapest.at_least
        yield told + ("." if least is None else f"; one that did would cost {least:,g} or more.")
        return
    if not cheapest.changes:
        return
    yield f"The cheapest set found that has everyone out by the end of {cheapest.by}:"
    for change in cheapest.changes:
        what = called(change.lever, change.units, found, case, language_of())
        yield shown(f"  {what}: {change.cost or 0:,g}")
    told = f"  in all {cheapest.cost or 0:,g}"
    if cheapest.at_least is not None:
        best = cheapest.at_least == cheapest.cost
        told += ", and no set of these steps costs less (proved)" if best else ""
        told += "" if best else f"; proved: none costs less than {cheapest.at_least:,g}"
    yield told


def _binds(binds: tuple[BindsOn, ...], case: Case) -> Iterator[str]:
    """What binds when: runs of days on which the same does, the most first."""
    days = [
        (date, [one for one in ones if one.share >= _TOLD])
        for date, group in itertools.groupby(binds, key=lambda one: one.date)
        if (ones := list(group))
    ]
    if not days:
        return
    yield "What binds when:"
    language = language_of()
    for _, run in itertools.groupby(days, key=lambda day: [(b.promise, b.where) for b in day[1]]):
        these = list(run)
        first, last = these[0][0], these[-1][0]
        told = ", ".join(
            f"{limit(one.promise, one.where, case, language)} {percent(_mean(these, n))}"
            for n, one in enumerate(these[0][1])
        )
        yield shown(f"  {first if first == last else f'{first} to {last}'}  {told}")


def _mean(days: list[tuple[str, list[BindsOn]]], n: int) -> float:
    return sum(ones[n].share for _, ones in days) / len(days)


def _gains(lever: Lever) -> bool:
    return any(_gain(step) for step in lever.steps)


def _gain(step: Step) -> bool:
    return (step.sooner_seconds or 0) != 0 or step.more_people != 0


def _asked(lever: Lever, units: int, case: Case) -> str:
    return asked(lever, units, case, language_of())


def _span(seconds: int | None) -> str:
    if seconds is None:
        return "-"
    return f"{duration(-seconds)} later" if seconds < 0 else duration(seconds)


def _cleared(step: Step) -> str:
    return "no" if step.result.clearance is None else "yes"


def _proved(step: Step) -> str:
    least, most = step.sooner_at_least, step.sooner_at_most
    if least is None or most is None:
        return "-"
    return f"{duration(least)} to {duration(most)}"
