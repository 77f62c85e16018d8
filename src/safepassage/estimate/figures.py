"""The figures of an estimate: a passage before it is a case."""

from __future__ import annotations

import msgspec

from safepassage.estimate.fault import EstimateError
from safepassage.estimate.windows import DAY, HOUR, DailyWindows
from safepassage.estimate.words import hours


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
    place: int = 0
    """Which place of an area it is, counted from 0."""


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
    """Vehicles may wait at the points over night (V2)."""
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

    @property
    def quickest(self) -> int:
        """Least seconds from being in to being back at a crossing with a load."""
        return min(point.quickest for point in self.points) + self.loading

    @property
    def round(self) -> int:
        """Least seconds from one passage outward of a vehicle to the end of its next."""
        return self.turn + self.passage(1, 0) + self.quickest + self.passage(1, 1)

    @property
    def outward(self) -> DailyWindows:
        """When loaded vehicles can pass out: not before one that entered that day can be back.

        All windows, if vehicles may wait inside over night or crossings are open at midnight.

        Raises
        ------
        EstimateError
            if no vehicle is back on the day it entered.
        """
        windows = self.windows
        if self.overnight or not windows.dark:
            return windows
        inward = self.passage(1, 0)
        back = windows.slot(windows.first, inward) + inward + self.quickest
        alone = max(1, self.passage(1, 1))
        spans = [
            (max(back, opens), closes)
            for opens, closes in windows.spans
            if max(back, opens) + alone <= closes
        ]
        if not spans:
            raise no_way_back(self.quickest)
        return DailyWindows(tuple(spans))

    def stays_over(self, entered: int, exits: int) -> bool:
        """Whether a midnight at which no window is open lies between two passages."""
        return self.windows.dark and -(-entered // DAY) * DAY < exits

    def passage(self, vehicles: int, persons: int) -> int:
        """How long a convoy occupies a crossing (C2)."""
        return max(
            passage_seconds(vehicles, self.vehicles_per_hour),
            passage_seconds(persons, self.persons_per_hour),
        )


def passage_seconds(count: int, per_hour: int | None) -> int:
    """Seconds to pass so many at a rate, rounded up; none without a rate."""
    return 0 if per_hour is None else -(-HOUR * count // per_hour)


def no_way_back(inside: int) -> EstimateError:
    """What is said when no vehicle is out again before the night."""
    return EstimateError(
        f"A vehicle that enters is not out again before the night: {hours(inside)} of driving "
        "inside and loading, and both passages, don't fit into a day's windows. "
        "Let vehicles wait inside over night (--overnight), or take longer windows."
    )
