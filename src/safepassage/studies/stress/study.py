"""The study: a plan through many runs, what delays it most, and which lever helps most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from safepassage.errors import StudyError
from safepassage.model.case import Case
from safepassage.model.outcome import Raised, Stressed
from safepassage.model.plan import Plan
from safepassage.studies.executor.kept import key
from safepassage.studies.executor.protocol import Executor
from safepassage.studies.stress.causes import delay, raised, worst_first
from safepassage.studies.stress.days import days_of
from safepassage.studies.stress.ensemble import (
    PLAN,
    Done,
    Keeping,
    What,
    in_order,
    run_all,
    set_up,
    tasks_of,
)
from safepassage.studies.stress.pulled import Pulled
from safepassage.studies.stress.summary import bands, planned_clearance

EXAMPLE = """\
[[varies]]
cause = "travel_time"
per = "day"
distribution = "lognormal"
median = 1.15
sigma = 0.2
source = "assumed"

[[varies]]
cause = "day_lost"
per = "day"
chance = 0.1
distribution = "geometric"
mean_days = 1.5
source = "two days were lost in the last operation"
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How many runs, and which."""

    runs: int
    compared: int
    """On how many of them, the first, causes and levers are judged."""
    seed: int
    by: str | None = None
    """ISO date; None is the plan's last day, or the horizon's if the plan leaves somebody."""


def refuse_stillness(case: Case) -> None:
    """Refuse a case that states nothing that varies.

    Raises
    ------
    StudyError
        with an example of what to write.
    """
    if not case.variations:
        raise StudyError(
            f"{case.name} doesn't say what varies, and no distribution is made up here. State in "
            "case.toml what may go otherwise than planned and what that rests on, for example:\n\n"
            f"{EXAMPLE}\nAll causes, distributions and keys are in docs/stress.md."
        )


def stress(
    case: Case,
    plan: Plan,
    asked: Asked,
    executor: Executor,
    *,
    levers: Sequence[Pulled] = (),
    keep: Path | None = None,
    on_done: Callable[[int, int], None] = lambda done, of: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Stressed:
    """Run a plan so many times; the same case, plan and `asked` give the same, on any engine.

    Finished runs are kept in the file `keep`, and those it has aren't made again. `on_done` is told
    how many of all runs are done. A study that is stopped early has the runs that
    were done, and of causes and levers those of which some were.

    Raises
    ------
    StudyError
        if nothing varies, `by` is outside the horizon, it was stopped before the first run, or
        `keep` belongs to another study.
    """
    refuse_stillness(case)
    by = _by(case, plan, asked)
    places = [(one.cause, one.where) for one in case.variations]
    causes = [What(0, places.index(place)) for place in dict.fromkeys(places)]
    pulled = _pulled(levers)
    compared = min(asked.compared, asked.runs)
    whats = (*causes, *(what for each in pulled for what in each))
    tasks = tasks_of(whats, asked.runs, compared)
    setups = [set_up(case, plan, asked.seed)]
    setups += [set_up(one.case, made, asked.seed) for one in levers for made in one.plans]
    done = run_all(
        executor,
        setups,
        tasks,
        None if keep is None else Keeping(keep, _belongs_to(case, plan, asked, levers)),
        lambda count: on_done(count, len(tasks)),
        should_stop,
    )
    outcomes = in_order(done, PLAN)
    if not outcomes:
        raise StudyError("stopped before the first run was done: there is nothing to tell.")
    measured = [
        delay(case, case.variations[what.leaving_out], outcomes[: len(without)], without)
        for what in causes
        if what.leaving_out is not None and (without := in_order(done, what)[: len(outcomes)])
    ]
    return Stressed(
        case_name=case.name,
        case_digest=case.digest,
        seed=asked.seed,
        runs=len(outcomes),
        planned=planned_clearance(case, plan),
        clearances=tuple(outcome.clearance for outcome in outcomes),
        bands=bands(case, plan, outcomes),
        by=by,
        delays=worst_first(measured),
        raised=_raised(case, by, levers, pulled, done),
        broken_promises=sum(outcome.broken_promises for outcome in done.values()),
        asked=asked.runs,
        compared=min((len(in_order(done, what)) for what in whats), default=0),
        what_if=plan.what_if,
    )


def _pulled(levers: Sequence[Pulled]) -> list[list[What]]:
    """For each lever its setups, one a plan; setup 0 is that of the plan at hand."""
    numbers = count(1)
    return [[What(next(numbers)) for _ in lever.plans] for lever in levers]


def _raised(
    case: Case,
    by: str,
    levers: Sequence[Pulled],
    pulled: Sequence[Sequence[What]],
    done: Done,
) -> tuple[Raised, ...]:
    """What each lever does, by the plan of it that holds best; the most helpful first."""
    days = days_of(case)
    end = days.edges[days.dates.index(by) + 1]
    own = in_order(done, PLAN)
    found = []
    for lever, whats in zip(levers, pulled, strict=True):
        runs = (in_order(done, what)[: len(own)] for what in whats)
        by_plan = [
            raised(lever.handle, end, own[: len(changed)], changed) for changed in runs if changed
        ]
        if by_plan:
            found.append(max(by_plan, key=lambda one: one.gain))
    return tuple(sorted(found, key=lambda one: -one.gain))


def _belongs_to(case: Case, plan: Plan, asked: Asked, levers: Sequence[Pulled]) -> str:
    """All that an outcome depends on but the number of runs: more may be added to those kept."""
    pulled = [(lever.case.digest, lever.plans) for lever in levers]
    return key(case.digest, case.variations, plan, pulled, asked.seed, asked.compared)


def _by(case: Case, plan: Plan, asked: Asked) -> str:
    dates = days_of(case).dates
    clear = planned_clearance(case, plan)
    if asked.by is None:
        # A passage that ends at midnight is of the day before.
        return dates[-1] if clear is None else _date(case, clear - 1)
    if asked.by not in dates:
        raise StudyError(
            f"--by {asked.by} is outside the horizon of {case.name}; expected a day from "
            f"{dates[0]} to {dates[-1]}."
        )
    return asked.by


def _date(case: Case, instant: int) -> str:
    return datetime.fromtimestamp(instant, case.zone).date().isoformat()
