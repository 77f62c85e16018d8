"""How do time, memory and gap grow with the people, the points, the vehicles and the days?

    python benchmarks/growth.py                         each of the four, doubled four times
    python benchmarks/growth.py --of people --doublings 6 --limit 1200

From a small invented enclave (`invented.py`; nothing in it is real) one thing is doubled again and
again while all else stays as it is, each run in a process of its own. As fleet and crossings stay,
twice the people leave in about twice the days; the horizon is long enough for the most people from
the first run on. After each thing comes how its time and memory grew: the slope of the logarithm
of processor seconds (MiB) on the logarithm of what was doubled, by least squares, over the runs
that gave an answer. A slope of 1 is proportional. Processor seconds are of the whole plan, reading
and checking apart.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from enclave import measure
from invented import Enclave, Fleet
from measure import RunError, fresh, machine
from planned import HEADER, Row, line

FLEET = Fleet(name="", buses=18, minibuses=3, ambulances=3)

BASE = Enclave(fleet=FLEET, people=2_500, points=4, days=5)

PEOPLE_A_DAY = 500
"""What this fleet is sure to bring out a day; the horizon of the most people is made by it."""

THINGS = ("people", "points", "vehicles", "days")


def grown(thing: str, doublings: int, most: int) -> Enclave:
    """The base with one thing doubled so often; `most` is how often it ever is."""
    factor = 2**doublings
    if thing == "people":
        days = max(BASE.days, math.ceil(BASE.people * 2**most / PEOPLE_A_DAY))
        return replace(BASE, people=BASE.people * factor, days=days)
    if thing == "points":
        return replace(BASE, points=BASE.points * factor)
    if thing == "vehicles":
        return replace(BASE, fleet=FLEET.times(factor))
    return replace(BASE, days=BASE.days * factor)


def size(thing: str, enclave: Enclave) -> int:
    """How much there is of the thing."""
    fleet = enclave.fleet
    return {
        "people": enclave.people,
        "points": enclave.points,
        "vehicles": fleet.buses + fleet.minibuses + fleet.ambulances,
        "days": enclave.days,
    }[thing]


def exponent(sizes: Sequence[float], amounts: Sequence[float]) -> float | None:
    """Slope of log amount on log size; None where fewer than two sizes gave an amount."""
    if len(sizes) < 2:
        return None
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(amounts, 1e-9)), 1)[0])


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    print(f"Everything in these enclaves is invented. {machine()}.")
    print(HEADER)
    for thing in options.of:
        sizes: list[int] = []
        rows: list[Row] = []
        for doublings in range(options.doublings + 1):
            enclave = grown(thing, doublings, options.doublings)
            label = f"{size(thing, enclave)} {thing}"
            enclave = replace(enclave, fleet=replace(enclave.fleet, name=label))
            try:
                row = fresh(measure, enclave, options.effort, limit=options.limit)
            except RunError as error:
                print(f"{label:>26} {error}", flush=True)
                break
            print(line(row), flush=True)
            sizes.append(size(thing, enclave))
            rows.append(row)
        seconds = exponent(sizes, [row.plan_cpu_seconds for row in rows])
        memory = exponent(sizes, [row.peak_mib for row in rows])
        if seconds is not None and memory is not None:
            print(f"{thing:>26} to the power of: seconds {seconds:.2f}, MiB {memory:.2f}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Double one thing at a time and see what planning takes.",
        epilog="Example: python benchmarks/growth.py --of people --doublings 6",
    )
    parser.add_argument("--of", nargs="+", choices=THINGS, default=THINGS, help="what is doubled")
    parser.add_argument("--doublings", type=int, default=4, help="how often")
    parser.add_argument("--effort", type=int, default=1, help="as in `safepassage plan`")
    parser.add_argument("--limit", type=float, help="seconds after which a run is given up")
    return parser


if __name__ == "__main__":
    main()
