"""Each lever pulled by one step, with the plans that there are for the case that this makes.

Two plans that end alike may stand chance very unlike, and a lever can't take away what could be
done without it. So the plan at hand counts as well as one of the case's own, whichever holds
better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.solve import plan as solve
from safepassage.studies.executor.protocol import Executor
from safepassage.studies.levers.handles import Handle


@dataclass(frozen=True)
class Pulled:
    """One unit of a lever, the case that it makes, and plans that this could be run by."""

    handle: Handle
    case: Case
    plans: tuple[Plan, ...]


def pull(
    case: Case,
    handles: Sequence[Handle],
    plan: Plan,
    executor: Executor,
    *,
    on_done: Callable[[int, int], None] = lambda done, of: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Pulled, ...]:
    """The plan at hand for one unit of each, and one of its own, planned as hard as that was.

    `on_done` is told how many of all are planned; those that are when it should stop are pulled.
    """
    cases = tuple(handle.pulled(case, 1) for handle in handles)
    plans: dict[int, Plan] = {}
    with closing(executor.run(planned, (cases, plan), range(len(cases)))) as running:
        for number, made in running:
            plans[number] = made
            on_done(len(plans), len(cases))
            if should_stop():
                break
    return tuple(
        Pulled(handle, cases[number], (plan, plans[number]))
        for number, handle in enumerate(handles)
        if number in plans
    )


def planned(context: tuple[tuple[Case, ...], Plan], number: int) -> Plan:
    """In a worker: the plan of one of the cases."""
    cases, like = context
    result = solve(cases[number], effort=like.effort, seed=like.seed, what_if=like.what_if)
    return result.plan
