"""The safe bound of a linear programme, against scipy's solver and against random duals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import linprog

from safepassage.solve.bound.lp import Program, maximise, safe_bound

SEEDS = range(25)


def drawn(seed: int) -> Program:
    """Rows of every form (≤, ≥, =, ranges, free) around a point, so that it is feasible."""
    rng = np.random.default_rng(seed)
    rows, columns = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    program = Program()
    upper = rng.uniform(0.5, 20, columns)
    inner = upper * rng.uniform(0, 1, columns)
    for most in upper:
        program.column(float(most), float(rng.normal()))
    for _ in range(rows):
        values = rng.normal(size=columns) * (rng.uniform(size=columns) < 0.6)
        middle = float(values @ inner)
        below, above = rng.choice([0.0, float(rng.uniform(0, 3)), math.inf], size=2)
        row = program.row(middle - below, middle + above, ("C2", "gate"))
        for column, value in enumerate(values):
            program.put(row, column, float(value))
    return program


def truth(program: Program) -> float:
    matrix = program.matrix().toarray()
    high, low = np.asarray(program.high), np.asarray(program.low)
    found = linprog(
        -np.asarray(program.cost),
        A_ub=np.vstack([matrix[np.isfinite(high)], -matrix[np.isfinite(low)]]),
        b_ub=np.concatenate([high[np.isfinite(high)], -low[np.isfinite(low)]]),
        bounds=[(0, most) for most in program.upper],
    )
    assert found.success
    return -float(found.fun)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_of_any_duals_is_no_less_than_the_maximum(seed: int) -> None:
    program = drawn(seed)
    best = truth(program)
    rng = np.random.default_rng(1000 + seed)
    for spread in (0.0, 0.1, 1.0, 100.0):
        for _ in range(10):
            duals = rng.normal(size=len(program.low)) * spread
            assert safe_bound(program, program.matrix(), duals) >= best - 1e-7


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_of_the_solvers_duals_is_tight(seed: int) -> None:
    program = drawn(seed)
    found = maximise(program)
    assert found is not None
    best = truth(program)
    assert found.safe == pytest.approx(best, abs=1e-6)
    assert found.safe >= best - 1e-9 * (1 + abs(best))
    assert np.asarray(program.cost) @ found.values == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_slightly_wrong_duals_cost_little_and_never_lie(seed: int) -> None:
    program = drawn(seed)
    found = maximise(program)
    assert found is not None
    best = truth(program)
    noise = np.random.default_rng(seed).normal(size=len(program.low)) * 1e-6
    safe = safe_bound(program, program.matrix(), found.duals + noise)
    assert best - 1e-9 <= safe <= best + 1e-2


def test_without_rows_the_maximum_is_that_of_the_columns() -> None:
    program = Program()
    program.column(3.0, 2.0)
    program.column(5.0, -1.0)
    assert safe_bound(program, program.matrix(), np.zeros(0)) == pytest.approx(6.0)


def test_coefficients_of_one_place_add_up() -> None:
    program = Program()
    x = program.column(10.0, 1.0)
    row = program.row(-math.inf, 6.0, ("V1", ""))
    program.put(row, x, 1.0)
    program.put(row, x, 2.0)
    found = maximise(program)
    assert found is not None and found.safe == pytest.approx(2.0)


def test_a_solve_that_is_stopped_at_once_gives_nothing_or_a_valid_bound() -> None:
    program = drawn(3)
    found = maximise(program, lambda: True)
    assert found is None or found.safe >= truth(program) - 1e-7
