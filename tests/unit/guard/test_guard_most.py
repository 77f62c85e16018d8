"""The most metres that a few posts reach, against every choice of places."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from road_lines import at_metres, metres, road_table

from safepassage.guard import most
from safepassage.guard.cover import least_cover
from safepassage.guard.ground import Ground, survey
from safepassage.guard.most import most_covered


def village(seed: int) -> tuple[Ground, np.ndarray]:
    rng = random.Random(seed)
    spots = [at_metres(rng.uniform(0, 1500), rng.uniform(0, 1500)) for _ in range(9)]
    pairs = sorted(combinations(range(9), 2), key=lambda ab: metres(spots[ab[0]], spots[ab[1]]))
    pairs = rng.sample(pairs[:16], 10)
    table = road_table([[spots[a], spots[b]] for a, b in pairs])
    ground = survey(table, np.arange(table.arcs), 330)
    return ground, table.metres[ground.arcs].astype(np.int64)


def best(ground: Ground, lengths: np.ndarray, number: int) -> int:
    reaching = ground.reaching(np.arange(len(ground.arcs)))
    kinds = np.unique(reaching, axis=1).T
    return max(
        int(lengths[np.any(each, axis=0)].sum())
        for each in combinations(kinds, min(number, len(kinds)))
    )


@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_choice_of_places_reaches_more(number: int) -> None:
    short = 0
    for seed in range(30):
        ground, lengths = village(seed)
        cover = least_cover(ground)
        found = most_covered(ground, lengths, number, cover.sites)
        assert len(found.sites) <= number
        assert found.metres == int(lengths[ground.beyond(found.sites) <= 0].sum())
        assert found.metres == found.at_most == best(ground, lengths, number)
        short += len(cover.sites) > number
    assert short > 5


@pytest.mark.parametrize("limit", ["LARGE", "CELLS"])
def test_where_there_is_too_much_to_look_at_the_bound_is_no_claim(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(most, limit, 0)
    for seed in range(30):
        ground, lengths = village(seed)
        found = most_covered(ground, lengths, 2, least_cover(ground).sites)
        assert len(found.sites) <= 2
        assert found.metres == int(lengths[ground.beyond(found.sites) <= 0].sum())
        assert found.metres <= best(ground, lengths, 2) <= found.at_most


def test_none_at_hand_reach_nothing() -> None:
    ground, lengths = village(1)
    found = most_covered(ground, lengths, 0, least_cover(ground).sites)
    assert (found.metres, found.at_most, len(found.sites)) == (0, 0, 0)
