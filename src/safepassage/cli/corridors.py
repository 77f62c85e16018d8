"""`corridors`: the ways out that nothing beats in time and exposure."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number
from msgspec import structs

from safepassage.check import verify
from safepassage.cli.options import Day, Flag
from safepassage.cli.planning import print_broken, refuse_unwritable, show
from safepassage.cli.progress import drawn_stage
from safepassage.corridors.carried import plan_exposure
from safepassage.corridors.corridors import corridors as find
from safepassage.corridors.danger import danger
from safepassage.corridors.starts import starts
from safepassage.evidence import link, named
from safepassage.model.case import Case
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.corridors import corridors_page, corridors_text, told
from safepassage.report.corridors.page import PAGE
from safepassage.report.language import language
from safepassage.territory.front import shut
from safepassage.write import write_files


def corridors(
    folder: Path,
    /,
    *,
    on: Day | None = None,
    start: Annotated[str | None, Parameter(name="--from")] = None,
    plan: Path | None = None,
    epsilon: Annotated[float, Parameter(validator=Number(gte=0, lte=10))] = 0.05,
    out: Path | None = None,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Show the ways out of each pocket that nothing beats in time and exposure to danger.

    From the assembly point with most people through one crossing to each destination: time, length,
    exposure, the weakest stretch and the guard each way needs. A way is open as far as the case
    says, which is neither a permission nor a guarantee. For the planner alone.

    Exit code 0: done. 1: the plan breaks promises; the broken ones are listed. 2: can't be used.

    Example: safepassage corridors my-case

    Example: safepassage corridors my-case --on 2018-03-06 --epsilon 0 --out out/corridors

    Parameters
    ----------
    folder
        The case folder.
    on
        As it stood at the end of this local day, like 2018-03-06; if not given, the day the
        horizon starts.
    start
        Id of an assembly point to begin at, instead of one a pocket.
    plan
        The plan.json whose people × minutes × risk are added up. It is checked first.
    epsilon
        Leave out a way if a faster one has at most 1 + epsilon its exposure; 0 keeps every
        way that nothing beats.
    out
        Folder to write corridors.html into, with maps; made if it isn't there.
    json
        Print JSON instead of words.
    """
    if out is not None:
        refuse_unwritable(out)
    with drawn_stage() as on_stage:
        on_stage("reading the case")
        made = read_plan(plan) if plan else None
        case = load_case(folder).case
        broken = verify(case, made) if made else ()
        day = (on or _first_day(case)).isoformat()
        on_stage("measuring danger along the roads")
        closed, risk = shut(case, day), danger(case, day, named(link(case.incidents)))
        on_stage("finding ways")
        begins = starts(case, day, start)
        found = find(case, day, begins, shut=closed, risk=risk, epsilon=epsilon)
        if made and not broken:
            found = structs.replace(found, plan=plan_exposure(case, made, risk))
        seen = told(case, found, closed)
        if out is not None:
            on_stage("drawing the maps")
            write_files(out, {PAGE: corridors_page(seen, language())})
    if json:
        show(found)
    else:
        print(corridors_text(seen))
        if out is not None:
            print(f"\nSee {out / PAGE}.")
        print_broken(broken)
    return 1 if broken else 0


def _first_day(case: Case) -> date:
    return datetime.fromtimestamp(case.horizon[0], case.zone).date()
