"""A Ray cluster that somebody started: its workers do the tasks, on however many machines.

Ray is an extra and is imported only here, when it is asked for. Nothing of a cluster is started,
so nothing of it (dashboard, usage statistics) is switched on either.
"""

from __future__ import annotations

import logging
import pickle
import socket
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from safepassage import __version__
from safepassage.errors import StudyError
from safepassage.studies.executor.answer import Job, answer, opened, packed
from safepassage.studies.executor.protocol import Context, Result, Task
from safepassage.studies.executor.waiting import Waiting

AHEAD = 2
"""Tasks handed out for each processor: one in work and one on its way."""

_PARTS = ("highspy", "numpy", "scipy")
"""What figures depend on, beside our own code."""


class OnRay:
    """The cluster at HOST:PORT; this machine must be one of its nodes."""

    def __init__(self, address: str, workers: int | None = None) -> None:
        """Connect to nothing yet. Without a number of workers: all processors of the cluster.

        Raises
        ------
        StudyError
            if Ray isn't installed.
        """
        if find_spec("ray") is None:  # imported later: it reads its settings then
            raise StudyError(
                "the engine `ray` needs Ray, which isn't installed: pip install 'safepassage[ray]'"
            )
        self._address = address
        self._workers = workers

    def run(
        self,
        work: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
    ) -> Generator[tuple[int, Result], None, None]:
        """As `Executor.run`; machines that join the cluster on the way get tasks too."""
        ray = import_module("ray")
        waiting = Waiting(len(tasks))
        with _connected(ray, self._address):
            if not _processors(ray):
                raise StudyError("the Ray cluster has no processor to work on; start its workers")
            job = ray.put(packed((work, context)))
            # Ray's own retries are off: a loss counts here as it does for any other engine.
            remote = ray.remote(num_cpus=1, max_retries=0)(_answer)
            out: dict[Any, int] = {}
            while waiting or out:
                # At least one, which waits for a machine if all are gone.
                most = self._workers or max(1, AHEAD * _processors(ray))
                while waiting and len(out) < most:
                    number = waiting.next()
                    out[remote.remote([job], _versions(), packed(tasks[number]))] = number
                # In between it looks whether machines have joined.
                ready, _ = ray.wait(list(out), timeout=5)
                for reference in ready:
                    number = out.pop(reference)
                    try:
                        message = ray.get(reference)
                    except ray.exceptions.RayTaskError as error:
                        raise StudyError(
                            "the Ray workers can't take the work "
                            f"({str(error).strip().splitlines()[-1]}). "
                            "Install the same version of Safe Passage on every machine."
                        ) from error
                    except ray.exceptions.RayError as error:
                        waiting.lost(number, str(error).splitlines()[0])
                    else:
                        yield number, opened(message)


@contextmanager
def _connected(ray: ModuleType, address: str) -> Iterator[None]:
    """Be a driver of the cluster; leaving ends all that still works for us there."""
    _knock(ray, address)
    # Ray prints each loss on our standard output, with no public way to stop it.
    ray._private.worker._worker_logs_enabled = False
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise StudyError(f"no Ray cluster at {address}: {error}") from error
    try:
        yield
    finally:
        ray.shutdown()
        ray._private.worker._worker_logs_enabled = True


def _knock(ray: ModuleType, address: str) -> None:
    """Refuse an address where nothing listens: Ray itself would try for many minutes."""
    host, _, port = address.rpartition(":")
    if host in ("localhost", "127.0.0.1", "[::1]"):
        # As Ray has it, which looks for this machine from outside.
        host = ray.util.get_node_ip_address()
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except (OSError, ValueError, OverflowError) as error:
        raise StudyError(
            f"no Ray cluster at {address} ({error}). Give HOST:PORT as `ray start --head` said it."
        ) from error


def _processors(ray: ModuleType) -> int:
    return int(ray.cluster_resources().get("CPU", 0))


@cache
def _versions() -> tuple[str, ...]:
    return (f"safepassage {__version__}", *(f"{part} {version(part)}" for part in _PARTS))


def _answer(job: list[Any], versions: tuple[str, ...], task: bytes) -> bytes:
    """In a worker. The job comes as a reference in a list, else Ray would fetch it every time."""
    return answer(partial(_job, job[0], versions), task)


@lru_cache(maxsize=1)
def _job(reference: Any, versions: tuple[str, ...]) -> Job:
    ray = import_module("ray")
    if versions != _versions():
        raise StudyError(
            f"{ray.util.get_node_ip_address()} has {', '.join(_versions())}, and this machine "
            f"{', '.join(versions)}. Install the same versions on every machine of the cluster."
        )
    found: Job = pickle.loads(ray.get(reference))
    return found
