"""Folding alike days is a relaxation: what it lets out is never less than day by day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cases import cases
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from safepassage.model.case import Case
from safepassage.solve.bound import grid as module
from safepassage.solve.bound.grid import make_grid
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.bound.lp import maximise
from safepassage.solve.bound.relaxation import Relaxation
from safepassage.solve.opentime import outbound_time
from safepassage.solve.problem import Problem, compile_problem


@pytest.fixture(autouse=True, scope="module")
def no_edges() -> Iterator[None]:
    """Drawn cases are a few days long: fold all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "EDGE", 0)
        yield


def out_by(problem: Problem, position: int, step: int, *, fold: bool) -> tuple[float, int]:
    """The most people out when so many open seconds have passed, and the most days in a block."""
    lags = make_lags(problem)
    until = outbound_time(problem).instant(position)
    grid = make_grid(problem, until, step, fold=fold, quiet=lags.quiet)
    optimum = maximise(Relaxation(problem, lags, grid).program)
    assert optimum is not None
    return optimum.safe, max((len(block.days) for block in grid.blocks), default=0)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(cases(), st.floats(0.3, 1.0), st.sampled_from((3600, 1800)))
def test_folded_days_let_out_at_least_as_many(case: Case, part: float, step: int) -> None:
    problem = compile_problem(case)
    total = outbound_time(problem).total
    assume(total and problem.fleet and problem.units)
    position = max(1, int(part * total))
    folded, days = out_by(problem, position, step, fold=True)
    assume(days > 1)
    plain, _ = out_by(problem, position, step, fold=False)
    assert folded >= plain - 1e-4
