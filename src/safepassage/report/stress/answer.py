"""The answer in plain words: how likely everyone is out in time, and what most delays."""

from __future__ import annotations

import math
from collections.abc import Iterator

from safepassage.model.case import Case
from safepassage.model.outcome import Band, Stressed
from safepassage.report.clock import day_start
from safepassage.report.language import Language
from safepassage.report.language import language as language_of
from safepassage.report.levers.wording import asked
from safepassage.report.stress.wording import cause

SURE = 2.0
"""Standard errors from which on a difference isn't put down to chance."""


def answer(stressed: Stressed, case: Case, language: Language | None = None) -> list[str]:
    """Whole sentences, the answer first; in English if no language is said."""
    return list(_sentences(stressed, case, language or language_of()))


def judged(stressed: Stressed) -> Band | None:
    """The day that levers and causes are judged by; None if it is outside the horizon."""
    return next((band for band in stressed.bands if band.date == stressed.by), None)


def _sentences(stressed: Stressed, case: Case, language: Language) -> Iterator[str]:
    text, zone = language.text, case.zone
    clear = sum(at is not None for at in stressed.clearances)
    runs = language.number(stressed.runs)
    band = judged(stressed)
    if clear == 0:
        yield text("In none of {runs} runs is everyone who came out by the end.", runs=runs)
    elif band is not None:
        yield text(
            "Everyone who came is out by the end of {date} in {share} of {runs} runs.",
            date=language.day(day_start(band.date, zone), zone),
            share=language.percent(band.clear),
            runs=runs,
        )
        yield text(
            "So many runs tell that probability to between {low} and {high} (95 % interval).",
            low=language.percent(band.clear_low),
            high=language.percent(band.clear_high),
        )
    else:
        yield text(
            "Everyone who came is out by the end in {share} of {runs} runs.",
            share=language.percent(clear / stressed.runs),
            runs=runs,
        )
    if stressed.planned is None:
        yield text("The plan itself leaves somebody, even if nothing goes otherwise.")
    else:
        yield text(
            "In the plan, nothing going otherwise, the last person is out on {when}.",
            when=language.moment(stressed.planned, zone),
        )
    if clear:
        yield from _by_when(stressed, case, language)
    yield from _why(stressed, case, language)


def _by_when(stressed: Stressed, case: Case, language: Language) -> Iterator[str]:
    """By which days half of the runs, and nearly all of them, are done."""

    def reached(share: float) -> str | None:
        day = next((band.date for band in stressed.bands if band.clear >= share), None)
        return day and language.day(day_start(day, case.zone), case.zone)

    half, most = reached(0.5), reached(0.95)
    if half is None:
        yield language.text("More than half of the runs leave somebody at the end.")
        return
    yield language.text("Half of the runs have everyone out by the end of {date}.", date=half)
    if most is None:
        yield language.text("More than one run in twenty leaves somebody at the end.")
        return
    yield language.text("Nineteen of twenty runs have by the end of {date}.", date=most)


def _why(stressed: Stressed, case: Case, language: Language) -> Iterator[str]:
    text = language.text
    worst = next((d for d in stressed.delays if math.isfinite(d.hours) and d.hours > 0), None)
    if worst is not None:
        yield text(
            "What most delays: {cause}, {hours} hours on average.",
            cause=cause(worst.cause, worst.where, case, language),
            hours=language.number(round(worst.hours, 1)),
        )
    helps = next((one for one in stressed.raised if one.gain > 0), None)
    if helps is not None:
        yield text(
            "What most raises the probability: {lever}, to {share}.",
            lever=asked(helps, 1, case, language),
            share=language.percent(helps.clear),
        )
        if helps.gain < SURE * helps.gain_error:
            yield text("Such a difference could well be chance: more runs would tell.")
