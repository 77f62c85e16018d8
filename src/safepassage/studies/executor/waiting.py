"""`Waiting`: the tasks that are still to be handed out, and when to give up on one."""

from __future__ import annotations

from collections import Counter, deque

from safepassage.errors import StudyError

MOST_LOSSES = 3
"""A task that took so many workers with it isn't tried again."""


class Waiting:
    """Numbers of tasks, the first to be done in front."""

    def __init__(self, tasks: int) -> None:
        """All of them wait, in their order."""
        self._numbers = deque(range(tasks))
        self._losses: Counter[int] = Counter()

    def __bool__(self) -> bool:
        """Whether any task waits."""
        return bool(self._numbers)

    def next(self) -> int:
        """The number of a task that is handed out now."""
        return self._numbers.popleft()

    def lost(self, number: int, how: str) -> None:
        """Put a task whose worker was lost in front again; `how` says what is known of the loss.

        Raises
        ------
        StudyError
            if that happened too often: the task is the likely cause, and waiting won't mend it.
        """
        self._losses[number] += 1
        if self._losses[number] == MOST_LOSSES:
            raise StudyError(
                f"a task lost its worker {MOST_LOSSES} times ({how}). "
                "Most often a worker is killed because memory is short: use fewer workers, "
                "or machines with more memory."
            )
        self._numbers.appendleft(number)
