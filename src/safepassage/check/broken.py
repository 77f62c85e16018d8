"""A broken promise in plain words, and how its figures are written."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from safepassage.model.broken import BrokenPromise, Promise, Unit

_WRITABLE = 10**15
"""Beyond this a figure is a corrupt file's, and neither a float nor readable."""


def broken(
    promise: Promise, where: str, what: str, amount: float | None = None, unit: Unit = ""
) -> BrokenPromise:
    """A broken promise whose amount fits a float, whatever the plan file says."""
    if amount is not None:
        amount = float(max(-_WRITABLE, min(_WRITABLE, amount)))
    return BrokenPromise(promise=promise, where=where, what=what, amount=amount, unit=unit)


def figure(number: int) -> str:
    """A whole number as people write it."""
    if abs(number) < _WRITABLE:
        return f"{number:,}"
    return "over 10^15" if number > 0 else "under -10^15"


def clock(seconds: int, zone: ZoneInfo) -> str:
    """An instant as local date and time."""
    local = local_time(seconds, zone)
    return figure(seconds) + " s" if local is None else f"{local:%Y-%m-%d %H:%M:%S}"


def local_time(seconds: int, zone: ZoneInfo) -> datetime | None:
    """An instant in the case's time zone, None beyond the calendar (years 1 to 9999)."""
    try:
        return datetime.fromtimestamp(seconds, zone)
    except (OverflowError, ValueError, OSError):
        return None
