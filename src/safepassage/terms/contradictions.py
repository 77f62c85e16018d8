"""What contradicts what, as far as the data decides it; each with both sides quoted."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.model.findings import Finding, Quote
from safepassage.model.terms import IN_FORCE, StatusChange, Term, Topic
from safepassage.terms.ground import PASSAGE
from safepassage.terms.subject import Subject, quote
from safepassage.terms.unclear import by_topic_and_place, differ

ONE_ANSWER: tuple[Topic, ...] = (
    "who_may_leave",
    "corridor",
    "pause",
    "items",
    "medical_priority",
    "turning_back",
    "screening_who",
    "screening_where",
    "screening_time",
    "screening_women_staff",
    "notification",
)
"""Topics of which two answers can't both hold at one place."""

_KEY = "case.toml"


def contradictions(subject: Subject) -> Iterator[Finding]:
    """Every contradiction on the date."""
    yield from _two_answers(subject)
    yield from _refusals(subject)
    yield from _validity(subject)
    yield from _destinations(subject)
    yield from _crossings(subject)
    yield from _spans(subject)
    yield from _guard(subject)


def _found(about: str, what: str, guidance: tuple[int, ...], *sides: Quote) -> Finding:
    return Finding(
        kind="contradiction", about=about, what=what, settle="", guidance=guidance, sides=sides
    )


def _two_answers(subject: Subject) -> Iterator[Finding]:
    for (topic, place), terms in by_topic_and_place(subject.about(*ONE_ANSWER)):
        if differ(terms):
            where = f" at {place}" if place else ""
            what = (
                f"different answers about {topic.replace('_', ' ')}{where}, none amends the other"
            )
            yield _found(topic, what, (13,), *(quote(term) for term in terms))


def _refusals(subject: Subject) -> Iterator[Finding]:
    """In force, though the last that somebody said was a refusal."""
    past = [change for change in subject.case.agreement.changes if change.at <= subject.on]
    if not past or past[-1].status not in IN_FORCE:
        return
    last = {change.by: change for change in past if change.status in ("accepted", "refused")}
    for change in last.values():
        if change.status == "refused":
            what = f"the agreement is {subject.status}, and {change.by} refused it"
            yield _found("status", what, (13,), _change(past[-1]), _change(change))


def _change(change: StatusChange) -> Quote:
    status = change.status.replace("_", " ")
    says = f"{status}: {change.says}" if change.says else status
    return Quote(by=change.by, says=says, source=change.source)


def _validity(subject: Subject) -> Iterator[Finding]:
    agreement = subject.case.agreement
    past = [change for change in agreement.changes if change.at <= subject.on]
    begins, ends = agreement.valid_from, agreement.valid_until
    outside = (begins is not None and subject.on < begins) or (
        ends is not None and subject.on >= ends
    )
    if subject.in_force and outside and past:
        span = " ".join(
            f"{word} {subject.clock(moment)}"
            for word, moment in (("from", begins), ("until", ends))
            if moment is not None
        )
        validity = Quote(by=_KEY, says=f"valid {span}", source="[agreement]")
        what = f"the agreement is {subject.status} outside its validity"
        yield _found("status", what, (13,), _change(past[-1]), validity)


def _destinations(subject: Subject) -> Iterator[Finding]:
    case = subject.case
    agreed = case.agreement.destinations
    stated = Quote(
        by=_KEY,
        says=f"destinations: {', '.join(agreed) or 'none'}",
        source="agreement.destinations",
    )
    terms = subject.about("destination")
    for term in terms:
        if term.place and term.place not in agreed:
            what = f"a term takes people to {term.place}, which isn't among those agreed"
            yield _found("destination", what, (3, 12), quote(term), stated)
    places = {term.place for term in terms}
    unnamed = [name for name in agreed if name not in places]
    if terms and unnamed and "" not in places:
        what = f"agreed without a term that names it: {', '.join(unnamed)}"
        sides = (quote(term) for term in terms)
        yield _found("destination", what, (3, 12), stated, *sides)


def _crossings(subject: Subject) -> Iterator[Finding]:
    """A way that terms open and no window does, and the reverse."""
    gates = [gate.id for gate in subject.case.crossings]
    opened = {window.crossing for window in subject.case.windows}
    terms = [term for term in subject.about("pause", "corridor") if term.place in ("", *gates)]
    for term in terms:
        if term.place and term.place not in opened:
            none = Quote(by=_KEY, says=f"no window at {term.place}", source="[[windows]]")
            what = f"a {term.topic} at {term.place}, which no window opens"
            yield _found(term.topic, what, (13,), quote(term), none)
    places = {term.place for term in terms}
    for gate in gates:
        if terms and gate in opened and not places & {"", gate}:
            window = Quote(by=_KEY, says=f"windows at {gate}", source="[[windows]]")
            what = f"windows at {gate}, where no pause or corridor was stated"
            yield _found("windows", what, (13,), window, *(quote(term) for term in terms))


def _spans(subject: Subject) -> Iterator[Finding]:
    """Terms that end before the last window does, and passage that begins after the first."""
    for term in subject.current:
        first, last = _movement(subject, term.place)
        if term.topic in ("exclusion", "other"):
            continue
        if term.until is not None and term.until < last:
            window = _span_quote(f"the last window closes {subject.clock(last)}")
            what = f"{term.id} ends {subject.clock(term.until)}, before the last window does"
            yield _found(term.topic, what, (13,), quote(term), window)
        since = min(one.since for one in (term, *subject.history(term)))
        if term.topic in PASSAGE and since > first:
            window = _span_quote(f"the first window opens {subject.clock(first)}")
            what = f"{term.id} begins {subject.clock(since)}, after the first window does"
            yield _found(term.topic, what, (13,), quote(term), window)


def _span_quote(says: str) -> Quote:
    return Quote(by=_KEY, says=says, source="[[windows]]")


def _movement(subject: Subject, place: str) -> tuple[int, int]:
    """When people may move, by way of a crossing or at all: first opening, last closing."""
    case = subject.case
    own = [window for window in case.windows if window.crossing == place] or case.windows
    if not own:
        return case.horizon
    return min(window.opens for window in own), max(window.closes for window in own)


def _guard(subject: Subject) -> Iterator[Finding]:
    terms: tuple[Term, ...] = subject.about("route_guarded")
    if terms and not subject.case.guard.required:
        says = Quote(by=_KEY, says="no guard is required", source="guard.required")
        what = "a term guards the route, and the case plans without a guard"
        yield _found("route_guarded", what, (13, 16), quote(terms[0]), says)
