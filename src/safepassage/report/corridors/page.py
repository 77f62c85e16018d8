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
from safepassage.report.page.waysview import way_maps, way_style

Data = Mapping[str, Any]

PAGE = "corridors.html"


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
        way_style=way_style,
        style=_source("page", "report.css"),
    )
    return page.encode()


def _by_pocket(data: Data) -> list[tuple[tuple[str, list[str]], list[Data]]]:
    def pocket(pair: Data) -> tuple[str, list[str]]:
        return pair["origin"], [name for name in pair.get("pocket", ()) if name != pair["origin"]]

    return [(key, list(pairs)) for key, pairs in groupby(data.get("pairs", ()), key=pocket)]


def _maps(data: Data, pairs: list[Data], language: Language) -> list[Markup]:
    ways = [(way["line"], way.get("weak")) for pair in pairs for way in pair.get("ways", ())]
    gates = (place["name"] for place in data["places"] if place["kind"] == "crossing")
    ends = {pairs[0]["origin"], *(pair["destination"] for pair in pairs), *gates}
    return way_maps(ways, ends, data.get("roads", ()), data["places"], language)


def _source(folder: str, name: str) -> Markup:
    """A file of ours that stands in the page as it is."""
    return Markup(files("safepassage.report").joinpath(folder, name).read_text("utf-8"))
