"""Local times of a case to UTC, with the days on which clocks change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

EARLIEST, LATEST = datetime(1970, 1, 2), datetime(2200, 1, 1)
"""Outside these a time is taken for a typing error."""


def utc_seconds(local: datetime, zone: ZoneInfo) -> int | None:
    """UTC seconds of a local time; None if clocks jump over it. Shown twice, it means the first."""
    seconds = local.replace(tzinfo=zone, fold=0).timestamp()
    shown = datetime.fromtimestamp(seconds, zone).replace(tzinfo=None, fold=0)
    return int(seconds) if shown == local else None


def end_of_day_seconds(midnight_after: datetime, zone: ZoneInfo) -> int:
    """UTC seconds at which a local day ends, even if clocks jump over that midnight."""
    return int(midnight_after.replace(tzinfo=zone, fold=0).timestamp())
