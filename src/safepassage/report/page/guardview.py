"""The guard that a plan needs: posts on a map, and when each is manned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page.mapview import WIDTH, View, draw_line, map_drawing, views
from safepassage.report.page.svg import WIDTH as WIDE
from safepassage.report.page.svg import Drawing, TimeAxis

Data = Mapping[str, Any]

LEFT, ROW, BAR = 74.0, 20.0, 12.0

PENTAGON = ((0.0, -1.0), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
CLOSE = 18.0

MOST_ROWS = 60
"""Duties of more posts than that are in the table alone."""


def guard_maps(guard: Data, ground: Data, language: Language) -> list[Markup]:
    """The plan's ways, the posts by number, and what no post watches."""
    frames = views(ground)
    found = []
    for name, view in frames:
        picture = map_drawing(ground, name, view, language, apart=len(frames) > 1)
        for stretch in guard.get("uncovered", ()):
            css = "unwatched long" if stretch["too_long"] else "unwatched"
            draw_line(picture, stretch, view, css)
        taken: list[tuple[float, float]] = []
        for post in guard.get("posts", ()):
            _post(picture, post, view, taken, language)
        found.append(picture.markup())
    return found


def _post(
    picture: Drawing,
    post: Data,
    view: View,
    taken: list[tuple[float, float]],
    language: Language,
) -> None:
    """A post with its number in it; smaller and without one where another is near."""
    x, y = view.x(post["longitude"]), view.y(post["latitude"])
    if not (0 <= x <= WIDTH and 0 <= y <= view.height):
        return
    alone = all(abs(x - other) + abs(y - across) > CLOSE for other, across in taken)
    size = 10.0 if alone else 4.0
    mark = picture.path(
        [x + size * across for across, _ in PENTAGON],
        [y + size * down for _, down in PENTAGON],
        "post given" if post["given"] else "post",
        closed=True,
    )
    number = language.number(post["number"])
    picture.under(mark, "title").text = language.text("post {n}", n=number)
    if alone:
        taken.append((x, y))
        picture.text(x, y + 4, number, "number", "middle")


def duty_chart(guard: Data, language: Language, zone: ZoneInfo) -> Markup | None:
    """A row a post, a bar a duty; None if there are no duties, or rows beyond what is read."""
    posts = [post for post in guard.get("posts", ()) if post.get("days")]
    shifts = [shift for post in posts for day in post["days"] for shift in day["shifts"]]
    if not shifts or len(posts) > MOST_ROWS:
        return None
    top, bottom = 6.0, 6.0 + ROW * len(posts)
    picture = Drawing(bottom + 24, language.text("When each post is manned"), WIDE)
    axis = TimeAxis(
        min(shift["start"] for shift in shifts),
        max(shift["end"] for shift in shifts),
        LEFT,
        WIDE - 14.0,
    )
    axis.draw(picture, top, bottom, language, zone)
    for row, post in enumerate(posts):
        y = top + ROW * row
        name = language.text("post {n}", n=language.number(post["number"]))
        picture.text(LEFT - 8, y + ROW / 2 + 4, name, "name", "end")
        for day in post["days"]:
            for shift in day["shifts"]:
                when = (language.briefly(shift["start"], zone), language.until(shift["end"], zone))
                told = language.text("{first}–{last}", first=when[0], last=when[1])
                left, right = axis.x(shift["start"]), axis.x(shift["end"])
                width = max(1.0, right - left)
                picture.rectangle(left, y + (ROW - BAR) / 2, width, BAR, "bar", told)
    return picture.markup()
