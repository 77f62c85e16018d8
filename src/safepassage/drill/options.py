"""What may be said about a drill before it is made, with its defaults and limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safepassage.drill.fault import DrillError
from safepassage.read.clock import utc_seconds

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)

_LIMITS = {
    "people": (1, 1_000_000),
    "seed": (0, 2**63 - 1),
    "points": (1, 200),
    "crossings": (1, 20),
    "destinations": (1, 50),
    "days": (1, 366),
    "convoy": (1, 1000),
    "headway": (0, 1440),
    "vehicles_per_hour": (1, 10_000),
    "persons_per_hour": (1, 1_000_000),
    "buses": (1, 10_000),
    "seats": (1, 300),
    "ambulances": (0, 10_000),
    "loading": (0, 1440),
    "reception": (1, 10_000_000),
    "leave": (0.01, 1),
}


@dataclass(frozen=True, kw_only=True)
class Drill:
    """A drill as it is asked for.

    Parameters
    ----------
    people
        Persons inside, spread over the assembly points.
    seed
        Seed of the places picked, of the households drawn, and of the search for a plan.
    place
        What the area is called, for the title.
    points
        Assembly points inside.
    crossings
        Crossings at the border, each with a staging area beyond it.
    destinations
        Destinations at the edge of the area.
    start
        First day, like 2031-05-05; the next Monday if not given.
    days
        Days of the drill; from people, crossings and rates if not given, two at least.
    opens
        When crossings open, local time, every day.
    closes
        When they close.
    timezone
        Time zone of all local times, a name of the IANA database like Europe/Helsinki.
    leave
        Share of the households drawn as leaving, 0.01 to 1.
    buses
        Buses; as many as need some three fifths of the hours open if not given.
    seats
        Seats of a bus.
    ambulances
        Ambulances; likewise if not given, two at least.
    loading
        Minutes a vehicle needs at an assembly point to board people.
    convoy
        Most vehicles in a convoy.
    headway
        Minutes between the starts of two convoys of a crossing and direction.
    vehicles_per_hour
        Vehicles screened an hour at each crossing, in each direction.
    persons_per_hour
        Persons screened an hour at each crossing.
    reception
        Persons each destination can receive; everybody if not given.
    """

    people: int
    seed: int = 0
    place: str = ""
    points: int = 8
    crossings: int = 2
    destinations: int = 2
    start: date | None = None
    days: int | None = None
    opens: str = "09:00"
    closes: str = "15:00"
    timezone: str = "UTC"
    leave: float = 0.75
    buses: int | None = None
    seats: int = 50
    ambulances: int | None = None
    loading: int = 10
    convoy: int = 10
    headway: int = 10
    vehicles_per_hour: int = 60
    persons_per_hour: int = 300
    reception: int | None = None

    @property
    def leaving(self) -> float:
        """Persons to be expected to leave."""
        return self.people * self.leave

    @property
    def open_hours(self) -> float:
        """Hours a day with the crossings open."""
        hours = [int(text[:2]) + int(text[3:]) / 60 for text in (self.opens, self.closes)]
        return hours[1] - hours[0]


def next_monday(today: date) -> date:
    """The first Monday after a day."""
    return today + timedelta(days=7 - today.weekday())


def check_options(drill: Drill) -> None:
    """Raise a DrillError for the first option that can't be."""
    for name, (low, high) in _LIMITS.items():
        value = getattr(drill, name)
        if value is not None and not low <= value <= high:
            raise _wrong(name, f"{value:,}", f"a number from {low:,} to {high:,}")
    for name in ("opens", "closes"):
        if not _HOUR.fullmatch(getattr(drill, name)):
            raise _wrong(name, repr(getattr(drill, name)), 'a local time like "09:00"')
    if drill.open_hours <= 0:
        raise _wrong("closes", drill.closes, f"a time after {drill.opens}")
    if len(drill.place) > 100 or not drill.place.isprintable():
        raise _wrong("place", repr(drill.place), "one line of at most 100 characters")
    try:
        ZoneInfo(drill.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        expected = "a time zone's name like Europe/Helsinki"
        raise _wrong("timezone", repr(drill.timezone), expected) from error


def check_days(drill: Drill, start: date, days: int) -> None:
    """Raise a DrillError if the drill is too long or begins or ends at an hour clocks jump over."""
    most = _LIMITS["days"][1]
    if days > most:
        raise DrillError(
            "--days",
            f"{days:,} days for so many people at these rates",
            f"at most {most}",
            "Ask for more crossings, longer hours or higher rates.",
        )
    zone = ZoneInfo(drill.timezone)
    for day in (start, start + timedelta(days=days)):
        if utc_seconds(datetime.combine(day, time()), zone) is None:
            raise _wrong("start", f"midnight of {day}, which clocks jump over", "another day")


def _wrong(name: str, found: str, expected: str) -> DrillError:
    return DrillError(f"--{name.replace('_', '-')}", found, expected, "Correct the option.")
