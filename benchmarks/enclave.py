"""How good are plans at the size of a real enclave, and how long do they take?

    python benchmarks/enclave.py                               400,000 people, three fleets
    python benchmarks/enclave.py --fleet screening --effort 1  one fleet, less work
    python benchmarks/enclave.py --people 4000 --json          small, for other programs

The enclave is invented whole, from a seed: streets, people, crossings, terms and vehicles; nothing
in it is real (`invented.py`, `streets.py`). It has 27 assembly points, three crossings with rates,
convoys and hours of their own, near and far destinations of which two have limits, patients, and
five weeks of windows; a tenth as many people again stay or were not asked. Three fleets:

- `fleet`: so few vehicles that they bind;
- `screening`: so many that screening at the crossings binds;
- `edge`: in between, with one crossing a little slower, so that by screening alone the last person
  is out an hour before the last window of a day closes: who loses more than that loses a night.

Each fleet runs in a process of its own: a folder is written, read with the public reader, planned
and checked. One line a fleet. Seconds of the plan are for bound and dispatch together, by the clock
and of the processor; reading and checking are apart; MiB is the peak of the whole process.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from invented import RATES, SIZE, Enclave, Fleet, of_size, write_enclave
from measure import Watch, fresh, machine, tell
from planned import HEADER, Row, line, planned

from safepassage.read import read_case

FLEETS = (
    Fleet(name="fleet", buses=150, minibuses=24, ambulances=50),
    Fleet(name="screening", buses=720, minibuses=90, ambulances=120),
    Fleet(name="edge", buses=520, minibuses=70, ambulances=90),
)

SLOWER = {"edge": (1_360, 1_000, 700)}
"""Screening rates that are not `RATES`."""


def measure(enclave: Enclave, effort: int) -> Row:
    """Make, read, plan and check one enclave."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        making = Watch()
        write_enclave(folder, enclave)
        tell(f"{enclave.fleet.name}: written in {making.wall:.1f} s")
        reading = Watch()
        case = read_case(folder)
        read = reading.wall
    return planned(case, enclave.fleet.name, effort=effort, read_seconds=read)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    wanted = [fleet for fleet in FLEETS if options.fleet in (None, fleet.name)]
    if not options.json:
        print(f"Everything in this enclave is invented (seed {options.seed}). {machine()}.")
        print(HEADER)
    for fleet in wanted:
        enclave = of_size(
            fleet,
            options.people,
            points=options.points,
            days=options.days,
            seed=options.seed,
            rates=SLOWER.get(fleet.name, RATES),
        )
        row = fresh(measure, enclave, options.effort)
        print(msgspec.json.encode(row).decode() if options.json else line(row), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Plan an invented enclave for three fleets.",
        epilog="Example: python benchmarks/enclave.py --fleet screening --effort 1",
    )
    parser.add_argument("--people", type=int, default=SIZE, help="persons leaving")
    parser.add_argument("--points", type=int, default=27, help="assembly points")
    parser.add_argument("--days", type=int, default=35, help="days of windows")
    parser.add_argument("--seed", type=int, default=1, help="what everything is drawn from")
    parser.add_argument("--effort", type=int, default=2, help="as in `safepassage plan`")
    parser.add_argument(
        "--fleet", choices=[fleet.name for fleet in FLEETS], help="one of them only"
    )
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    return parser


if __name__ == "__main__":
    main()
