"""What the pages of studies share: a head, a style, patterns, and how figures are written."""

from __future__ import annotations

import math
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from safepassage.model.case import Case
from safepassage.report.clock import day_start
from safepassage.report.language import Language
from safepassage.report.notices import notices
from safepassage.report.page import wording


def study_page(template: str, case: Case, language: Language, **parts: Any) -> bytes:
    """A page of a study, for the planner alone; it loads nothing from elsewhere and has no script.

    `template` is named from the room of reports on, and extends `page/study.html.j2`.
    """
    zone = case.zone
    environment = Environment(
        loader=PackageLoader("safepassage.report", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {
        "language": language,
        "text": language.text,
        "count": language.count,
        "number": lambda value: number(value, language),
        "percent": language.percent,
        "signed_span": lambda seconds: signed_span(seconds, language),
        "moment": lambda seconds: language.moment(seconds, zone),
        "briefly": lambda seconds: language.briefly(seconds, zone),
        "day_of": lambda day: language.day(day_start(day, zone), zone),
        "day_and_year": lambda day: language.day_and_year(day_start(day, zone), zone),
    }
    page = environment.get_template(template).render(
        **parts,
        audience=wording.audience("planner", language),
        notices=notices(case, None, language),
        timezone=case.timezone,
        style=_source("report.css") + _source("study.css"),
    )
    return page.encode()


def number(value: float, language: Language) -> str:
    """A number to a tenth, with a true minus; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    told = language.number(round(abs(value), 1))
    return f"\u2066\u2212{told}\u2069" if round(value, 1) < 0 else told


def signed_span(seconds: int, language: Language) -> str:
    """How much sooner, or that it is later."""
    told = language.span(abs(seconds))
    return language.text("{span} later", span=told) if seconds < 0 else told


def _source(name: str) -> Markup:
    """A file of ours that stands in the page as it is."""
    return Markup(files("safepassage.report.page").joinpath(name).read_text("utf-8"))
