"""Times and amounts of an estimate as people read them."""

from __future__ import annotations

from safepassage.estimate.windows import DAY, DailyWindows


def clock(time: int, *, up: bool = False) -> str:
    """Seconds from the midnight that begins day 1 as `day 3 at 11:40`, down or up to the minute."""
    time = -(-time // 60) * 60 if up else time
    return f"day {time // DAY + 1} at {of_day(time % DAY)}"


def of_day(time: int) -> str:
    """Seconds of a day as `09:00`; the end of the day is 24:00."""
    return f"{time // 3600:02}:{time // 60 % 60:02}"


def opening(windows: DailyWindows) -> str:
    """`09:00-14:00 and 16:00-18:00`."""
    return " and ".join(f"{of_day(opens)}-{of_day(closes)}" for opens, closes in windows.spans)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 bus`, `2 buses`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def hours(seconds: int) -> str:
    """Seconds as `66 h 40 min`, rounded up to the minute; days would hide the work in it."""
    whole, minutes = divmod(-(-seconds // 60), 60)
    parts = (f"{whole:,} h" if whole else "", f"{minutes} min" if minutes or not whole else "")
    return " ".join(part for part in parts if part)
