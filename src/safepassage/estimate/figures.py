"""The figures of an estimate: a passage before it is a case."""

from __future__ import annotations

import msgspec

from safepassage.estimate.windows import HOUR, DailyWindows


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """People at one place inside, and seconds of driving between it and the crossings."""

    people: int
    crossing: int = 0
    """The crossing it uses in the timetable, counted from 0."""
    inward: int
    """From that crossing to the point."""
    outward: int
    """From the point to that crossing."""
    quickest: int
    """There and back, in by any crossing and out by any."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an estimate is made from. Durations are seconds.

    Vehicles are alike, wait outside at a crossing when the first window opens, and may return to
    any crossing. Crossings are alike.
    """

    vehicles: int
    seats: int
    """Persons in each vehicle."""
    windows: DailyWindows
    points: tuple[Point, ...]
    outside: int
    """From a crossing to the destination, and as long back."""
    loading: int
    handover: int
    """At the destination, until the vehicle may drive on."""
    crossings: int
    convoy_vehicles: int
    headway: int
    vehicles_per_hour: int | None = None
    persons_per_hour: int | None = None
    shared: bool = False
    """Both directions of a crossing take turns."""
    overnight: bool = False
    """Vehicles may wait at the points over night, in the timetable; the bound lets them always."""
    daily_capacity: int | None = None
    """Persons the destination receives a day."""
    driving: int | None = None
    """Most driving of a vehicle in any 24 hours and between two rests, all its crews together."""
    rest: int = 0
    """Least stay at the destination that is a rest."""

    @property
    def people(self) -> int:
        """Everyone who is to be brought out."""
        return sum(point.people for point in self.points)

    @property
    def loads(self) -> int:
        """Vehicle loads if every one is full."""
        return -(-self.people // self.seats)

    @property
    def turn(self) -> int:
        """From passing a crossing outward to being back at one."""
        return 2 * self.outside + self.handover

    def passage(self, vehicles: int, persons: int) -> int:
        """How long a convoy occupies a crossing (C2)."""
        return max(
            passage_seconds(vehicles, self.vehicles_per_hour),
            passage_seconds(persons, self.persons_per_hour),
        )


def passage_seconds(count: int, per_hour: int | None) -> int:
    """Seconds to pass so many at a rate, rounded up; none without a rate."""
    return 0 if per_hour is None else -(-HOUR * count // per_hour)
