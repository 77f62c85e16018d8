"""R2 of posts that a plan names: they are on duty whenever a vehicle may be on their stretches.

A vehicle of a leg is on an arc from `depart` + the table's seconds of the arcs before it, until
`arrive` − those of the arcs after it: where there is time to spare, it may be spent anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safepassage.check.broken import broken, clock, figure
from safepassage.check.index import Index, repeated
from safepassage.check.measured import Measured
from safepassage.model.broken import BrokenPromise
from safepassage.model.guard import Post

Ints = NDArray[np.int64]
Spans = tuple[Ints, Ints]
"""Starts and ends of times that ascend and are apart."""

_FAR = 10**15
"""Beyond this a time is a corrupt file's."""


def allowed_posts(index: Index) -> Generator[BrokenPromise, None, list[Post]]:
    """The posts that the plan may name, and what is wrong with those that it names.

    As many as the case says are at hand may be on duty at once; none if it says nothing.
    """
    guard, need = index.case.guard, index.plan.guard
    named = [post for post in need.posts if not post.given] if need is not None else []
    if guard.posts_at_hand is None:
        return []
    for name in repeated(named):
        yield broken("R2", f"post {name}", "this id is used for more than one post")
    for post in named:
        yield from _fault(index, post)
    most = int(np.cumsum([step for _, step in sorted(_edges(named))]).max(initial=0))
    if most > guard.posts_at_hand:
        what = f"{figure(most)} are on duty at once, {figure(guard.posts_at_hand)} are at hand"
        yield broken("R2", "the posts of the plan", what)
    return [post for post in named if _on_the_map(post) and _reach_is_fine(index, post)]


def _edges(posts: Iterable[Post]) -> Iterator[tuple[int, int]]:
    """When each post begins to be manned (+1) and ceases to be (-1)."""
    for post in posts:
        begins, ends = _union([(duty.start, duty.end) for duty in post.duties])
        yield from ((at, 1) for at in begins.tolist())
        yield from ((at, -1) for at in ends.tolist())


def _fault(index: Index, post: Post) -> Iterator[BrokenPromise]:
    guard, where = index.case.guard, f"post {post.id}"
    if not _on_the_map(post):
        yield broken("R2", where, "stands nowhere on the map")
    if not _reach_is_fine(index, post):
        what = f"reaches {figure(post.reach_metres)} m, a post at hand {guard.reach_metres:,} m"
        yield broken("R2", where, what, post.reach_metres - guard.reach_metres, "metres")
    longest = max((duty.end - duty.start for duty in post.duties), default=0)
    if longest > guard.shift_seconds:
        what = f"a duty of {figure(longest)} s, a team stays {figure(guard.shift_seconds)} s"
        yield broken("R2", where, what, longest - guard.shift_seconds, "seconds")


def _on_the_map(post: Post) -> bool:
    return abs(post.latitude) <= 90 and abs(post.longitude) <= 180


def _reach_is_fine(index: Index, post: Post) -> bool:
    return post.reach_metres <= index.case.guard.reach_metres


def off_duty(
    index: Index, used: Sequence[Measured], posts: Sequence[Post], reached: NDArray[np.bool_]
) -> Iterator[BrokenPromise]:
    """Legs on which a vehicle may be on an arc while no post that reaches it is on duty.

    `reached` says which arcs each of the posts reaches, (posts, A), leaving out those that a post
    of the case does.
    """
    legs = _legs(index)
    on_duty = _OnDuty(posts)
    for measured in used:
        if measured.row is None or not len(measured.arcs):
            continue
        leave, arrive = legs[measured.route.id]
        seconds = index.case.roads.seconds[measured.row, measured.arcs]
        passed = np.append(0, np.cumsum(seconds, dtype=np.int64))
        own = reached[:, measured.arcs]
        short, since = np.zeros(len(leave), dtype=np.int64), leave.copy()
        for first, last in pairwise(_changes(own)):
            if own[:, first].any():
                enter = leave + passed[first]
                gone = np.maximum(arrive - (passed[-1] - passed[last]), enter + 1)
                missing = on_duty.missing(own[:, first], enter, gone)
                since = np.where(missing > short, enter, since)
                short = np.maximum(short, missing)
        if short.any():
            yield _off_duty(index, measured, short, since)


class _OnDuty:
    """When some of the posts are on duty, at least one of them."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._duties = [[(duty.start, duty.end) for duty in post.duties] for post in posts]
        self._known: dict[bytes, Spans] = {}

    def missing(self, posts: NDArray[np.bool_], since: Ints, until: Ints) -> Ints:
        """Seconds of each time [since, until) in which none of these posts, (posts,), is there."""
        key = posts.tobytes()
        if key not in self._known:
            of_these = (self._duties[number] for number in np.flatnonzero(posts).tolist())
            self._known[key] = _union(duty for duties in of_these for duty in duties)
        spans = self._known[key]
        return until - since - (_before(spans, until) - _before(spans, since))


def _off_duty(index: Index, measured: Measured, short: Ints, since: Ints) -> BrokenPromise:
    """What is wrong with a route's drives, by the seconds each is short of and since when."""
    worst = int(short.argmax())
    at = clock(int(since[worst]), index.case.zone)
    what = (
        f"on {figure(int((short > 0).sum()))} of its {figure(len(short))} drives a vehicle may be "
        f"where no post is on duty, for {figure(int(short[worst]))} s of the time from {at} on"
    )
    return broken("R2", f"route {measured.route.id}", what, int(short[worst]), "seconds")


def _legs(index: Index) -> dict[str, Spans]:
    """When vehicles leave and arrive on each route."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for ride in index.rides:
        for before, stop in pairwise(ride.stops):
            if stop.route is not None:
                found[stop.route].append((_time(before.depart), _time(stop.arrive)))
    return {name: _columns(pairs) for name, pairs in found.items()}


def _changes(own: NDArray[np.bool_]) -> list[int]:
    """Where along a route other posts come in reach, from its first arc to past its last."""
    inner = np.flatnonzero((own[:, 1:] != own[:, :-1]).any(axis=0)) + 1
    return [0, *inner.tolist(), own.shape[1]]


def _union(spans: Iterable[tuple[int, int]]) -> Spans:
    """Times that are in any of the spans; those that overlap or touch as one."""
    joined: list[list[int]] = []
    for start, end in sorted((_time(a), _time(b)) for a, b in spans if a < b):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return _columns([(start, end) for start, end in joined])


def _before(spans: Spans, times: Ints) -> Ints:
    """Seconds that the spans have before each of the times."""
    starts, ends = spans
    if not len(starts):
        return np.zeros(len(times), dtype=np.int64)
    whole = np.append(0, np.cumsum(ends - starts))
    last = np.searchsorted(starts, times, side="right") - 1
    begun = np.minimum(times, ends[last]) - starts[last]
    return np.where(last < 0, 0, whole[np.maximum(last, 0)] + begun)


def _columns(pairs: list[tuple[int, int]]) -> Spans:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _time(seconds: int) -> int:
    return max(-_FAR, min(_FAR, seconds))
