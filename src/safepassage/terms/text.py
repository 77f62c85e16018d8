"""A review in words, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.findings import Finding, GuidanceCheck, StatedTerm, TermsReview, Verdict
from safepassage.model.places import Crossing
from safepassage.model.terms import IN_FORCE, StatusChange, Term

_KINDS = {"missing": "Missing", "unclear": "Unclear", "contradiction": "Contradictions"}
_VERDICTS: dict[Verdict, str] = {"met": "met", "not_met": "NOT MET", "not_stated": "not stated"}


def review_text(case: Case, found: TermsReview) -> str:
    """Status and life, what was agreed, what stands, what is open, the nineteen requirements."""
    return "\n".join(
        (
            *_head(case, found),
            *_agreed(case),
            *_standing(case, found),
            *_people(found),
            *_open(found.findings),
            *_guidance(found.guidance),
            "A notification is neither a permission nor a guarantee; no route is shown as safe.",
        )
    )


def _clock(case: Case, instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, case.zone):%Y-%m-%d %H:%M}"


def _words(status: str | None) -> str:
    return "not offered yet" if status is None else status.replace("_", " ")


def _head(case: Case, found: TermsReview) -> Iterator[str]:
    yield f"{case.title} ({case.name}), as it stood {_clock(case, found.on)} ({case.timezone})"
    force = "in force" if found.status in IN_FORCE else "not in force"
    status = _words(found.status)
    yield f"Status: {status}{'' if status == force else f', {force}'}"
    for change in found.changes:
        yield f"  {_change(case, change)}"
    if not case.agreement.changes:
        yield "  Its life isn't recorded: no agreement table."
    if found.later:
        yield f"  {found.later:,} changes and terms come later."


def _change(case: Case, change: StatusChange) -> str:
    says = f': "{change.says}"' if change.says else ""
    when = _clock(case, change.at)
    return f"{when} {_words(change.status)}, by {change.by}{says} [{change.source}]"


def _agreed(case: Case) -> Iterator[str]:
    """What `case.toml` has of the agreement, and the crossings it opens."""
    agreement = case.agreement
    yield f"Parties: {'; '.join(agreement.parties) or 'none named'}"
    yield f"Guarantor: {agreement.guarantor or 'none named'}"
    if agreement.others:
        yield f"Others, whom nothing binds: {'; '.join(agreement.others)}"
    yield "What may be carried:"
    arms = {item.id for item in agreement.items if item.arm}
    for category in agreement.categories:
        items = [f"{item} (an arm)" if item in arms else item for item in category.may_carry]
        yield f"  {category.id}: {', '.join(items) or 'nothing'}"
    yield f"Destinations agreed: {', '.join(agreement.destinations) or 'none'}"
    begins, ends = agreement.valid_from, agreement.valid_until
    valid = [f"from {_clock(case, begins)}"] if begins is not None else []
    valid += [f"until {_clock(case, ends)}"] if ends is not None else []
    yield f"Valid: {' '.join(valid) or 'no limit stated'}"
    yield f"Parties are notified {agreement.notification_hours} hours before a movement."
    yield "Crossings:" if case.crossings else "No crossings."
    for crossing in case.crossings:
        yield f"  {crossing.id}: {_windows(case, crossing)}"
        yield f"    {_convoys(crossing)}"


def _windows(case: Case, crossing: Crossing) -> str:
    """Windows alike by the clock as one, and both directions where they are open alike."""
    alike: dict[tuple[str, str], list[Window]] = {}
    for window in case.windows:
        if window.crossing == crossing.id:
            clock = f"{_clock(case, window.opens)[11:]}-{_clock(case, window.closes)[11:]}"
            alike.setdefault((window.direction, clock), []).append(window)
    ways: dict[str, list[str]] = {}
    for (direction, clock), windows in alike.items():
        first, last = (_clock(case, one.opens)[:10] for one in (windows[0], windows[-1]))
        days = f"on {first}" if len(windows) == 1 else f"{len(windows)} times, {first} to {last}"
        ways.setdefault(f"{clock}, {days}", []).append(direction)
    return "; ".join(f"{' and '.join(way)} {open_}" for open_, way in ways.items()) or "no window"


def _convoys(crossing: Crossing) -> str:
    minutes = crossing.headway_seconds / 60
    rates = [
        f"{rate:,} {what} an hour"
        for rate, what in (
            (crossing.vehicles_per_hour, "vehicles"),
            (crossing.persons_per_hour, "persons"),
        )
        if rate is not None
    ]
    return ", ".join(
        (
            f"convoys of at most {crossing.convoy_vehicles} vehicles, {minutes:g} minutes apart",
            *(rates and [f"screening {' and '.join(rates)}"]),
        )
    )


def _standing(case: Case, found: TermsReview) -> Iterator[str]:
    yield "Terms that stand:" if found.standing else "No term stands."
    for stated in sorted(found.standing, key=lambda one: one.term.topic):
        yield from _stated(case, stated)
    if found.run_out:
        yield "Terms that ran out:"
    for stated in found.run_out:
        yield from _stated(case, stated)


def _stated(case: Case, stated: StatedTerm) -> Iterator[str]:
    term = stated.term
    until = "" if term.until is None else f" until {_clock(case, term.until)}"
    yield f"  {term.topic.replace('_', ' ')} ({term.id}): {_said(term)}"
    facts = [f"since {_clock(case, term.since)}{until}", "written" if term.written else "unwritten"]
    facts += [f"at {term.place}"] if term.place else []
    facts += [f"binds {'; '.join(term.binds)}"] if term.binds else []
    facts += [f"linked to {', '.join(term.linked)}"] if term.linked else []
    yield f"    {', '.join(facts)}"
    for old in reversed(stated.history):
        yield f"    amends {old.id} of {_clock(case, old.since)}: {_said(old)}"


def _said(term: Term) -> str:
    return f'{term.by}: "{term.says}" [{term.source}]'


def _people(found: TermsReview) -> Iterator[str]:
    bound = "Who is bound:" if found.status in IN_FORCE else "Who would be bound, once in force:"
    yield bound if found.actors else "No party is named."
    for actor in found.actors:
        yield f"  {actor.name} ({actor.role}): {_bound(actor.bound_by)}"
    if found.holders:
        yield f"Who holds the ground, by the picture of {found.holders[0].on}:"
    for holder in found.holders:
        bound = _bound(holder.bound_by)
        yield f"  {holder.name}, {', '.join(holder.areas)}; to let people pass: {bound}"


def _bound(terms: tuple[str, ...]) -> str:
    return f"bound by {', '.join(terms)}" if terms else "not bound"


def _open(findings: tuple[Finding, ...]) -> Iterator[str]:
    yield f"To be settled before anyone moves: {len(findings):,}"
    for kind, title in _KINDS.items():
        of_kind = [finding for finding in findings if finding.kind == kind]
        if of_kind:
            yield f"{title}: {len(of_kind):,}"
        for finding in of_kind:
            settle = f". {finding.settle}" if finding.settle else "."
            numbers = ", ".join(map(str, finding.guidance))
            yield f"  {finding.what}{settle} [guidance {numbers}]"
            for side in finding.sides:
                yield f'    {side.by}: "{side.says}" [{side.source}]'


def _guidance(checks: tuple[GuidanceCheck, ...]) -> Iterator[str]:
    counts = Counter(check.verdict for check in checks)
    told = ", ".join(f"{counts[verdict]} {_VERDICTS[verdict].lower()}" for verdict in _VERDICTS)
    yield f"The {len(checks)} requirements of humanitarian guidance: {told}"
    for check in checks:
        yield f"  {check.number}. {_VERDICTS[check.verdict]}: {check.requirement} ({check.source})"
        where = f" [{'; '.join(check.rests_on)}]" if check.rests_on else ""
        yield f"     {check.why}{where}"
