"""One review: everything the other files find, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from safepassage.model.agreement import Agreement
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.findings import Actor, FindingKind, Role, StatedTerm, TermsReview
from safepassage.model.plan import Plan
from safepassage.terms.contradictions import contradictions
from safepassage.terms.ground import holders, unbound_holders
from safepassage.terms.guidance import guidance_checks
from safepassage.terms.linked import moved_links
from safepassage.terms.missing import missing
from safepassage.terms.subject import Subject, binding
from safepassage.terms.unclear import unclear

_ORDER: tuple[FindingKind, ...] = ("missing", "unclear", "contradiction")


def review(
    case: Case,
    on: int | None = None,
    plan: Plan | None = None,
    broken: Sequence[BrokenPromise] = (),
) -> TermsReview:
    """The agreement of a case at a time (UTC seconds), by default on the day of the last change.

    `broken` are the promises that the plan breaks, as the checker found them.
    """
    subject = Subject(case, last_known(case) if on is None else on, plan, tuple(broken))
    agreement = case.agreement
    stands = {term.id for term in subject.standing}
    stated: dict[bool, list[StatedTerm]] = {True: [], False: []}
    for term in subject.current:
        one = StatedTerm(term=term, history=subject.history(term))
        stated[term.id in stands].append(one)
    changes = tuple(change for change in agreement.changes if change.at <= subject.on)
    found = (
        *missing(subject),
        *unclear(subject),
        *moved_links(subject),
        *unbound_holders(subject),
        *contradictions(subject),
    )
    return TermsReview(
        on=subject.on,
        status=agreement.status_at(subject.on),
        changes=changes,
        standing=tuple(stated[True]),
        run_out=tuple(stated[False]),
        later=len(agreement.changes)
        - len(changes)
        + sum(term.since > subject.on for term in agreement.terms),
        actors=_actors(agreement, subject),
        holders=holders(subject),
        findings=tuple(sorted(found, key=lambda finding: _ORDER.index(finding.kind))),
        guidance=guidance_checks(subject),
    )


def last_known(case: Case) -> int:
    """The end of the day on which the agreement, a term or who holds what last changed.

    Where nothing did, the day on which the horizon begins.
    """
    agreement = case.agreement
    known = [change.at for change in agreement.changes]
    known += [term.since for term in agreement.terms]
    latest = datetime.fromtimestamp(max(known, default=case.horizon[0]), case.zone).date()
    pictures = [date.fromisoformat(area.on) for area in case.control]
    return end_of_day(case, max([latest, *pictures] if known else pictures or [latest]))


def end_of_day(case: Case, day: date) -> int:
    """The last second of a local date."""
    after = datetime.combine(day + timedelta(days=1), time.min, tzinfo=case.zone)
    return int(after.timestamp()) - 1


def _actors(agreement: Agreement, subject: Subject) -> tuple[Actor, ...]:
    guarantor = () if agreement.guarantor in ("", *agreement.parties) else (agreement.guarantor,)
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("party", agreement.parties),
        ("guarantor", guarantor),
        ("other", agreement.others),
    )
    return tuple(
        Actor(name=name, role=role, bound_by=binding(subject.standing, name))
        for role, names in roles
        for name in names
    )
