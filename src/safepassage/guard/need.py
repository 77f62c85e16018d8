"""The guard a plan needs: posts for the stretches it drives, with the shifts that man them.

Unarmed observers at posts come first; an armed escort is a last resort (IASC, Non-Binding
Guidelines on the Use of Armed Escorts for Humanitarian Convoys, 2013). So posts are told also where
escorts ride along: what would do instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count as count_from

import numpy as np
from msgspec import structs

from safepassage.guard.cover import Cover, least_cover
from safepassage.guard.ground import Ground, Indices, survey
from safepassage.guard.most import most_covered
from safepassage.guard.presence import Span, presence
from safepassage.guard.shifts import shifts
from safepassage.guard.stretches import stretches
from safepassage.model.case import Case
from safepassage.model.guard import GuardNeed, Position, Post
from safepassage.model.plan import Route, Trip
from safepassage.roads.guard import reached_by


@dataclass(frozen=True, kw_only=True, eq=False)
class Posted:
    """Where posts were placed before planning, and the arcs, (k,), that should be guarded.

    `enough` says that the posts reach every one of these arcs.
    """

    positions: tuple[Position, ...]
    wanted: Indices
    enough: bool


def guard_need(
    case: Case, routes: Sequence[Route], trips: Sequence[Trip], posted: Posted | None = None
) -> GuardNeed | None:
    """The guard for these trips; None where none is required and nobody said how many are at hand.

    `posted` are posts that the trips rely on already (R2). If they couldn't reach all that was
    wanted they stay as they are, else the fewest that the trips need are found.
    """
    guard, table = case.guard, case.roads
    if not guard.required and guard.posts_at_hand is None:
        return None
    owner = np.full(table.arcs, -1, dtype=np.int64)
    driven = _driven(routes, trips)
    for number, post in enumerate(guard.posts):
        reached = driven[reached_by(table, post)[driven]]
        owner[reached[owner[reached] < 0]] = number
    left = driven[owner[driven] < 0]
    wanted = left if posted is None or posted.enough else np.union1d(left, posted.wanted)
    ground = survey(table, wanted, guard.reach_metres, posted.positions if posted else ())
    cover = least_cover(ground)
    sites, open_metres = _sites(case, ground, cover, posted)
    for number, site in enumerate(sites.tolist(), start=len(guard.posts)):
        reached = ground.asked[(ground.beyond(np.array([site])) <= 0)[ground.road]]
        owner[reached[owner[reached] < 0]] = number
    times = presence(table, routes, trips, owner, len(guard.posts) + len(sites))
    manned = [bool(spans) for spans in times[len(guard.posts) :]]
    unreached = np.flatnonzero(ground.beyond(sites[manned]) > 0)
    return GuardNeed(
        reach_metres=guard.reach_metres,
        metres=int(table.metres[ground.arcs].sum(dtype=np.int64)),
        needed=len(sites) if posted is not None and posted.enough else len(cover.sites),
        at_least=cover.at_least,
        posts=tuple(_posts(case, ground.positions(sites), times)),
        too_long=stretches(table, ground, cover.hopeless),
        uncovered=stretches(table, ground, np.setdiff1d(unreached, cover.hopeless)),
        uncovered_at_least=open_metres,
    )


def _driven(routes: Sequence[Route], trips: Sequence[Trip]) -> Indices:
    """Every arc that some trip uses, once."""
    named = {stop.route for trip in trips for stop in trip.stops}
    return np.array(sorted({a for r in routes if r.id in named for a in r.arcs}), dtype=np.int64)


def _sites(case: Case, ground: Ground, cover: Cover, posted: Posted | None) -> tuple[Indices, int]:
    """Where posts stand, (k,), and the metres that so many leave open wherever they stand."""
    hand = case.guard.posts_at_hand
    if posted is not None:
        if posted.enough and len(cover.sites) <= len(posted.positions):
            return cover.sites, 0
        return ground.sites_at(posted.positions), 0
    if hand is None:
        return cover.sites, 0
    metres = case.roads.metres[ground.arcs].astype(np.int64)
    most = most_covered(ground, metres, hand, cover.sites)
    return most.sites, int(metres.sum() - metres[cover.hopeless].sum()) - most.at_most


def _posts(
    case: Case, positions: Sequence[Position], times: Sequence[tuple[Span, ...]]
) -> Iterator[Post]:
    """Every post that somebody drives by, with its shifts: the case's own, then those placed."""
    guard, count = case.guard, len(case.guard.posts)
    for post, spans in zip(guard.posts, times, strict=False):
        if spans:
            duties = shifts(spans, guard.shift_seconds)
            yield Post(**structs.asdict(post), duties=duties, given=True)
    taken = {post.id for post in guard.posts}
    free = (name for n in count_from(1) if (name := f"g{n}") not in taken)
    placed = [(spans, at) for at, spans in zip(positions, times[count:], strict=True) if spans]
    for spans, at in sorted(placed, key=lambda each: each[0]):
        yield Post(
            id=next(free),
            latitude=at.latitude,
            longitude=at.longitude,
            reach_metres=guard.reach_metres,
            duties=shifts(spans, guard.shift_seconds),
        )
