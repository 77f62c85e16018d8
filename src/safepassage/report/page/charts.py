"""The charts of a report: evacuation curve, fleet over time, people by day, waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.brief.flow import DOING
from safepassage.report.clock import midnight
from safepassage.report.language import Language
from safepassage.report.page.svg import WIDTH, CountAxis, Drawing, TimeAxis

LEFT, RIGHT = 58.0, WIDTH - 16.0
LETTER, LONGEST_LABEL = 7.0, 260.0
Data = Mapping[str, Any]


def curve_chart(
    data: Data, clearance_bound: int | None, leaving: int, language: Language, zone: ZoneInfo
) -> Markup:
    """People out and arrived by time, beside what no plan can beat."""
    text = language.text
    top, bottom, height = 34.0, 300.0, 330.0
    picture = Drawing(height, text("People out and arrived over time, beside the bound"))
    arrived, out, bound = data["arrived"], data["out"], data["bound"]
    end = max([*out["times"], *arrived["times"], *bound.get("times", ())])
    days = _days(out["times"][0], end, zone)
    people = CountAxis(max(leaving, 1), top, bottom)
    people.draw(picture, LEFT, RIGHT, language)
    days.draw(picture, top, bottom, language, zone)
    if bound.get("times"):
        _steps(picture, bound, days, people, "line bound", end)
    if clearance_bound is not None:
        x, y = days.x(clearance_bound), people.y(leaving)
        picture.line(x, y, x, bottom, "bound thin")
        told = text("everyone: not before {when}", when=language.briefly(clearance_bound, zone))
        picture.text(x - 6, bottom - 8, told, "note", "end")
    _steps(picture, arrived, days, people, "line arrived", end)
    _steps(picture, out, days, people, "line out", end)
    keys = (
        ("line out", text("out")),
        ("line arrived", text("arrived")),
        ("line bound", text("no plan can do better")),
    )
    x = LEFT
    for css, told in keys:
        picture.line(x, 14, x + 28, 14, css)
        picture.text(x + 34, 18, told, "key")
        x += 160
    return picture.markup()


def _days(begin: int, end: int, zone: ZoneInfo) -> TimeAxis:
    """An axis that begins with the first day where there are several."""
    begin = midnight(begin, zone) if end - begin > 48 * 3600 else begin
    return TimeAxis(begin, end, LEFT, RIGHT)


def _steps(
    picture: Drawing, steps: Data, days: TimeAxis, people: CountAxis, css: str, end: int
) -> None:
    xs, ys = [], []
    level = people.y(0)
    for time, count in zip(steps["times"], steps["people"], strict=True):
        x = days.x(time)
        xs += [x, x]
        ys += [level, people.y(count)]
        level = people.y(count)
    picture.path([*xs, days.x(end)], [*ys, level], css)


def fleet_chart(data: Data, language: Language, zone: ZoneInfo) -> Markup:
    """Vehicles by what they do, stacked; the rest of the fleet waits."""
    text = language.text
    top, bottom, height = 54.0, 280.0, 310.0
    picture = Drawing(height, text("What the vehicles do over time"))
    _patterns(picture)
    times = data["times"]
    days = _days(times[0], times[-1], zone)
    cars = CountAxis(data["vehicles"], top, bottom)
    xs = [days.x(time) for time in times]
    base = [0] * len(times)
    for doing in DOING:
        level = [low + count for low, count in zip(base, data[doing], strict=True)]
        outline = _stairs(xs, [cars.y(n) for n in level])
        under = _stairs(xs, [cars.y(n) for n in base])
        picture.path(
            [*outline[0], *reversed(under[0])],
            [*outline[1], *reversed(under[1])],
            doing,
            closed=True,
        )
        base = level
    cars.draw(picture, LEFT, RIGHT, language)
    days.draw(picture, top, bottom, language, zone)
    keys = (
        ("to_people", text("driving to the people")),
        ("boarding", text("boarding")),
        ("with_people", text("driving with people")),
        ("handover", text("hand-over and turn-round")),
        ("waiting", text("waiting or resting")),
    )
    for number, (css, told) in enumerate(keys):
        x, y = LEFT + number % 3 * 215, 8 + number // 3 * 20
        picture.rectangle(x, y, 22, 12, f"{css} key")
        picture.text(x + 28, y + 11, told, "key")
    return picture.markup()


def _stairs(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """Each level held until the next instant."""
    out_x, out_y = [], []
    for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
        until = xs[number + 1] if number + 1 < len(xs) else x
        out_x += [x, until]
        out_y += [y, y]
    return out_x, out_y


def _patterns(picture: Drawing) -> None:
    """Hatchings, so that the areas can be told apart without colour."""
    shapes = {
        "hatch-to": ("M0,6 L6,0", "#0072b2"),
        "hatch-board": ("M0,3 L6,3", "#b35900"),
        "hatch-hand": ("M3,0 L3,6 M0,3 L6,3", "#5b5b5b"),
    }
    for name, (shape, colour) in shapes.items():
        pattern = picture.add("pattern", id=name, width=6, height=6, patternUnits="userSpaceOnUse")
        ET.SubElement(pattern, "rect", {"width": "6", "height": "6", "fill": "#fff"})
        ET.SubElement(pattern, "path", {"d": shape, "stroke": colour, "stroke-width": "1.6"})


def day_rows(
    rows: Sequence[Data], title: str, language: Language, zone: ZoneInfo, total: str
) -> Markup:
    """A row a place, a bar a day, with the busiest day of all as the full height of a row."""
    row_height, top = 34.0, 24.0
    label = min(LONGEST_LABEL, 16 + LETTER * max((len(row["label"]) for row in rows), default=0))
    days = sorted({day["day"] for row in rows for day in row.get("days", ())})
    if not days:
        return Markup("")
    bottom = top + row_height * len(rows)
    picture = Drawing(bottom + 26, title)
    axis = TimeAxis(days[0], days[-1] + 86400, label, WIDTH - 76)
    axis.draw_days(picture, top, bottom, language, zone)
    most = max(1, *(day["people"] for row in rows for day in row.get("days", ())))
    day_width = axis.x(axis.begin + 86400) - axis.x(axis.begin)
    width = max(2.0, min(90.0, day_width - 1.5))
    picture.text(WIDTH - 4, 14, total, "tick", "end")
    for number, row in enumerate(rows):
        base = top + row_height * (number + 1)
        picture.line(0, base, WIDTH, base, "rule")
        picture.text(label - 8, base - 10, _cut(row["label"], label - 16), "name", "end")
        picture.text(WIDTH - 4, base - 10, language.number(row["people"]), "figure", "end")
        for day in row.get("days", ()):
            height = max(1.5, (row_height - 6) * day["people"] / most)
            place_and_day = row["label"], language.day(day["day"], zone)
            told = f"{language.text(', ').join(place_and_day)}: {language.number(day['people'])}"
            x = axis.x(day["day"]) + (day_width - width) / 2
            picture.rectangle(x, base - height, width, height, "bar", told)
        limit = row.get("daily_capacity")
        if limit is not None and limit <= most:
            y = base - (row_height - 6) * limit / most
            picture.line(label, y, WIDTH - 76, y, "limit")
    return picture.markup()


def _cut(told: str, width: float) -> str:
    """A name cut to what fits; the table below has it whole."""
    most = int(width / LETTER)
    return told if len(told) <= most else f"{told[: most - 1]}…"


def waits_chart(data: Data, language: Language) -> Markup:
    """People by how long they are aboard before they are out."""
    text = language.text
    top, bottom, height = 14.0, 190.0, 222.0
    picture = Drawing(height, text("Time from boarding to being out"))
    bins = data["bins"]
    people = CountAxis(max(one["people"] for one in bins), top, bottom)
    people.draw(picture, LEFT, RIGHT, language)
    width = min(90.0, (RIGHT - LEFT) / len(bins))
    every = max(1, round(70 / width))
    for number, one in enumerate(bins):
        x, y = LEFT + number * width, people.y(one["people"])
        ends = text(
            "{first}–{last}", first=language.span(one["low"]), last=language.span(one["high"])
        )
        told = f"{ends}: {language.number(one['people'])}"
        picture.rectangle(x + 1, y, width - 2, bottom - y, "bar", told)
        if number % every == 0:
            picture.text(x, bottom + 16, language.span(one["low"]), "tick", "middle")
    return picture.markup()
