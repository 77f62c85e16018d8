"""Local days of a case."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from safepassage.model.case import Case


def day_of(case: Case, on: str) -> tuple[int, int]:
    """The local day of an ISO date, half-open, UTC seconds."""
    day = date.fromisoformat(on)
    first, after = (
        datetime.combine(each, time.min, tzinfo=case.zone)
        for each in (day, day + timedelta(days=1))
    )
    return int(first.timestamp()), int(after.timestamp())
