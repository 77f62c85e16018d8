"""An integer programme as lists, and what HiGHS and CP-SAT make of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

Terms = Iterable[tuple[int, int]]
"""Column and coefficient."""

THREADS = 2


@dataclass
class Programme:
    """Minimise a sum over whole-numbered columns from 0 to their upper bounds."""

    upper: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    rows: list[tuple[int | None, int | None, list[tuple[int, int]]]] = field(default_factory=list)
    """At least, at most, terms."""

    def column(self, upper: int, cost: int = 0) -> int:
        """A new column."""
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.upper) - 1

    def row(self, low: int | None, high: int | None, terms: Terms) -> None:
        """A new row."""
        self.rows.append((low, high, list(terms)))


@dataclass(frozen=True)
class Answer:
    """Values of the columns, or that there are none; neither if time was up."""

    values: list[int] | None
    infeasible: bool
    proved: bool
    """The sum is least."""


Solver = Callable[[Programme, float], Answer]


@dataclass(frozen=True)
class Least:
    """The least horizon found, and a proven bound on it."""

    found: int | None
    bound: int


def least(
    build: Callable[[int, int], Programme],
    solver: Solver,
    high: int,
    seconds: float,
    keep: Callable[[list[int], int], int],
) -> Least:
    """The least horizon by which there is a plan, at most `high`, in so many seconds.

    `build(horizon, proved)` gives a programme that has a solution if there is a plan by then, and
    minimises its length where that is more than `proved`. `keep(values, horizon)` takes what was
    found and says when it is done. Half of the time goes to proofs, by bisection on the horizon
    with tries of a tenth each: most end at once, as there is no solution even in fractions. The
    rest goes to one programme up to the best known, whose sum begins at the bound. As one programme
    from the start, both solvers prove less and find no better.
    """
    started = time.perf_counter()
    proved, unsure, found = 0, high, None
    while proved + 1 < unsure and time.perf_counter() - started < seconds / 2:
        middle = (proved + unsure) // 2
        answer = solver(build(middle, middle), seconds / 10)
        if answer.infeasible:
            proved = middle
            continue
        unsure = middle
        if answer.values is not None:
            found = high = keep(answer.values, middle)
    left = seconds - (time.perf_counter() - started)
    if (found is None or proved + 1 < high) and left > 0:
        last = high - 1 if found is not None else high
        answer = solver(build(last, proved), left)
        if answer.values is not None:
            found = keep(answer.values, last)
        if answer.infeasible:
            proved = last
        elif answer.proved and found is not None:
            proved = max(proved, found - 1)
    return Least(found, proved + 1)


def highs(programme: Programme, seconds: float) -> Answer:
    """HiGHS's branch and cut as it is, with a limit of time and both cores."""
    import highspy  # noqa: PLC0415  never in one process with ortools

    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)  # sums are whole numbers
    none = highspy.kHighsInf
    for upper, cost in zip(programme.upper, programme.cost, strict=True):
        solver.addCol(cost, 0, upper, 0, [], [])
    count = len(programme.upper)
    solver.changeColsIntegrality(
        count,
        np.arange(count, dtype=np.int32),
        np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8),
    )
    for low, high, terms in programme.rows:
        columns, factors = _merged(terms)
        solver.addRow(
            -none if low is None else low,
            none if high is None else high,
            len(columns),
            np.array(columns, dtype=np.int32),
            np.array(factors, dtype=np.float64),
        )
    solver.run()
    found = (
        solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    )
    return Answer(
        [round(value) for value in solver.getSolution().col_value] if found else None,
        solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible,
        solver.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    )


def cp_sat(programme: Programme, seconds: float) -> Answer:
    """CP-SAT as it is, with a limit of time and a worker a core."""
    from ortools.sat.python import cp_model  # noqa: PLC0415  never in one process with highspy

    model = cp_model.CpModel()
    columns = [model.new_int_var(0, upper, "") for upper in programme.upper]
    for low, high, terms in programme.rows:
        chosen, factors = _merged(terms)
        total = cp_model.LinearExpr.weighted_sum([columns[c] for c in chosen], factors)
        least = cp_model.INT_MIN if low is None else low
        most = cp_model.INT_MAX if high is None else high
        model.add_linear_constraint(total, least, most)
    if any(programme.cost):
        model.minimize(cp_model.LinearExpr.weighted_sum(columns, programme.cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = THREADS
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Answer(
        [solver.value(column) for column in columns] if found else None,
        status == cp_model.INFEASIBLE,
        status == cp_model.OPTIMAL,
    )


def _merged(terms: Terms) -> tuple[list[int], list[int]]:
    """Each column once."""
    sums: dict[int, int] = {}
    for column, factor in terms:
        sums[column] = sums.get(column, 0) + factor
    return list(sums), list(sums.values())
