"""The agreement over time: its life, and from when to when each term stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page import wording
from safepassage.report.page.svg import WIDTH, Drawing, TimeAxis

Data = Mapping[str, Any]

LABEL, RIGHT = 170.0, WIDTH - 14.0
ROW, BAR = 26.0, 14.0
LETTER = 6.6
DAY = 86_400


def life_chart(agreement: Data, span: Sequence[int], language: Language, zone: ZoneInfo) -> Markup:
    """A bar for each status and each term; `span` is when the first and last of a plan are out.

    A term without an end goes on in dashes after the day that is looked at. What was amended is
    hatched, what ran out hollow.
    """
    text = language.text
    changes, terms = agreement.get("changes", ()), agreement.get("terms", ())
    axis = _axis(changes, terms, agreement["on"], span)
    rows = bool(changes) + len(terms) + bool(span)
    top, bottom = 8.0, 8.0 + ROW * rows
    picture = Drawing(bottom + 24, text("The agreement and its terms over time"))
    pattern = picture.add("pattern", id="amended", width=6, height=6, patternUnits="userSpaceOnUse")
    picture.under(pattern, "rect", width=6, height=6, fill="#fff")
    picture.under(pattern, "path", d="M0,6 L6,0", stroke="#0072b2", stroke_width=1.4)
    axis.draw(picture, top, bottom, language, zone)
    y = top
    if changes:
        _name(picture, y, text("Agreement"))
        _life(picture, axis, y, changes, language)
        y += ROW
    for term in terms:
        _name(picture, y, wording.topic(term["topic"], language))
        _term(picture, axis, y, term, agreement["on"], language, zone)
        y += ROW
    if span:
        _name(picture, y, text("People out in this plan"))
        told = _dates(span[0], span[1], language, zone)
        _bar(picture, axis, y, span[0], span[1], "planned", told)
    x = axis.x(agreement["on"])
    picture.line(x, top, x, bottom, "thin known")
    return picture.markup()


def _axis(changes: Sequence[Data], terms: Sequence[Data], on: int, span: Sequence[int]) -> TimeAxis:
    """From the first thing that happened to the last, and a little more at both ends."""
    known = [on, *span, *(one["at"] for one in changes)]
    for term in terms:
        known += [term["since"], *(old["since"] for old in term.get("history", ()))]
        known += [term["until"]] if "until" in term else []
    # Terms may be of any year: one from long ago mustn't crush the days of the movement.
    begin = max(min(known), min([on, *span]) - 400 * DAY)
    end = min(max(known), max([on, *span]) + 400 * DAY)
    margin = max(DAY, (end - begin) // 30)
    return TimeAxis(begin - margin, end + margin, LABEL, RIGHT)


def _name(picture: Drawing, y: float, told: str) -> None:
    most = int((LABEL - 14) / LETTER)
    short = told if len(told) <= most else f"{told[: most - 1]}…"
    picture.text(LABEL - 10, y + ROW / 2 + 4, short, "name", "end")


def _life(
    picture: Drawing, axis: TimeAxis, y: float, changes: Sequence[Data], language: Language
) -> None:
    """Each status until the next, its word inside where there is room."""
    ends = [*(one["at"] for one in changes[1:]), axis.end]
    free = LABEL
    for change, end in zip(changes, ends, strict=True):
        told = wording.status(change["status"], language)
        force = change["status"] in ("in_force", "resumed")
        _bar(picture, axis, y, change["at"], end, "life force" if force else "life", told)
        x, room = axis.x(change["at"]), axis.x(end) - axis.x(change["at"])
        if x >= free and room > LETTER * len(told) + 8:
            css = "inside light" if force else "inside"
            picture.text(max(x, LABEL) + 6, y + ROW / 2 + 4, told, css)
            free = x + LETTER * len(told)


def _term(
    picture: Drawing,
    axis: TimeAxis,
    y: float,
    term: Data,
    on: int,
    language: Language,
    zone: ZoneInfo,
) -> None:
    """What it said before, and itself; without an end, as far as is known, and on in dashes."""
    for old in term.get("history", ()):
        told = f"{_dates(old['since'], old['until'], language, zone)}: {old['says']}"
        _bar(picture, axis, y, old["since"], old["until"], "amended", told)
    until = term.get("until")
    told = f"{_dates(term['since'], until, language, zone)}: {term['says']}"
    css = "stands" if term["stands"] else "ended"
    if until is not None:
        _bar(picture, axis, y, term["since"], until, css, told)
        return
    known = max(on, term["since"])
    _bar(picture, axis, y, term["since"], known, css, told)
    picture.line(max(LABEL, axis.x(known)), y + ROW / 2, RIGHT, y + ROW / 2, "endless")


def _dates(begin: int, end: int | None, language: Language, zone: ZoneInfo) -> str:
    first = language.day_and_year(begin, zone)
    if end is None:
        return language.text("from {when}, no end stated", when=first)
    return language.text("{first}–{last}", first=first, last=language.day_and_year(end, zone))


def _bar(
    picture: Drawing, axis: TimeAxis, y: float, begin: int, end: int, css: str, told: str
) -> None:
    """A bar inside the axis; a moment is wide enough to be seen."""
    left = min(RIGHT - 3, max(LABEL, axis.x(begin)))
    width = max(3.0, min(RIGHT, axis.x(end)) - left)
    bar = picture.rectangle(left, y + (ROW - BAR) / 2, width, BAR, css, told)
    if css == "amended":
        bar.set("fill", "url(#amended)")
