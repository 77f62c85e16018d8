"""What a plan stands on: terms, assumptions, claims, and what is marked about it."""

from __future__ import annotations

import msgspec

from safepassage.model.case import Case
from safepassage.model.plan import Plan


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Which case and plan this is, and what everyone must know of it."""

    case: str
    title: str
    timezone: str
    digest: str
    crossings: int
    """How many there are; where there is none, who has arrived is out."""
    what_if: bool
    under_duress: bool
    drawn_households: bool
    schematic_roads: bool
    cut_short: bool


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement a plan stands on."""

    status: str
    parties: tuple[str, ...]
    guarantor: str
    destinations: tuple[str, ...]
    """Names of the destinations that the terms state."""
    escorted: bool
    guarded: bool


class Assumed(msgspec.Struct, frozen=True, kw_only=True):
    """A figure nobody reported, and what it rests on."""

    text: str
    source: str


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A statement by somebody, reported by somebody; never merged with another."""

    id: str
    topic: str
    statement: str
    low: float | None
    high: float | None
    unit: str
    since: str
    until: str
    claimed_by: str
    reported_by: str
    reported_on: str
    place: str


def about(case: Case, plan: Plan) -> About:
    """The marks of a plan."""
    return About(
        case=case.name,
        title=case.title,
        timezone=case.timezone,
        digest=plan.case_digest,
        crossings=len(case.crossings),
        what_if=plan.what_if,
        under_duress=case.under_duress or plan.under_duress,
        drawn_households=case.drawn_households or plan.drawn_households,
        schematic_roads=case.schematic_roads or plan.schematic_roads,
        cut_short=plan.cut_short,
    )


def terms(case: Case) -> Terms:
    """The agreement, in names."""
    agreement, places = case.agreement, case.places
    return Terms(
        status=agreement.status,
        parties=agreement.parties,
        guarantor=agreement.guarantor,
        destinations=tuple(places[name].name for name in agreement.destinations),
        escorted=case.guard.escorts,
        guarded=case.guard.required,
    )


def assumptions(case: Case) -> tuple[Assumed, ...]:
    """Every assumption of the case."""
    return tuple(Assumed(text=one.text, source=one.source) for one in case.assumptions)


def claims(case: Case) -> tuple[Claimed, ...]:
    """Every claim of the case, side by side."""
    return tuple(
        Claimed(
            id=claim.id,
            topic=claim.topic,
            statement=claim.statement,
            low=claim.low,
            high=claim.high,
            unit=claim.unit,
            since=claim.since,
            until=claim.until,
            claimed_by=claim.claimed_by,
            reported_by=claim.reported_by,
            reported_on=claim.reported_on,
            place=place_named(case, claim.place),
        )
        for claim in case.claims
    )


def place_named(case: Case, told: str) -> str:
    """A place of the case by its name; anything else as the source has it."""
    place = case.places.get(told)
    return place.name if place else told
