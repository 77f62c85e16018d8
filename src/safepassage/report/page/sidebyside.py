"""Figures of several sources side by side on one axis, and each source's own days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page.svg import WIDTH, CountAxis, Drawing, TimeAxis

Data = Mapping[str, Any]
Figure = tuple[tuple[str, str, str], float, float]
"""Lines of a label, and a range; a single figure is both of its ends."""

LABEL, RIGHT = 310.0, WIDTH - 70.0
ROW, LETTER = 54.0, 6.6
DAY = 86_400

MOST_FIGURES = 40
"""Of more than that only the table is readable."""


def topics_of(claims: Sequence[Data], series: Sequence[Data]) -> list[dict[str, Any]]:
    """Claims and series by topic, topics in the order in which the case has them."""
    names = dict.fromkeys([*(one["topic"] for one in claims), *(one["topic"] for one in series)])
    return [
        {
            "topic": name,
            "claims": [one for one in claims if one["topic"] == name],
            "series": [one for one in series if one["topic"] == name],
        }
        for name in names
    ]


def side_charts(topic: Data, language: Language) -> Iterator[Markup]:
    """A chart for each unit in which a topic has two figures or more to compare."""
    marks: dict[str, list[Figure]] = {}
    for claim in topic["claims"]:
        if "low" in claim and "high" in claim:
            figure = _figure(claim, claim["place"], claim, claim["low"], claim["high"], language)
            marks.setdefault(claim["unit"], []).append(figure)
    for one in topic["series"]:
        for span in one.get("spans", ()):
            figure = _figure(one, one["series"], span, span["total"], span["total"], language)
            marks.setdefault(one["unit"], []).append(figure)
    for unit, figures in marks.items():
        if 1 < len(figures) <= MOST_FIGURES:
            yield _side_chart(unit, figures, language)


def _figure(
    whose: Data, what: str, days: Data, low: float, high: float, language: Language
) -> Figure:
    """Who says it, where it is about or what a series counts, the period, and the range."""
    since, until = days["since"], days["until"]
    period = language.text("{first}–{last}", first=since, last=until) if until else since
    return (whose["claimed_by"], what, period), low, high


def _side_chart(unit: str, figures: Sequence[Figure], language: Language) -> Markup:
    """A point for a figure, a bar for a range, each in its own row."""
    text = language.text
    top, bottom = 6.0, 6.0 + ROW * len(figures)
    picture = Drawing(bottom + 36, text("Figures side by side, each as its source has it"))
    axis = CountAxis(max(high for *_, high in figures), RIGHT, LABEL, whole=False)
    for number in range(round(axis.most / axis.step) + 1):
        x = axis.y(number * axis.step)
        picture.line(x, top, x, bottom, "grid")
        picture.text(x, bottom + 16, language.number(number * axis.step), "tick", "middle")
    picture.text(RIGHT, bottom + 32, unit, "tick", "end")
    for number, (labels, low, high) in enumerate(figures):
        y = top + ROW * (number + 0.5)
        picture.line(LABEL, y, RIGHT, y, "rule")
        for line, told in enumerate(labels):
            css = "tick" if line else "name"
            picture.text(LABEL - 12, y - 10 + 15 * line, _cut(told), css, "end")
        left, right = axis.y(low), axis.y(high)
        if high > low:
            picture.rectangle(left, y - 4, right - left, 8, "bar")
            figure = text("{first}–{last}", first=language.number(low), last=language.number(high))
        else:
            figure = language.number(high)
        picture.add("circle", "mark", cx=right, cy=y, r=6)
        picture.text(right + 11, y + 4, figure, "figure note")
    return picture.markup()


def _cut(told: str) -> str:
    most = int((LABEL - 16) / LETTER)
    return told if len(told) <= most else f"{told[: most - 1]}…"


def daily_chart(series: Data, language: Language, zone: ZoneInfo) -> Markup:
    """A bar a day; a zero, which may be a gap, is a hollow mark on the line."""
    top, bottom, height = 12.0, 112.0, 140.0
    days, figures = series["days"], series["figures"]
    title = language.text("Day by day: {series}", series=series["series"])
    picture = Drawing(height, title)
    axis = TimeAxis(days[0], days[-1] + DAY, 58.0, WIDTH - 16.0)
    counts = CountAxis(max(1.0, *figures), top, bottom)
    counts.draw(picture, 58.0, WIDTH - 16.0, language)
    axis.draw(picture, top, bottom, language, zone)
    width = axis.x(axis.begin + DAY) - axis.x(axis.begin)
    for day, figure in zip(days, figures, strict=True):
        told = f"{language.day(day, zone)}: {language.number(figure)}"
        x, thick = axis.x(day) + width * 0.1, max(1.0, width * 0.8)
        if figure:
            y = counts.y(figure)
            picture.rectangle(x, y, thick, bottom - y, "bar", told)
        else:
            picture.rectangle(x, bottom - 4, thick, 4, "zero", told)
    return picture.markup()
