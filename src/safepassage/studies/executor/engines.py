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
    the cluster has. One local worker is this process itself. Without an address Ray's cluster is
    the one that this machine belongs to.

    Raises
    ------
    StudyError
        for fewer than one worker, or an address without `ray`.
    """
    if workers is not None and workers < 1:
        raise StudyError(f"{workers} workers can't do anything; use at least 1")
    if name == "ray":
        return OnRay(workers, address)
    if address is not None:
        raise StudyError("an address is of a Ray cluster; say also that the engine is `ray`")
    workers = workers or _processors()
    return Here() if workers == 1 else LocalProcesses(workers)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
