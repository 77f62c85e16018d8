"""How long does the whole table of levers take for an invented enclave of 400,000?

    python benchmarks/levers.py                                 three fleets, two workers
    python benchmarks/levers.py --fleet screening --workers 1   one fleet, in this process
    python benchmarks/levers.py --people 4000 --json            small, for other programs

The enclaves are those of `enclave.py`, invented whole. A line a fleet: levers, steps of them,
linear programmes that tell what the steps gain, plans, pairs; seconds by the clock from the case at
hand to the answer, and seconds of the processor, of this process and of all workers together.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import msgspec
from enclave import FLEETS, SLOWER
from invented import RATES, SIZE, Enclave, of_size, write_enclave
from measure import Watch, fresh, machine, tell

from safepassage.model.levers import Levers
from safepassage.read import read_case
from safepassage.report.levers.text import levers_text
from safepassage.studies.executor.engines import engine
from safepassage.studies.executor.protocol import Context, Executor, Result, Task
from safepassage.studies.levers import find_levers
from safepassage.studies.levers.answers import Answer, Planned
from safepassage.studies.levers.work import Found


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What one run came to; seconds."""

    name: str
    levers: int
    steps: int
    programmes: int
    plans: int
    joints: int
    wall_seconds: float
    cpu_seconds: float
    first: str


HEADER = (
    f"{'fleet':>10} {'levers':>7} {'steps':>6} {'LPs':>5} {'plans':>6} {'pairs':>6} "
    f"{'clock s':>8} {'cpu s':>7}  first"
)


def line(row: Row) -> str:
    """A row as text."""
    return (
        f"{row.name:>10} {row.levers:7} {row.steps:6} {row.programmes:5} {row.plans:6} "
        f"{row.joints:6} {row.wall_seconds:8.1f} {row.cpu_seconds:7.1f}  {row.first}"
    )


class Watched:
    """An engine that counts what comes of its tasks."""

    def __init__(self, executor: Executor) -> None:
        """Nothing counted yet."""
        self._executor = executor
        self.programmes = self.plans = 0

    def run(
        self, work: Callable[[Context, Task], Result], context: Context, tasks: Sequence[Task]
    ) -> Generator[tuple[int, Result], None, None]:
        """As `Executor.run`."""
        for number, result in self._executor.run(work, context, tasks):
            match result:
                case Found():
                    self.programmes += sum(answer.solves for _, answer in result.steps) + 1
                case Answer():
                    self.programmes += result.solves
                case Planned():
                    self.plans += 1
            yield number, result


def measure(enclave: Enclave, workers: int) -> tuple[Row, str]:
    """Make and read one enclave, and find its levers."""
    with tempfile.TemporaryDirectory() as name:
        write_enclave(Path(name), enclave)
        case = read_case(Path(name))
    watch = Watch()
    executor = Watched(engine("local", workers))
    found = find_levers(
        case,
        executor,
        on_progress=lambda told: tell(f"{enclave.fleet.name}: {watch.wall:6.1f} s {told}"),
    )
    row = Row(
        name=enclave.fleet.name,
        levers=len(found.levers),
        steps=sum(len(lever.steps) for lever in found.levers),
        programmes=executor.programmes,
        plans=executor.plans,
        joints=len(found.joints),
        wall_seconds=watch.wall,
        cpu_seconds=watch.cpu + _of_workers(),
        first=_first(found),
    )
    return row, levers_text(found, case)


def _of_workers() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _first(found: Levers) -> str:
    best = found.levers[0]
    return f"{best.name}: {best.unit}"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    wanted = [fleet for fleet in FLEETS if options.fleet in (None, fleet.name)]
    if not options.json:
        print(f"Everything in this enclave is invented (seed 1). {machine()}.")
        print(HEADER)
    for fleet in wanted:
        enclave = of_size(
            fleet,
            options.people,
            points=27,
            days=35,
            seed=1,
            rates=SLOWER.get(fleet.name, RATES),
        )
        row, text = fresh(measure, enclave, options.workers)
        print(msgspec.json.encode(row).decode() if options.json else line(row), flush=True)
        if options.tell:
            print(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Find the levers of an invented enclave for three fleets.",
        epilog="Example: python benchmarks/levers.py --fleet screening",
    )
    parser.add_argument("--people", type=int, default=SIZE, help="persons leaving")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument(
        "--fleet", choices=[fleet.name for fleet in FLEETS], help="one of them only"
    )
    parser.add_argument("--tell", action="store_true", help="the study in words too")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    return parser


if __name__ == "__main__":
    main()
