"""HTML sheets: a template is filled with redacted data, every value escaped and marked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from safepassage.model.people import BANDS
from safepassage.report.language import Language
from safepassage.report.sheets.event_words import happening, offset
from safepassage.report.sheets.words import band, direction, vehicle_counts, vehicle_kind


def page(template: str, data: Mapping[str, Any], language: Language, zone: ZoneInfo) -> bytes:
    """The page that a template makes of a redacted document; it loads nothing from elsewhere."""
    told = (
        _environment()
        .get_template(template)
        .render(
            data=data,
            head=data.get("head", {}),
            language=language,
            text=language.text,
            count=language.count,
            number=language.number,
            field=field,
            marked=marked,
            clock=lambda seconds: language.clock(seconds, zone),
            until=lambda seconds: language.until(seconds, zone),
            moment=lambda seconds: language.moment(seconds, zone),
            briefly=lambda seconds: language.briefly(seconds, zone),
            day_name=lambda seconds: language.day_and_year(seconds, zone),
            short_day=lambda seconds: language.day(seconds, zone),
            span=language.span,
            offset=offset,
            happening=lambda event: happening(event, language, zone),
            kind_name=lambda kind: vehicle_kind(kind, language),
            kind_counts=lambda kinds: vehicle_counts(kinds, language),
            direction_name=lambda way: direction(way, language),
            bands=[band(name, language) for name in BANDS],
        )
    )
    return told.encode()


def field(path: str, shown: object) -> Markup:
    """A shown value with the field it comes from, kept apart from the text direction around it."""
    return Markup('<bdi data-field="{}">{}</bdi>').format(path, shown)


def marked(path: str, shown: object) -> Markup:
    """A sentence that tells several fields, in the direction of the page."""
    return Markup('<span data-field="{}">{}</span>').format(path, escape(shown))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("safepassage.report.sheets"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
