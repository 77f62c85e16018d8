"""The times crossings are open: dates and local clocks of `case.toml` to UTC windows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from safepassage.model.agreement import Direction, Window
from safepassage.read.clock import end_of_day_seconds, utc_seconds
from safepassage.read.faults import did_you_mean, quoted
from safepassage.read.toml import Section

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DIRECTIONS: dict[str, tuple[Direction, ...]] = {
    "in": ("in",),
    "out": ("out",),
    "both": ("in", "out"),
}
_DAY_MINUTES = 24 * 60
MAX_RULES = 1000
"""Most [[windows]]; each is a window a direction and date."""


@dataclass(frozen=True)
class _Rule:
    """One [[windows]]: daily clock times over a range of dates."""

    section: Section
    crossing: str
    directions: tuple[Direction, ...]
    first: datetime.date
    last: datetime.date
    opens: int
    """Minutes after midnight, as clocks show them."""
    closes: int
    days: tuple[str, ...]
    skipped: frozenset[datetime.date]

    def dates(self, horizon: tuple[int, int], zone: ZoneInfo) -> Iterator[datetime.date]:
        start, end = (datetime.datetime.fromtimestamp(t, zone).date() for t in horizon)
        day = max(self.first, start)
        while day <= min(self.last, end):
            if day not in self.skipped and DAYS[day.weekday()] in self.days:
                yield day
            day += datetime.timedelta(days=1)


def read_windows(
    root: Section,
    zone: ZoneInfo | None,
    horizon: tuple[int, int] | None,
    crossings: frozenset[str] | None,
) -> tuple[Window, ...]:
    """Every window, one a direction and date, clipped to the horizon, merged and sorted.

    `crossings` are those of the table, None if it couldn't be read.
    """
    sections = root.sections("windows")
    if len(sections) > MAX_RULES:
        root.fault(
            "windows",
            f"{len(sections):,} windows",
            f"at most {MAX_RULES:,} [[windows]]",
            "State daily openings over a range of dates, not each date.",
        )
        return ()
    rules = [_rule(section, crossings or None) for section in sections]
    if crossings is not None and not crossings:
        if sections:
            root.fault(
                "windows",
                "[[windows]], but no crossing",
                "no windows where there are no crossings",
                "Add the table crossings, or remove the windows: people may then leave at any time "
                "of the horizon, and who has arrived is out.",
            )
        return ()
    if not sections:
        root.fault(
            "windows",
            "no crossing open",
            "at least one [[windows]]",
            "State when a crossing is open, and in which direction.",
        )
    if zone is None or horizon is None:
        return ()
    windows = [window for rule in rules if rule for window in _expand(rule, zone, horizon)]
    if all(rules) and windows and not any(window.direction == "out" for window in windows):
        root.fault(
            "windows",
            "no crossing open outward",
            'a window with direction "out" or "both"',
            "Nobody can leave without one: state it, or check the directions.",
        )
    return merged(windows)


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Sorted windows, those that overlap or touch at one crossing and direction made one."""
    result: list[Window] = []
    ordered = sorted(windows, key=lambda w: (w.crossing, w.direction, w.opens))
    for (crossing, direction), same in groupby(ordered, lambda w: (w.crossing, w.direction)):
        spans: list[list[int]] = []
        for window in same:
            if spans and window.opens <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], window.closes)
            else:
                spans.append([window.opens, window.closes])
        result += [
            Window(crossing=crossing, direction=direction, opens=opens, closes=closes)
            for opens, closes in spans
        ]
    return tuple(result)


def _rule(section: Section, crossings: frozenset[str] | None) -> _Rule | None:
    crossing = section.text("crossing")
    known = crossings is None or crossing in crossings
    if crossing and not known and crossings is not None:
        section.fault(
            "crossing",
            quoted(crossing),
            "an id of the crossings table",
            did_you_mean(crossing, crossings, "Add the crossing to the table."),
        )
    direction = section.word("direction", tuple(_DIRECTIONS))
    first, last = section.date("from"), section.date("until")
    opens, closes = _clock(section, "opens"), _clock(section, "closes")
    days = section.texts("days", list(DAYS))
    skipped = frozenset(section.dates("except"))
    for day in days:
        if day not in DAYS:
            section.fault("days", quoted(day), "days from " + ", ".join(DAYS), "Correct the day.")
    if first and last and last < first:
        section.fault(
            "until", f"{last}, before it starts ({first})", "a date from `from` on", "Correct one."
        )
        return None
    if opens is not None and closes is not None and closes <= opens:
        section.fault(
            "closes",
            "a window that ends before it starts",
            "a time after `opens`, at most 24:00",
            "For a window over midnight write one until 24:00 and one from 00:00.",
        )
        return None
    if not (direction and first and last and known) or opens is None or closes is None:
        return None
    return _Rule(
        section, crossing, _DIRECTIONS[direction], first, last, opens, closes, tuple(days), skipped
    )


def _clock(section: Section, key: str) -> int | None:
    text = section.text(key)
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", text, re.ASCII)
    minutes = int(match[1]) * 60 + int(match[2]) if match else None
    if minutes is not None and minutes <= _DAY_MINUTES:
        return minutes
    if text:
        section.fault(key, quoted(text), 'a time from "00:00" to "24:00"', 'Write it like "09:00".')
    return None


def _expand(rule: _Rule, zone: ZoneInfo, horizon: tuple[int, int]) -> list[Window]:
    windows: list[Window] = []
    jumped = False
    for day in rule.dates(horizon, zone):
        opens = _on(rule, "opens", day, rule.opens, zone)
        closes = _on(rule, "closes", day, rule.closes, zone)
        if opens is None or closes is None:
            jumped = True
            continue
        opens, closes = max(opens, horizon[0]), min(closes, horizon[1])
        if opens < closes:
            windows += [
                Window(crossing=rule.crossing, direction=way, opens=opens, closes=closes)
                for way in rule.directions
            ]
    if not windows and not jumped:
        rule.section.fault(
            "from",
            f"a window that lies outside the horizon ({rule.first} to {rule.last})",
            "at least one opening inside the horizon",
            "Correct its dates and days, or the horizon, or remove the window.",
        )
    return windows


def _on(rule: _Rule, key: str, day: datetime.date, minutes: int, zone: ZoneInfo) -> int | None:
    local = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minutes)
    if minutes == _DAY_MINUTES:
        return end_of_day_seconds(local, zone)
    seconds = utc_seconds(local, zone)
    if seconds is None:
        rule.section.fault(
            key,
            f"{local:%H:%M} on {day}, which clocks jump over in {zone.key}",
            "a local time that exists on every date of the window",
            "Daylight saving time starts then: list the date in `except`, and give it a window "
            "of its own.",
        )
    return seconds
