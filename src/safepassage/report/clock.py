"""Instants and durations as people read them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def iso(seconds: int, zone: ZoneInfo) -> str:
    """UTC seconds as ISO 8601 local time with its offset."""
    return datetime.fromtimestamp(seconds, zone).isoformat()


def spoken(moment: str) -> str:
    """An ISO 8601 time as `Wed 7 March 2018, 13:42`."""
    return f"{datetime.fromisoformat(moment):%a %-d %B %Y, %H:%M}"


def briefly(moment: str) -> str:
    """An ISO 8601 time as `Wed 7 March, 13:42`, for a table."""
    return f"{datetime.fromisoformat(moment):%a %-d %B, %H:%M}"


def duration(seconds: int) -> str:
    """Seconds as `3 d 4 h 12 min`, rounded up to the minute."""
    minutes = -(-seconds // 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def midnight(seconds: int, zone: ZoneInfo) -> int:
    """The first instant of the local day, UTC seconds."""
    day = datetime.fromtimestamp(seconds, zone).date()
    return int(datetime.combine(day, time.min, tzinfo=zone).timestamp())


def day_start(day: str, zone: ZoneInfo) -> int:
    """The first instant of a local day, UTC seconds, by its ISO date."""
    return int(datetime.combine(date.fromisoformat(day), time.min, tzinfo=zone).timestamp())


def day_end(day: str, zone: ZoneInfo) -> int:
    """The first instant after a local day, UTC seconds, by its ISO date."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return int(datetime.combine(after, time.min, tzinfo=zone).timestamp())
