"""What was stated, but not so that anyone could act on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from safepassage.model.findings import Finding, Quote
from safepassage.model.terms import Term, Topic
from safepassage.terms.missing import GUARANTEES
from safepassage.terms.subject import Subject, quote

BY_EACH: tuple[Topic, ...] = (
    *GUARANTEES,
    "monitor",
    "those_staying",
    "reception",
    "information",
    "data_protection",
)
"""Several may give one each; whether they agree is for people to read."""


def unclear(subject: Subject) -> Iterator[Finding]:
    """Terms with a hole in them, and claims about the agreement that nothing takes up."""
    yield from _destinations(subject)
    yield from _immunity(subject)
    yield from _unwritten(subject)
    yield from _exclusions(subject)
    yield from _several(subject)
    yield from _guard(subject)
    yield from _claims(subject)


def _destinations(subject: Subject) -> Iterator[Finding]:
    for term in subject.about("destination"):
        if not term.place:
            yield Finding(
                kind="unclear",
                about="destination",
                what="a destination is spoken of, but no place is named",
                settle="Which place, with room for how many?",
                guidance=(3, 12),
                sides=(quote(term),),
            )


def _immunity(subject: Subject) -> Iterator[Finding]:
    for term in subject.about("immunity"):
        open_ends = [
            *([] if term.binds else [f"it binds nobody but {term.by}"]),
            *([] if term.until is not None else ["no end is stated"]),
        ]
        if open_ends:
            yield Finding(
                kind="unclear",
                about="immunity",
                what=f"scope and end of the immunity: {' and '.join(open_ends)}",
                settle="Whom does it cover, against what, whom does it bind, and until when?",
                guidance=(8,),
                sides=(quote(term),),
            )


def _unwritten(subject: Subject) -> Iterator[Finding]:
    given = subject.about(*GUARANTEES)
    said = [term for term in given if not term.written]
    if said and len(said) < len(given):
        yield Finding(
            kind="unclear",
            about="guarantee",
            what="some guarantees are in writing and some are not",
            settle="Have these written down too.",
            guidance=(9, 13),
            sides=tuple(quote(term) for term in said),
        )


def _exclusions(subject: Subject) -> Iterator[Finding]:
    for term in subject.about("exclusion"):
        yield Finding(
            kind="unclear",
            about="exclusion",
            what=f"{term.by} says that somebody isn't covered",
            settle="Who is covered on the way and while people wait, and who says so?",
            guidance=(8, 13),
            sides=(quote(term),),
        )


def _several(subject: Subject) -> Iterator[Finding]:
    for (topic, place), terms in by_topic_and_place(subject.about(*BY_EACH)):
        if differ(terms):
            yield Finding(
                kind="unclear",
                about=topic,
                what=f"several speak of {topic.replace('_', ' ')}{_at(place)}, in other words",
                settle="Do they say the same, and which wording holds?",
                guidance=(13,),
                sides=tuple(quote(term) for term in terms),
            )


def _at(place: str) -> str:
    return f" at {place}" if place else ""


def by_topic_and_place(terms: tuple[Term, ...]) -> Iterator[tuple[tuple[Topic, str], list[Term]]]:
    """Terms of one topic and place together."""

    def key(term: Term) -> tuple[Topic, str]:
        return term.topic, term.place

    for alike, group in groupby(sorted(terms, key=key), key):
        yield alike, list(group)


def differ(terms: list[Term]) -> bool:
    """Whether different sides say different things."""
    return len({term.by for term in terms}) > 1 and len({term.says for term in terms}) > 1


def _guard(subject: Subject) -> Iterator[Finding]:
    if subject.case.guard.required and not subject.about("route_guarded"):
        yield Finding(
            kind="unclear",
            about="route_guarded",
            what="the case requires a guarded route, and no term says who guards it",
            settle="Who guards which stretch, and are they unarmed?",
            guidance=(13, 16),
        )


def _claims(subject: Subject) -> Iterator[Finding]:
    """Claims about the agreement by then that neither a term nor a change rests on."""
    agreement = subject.case.agreement
    taken_up = {term.source for term in agreement.terms}
    taken_up |= {change.source for change in agreement.changes}
    loose = [
        claim
        for claim in subject.case.claims
        if claim.topic == "agreement"
        and claim.id not in taken_up
        and (claim.reported_on or claim.since) <= subject.date
    ]
    if loose:
        yield Finding(
            kind="unclear",
            about="claims",
            what="claims about the agreement that no term and no change of status takes up",
            settle="What do they mean for it? Ask who made them.",
            guidance=(13,),
            sides=tuple(
                Quote(
                    by=claim.claimed_by,
                    says=claim.statement,
                    source=f"{claim.id}, {claim.reported_by}",
                )
                for claim in loose
            ),
        )
