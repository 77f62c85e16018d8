"""What workers do for the study: the curve of a lever, two levers together, a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from safepassage.model.case import Case
from safepassage.solve.opentime import outbound_time
from safepassage.studies.levers.answers import (
    Answer,
    Base,
    Planned,
    Shares,
    answer_variant,
    plan_variant,
)
from safepassage.studies.levers.handles import Handle

Change: TypeAlias = tuple[Handle, int]
"""A lever and how many units of it."""


def pulled(case: Case, changes: tuple[Change, ...]) -> Case:
    """The case with several levers pulled."""
    for handle, units in changes:
        case = handle.pulled(case, units)
    return case


@dataclass(frozen=True)
class Curve:
    """One lever over its range."""

    handle: Handle


@dataclass(frozen=True)
class Found:
    """Steps of a lever as far as they were worth trying, (units, answer), ascending."""

    steps: tuple[tuple[int, Answer], ...]
    stops_at: int | None
    """Units from which on more helps no further; None if it helped to the end."""
    after: Shares
    """What limits the case with as much of the lever as helps."""


@dataclass(frozen=True)
class Together:
    """Several levers at once, by the fluid."""

    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Making:
    """A plan with some levers pulled, by one of the standard policies."""

    changes: tuple[Change, ...]
    policy: int
    proved: int
    """Not everyone is out by then (UTC seconds)."""


Task: TypeAlias = Curve | Together | Making

Outcome: TypeAlias = Found | Answer | Planned


def work(base: Base, task: Task) -> Outcome:
    """Do one task; what comes of it depends on the base and the task alone."""
    match task:
        case Curve(handle):
            return _curve(base, handle)
        case Together(changes):
            only_adds = all(handle.only_adds for handle, _ in changes)
            than = base.answer if only_adds else None
            return answer_variant(base, pulled(base.case, changes), than)[0]
        case Making(changes, policy, proved):
            return plan_variant(base, pulled(base.case, changes), policy, proved)


def _curve(base: Base, handle: Handle) -> Found:
    """Pulled to the full, then from one unit on, doubled until all units gain no more."""
    most = handle.most
    than = base.answer if handle.only_adds else None
    full, after = answer_variant(base, handle.pulled(base.case, most), than)
    if not base.beats(full, base.answer):
        full = replace(base.answer, proved=full.proved, bound=full.bound)
        fewest = ((1, full),) if handle.only_adds and most > 1 else ()
        return Found((*fewest, (most, full)), 0, after())  # fewer units gain no more than all
    than, gain, steps = base.answer, 0, []
    for units in doubling(most)[:-1]:
        answer, limits = answer_variant(
            base, handle.pulled(base.case, units), than, gain=gain, at_best=full
        )
        steps.append((units, answer))
        if not base.beats(full, answer):
            return Found(tuple(steps), units, limits())
        than, gain = answer, _gained(base, than, answer)
    return Found((*steps, (most, full)), None, after())


def doubling(most: int) -> list[int]:
    """1, 2, 4 … and `most`."""
    units = [1 << n for n in range(most.bit_length()) if 1 << n < most]
    return [*units, most] if most else []


def _gained(base: Base, than: Answer, answer: Answer) -> int:
    """Open seconds by which the last person is out sooner: as many may be expected next."""
    before, now = than.likely.about, answer.likely.about
    if before is None or now is None:
        return 0
    time = outbound_time(base.problem)
    return max(0, time.position(before) - time.position(now))
