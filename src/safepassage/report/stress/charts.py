"""An ensemble drawn: bands of people out, the probability to be clear, the days, the causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.clock import day_end, day_start
from safepassage.report.language import Language
from safepassage.report.page.bars import Scale, bar, bar_axis
from safepassage.report.page.svg import WIDTH, CountAxis, Drawing, TimeAxis

Data = Mapping[str, Any]

LEFT, RIGHT = 58.0, WIDTH - 30.0
NEVER_WIDTH = 96.0
"""Room at the right of the histogram for runs that are never clear."""

Bars = tuple[Markup, list[tuple[Data, Markup]]]


def out_bands(data: Data, language: Language, zone: ZoneInfo) -> Markup:
    """People out by day: where half of the runs lie, where nine of ten, the median, the plan."""
    top, bottom, height = 10.0, 290.0, 320.0
    picture = Drawing(height, language.text("People out by the end of each day, over all runs"))
    bands = data["bands"]
    days = _days(bands, zone)
    people = CountAxis(max(1, *(max(b["p95"], b["planned"]) for b in bands)), top, bottom)
    xs = [days.x(days.begin), *(days.x(day_end(band["date"], zone)) for band in bands)]

    def level(name: str) -> list[float]:
        return [people.y(0), *(people.y(band[name]) for band in bands)]

    for low, high, css in (("p5", "p95", "band-wide"), ("p25", "p75", "band-half")):
        outline = [*level(low), *reversed(level(high))]
        picture.path([*xs, *reversed(xs)], outline, css, closed=True)
    people.draw(picture, LEFT, RIGHT, language)
    days.draw(picture, top, bottom, language, zone)
    picture.path(xs, level("planned"), "plan")
    picture.path(xs, level("p50"), "median")
    return picture.markup()


def clear_by_day(data: Data, language: Language, zone: ZoneInfo) -> Markup:
    """The share of runs that are clear by the end of each day, in its 95 % interval."""
    top, bottom, height = 10.0, 210.0, 240.0
    picture = Drawing(height, language.text("Probability that everyone who came is out by a day"))
    bands = _likely(data["bands"])
    days = _days(bands, zone)
    share = CountAxis(100, top, bottom)
    xs = [days.x(day_end(band["date"], zone)) for band in bands]

    def level(name: str) -> list[float]:
        return [share.y(100 * band[name]) for band in bands]

    interval = [*level("clear_low"), *reversed(level("clear_high"))]
    picture.path([*xs, *reversed(xs)], interval, "band-half", closed=True)
    share.draw(picture, LEFT, RIGHT, language)
    days.draw(picture, top, bottom, language, zone)
    if any(band["date"] == data["by"] for band in bands):
        x = days.x(day_end(data["by"], zone))
        picture.line(x, top, x, bottom, "by")
    picture.path(xs, level("clear"), "median")
    for x, y, band in zip(xs, level("clear"), bands, strict=True):
        dot = picture.add("circle", "dot", cx=x, cy=y, r=3.4 if len(bands) <= 31 else 2.2)
        told = language.day(day_start(band["date"], zone), zone)
        picture.under(dot, "title").text = f"{told}: {language.percent(band['clear'])}"
    return picture.markup()


def clear_days(data: Data, language: Language, zone: ZoneInfo) -> Markup:
    """Runs by the day on which they are clear; beside them those that never are."""
    top, bottom, height = 22.0, 200.0, 230.0
    picture = Drawing(height, language.text("Runs by the day on which the last person is out"))
    right = RIGHT - NEVER_WIDTH
    found, never = data.get("clear_on", ()), data["never"]
    axis = _clear_axis(data, right, zone)
    runs = CountAxis(max(1, never, *(one["runs"] for one in found)), top, bottom)
    runs.draw(picture, LEFT, RIGHT, language)
    axis.draw_days(picture, top, bottom, language, zone)
    if "planned" in data:
        x = axis.x(data["planned"])
        picture.line(x, top, x, bottom, "plan-mark")
    for one in found:
        begin, end = axis.x(day_start(one["date"], zone)), axis.x(day_end(one["date"], zone))
        width = max(2.0, min(90.0, (end - begin) * 0.86))
        y, share = runs.y(one["runs"]), language.percent(one["runs"] / data["runs"])
        told = f"{language.day(day_start(one['date'], zone), zone)}: {share}"
        picture.rectangle((begin + end - width) / 2, y, width, bottom - y, "bar", told)
        if end - begin >= 44:
            picture.text((begin + end) / 2, y - 5, share, "note", "middle")
    middle, y = (right + RIGHT) / 2 + 6, runs.y(never)
    picture.line(right + 6, top, right + 6, bottom + 22, "rule")
    picture.rectangle(middle - 22, y, 44, bottom - y, "never")
    picture.text(middle, y - 5, language.percent(never / data["runs"]), "note", "middle")
    picture.text(middle, bottom + 16, language.text("never"), "tick", "middle")
    return picture.markup()


def cause_bars(data: Data, language: Language) -> Bars:
    """An axis, and a bar for each cause: hours later, in one standard error each way."""
    known = [one for one in data.get("delays", ()) if "hours" in one]
    return _bars(known, "hours", "hours_error", 1.0, language)


def people_bars(data: Data, language: Language) -> Bars:
    """An axis, and a bar for each cause by which people are left."""
    known = [one for one in data.get("delays", ()) if abs(one.get("people", 0)) >= 0.05]
    return _bars(known, "people", "", 1.0, language)


def raised_bars(data: Data, language: Language) -> Bars:
    """An axis, and a bar for each lever: by how many of 100 runs more are clear."""
    return _bars(data.get("raised", ()), "gain", "gain_error", 100.0, language)


def _bars(rows: Sequence[Data], name: str, error: str, times: float, language: Language) -> Bars:
    def reach(row: Data) -> tuple[float, float] | None:
        if error not in row:
            return None
        return times * (row[name] - row[error]), times * (row[name] + row[error])

    reaches = [reach(row) for row in rows]
    ends = (end for one in reaches if one for end in one)
    scale = Scale((times * row[name] for row in rows), ends)
    drawn = [
        (row, bar(scale, times * row[name], "bar" if row[name] >= 0 else "worse", one))
        for row, one in zip(rows, reaches, strict=True)
    ]
    return bar_axis(scale, language), drawn


def _likely(bands: Sequence[Data]) -> Sequence[Data]:
    """From the day before any run is clear; all of them if none ever is."""
    first = next((number for number, band in enumerate(bands) if band["clear"] > 0), 1)
    return bands[max(0, first - 1) :]


def _days(bands: Sequence[Data], zone: ZoneInfo) -> TimeAxis:
    begin, end = day_start(bands[0]["date"], zone), day_end(bands[-1]["date"], zone)
    return TimeAxis(begin, end, LEFT, RIGHT)


def _clear_axis(data: Data, right: float, zone: ZoneInfo) -> TimeAxis:
    """From the first day on which a run is clear, or the plan is, to the last."""
    found = [one["date"] for one in data.get("clear_on", ())] or [
        data["bands"][0]["date"],
        data["bands"][-1]["date"],
    ]
    begin, end = day_start(found[0], zone), day_end(found[-1], zone)
    if "planned" in data:
        begin, end = min(begin, data["planned"] - 43_200), max(end, data["planned"] + 43_200)
    return TimeAxis(begin, end, LEFT, right)
