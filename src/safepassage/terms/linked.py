"""Terms that stand or fall together: one has moved, the other hasn't."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.model.findings import Finding
from safepassage.model.terms import Term
from safepassage.terms.subject import Subject, quote


def moved_links(subject: Subject) -> Iterator[Finding]:
    """Each pair of linked terms of which one stands as it was and the other doesn't.

    A link holds in both directions, and for the amendments of either. One has moved when it isn't
    stated yet, has run out, or was amended after the other was last stated.
    """
    now = {term.id: term for term in subject.current}
    latest = {old.id: term for term in now.values() for old in subject.history(term)} | now
    stands = {term.id for term in subject.standing}
    seen: set[frozenset[str]] = set()
    for term in subject.case.agreement.terms:
        for name in term.linked:
            one, other = latest.get(term.id, term), latest.get(name, subject.by_id.get(name))
            if other is None or one is other or frozenset((one.id, other.id)) in seen:
                continue
            seen.add(frozenset((one.id, other.id)))
            for here, there in ((one, other), (other, one)):
                if here.id in stands and (moved := _moved(subject, here, there)):
                    yield Finding(
                        kind="unclear",
                        about="linked",
                        what=f"{here.id} stands as it was, and {there.id}, linked to it, {moved}",
                        settle="Neither is carried out without the other: settle both anew.",
                        guidance=(9, 13),
                        sides=(quote(here), quote(there)),
                    )


def _moved(subject: Subject, here: Term, there: Term) -> str:
    if there.since > subject.on:
        return f"isn't stated before {subject.clock(there.since)}"
    if there.until is not None and there.until <= subject.on:
        return f"ended {subject.clock(there.until)}"
    if there.replaces and there.since > here.since:
        return f"was amended {subject.clock(there.since)}"
    return ""
