"""All documents of a plan that an audience gets, as files: the page and the sheets."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from safepassage.errors import AudienceError
from safepassage.model.background import Background
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.audience import Audience, redact
from safepassage.report.brief import brief
from safepassage.report.figures import refuse_absurd
from safepassage.report.journeys import journeys
from safepassage.report.language import Language
from safepassage.report.notices import notices
from safepassage.report.page import report_page
from safepassage.report.sheets import sheets
from safepassage.report.sheets.sheets import PAGES
from safepassage.report.summary import summarise

PAGE = "report.html"

NAMES = (
    *(PAGE, "manifests.xlsx", "convoys.geojson", "gpx/*.gpx"),
    *(f"{name}.html" for name in PAGES),
)
"""Patterns of every document's name. What an earlier report left under one of them, perhaps for
another audience, must not stay beside a new one."""


def documents(
    case: Case,
    plan: Plan,
    *,
    broken_promises: Sequence[BrokenPromise],
    audience: Audience,
    language: Language,
    background: Background | None = None,
) -> dict[str, bytes]:
    """Every file by its name in the folder; all are cut down to what the audience may see.

    With a `background` the planner's page shows the terms, the evidence, the ground and the ways
    out beside the plan.

    Raises
    ------
    AudienceError
        if the plan breaks promises, for anyone but the planner.
    PlanFileError
        if the plan holds figures that nobody can read.
    """
    if broken_promises and audience != "planner":
        raise AudienceError(
            f"the plan breaks promises ({len(broken_promises):,}); expected one that keeps them "
            f"all before anything of it goes to the audience {audience}. "
            "`safepassage verify` lists them: plan again, or report it for the planner."
        )
    refuse_absurd(case, plan)
    told = journeys(case, plan)
    summary = summarise(
        case, plan, broken_promises=broken_promises, planning_seconds=0.0, peak_memory_mib=0.0
    )
    said = redact("report", msgspec.to_builtins(brief(told, summary, background)), audience)
    page = report_page(said, audience, language, notices(case, plan, language), case.timezone)
    return {PAGE: page, **sheets(told, audience, language, len(broken_promises))}
