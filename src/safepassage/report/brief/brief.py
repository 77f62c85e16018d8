"""`Brief`: everything that a report says of a plan."""

from __future__ import annotations

import msgspec

from safepassage.report.brief.answer import Answer, answer
from safepassage.report.brief.basis import (
    About,
    Assumed,
    Claimed,
    Terms,
    about,
    assumptions,
    claims,
    terms,
)
from safepassage.report.brief.flow import Curve, Fleet, Waits, curve, fleet, waits
from safepassage.report.brief.ground import Corridor, Ground, corridors, ground
from safepassage.report.brief.places import Gate, Point, Reception, gates, points, reception
from safepassage.report.journeys import Journeys
from safepassage.report.summary import Summary


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A plan in totals, routes and times; instants are UTC seconds."""

    about: About
    answer: Answer
    ground: Ground
    corridor: tuple[Corridor, ...]
    curve: Curve
    points: tuple[Point, ...]
    gates: tuple[Gate, ...]
    fleet: Fleet
    reception: tuple[Reception, ...]
    waits: Waits | None
    terms: Terms
    assumptions: tuple[Assumed, ...]
    claims: tuple[Claimed, ...]


def brief(told: Journeys, summary: Summary) -> Brief:
    """Everything that a report says of a plan, for the planner; others see part of it."""
    return Brief(
        about=about(told.case, told.plan),
        answer=answer(told, summary),
        ground=ground(told),
        corridor=corridors(told),
        curve=curve(told),
        points=points(told),
        gates=gates(told),
        fleet=fleet(told),
        reception=reception(told),
        waits=waits(told),
        terms=terms(told.case),
        assumptions=assumptions(told.case),
        claims=claims(told.case),
    )
