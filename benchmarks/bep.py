"""Published bus-evacuation instances, through the public planner, beside published results.

    python benchmarks/bep.py DIR                  every instance of a folder
    python benchmarks/bep.py DIR set7-i1 set9-i7  some of them
    python benchmarks/bep.py DIR --json           for other programs

DIR has the instances as `*.txt` (the format is told in `bus_evacuation.py`) and, if there are
published results, `optima.csv` with the columns set, instance, proven_bound, best_known, grasp and
cplex_15min; the row of set 7, instance 1 is that of `set7-i1.txt`.

Each instance becomes one `Case`, is planned by `plan()` and checked by `verify()`. Values are in
the units of the file. `bound` is our own and owes nothing to the published one. Seconds are of the
plan, by the clock and of the processor.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from bus_evacuation import START, InstanceError, as_case, read_instance
from measure import Watch, machine

from safepassage.check import verify
from safepassage.solve import plan


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What was published of an instance; None where nothing was."""

    proven: float | None = None
    best: float | None = None
    grasp: float | None = None
    cplex: float | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One instance; `value` is None where somebody is not served."""

    name: str
    buses: int
    loads: int
    value: int | None
    bound: int | None
    seconds: float
    cpu_seconds: float
    broken: int
    published: Published

    @property
    def proved(self) -> bool:
        """Whether the value is shown to be the least."""
        return self.value is not None and self.value == self.bound


HEADER = (
    f"{'instance':>14} {'buses':>5} {'loads':>5} {'value':>6} {'bound':>6} {'':>6} "
    f"{'s':>6} {'cpu s':>6} {'proven':>7} {'best':>6} {'GRASP':>6} {'CPLEX':>6}"
)


def measure(path: Path, published: Published, *, effort: int) -> Row:
    """Plan and check one instance."""
    instance = read_instance(path.stem, path.read_text())
    case = as_case(instance)
    watch = Watch()
    found = plan(case, effort=effort).plan
    wall, cpu = watch.wall, watch.cpu
    arrivals = [trip.stops[-1].arrive for trip in found.trips]
    bound = found.bound.clearance
    return Row(
        name=instance.name,
        buses=sum(instance.buses),
        loads=instance.loads,
        value=None if found.not_served else max(arrivals, default=START) - START,
        bound=None if bound is None else bound - START,
        seconds=wall,
        cpu_seconds=cpu,
        broken=len(verify(case, found)),
        published=published,
    )


def read_published(path: Path) -> dict[str, Published]:
    """Published results by instance name; none where there is no such file."""
    if not path.is_file():
        return {}
    with path.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {f"set{row['set']}-i{row['instance']}": _published(row) for row in rows}


def _published(row: Mapping[str, str]) -> Published:
    def number(column: str) -> float | None:
        return float(row[column]) if row.get(column) else None

    return Published(
        proven=number("proven_bound"),
        best=number("best_known"),
        grasp=number("grasp"),
        cplex=number("cplex_15min"),
    )


def line(row: Row) -> str:
    """One row of the table."""
    theirs = row.published
    mark = f"{row.broken} BROKEN" if row.broken else "proved" if row.proved else ""
    return (
        f"{row.name:>14} {row.buses:5} {row.loads:5} {_figure(row.value):>6} "
        f"{_figure(row.bound):>6} {mark:>6} {row.seconds:6.1f} {row.cpu_seconds:6.1f} "
        f"{_figure(theirs.proven):>7} {_figure(theirs.best):>6} {_figure(theirs.grasp):>6} "
        f"{_figure(theirs.cplex):>6}"
    )


def totals(rows: Sequence[Row]) -> str:
    """How many are proved, and how the values compare with each kind of published figure."""
    proved = sum(row.proved for row in rows)
    lines = [
        f"{len(rows)} instances, {proved} proved; {sum(row.seconds for row in rows):.1f} s by the "
        f"clock, {sum(row.cpu_seconds for row in rows):.1f} s of the processor, the longest "
        f"{max((row.seconds for row in rows), default=0.0):.1f} s"
    ]
    for name in ("proven", "best", "grasp", "cplex"):
        pairs = [
            (row.value, getattr(row.published, name))
            for row in rows
            if row.value is not None and getattr(row.published, name) is not None
        ]
        if pairs:
            ours, theirs = (sum(values) for values in zip(*pairs, strict=True))
            lines.append(
                f"value and {name:>6}, {len(pairs)} instances: {sum(a < b for a, b in pairs)} "
                f"below, {sum(a == b for a, b in pairs)} equal, {sum(a > b for a, b in pairs)} "
                f"above; {ours:.0f} and {theirs:.0f} in all"
            )
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _in_order(paths: Iterable[Path]) -> list[Path]:
    """set2 before set10."""

    def key(path: Path) -> list[tuple[int, str]]:
        parts = re.split(r"(\d+)", path.stem)
        return [(int(part), "") if part.isdigit() else (0, part) for part in parts]

    return sorted(paths, key=key)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("names", nargs="*", metavar="NAME", help="instances; all if none is named")
    parser.add_argument("--effort", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    published = read_published(options.folder / "optima.csv")
    paths = _in_order(options.folder.glob("*.txt"))
    wanted = [path for path in paths if not options.names or path.stem in options.names]
    if not wanted:
        sys.exit(f"{options.folder}: no instance {' '.join(options.names) or '*.txt'} there")
    if not options.json:
        print(f"{machine()}\n{HEADER}")
    rows = []
    for path in wanted:
        try:
            rows.append(measure(path, published.get(path.stem, Published()), effort=options.effort))
        except InstanceError as error:
            sys.exit(str(error))
        text = msgspec.json.encode(rows[-1]).decode() if options.json else line(rows[-1])
        print(text, flush=True)
    if not options.json:
        print(totals(rows))


if __name__ == "__main__":
    main()
