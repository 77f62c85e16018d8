"""Pauses and ceasefires day by day: what each side says became of them. Nobody is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from scipy.spatial import cKDTree

from safepassage.evidence.sides import source_counts
from safepassage.model.case import Case
from safepassage.model.evidence import Claim, Incident, first_day, last_day
from safepassage.model.sides import CeasefireRecord, Linked, PauseDay
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

TOPICS = ("ceasefire", "agreement")
"""Topics of claims that state a pause or what is thought of it."""

NEAR_METRES = 5_000
"""Within this of an assembly point or crossing an incident is near the people."""


def ceasefire_record(
    case: Case, linked: Linked, since: date | None = None, until: date | None = None
) -> CeasefireRecord:
    """Every local day on which a pause stands or is spoken of, from `since` to `until`.

    Without limits the record goes from the first such day to the last that a window, a term or a
    claim names. `linked` are the case's incidents as events.
    """
    versions = [claim for claim in case.claims if claim.holds]
    stated = [claim for claim in case.claims if claim.topic in TOPICS and not claim.holds]
    hours = _hours(case)
    limits = _limits(case, [*versions, *stated], hours)
    first, last = limits or (date.max, date.min)
    near = _near(case)
    counted = [one for one in near if not one.until]
    on_day: dict[str, list[Incident]] = defaultdict(list)
    for incident in counted:
        on_day[incident.on].append(incident)
    shared = _shared(linked, {incident.id for incident in counted})
    days = []
    for day in _days(since or first, until or last):
        seen = on_day.get(day.isoformat(), [])
        entry = PauseDay(
            on=day.isoformat(),
            hours=tuple(hours.get(day, ())),
            terms=tuple(_terms(case, day)),
            stated=tuple(claim.id for claim in stated if _stands(claim, day)),
            kept=tuple(_saying("kept", versions, day)),
            broken=tuple(_saying("broken", versions, day)),
            incidents=source_counts(incident.source for incident in seen),
            linked=shared.get(day.isoformat(), 0),
        )
        if entry.hours or entry.terms or entry.stated or entry.kept or entry.broken:
            days.append(entry)
    return CeasefireRecord(
        days=tuple(days),
        claims=tuple(claim for claim in case.claims if claim in stated or claim in versions),
        near_metres=NEAR_METRES,
        unsure=source_counts(one.source for one in near if one.until),
    )


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(number)


def _hours(case: Case) -> dict[date, list[str]]:
    """Openings of each local day, in words: where, from when to when, which way."""
    ways: dict[tuple[date, str, str], set[str]] = defaultdict(set)
    for window in case.windows:
        opens = datetime.fromtimestamp(window.opens, case.zone)
        closes = datetime.fromtimestamp(window.closes, case.zone)
        for day in _days(opens.date(), closes.date()):
            start = f"{opens:%H:%M}" if day == opens.date() else "00:00"
            end = f"{closes:%H:%M}" if day == closes.date() else "24:00"
            if start < end:
                ways[day, window.crossing, f"{start}-{end}"].add(window.direction)
    hours: dict[date, list[str]] = defaultdict(list)
    for (day, crossing, text), directions in sorted(ways.items()):
        way = "" if len(directions) == 2 else f" {directions.pop()}"
        hours[day].append(f"{crossing}{way} {text}")
    return hours


def _terms(case: Case, day: date) -> Iterator[str]:
    """Terms on pauses that stand at the day's beginning or its end."""
    start, end = (_midnight(case, day + timedelta(number)) for number in (0, 1))
    standing = (*case.agreement.terms_at(start), *case.agreement.terms_at(end - 1))
    yield from dict.fromkeys(term.id for term in standing if term.topic == "pause")


def _midnight(case: Case, day: date) -> int:
    return int(datetime.combine(day, time(), case.zone).timestamp())


def _stands(claim: Claim, day: date) -> bool:
    """What was stated stands until it was said to end."""
    begins = first_day(claim.since) if claim.since else date.max
    return begins <= day and (not claim.until or day <= last_day(claim.until))


def _saying(holds: str, versions: Iterable[Claim], day: date) -> Iterator[str]:
    for claim in versions:
        period = _period(claim)
        if claim.holds == holds and period and period[0] <= day <= period[1]:
            yield claim.id


def _period(claim: Claim) -> tuple[date, date] | None:
    """The days a version is about; without an end only its beginning, else when it was reported.

    That a pause was broken on a day doesn't say that it was on the next.
    """
    since = claim.since or claim.reported_on
    return (first_day(since), last_day(claim.until or since)) if since else None


def _limits(
    case: Case, claims: Sequence[Claim], hours: dict[date, list[str]]
) -> tuple[date, date] | None:
    """The first and last day that anything names; None if nothing does."""
    named = [*hours]
    for claim in claims:
        period = _period(claim)
        if period and (claim.holds or claim.since):
            named += period
    for term in case.agreement.terms:
        if term.topic == "pause":
            named.append(datetime.fromtimestamp(term.since, case.zone).date())
            if term.until is not None:
                named.append(datetime.fromtimestamp(term.until - 1, case.zone).date())
    return (min(named), max(named)) if named else None


def _near(case: Case) -> list[Incident]:
    """Incidents within `NEAR_METRES` of an assembly point or crossing, not of kind `other`."""
    places = (*case.assembly_points, *case.crossings)
    incidents = [one for one in case.incidents if one.kind != "other"]
    if not places or not incidents:
        return []
    tree = cKDTree(
        unit_vectors([one.latitude for one in places], [one.longitude for one in places])
    )
    latitude = [one.latitude for one in incidents]
    longitude = [one.longitude for one in incidents]
    chord, _ = tree.query(
        unit_vectors(latitude, longitude),
        distance_upper_bound=2 * NEAR_METRES / EARTH_RADIUS_METRES,
    )
    return [
        one
        for one, distance in zip(incidents, chord.tolist(), strict=True)
        if distance * EARTH_RADIUS_METRES <= NEAR_METRES
    ]


def _shared(linked: Linked, counted: set[str]) -> dict[str, int]:
    """Events of each day that more than one source has, among the records counted."""
    events: dict[str, int] = defaultdict(int)
    for event in linked.events:
        records = [one for one in event.records if one.id in counted]
        if len({one.source for one in records}) > 1:
            for day in {one.on for one in records}:
                events[day] += 1
    return events
