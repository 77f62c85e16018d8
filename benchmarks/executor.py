"""What do local workers gain, and what does handing out a task cost?

    python benchmarks/executor.py                 work of some ten seconds, 1 and 2 workers
    python benchmarks/executor.py --workers 4     another number beside one

The work is plain Python of a fixed length, `--tasks` times, by each engine; then tasks that do
nothing, for what one costs on the way. `here` is this process, without workers. `times one` is the
time by the clock of one worker over that of so many: on a busy machine it says little. Processor
time is of all processes together, starting them included.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Sequence
from typing import NamedTuple

from measure import Watch, machine

from safepassage.studies.executor.here import Here
from safepassage.studies.executor.local import LocalProcesses
from safepassage.studies.executor.protocol import Executor

STEPS = 2_000_000
"""Of a task: a quarter of a second or so, as one run of an ensemble."""
EMPTY = 5_000
"""Tasks that do nothing."""
HEADER = f"{'engine':<10} {'seconds':>8} {'cpu':>7} {'times one':>10} {'ms a task':>10}"


class Row(NamedTuple):
    """One engine; `overhead` in milliseconds of the clock for a task that does nothing."""

    engine: str
    seconds: float
    cpu: float
    overhead: float


def steps(count: int, task: int) -> int:
    """A recurrence that no compiler shortens (Lehmer, 1951)."""
    value = task + 1
    for _ in range(count):
        value = value * 48_271 % 2_147_483_647
    return value


def measured(name: str, executor: Executor, tasks: int, length: int, empty: int) -> Row:
    """Time the work, and what a task costs: many that do nothing, less one alone."""
    before, watch = _children(), Watch()
    for _ in executor.run(steps, length, range(tasks)):
        pass
    seconds, cpu = watch.wall, watch.cpu + _children() - before
    return Row(name, seconds, cpu, (_empty(executor, empty) - _empty(executor, 1)) / empty * 1000)


def _empty(executor: Executor, tasks: int) -> float:
    watch = Watch()
    for _ in executor.run(steps, 0, range(tasks)):
        pass
    return watch.wall


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=40)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--empty", type=int, default=EMPTY)
    asked = parser.parse_args(argv)
    print(machine())
    print(HEADER)
    engines: dict[str, Executor] = {
        "here": Here(),
        "1 worker": LocalProcesses(1),
        f"{asked.workers} workers": LocalProcesses(asked.workers),
    }
    rows = [
        measured(name, executor, asked.tasks, asked.steps, asked.empty)
        for name, executor in engines.items()
    ]
    for row in rows:
        one = rows[1].seconds / row.seconds
        print(
            f"{row.engine:<10} {row.seconds:8.2f} {row.cpu:7.2f} {one:10.2f} {row.overhead:10.2f}"
        )


if __name__ == "__main__":
    main()
