"""Where the search takes a dispatch up again: late enough for the work that is left."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest

from safepassage.solve.search import beginning

STATES: Any = [SimpleNamespace(left=left) for left in (0.75, 0.5, 0.25, 0.1)]


@pytest.mark.parametrize(
    ("share", "taken_up"),
    [
        (2.0, {0, 1, 2, 3, 4}),  # a small case: also from the start
        (1.0, {0, 1, 2, 3, 4}),
        (0.99, {1, 2, 3, 4}),
        (0.5, {2, 3, 4}),
        (0.2, {4}),
        (0.05, {4}),  # work for less than the last state asks for: the last one
    ],
)
def test_a_dispatch_is_taken_up_where_what_waits_is_within_the_work_left(
    share: float, taken_up: set[int]
) -> None:
    rng = random.Random(1)
    drawn = [beginning(STATES, share, rng) for _ in range(200)]
    assert {len(states) for states in drawn} == taken_up
    assert all(states == STATES[: len(states)] for states in drawn)


def test_a_dispatch_without_states_begins_anew() -> None:
    assert beginning((), 0.1, random.Random(1)) == ()
