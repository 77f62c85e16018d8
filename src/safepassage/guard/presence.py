"""When vehicles of a plan may be on the stretches of each post.

A vehicle is on an arc from the earliest that the road table lets it come there to the latest at
which it still arrives in time at the end of its leg: where a leg has time to spare, it may be spent
anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from safepassage.guard.ground import Indices
from safepassage.model.plan import Route, Trip
from safepassage.model.roads import RoadTable

Span = tuple[int, int]


def presence(
    table: RoadTable, routes: Iterable[Route], trips: Iterable[Trip], owner: Indices, posts: int
) -> tuple[tuple[Span, ...], ...]:
    """For each of the posts the times (UTC seconds, half-open, ascending, apart) on its arcs.

    `owner` is the number of the post that watches each arc, (A,), -1 for none.
    """
    legs = _legs(trips)
    found: dict[int, list[Indices]] = defaultdict(list)
    for route in routes:
        own = legs.get(route.id)
        if own is None or not route.arcs:
            continue
        arcs = np.array(route.arcs, dtype=np.int64)
        seconds = table.seconds[table.profiles.index(route.profile), arcs].astype(np.int64)
        passed = np.concatenate([[0], np.cumsum(seconds)])
        for post, first, last in _runs(owner[arcs]):
            begin = own[0] + passed[first]
            end = own[1] - (passed[-1] - passed[last])
            found[post].append(np.stack([begin, np.maximum(end, begin + 1)]))
    return tuple(_merged(found[post]) if post in found else () for post in range(posts))


def _legs(trips: Iterable[Trip]) -> dict[str, Indices]:
    """Of each route the times at which vehicles leave and arrive, (2, legs)."""
    found: dict[str, list[Span]] = defaultdict(list)
    for trip in trips:
        for before, stop in pairwise(trip.stops):
            if stop.route is not None:
                found[stop.route].append((before.depart, stop.arrive))
    return {route: np.array(sorted(set(spans)), np.int64).T for route, spans in found.items()}


def _runs(owner: Indices) -> Iterator[tuple[int, int, int]]:
    """Each post with the arcs, first and past the last, that it watches in a row."""
    cuts = np.flatnonzero(np.diff(owner)) + 1
    for first, last in pairwise([0, *cuts.tolist(), len(owner)]):
        if owner[first] >= 0:
            yield int(owner[first]), first, last


def _merged(parts: list[Indices]) -> tuple[Span, ...]:
    """Spans that overlap or touch as one."""
    begin, end = np.concatenate(parts, axis=1)
    order = np.argsort(begin, kind="stable")
    begin, latest = begin[order], np.maximum.accumulate(end[order])
    new = np.flatnonzero(np.append(True, begin[1:] > latest[:-1]))
    last = np.append(new[1:], len(begin)) - 1
    return tuple(zip(begin[new].tolist(), latest[last].tolist(), strict=True))
