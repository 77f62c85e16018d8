"""`stress`: how likely a plan is to hold when things go otherwise than planned."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.check import verify
from safepassage.cli.interrupt import stop_request
from safepassage.cli.options import Day, Flag
from safepassage.cli.planning import refuse_unwritable, show
from safepassage.cli.progress import drawn_count, drawn_progress
from safepassage.errors import StudyError
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.language import language as language_of
from safepassage.report.notices import notices
from safepassage.report.stress.page import PAGE, stress_page
from safepassage.report.stress.text import stress_text
from safepassage.solve import plan as solve
from safepassage.studies.executor.engines import Engine
from safepassage.studies.executor.engines import engine as engine_of
from safepassage.studies.levers.handles import handles
from safepassage.studies.stress.pulled import Pulled, pull
from safepassage.studies.stress.study import Asked, refuse_stillness
from safepassage.studies.stress.study import stress as study
from safepassage.write import as_json, write_files


def stress(
    folder: Path,
    /,
    *,
    plan: Path | None = None,
    runs: Annotated[int, Parameter(validator=Number(gte=1, lte=1_000_000))] = 100,
    compared: Annotated[int, Parameter(validator=Number(gte=0, lte=1_000_000))] = 100,
    by: Day | None = None,
    levers: Annotated[bool, Flag] = False,
    engine: Engine = "local",
    workers: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    address: str | None = None,
    seed: int | None = None,
    keep: Path | None = None,
    out: Path | None = None,
    language: str = "en",
    what_if: Annotated[bool, Flag] = False,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Run a plan many times, in each of which things go otherwise, and say how likely it holds.

    What varies, and how, the case states ([[varies]] in case.toml). Says how likely everyone is out
    by each day, what delays most, and with --levers which lever helps most. Same case, plan, seed
    and number of runs, same result, on any engine. For the planner alone. Ctrl-C once ends with the
    runs done so far.

    Exit code 0: done. 1: a run broke a promise: a defect of this program. 2: can't be used.

    Example: safepassage stress examples/helsinki-drill --runs 200

    Parameters
    ----------
    folder
        The case folder.
    plan
        The plan.json to run. Without it the case is planned first, with effort 1.
    runs
        How many.
    compared
        By how many of them, the first, causes and levers are judged. Each takes so many runs more,
        a lever twice; with 0 neither is told.
    by
        Judge causes and levers by everyone being out by the end of this day; the plan's last if
        not given.
    levers
        Plan the case with one step more of each lever too, and run those plans.
    engine
        local: processes of this machine. ray: a Ray cluster (docs/cluster.md).
    workers
        How many processes; as many as there are processors if not given.
    address
        Address of the Ray cluster; the one this machine belongs to if not given.
    seed
        Seed of the runs instead of the case's own.
    keep
        File that finished runs are kept in; a study that was killed goes on from there.
    out
        Folder to write stress.html and stress.json into; made if it isn't there.
    language
        Of the page: en, ar, or the path of a catalogue of your own, ending in .po.
    what_if
        Plan although the terms are not in force or state no destination.
    json
        Print JSON instead of words.
    """
    words = language_of(language)
    if out is not None:
        refuse_unwritable(out)
    if levers and not compared:
        raise StudyError("--compared 0 with --levers: no run to judge them by. Say 1 or more.")
    case = load_case(folder).case
    refuse_stillness(case)
    executor = engine_of(engine, workers, address)
    at_hand = _planned(case, what_if, quiet=json) if plan is None else _read(case, plan)
    asked = Asked(
        runs=runs,
        compared=compared,
        seed=case.seed if seed is None else seed,
        by=None if by is None else by.isoformat(),
    )
    with stop_request(None, "the runs done so far") as should_stop:
        pulled: tuple[Pulled, ...] = ()
        if levers:
            with drawn_count("plans, one a lever", quiet=json) as on_done:
                pulled = pull(
                    case,
                    handles(case),
                    at_hand,
                    executor,
                    on_done=on_done,
                    should_stop=should_stop,
                )
        with drawn_count("runs", quiet=json) as on_done:
            stressed = study(
                case,
                at_hand,
                asked,
                executor,
                levers=pulled,
                keep=keep,
                on_done=on_done,
                should_stop=should_stop,
            )
    if out is not None:
        page = stress_page(stressed, case, words)
        write_files(out, {"stress.json": as_json(stressed), PAGE: page})
    if json:
        show(stressed)
    else:
        for notice in notices(case, at_hand, language_of("en")):
            print(notice)
        print(stress_text(stressed, case))
        if out is not None:
            print(f"\nSee {out / PAGE} and {out / 'stress.json'}.")
    return 1 if stressed.broken_promises else 0


def _planned(case: Case, what_if: bool, *, quiet: bool) -> Plan:
    print("No --plan: planning first, with effort 1.", file=sys.stderr)
    with (
        stop_request(None) as should_stop,
        drawn_progress(case.zone, quiet=quiet) as on_progress,
    ):
        return solve(
            case,
            effort=1,
            what_if=what_if,
            on_progress=on_progress,
            should_stop=should_stop,
        ).plan


def _read(case: Case, file: Path) -> Plan:
    plan = read_plan(file)
    if broken := verify(case, plan):
        raise StudyError(
            f"the plan breaks {len(broken):,} promises; expected one that keeps them all. "
            "`safepassage verify` lists them."
        )
    return plan
