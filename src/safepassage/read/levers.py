"""`[[levers]]`: what could be asked for or bought, how much of it, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import msgspec

from safepassage.model.levers import LeverKind, LeverTerms
from safepassage.read.faults import did_you_mean, quoted
from safepassage.read.toml import Section

MAX_LEVERS = 200
MAX_UNITS = 1000
MAX_COST = 1e15

Ids = Mapping[str, frozenset[str] | None]
"""Ids of a table by its name; None where it can't be read."""


@dataclass(frozen=True)
class _Rule:
    """Of which table `where` is (empty for none), and the largest unit; 0 where it has no unit.

    Of what is had or not there is one unit, and not more.
    """

    table: str
    unit: int

    @property
    def most(self) -> int:
        """Most units."""
        return MAX_UNITS if self.unit else 1


RULES: Mapping[LeverKind, _Rule] = {
    "minutes": _Rule("crossings", 24 * 60),
    "days": _Rule("", 366),
    "crossing": _Rule("crossings", 0),
    "convoy": _Rule("crossings", 10_000),
    "headway": _Rule("crossings", 24 * 60),
    "lanes": _Rule("crossings", 1_000_000),
    "vehicles": _Rule("vehicles", 10_000),
    "staging": _Rule("staging_areas", 0),
    "overnight": _Rule("assembly_points", 0),
    "crews": _Rule("vehicles", 24),
    "driving": _Rule("vehicles", 24),
    "reception": _Rule("destinations", 10_000_000),
    "destination": _Rule("destinations", 0),
}
"""By kind, as docs/file-formats.md tells them."""


def read_levers(root: Section, ids: Ids) -> tuple[LeverTerms, ...]:
    """Every [[levers]] that is sound, in the order of the file."""
    sections = root.sections("levers")
    if len(sections) > MAX_LEVERS:
        root.fault(
            "levers",
            f"{len(sections):,} of them",
            f"at most {MAX_LEVERS} [[levers]]",
            "Leave `where` out to state one for all of its kind.",
        )
    read = [(section, _lever(section, ids)) for section in sections]
    known: set[tuple[str, str]] = set()
    for section, one in read:
        if one is not None and (one.kind, one.where) in known:
            where = f" at {quoted(one.where)}" if one.where else ""
            section.fault("kind", f"{one.kind}{where} again", "each lever once", "Remove one.")
        if one is not None:
            known.add((one.kind, one.where))
    return tuple(one for _, one in read if one is not None)


def _lever(section: Section, ids: Ids) -> LeverTerms | None:
    """One [[levers]]; None if its kind isn't known, then only its keys are told apart."""
    word = section.word("kind", get_args(LeverKind))
    if not word:
        for key in ("where", "unit", "most", "cost", "source"):
            section.has(key)
        return None
    kind = msgspec.convert(word, LeverKind)
    rule = RULES[kind]
    unit = most = cost = None
    if section.has("unit"):
        if rule.unit:
            unit = float(section.whole("unit", 1, rule.unit))
        else:
            section.fault("unit", "a unit", "none: it is had or not", "Remove it.")
    if section.has("most"):
        most = section.whole("most", 0, rule.most)
    if section.has("cost"):
        cost = section.number("cost", 0, MAX_COST)
    return LeverTerms(
        kind=kind,
        where=_where(section, rule, ids),
        unit=unit,
        most=most,
        cost=cost,
        source=section.text("source", "") if section.has("source") else "",
    )


def _where(section: Section, rule: _Rule, ids: Ids) -> str:
    """The id of a row of the rule's table; empty for all of the kind."""
    where = section.text("where", "") if section.has("where") else ""
    if not where:
        return ""
    if not rule.table:
        section.fault("where", quoted(where), "none: it holds for the whole case", "Remove it.")
        return ""
    known = ids.get(rule.table)
    if known is not None and where not in known:
        section.fault(
            "where",
            quoted(where),
            f"an id of the {rule.table} table",
            lambda: did_you_mean(where, known, "Correct it, or leave it out for all of the kind."),
        )
    return where
