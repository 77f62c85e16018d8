"""A local day as instants."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from safepassage.model.case import Case


def day(case: Case, on: str) -> tuple[int, int]:
    """When a local day (ISO date) of the case begins and ends, half-open, UTC seconds."""
    midnight = datetime.combine(datetime.fromisoformat(on), time(0), case.zone)
    return int(midnight.timestamp()), int((midnight + timedelta(days=1)).timestamp())
