"""Who holds what ground: a key with the patterns, and a map for each picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page.mapview import WIDTH, View, draw_places, draw_roads, framed
from safepassage.report.page.svg import Drawing

Data = Mapping[str, Any]

STYLES = (
    ("#0072b2", "#dcebf5", "M0,8 L8,0"),
    ("#b35900", "#f9efe2", "M2,2 h1.6 v1.6 h-1.6 Z M6,6 h1.6 v1.6 h-1.6 Z"),
    ("#00785a", "#dcefe9", "M0,4 L8,4"),
    ("#8a3ffc", "#eee3fb", "M0,0 L8,8"),
    ("#a0326e", "#f6e0ec", "M4,0 L4,8"),
    ("#55611b", "#eceedd", "M0,4 L8,4 M4,0 L4,8"),
)
"""Colour, tint and pattern of each holder in turn; then they come again."""

MOST_STOPS = 400
"""With more days than that the slider goes from picture to picture."""

DAY = 86_400


def ground_frame(territory: Data, ground: Data) -> View:
    """Around the enclave of every date, the assembly points and the crossings."""
    outlines = [
        one for picture in territory["pictures"] for one in picture["outlines"] if one["enclave"]
    ]
    places = [p for p in ground["places"] if p["kind"] in ("assembly_point", "crossing")]
    longitudes = [x for one in outlines for ring in one["longitudes"] for x in ring]
    latitudes = [y for one in outlines for ring in one["latitudes"] for y in ring]
    return framed(
        [*longitudes, *(place["longitude"] for place in places)],
        [*latitudes, *(place["latitude"] for place in places)],
    )


def key_picture(territory: Data, ground: Data, view: View, language: Language) -> Markup:
    """The key; it also holds the roads and patterns once, for all maps of the ground."""
    text = language.text
    holders = territory["holders"]
    approximate = any(
        one["approximate"] for seen in territory["pictures"] for one in seen["outlines"]
    )
    height = 26.0 * (len(holders) + 1)
    picture = Drawing(height, text("Key to the maps of who holds what ground"), WIDTH)
    base = Drawing(view.height, "", WIDTH)
    draw_roads(base, ground.get("roads", ()), view)
    shared = picture.add("defs")
    roads = picture.under(shared, "g", id="ground-roads")
    roads.extend(list(base.root))
    for number, (colour, tint, shape) in enumerate(STYLES[: len(holders)]):
        pattern = picture.under(
            shared,
            "pattern",
            id=f"held-{number}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        picture.under(pattern, "rect", width=8, height=8, fill=tint)
        picture.under(pattern, "path", d=shape, stroke=colour, stroke_width=1.2, fill="none")
    rows = [*holders, text("enclave; dashed: approximate") if approximate else text("enclave")]
    right = language.direction == "rtl"
    for number, told in enumerate(rows):
        x, y = WIDTH - 42.0 if right else 2.0, 4 + 26.0 * number
        if number < len(holders):
            swatch = picture.rectangle(x, y, 40, 18, "held")
            swatch.set("fill", _fill(number))
        else:
            picture.line(
                x, y + 9, x + 40, y + 9, "enclave approximate" if approximate else "enclave"
            )
        picture.text(x - 10 if right else x + 50, y + 14, told, "key", "end" if right else "start")
    return picture.markup()


def _fill(holder: int) -> str:
    return f"url(#held-{holder % len(STYLES)})"


def ground_map(seen: Data, ground: Data, view: View, language: Language, zone: ZoneInfo) -> Markup:
    """One picture: areas, the roads of the key, assembly points and crossings."""
    when = language.day_and_year(seen["day"], zone)
    title = language.text("Map of who held what ground on {when}", when=when)
    picture = Drawing(view.height, title, WIDTH, "map")
    for one in seen["outlines"]:
        css = "held" if one["enclave"] else "held around"
        path = picture.add("path", css, d=_rings(one, view), fill_rule="evenodd")
        path.set("fill", _fill(one["holder"]))
        picture.under(path, "title").text = one["name"]
    picture.add("use", href="#ground-roads")
    for one in seen["outlines"]:
        if one["enclave"]:
            css = "enclave approximate" if one["approximate"] else "enclave"
            picture.add("path", css, d=_rings(one, view))
    places = [p for p in ground["places"] if p["kind"] in ("assembly_point", "crossing")]
    draw_places(picture, places, places, view, language)
    return picture.markup()


def _rings(one: Data, view: View) -> str:
    return " ".join(
        "M"
        + " L".join(f"{view.x(x):.1f},{view.y(y):.1f}" for x, y in zip(xs, ys, strict=True))
        + " Z"
        for xs, ys in zip(one["longitudes"], one["latitudes"], strict=True)
    )


def ground_stops(
    pictures: Sequence[Data], until: int, most_days: int, language: Language, zone: ZoneInfo
) -> Markup:
    """What the slider stops at: a day, the picture of then and how old it is, for the script.

    `until` is the last day that matters, UTC seconds.
    """
    text = language.text
    last = max(until, pictures[-1]["day"])
    noons: Sequence[int] = range(pictures[0]["day"] + DAY // 2, last + DAY, DAY)
    if len(noons) > MOST_STOPS:
        noons = [one["day"] + DAY // 2 for one in pictures]
    stops = []
    for noon in noons:
        number = max(n for n, one in enumerate(pictures) if one["day"] <= noon)
        age = (noon - pictures[number]["day"]) // DAY
        if not age:
            told = text("picture of this day")
        else:
            told = language.count("picture {n} day old", "picture {n} days old", age)
        if age > most_days:
            told = text("{picture}: too old for a release", picture=told)
        stops.append([number, f"{language.day_and_year(noon, zone)} · {told}"])
    return Markup(msgspec.json.encode(stops).decode().replace("<", "\\u003c"))
