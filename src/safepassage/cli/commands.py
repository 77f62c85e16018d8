"""The commands, their options and what they print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter
from cyclopts.validators import Number

from safepassage import __version__
from safepassage.check import BrokenPromise, verify
from safepassage.cli.planning import Search, plan_and_write, show
from safepassage.demo import FLEETS, buses_of, example, with_fleet
from safepassage.read import load_case, write_template
from safepassage.read.plan import read_plan
from safepassage.report.clock import briefly
from safepassage.report.overview import network_text, overview, overview_text
from safepassage.report.summary import Summary
from safepassage.report.text import percent, summary_text, table

Flag = Parameter(negative="")
Effort = Annotated[int, Parameter(validator=Number(gte=1))]
Seconds = Annotated[float, Parameter(validator=Number(gt=0))]

DEMO_HEADER: tuple[str, ...] = (
    *("fleet", "people out", "last one out", "none before", "gap", "open gap"),
    *("binds most", "seconds", "MiB"),
)

app = App(
    name="safepassage",
    help="Plan a safe passage, prove how good the plan is, and check every promise.",
    help_epilogue="Manual: docs/commands.md. A plan is neither a permission nor a guarantee.",
    version=__version__,
    help_format="plaintext",
    help_formatter="plain",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)


@app.command
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
        _print_broken(broken)
    return 1 if broken else 0


@app.command(name="verify")
def verify_command(folder: Path, plan_file: Path, /, *, json: Annotated[bool, Flag] = False) -> int:
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
    broken = verify(load_case(folder).case, plan)
    if json:
        show({"case": plan.case_name, "case_digest": plan.case_digest, "broken_promises": broken})
    elif broken:
        _print_broken(broken)
    else:
        print(f"Every promise is kept: {len(plan.trips):,} trips, {len(plan.convoys):,} convoys.")
    return 1 if broken else 0


@app.command
def case(folder: Path, /, *, json: Annotated[bool, Flag] = False) -> int:
    """Validate a case and show what it holds: people, crossings, fleet, destinations, roads.

    Example: safepassage case my-case

    Parameters
    ----------
    folder
        The case folder.
    json
        Print JSON instead of words.
    """
    read = load_case(folder)
    seen = overview(read.case)
    if json:
        found = {"network": read.network, "warnings": read.warnings}
        show({**msgspec.structs.asdict(seen), **found})
        return 0
    print(overview_text(seen))
    print(network_text(read.network))
    for warning in read.warnings:
        print(f"Warning: {warning}")
    return 0


@app.command
def new(folder: Path, /) -> int:
    """Start a case: a folder with a small invented example in every table, ready to fill in.

    Example: safepassage new my-case

    Parameters
    ----------
    folder
        Folder to make; it must not hold a case yet.
    """
    write_template(folder)
    print(f"Fill in the tables of {folder}, then: safepassage case {folder}")
    return 0


@app.command
def demo(*, out: Path = Path("out"), effort: Effort = 2) -> int:
    """Plan the worked example as a what-if for three fleets, check each plan, compare them.

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
        _print_broken(broken)
        kept = kept and not broken
        rows.append((f"{len(buses_of(case)):,} buses", *_figures(summary)))
        if summary.cut_short:
            break
    print(f"\n{table(rows)}\n")
    if kept:
        print("Every plan was checked by other means: no promise is broken.")
    print("MiB is the most memory used until then.")
    print(
        f"See {out / FLEETS[0].name / 'summary.json'}, plan.json beside it, and the other fleets."
    )
    return 0 if kept else 1


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


def _print_broken(broken: Sequence[BrokenPromise]) -> None:
    if broken:
        print(f"{len(broken):,} broken promises:")
    for fault in broken:
        by = "" if fault.amount is None else f" (by {fault.amount:,g} {fault.unit})"
        print(f"  {fault}{by}")
