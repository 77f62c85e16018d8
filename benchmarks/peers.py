"""What do the solvers that people would otherwise use make of the same instances?

    python benchmarks/peers.py --bep DIR --seconds 20            bus evacuations and small gates
    python benchmarks/peers.py --bep DIR --only set9 --gates 0   some of them

One run, one machine, the same instances and the same seconds for each; each in a process of its own
that is ended when it takes much longer. Every peer's routes are timed anew by one function of ours
(`against/instance.py`), so that no peer's idea of its own value counts.

**Bus evacuation** (format: `bus_evacuation.py`). Times are those of our case, the
same for all: loads are moved by the times as they stand, empty buses go the shortest way.

- *OR-Tools routing*: all of it; it proves no bound. A node a load and shelter, rooms as a sum,
  least span, guided local search from the plan of a plain rule, as its own first plans end at full
  shelters.
- *PyVRP*: no makespan, no shelter that is full. Bisection on the shift, each try ended at its
  first feasible solution; shelters are settled beforehand by an assignment of least times.
- *VROOM*: likewise, by shipments of one load and the end of the vehicles' time window; the highest
  level of exploration, two threads.
- *HiGHS*, *CP-SAT*: all of it, as one time-indexed programme of buses as flows. Half of the time
  for proofs by bisection on the horizon, the rest for a plan; two threads or workers. Where times
  are long, slots are coarse, routes timed again, and there is no bound.

**Small gates**: invented cases with windows, convoys, headway, and screening that takes longer for
a larger convoy. OR-Tools routing, PyVRP and VROOM can't say them: a convoy is one passage of
several vehicles, and a gate a server that they share (OR-Tools has cumulative resources, but no
passage whose length depends on who joins). HiGHS and CP-SAT can, in a programme by the minute with
a column for each convoy size and start; they are told the day on which our plan ends as horizon.

Ours is one call of `plan()`: it stops by its own measure of work (`--effort`), or when the seconds
are over.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from against import fleet_flow, gate, instance, programme, routing
from measure import RunError, Watch, fresh, machine

if TYPE_CHECKING:
    from against.ours import Planned

GRACE = 120.0
"""Seconds beyond the budget after which a process is ended: it also has to build its model."""

OURS = "ours"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One solver on one instance."""

    value: float | None = None
    bound: float | None = None
    seconds: float = 0.0
    note: str = ""


def ours_on_buses(file: Path, effort: int, seconds: float) -> Result:
    """Safe Passage on an instance of a file."""
    from against import ours  # noqa: PLC0415  loads highspy, which can't be beside ortools

    return _ours(ours.bus_evacuation_plan(file, effort, seconds), 1)


def ours_on_gate(small: gate.Gate, effort: int, seconds: float) -> Result:
    """Safe Passage on a small gate; minutes."""
    from against import ours  # noqa: PLC0415  loads highspy, which can't be beside ortools

    return _ours(ours.gate_plan(small, effort, seconds), 60)


def routed(name: str, file: Path, seconds: float) -> Result:
    """A peer on an instance of a file; its routes are timed anew."""
    stated = instance.read_instance(file)
    watch = Watch()
    found = BUS_PEERS[name][1](stated, seconds)
    took = watch.wall
    try:
        value = float(stated.value(found.routes)) if found.routes else None
    except instance.InfeasibleError as error:
        return Result(bound=found.bound, seconds=took, note=f"wrong: {error}; {found.note}")
    return Result(value=value, bound=found.bound, seconds=took, note=found.note)


def gated(name: str, small: gate.Gate, seconds: float) -> Result:
    """HiGHS or CP-SAT on a small gate; minutes."""
    watch = Watch()
    found = gate.solved(small, seconds, GATE_PEERS[name][1])
    note = "" if found.found is not None else "no plan found"
    return Result(value=found.found, bound=found.bound, seconds=watch.wall, note=note)


def _ours(planned: Planned, unit: int) -> Result:
    return Result(
        value=None if planned.value is None else planned.value / unit,
        bound=None if planned.bound is None else planned.bound / unit,
        seconds=planned.seconds,
        note=f"{planned.broken} BROKEN PROMISES" if planned.broken else "",
    )


def _flow(
    solver: programme.Solver,
) -> Callable[[instance.Instance, float], routing.Found]:
    return lambda stated, seconds: fleet_flow.fleet_flow(stated, seconds, solver)


BUS_PEERS: dict[str, tuple[str, Callable[[instance.Instance, float], routing.Found]]] = {
    "OR-Tools": ("ortools", routing.or_tools),
    "PyVRP": ("pyvrp", routing.py_vrp),
    "VROOM": ("vroom", routing.vroom),
    "HiGHS": ("highspy", _flow(programme.highs)),
    "CP-SAT": ("ortools", _flow(programme.cp_sat)),
}
"""The package each needs, and what runs it."""

