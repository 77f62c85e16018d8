"""An ensemble in words for the terminal: the answer first, then days, causes and levers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite

from safepassage.model.case import Case
from safepassage.model.outcome import Delay, Raised, Stressed
from safepassage.model.variation import Cause
from safepassage.report.clock import iso
from safepassage.report.text import table

CAUSES: Mapping[Cause, str] = {
    "turnout": "who comes at all",
    "changed_mind": "changes of mind",
    "no_show": "people who miss their vehicle",
    "late_start": "late starts",
    "travel_time": "slower travel",
    "loading_time": "slower boarding",
    "breakdown": "breakdowns",
    "screening": "slower screening",
    "window_cut": "windows cut short",
    "day_lost": "lost days",
    "crossing_closed": "closed crossings",
    "road_closed": "closed roads",
    "destination_full": "full destinations",
}

SURE = 0.95
"""Of the runs that are told of as nearly all."""


def stress_text(stressed: Stressed, case: Case) -> str:
    """All of it, ready to print."""
    parts = (_answer(stressed, case), _days(stressed), _causes(stressed, case), _levers(stressed))
    return "\n".join(line for part in parts for line in part)


def _answer(stressed: Stressed, case: Case) -> Iterator[str]:
    judged = next(band for band in stressed.bands if band.date == stressed.by)
    planned = "the plan leaves somebody"
    if stressed.planned is not None:
        planned = f"plan: {_day(iso(stressed.planned, case.zone)[:10])}"
    count = round(judged.clear * stressed.runs)
    yield (
        f"In {count:,} of {stressed.runs:,} runs everyone who came is out by {_day(stressed.by)} ({planned})"
        + "".join(_range(stressed, case))
        + "."
    )
    worst = stressed.delays[0] if stressed.delays else None
    if worst is not None and isfinite(worst.hours) and worst.hours > 0:
        yield f"What delays most: {named(worst, case)}, {worst.hours:,.0f} hours on average."
    elif worst is not None and worst.people > 0:
        yield f"What leaves most people behind: {named(worst, case)}, {worst.people:,.0f} of them."
    helps = next((one for one in stressed.raised if one.gain > 0), None)
    if helps is not None:
        yield f"What most raises the probability: {helps.lever}, {_points(helps.gain)} points."
    elif stressed.raised:
        yield "No lever that was tried raises the probability by one step of it."
    if stressed.runs < stressed.asked:
        yield f"Ended early: {stressed.runs:,} of {stressed.asked:,} runs were done."
    if stressed.broken_promises:
        yield f"{stressed.broken_promises:,} broken promises: a defect of this program. Report it."
    yield "No run is a forecast: a probability here is no better than what the case states varies."


def named(delay: Delay, case: Case) -> str:
    """A cause in words, with the place it was stated for."""
    if not delay.where:
        return CAUSES[delay.cause]
    place = case.places.get(delay.where)
    return f"{CAUSES[delay.cause]} ({place.name if place else delay.where})"


def _range(stressed: Stressed, case: Case) -> Iterator[str]:
    """From when to when nearly all runs are clear; one that never is counts as after the end."""
    ordered = sorted(stressed.clearances, key=lambda at: (at is None, at or 0))
    last = len(ordered) - 1
    low, high = (ordered[round(last * share)] for share in ((1 - SURE) / 2, (1 + SURE) / 2))
    if low is None:
        return
    first = _day(iso(low, case.zone)[:10])
    if high is None:
        yield f"; {100 * SURE:.0f} % not before {first}, and some never"
    else:
        until = _day(iso(high, case.zone)[:10])
        between = f"on {first}" if first == until else f"{first} to {until}"
        yield f"; {100 * SURE:.0f} % {between}"


def _days(stressed: Stressed) -> Iterator[str]:
    """From the last day on which nobody's run can be clear, to the first on which all are."""
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
        for band in stressed.bands[min(first, until) : until + 1]
    ]
    yield from ("", table(rows))


def _causes(stressed: Stressed, case: Case) -> Iterator[str]:
    if not stressed.delays:
        return
    rows = [["what delays", "hours", "people left", "clear at all", "of the variance"]]
    rows += [
        [
            named(one, case),
            _measured(one.hours, one.hours_error),
            f"{one.people:+,.1f}" if one.people else "0",
            f"{_points(-one.clear)} points",
            f"{100 * one.variance:.0f} %",
        ]
        for one in stressed.delays
    ]
    yield from ("", table(rows))
    yield (
        f"Each by the first {stressed.compared:,} runs again without it. Hours: of runs clear both "
        "ways, ± their standard error."
    )


def _levers(stressed: Stressed) -> Iterator[str]:
    if not stressed.raised:
        return
    rows = [["one step of", f"clear by {_day(stressed.by)}", "points", "cost"]]
    rows += [_lever(one) for one in stressed.raised]
    yield from ("", table(rows))
    yield (
        f"Each planned anew, and its first {stressed.compared:,} runs beside the plan's own; "
        "± the standard error."
    )


def _lever(one: Raised) -> list[str]:
    return [
        one.lever,
        f"{100 * one.clear:.1f} %",
        _measured(100 * one.gain, 100 * one.gain_error),
        "-" if one.cost is None else f"{one.cost:,g}",
    ]


def _measured(mean: float, error: float) -> str:
    if not isfinite(mean):
        return "-"
    return (f"{mean:+,.1f}" if mean else "0") + (f" ± {error:,.1f}" if isfinite(error) else "")


def _points(share: float) -> str:
    return f"{100 * share:+.0f}" if share else "0"


def _day(iso_date: str) -> str:
    return f"{date.fromisoformat(iso_date):%-d %B}"
