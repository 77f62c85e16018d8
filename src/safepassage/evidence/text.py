"""Evidence in words, ready to print: whose each figure is stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from safepassage.model.evidence import Claim, Incident
from safepassage.model.sides import (
    Aspect,
    CeasefireRecord,
    Event,
    Linked,
    Overview,
    PauseDay,
    SeriesSide,
    Sides,
    SourceCount,
    Span,
)

_WIDTH = 100
_LABEL = 16

_ASPECTS: dict[Aspect, str] = {
    "scope": "what is counted",
    "place": "where",
    "period": "when",
    "unit": "in what unit",
}


def overview_text(seen: Overview) -> str:
    """What a case holds, and how to ask for it."""
    lines = ["Topics, for --topic:"]
    for one in seen.topics:
        counts = f"{_count(one.claims, 'claim')} by {_count(one.claimants, 'claimant')}"
        lines.append(_line(one.topic, f"{counts}, {one.series} daily series"))
    if not seen.topics:
        lines = ["Nobody claims anything in this case: it has neither claims nor series."]
    if seen.incidents:
        lines.append("Incidents, for --events; each source's own count, not to be added:")
        lines += (_line(f"{one.records:,}", one.source) for one in seen.incidents)
    return "\n".join(lines)


def sides_text(seen: Sides) -> str:
    """Claims and series side by side, and in what they differ."""
    period = _period(seen.since or "", seen.until or "")
    title = f"{seen.topic}{f', {period}' if period else ''}"
    lines = [f"{title}: what is said, and by whom. No figure is added to another's."]
    for claim in seen.claims:
        lines += ["", *_claim(claim)]
    if not seen.claims:
        lines += ["", "No claim is about these days."]
    for series in seen.series:
        lines += ["", *_series(series)]
    if seen.differences:
        lines += ["", "They don't speak of the same:"]
        for one in seen.differences:
            values = (_value(one.aspect, value, names) for value, names in one.values)
            lines += _hanging(_ASPECTS[one.aspect], "; ".join(values))
    return "\n".join(lines)


def events_text(seen: Linked) -> str:
    """Events that several sources have, and pairs for a person to look at."""
    rules = seen.rules
    several = [one for one in seen.events if len(one.records) > 1]
    lines = [
        f"{_count(len(seen.events), 'event')}, of which {len(several):,} on more than one record.",
        *wrap(
            f"Linked are records of different sources at most {_count(rules.days, 'day')} and "
            f"{rules.metres:,} m apart beyond what either is unsure of, of compatible kinds, each "
            "the other's nearest. A range is over sources, never their sum; a source may write 0 "
            "where no number was known.",
            _WIDTH,
        ),
    ]
    for event in several:
        lines += ["", *_event(event)]
    if seen.review:
        lines += ["", "Perhaps of one event; give them one word in the reviewed table if so:"]
        lines += (
            f"  {one.one}, {one.other}: {_apart(one.days, one.metres)}; {one.doubt}"
            for one in seen.review
        )
    if seen.vague:
        lines += ["", f"{_count(seen.vague, 'record')} too vague in day or place to be linked."]
    return "\n".join(lines)


def ceasefire_text(seen: CeasefireRecord) -> str:
    """The record, days alike together."""
    if not seen.days:
        return "No pause or ceasefire stands or is spoken of on these days."
    lines = [
        "Pauses and ceasefires by day, as they were claimed. Nobody is judged here.",
        f"Incidents are each source's own, at any hour, within {seen.near_metres / 1000:g} km of "
        "an assembly point or crossing.",
    ]
    claims = {claim.id: claim for claim in seen.claims}
    told: set[str] = set()
    for _, alike in groupby(seen.days, key=_said):
        lines += ["", *_days([*alike], claims, told)]
    if seen.unsure:
        lines += ["", f"In no day above, their day being unsure: {_counts(seen.unsure)}."]
    return "\n".join(lines)


def _claim(claim: Claim) -> Iterator[str]:
    yield f"{_figure(claim)}: {claim.statement}"
    reported = f", {claim.reported_on}" if claim.reported_on else ""
    yield _line("claimed by", f"{claim.claimed_by} ({claim.id})")
    yield _line("reported by", f"{claim.reported_by}{reported}")
    yield _line("when", _period(claim.since, claim.until) or "not stated")
    yield _line("where", claim.place or "not stated")
    if claim.holds:
        yield _line("holds", f"{claim.holds}, by the claim of {claim.claimed_by}")


def _figure(claim: Claim) -> str:
    if claim.low is None or claim.high is None:
        return "no figure"
    text = f"{claim.low:,.15g}"
    if claim.high != claim.low:
        text += f" to {claim.high:,.15g}"
    return f"{text} {claim.unit}".rstrip()


def _series(series: SeriesSide) -> Iterator[str]:
    asked = series.asked
    yield (
        f"{asked.total:,.15g} {series.unit}, the total of this one source {_days_of(asked)}: "
        f"{series.series}"
    )
    yield _line("counted by", series.claimed_by)
    yield _line("reported by", series.reported_by)
    yield _line("where", series.place)
    for span in series.spans:
        total = f"{span.total:,.15g} {series.unit} {_days_of(span)}"
        yield from _hanging("", f"{total}, the days of {', '.join(span.claims)}{_gaps(span)}")
    yield from _hanging("day by day", _daily(series), glue=True)
    yield from _hanging("", f"{_count(len(series.days), 'day')} with a figure{_gaps(asked)}")


def _daily(series: SeriesSide) -> str:
    """The figures, each after its month and day; the year where it begins."""
    parts = []
    year = ""
    for day in series.days:
        on = day.on if day.on[:4] != year else day.on[5:]
        year = day.on[:4]
        parts.append(f"{on}: {day.figure:,.15g}")
    return ", ".join(parts)


def _days_of(span: Span) -> str:
    return _period(span.since, span.until)


def _gaps(span: Span) -> str:
    zeros = f"; {_count(span.zeros, 'zero')}, which may be gaps" if span.zeros else ""
    missing = f"; {_count(len(span.missing), 'day')} without a figure" if span.missing else ""
    return zeros + missing


def _value(aspect: Aspect, value: str, names: Sequence[str]) -> str:
    """A value, and whose it is; a series is named for what it counts."""
    text = _period(*value.split("/")) if aspect == "period" and value else value or "not stated"
    return text if names == (value,) else f"{text} ({', '.join(names)})"


def _period(since: str, until: str) -> str:
    if since and since == until:
        return f"on {since}"
    begins = f"from {since}" if since else ""
    return f"{begins} to {until}".strip() if until else begins


def _event(event: Event) -> Iterator[str]:
    named = f"{event.reviewed}, as reviewed: " if event.reviewed else ""
    yield f"{named}killed {_range(event.killed_low, event.killed_high)}, over its records"
    for one in event.records:
        yield from _hanging("", f"{one.source}: {_record(one)}")
    for link in event.links:
        yield _line("linked", f"{link.one}, {link.other}: {_apart(link.days, link.metres)}")


def _record(one: Incident) -> str:
    days = f"{one.on} to {one.until}" if one.until else one.on
    what = one.statement or one.kind.replace("_", " ")
    place = f", {one.place}" if one.place else ""
    return f"{days}{place}, {what}, killed {_range(one.killed_low, one.killed_high)} ({one.id})"


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "not said"
    if low is None:
        return f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _apart(days: int, metres: int) -> str:
    return f"{_count(days, 'day') if days else 'the same day'}, {metres:,} m apart"


def _said(day: PauseDay) -> tuple[object, ...]:
    counts = tuple((one.source, one.records) for one in day.incidents)
    return day.hours, day.terms, day.stated, day.kept, day.broken, counts, day.linked


def _days(days: Sequence[PauseDay], claims: dict[str, Claim], told: set[str]) -> Iterator[str]:
    """Days alike; what was `told` in full before is named by its id."""
    first, last = days[0], days[-1]
    many = f" to {last.on}, {len(days):,} days alike" if len(days) > 1 else ""
    yield f"{first.on}{many}"
    if first.hours:
        yield from _hanging("open", "; ".join(first.hours))
    if first.terms:
        yield from _hanging("terms", ", ".join(first.terms))
    for name in first.stated:
        if name not in told:
            yield from _hanging("stated", _said_by(claims[name]))
    if before := [name for name in first.stated if name in told]:
        yield from _hanging("still stated", ", ".join(before))
    told.update(first.stated)
    for holds, names in (("kept", first.kept), ("broken", first.broken)):
        for name in names:
            yield from _hanging(holds, f"by the claim of {_said_by(claims[name])}")
    if not first.kept and not first.broken:
        yield _line("kept, broken", "nothing reported")
    if first.incidents:
        linked = f"; {_count(first.linked, 'event')} on several" if first.linked else ""
        yield from _hanging("incidents", _counts(first.incidents) + linked)


def _said_by(claim: Claim) -> str:
    return f"{claim.claimed_by}: {claim.statement} ({claim.id}, reported by {claim.reported_by})"


def _counts(counts: Iterable[SourceCount]) -> str:
    return ", ".join(f"{one.source} {one.records:,}" for one in counts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _line(label: str, text: str) -> str:
    return f"  {label:<{_LABEL}}{text}" if label else f"  {text}"


def _hanging(label: str, text: str, *, glue: bool = False) -> list[str]:
    """A label, and a text in as many lines as it needs beside it; glued, a day keeps its figure."""
    first = f"  {label:<{_LABEL}}"
    if glue:
        text = text.replace(": ", ":\0")
    lines = wrap(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))
    return [line.replace("\0", " ") for line in lines]
