"""Ctrl-C and `--time-limit`, as the one question the solver asks: should I stop?"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SHOW_CURSOR = b"\x1b[?25h"


@contextmanager
def stop_request(
    seconds: float | None, so_far: str = "the best plan so far"
) -> Iterator[Callable[[], bool]]:
    """Give a `should_stop`: true once the seconds are over or Ctrl-C was pressed.

    A second Ctrl-C ends the process at once, with exit code 130. It doesn't raise: an exception
    thrown through the solver's native code could be swallowed there or bring it down.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    asked = False

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            os.write(2, (_SHOW_CURSOR if os.isatty(2) else b"") + b"\nQuit; nothing written.\n")
            os._exit(130)
        asked = True
        os.write(2, f"\nStopping with {so_far}. Ctrl-C again quits without.\n".encode())

    def should_stop() -> bool:
        return asked or (deadline is not None and time.monotonic() >= deadline)

    before = signal.signal(signal.SIGINT, on_signal)
    try:
        yield should_stop
    finally:
        signal.signal(signal.SIGINT, before)
