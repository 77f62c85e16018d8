"""Many runs through an executor: each is (what, run), and comes out the same whoever does it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from safepassage.model.case import Case
from safepassage.model.outcome import Outcome
from safepassage.model.plan import Plan
from safepassage.solve.problem import compile_problem
from safepassage.studies.executor.kept import resumed
from safepassage.studies.executor.protocol import Executor
from safepassage.studies.stress.draw import Drawing
from safepassage.studies.stress.simulate import prepare, simulate
from safepassage.studies.stress.standing import Standing


@dataclass(frozen=True)
class Setup:
    """A case with its plan, ready to be run: goes to each worker once."""

    standing: Standing
    drawing: Drawing


class What(NamedTuple):
    """What is run: which of the setups, and which of its variations is left out."""

    setup: int = 0
    leaving_out: int | None = None


PLAN = What()
"""The plan as it is, everything varying."""

Task = tuple[What, int]
Done = Mapping[Task, Outcome]


def set_up(case: Case, plan: Plan, seed: int) -> Setup:
    """Everything about a case and plan that all runs share."""
    problem = compile_problem(case)
    return Setup(prepare(case, problem, plan), Drawing.of(case, problem, seed))


def one_run(setups: Sequence[Setup], task: Task) -> Outcome:
    """In a worker: draw the world of a run and see what becomes of the plan."""
    (number, leaving_out), run = task
    setup = setups[number]
    return simulate(setup.standing, setup.drawing.world(run, leaving_out)).outcome


def tasks_of(whats: Sequence[What], runs: int, compared: int) -> tuple[Task, ...]:
    """Run by run: the plan, then everything else if the run is one of the first `compared`.

    More runs only add tasks at the end, so that what was kept of fewer still counts.
    """
    return tuple(
        (what, run) for run in range(runs) for what in (PLAN, *(whats if run < compared else ()))
    )


@dataclass(frozen=True)
class Keeping:
    """A file that finished runs are kept in, and what they belong to (see `kept.key`)."""

    file: Path
    belongs_to: str


def run_all(
    executor: Executor,
    setups: Sequence[Setup],
    tasks: Sequence[Task],
    keeping: Keeping | None,
    on_done: Callable[[int], None],
    should_stop: Callable[[], bool],
) -> Done:
    """Every task, or those done when it should stop; `on_done` is told how many are."""
    done: dict[Task, Outcome] = {}
    if should_stop():
        return done
    with closing(_started(executor, tuple(setups), tasks, keeping)) as running:
        for number, outcome in running:
            done[tasks[number]] = outcome
            on_done(len(done))
            if should_stop():
                break
    return done


def _started(
    executor: Executor, setups: Sequence[Setup], tasks: Sequence[Task], keeping: Keeping | None
) -> Generator[tuple[int, Outcome], None, None]:
    if keeping is None:
        return executor.run(one_run, setups, tasks)
    file, belongs_to = keeping.file, keeping.belongs_to
    return resumed(file, belongs_to, executor, one_run, setups, tasks, Outcome)


def in_order(done: Done, what: What) -> list[Outcome]:
    """The runs of one kind up to the first that isn't done: which those are, no clock decides.

    Of a study that was ended early, the runs that happened to be quick would tell another story.
    """
    found: list[Outcome] = []
    while (what, len(found)) in done:
        found.append(done[what, len(found)])
    return found
