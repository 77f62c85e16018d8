"""The terms table: everything that was ever stated, one row a term."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import get_args
from zoneinfo import ZoneInfo

from safepassage.model.agreement import Agreement
from safepassage.model.terms import Term, Topic
from safepassage.read.amendments import check_amendments
from safepassage.read.cells import (
    FLAG,
    IDENTIFIER,
    IDENTIFIERS,
    LOCAL_TIME,
    NAMES,
    STATEMENT,
    TEXT,
    word,
)
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, Remedy, did_you_mean, quoted
from safepassage.read.life import actors_of, known_actor, moment

TERMS = (
    Column("id", IDENTIFIER, "the term's id", "pause-1"),
    Column("topic", word(*get_args(Topic)), "what it is about", "pause"),
    Column("says", STATEMENT, "what is stated, in the source's sense", "Five hours a day"),
    Column("by", TEXT, "who states it: a party, the guarantor or one of `others`", "one"),
    Column("binds", NAMES, "whom else it binds: parties, the guarantor", "one;other", ()),
    Column("written", FLAG, "it is in writing", "no", False),
    Column("since", LOCAL_TIME, "from when on it stands", "2018-02-27"),
    Column("until", LOCAL_TIME, "when it ends; empty if no end was stated", "2018-03-20", None),
    Column("replaces", IDENTIFIER, "id of the term it amends", "pause-0", ""),
    Column("linked", IDENTIFIERS, "ids of terms it stands or falls with", "items-1", ()),
    Column("place", IDENTIFIER, "id of the place it is about; empty is all", "bridge", ""),
    Column("source", TEXT, "who reported it, or the id of a claim", "a news agency"),
)

MAX_TERMS = 1000
MAX_LINKED = 50
_CLAIM_ID = re.compile(r"(?=.*\d)\w[\w.\-]*")
"""One word with a digit, such as offer-1, is taken for a claim's id; Reuters is none."""


@dataclass(frozen=True)
class Named:
    """Ids and names a term may use; None where that file couldn't be read."""

    agreement: Agreement
    places: frozenset[str] | None
    claims: frozenset[str] | None

    @property
    def actors(self) -> frozenset[str]:
        """Everybody the agreement names."""
        return actors_of(self.agreement.parties, self.agreement.guarantor, self.agreement.others)


def read_terms(
    parsed: Parsed | None, zone: ZoneInfo | None, known: Named, faults: Faults
) -> tuple[Term, ...]:
    """The sound rows as terms, in the order of the table, with faults for what can't be."""
    if parsed is None:
        return ()
    if len(parsed.rows) > MAX_TERMS:
        faults.add(
            parsed.file,
            f"{len(parsed.rows):,} terms",
            f"at most {MAX_TERMS:,} terms",
            "Check that it is the right file.",
        )
        return ()
    rows: dict[str, int] = {}
    terms: list[Term] = []
    for row, values in parsed.sound():
        since = moment(parsed.file, row, "since", values["since"], zone, faults)
        until = moment(parsed.file, row, "until", values["until"], zone, faults)
        if since is not None:
            terms.append(Term(**{**values, "since": since, "until": until}))
            rows[values["id"]] = row
    table = _Table(parsed.file, rows, frozenset(parsed.ids), faults)
    for term in terms:
        _names(term, known, table)
        _span(term, table)
        known_source(parsed.file, rows[term.id], term.source, known.claims, faults)
    check_amendments(terms, table.fault)
    return tuple(terms)


@dataclass(frozen=True)
class _Table:
    file: str
    rows: Mapping[str, int]
    ids: frozenset[str]
    faults: Faults

    def fault(self, term: Term, column: str, found: str, expected: str, remedy: Remedy) -> None:
        self.faults.add(self.file, found, expected, remedy, row=self.rows[term.id], column=column)


def _names(term: Term, known: Named, table: _Table) -> None:
    """Fault parties, places and terms that there aren't."""
    known_actor(table.file, table.rows[term.id], "by", term.by, known.actors, table.faults)
    bound = actors_of(known.agreement.parties, known.agreement.guarantor, ())
    for name in term.binds:
        if name not in bound:
            other = name in known.agreement.others
            table.fault(
                term,
                "binds",
                f"{quoted(name)}, whom nothing binds" if other else quoted(name),
                "the guarantor, or one of agreement.parties",
                "Remove the name, or make it a party."
                if other
                else partial(did_you_mean, name, bound, "Correct the name, or make it a party."),
            )
    if term.place and known.places is not None and term.place not in known.places:
        table.fault(
            term,
            "place",
            f"the place {term.place!r}",
            "an id of one of the tables of places",
            partial(did_you_mean, term.place, known.places, "Correct the id, or add the place."),
        )
    if len(term.linked) > MAX_LINKED:
        table.fault(
            term,
            "linked",
            f"{len(term.linked):,} linked terms",
            f"at most {MAX_LINKED} linked terms",
            "Name those without which this one isn't carried out.",
        )
    named = [("replaces", term.replaces)] if term.replaces else []
    for column, name in (*named, *(("linked", link) for link in term.linked)):
        if name not in table.ids or name == term.id:
            others = table.ids - {term.id}
            table.fault(
                term,
                column,
                f"the term {name!r}" + (", which is this one" if name == term.id else ""),
                "the id of another row",
                partial(did_you_mean, name, others, "Correct the id, or add the term."),
            )


def _span(term: Term, table: _Table) -> None:
    if term.until is not None and term.until <= term.since:
        table.fault(
            term, "until", "an end before the start", "a time after since", "Correct one of them."
        )


def known_source(
    file: str, row: int, source: str, claims: frozenset[str] | None, faults: Faults
) -> None:
    """Fault a source that reads like the id of a claim there isn't."""
    if claims is not None and source not in claims and _CLAIM_ID.fullmatch(source):
        faults.add(
            file,
            f"{source!r}, one word with a digit, as claims have for ids",
            "the id of a claim, or who reported it in words",
            partial(
                did_you_mean, source, claims, "Correct the id, add the claim, or say who reported."
            ),
            row=row,
            column="source",
        )


def check_sources(parsed: Parsed | None, claims: frozenset[str] | None, faults: Faults) -> None:
    """The same for every row of the agreement table."""
    for row, values in parsed.sound() if parsed else ():
        assert parsed is not None
        known_source(parsed.file, row, values["source"], claims, faults)
