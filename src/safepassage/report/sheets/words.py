"""What the values of the model are called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from safepassage.report.language import Language


def vehicle_kind(kind: str, language: Language) -> str:
    """A kind of vehicle."""
    names = {
        "bus": language.text("bus"),
        "minibus": language.text("minibus"),
        "boat": language.text("boat"),
        "truck": language.text("truck"),
        "car": language.text("car"),
        "ambulance": language.text("ambulance"),
    }
    return names[kind]


def vehicle_counts(kinds: Iterable[Mapping[str, Any]], language: Language) -> str:
    """How many of which kind: `12 buses, 1 ambulance`."""
    return language.text(", ").join(
        _so_many(one["kind"], one["vehicles"], language) for one in kinds
    )


def _so_many(kind: str, number: int, language: Language) -> str:
    counts = {
        "bus": language.count("{n} bus", "{n} buses", number),
        "minibus": language.count("{n} minibus", "{n} minibuses", number),
        "boat": language.count("{n} boat", "{n} boats", number),
        "truck": language.count("{n} truck", "{n} trucks", number),
        "car": language.count("{n} car", "{n} cars", number),
        "ambulance": language.count("{n} ambulance", "{n} ambulances", number),
    }
    return counts[kind]


def direction(way: str, language: Language) -> str:
    """Which way through a crossing."""
    return language.text("in, empty") if way == "in" else language.text("out, with people")


def band(name: str, language: Language) -> str:
    """A sex and age band."""
    names = {
        "girls_under_5": language.text("Girls under 5"),
        "boys_under_5": language.text("Boys under 5"),
        "girls_5_17": language.text("Girls 5–17"),
        "boys_5_17": language.text("Boys 5–17"),
        "women_18_59": language.text("Women 18–59"),
        "men_18_59": language.text("Men 18–59"),
        "women_60": language.text("Women 60+"),
        "men_60": language.text("Men 60+"),
    }
    return names[name]
