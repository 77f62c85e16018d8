"""What is claimed beside the plan: daily series, each by itself, and pauses day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec

from safepassage.model.background import Background
from safepassage.model.case import Case
from safepassage.model.evidence import Claim
from safepassage.model.sides import PauseDay, SeriesSide, Sides, Span


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What one source counts on the days of a claim, its own figures alone; ISO dates."""

    since: str
    until: str
    total: float
    zeros: int
    missing: int


class Daily(msgspec.Struct, frozen=True, kw_only=True):
    """One source's figures by day; `days` are local midnights, UTC seconds."""

    topic: str
    series: str
    unit: str
    place: str
    claimed_by: str
    reported_by: str
    zeros: int
    missing: int
    spans: tuple[Counted, ...]
    days: tuple[int, ...]
    figures: tuple[float, ...]


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a pause, and who reported it; `holds` is kept, broken or empty."""

    holds: str
    claimed_by: str
    statement: str
    reported_by: str


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents near the people one source has; never added to another's."""

    source: str
    records: int


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """A crossing that is open, UTC seconds; the hours of the first of the days."""

    name: str
    name_local: str
    opens: int
    closes: int


class Pauses(msgspec.Struct, frozen=True, kw_only=True):
    """Local days alike, first to last (their midnights, UTC seconds), and each side's version."""

    first: int
    last: int
    hours: tuple[Hours, ...]
    versions: tuple[Version, ...]
    incidents: tuple[Records, ...]


def series(case: Case, background: Background) -> tuple[Daily, ...]:
    """Every daily series."""
    return tuple(_daily(case, topic, one) for topic in background.topics for one in topic.series)


def _daily(case: Case, topic: Sides, one: SeriesSide) -> Daily:
    return Daily(
        topic=topic.topic,
        series=one.series,
        unit=one.unit,
        place=one.place,
        claimed_by=one.claimed_by,
        reported_by=one.reported_by,
        zeros=one.asked.zeros,
        missing=len(one.asked.missing),
        spans=tuple(map(_counted, one.spans)),
        days=tuple(_midnight(day.on, case.zone) for day in one.days),
        figures=tuple(day.figure for day in one.days),
    )


def _counted(span: Span) -> Counted:
    return Counted(
        since=span.since,
        until=span.until,
        total=span.total,
        zeros=span.zeros,
        missing=len(span.missing),
    )


def pauses(case: Case, background: Background) -> tuple[Pauses, ...]:
    """Days of a pause or ceasefire, those alike together; none where nobody speaks of one."""
    record = background.pauses
    if not any((day.stated or day.kept or day.broken or day.incidents) for day in record.days):
        return ()
    claims = {claim.id: claim for claim in record.claims}
    runs = groupby(enumerate(record.days), key=_said)
    return tuple(_alike(case, [day for _, day in days], claims) for _, days in runs)


def _said(numbered: tuple[int, PauseDay]) -> tuple[object, ...]:
    """What days that follow each other have in common to be told as one."""
    number, day = numbered
    counts = tuple((one.source, one.records) for one in day.incidents)
    start = date.fromisoformat(day.on).toordinal() - number
    return start, day.hours, day.stated, day.kept, day.broken, counts


def _alike(case: Case, days: list[PauseDay], claims: Mapping[str, Claim]) -> Pauses:
    first, last = days[0], days[-1]
    return Pauses(
        first=_midnight(first.on, case.zone),
        last=_midnight(last.on, case.zone),
        hours=tuple(_hours(case, first.on)) if first.hours else (),
        versions=tuple(
            Version(
                holds=holds,
                claimed_by=claims[name].claimed_by,
                statement=claims[name].statement,
                reported_by=claims[name].reported_by,
            )
            for holds, names in (
                ("kept", first.kept),
                ("broken", first.broken),
                ("", first.stated),
            )
            for name in names
        ),
        incidents=tuple(Records(source=one.source, records=one.records) for one in first.incidents),
    )


def _hours(case: Case, on: str) -> Iterator[Hours]:
    """Each opening that meets a day once, whichever direction it is for."""
    begin = _midnight(on, case.zone)
    end = _midnight((date.fromisoformat(on) + timedelta(days=1)).isoformat(), case.zone)
    spans = dict.fromkeys(
        (window.crossing, window.opens, window.closes)
        for window in case.windows
        if window.opens < end and window.closes > begin
    )
    for crossing, opens, closes in spans:
        place = case.places[crossing]
        yield Hours(name=place.name, name_local=place.name_local, opens=opens, closes=closes)


def _midnight(on: str, zone: ZoneInfo) -> int:
    return int(datetime.combine(date.fromisoformat(on), time.min, tzinfo=zone).timestamp())
