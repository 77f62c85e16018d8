"""Levers drawn: what one step gains, a curve for each, and what limits each day."""

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

MINI_WIDTH, MINI_HEIGHT = 264.0, 172.0
LEFT, RIGHT, TOP, BOTTOM = 54.0, MINI_WIDTH - 12.0, 12.0, MINI_HEIGHT - 24.0
TICK_ROOM = 34.0
"""Least room for a figure of units below a curve."""

STYLES = 6
"""Of areas that can be told apart in black and white; the last is for all that remains."""

HOUR = 3600


def first_steps(data: Data, language: Language) -> tuple[Markup, list[tuple[Data, Markup]]]:
    """An axis, and a bar for the first step of each lever that has one; hours or people."""
    steps = [lever["steps"][0] for lever in data.get("levers", ()) if lever.get("steps")]
    unit = HOUR if data["by_time"] else 1
    reaches = {}
    for step in steps:
        if data["by_time"] and "at_most" in step:
            reaches[step["what"]] = (step.get("at_least", 0) / unit, step["at_most"] / unit)
    scale = Scale(
        (step["gain"] / unit for step in steps),
        (end for reach in reaches.values() for end in reach),
    )
    rows = []
    for step in steps:
        css = "bar" if step["planned"] else "only-bound"
        css = "worse" if step["gain"] < 0 else css
        rows.append((step, bar(scale, step["gain"] / unit, css, reaches.get(step["what"]))))
    return bar_axis(scale, language), rows


