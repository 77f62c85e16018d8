"""`Brief`: everything that a report says of a plan."""

from __future__ import annotations

import msgspec

from safepassage.model.background import Background
from safepassage.report.brief.agreement import Agreed, Agreement, agreed, agreement
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
from safepassage.report.brief.evidence import Daily, Pauses, pauses, series
from safepassage.report.brief.flow import Curve, Fleet, Waits, curve, fleet, waits
from safepassage.report.brief.ground import Corridor, Ground, corridors, ground
from safepassage.report.brief.guard import GuardPlan, guard_plan
from safepassage.report.brief.places import Gate, Point, Reception, gates, points, reception
from safepassage.report.brief.territory import Territory, territory
from safepassage.report.brief.ways_out import WaysCompared, ways_out
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
    agreed: tuple[Agreed, ...]
    guard: GuardPlan | None
    agreement: Agreement | None = None
    """This and what follows stand beside the plan; None or empty if nobody looked."""
    series: tuple[Daily, ...] = ()
    pauses: tuple[Pauses, ...] = ()
    territory: Territory | None = None
    ways_out: WaysCompared | None = None


def brief(told: Journeys, summary: Summary, background: Background | None = None) -> Brief:
    """Everything that a report says of a plan, for the planner; others see part of it."""
    case = told.case
    found = Brief(
        about=about(case, told.plan),
        answer=answer(told, summary),
        ground=ground(told),
        corridor=corridors(told),
        curve=curve(told),
        points=points(told),
        gates=gates(told),
        fleet=fleet(told),
        reception=reception(told),
        waits=waits(told),
        terms=terms(case),
        assumptions=assumptions(case),
        claims=claims(case),
        agreed=agreed(case, told.first),
        guard=guard_plan(case, told.plan),
    )
    if background is None:
        return found
    compared = background.corridors
    return msgspec.structs.replace(
        found,
        agreement=agreement(case, background.terms),
        series=series(case, background),
        pauses=pauses(case, background),
        territory=territory(told, background),
        ways_out=ways_out(case, compared) if compared else None,
    )
