"""Each lever pulled by one step, with a plan of its own for the case that this makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.solve import plan as solve
from safepassage.studies.executor.protocol import Executor
from safepassage.studies.levers.variants import Variant


@dataclass(frozen=True)
class Pulled:
    """A lever in words with its cost, the changed case and its plan."""

    name: str
    cost: float | None
    case: Case
    plan: Plan


def pull(variants: Sequence[Variant], plan: Plan, executor: Executor) -> tuple[Pulled, ...]:
    """Plan every variant as hard as the plan at hand was, so that like is compared with like."""
    context = (tuple(variant.case for variant in variants), plan)
    plans = dict(executor.run(planned, context, range(len(variants))))
    return tuple(
        Pulled(f"{one.name}: {one.unit}", one.cost, one.case, plans[number])
        for number, one in enumerate(variants)
    )


def planned(context: tuple[tuple[Case, ...], Plan], number: int) -> Plan:
    """In a worker: the plan of one variant."""
    cases, like = context
    result = solve(cases[number], effort=like.effort, seed=like.seed, what_if=like.what_if)
    return result.plan
