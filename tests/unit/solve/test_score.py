"""The order of the objectives: who is served, the urgent, then everyone's clearance."""

from __future__ import annotations

from dataclasses import replace

from safepassage.solve.score import TOLERANCE, Least, Score

HOUR = 3600

BASE = Score(left=(0, 0, 0, 2), urgent=(HOUR, 2 * HOUR, 0), clearance=1_000, mean=50.0, metres=9)


def least(*scores: Score) -> tuple[int, ...]:
    known = Least()
    for each in scores:
        known.learn(each)
    return known.urgent


def better(one: Score, other: Score) -> bool:
    """Whether the one is chosen, if both and nothing else are known."""
    known = least(one, other)
    return one.rank(known) < other.rank(known)


def test_serving_more_comes_before_all_else() -> None:
    more = replace(BASE, left=(0, 0, 0, 1), urgent=(99 * HOUR,) * 3, clearance=9_000)
    assert better(more, BASE)


def test_the_urgent_may_be_out_half_a_day_later_on_average_if_everyone_is_out_sooner() -> None:
    sooner = replace(BASE, urgent=(HOUR + TOLERANCE, 2 * HOUR, 0), clearance=900)
    assert better(sooner, BASE)
    assert better(BASE, replace(sooner, urgent=(HOUR + TOLERANCE + 1, 2 * HOUR, 0)))


def test_half_a_day_is_counted_from_the_best_known_and_so_dont_add_up() -> None:
    first, second, third = (
        replace(BASE, urgent=(hours * HOUR, 0, 0), clearance=1_000 - hours) for hours in (0, 8, 16)
    )
    known = least(first, second, third)
    assert min((first, second, third), key=lambda score: score.rank(known)) is second


def test_what_is_known_of_plans_that_serve_fewer_doesnt_count() -> None:
    fewer = replace(BASE, left=(0, 1, 0, 0), urgent=(0, 0, 0))
    assert least(BASE, fewer) == least(fewer, BASE) == BASE.urgent


def test_lateness_goes_before_the_clearance_where_it_is_given() -> None:
    later = replace(BASE, clearance=2_000)
    assert later.rank(BASE.urgent, late=1.0) < BASE.rank(BASE.urgent, late=2.0)
