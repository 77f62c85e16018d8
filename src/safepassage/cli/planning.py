"""Plans one case, has the plan checked, and writes both files."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from safepassage.check import BrokenPromise, verify
from safepassage.cli.interrupt import stop_request
from safepassage.cli.progress import drawn_progress
from safepassage.model.case import Case
from safepassage.report.summary import Summary, summarise
from safepassage.solve import plan as solve
from safepassage.write import as_json, write_files


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """How to search for a plan."""

    what_if: bool = False
    effort: int = 2
    time_limit: float | None = None
    seed: int | None = None


def plan_and_write(
    case: Case, out: Path, search: Search, *, quiet: bool = False
) -> tuple[Summary, tuple[BrokenPromise, ...]]:
    """Plan, check, and only then write; a broken plan is written too, with what it breaks."""
    refuse_unwritable(out)
    with stop_request(search.time_limit) as should_stop:
        started = time.perf_counter()
        with drawn_progress(case.zone, quiet=quiet) as on_progress:
            result = solve(
                case,
                effort=search.effort,
                seed=search.seed,
                what_if=search.what_if,
                on_progress=on_progress,
                should_stop=should_stop,
            )
        seconds = time.perf_counter() - started
        broken = verify(case, result.plan)
        summary = summarise(
            case,
            result.plan,
            broken_promises=broken,
            planning_seconds=round(seconds, 1),
            peak_memory_mib=_peak_memory_mib(),
        )
    write_files(
        out, {"plan.json": msgspec.json.encode(result.plan), "summary.json": as_json(summary)}
    )
    return summary, broken


def show(value: object) -> None:
    """Print a value as JSON."""
    sys.stdout.write(as_json(value).decode())


def print_broken(broken: Sequence[BrokenPromise]) -> None:
    """Print each broken promise on a line, and nothing if there is none."""
    if broken:
        print(f"{len(broken):,} broken promises:")
    for fault in broken:
        by = "" if fault.amount is None else f" (by {fault.amount:,g} {fault.unit})"
        print(f"  {fault}{by}")


def refuse_unwritable(folder: Path) -> None:
    """Fail before an hour of planning, not after it."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise NotADirectoryError(20, "is a file; --out must be a folder", str(there))
    if not os.access(there, os.W_OK | os.X_OK):
        raise PermissionError(13, "can't be written to; choose another --out", str(there))


def _peak_memory_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return round(peak / unit, 1)
