"""What every engine does: run one function over many tasks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

Context = TypeVar("Context")
Task = TypeVar("Task")
Result = TypeVar("Result")


class Executor(Protocol):
    """An engine. What comes of a task depends on the task and the context alone, so that engines,
    worker counts and orders give the same results."""

    def run(
        self,
        work: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
    ) -> Generator[tuple[int, Result], None, None]:
        """Yield (number of the task, what came of it) as tasks end, in any order, each once.

        `work` is a function of a module, `context` goes to each worker once; both, tasks and
        results can be pickled. A task whose worker is lost is done again elsewhere. Closing the
        generator ends the workers.

        Raises
        ------
        StudyError
            if workers are lost again and again.
        Exception
            what `work` raised.
        """
        ...
