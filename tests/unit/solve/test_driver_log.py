"""Driver hours: the earliest departure against trying every minute (V2)."""

from __future__ import annotations

import random

import pytest

from safepassage.solve.dispatch.drivers import DAY, DriverLog

MINUTE = 60
STEP = 30 * MINUTE


def fullest(spans: list[tuple[int, int]]) -> int:
    """Most driving in any 24 hours; all times are half hours, so the fullest begins at one."""
    driven = {t for a, b in spans for t in range(a, b, STEP)}
    return max(
        STEP * sum(begin <= t < begin + DAY for t in driven)
        for begin in range(min(driven) - DAY, max(driven) + STEP, STEP)
    )


def brute(
    spans: list[tuple[int, int]], since_rest: int, limit: int, rest: int, free: int, ahead: int
) -> int | None:
    """The first half hour at which both limits are kept."""
    for start in range(free, free + 3 * DAY, STEP):
        stretch = ahead + (0 if start - free >= rest else since_rest)
        if stretch <= limit and fullest([*spans, (start, start + ahead)]) <= limit:
            return start
    return None


@pytest.mark.parametrize("seed", range(12))
def test_the_earliest_departure_is_that_of_trying_each(seed: int) -> None:
    rng = random.Random(seed)
    limit, rest = rng.randrange(6, 20) * STEP, rng.randrange(0, 20) * STEP
    log = DriverLog(limit, rest)
    spans: list[tuple[int, int]] = []
    free = since_rest = 0
    for _ in range(5):
        ahead = rng.randrange(1, limit // STEP + 2) * STEP
        start = log.earliest(free, ahead)
        assert start == brute(spans, since_rest, limit, rest, free, ahead)
        if start is None:
            assert ahead > limit
            continue
        start += rng.randrange(0, 6) * STEP
        first = rng.randrange(1, ahead // STEP + 1) * STEP
        pause = rng.randrange(0, 4) * STEP
        legs = [(start, start + first)]
        if first < ahead:
            legs.append((start + first + pause, start + ahead + pause))
        since_rest = ahead + (0 if start - free >= rest else since_rest)
        log = log.drive(free, legs)
        spans += legs
        free = legs[-1][1] + rng.randrange(0, 8) * STEP


def test_a_fresh_crew_leaves_at_once() -> None:
    assert DriverLog(3600, 7200).earliest(500, 3600) == 500
    assert DriverLog(3600, 7200).earliest(500, 3601) is None


def test_a_tired_crew_rests_first_but_no_longer_than_needed() -> None:
    log = DriverLog(10_000, 7200).drive(0, [(0, 4000)])
    assert log.earliest(4000, 6000) == 4000
    assert log.drive(4000, [(4000, 10_000)]).earliest(10_000, 1) == DAY
    log = DriverLog(10_000, 7200).drive(0, [(0, 5001)])
    assert log.earliest(5001, 4999) == 5001
    # A rest would do between two rests; for 24 hours, one second of the day before has to be over.
    assert log.earliest(5001, 5000) == DAY + 1 - 5000


def test_a_long_stay_counts_as_rest_wherever_it_came_from() -> None:
    log = DriverLog(10_000, 7200).drive(0, [(0, 10_000)])
    later = log.drive(10_000, [(2 * DAY, 2 * DAY + 6000)])
    assert later.since_rest == 6000
    assert later.drive(2 * DAY + 6000, [(2 * DAY + 6000, 2 * DAY + 9000)]).since_rest == 9000
