"""The agreement: its life, the terms, what is open, the nineteen requirements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from safepassage.model.case import Case
from safepassage.model.findings import Finding, StatedTerm, TermsReview
from safepassage.model.terms import IN_FORCE, Term


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement became this, UTC seconds, by somebody's word."""

    at: int
    status: str
    by: str
    says: str
    source: str


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What a term said before it was amended at `until`, UTC seconds."""

    says: str
    by: str
    since: int
    until: int


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A term with what it amended, the oldest first; instants are UTC seconds."""

    id: str
    topic: str
    says: str
    by: str
    source: str
    since: int
    until: int | None
    stands: bool
    """Otherwise its end has come."""
    written: bool
    place: str
    place_local: str
    binds: tuple[str, ...]
    history: tuple[Earlier, ...]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's own words."""

    by: str
    says: str
    source: str


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """What must be settled before anyone moves, and the requirements that ask for it."""

    kind: str
    what: str
    settle: str
    guidance: tuple[int, ...]
    sides: tuple[Side, ...]


class Required(msgspec.Struct, frozen=True, kw_only=True):
    """One of the nineteen requirements."""

    number: int
    requirement: str
    source: str
    verdict: str
    why: str
    rests_on: tuple[str, ...]


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed as it stood at `on`, UTC seconds."""

    on: int
    status: str
    """`none` before anything was offered."""
    in_force: bool
    changes: tuple[Changed, ...]
    later: int
    terms: tuple[Stated, ...]
    findings: tuple[Open, ...]
    requirements: tuple[Required, ...]
    place_ids: tuple[str, ...]
    """What findings call places by, and beside it their names."""
    place_names: tuple[str, ...]


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """A term in force by which parties are bound, for them to read; UTC seconds."""

    topic: str
    says: str
    by: str
    since: int
    until: int | None


def agreement(case: Case, found: TermsReview) -> Agreement:
    """A review as the planner reads it."""
    terms = [
        *(_stated(case, one, stands=True) for one in found.standing),
        *(_stated(case, one, stands=False) for one in found.run_out),
    ]
    return Agreement(
        on=found.on,
        status=found.status or "none",
        in_force=found.status in IN_FORCE,
        changes=tuple(
            Changed(at=one.at, status=one.status, by=one.by, says=one.says, source=one.source)
            for one in found.changes
        ),
        later=found.later,
        terms=tuple(sorted(terms, key=lambda one: (one.since, one.topic, one.id))),
        findings=tuple(map(_open, found.findings)),
        requirements=tuple(_requirements(found)),
        place_ids=tuple(case.places),
        place_names=tuple(place.name for place in case.places.values()),
    )


def _stated(case: Case, stated: StatedTerm, *, stands: bool) -> Stated:
    term = stated.term
    place = case.places.get(term.place)
    chain = (*stated.history, term)
    return Stated(
        id=term.id,
        topic=term.topic,
        says=term.says,
        by=term.by,
        source=term.source,
        since=term.since,
        until=term.until,
        stands=stands,
        written=term.written,
        place=place.name if place else "",
        place_local=place.name_local if place else "",
        binds=term.binds,
        history=tuple(
            Earlier(says=old.says, by=old.by, since=old.since, until=new.since)
            for old, new in pairwise(chain)
        ),
    )


def _open(finding: Finding) -> Open:
    return Open(
        kind=finding.kind,
        what=finding.what,
        settle=finding.settle,
        guidance=finding.guidance,
        sides=tuple(
            # A term is quoted with its id, which needs no word of ours before it.
            Side(by=one.by, says=one.says, source=one.source.removeprefix("term "))
            for one in finding.sides
        ),
    )


LUGGAGE = 10


def _requirements(found: TermsReview) -> Iterator[Required]:
    for one in found.guidance:
        why = one.why
        if one.number == LUGGAGE and one.verdict == "not_met":
            # Who may carry what is named by category, which is on no page.
            why = "The terms let some people carry no luggage."
        yield Required(
            number=one.number,
            requirement=one.requirement,
            source=one.source,
            verdict=one.verdict,
            why=why,
            rests_on=one.rests_on,
        )


def agreed(case: Case, instant: int) -> tuple[Agreed, ...]:
    """Terms in force at a time (UTC seconds) that a party or the guarantor gave, or is bound by.

    None while nothing is in force: an offer that nobody accepted isn't agreed. Who a term leaves
    out (`exclusion`) is a statement and no term that was agreed.
    """
    found = case.agreement
    if found.status_at(instant) not in IN_FORCE:
        return ()
    sides = {*found.parties, found.guarantor}

    def between_parties(term: Term) -> bool:
        return term.topic != "exclusion" and bool(sides & {term.by, *term.binds})

    return tuple(
        Agreed(topic=term.topic, says=term.says, by=term.by, since=term.since, until=term.until)
        for term in found.terms_at(instant)
        if between_parties(term)
    )
