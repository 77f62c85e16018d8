from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from factory import star_roads

from safepassage.model.agreement import Guard, GuardPost
from safepassage.roads.guard import covered

# Nodes a, b, c lie 0.01° apart in both directions, 1,448 m.
TABLE, NODES = star_roads({("a", "b"): 100, ("b", "c"): 100})


def post(latitude: float, longitude: float, reach: int) -> GuardPost:
    return GuardPost(id="p", latitude=latitude, longitude=longitude, reach_metres=reach)


def arcs(guard: Guard) -> set[str]:
    names = sorted(NODES)
    return {
        names[TABLE.tail[arc]] + names[TABLE.head[arc]]
        for arc in np.flatnonzero(covered(TABLE, guard))
    }


def test_one_post_covers_the_arcs_it_reaches_whole() -> None:
    at_b = post(33.51, 36.41, 1460)
    assert arcs(Guard(required=True, posts=(at_b,))) == {"ab", "ba", "bc", "cb"}
    assert arcs(Guard(required=True, posts=(post(33.51, 36.41, 1440),))) == set()
    assert arcs(Guard(required=True, posts=(post(33.505, 36.405, 800),))) == {"ab", "ba"}


def test_two_posts_that_reach_an_end_each_don_t_cover_the_arc() -> None:
    ends = (post(33.5, 36.4, 1000), post(33.51, 36.41, 1000))
    assert arcs(Guard(required=True, posts=ends)) == set()


def test_a_bend_out_of_reach_uncovers_the_arc() -> None:
    bent = replace(
        TABLE,
        shape_start=np.array([0, 3, 5, 7, 9], dtype=np.int32),
        shape_latitude=np.insert(TABLE.shape_latitude, 1, 33.6),
        shape_longitude=np.insert(TABLE.shape_longitude, 1, 36.4),
    )
    assert covered(bent, Guard(required=True, posts=(post(33.51, 36.41, 1460),))).tolist() == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("guard", [Guard(), Guard(required=True, escorts=True)])
def test_no_post_is_needed_without_a_guard_or_with_escorts(guard: Guard) -> None:
    assert covered(TABLE, guard).all()


def test_a_guard_without_posts_covers_nothing() -> None:
    assert not covered(TABLE, Guard(required=True)).any()
