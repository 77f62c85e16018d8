"""What the evidence says, source beside source: nothing of one is ever added to another's."""

from __future__ import annotations

from typing import Literal

import msgspec

from safepassage.model.evidence import Claim, DailyFigure, Incident

Aspect = Literal["scope", "place", "period", "unit"]
"""In what figures of one topic may differ."""


class TopicCount(msgspec.Struct, frozen=True, kw_only=True):
    """What a case holds about a topic."""

    topic: str
    claims: int
    claimants: int
    series: int


class SourceCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many records one source has of something; never added to another's."""

    source: str
    records: int


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What a case holds: topics by name, and each source's incidents."""

    topics: tuple[TopicCount, ...]
    incidents: tuple[SourceCount, ...]


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """What one series counts over some days, as its source has it."""

    since: str
    """ISO date."""
    until: str
    """ISO date, included."""
    claims: tuple[str, ...] = ()
    """Ids of the claims that are about these days; none where they are the days asked for."""
    total: float
    """This source's own figures added up, and no other's."""
    zeros: int
    """Days with the figure 0, which may be gaps."""
    missing: tuple[str, ...] = ()
    """Days without a figure."""


class SeriesSide(msgspec.Struct, frozen=True, kw_only=True):
    """One source's daily series, on the days asked for."""

    series: str
    unit: str
    place: str
    claimed_by: str
    reported_by: str
    asked: Span
    """The days asked for, as far as the series goes."""
    spans: tuple[Span, ...]
    """The days of claims of the topic that lie inside the series."""
    days: tuple[DailyFigure, ...]
    """By date."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """In one aspect the sources don't speak of the same: each value, and whose it is."""

    aspect: Aspect
    values: tuple[tuple[str, tuple[str, ...]], ...]
    """A value, and the ids of claims and names of series that have it; `` is not stated."""


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a topic in a period, side by side; None is no limit."""

    topic: str
    since: str | None
    until: str | None
    claims: tuple[Claim, ...]
    """Those whose period overlaps, or that state none; in the order of the case."""
    series: tuple[SeriesSide, ...]
    differences: tuple[Difference, ...]


class LinkRules(msgspec.Struct, frozen=True, kw_only=True):
    """How near two sources' records must be to be perhaps of one event."""

    days: int = 1
    """Most days between the two, beyond what either is unsure of."""
    metres: int = 2000
    """Most metres between the two, beyond what either is unsure of."""
    vague_days: int = 6
    """A record whose days lie further apart than this is linked with nothing."""
    vague_metres: int = 25_000
    """A record whose position may be further off than this is linked with nothing."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Why two records are taken for one event."""

    one: str
    other: str
    """Ids of incidents, in order."""
    days: int
    """Days between them at least; 0 where their days meet."""
    metres: int


Doubt = Literal["as near", "nearer to another", "would not fit"]
"""Why a pair isn't linked: several are as near; another is nearer to one of the two; or they can't
both be of the event that others of them are of."""


class ForReview(msgspec.Struct, frozen=True, kw_only=True):
    """Two records that may be of one event, for a person to say."""

    one: str
    other: str
    days: int
    metres: int
    doubt: Doubt


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What several sources, or one, have of one event; each record stays its source's own."""

    records: tuple[Incident, ...]
    """By source and id."""
    killed_low: int | None = None
    """The lowest figure any source has, and the highest; None if none has one. Never a sum."""
    killed_high: int | None = None
    links: tuple[Link, ...] = ()
    reviewed: str = ""
    """The word under which a person put them together, or empty."""


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents of a case as events, and what a person should look at."""

    rules: LinkRules
    events: tuple[Event, ...]
    """By first day and first id; every incident is in exactly one."""
    review: tuple[ForReview, ...]
    vague: int
    """Records too vague in time or place to be linked with anything."""


class PauseDay(msgspec.Struct, frozen=True, kw_only=True):
    """One local day of a pause or ceasefire, with each side's version; nobody is judged."""

    on: str
    """ISO date."""
    hours: tuple[str, ...]
    """Openings of crossings on that day, in words."""
    terms: tuple[str, ...]
    """Ids of the agreement's terms on pauses that stand on that day."""
    stated: tuple[str, ...]
    """Ids of claims that speak of a ceasefire or agreement on that day, and not of its keeping."""
    kept: tuple[str, ...]
    """Ids of claims by which it was kept."""
    broken: tuple[str, ...]
    """Ids of claims by which it was broken."""
    incidents: tuple[SourceCount, ...]
    """Each source's incidents near the people on that day, at any hour."""
    linked: int
    """Events of that day that more than one source has."""


class CeasefireRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Pauses day by day: what was claimed kept or broken, by whom."""

    days: tuple[PauseDay, ...]
    claims: tuple[Claim, ...]
    """The claims that days refer to."""
    near_metres: int
    """How far from an assembly point or crossing an incident still counts as near the people."""
    unsure: tuple[SourceCount, ...]
    """Incidents near the people whose day the source isn't sure of: in no day above."""
