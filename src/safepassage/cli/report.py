"""`report`: what people carry of a plan, cut down to those it is for."""

from __future__ import annotations

import time
from pathlib import Path

from safepassage.check import verify
from safepassage.cli.background import background
from safepassage.cli.planning import print_broken, refuse_unwritable
from safepassage.cli.progress import drawn_stage
from safepassage.errors import AudienceError
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.audience import Audience
from safepassage.report.documents import NAMES, documents
from safepassage.report.language import language as language_of
from safepassage.write import write_files


def report(
    folder: Path,
    plan_file: Path,
    /,
    *,
    out: Path,
    audience: Audience = "planner",
    language: str = "en",
) -> int:
    """Write a plan's report and the sheets that people carry, for one audience.

    report.html opens offline: the answer, a map that plays the convoys, who goes when. With it,
    where the audience may have them: manifests, convoys on a map and for navigation devices, a
    movement notification, go/no-go sheets, the day's timeline, the situation report.
    All files are written, or none; those of an earlier report in the same folder go. The plan is
    checked first. If it breaks promises, only the planner gets a report, which says so.

    Exit code 0: done. 1: the plan breaks promises, and the report says which. 2: can't be used.

    Example: safepassage report my-case out/plan.json --out out/report

    Example: safepassage report my-case out/plan.json --out out/ar --audience convoy --language ar

    Parameters
    ----------
    folder
        The case folder.
    plan_file
        The plan.json to report.
    out
        Folder to write into; made if it isn't there.
    audience
        Who will read it. Each sees its own fields only: docs/audiences.md has the list. The public
        gets totals, and only after the last arrival.
    language
        en, ar, either with a region (ar-SY has آذار where ar has مارس), or the path of a catalogue
        of your own, ending in .po.
    """
    words = language_of(language)
    refuse_unwritable(out)
    with drawn_stage() as on_stage:
        on_stage("reading the plan and its case")
        plan = read_plan(plan_file)
        case = load_case(folder).case
        on_stage("checking every promise")
        broken = verify(case, plan)
        if audience == "public":
            _refuse_before_the_fact(case, plan)
        beside = background(case, plan, broken, on_stage) if audience == "planner" else None
        on_stage("writing the report")
        files = documents(
            case,
            plan,
            broken_promises=broken,
            audience=audience,
            language=words,
            background=beside,
        )
        write_files(out, files, clearing=NAMES)
    print(f"For the {audience}: {len(files):,} files in {out}, of which see first:")
    for name in (name for name in files if "/" not in name):
        print(f"  {out / name}")
    print_broken(broken)
    return 1 if broken else 0


def _refuse_before_the_fact(case: Case, plan: Plan) -> None:
    """The public hears of a movement when nobody is on the road any more."""
    last = max((trip.stops[-1].arrive for trip in plan.trips if trip.stops), default=0)
    if time.time() < max(last, case.horizon[0]):
        raise AudienceError(
            "the public gets totals after the fact, and the last arrival of this plan is still to "
            "come; expected a plan that is over. Report it for another audience, or wait."
        )
