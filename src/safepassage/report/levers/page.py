"""The page: the answer first, then what each lever gains, what binds when, and every figure."""

from __future__ import annotations

import msgspec

from safepassage.model.case import Case
from safepassage.model.levers import Levers
from safepassage.report.audience import redact
from safepassage.report.language import Language
from safepassage.report.levers.charts import (
    STYLES,
    binding_strip,
    first_steps,
    lever_curves,
    style_of,
)
from safepassage.report.levers.told import told
from safepassage.report.page.study import study_page

PAGE = "levers.html"


def levers_page(found: Levers, case: Case, language: Language) -> bytes:
    """The page of a study of levers; it loads nothing from elsewhere and is the planner's."""
    data = redact("levers", msgspec.to_builtins(told(found, case, language)), "planner")
    axis, bars = first_steps(data, language)
    return study_page(
        "levers/levers.html.j2",
        case,
        language,
        data=data,
        axis=axis,
        bars=bars,
        curves=lever_curves(data, language, case.zone),
        strip=binding_strip(data, language, case.zone) if "days" in data else None,
        styles=STYLES,
        style_of=style_of,
    )
