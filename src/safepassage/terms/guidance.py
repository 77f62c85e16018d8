"""The nineteen requirements, each held against the case and the plan."""

from __future__ import annotations

from collections.abc import Callable

from safepassage.model.findings import GuidanceCheck
from safepassage.terms import movement, people, provisions
from safepassage.terms.judged import Judged
from safepassage.terms.requirements import REQUIREMENTS
from safepassage.terms.subject import Subject

CHECKS: tuple[Callable[[Subject], Judged], ...] = (
    people.consent,
    people.staying,
    people.chosen_destination,
    people.family_together,
    people.medical_priority,
    people.special_needs,
    people.named_carer,
    people.no_selection,
    provisions.information,
    movement.luggage,
    movement.seats_sent,
    movement.reception,
    movement.inside_agreed,
    provisions.notification,
    provisions.wording,
    provisions.route_verified,
    provisions.monitor,
    provisions.last_resort,
    provisions.data_protection,
)
"""In the order of the requirements."""


def guidance_checks(subject: Subject) -> tuple[GuidanceCheck, ...]:
    """Met, not met or not stated, one for each requirement."""
    checks = []
    for number, (asked, judge) in enumerate(zip(REQUIREMENTS, CHECKS, strict=True), start=1):
        verdict, why, rests_on = judge(subject)
        checks.append(
            GuidanceCheck(
                number=number,
                requirement=asked.asks,
                source=asked.source,
                verdict=verdict,
                why=why,
                rests_on=rests_on,
            )
        )
    return tuple(checks)
