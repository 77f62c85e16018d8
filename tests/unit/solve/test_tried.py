"""The search doesn't dispatch twice what is bound to give the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from test_first_day import slow_inward

from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.state import State
from safepassage.solve.search import Candidate, Search


def test_nothing_is_dispatched_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[tuple[int, Policy]] = Counter()
    kept: list[Sequence[State]] = []  # so that no two states have one identity
    plain = Search._dispatch

    def counted(self: Search, policy: Policy, before: Sequence[State]) -> Candidate:
        kept.append(before)
        whence, made = (id(before[-1]), before[-1].numbers) if before else (0, 0)
        seen[whence, policy.plain(made)] += 1
        return plain(self, policy, before)

    monkeypatch.setattr(Search, "_dispatch", counted)
    for _ in Search(slow_inward(), None, Meter(), bound=None, seed=1).run(400_000, lambda: False):
        pass
    assert seen.total() > 20
    assert set(seen.values()) == {1}


def test_what_has_no_effect_makes_no_other_policy() -> None:
    clock = Policy(guide="clock", pace=0.7)
    assert replace(clock, ahead=1.0, seed=5).plain() == clock.plain()
    assert replace(clock, pace=0.8).plain() != clock.plain()
    progress = Policy(guide="progress", ahead=0.1)
    assert replace(progress, pace=0.7).plain() == progress.plain()
    assert replace(progress, ahead=1.0).plain() != progress.plain()
    noisy = Policy(noise=0.1, seed=1)
    assert replace(noisy, seed=2).plain() != noisy.plain()
