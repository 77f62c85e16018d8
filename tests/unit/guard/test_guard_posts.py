"""Where posts may stand, what they reach, and how few do."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from road_lines import DEGREE, Point, at_metres, metres, road_table

from safepassage.guard.ground import survey
from safepassage.guard.posts import least_posts
from safepassage.guard.reach import coverable
from safepassage.model.guard import Position
from safepassage.model.roads import RoadTable


def straight(*stones: float) -> RoadTable:
    """Roads one after the other along a line to the north, from stone to stone, in metres."""
    line = [at_metres(stone, 0) for stone in stones]
    return road_table([[a, b] for a, b in pairwise(line)])


def every(table: RoadTable) -> range:
    return range(table.arcs)


def test_one_post_in_the_middle_of_two_roads() -> None:
    found = least_posts(straight(0, 900, 1800), [0, 1, 2, 3], 1000)
    assert len(found.posts) == found.at_least == 1
    assert found.proved
    assert found.metres == 1800
    assert not found.too_long


def test_a_road_is_reached_whole_or_not_at_all() -> None:
    # Each is 1,500 m long: a post reaches 2,000 m of road, but never two of these whole.
    found = least_posts(straight(0, 1500, 3000, 4500), every(straight(0, 1500, 3000, 4500)), 1000)
    assert len(found.posts) == 3


def test_both_directions_and_arcs_named_twice_count_once() -> None:
    table = straight(0, 900, 1800)
    assert least_posts(table, [0, 0, 0], 1000) == least_posts(table, [0], 1000)
    assert least_posts(table, [0, 1], 1000).metres == 900


def test_no_arcs_need_no_post() -> None:
    found = least_posts(straight(0, 900), [], 1000)
    assert (found.posts, found.at_least, found.metres, found.too_long) == ((), 0, 0, ())


@pytest.mark.parametrize("reach", [1000, 5000, 60_000])
def test_as_long_as_a_post_can_see_and_a_little_longer(reach: int) -> None:
    for stone, long in ((2 * reach - 1, False), (2 * reach + 1, True)):
        table = straight(0, stone)
        found = least_posts(table, [0, 1], reach)
        assert bool(found.too_long) == long
        assert len(found.posts) == found.at_least == (not long)
        assert coverable(table, reach)[0] or long


def test_what_is_too_long_is_told_as_a_stretch_and_the_rest_is_guarded() -> None:
    table = straight(0, 5000, 10_000, 10_500, 16_000)
    found = least_posts(table, every(table), 1000)
    assert [(each.metres, each.arcs) for each in found.too_long] == [
        (10_000, (0, 2)),
        (5_500, (6,)),
    ]
    assert metres((found.too_long[1].near.latitude, 36.4), at_metres(13_250, 0)) < 1
    assert len(found.posts) == 1


def test_a_winding_road_longer_than_twice_the_reach_is_seen_from_beside_it() -> None:
    # Half a circle of 900 m radius is 2,827 m long: only a post off the road sees all of it.
    turns = [math.pi * step / 40 for step in range(41)]
    bend = [at_metres(900 * math.sin(turn), 900 * math.cos(turn)) for turn in turns]
    found = least_posts(road_table([bend]), [0], 910)
    assert len(found.posts) == 1
    here = found.posts[0]
    assert max(metres((here.latitude, here.longitude), point) for point in bend) <= 910
    assert metres((here.latitude, here.longitude), at_metres(0, 0)) < 5
    assert least_posts(road_table([bend]), [0], 890).too_long
    assert coverable(road_table([bend]), 910)[0]
    assert not coverable(road_table([bend]), 890)[0]


def test_places_of_ones_own_are_used() -> None:
    # Two roads to either side of a hill, each seen from its own end, both from the hill.
    west, east = [at_metres(0, -900), at_metres(0, -700)], [at_metres(0, 700), at_metres(0, 900)]
    table = road_table([west, east])
    assert len(least_posts(table, every(table), 900).posts) == 2
    hill = Position(latitude=33.5, longitude=36.4)
    assert least_posts(table, every(table), 901, also=[hill]).posts == (hill,)


def test_places_are_close_to_one_another_along_the_road() -> None:
    ground = survey(straight(0, 3000), np.array([0]), 1000)
    apart = np.diff(np.sort(ground.latitude)) * DEGREE
    assert apart.max() <= 1000 / 8 + 0.2
    assert len(ground.sites) < 30


def test_across_the_date_line() -> None:
    def at(east: float) -> Point:
        return 0.0, (180 + east / DEGREE + 180) % 360 - 180

    table = road_table([[at(-700), at(100), at(600)]])
    found = least_posts(table, [0, 1], 700)
    assert len(found.posts) == 1 and not found.too_long
    assert coverable(table, 700).all()
