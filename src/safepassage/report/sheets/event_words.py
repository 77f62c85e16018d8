"""A timeline's events in words, and how far they are from T."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from safepassage.report.language import Language

MINUS = "\N{MINUS SIGN}"


def offset(seconds: int) -> str:
    """Hours and minutes before or after T, as `T−1:20`."""
    minutes = abs(seconds) // 60
    return f"T{MINUS if seconds < 0 else '+'}{minutes // 60}:{minutes % 60:02}"


def happening(event: Mapping[str, Any], language: Language, zone: ZoneInfo) -> str:
    """What happens where, and to how many vehicles."""
    place, n, until = event["place"], event["vehicles"], event.get("until")
    by = "" if until is None else language.clock(until, zone)
    text, count = language.text, language.count
    told = {
        "opens_in": text("{place} opens for the way in", place=place),
        "opens_out": text("{place} opens for the way out", place=place),
        "closes_in": text("{place} closes for the way in", place=place),
        "closes_out": text("{place} closes for the way out", place=place),
        "passes_in": text("The convoy passes {place} inward, until {until}", place=place, until=by),
        "passes_out": text(
            "The convoy passes {place} outward, until {until}", place=place, until=by
        ),
        "called": text("People are called at {place}", place=place),
        "leaves": count("{n} vehicle leaves {place}", "{n} vehicles leave {place}", n, place=place),
        "at_gate": count(
            "{n} vehicle is at {place}", "{n} vehicles are at {place}", n, place=place
        ),
        "reaches_point": count(
            "{n} vehicle reaches {place}", "{n} vehicles reach {place}", n, place=place
        ),
        "leaves_point": count(
            "{n} vehicle leaves {place} with people",
            "{n} vehicles leave {place} with people",
            n,
            place=place,
        ),
        "arrives": count(
            "{n} vehicle arrives at {place}", "{n} vehicles arrive at {place}", n, place=place
        ),
        "free": count(
            "{n} vehicle is free at {place}", "{n} vehicles are free at {place}", n, place=place
        ),
    }
    return told[event["kind"]]
