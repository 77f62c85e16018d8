"""How good are plans for drills on real streets, and how long do they take?

    python benchmarks/drills.py town.osm.pbf country.osm.bz2     20,000 and 200,000 people each
    python benchmarks/drills.py town.osm.pbf --people 5000 --points 12

Each drill is made by `safepassage drill` with its defaults, so places and people are invented on
real streets, then read with the public reader, planned and checked in a process of its own. One
line a drill.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from measure import Watch, fresh, machine
from planned import HEADER, Row, line, planned

from safepassage.drill.make import make_drill
from safepassage.drill.options import Drill
from safepassage.read import read_case

START = date(2031, 5, 5)
"""A Monday, so that the same extract makes the same drill on any day."""


def measure(extract: Path, drill: Drill, effort: int) -> Row:
    """Make, read, plan and check one drill."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "drill"
        make_drill(extract, folder, drill, today=START)
        reading = Watch()
        case = read_case(folder)
        read = reading.wall
    label = f"{extract.name.split('.')[0]} {drill.people}"
    return planned(case, label, effort=effort, read_seconds=read)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    print(f"People and places are invented, streets are real. {machine()}.")
    print(HEADER)
    for extract in options.extracts:
        for people in options.people:
            drill = Drill(people=people, points=options.points, start=START)
            print(line(fresh(measure, extract, drill, options.effort)), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Plan drills on OpenStreetMap extracts.",
        epilog="Example: python benchmarks/drills.py town.osm.pbf --people 5000",
    )
    parser.add_argument("extracts", type=Path, nargs="+", help=".osm.pbf, .osm or .osm.bz2")
    parser.add_argument("--people", type=int, nargs="+", default=[20_000, 200_000], help="inside")
    parser.add_argument("--points", type=int, default=8, help="assembly points")
    parser.add_argument("--effort", type=int, default=2, help="as in `safepassage plan`")
    return parser


if __name__ == "__main__":
    main()
