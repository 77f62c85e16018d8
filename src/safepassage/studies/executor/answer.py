"""What travels between a worker and us: a task goes out pickled, and its answer comes back so."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from typing import Any, TypeAlias

from safepassage.errors import StudyError

Job: TypeAlias = tuple[Callable[[Any, Any], Any], Any]
"""The work and its context."""


def packed(value: object) -> bytes:
    """A value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def answer(job: Callable[[], Job], task: bytes) -> bytes:
    """In a worker: what comes of the task, or the error that it raised.

    The job is asked for, not given, so that one which can't be unpickled here is told too.
    """
    try:
        work, context = job()
        return packed((True, work(context, pickle.loads(task))))
    except Exception as error:  # whatever it is, it is raised again where the answer is opened
        return packed((False, _portable(error)))


def opened(message: bytes) -> Any:
    """What came of a task; raises the error that it raised."""
    done, value = pickle.loads(message)
    if not done:
        raise value
    return value


def _portable(error: Exception) -> Exception:
    """The error with its traceback as a note; in a StudyError, by its text, if it can't travel."""
    error.add_note("In a worker:\n" + "".join(traceback.format_exception(error)))
    try:
        pickle.loads(packed(error))
    except Exception:
        return StudyError(f"{type(error).__name__}: {error}")
    return error
