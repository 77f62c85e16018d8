"""`plan` and `verify`: make a plan with its bound, and check one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from safepassage.check import verify as broken_promises
from safepassage.cli.options import Effort, Flag, Seconds
from safepassage.cli.planning import Search, plan_and_write, print_broken, show
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.text import summary_text


def plan(
    folder: Path,
    /,
    *,
    out: Path,
    what_if: Annotated[bool, Flag] = False,
    effort: Effort = 2,
    time_limit: Seconds | None = None,
    seed: int | None = None,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Plan the passage of a case, check the plan, and write it with its proven bound.

    Writes plan.json and summary.json, both or neither. Ctrl-C once keeps the best plan so far;
    twice quits and writes nothing.

    Example: safepassage plan my-case --out out

    Parameters
    ----------
    folder
        The case folder.
    out
        Folder to write into; made if it isn't there.
    what_if
        Plan although the terms are not in force or state no destination. The plan is marked.
    effort
        How hard to search, from 1: each step more takes longer and may find better.
    time_limit
        Stop after so many seconds with the best plan so far; another run may then differ.
    seed
        Seed of the search instead of the case's own. Same case, effort and seed, same plan.
    json
        Print summary.json instead of words.
    """
    search = Search(what_if=what_if, effort=effort, time_limit=time_limit, seed=seed)
    summary, broken = plan_and_write(load_case(folder).case, out, search, quiet=json)
    if json:
        show(summary)
    else:
        print(summary_text(summary))
        print(f"\nSee {out / 'summary.json'} and {out / 'plan.json'}.")
        print_broken(broken)
    return 1 if broken else 0


def verify(folder: Path, plan_file: Path, /, *, json: Annotated[bool, Flag] = False) -> int:
    """Check a plan against every promise, by other means than those that made it.

    Exit code 0: every promise is kept. 1: the broken ones are listed. 2: a file can't be used.

    Example: safepassage verify my-case out/plan.json

    Parameters
    ----------
    folder
        The case folder.
    plan_file
        The plan.json to check.
    json
        Print JSON instead of words.
    """
    plan = read_plan(plan_file)
    case = load_case(folder).case
    broken = broken_promises(case, plan)
    if json:
        show({"case": plan.case_name, "case_digest": plan.case_digest, "broken_promises": broken})
    elif broken:
        print_broken(broken)
    else:
        convoys = f", {len(plan.convoys):,} convoys" if case.crossings else ""
        print(f"Every promise is kept: {len(plan.trips):,} trips{convoys}.")
    return 1 if broken else 0
