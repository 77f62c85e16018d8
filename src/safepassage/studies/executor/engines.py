"""An engine by its name, as the command line asks for it."""

from __future__ import annotations

import os
from typing import Literal

from safepassage.errors import StudyError
from safepassage.studies.executor.here import Here
from safepassage.studies.executor.local import LocalProcesses
from safepassage.studies.executor.on_ray import OnRay
from safepassage.studies.executor.protocol import Executor

Engine = Literal["local", "ray"]


def engine(name: Engine, workers: int | None = None, address: str | None = None) -> Executor:
    """Choose an engine; nothing starts before its `run`.

    Without a number of workers there are as many as processors that this process may use, or that
    the cluster has. One local worker is this process itself. `address` is HOST:PORT of a Ray
    cluster.

    Raises
    ------
    StudyError
        for fewer than one worker, `ray` without an address, or an address without `ray`.
    """
    if workers is not None and workers < 1:
        raise StudyError(f"{workers} workers can't do anything; use at least 1")
    if name == "ray":
        if address is None:
            raise StudyError(
                "the engine `ray` needs the address of its cluster, HOST:PORT "
                "as `ray start --head` said it"
            )
        return OnRay(address, workers)
    if address is not None:
        raise StudyError("an address is is of a Ray cluster; choose the engine `ray` with it")
    workers = workers or _processors()
    return Here() if workers == 1 else LocalProcesses(workers)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
