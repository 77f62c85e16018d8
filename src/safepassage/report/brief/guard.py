"""The guard that a plan needs: posts and their duties, and what is left without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from safepassage.model.case import Case
from safepassage.model.guard import Post, Stretch
from safepassage.model.plan import Plan
from safepassage.report.brief.ground import Line, line_along
from safepassage.report.clock import midnight


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A team's duty, [start, end), UTC seconds."""

    start: int
    end: int


class DutyDay(msgspec.Struct, frozen=True, kw_only=True):
    """The duties at a post that start on a local day, its midnight in UTC seconds."""

    day: int
    shifts: tuple[Shift, ...]


class GuardPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post by its number on the map."""

    number: int
    latitude: float
    longitude: float
    reach_metres: int
    given: bool
    """The case's own, which stands over the whole time; the others the plan places."""
    days: tuple[DutyDay, ...]


class Uncovered(Line, frozen=True, kw_only=True):
    """Roads that no post watches; if `too_long`, no post of this reach could, only an escort."""

    metres: int
    too_long: bool


class GuardPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How the roads of a plan are guarded."""

    escorts: bool
    """Escorts ride with every convoy."""
    shift_seconds: int
    reach_metres: int
    metres: int
    needed: int
    at_least: int
    at_hand: int | None
    posts: tuple[GuardPost, ...]
    uncovered: tuple[Uncovered, ...]
    uncovered_at_least: int


def guard_plan(case: Case, plan: Plan) -> GuardPlan | None:
    """The guard that a plan names, or None where it names none."""
    need = plan.guard
    if need is None:
        return None
    return GuardPlan(
        escorts=case.guard.escorts,
        shift_seconds=case.guard.shift_seconds,
        reach_metres=need.reach_metres,
        metres=need.metres,
        needed=need.needed,
        at_least=need.at_least,
        at_hand=case.guard.posts_at_hand,
        posts=tuple(_post(case, number, post) for number, post in enumerate(need.posts, start=1)),
        uncovered=(
            *_stretches(case, need.uncovered, too_long=False),
            *_stretches(case, need.too_long, too_long=True),
        ),
        uncovered_at_least=need.uncovered_at_least,
    )


def _post(case: Case, number: int, post: Post) -> GuardPost:
    days = defaultdict[int, list[Shift]](list)
    for duty in post.duties:
        days[midnight(duty.start, case.zone)].append(Shift(start=duty.start, end=duty.end))
    return GuardPost(
        number=number,
        latitude=round(post.latitude, 5),
        longitude=round(post.longitude, 5),
        reach_metres=post.reach_metres,
        given=post.given,
        days=tuple(DutyDay(day=day, shifts=tuple(shifts)) for day, shifts in sorted(days.items())),
    )


def _stretches(case: Case, stretches: Iterable[Stretch], *, too_long: bool) -> Iterable[Uncovered]:
    """Each arc a line of its own: those that hang together may branch."""
    for stretch in stretches:
        arcs = [arc for arc in stretch.arcs if 0 <= arc < case.roads.arcs]
        for arc in arcs:
            metres = int(case.roads.metres[arc])
            yield Uncovered(**line_along(case.roads, (arc,)), metres=metres, too_long=too_long)
