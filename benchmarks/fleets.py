"""How good are the plans of the offer of March 2018, and how long do they take, by fleet?

    python benchmarks/fleets.py            the three fleets of the demo
    python benchmarks/fleets.py 96 160     other numbers of buses

Prints a line a fleet: bound and gap are as in summary.json; a plan with broken promises says so.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from safepassage.check import verify
from safepassage.demo import FLEETS, Fleet, buses_of, example, with_fleet
from safepassage.model.case import Case
from safepassage.read import read_case
from safepassage.report.summary import Summary, summarise
from safepassage.solve import plan

HEADER = f"{'buses':>6} {'out':>7} {'clearance':>26} {'bound':>26} {'gap':>7} {'open':>7} {'s':>7}"


def measure(case: Case, *, effort: int = 2) -> Summary:
    """Plan and check one case."""
    start = time.perf_counter()
    result = plan(case, effort=effort, what_if=True)
    seconds = time.perf_counter() - start
    return summarise(
        case,
        result.plan,
        broken_promises=verify(case, result.plan),
        planning_seconds=seconds,
        peak_memory_mib=0.0,
    )


def line(buses: int, summary: Summary) -> str:
    """One row of the table."""
    gap_open = "-" if summary.gap_open is None else f"{summary.gap_open:7.2%}"
    broken = f"  {len(summary.broken_promises)} BROKEN" if summary.broken_promises else ""
    return (
        f"{buses:6} {summary.people_out:7} {summary.clearance_time or '-':>26} "
        f"{summary.clearance_time_bound or '-':>26} {summary.gap:7.2%} {gap_open:>7} "
        f"{summary.planning_seconds:7.1f}{broken}"
    )


def main(arguments: Sequence[str]) -> None:
    case = read_case(example())
    wanted = [Fleet(name=word, buses=int(word)) for word in arguments] or list(FLEETS)
    print(HEADER)
    for fleet in wanted:
        variant = with_fleet(case, fleet)
        print(line(len(buses_of(variant)), measure(variant)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
