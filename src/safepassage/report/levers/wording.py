"""What is asked for, and what limits a day, in the reader's words."""

from __future__ import annotations

from safepassage.model.case import Case
from safepassage.model.levers import LeverKind, Levers, LeverUnit
from safepassage.report.language import Language
from safepassage.report.page import wording
from safepassage.shown import straight

NUMBERED: frozenset[LeverKind] = frozenset(
    ("minutes", "days", "convoy", "headway", "lanes", "vehicles", "crews", "driving", "reception")
)
"""Kinds of which one can ask for more or less; the others are had or not."""


def asked(lever: LeverUnit, units: int, case: Case, language: Language) -> str:
    """What so many units of a lever are, as `200 more vehicles (bus)`."""
    if lever.kind not in NUMBERED:
        where = place(lever.where, case, language) if lever.where else _everywhere(lever, language)
        return _had(lever.kind, where, language)
    if lever.amount is None:
        return straight(f"{lever.name}: {language.number(units)} × {lever.unit}")
    number = units * lever.amount
    if number != int(number):
        return straight(f"{lever.name}: {language.number(number)}")
    where = place(lever.where, case, language) if lever.where else _everywhere(lever, language)
    return _more(lever.kind, int(number), where, language)


def called(name: str, units: int, found: Levers, case: Case, language: Language) -> str:
    """What so many units of a lever are, by the name that the study calls it."""
    lever = next((lever for lever in found.levers if lever.name == name), None)
    if lever is None:
        return straight(f"{name}: {language.number(units)}")
    return asked(lever, units, case, language)


def place(where: str, case: Case, language: Language) -> str:
    """A place by its name, by its local one where the page has that script; else as it is."""
    found = case.places.get(where)
    if found is None:
        return straight(where)
    local = language.direction == "rtl" and found.name_local
    return straight(found.name_local if local else found.name)


def limit(promise: str, where: str, case: Case, language: Language) -> str:
    """What binds, as `screening at Al-Wafidin`."""
    what = wording.promise(promise, language)
    if not where:
        return what
    name = place(where, case, language)
    if where not in case.places:
        return f"{what} ({name})"
    return language.text("{what} at {where}", what=what, where=name)


def _everywhere(lever: LeverUnit, language: Language) -> str:
    text = language.text
    if lever.kind == "reception":
        return text("every destination")
    if lever.kind == "overnight":
        return text("every assembly point")
    return text("every type") if lever.kind in ("vehicles", "crews") else text("every crossing")


def _had(kind: LeverKind, where: str, language: Language) -> str:
    text = language.text
    words = {
        "crossing": text("a further crossing at {where}", where=where),
        "staging": text("vehicles waiting at {where}", where=where),
        "overnight": text("vehicles staying overnight at {where}", where=where),
        "destination": text("{where} as a further destination", where=where),
    }
    return words[kind]


def _more(kind: LeverKind, n: int, where: str, language: Language) -> str:
    count = language.count
    words = {
        "minutes": count(
            "{n} more minute a day at {where}", "{n} more minutes a day at {where}", n, where=where
        ),
        "days": count("{n} more day", "{n} more days", n),
        "convoy": count(
            "{n} more vehicle in a convoy at {where}",
            "{n} more vehicles in a convoy at {where}",
            n,
            where=where,
        ),
        "headway": count(
            "convoys {n} minute closer together at {where}",
            "convoys {n} minutes closer together at {where}",
            n,
            where=where,
        ),
        "lanes": count(
            "{n} more screening lane at {where}",
            "{n} more screening lanes at {where}",
            n,
            where=where,
        ),
        "vehicles": count(
            "{n} more vehicle ({where})", "{n} more vehicles ({where})", n, where=where
        ),
        "crews": count(
            "{n} more crew a vehicle ({where})",
            "{n} more crews a vehicle ({where})",
            n,
            where=where,
        ),
        "driving": count("{n} more hour of driving a crew", "{n} more hours of driving a crew", n),
        "reception": count(
            "{n} more place at {where}", "{n} more places at {where}", n, where=where
        ),
    }
    return words[kind]
