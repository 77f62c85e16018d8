"""The page: the answer first, then bands, probabilities and causes, and every figure."""

from __future__ import annotations

import msgspec

from safepassage.model.case import Case
from safepassage.model.outcome import Stressed
from safepassage.report.audience import redact
from safepassage.report.language import Language
from safepassage.report.page.study import study_page
from safepassage.report.stress.charts import (
    cause_bars,
    clear_by_day,
    clear_days,
    out_bands,
    people_bars,
    raised_bars,
)
from safepassage.report.stress.told import told

PAGE = "stress.html"


def stress_page(stressed: Stressed, case: Case, language: Language) -> bytes:
    """The page of an ensemble; it loads nothing from elsewhere, and is the planner's alone.

    Raises
    ------
    StudyError
        if there is no run, or not an outcome for each.
    """
    data = redact("stress", msgspec.to_builtins(told(stressed, case, language)), "planner")
    return study_page(
        "stress/stress.html.j2",
        case,
        language,
        data=data,
        clear_on={one["date"]: one["runs"] for one in data.get("clear_on", ())},
        bands=out_bands(data, language, case.zone),
        clear=clear_by_day(data, language, case.zone),
        days=clear_days(data, language, case.zone),
        causes=cause_bars(data, language),
        left=people_bars(data, language),
        raised=raised_bars(data, language),
    )