class _ClockAxis:
    """Instants upwards, over units `bottom` up to `top`."""

    def __init__(self, begin: int, end: int, top: float, bottom: float) -> None:
        margin = max((end - begin) // 20, 1800)
        # Lying down it's as long as it has room for four labels.
        self.lying = TimeAxis(begin - margin, end + margin, 0, 256)
        self.top, self.bottom = top, bottom

    def y(self, seconds: float) -> float:
        share = self.lying.x(seconds) / self.lying.right
        return self.bottom - share * (self.bottom - self.top)

    def draw(self, picture: Drawing, language: Language, zone: ZoneInfo) -> None:
        for seconds, told in self.lying.ticks(language, zone):
            y = self.y(seconds)
            day = language.clock(seconds, zone) == "00:00"
            picture.line(LEFT, y, RIGHT, y, "grid")
            label = language.short_day(seconds, zone) if day else told
            picture.text(LEFT - 6, y + 4, label, "tick", "end")


def lever_curves(data: Data, language: Language, zone: ZoneInfo) -> list[tuple[Data, Markup]]:
    """A small chart for each lever that gains anything, all on one upright scale.

    Units against the clearance and the earliest that any plan could have, or against the people
    that more of are out and the most that any plan could have.
    """
    useful = [
        lever
        for lever in data.get("levers", ())
        if any(step["gain"] > 0 for step in lever.get("steps", ()))
    ]
    if data["by_time"]:
        return [(lever, _time_curve(lever, data, language, zone)) for lever in useful]
    return [(lever, _people_curve(lever, data, language)) for lever in useful]


def _time_curve(lever: Data, data: Data, language: Language, zone: ZoneInfo) -> Markup:
    known = [data["clearance"], data.get("bound")]
    for each in data["levers"]:
        for step in each.get("steps", ()):
            known += [step.get("clearance"), step.get("bound")]
    instants = [instant for instant in known if instant is not None]
    picture = _mini(lever, language.text("When the last person is out, by how much of it there is"))
    axis = _ClockAxis(min(instants), max(instants), TOP, BOTTOM)
    axis.draw(picture, language, zone)
    plan = [(0, data["clearance"])]
    plan += [
        (step["units"], step["clearance"])
        for step in lever["steps"]
        if step["planned"] and "clearance" in step
    ]
    bound = [(0, data["bound"])] if "bound" in data else []
    bound += [(step["units"], step["bound"]) for step in lever["steps"] if "bound" in step]
    _lines(
        picture, lever, [(n, axis.y(at)) for n, at in plan], [(n, axis.y(at)) for n, at in bound]
    )
    _units(picture, lever, language)
    return picture.markup()


def _people_curve(lever: Data, data: Data, language: Language) -> Markup:
    now = data["people"]
    steps = [step for each in data["levers"] for step in each.get("steps", ())]
    known = [step["people_bound"] - now for step in steps]
    axis = CountAxis(max([1, data["people_bound"] - now, *known]), TOP, BOTTOM)
    picture = _mini(lever, language.text("More people out, by how much of it there is"))
    axis.draw(picture, LEFT, RIGHT, language)
    plan = [(0, 0), *((s["units"], s["more_people"]) for s in lever["steps"] if s["planned"])]
    bound = [(0, data["people_bound"] - now)]
    bound += [(step["units"], step["people_bound"] - now) for step in lever["steps"]]
    _lines(picture, lever, [(n, axis.y(p)) for n, p in plan], [(n, axis.y(p)) for n, p in bound])
    _units(picture, lever, language)
    return picture.markup()


def _mini(lever: Data, title: str) -> Drawing:
    told = f"{title}: {lever['steps'][-1]['what']}"
    return Drawing(MINI_HEIGHT, told, MINI_WIDTH, "mini")


def _x(lever: Data, units: float) -> float:
    most = max(1, int(lever["steps"][-1]["units"]))
    return LEFT + units / most * (RIGHT - LEFT)


def _lines(
    picture: Drawing,
    lever: Data,
    plan: Sequence[tuple[int, float]],
    bound: Sequence[tuple[int, float]],
) -> None:
    """The proved bound in dots, the plans as a line with a mark for each that was made."""
    if "stops_at" in lever:
        x = _x(lever, lever["stops_at"])
        picture.line(x, TOP, x, BOTTOM, "stops")
    for points, css in ((bound, "line bound"), (plan, "line out")):
        picture.path([_x(lever, n) for n, _ in points], [y for _, y in points], css)
    for n, y in plan:
        picture.add("circle", "dot", cx=_x(lever, n), cy=y, r=3.4)


def _units(picture: Drawing, lever: Data, language: Language) -> None:
    """Figures below, of what is asked for, at as many steps as have room."""
    picture.line(LEFT, BOTTOM, RIGHT, BOTTOM, "known thin")
    free = LEFT - TICK_ROOM
    for n in (0, *(step["units"] for step in lever["steps"])):
        x = _x(lever, n)
        if x - free < TICK_ROOM:
            continue
        told = language.number(round(n * lever["amount"], 2))
        picture.text(x, BOTTOM + 16, told, "tick", "middle")
        free = x


def binding_strip(data: Data, language: Language, zone: ZoneInfo) -> Markup:
    """A column a day, cut by the shares of what limits it."""
    days = data["days"]
    top, bottom, height = 8.0, 150.0, 176.0
    picture = Drawing(height, language.text("What limits how many get out, day by day"))
    axis = TimeAxis(
        day_start(days[0]["date"], zone), day_end(days[-1]["date"], zone), 12.0, WIDTH - 12.0
    )
    axis.draw_days(picture, top, bottom, language, zone)
    for day in days:
        begin, end = day_start(day["date"], zone), day_end(day["date"], zone)
        room = axis.x(end) - axis.x(begin)
        width = max(2.0, min(90.0, room * 0.86))
        x, level = axis.x(begin) + (room - width) / 2, bottom
        for one in sorted(day.get("limits", ()), key=lambda one: int(one["limit"])):
            tall = min(one["share"] * (bottom - top), level - top)
            level -= tall
            told = f"{language.day(begin, zone)}: {data['limits'][one['limit']]}: "
            told += language.percent(one["share"])
            picture.rectangle(x, level, width, tall, style_of(one["limit"]), told)
    picture.line(12.0, bottom, WIDTH - 12.0, bottom, "known thin")
    return picture.markup()


def style_of(number: int) -> str:
    """The style of a limit by its number; those beyond the last style share it."""
    return f"s{min(number + 1, STYLES)}"
