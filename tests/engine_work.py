"""Work for engines to do: in a module of its own, so that workers can import it."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from safepassage.errors import CaseError, Fault, TermsError


def draw(context: int, task: int) -> float:
    """A number that depends on the context and the task alone."""
    chance = random.Random(context * 1000 + task)
    return sum(chance.random() for _ in range(100 + 37 * (task % 5)))


def whose(seconds: float, _task: int) -> int:
    """The process that did the task, which takes some time."""
    time.sleep(seconds)
    return os.getpid()


def killed_once(folder: Path, task: int) -> int:
    """Tasks 3 and 5 kill their worker the first time."""
    mark = folder / str(task)
    if task in (3, 5) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def killed_always(_context: None, task: int) -> int:
    """Task 4 kills its worker whenever it is tried."""
    if task == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def noted(folder: Path, task: int) -> float:
    """A draw, and a line in the file of those done."""
    with (folder / "done").open("a") as file:
        file.write(f"{task}\n")
    time.sleep(0.05)
    return draw(1, task)


def large(_context: bytes, task: int) -> bytes:
    """More than any pipe takes at once."""
    return bytes([task]) * 3_000_000


class UncooperativeError(Exception):
    """Can be pickled and not be made again."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def wrong(_context: object, task: str) -> object:
    """Fails in the way that the task says."""
    match task:
        case "value":
            raise ValueError("no such value")
        case "case":
            raise CaseError([Fault(file="a.csv", found="x", expected="y", remedy="Mend it.")])
        case "terms":
            raise TermsError(["windows", "guard"])
        case "uncooperative":
            raise UncooperativeError("this", "that")
        case "result":
            return lambda: None
        case _:
            return task


def nap(_context: None, seconds: float) -> int:
    """The process that did the task, which is to sleep for so long."""
    time.sleep(seconds)
    return os.getpid()
