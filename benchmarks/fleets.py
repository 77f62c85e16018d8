"""How good are the plans of the worked examples, and how long do they take, by fleet?

    python benchmarks/fleets.py                            three fleets each
    python benchmarks/fleets.py ghouta-offer --buses 96 160  other numbers of buses

Both are what-ifs of what was offered and reported of Eastern Ghouta in March and April 2018, with
assumed figures and drawn households: a study, not advice. One line a fleet, each in a process of
its own. Where a destination is full, not everyone can leave: there is no clearance then, and the
gap is about people.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from measure import Watch, fresh, machine
from planned import HEADER, Row, line, planned

from safepassage.demo import EXAMPLE, FLEETS, Fleet, buses_of, example, with_fleet
from safepassage.read import read_case

BUSES = {
    EXAMPLE: tuple(fleet.buses for fleet in FLEETS),
    "ghouta-reported": (120, None, 480),
}
"""Three fleets for each example; None is the case as it is."""


def measure(name: str, buses: int | None, effort: int) -> Row:
    """Read, plan and check one example with so many buses."""
    reading = Watch()
    case = with_fleet(read_case(example(name)), Fleet(name=name, buses=buses))
    read = reading.wall
    label = f"{name} {len(buses_of(case))}"
    return planned(case, label, effort=effort, read_seconds=read, what_if=True)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    print(f"{machine()}.")
    print(HEADER)
    for name in [options.example] if options.example else BUSES:
        for buses in options.buses or BUSES[name]:
            print(line(fresh(measure, name, buses, options.effort)), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Plan the worked examples for several fleets.",
        epilog="Example: python benchmarks/fleets.py ghouta-offer --buses 96 160",
    )
    parser.add_argument("example", nargs="?", choices=list(BUSES), help="one of them only")
    parser.add_argument("--buses", type=int, nargs="+", help="other numbers of buses")
    parser.add_argument("--effort", type=int, default=2, help="as in `safepassage plan`")
    return parser


if __name__ == "__main__":
    main()
