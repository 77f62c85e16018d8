"""The page: for each pocket its ways on a map, and beside it the table that compares them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from itertools import groupby
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from safepassage.report.audience import redact
from safepassage.report.corridors.told import Told
from safepassage.report.language import Language
from safepassage.report.page.mapview import map_picture, views

Data = Mapping[str, Any]

PAGE = "corridors.html"

COLOURS = 6
"""Ways of a pocket are told apart by so many colours, which then come again."""


def corridors_page(told: Told, language: Language) -> bytes:
    """The page of the ways out; it loads nothing from elsewhere, and is the planner's alone."""
    data = redact("corridors", msgspec.to_builtins(told), "planner")
    environment = Environment(
        loader=PackageLoader("safepassage.report", "corridors"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    pockets = [
        {"origin": origin, "others": others, "pairs": pairs, "maps": _maps(data, pairs, language)}
        for (origin, others), pairs in _by_pocket(data)
    ]
    page = environment.get_template("corridors.html.j2").render(
        title=data["title"],
        on=data["on"],
        notes=data["notes"],
        pockets=pockets,
        colours=COLOURS,
        style=_source("page", "report.css") + _source("corridors", "corridors.css"),
    )
    return page.encode()


def _by_pocket(data: Data) -> list[tuple[tuple[str, list[str]], list[Data]]]:
    def pocket(pair: Data) -> tuple[str, list[str]]:
        return pair["origin"], [name for name in pair.get("pocket", ()) if name != pair["origin"]]

    return [(key, list(pairs)) for key, pairs in groupby(data.get("pairs", ()), key=pocket)]


def _maps(data: Data, pairs: list[Data], language: Language) -> list[Markup]:
    """The inside and the whole, or one of them if they are nearly alike; none without a way."""
    told = [way for pair in pairs for way in pair.get("ways", ())]
    if not told:
        return []
    ends = {pairs[0]["origin"], *(pair["destination"] for pair in pairs)}
    ground = {
        "roads": data.get("roads", ()),
        "places": [
            {**place, "people": int(place["kind"] == "crossing" or place["name"] in ends)}
            for place in data["places"]
        ],
        "ways": [  # every way as wide as the others, on top of what marks the weakest stretches
            *({**way["weak"], "people": 1, "style": "way weak"} for way in told if "weak" in way),
            *(
                {**way["line"], "people": 1, "style": f"way one n{number % COLOURS + 1}"}
                for number, way in enumerate(told)
            ),
        ],
    }
    frames = views(ground)
    apart = len(frames) > 1
    return [map_picture(ground, name, view, language, apart=apart) for name, view in frames]


def _source(folder: str, name: str) -> Markup:
    """A file of ours that stands in the page as it is."""
    return Markup(files("safepassage.report").joinpath(folder, name).read_text("utf-8"))
