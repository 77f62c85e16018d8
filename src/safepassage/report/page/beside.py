"""What stands beside the plan, made ready for the page: charts, maps and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from safepassage.report.language import Language
from safepassage.report.page import wording
from safepassage.report.page.groundview import ground_frame, ground_map, ground_stops, key_picture
from safepassage.report.page.guardview import duty_chart, guard_maps
from safepassage.report.page.mapview import called
from safepassage.report.page.sidebyside import daily_chart, side_charts, topics_of
from safepassage.report.page.waysview import way_maps, way_style, ways_chart

Data = Mapping[str, Any]

MARKS = {"met": "✓", "not_met": "✗", "not_stated": "?"}
"""Verdicts in a shape of their own, beside their words."""

MOST_ROADS = 1500
"""Maps of which a page may have many show the major roads only beyond so many."""


def beside(data: Data, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    """Everything about the picture beside the plan that the audience may see."""
    ground = _lighter(data.get("ground", {}))
    found: dict[str, Any] = {
        "marks": MARKS,
        "verdicts": _verdicts(data.get("agreement", {}), language),
        "topics": _topics(data, language, zone),
        "pauses": list(_pauses(data.get("pauses", ()))),
        "open_points": list(_open_points(data.get("agreement", {}), language)),
        "kilometres": lambda metres: language.text(
            "{n} km", n=language.number(round(metres / 1000, 1))
        ),
        "topics_in": lambda codes: language.text(", ").join(
            wording.topic(code, language) for code in codes
        ),
    }
    if "territory" in data:
        found["ground"] = _territory(data, ground, language, zone)
    if "ways_out" in data:
        found["way_pockets"] = list(_way_pockets(data["ways_out"], ground, language))
    if "guard" in data:
        found["guard"] = _guard(data["guard"], ground, language, zone)
    return found


def _verdicts(agreement: Data, language: Language) -> dict[str, str]:
    """How many requirements stand how."""
    found = Counter(one["verdict"] for one in agreement.get("requirements", ()))
    return {verdict: language.number(found[verdict]) for verdict in MARKS}


def _lighter(ground: Data) -> dict[str, Any]:
    roads = ground.get("roads", ())
    if len(roads) > MOST_ROADS:
        roads = [road for road in roads if road["major"]]
    return {**ground, "roads": roads}


def _topics(data: Data, language: Language, zone: ZoneInfo) -> list[dict[str, Any]]:
    topics = topics_of(data.get("claims", ()), data.get("series", ()))
    for topic in topics:
        topic["charts"] = list(side_charts(topic, language))
        topic["series"] = [
            {**one, "chart": daily_chart(one, language, zone)} for one in topic["series"]
        ]
    return topics


def _pauses(rows: Sequence[Data]) -> Iterator[dict[str, Any]]:
    """What is stated in full where it is said first, by whom it still is after that."""
    told: set[tuple[str, str]] = set()
    for row in rows:
        stated = [one for one in row.get("versions", ()) if not one["holds"]]
        parts: dict[bool, list[Data]] = {True: [], False: []}
        for one in stated:
            parts[(one["claimed_by"], one["statement"]) in told].append(one)
        yield {**row, "fresh": parts[False], "still": parts[True]}
        told |= {(one["claimed_by"], one["statement"]) for one in stated}


def _open_points(agreement: Data, language: Language) -> Iterator[tuple[str, str, list[Data]]]:
    findings = agreement.get("findings", ())
    for kind in ("contradiction", "missing", "unclear"):
        of_kind = [one for one in findings if one["kind"] == kind]
        if of_kind:
            yield kind, wording.finding(kind, language), of_kind


def _territory(data: Data, ground: Data, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    territory = data["territory"]
    view = ground_frame(territory, ground)
    seen = territory["pictures"]
    last = max((move["depart"] for move in ground.get("movements", ())), default=0)
    pictures = [
        {**one, "number": number, "map": ground_map(one, ground, view, language, zone)}
        for number, one in enumerate(seen)
    ]
    return {
        "key": key_picture(territory, ground, view, language),
        "pictures": pictures[::-1],
        "stops": ground_stops(seen, last, territory["stale_days"], language, zone),
        "script": Markup(files("safepassage.report.page").joinpath("ground.js").read_text("utf-8")),
    }


def _way_pockets(ways_out: Data, ground: Data, language: Language) -> Iterator[dict[str, Any]]:
    def pocket(pair: Data) -> tuple[str, list[str]]:
        return pair["origin"], pair["pocket"]

    for (origin, points), grouped in groupby(ways_out.get("pairs", ()), key=pocket):
        pairs = list(grouped)
        ways = [way for pair in pairs for way in pair.get("ways", ())]
        ends = {
            origin,
            *(pair["destination"] for pair in pairs),
            *(way["crossing"] for way in ways),
        }
        first, told = 0, []
        for pair in pairs:
            told.append(_pair(pair, first, language))
            first += len(pair.get("ways", ()))
        names = pairs[0]["pocket_local"] if language.direction == "rtl" else points
        own = called({"name": origin, "name_local": pairs[0]["origin_local"]}, language)
        yield {
            "origin": own,
            "others": language.text(", ").join(name for name in names if name != own),
            "maps": way_maps(
                [(way, way.get("weakest")) for way in ways],
                ends,
                ground.get("roads", ()),
                ground["places"],
                language,
            ),
            "pairs": told,
        }


def _pair(pair: Data, first: int, language: Language) -> dict[str, Any]:
    ways = pair.get("ways", ())
    text = language.text
    parts = (
        ("near_incidents", text("near incidents")),
        ("near_front_line", text("near a front line")),
        ("unbound_ground", text("on ground of somebody whom no term binds")),
    )
    return {
        **pair,
        "chart": ways_chart(ways, first, language) if len(ways) > 1 else None,
        "ways": [
            {
                **way,
                "style": way_style(number),
                "parts": [
                    f"{told}: {language.number(round(way['weakest'][name], 2))}"
                    for name, told in parts
                    if way.get("weakest", {}).get(name)
                ],
            }
            for number, way in enumerate(ways, start=first)
        ],
    }


def _guard(guard: Data, ground: Data, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    stretches = guard.get("uncovered", ())
    return {
        **guard,
        "maps": guard_maps(guard, ground, language),
        "chart": duty_chart(guard, language, zone),
        "given": any(post["given"] for post in guard.get("posts", ())),
        "unwatched": sum(one["metres"] for one in stretches if not one["too_long"]),
        "too_long": sum(one["metres"] for one in stretches if one["too_long"]),
    }
