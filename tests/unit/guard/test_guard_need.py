"""The guard that a plan names."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
from factory import small_case
from road_lines import at_metres, road_table

from safepassage.guard.need import Posted, guard_need
from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.case import Case
from safepassage.model.guard import GuardNeed, Position
from safepassage.model.plan import Route, Stop, Trip

STONES = (0, 1000, 2000, 4000, 5000)
TABLE = replace(
    road_table([[at_metres(a, 0), at_metres(b, 0)] for a, b in pairwise(STONES)]),
    seconds=np.array([[100, 100, 100, 100, 200, 200, 100, 100]], dtype=np.int32),
)
"""Northward arcs 0, 2, 4 and 6, at 10 metres a second."""
NOON = 1_520_413_200


def case(**guard: Any) -> Case:
    return small_case(roads=TABLE, guard=Guard(**({"reach_metres": 1001} | guard)))


def need(of: Case, arcs: tuple[int, ...] = (0, 2, 4, 6), posted: Posted | None = None) -> GuardNeed:
    seconds = int(TABLE.seconds[0, list(arcs)].sum())
    metres = int(TABLE.metres[list(arcs)].sum())
    ends = {"origin": "a", "destination": "b", "profile": "bus"}
    route = Route(id="r", arcs=arcs, seconds=seconds, metres=metres, **ends)
    unused = Route(id="u", arcs=(1, 3), seconds=0, metres=0, **ends)
    stops = (
        Stop(place="a", arrive=NOON, depart=NOON),
        Stop(place="b", arrive=NOON + seconds, depart=NOON + seconds, route="r"),
    )
    found = guard_need(of, [route, unused], [Trip(id="t", vehicle="v", stops=stops)], posted)
    assert found is not None
    return found


def given(north: float, reach: int) -> GuardPost:
    latitude, longitude = at_metres(north, 0)
    return GuardPost(id="g1", latitude=latitude, longitude=longitude, reach_metres=reach)


@pytest.mark.parametrize("guard", [{}, {"escorts": True}])
def test_nobody_asks_and_nobody_offers(guard: dict[str, Any]) -> None:
    assert guard_need(case(**guard), [], []) is None


@pytest.mark.parametrize("escorts", [True, False])
def test_the_fewest_posts_and_their_shifts_are_named_where_a_guard_is_required(
    escorts: bool,
) -> None:
    found = need(case(required=True, escorts=escorts))
    assert (found.needed, found.at_least, found.proved, found.metres) == (3, 3, True, 5000)
    assert not found.uncovered and not found.too_long
    assert [post.id for post in found.posts] == ["g1", "g2", "g3"]
    first, second, third = (post.duties[0] for post in found.posts)
    assert first.start == NOON
    assert first.end == second.start
    assert second.end == third.start
    assert third.end == NOON + int(TABLE.seconds[0, [0, 2, 4, 6]].sum())


def test_a_long_watch_is_several_shifts() -> None:
    found = need(case(required=True, shift_seconds=90))
    assert [len(post.duties) for post in found.posts] == [3, 3, 2]
    assert all(duty.end - duty.start <= 90 for post in found.posts for duty in post.duties)


def test_posts_of_the_case_come_first_and_are_no_part_of_the_need() -> None:
    found = need(case(required=True, posts=(given(1000, 1001),)))
    assert (found.needed, found.metres) == (2, 3000)
    assert [(post.id, post.given) for post in found.posts] == [
        ("g1", True),
        ("g2", False),
        ("g3", False),
    ]
    assert found.placed == found.posts[1:]
    assert found.posts[0].duties[0].start == NOON


def test_what_a_few_posts_leave_is_told_with_the_least_there_can_be() -> None:
    found = need(case(posts_at_hand=2))
    assert (found.needed, len(found.posts)) == (3, 2)
    assert [stretch.metres for stretch in found.uncovered] == [1000]
    assert found.uncovered_at_least == 1000


def test_what_is_too_long_for_any_post_isn_t_also_uncovered() -> None:
    found = need(case(required=True, reach_metres=600))
    assert [stretch.metres for stretch in found.too_long] == [2000]
    assert (found.needed, found.metres, found.uncovered) == (3, 5000, ())


def test_too_few_posts_stay_where_they_were_placed() -> None:
    latitude, longitude = at_metres(1000, 0)
    here = Position(latitude=round(latitude, 6), longitude=round(longitude, 6))
    posted = Posted(positions=(here,), wanted=np.array([0, 2, 4]), enough=False)
    found = need(case(required=True, posts_at_hand=1, reach_metres=1001), (0, 2), posted)
    assert [(post.latitude, post.longitude) for post in found.posts] == [
        (here.latitude, here.longitude)
    ]
    assert (found.needed, found.metres) == (2, 4000)
    assert [stretch.metres for stretch in found.uncovered] == [2000]


def test_posts_of_before_are_thinned_to_what_is_driven() -> None:
    spots = [at_metres(north, 0) for north in (1000, 3000, 4500)]
    positions = tuple(Position(latitude=round(a, 6), longitude=round(b, 6)) for a, b in spots)
    posted = Posted(positions=positions, wanted=np.array([0, 2, 4, 6]), enough=True)
    found = need(case(required=True, posts_at_hand=3, reach_metres=1001), (0, 2), posted)
    assert (found.needed, len(found.posts), found.uncovered) == (1, 1, ())


def test_no_trips_need_no_post() -> None:
    found = guard_need(case(required=True), [], [])
    assert found is not None
    assert (found.needed, found.posts, found.metres) == (0, (), 0)
    assert msgspec.json.decode(msgspec.json.encode(found), type=GuardNeed) == found
