"""Processes of this machine, each with a pipe of its own.

The pools of the standard library would do but for a loss: then theirs break whole, and one that
dies while its first message or its result is in the pipe can leave them waiting for ever. Here the
loss of a worker is the end of its pipe, and costs the one task that it had.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from safepassage.studies.executor.answer import Job, answer, opened, packed
from safepassage.studies.executor.protocol import Context, Result, Task
from safepassage.studies.executor.waiting import Waiting

_SPAWN = get_context("spawn")


class LocalProcesses:
    """So many processes, but never more than there are tasks."""

    def __init__(self, workers: int) -> None:
        """Start none yet."""
        self._workers = workers

    def run(
        self,
        work: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
    ) -> Generator[tuple[int, Result], None, None]:
        """As `Executor.run`; at most one result a worker waits to be asked for."""
        waiting = Waiting(len(tasks))
        job = packed((work, context))
        crew = [_Worker() for _ in range(min(self._workers, len(tasks)))]
        try:
            for worker in crew:
                worker.start()
            for worker in crew:
                worker.send(job)
                worker.give(waiting, tasks)
            while busy := [worker for worker in crew if worker.number is not None]:
                ready = wait([worker.pipe for worker in busy])
                for worker in [worker for worker in busy if worker.pipe in ready]:
                    number, message = worker.take()
                    if message is None:
                        waiting.lost(number, f"exit code {worker.end()}")
                        worker.start()
                        worker.send(job)
                    # The next task goes out before this result is used, so that no worker is idle.
                    worker.give(waiting, tasks)
                    if message is not None:
                        yield number, opened(message)
        finally:
            for worker in crew:
                worker.end()


class _Worker:
    """A process, our end of its pipe, and the number of the task it has, if any."""

    pipe: Connection

    def __init__(self) -> None:
        self.number: int | None = None
        self._process: SpawnProcess | None = None

    def start(self) -> None:
        with _without_interrupt():
            self.pipe, theirs = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            self._process = process
            # From now on only the process holds that end: when it dies, ours says so.
            theirs.close()

    def send(self, message: bytes) -> None:
        """Send it, if the process is there; `take` finds out if it isn't."""
        with suppress(OSError):
            self.pipe.send_bytes(message)

    def give(self, waiting: Waiting, tasks: Sequence[object]) -> None:
        """Hand out the next task, if one waits."""
        self.number = waiting.next() if waiting else None
        if self.number is not None:
            self.send(packed(tasks[self.number]))

    def take(self) -> tuple[int, bytes | None]:
        """The number of its task, and the answer: None if the process is lost."""
        assert self.number is not None
        try:
            return self.number, self.pipe.recv_bytes()
        except (EOFError, OSError):
            return self.number, None

    def end(self) -> int | None:
        """End the process, whatever it does; its exit code, negative for a signal."""
        if self._process is None:
            return None
        self.pipe.close()
        self._process.kill()
        self._process.join()
        return self._process.exitcode


@contextmanager
def _without_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back: a process started in here never hears it, and this one does afterwards.

    Python's tracker of resources lets it through again when it starts, which it does with the first
    process: so it starts before.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection) -> None:
    """In the worker: first comes the job, then its tasks, one by one."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        message = pipe.recv_bytes()

        @cache
        def job() -> Job:
            found: Job = pickle.loads(message)
            return found

        while True:
            pipe.send_bytes(answer(job, pipe.recv_bytes()))


def _end_with_parent() -> None:
    """End this process too when the one that started it was killed, even in the midst of a task."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
