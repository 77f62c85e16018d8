"""Ways out on maps, in the colours of their rows, and by time and exposure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page.mapview import map_picture, views
from safepassage.report.page.svg import WIDTH, CountAxis, Drawing

Data = Mapping[str, Any]

COLOURS = 6
"""Ways of a pocket are told apart by so many colours, which then come again."""

LEFT, RIGHT = 58.0, WIDTH - 24.0


def way_style(number: int) -> str:
    """The class of the colour of a pocket's way, counted from 0 over all its destinations."""
    return f"n{number % COLOURS + 1}"


def way_maps(
    ways: Sequence[tuple[Data, Data | None]],
    ends: Collection[str],
    roads: Sequence[Data],
    places: Sequence[Data],
    language: Language,
) -> list[Markup]:
    """The inside and the whole, or one of them if they are nearly alike; none without a way.

    Each way is its line and that of its weakest stretch, if it has one; `ends` are names of places
    at which ways begin or end, and of crossings on them.
    """
    if not ways:
        return []
    ground = {
        "roads": roads,
        "places": [{**place, "people": int(place["name"] in ends)} for place in places],
        "ways": [  # every way as wide as the others, on top of what marks the weakest stretches
            *({**weak, "people": 1, "style": "way weak"} for _, weak in ways if weak),
            *(
                {**line, "people": 1, "style": f"way one {way_style(number)}"}
                for number, (line, _) in enumerate(ways)
            ),
        ],
    }
    frames = views(ground)
    apart = len(frames) > 1
    return [map_picture(ground, name, view, language, apart=apart) for name, view in frames]


def ways_chart(ways: Sequence[Data], first: int, language: Language) -> Markup:
    """Ways to one destination by minutes and exposure; `first` is the first one's colour.

    Further left is faster, further down is less exposed.
    """
    text = language.text
    top, bottom, height = 26.0, 210.0, 250.0
    picture = Drawing(height, text("Ways by driving time and exposure"))
    picture.text(LEFT, 14, text("exposure of one person"), "tick")
    exposures = CountAxis(max(way["exposure"] for way in ways), top, bottom, whole=False)
    exposures.draw(picture, LEFT, RIGHT, language)
    # An axis of counts lying down: what is up for it is to the right here.
    minutes = CountAxis(max(way["seconds"] for way in ways) / 60, RIGHT, LEFT)
    for number in range(round(minutes.most / minutes.step) + 1):
        x = minutes.y(number * minutes.step)
        picture.line(x, top, x, bottom, "grid")
        picture.text(x, bottom + 16, language.number(number * minutes.step), "tick", "middle")
    picture.text(RIGHT, bottom + 34, text("minutes of driving"), "tick", "end")
    for number, way in enumerate(ways, start=first):
        x, y = minutes.y(way["seconds"] / 60), exposures.y(way["exposure"])
        picture.add("circle", f"wayspot {way_style(number)}", cx=x, cy=y, r=9)
        picture.text(x, y + 4, language.number(way["number"]), "figure", "middle")
    return picture.markup()
