"""Figures that no report can show: a plan from anybody's hand may hold any number."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.errors import PlanFileError
from safepassage.model.case import Case
from safepassage.model.guard import GuardNeed
from safepassage.model.plan import Plan

MARGIN_SECONDS = 400 * 86_400
"""How far from its case's horizon an instant of a plan may lie."""

MOST = 10**8
"""Of people, posts or metres."""


def refuse_absurd(case: Case, plan: Plan) -> None:
    """Refuse a plan with an instant years from its case, or a number of something that can't be.

    Any other plan is reported, whatever it breaks.

    Raises
    ------
    PlanFileError
        that says where and what it found.
    """
    begin, end = case.horizon[0] - MARGIN_SECONDS, case.horizon[1] + MARGIN_SECONDS
    for where, instant in _instants(plan):
        if not begin <= instant <= end:
            raise PlanFileError(
                f"{where} has the time {_told(instant)} (UTC seconds); expected one within "
                "400 days of the case's horizon. Plan the case again."
            )
    for where, number, what in _counts(plan):
        if not 0 <= number <= MOST:
            raise PlanFileError(
                f"{where} has {_told(number)} {what}; expected 0 to {MOST:,}. Plan the case again."
            )


def _instants(plan: Plan) -> Iterator[tuple[str, int]]:
    for trip in plan.trips:
        for stop in trip.stops:
            yield f"trip {trip.id}", stop.arrive
            yield f"trip {trip.id}", stop.depart
    for convoy in plan.convoys:
        yield f"convoy {convoy.id}", convoy.start
        yield f"convoy {convoy.id}", convoy.end
    for post in plan.guard.posts if plan.guard else ():
        for duty in post.duties:
            yield f"post {post.id}", duty.start
            yield f"post {post.id}", duty.end
    for point in plan.bound.curve:
        yield "the bound's curve", point.time
    if plan.bound.clearance is not None:
        yield "the bound", plan.bound.clearance


def _counts(plan: Plan) -> Iterator[tuple[str, int, str]]:
    for trip in plan.trips:
        for stop in trip.stops:
            for boarding in stop.boardings:
                for count in (boarding.seated, boarding.stretchers, boarding.wheelchairs):
                    yield f"trip {trip.id}", count, "people"
    for point in plan.bound.curve:
        yield "the bound's curve", point.people, "people"
    yield "the bound", plan.bound.people, "people"
    if plan.guard is not None:
        yield from _guarding(plan.guard)


def _guarding(guard: GuardNeed) -> Iterator[tuple[str, int, str]]:
    for count in (guard.needed, guard.at_least):
        yield "the guard", count, "posts"
    for metres in (guard.reach_metres, guard.metres, guard.uncovered_at_least):
        yield "the guard", metres, "metres"


def _told(number: int) -> str:
    return str(number) if abs(number) < 10**18 else "of more than 18 digits"
