"""The least number of posts against CP-SAT, on invented towns, with distances worked out anew."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import posts_cp_sat
import pytest
from measure import fresh
from road_lines import Point, at_metres, metres, road_table

from safepassage.guard import cover
from safepassage.guard.ground import Ground, survey
from safepassage.guard.most import most_covered
from safepassage.guard.posts import least_posts
from safepassage.model.guard import Position
from safepassage.model.roads import RoadTable

REACHES = (300, 700, 1500)

SEEDS = (*range(13), *range(14, 25))
"""Towns drawn; the one left out takes CP-SAT minutes."""


def town(seed: int) -> RoadTable:
    """A grid with missing streets and crooked ones, 250 to 900 m each; some outlying roads."""
    rng = random.Random(seed)
    rows, columns = rng.randint(2, 5), rng.randint(2, 6)
    step = rng.choice((250, 500, 900))
    corner = {
        (r, c): at_metres(step * r + rng.uniform(-90, 90), step * c + rng.uniform(-90, 90))
        for r in range(rows)
        for c in range(columns)
    }
    lines = []
    for (r, c), here in corner.items():
        for there in ((r + 1, c), (r, c + 1)):
            if there in corner and rng.random() < 0.8:
                middle = at_metres(step * (r + there[0]) / 2 + rng.uniform(-150, 150), step * c)
                lines.append([here, *([middle] if rng.random() < 0.3 else []), corner[there]])
    lines.append([corner[0, 0], at_metres(-step * rng.uniform(1, 4), -step)])
    return road_table(lines)


def reach_sets(table: RoadTable, ground: Ground, reach: int) -> list[list[int]]:
    """The places that reach each arc whole, by distances of the test's own."""
    places: list[Point] = list(zip(ground.latitude, ground.longitude, strict=True))
    found = []
    for arc in range(table.arcs):
        rows = range(table.shape_start[arc], table.shape_start[arc + 1])
        shape = [(table.shape_latitude[row], table.shape_longitude[row]) for row in rows]
        found.append(
            [
                number
                for number, place in enumerate(places)
                if all(metres(place, point) <= reach - 0.01 for point in shape)
            ]
        )
    return found


@pytest.fixture(scope="module")
def towns() -> list[tuple[RoadTable, int, int, list[list[int]]]]:
    found = []
    for seed in SEEDS:
        table, reach = town(seed), REACHES[seed % 3]
        ground = survey(table, np.arange(table.arcs), reach)
        found.append((table, reach, len(ground.sites), reach_sets(table, ground, reach)))
    return found


def test_no_fewer_posts_than_cp_sat_and_no_more(
    towns: list[tuple[RoadTable, int, int, list[list[int]]]],
) -> None:
    reachable = [(sites, [each for each in sets if each]) for _, _, sites, sets in towns]
    least = fresh(posts_cp_sat.least_numbers, reachable)
    assert max(least) >= 6
    for (table, reach, _, sets), number in zip(towns, least, strict=True):
        found = least_posts(table, range(table.arcs), reach)
        assert len(found.posts) == found.at_least == number
        told = {arc for stretch in found.too_long for arc in stretch.arcs}
        hopeless = {arc for arc, reaching in enumerate(sets) if not reaching}
        assert {arc // 2 for arc in told} == {arc // 2 for arc in hopeless}
        assert all_within_reach(table, reach, found.posts, hopeless)


def all_within_reach(
    table: RoadTable, reach: int, posts: Sequence[Position], but: set[int]
) -> bool:
    places = [(post.latitude, post.longitude) for post in posts]
    for arc in set(range(table.arcs)) - but:
        rows = range(table.shape_start[arc], table.shape_start[arc + 1])
        shape = [(table.shape_latitude[row], table.shape_longitude[row]) for row in rows]
        if not any(max(metres(place, point) for point in shape) <= reach for place in places):
            return False
    return True


def test_short_of_work_both_numbers_are_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [least_posts(town(seed), range(town(seed).arcs), 300) for seed in (0, 3, 6, 9)]
    monkeypatch.setattr(cover.least_cover, "__kwdefaults__", {"nodes": 0})
    between = 0
    for seed, exact in zip((0, 3, 6, 9), whole, strict=True):
        table = town(seed)
        found = least_posts(table, range(table.arcs), 300)
        assert found.at_least <= len(exact.posts) <= len(found.posts)
        between += not found.proved
        told = {arc for stretch in found.too_long for arc in stretch.arcs}
        assert all_within_reach(table, 300, found.posts, told | {a ^ 1 for a in told})
    assert between


def test_no_few_posts_reach_more_than_cp_sat_finds() -> None:
    instances, found = [], []
    for seed in SEEDS:
        table, reach = town(seed), REACHES[seed % 3]
        ground = survey(table, np.arange(table.arcs), reach)
        lengths = table.metres[ground.arcs].astype(np.int64)
        sites = cover.least_cover(ground).sites
        hand = min(4, max(1, len(sites) // 2))  # more take CP-SAT minutes
        sets = reach_sets(table, ground, reach)
        own = [sets[arc] for arc in ground.arcs.tolist()]
        instances.append((len(ground.sites), own, lengths.tolist(), hand))
        found.append(most_covered(ground, lengths, hand, sites))
    best = fresh(posts_cp_sat.most_metres, instances)
    assert [each.metres for each in found] == [each.at_most for each in found] == best
