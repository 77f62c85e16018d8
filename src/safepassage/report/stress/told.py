"""An ensemble as the page tells it: in words, with the figures that its charts are drawn from."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime

import msgspec

from safepassage.errors import StudyError
from safepassage.model.case import Case
from safepassage.model.outcome import Band, Stressed
from safepassage.report.language import Language
from safepassage.report.levers.wording import asked
from safepassage.report.page.wording import sentence
from safepassage.report.stress.answer import answer
from safepassage.report.stress.wording import cause
from safepassage.shown import straight


class ClearOn(msgspec.Struct, frozen=True, kw_only=True):
    """How many runs are clear on a local day, neither before nor after."""

    date: str
    runs: int


class DelayTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a cause does; hours are None where no run tells them, `clear` and `variance` 0 to 1."""

    what: str
    hours: float | None
    hours_error: float | None
    people: float | None
    clear: float | None
    variance: float | None


class RaisedTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a lever does to the probability to be clear in time, 0 to 1."""

    what: str
    clear: float
    gain: float
    gain_error: float | None
    cost: float | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    title: str
    digest: str
    seed: int
    runs: int
    asked: int
    """Runs that were asked for; more than `runs` if the study was ended early."""
    compared: int
    """Runs that were run again for causes and levers; 0 if nobody said."""
    by: str
    headline: tuple[str, ...]
    planned: int | None
    bands: tuple[Band, ...]
    clear_on: tuple[ClearOn, ...]
    """Days on which at least one run is clear."""
    never: int
    """Runs in which somebody was left."""
    delays: tuple[DelayTold, ...]
    raised: tuple[RaisedTold, ...]
    broken_promises: int


def told(stressed: Stressed, case: Case, language: Language) -> Told:
    """What is shown of an ensemble in a language.

    Raises
    ------
    StudyError
        if there is no run, or not an outcome for each.
    """
    if stressed.runs < 1 or len(stressed.clearances) != stressed.runs or not stressed.bands:
        raise StudyError(
            f"{stressed.runs:,} runs with {len(stressed.clearances):,} outcomes on "
            f"{len(stressed.bands):,} days; expected at least one run, an outcome for each, and a "
            "day. Run the study again."
        )
    days = Counter(
        datetime.fromtimestamp(at, case.zone).date().isoformat()
        for at in stressed.clearances
        if at is not None
    )
    return Told(
        title=straight(case.title),
        digest=stressed.case_digest,
        seed=stressed.seed,
        runs=stressed.runs,
        asked=stressed.asked,
        compared=stressed.compared,
        by=stressed.by,
        headline=tuple(answer(stressed, case, language)),
        planned=stressed.planned,
        bands=stressed.bands,
        clear_on=tuple(ClearOn(date=day, runs=runs) for day, runs in sorted(days.items())),
        never=stressed.runs - days.total(),
        delays=tuple(
            DelayTold(
                what=sentence(cause(one.cause, one.where, case, language)),
                hours=_known(one.hours),
                hours_error=_known(one.hours_error),
                people=_known(one.people),
                clear=_known(one.clear),
                variance=_known(one.variance),
            )
            for one in stressed.delays
        ),
        raised=tuple(
            RaisedTold(
                what=sentence(asked(one, 1, case, language)),
                clear=one.clear,
                gain=one.gain,
                gain_error=_known(one.gain_error),
                cost=one.cost,
            )
            for one in stressed.raised
        ),
        broken_promises=stressed.broken_promises,
    )


def _known(value: float) -> float | None:
    """None for what no run tells, as the spread of a single one."""
    return value if math.isfinite(value) else None
