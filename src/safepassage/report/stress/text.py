"""An ensemble in words for the terminal: the answer first, then days, causes and levers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isfinite

from safepassage.model.case import Case
from safepassage.model.outcome import Raised, Stressed
from safepassage.report.language import language
from safepassage.report.levers.wording import asked
from safepassage.report.page.wording import sentence
from safepassage.report.stress.answer import answer
from safepassage.report.stress.wording import cause
from safepassage.report.text import table


def stress_text(stressed: Stressed, case: Case) -> str:
    """All of it, ready to print."""
    parts = (
        _answer(stressed, case),
        _days(stressed),
        _causes(stressed, case),
        _levers(stressed, case),
    )
    return "\n".join(line for part in parts for line in part)


def _answer(stressed: Stressed, case: Case) -> Iterator[str]:
    yield from answer(stressed, case)
    if stressed.raised and stressed.raised[0].gain <= 0:
        yield "One step of no lever raises the probability."
    if stressed.runs < stressed.asked:
        yield f"Ended early: {stressed.runs:,} of {stressed.asked:,} runs were done."
    if stressed.broken_promises:
        yield f"{stressed.broken_promises:,} broken promises: a defect of this program. Report it."
    yield "No run is a forecast: a probability is no better than what the case says varies."


def _days(stressed: Stressed) -> Iterator[str]:
    """From the last day on which no run is clear to the first on which all are."""
    clear = [band.clear for band in stressed.bands]
    first = max(0, sum(share == 0 for share in clear) - 1)
    until = next((day for day, share in enumerate(clear) if share == 1), len(clear) - 1)
    rows = [["by the end of", "clear", "95 % interval", "people out: half", "9 in 10", "planned"]]
    rows += [
        [
            _day(band.date),
            f"{100 * band.clear:.1f} %",
            f"{100 * band.clear_low:.1f} to {100 * band.clear_high:.1f} %",
            f"{band.p25:,} to {band.p75:,}",
            f"{band.p5:,} to {band.p95:,}",
            f"{band.planned:,}",
        ]
        for band in stressed.bands[first : until + 1]
    ]
    yield from ("", table(rows))


def _causes(stressed: Stressed, case: Case) -> Iterator[str]:
    if not stressed.delays:
        return
    rows = [["what delays", "hours", "people left", "clear at all", "of the variance"]]
    rows += [
        [
            cause(one.cause, one.where, case, language()),
            _measured(one.hours, one.hours_error),
            _signed(one.people),
            f"{_signed(-100 * one.clear)} points",
            f"{100 * one.variance:.0f} %",
        ]
        for one in stressed.delays
    ]
    yield from ("", table(rows))
    yield (
        f"Each by the first {stressed.compared:,} runs again without it. Hours: of runs clear both "
        "ways, ± their standard error."
    )


def _levers(stressed: Stressed, case: Case) -> Iterator[str]:
    if not stressed.raised:
        return
    rows = [["with", f"clear by {_day(stressed.by)}", "points", "cost"]]
    rows += [_lever(one, case) for one in stressed.raised]
    yield from ("", table(rows))
    yield (
        f"Each by the plan at hand and by one of its own, whichever holds better, in the first "
        f"{stressed.compared:,} runs beside the plan's; ± the standard error."
    )


def _lever(one: Raised, case: Case) -> list[str]:
    return [
        sentence(asked(one, 1, case, language())),
        f"{100 * one.clear:.1f} %",
        _measured(100 * one.gain, 100 * one.gain_error),
        "-" if one.cost is None else f"{one.cost:,g}",
    ]


def _measured(mean: float, error: float) -> str:
    if not isfinite(mean):
        return "-"
    return _signed(mean) + (f" ± {error:,.1f}" if isfinite(error) else "")


def _signed(number: float) -> str:
    told = f"{number:+,.1f}"
    return "0" if float(told.replace(",", "")) == 0 else told


def _day(iso_date: str) -> str:
    return f"{date.fromisoformat(iso_date):%-d %B}"
