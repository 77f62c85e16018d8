"""A process of its own for each run, its time and memory, and the machine it ran on."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class RunError(Exception):
    """A run in a process of its own ended without an answer."""


class Watch:
    """Seconds since it was made, by the clock and of the processor: a busy machine parts them."""

    def __init__(self) -> None:
        """Start it."""
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    @property
    def wall(self) -> float:
        """Seconds by the clock."""
        return time.perf_counter() - self._wall

    @property
    def cpu(self) -> float:
        """Seconds of the processor, all threads of this process."""
        return time.process_time() - self._cpu


def peak_mib() -> float:
    """Most memory this process had at once, MiB.

    From /proc where there is one: the figure of `getrusage` begins with what the parent had.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def machine() -> str:
    """The processor's name and how many cores this process may use."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    version = ".".join(str(part) for part in sys.version_info[:3])
    return f"{names[0] if names else 'unknown processor'}, {cores} cores, Python {version}"


def tell(text: str) -> None:
    """A line of progress, beside the figures."""
    print(text, file=sys.stderr, flush=True)


def fresh(function: Callable[..., T], *arguments: object, limit: float | None = None) -> T:
    """What a function of a module gives in a process that ran nothing before.

    Raises
    ------
    RunError
        if it raised, ended without an answer, or took longer than `limit` seconds.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            raise RunError(f"no answer after {limit:.0f} s")
        done, value = ours.recv()
    except EOFError as error:
        process.join()
        raise RunError(f"the process ended with code {process.exitcode}") from error
    finally:
        if process.is_alive():
            process.join(1)
        if process.is_alive():
            process.kill()
        process.join()
        ours.close()
    if not done:
        raise RunError(value)
    answer: T = value
    return answer


def _answer(pipe: Connection, function: Callable[..., T], arguments: tuple[object, ...]) -> None:
    try:
        value: object = function(*arguments)
    except Exception as error:  # whatever it is, the parent says so and goes on
        pipe.send((False, f"{type(error).__name__}: {error}"))
    else:
        pipe.send((True, value))
