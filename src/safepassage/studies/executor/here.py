"""The plainest engine: one task after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from safepassage.studies.executor.protocol import Context, Result, Task


class Here:
    """Runs the tasks in their order, without a copy of anything."""

    def run(
        self,
        work: Callable[[Context, Task], Result],
        context: Context,
        tasks: Sequence[Task],
    ) -> Generator[tuple[int, Result], None, None]:
        """As `Executor.run`."""
        for number, task in enumerate(tasks):
            yield number, work(context, task)
