"""`compare`: what differs between two plans, or two cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from safepassage.check import BrokenPromise, verify
from safepassage.cli.options import Flag
from safepassage.cli.planning import print_broken, show
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.compare import compare as compared
from safepassage.report.compare import comparison_text


def compare(
    folder: Path,
    plan_file: Path,
    other_folder: Path,
    other_plan_file: Path,
    /,
    *,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Say what differs between two plans: sooner or later, for whom, and why.

    Both are checked first. The same case with two plans, or two cases that differ in a term.

    Exit code 0: compared. 1: one of the plans breaks promises. 2: a file can't be used.

    Example: safepassage compare my-case out/plan.json more-buses out/more/plan.json

    Parameters
    ----------
    folder
        The first case folder.
    plan_file
        Its plan.json.
    other_folder
        The second case folder; it may be the same.
    other_plan_file
        Its plan.json.
    json
        Print JSON instead of words.
    """
    one, broken = _checked(folder, plan_file)
    other, other_broken = _checked(other_folder, other_plan_file)
    found = compared(one, other)
    if json:
        show(found)
    else:
        print(comparison_text(found))
        print_broken((*broken, *other_broken))
    return 1 if broken or other_broken else 0


def _checked(folder: Path, plan_file: Path) -> tuple[tuple[Case, Plan], tuple[BrokenPromise, ...]]:
    plan = read_plan(plan_file)
    case = load_case(folder).case
    return (case, plan), verify(case, plan)
