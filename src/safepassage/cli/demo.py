"""`demo`: the worked example for three fleets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from safepassage.cli.background import background
from safepassage.cli.options import Effort
from safepassage.cli.planning import Search, plan_and_write, print_broken
from safepassage.cli.progress import drawn_stage
from safepassage.demo import FLEETS, buses_of, example, with_fleet
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.report.clock import briefly
from safepassage.report.documents import NAMES, PAGE, documents
from safepassage.report.language import language
from safepassage.report.summary import Summary
from safepassage.report.text import percent, summary_text, table
from safepassage.write import write_files

DEMO_HEADER: tuple[str, ...] = (
    *("fleet", "people out", "last one out", "none before", "gap", "open gap"),
    *("binds most", "seconds", "MiB"),
)


def demo(*, out: Path = Path("out"), effort: Effort = 2) -> int:
    """Plan the worked example as a what-if for three fleets, check each plan, compare them.

    The report of the first is written too: report.html, and what people carry.

    Example: safepassage demo

    Parameters
    ----------
    out
        Folder to write into, one folder a fleet.
    effort
        As for plan.
    """
    as_it_is = load_case(example()).case
    search = Search(what_if=True, effort=effort)
    rows = [DEMO_HEADER]
    kept = True
    for fleet in FLEETS:
        case = with_fleet(as_it_is, fleet)
        summary, broken = plan_and_write(case, out / fleet.name, search)
        if fleet is FLEETS[0]:
            print(summary_text(summary))
            _report(case, out / fleet.name, broken)
        print_broken(broken)
        kept = kept and not broken
        rows.append((f"{len(buses_of(case)):,} buses", *_figures(summary)))
        if summary.cut_short:
            break
    print(f"\n{table(rows)}\n")
    if kept:
        print("Every plan was checked by other means: no promise is broken.")
    print("MiB is the most memory used until then.")
    print(f"See {out / FLEETS[0].name / 'report' / PAGE} in a browser, and the other fleets.")
    return 0 if kept else 1


def _report(case: Case, folder: Path, broken: Sequence[BrokenPromise]) -> None:
    with drawn_stage() as on_stage:
        plan = read_plan(folder / "plan.json")
        beside = background(case, plan, broken, on_stage)
        on_stage("writing the report")
        files = documents(
            case,
            plan,
            broken_promises=broken,
            audience="planner",
            language=language(),
            background=beside,
        )
        write_files(folder / "report", files, clearing=NAMES)


def _figures(summary: Summary) -> tuple[str, ...]:
    strongest = max(summary.binding, key=lambda item: item.share, default=None)
    return (
        f"{summary.people_out:,}",
        briefly(summary.clearance_time) if summary.clearance_time else "not everyone",
        briefly(summary.clearance_time_bound) if summary.clearance_time_bound else "-",
        percent(summary.gap),
        percent(summary.gap_open),
        f"{strongest.promise} {strongest.where}" if strongest else "-",
        f"{summary.planning_seconds:,.0f}",
        f"{summary.peak_memory_mib:,.0f}",
    )
