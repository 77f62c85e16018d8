"""What the rooms find of a case beside its plan, put together for a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import structs

from safepassage.corridors.carried import plan_exposure
from safepassage.corridors.corridors import corridors as find
from safepassage.corridors.danger import danger
from safepassage.corridors.starts import starts
from safepassage.evidence import ceasefire_record, link, named, overview, sides
from safepassage.model.background import Background, GroundThen
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.corridors import Corridors
from safepassage.model.plan import Plan
from safepassage.model.sides import Linked
from safepassage.terms import review
from safepassage.territory.front import shut
from safepassage.territory.picture import picture
from safepassage.territory.pockets import pockets

EPSILON = 0.05
"""As `corridors` has it where nothing else is asked for."""


def background(
    case: Case, plan: Plan, broken: Sequence[BrokenPromise], on_stage: Callable[[str], None]
) -> Background:
    """The agreement, the evidence, the ground and the ways out of a case and its plan."""
    on_stage("looking at terms, claims and ground")
    linked = link(case.incidents)
    return Background(
        terms=review(case, None, plan, broken),
        topics=tuple(sides(case, one.topic) for one in overview(case).topics),
        pauses=ceasefire_record(case, linked),
        ground=tuple(
            GroundThen(picture=seen, pockets=pockets(case, day))
            for day in sorted({area.on for area in case.control})
            if (seen := picture(case, day)) is not None
        ),
        corridors=_corridors(case, plan, broken, linked, on_stage),
    )


def _corridors(
    case: Case,
    plan: Plan,
    broken: Sequence[BrokenPromise],
    linked: Linked,
    on_stage: Callable[[str], None],
) -> Corridors | None:
    """The ways out on the day the horizon starts, as `corridors` finds them."""
    if not case.control and not case.incidents:
        return None
    on_stage("finding ways that nothing beats")
    day = datetime.fromtimestamp(case.horizon[0], case.zone).date().isoformat()
    risk = danger(case, day, named(linked))
    found = find(case, day, starts(case, day), shut=shut(case, day), risk=risk, epsilon=EPSILON)
    return found if broken else structs.replace(found, plan=plan_exposure(case, plan, risk))
