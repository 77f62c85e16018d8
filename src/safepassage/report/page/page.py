"""Puts a report together from what its audience may see: words, charts, map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from safepassage.report.audience import Audience
from safepassage.report.language import Language
from safepassage.report.page import wording
from safepassage.report.page.beside import beside
from safepassage.report.page.charts import curve_chart, day_rows, fleet_chart, waits_chart
from safepassage.report.page.lifeline import life_chart
from safepassage.report.page.mapview import WIDTH, View, called, map_picture, played, views
from safepassage.report.page.prose import prose

Data = Mapping[str, Any]


def report_page(
    data: Data, audience: Audience, language: Language, notices: Sequence[str], timezone: str
) -> bytes:
    """The page of what is left of a `Brief` for an audience: `data` is all that it can show."""
    zone = ZoneInfo(timezone)
    frames = views(data["ground"]) if data.get("ground") else ()
    environment = Environment(
        loader=PackageLoader("safepassage.report", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "language": language,
        "wording": wording,
        "text": language.text,
        "count": language.count,
        "number": language.number,
        "percent": language.percent,
        "span": language.span,
        "prose": prose(language, _places(data.get("agreement", {}))),
        "moment": lambda seconds: language.moment(seconds, zone),
        "briefly": lambda seconds: language.briefly(seconds, zone),
        "date_of": lambda seconds: language.day_and_year(seconds, zone),
        "short_day": lambda seconds: language.short_day(seconds, zone),
        "day_of": lambda seconds: language.day(seconds, zone),
        "clock": lambda seconds: language.clock(seconds, zone),
        "until": lambda seconds: language.until(seconds, zone),
    }
    page = environment.get_template("report.html.j2").render(
        **{part: data.get(part) for part in _PARTS},
        **beside(data, language, zone),
        audience=audience,
        notices=notices,
        sentence=_sentence(data, language),
        charts=_charts(data, language, zone),
        maps=[
            (name, map_picture(data["ground"], name, view, language, apart=len(frames) > 1))
            for name, view in frames
        ],
        played=_played(data, dict(frames), language, timezone),
        style=_source("report.css"),
        script=_source("play.js"),
    )
    return page.encode()


def _places(agreement: Data) -> dict[str, str]:
    return dict(zip(agreement.get("place_ids", ()), agreement.get("place_names", ()), strict=True))


_PARTS = (
    *("about", "answer", "corridor", "points", "gates", "reception", "waits", "terms"),
    *("assumptions", "agreed", "agreement", "territory", "ways_out"),
)


def _sentence(data: Data, language: Language) -> str:
    """How the people who leave are spoken of: nobody answered for a drawn household."""
    about = data["about"]
    if about["under_duress"]:
        return language.text("{out} of {leaving} people reported as leaving are out in this plan.")
    if about["drawn_households"]:
        return language.text("{out} of {leaving} people drawn as leaving are out in this plan.")
    return language.text("{out} of {leaving} people who chose to leave are out in this plan.")


def _charts(data: Data, language: Language, zone: ZoneInfo) -> dict[str, Markup]:
    charts: dict[str, Markup] = {}
    answer = data["answer"]
    if data.get("curve") and answer["out"]:
        charts["curve"] = curve_chart(
            data["curve"], answer.get("clearance_bound"), answer["leaving"], language, zone
        )
    agreement = data.get("agreement", {})
    if agreement.get("changes") or agreement.get("terms"):
        moves = [answer["first_out"], answer["last_out"]] if answer.get("last_out") else []
        charts["life"] = life_chart(agreement, moves, language, zone)
    if data.get("points"):
        charts["points"] = day_rows(
            _labelled(data["points"], language),
            language.text("People called by assembly point and day"),
            language,
            zone,
            language.text("people"),
        )
    if data.get("reception"):
        charts["reception"] = day_rows(
            _labelled(data["reception"], language),
            language.text("People arriving by destination and day"),
            language,
            zone,
            language.text("people"),
        )
    if data.get("fleet"):
        charts["fleet"] = fleet_chart(data["fleet"], language, zone)
    if data.get("waits"):
        charts["waits"] = waits_chart(data["waits"], language)
    return charts


def _labelled(rows: Sequence[Data], language: Language) -> list[dict[str, Any]]:
    return [{**row, "label": called(row, language)} for row in rows]


def _played(
    data: Data, frames: Mapping[str, View], language: Language, timezone: str
) -> Markup | None:
    """What the script plays, safe within a script element."""
    moves = played(data)
    if moves is None:
        return None
    curve = data.get("curve", {})
    moves |= {
        "views": {
            name: {
                "west": view.west,
                "north": view.north,
                "per_longitude": view.per_longitude,
                "per_latitude": view.per_latitude,
                "width": WIDTH,
                "height": view.height,
            }
            for name, view in frames.items()
        },
        # Browsers take plain English for American, with the month before the day.
        "language": "en-GB" if language.code == "en" else language.code,
        "timezone": timezone,
        "words": {"out": language.text("out"), "arrived": language.text("arrived")},
        "shown": data["answer"].get("first_out") or moves["moves"][0][1],
    }
    for name in ("out", "arrived"):
        if name in curve:
            moves[name] = curve[name]
    return Markup(msgspec.json.encode(moves).decode().replace("<", "\\u003c"))


def _source(name: str) -> Markup:
    """A file of ours that stands in the page as it is."""
    return Markup(files("safepassage.report.page").joinpath(name).read_text("utf-8"))
