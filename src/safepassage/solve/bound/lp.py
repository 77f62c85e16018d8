"""A linear programme and a bound on its optimum that holds whatever the solver's tolerances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from safepassage.errors import SolverError

Vector = NDArray[np.float64]

INF = float("inf")

SIMPLEX_UP_TO = 4_000
"""Columns up to which the simplex method is the faster one here; beyond, interior point."""

LOOSE = 1e-4
"""Relative distance of the safe bound from the solver's own value beyond which the interior point's
duals are no good (it stops by its tolerances), and a vertex is sought."""

ROUNDING = 1e-9
"""Allowance for floating-point error in the safe bound, relative to the sum of its terms."""


@dataclass(slots=True)
class Program:
    """Maximise cost·x over row_low <= Ax <= row_high, 0 <= x <= upper; built up piece by piece.

    Every column needs a finite upper bound: the safe bound rests on it. One that rows imply is
    `implied`: the solver isn't told of it, since large bounds that never bind stop an interior
    point from converging. `family` names the promise a row stands for, and where, so that duals can
    be told apart.
    """

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    implied: list[bool] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    family: list[tuple[str, str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, upper: float, cost: float = 0.0, *, implied: bool = False) -> int:
        """Add a variable; returns its number."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.implied.append(implied)
        return len(self.cost) - 1

    def row(self, low: float, high: float, family: tuple[str, str]) -> int:
        """Add a constraint without coefficients; returns its number."""
        self.low.append(low)
        self.high.append(high)
        self.family.append(family)
        return len(self.low) - 1

    def put(self, row: int, column: int, value: float) -> None:
        """Add a coefficient; those of one place add up."""
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)

    def matrix(self) -> csc_array:
        """The coefficients, (rows, columns)."""
        shape = (len(self.low), len(self.cost))
        return csc_array((self.values, (self.rows, self.columns)), shape=shape)


@dataclass(frozen=True, slots=True)
class Optimum:
    """What a solve gave: a safe upper bound on the maximum, row duals and column values.

    Duals (rows,) and values (columns,) are as exact as the solver's tolerances, `safe` is valid
    whatever they are.
    """

    safe: float
    duals: Vector
    values: Vector


def maximise(program: Program, should_stop: Callable[[], bool] | None = None) -> Optimum | None:
    """Solve the programme; None if it was told to stop before it had duals.

    Raises
    ------
    SolverError
        if the solver ends without duals for another reason.
    """
    matrix = program.matrix()
    highs = _load(program, matrix)
    large = len(program.cost) > SIMPLEX_UP_TO
    if large:
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
    if should_stop is not None:
        _watch(highs, should_stop)
    optimum = _run(highs, program, matrix)
    if large and optimum is not None and _is_loose(program, optimum):
        highs.setOptionValue("run_crossover", "on")
        vertex = _run(highs, program, matrix)
        if vertex is not None and vertex.safe < optimum.safe:
            return vertex
    return optimum


def _run(highs: highspy.Highs, program: Program, matrix: csc_array) -> Optimum | None:
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInterrupt:
        return None
    solution = highs.getSolution()
    if not solution.dual_valid:
        raise SolverError(f"the linear programme ended as {highs.modelStatusToString(status)}")
    duals = -np.asarray(solution.row_dual, dtype=np.float64)
    values = np.asarray(solution.col_value, dtype=np.float64)
    return Optimum(safe_bound(program, matrix, duals), duals, values)


def _is_loose(program: Program, optimum: Optimum) -> bool:
    value = float(np.dot(program.cost, optimum.values))
    return optimum.safe - value > LOOSE * (1.0 + abs(value))


def safe_bound(program: Program, matrix: csc_array, duals: Vector) -> float:
    """An upper bound on the maximum, valid for any duals whatever (weak duality).

    For each y: max c·x <= sum_i max over the row's range of y_i·r_i + sum_j u_j·max(0, c_j - A_j·y)
    (Neumaier and Shcherbina, 2004, for bounded variables). Duals that would make a term infinite
    are set to nought first. A relative allowance covers rounding in this sum itself.
    """
    low, high = np.asarray(program.low), np.asarray(program.high)
    y = duals.copy()
    y[(y > 0) & ~np.isfinite(high)] = 0.0
    y[(y < 0) & ~np.isfinite(low)] = 0.0
    finite_high = np.where(np.isfinite(high), high, 0.0)
    finite_low = np.where(np.isfinite(low), low, 0.0)
    rows = np.where(y > 0, y * finite_high, y * finite_low)
    reduced = np.asarray(program.cost) - matrix.T @ y
    columns = np.asarray(program.upper) * np.maximum(0.0, reduced)
    slack = ROUNDING * (np.abs(rows).sum() + np.abs(columns).sum() + 1.0)
    return float(rows.sum() + columns.sum() + slack)


def _load(program: Program, matrix: csc_array) -> highspy.Highs:
    lp = highspy.HighsLp()
    lp.num_col_ = len(program.cost)
    lp.num_row_ = len(program.low)
    lp.sense_ = highspy.ObjSense.kMinimize
    lp.col_cost_ = -np.asarray(program.cost)
    lp.col_lower_ = np.zeros(len(program.cost))
    upper = np.asarray(program.upper)
    lp.col_upper_ = np.where(np.asarray(program.implied) & (upper > 0), np.inf, upper)
    lp.row_lower_ = np.asarray(program.low)
    lp.row_upper_ = np.asarray(program.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(np.float64)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no stubs
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.passModel(lp)
    return highs


def _watch(highs: highspy.Highs, should_stop: Callable[[], bool]) -> None:
    def ask(event: object) -> None:
        if should_stop():
            event.interrupt()  # type: ignore[attr-defined]  # highspy's event has no stubs

    highs.cbSimplexInterrupt.subscribe(ask)
    highs.cbIpmInterrupt.subscribe(ask)