GATE_PEERS: dict[str, tuple[str, programme.Solver]] = {
    "HiGHS": ("highspy", programme.highs),
    "CP-SAT": ("ortools", programme.cp_sat),
}

HEADER = f"{'instance':>16} {'solver':>9} {'value':>8} {'bound':>8} {'seconds':>8}"


def line(name: str, solver: str, result: Result) -> str:
    """One row; what is proved to be least is marked."""
    proved = result.value is not None and result.bound is not None
    mark = "proved" if proved and result.value == result.bound else ""
    return (
        f"{name:>16} {solver:>9} {_figure(result.value):>8} {_figure(result.bound):>8} "
        f"{result.seconds:8.1f}  {'; '.join(part for part in (mark, result.note) if part)}"
    )


def totals(rows: Sequence[dict[str, Result]]) -> str:
    """How often each has the best value of the run, and how far it is above it on average."""
    excesses: dict[str, list[float]] = defaultdict(list)
    proved: dict[str, int] = defaultdict(int)
    for row in rows:
        best = min((one.value for one in row.values() if one.value is not None), default=None)
        for solver, one in row.items():
            excesses[solver] += [] if one.value is None or not best else [one.value / best - 1]
            proved[solver] += one.value is not None and one.value == one.bound
    lines = [f"{'solver':>16} {'plans':>6} {'best':>6} {'proved':>7} {'mean above best':>16}"]
    for solver, own in excesses.items():
        mean = f"{sum(own) / len(own):.2%}" if own else "-"
        best_of = sum(excess < 1e-9 for excess in own)
        lines.append(f"{solver:>16} {len(own):6} {best_of:6} {proved[solver]:7} {mean:>16}")
    return "\n".join(lines)


def bus_evacuation_row(file: Path, options: argparse.Namespace) -> dict[str, Result]:
    """Everybody on an instance of a file."""
    limit = options.seconds + GRACE
    row = {OURS: _run(ours_on_buses, file, options.effort, options.seconds, limit=limit)}
    print(line(file.stem, OURS, row[OURS]), flush=True)
    for name in _installed(BUS_PEERS):
        row[name] = _run(routed, name, file, options.seconds, limit=limit)
        print(line(file.stem, name, row[name]), flush=True)
    return row


def gate_row(number: int, options: argparse.Namespace) -> dict[str, Result]:
    """Whoever can say it on a small gate."""
    small = gate.drawn(number)
    limit = options.seconds + GRACE
    row = {OURS: _run(ours_on_gate, small, options.effort, options.seconds, limit=limit)}
    print(line(small.name, OURS, row[OURS]), flush=True)
    if row[OURS].value is not None:
        small = replace(small, days=1 + int(small.first + (row[OURS].value or 0)) // gate.DAY)
    for name in _installed(GATE_PEERS):
        row[name] = _run(gated, name, small, options.seconds, limit=limit)
        print(line(small.name, name, row[name]), flush=True)
    return row


def _run(function: Callable[..., Result], *arguments: object, limit: float | None) -> Result:
    watch = Watch()
    try:
        return fresh(function, *arguments, limit=limit)
    except RunError as error:
        return Result(seconds=watch.wall, note=str(error))


def _installed(peers: Mapping[str, tuple[str, object]]) -> list[str]:
    return [name for name, (package, _) in peers.items() if find_spec(package)]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _files(folder: Path, only: str) -> list[Path]:
    files = [file for file in folder.glob("*.txt") if only in file.stem]
    return sorted(files, key=lambda file: (len(file.stem), file.stem))


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    print(f"{machine()}. {options.seconds:g} s for each, effort {options.effort} for ours.")
    for name, (package, _) in BUS_PEERS.items():
        if not find_spec(package):
            print(f"{name} is not installed")
    if options.bep:
        print(f"\nBus evacuation\n{HEADER}")
        print(
            totals([bus_evacuation_row(one, options) for one in _files(options.bep, options.only)])
        )
    if options.gates:
        print(f"\nSmall gates; minutes from the first opening\n{HEADER}")
        print(totals([gate_row(number, options) for number in range(options.gates)]))
        print("OR-Tools routing, PyVRP and VROOM can't say convoys, headway and shared screening.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Other solvers on the same instances, in the same time.",
        epilog="Example: python benchmarks/peers.py --bep instances --only set7 --seconds 30",
    )
    parser.add_argument("--bep", type=Path, metavar="DIR", help="folder of bus evacuations")
    parser.add_argument("--only", default="", help="instances whose name has this in it")
    parser.add_argument("--gates", type=int, default=8, help="how many small gates")
    parser.add_argument("--seconds", type=float, default=20, help="for each peer and instance")
    parser.add_argument("--effort", type=int, default=2, help="as in `safepassage plan`")
    return parser


if __name__ == "__main__":
    main()
