"""What is said about a topic in a period, each source by itself, and in what they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from safepassage.errors import EvidenceError
from safepassage.model.case import Case
from safepassage.model.evidence import Claim, DailyFigure, first_day, last_day
from safepassage.model.sides import (
    Aspect,
    Difference,
    Overview,
    SeriesSide,
    Sides,
    SourceCount,
    Span,
    TopicCount,
)

Days = dict[date, DailyFigure]


def overview(case: Case) -> Overview:
    """Topics and sources of a case, with counts."""
    return Overview(
        topics=tuple(_count(case, name) for name in _topics(case)),
        incidents=source_counts(incident.source for incident in case.incidents),
    )


def source_counts(sources: Iterable[str]) -> tuple[SourceCount, ...]:
    """How often each source is there, by name."""
    counts = sorted(Counter(sources).items())
    return tuple(SourceCount(source=source, records=records) for source, records in counts)


def _topics(case: Case) -> list[str]:
    return sorted({*(one.topic for one in case.claims), *(one.topic for one in case.series)})


def _count(case: Case, topic: str) -> TopicCount:
    claims = [claim for claim in case.claims if claim.topic == topic]
    return TopicCount(
        topic=topic,
        claims=len(claims),
        claimants=len({claim.claimed_by for claim in claims}),
        series=len({figure.series for figure in case.series if figure.topic == topic}),
    )


def sides(case: Case, topic: str, since: date | None = None, until: date | None = None) -> Sides:
    """Claims and series of a topic on the days from `since` to `until`, both included.

    Raises
    ------
    EvidenceError
        if nothing in the case is about that topic.
    """
    if topic not in _topics(case):
        known = ", ".join(_topics(case))
        raise EvidenceError(f"nothing in this case is about {topic!r}. Topics: {known or 'none'}.")
    claims = tuple(
        claim for claim in case.claims if claim.topic == topic and _overlaps(claim, since, until)
    )
    series = tuple(_series(case, topic, claims, since, until))
    return Sides(
        topic=topic,
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        claims=claims,
        series=series,
        differences=tuple(_differences(claims, series)),
    )


def _overlaps(claim: Claim, since: date | None, until: date | None) -> bool:
    """Whether a claim may be about these days; an end that isn't stated is open."""
    begins = first_day(claim.since) if claim.since else date.min
    ends = last_day(claim.until) if claim.until else date.max
    return begins <= (until or date.max) and (since or date.min) <= ends


def _series(
    case: Case, topic: str, claims: Sequence[Claim], since: date | None, until: date | None
) -> Iterator[SeriesSide]:
    by_name: dict[str, Days] = {}
    for figure in case.series:
        if figure.topic == topic:
            by_name.setdefault(figure.series, {})[date.fromisoformat(figure.on)] = figure
    for name, days in by_name.items():
        first, last = max(min(days), since or date.min), min(max(days), until or date.max)
        if first > last:
            continue
        inside = sorted(day for day in days if first <= day <= last)
        one = next(iter(days.values()))
        yield SeriesSide(
            series=name,
            unit=one.unit,
            place=one.place,
            claimed_by=one.claimed_by,
            reported_by=one.reported_by,
            asked=_span(days, first, last),
            spans=tuple(_spans(days, claims)),
            days=tuple(days[day] for day in inside),
        )


def _spans(days: Days, claims: Sequence[Claim]) -> Iterator[Span]:
    """The series on the very days of each claim that states both ends, inside the series."""
    periods: dict[tuple[date, date], list[str]] = {}
    for claim in claims:
        if claim.since and claim.until:
            period = first_day(claim.since), last_day(claim.until)
            periods.setdefault(period, []).append(claim.id)
    for (first, last), ids in periods.items():
        if min(days) <= first and last <= max(days):
            yield _span(days, first, last, tuple(ids))


def _span(days: Days, first: date, last: date, claims: tuple[str, ...] = ()) -> Span:
    asked = [first + timedelta(number) for number in range((last - first).days + 1)]
    figures = [days[day].figure for day in asked if day in days]
    return Span(
        since=first.isoformat(),
        until=last.isoformat(),
        claims=claims,
        total=sum(figures),
        zeros=figures.count(0),
        missing=tuple(day.isoformat() for day in asked if day not in days),
    )


def _differences(claims: Sequence[Claim], series: Sequence[SeriesSide]) -> Iterator[Difference]:
    """Each aspect in which not all who count say the same; periods as ISO 8601 intervals.

    A claim without a unit states something and counts nothing: nobody would compare it.
    """
    claims = [one for one in claims if one.unit]
    said: dict[Aspect, list[tuple[str, str]]] = {
        "scope": [(one.statement, one.id) for one in claims],
        "place": [(one.place, one.id) for one in claims],
        "period": [(_interval(one.since, one.until), one.id) for one in claims],
        "unit": [(one.unit, one.id) for one in claims],
    }
    for one in series:
        said["scope"].append((one.series, one.series))
        said["place"].append((one.place, one.series))
        said["period"].append((_interval(one.asked.since, one.asked.until), one.series))
        said["unit"].append((one.unit, one.series))
    for aspect, values in said.items():
        whose: dict[str, tuple[str, ...]] = {}
        for value, name in values:
            whose[value] = (*whose.get(value, ()), name)
        if len(whose) > 1:
            yield Difference(aspect=aspect, values=tuple(whose.items()))


def _interval(since: str, until: str) -> str:
    return f"{since}/{until}" if since or until else ""
