"""Single loads that go elsewhere than by the rules, and a search that doesn't only climb."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from factory import group, place, small_case

from safepassage.model.places import Destination
from safepassage.solve import search
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy, excepted
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.dispatch.state import State
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.score import Rank
from safepassage.solve.search import Candidate, LateAcceptance, Search

RULES = Policy(guide=None, points="near", destinations="near")


def few_loads(*points: str) -> Problem:
    """Six full loads from these points in turn."""
    groups = tuple(group(n, points[n % len(points)], 10) for n in range(6))
    ends = (place(Destination, "near"), place(Destination, "far"))
    return compile_problem(small_case().replace(groups=groups, destinations=ends))


def dispatched(problem: Problem, *exceptions: tuple[int, int]) -> Schedule:
    rules = excepted_by(exceptions)
    schedule, _ = Dispatch(problem, rules, None, Meter(), Mornings(problem)).run()
    return schedule


def excepted_by(exceptions: tuple[tuple[int, int], ...]) -> Policy:
    return replace(RULES, exceptions=exceptions)


def wheres(schedule: Schedule) -> list[tuple[int, int]]:
    """Point and destination of each round in the order in which they entered, then by vehicle."""
    rounds = sorted(schedule.rounds, key=lambda item: (item.inside_since, item.vehicle))
    return [(item.calls[0].point, item.destination) for item in rounds]


def test_one_load_goes_elsewhere_and_everybody_still_goes() -> None:
    problem = few_loads("north", "south")
    by_rule, other = dispatched(problem), dispatched(problem, (0, 1))
    assert wheres(by_rule)[0] != wheres(other)[0]
    assert by_rule.left == other.left == ()
    assert len(by_rule.rounds) == len(other.rounds) == 6


def test_so_many_better_ones_are_passed_over() -> None:
    problem = few_loads("north", "south")
    first = [wheres(dispatched(problem, (0, passed)))[0] for passed in range(4)]
    assert len(set(first)) == 4  # two points, two destinations


def test_where_there_is_nothing_else_the_rules_hold() -> None:
    problem = few_loads("north", "south")
    assert wheres(dispatched(problem, (0, 4))) == wheres(dispatched(problem))


def test_exceptions_are_made_of_these_loads_and_taken_back() -> None:
    rng, policy = random.Random(1), RULES
    counts = []
    for _ in range(200):
        policy = excepted(policy, rng, range(3, 8))
        numbers = [number for number, _ in policy.exceptions]
        assert numbers == sorted(set(numbers))
        assert set(numbers) <= set(range(3, 8))
        assert all(passed > 0 for _, passed in policy.exceptions)
        counts.append(len(numbers))
    assert {1, 5} <= set(counts)
    assert any(b < a for a, b in pairwise(counts))


def test_exceptions_of_loads_that_were_made_have_no_effect() -> None:
    policy = excepted_by(((1, 2), (5, 1)))
    assert policy.plain(3) == excepted_by(((5, 1),)).plain(3)
    assert policy.plain() != excepted_by(((5, 1),)).plain()


def rank(late: float) -> Rank:
    return (), (), late, 0, 0.0, 0


def test_what_is_worse_now_is_gone_on_from_if_it_was_worse_a_while_ago() -> None:
    late = LateAcceptance(3)
    steps = [(rank(9.0), rank(8.0)), (rank(7.0), rank(8.0)), (rank(6.0), rank(7.0))]
    assert [late.accepts(*step) for step in steps] == [False, True, True]
    # three steps ago it stood at 8, then at 7, then at 6
    steps = [(rank(8.0), rank(6.0)), (rank(8.0), rank(8.0)), (rank(6.5), rank(6.0))]
    assert [late.accepts(*step) for step in steps] == [True, True, False]


@pytest.mark.parametrize("few", [True, False])
def test_single_loads_are_tried_where_they_are_few(
    few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "RULES", 5)
    monkeypatch.setattr(search, "FEW_LOADS", 6 if few else 5)
    tried: list[Policy] = []
    plain = Search._dispatch

    def noted(self: Search, policy: Policy, before: Sequence[State]) -> Candidate:
        tried.append(policy)
        return plain(self, policy, before)

    monkeypatch.setattr(Search, "_dispatch", noted)
    problem = few_loads("north", "south")
    for _ in Search(problem, None, Meter(), bound=None, seed=1).run(200_000, lambda: False):
        pass
    assert len(tried) > 10
    assert any(policy.exceptions for policy in tried) == few


def test_a_search_that_makes_nothing_better_ends_before_its_work_is_spent() -> None:
    meter = Meter()
    searching = Search(few_loads("north"), None, meter, bound=None, seed=1)
    *_, last = searching.run(800_000, lambda: False)
    assert last.done == 1.0
    assert meter.looks < 800_000
