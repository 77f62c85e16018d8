"""Posts by CP-SAT, in a process of its own: it can't be loaded beside HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Sets = Sequence[Sequence[int]]


def least_numbers(instances: Sequence[tuple[int, Sets]]) -> list[int]:
    """The least number of places for each (places, the places that reach each road)."""
    return [_least(*instance) for instance in instances]


def most_metres(instances: Sequence[tuple[int, Sets, Sequence[int], int]]) -> list[int]:
    """The most metres reached by at most k, for each (places, sets, metres of each road, k)."""
    return [_most(*instance) for instance in instances]


def _least(places: int, sets: Sets) -> int:
    from ortools.sat.python import cp_model  # noqa: PLC0415  never in one process with highspy

    model = cp_model.CpModel()
    stands = [model.new_bool_var(str(place)) for place in range(places)]
    for reaching in sets:
        model.add_bool_or([stands[place] for place in reaching])
    model.minimize(sum(stands))
    return _optimum(model)


def _most(places: int, sets: Sets, metres: Sequence[int], most: int) -> int:
    from ortools.sat.python import cp_model  # noqa: PLC0415  never in one process with highspy

    model = cp_model.CpModel()
    stands = [model.new_bool_var(str(place)) for place in range(places)]
    model.add(sum(stands) <= most)
    seen = []
    for number, reaching in enumerate(sets):
        seen.append(model.new_bool_var(f"road {number}"))
        model.add_bool_or([seen[-1].negated(), *(stands[place] for place in reaching)])
    model.maximize(sum(length * each for length, each in zip(metres, seen, strict=True)))
    return _optimum(model)


def _optimum(model: Any) -> int:
    from ortools.sat.python import cp_model  # noqa: PLC0415  never in one process with highspy

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)
