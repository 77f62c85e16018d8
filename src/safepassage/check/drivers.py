"""V2: driver hours and range, from the road table's own seconds and metres."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from safepassage.check.broken import broken, clock, figure
from safepassage.check.index import Index
from safepassage.check.ride import Ride, least_stay
from safepassage.model.broken import BrokenPromise
from safepassage.model.fleet import VehicleType

_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Drive:
    """Driving along one leg; who is early waits at its end."""

    start: int
    seconds: int
    rested: bool
    """The crew comes from a rest."""


def driver_hours(index: Index) -> Iterator[BrokenPromise]:
    """At most crews · driving_seconds in any 24 hours, and between two rests."""
    for name, rides in index.rides_of.items():
        kind = rides[0].type
        if kind is None:
            continue  # the form of the trip
        drives = list(_drives(index, rides, kind))
        limit = kind.crews * kind.driving_seconds
        yield from _between_rests(index, name, drives, limit)
        yield from _in_a_day(index, name, drives, limit)


def _drives(index: Index, rides: list[Ride], kind: VehicleType) -> Iterator[Drive]:
    free: int | None = None
    for ride in rides:
        start = ride.stops[0].depart
        rested = free is None or start - free >= kind.rest_seconds
        for number, stop in enumerate(ride.stops[1:], start=1):
            measured = index.routes.get(stop.route or "")
            yield Drive(ride.stops[number - 1].depart, measured.seconds if measured else 0, rested)
            rested = _rests(index, ride, number, kind)
        free = ride.stops[-1].depart


def _rests(index: Index, ride: Ride, number: int, kind: VehicleType) -> bool:
    """Whether the stay at a stop on the way is a rest; where the trip ends, the next one says."""
    stop = ride.stops[number]
    stay = stop.depart - stop.arrive
    if ride.kinds[number] == "S":
        return stay >= kind.rest_seconds
    point = index.points.get(stop.place)
    if point is None or not point.rest:
        return False
    return stay - least_stay(stop, point, kind) >= kind.rest_seconds


def _between_rests(
    index: Index, name: str, drives: list[Drive], limit: int
) -> Iterator[BrokenPromise]:
    driven, since = 0, 0
    for number, drive in enumerate(drives):
        if drive.rested:
            driven, since = 0, drive.start
        driven += drive.seconds
        following = drives[number + 1] if number + 1 < len(drives) else None
        if driven > limit and (following is None or following.rested):
            what = (
                f"drives {figure(driven)} s without a rest from "
                f"{clock(since, index.case.zone)}, at most {figure(limit)} s"
            )
            yield broken("V2", f"vehicle {name}", what, driven - limit, "seconds")


def _in_a_day(index: Index, name: str, drives: list[Drive], limit: int) -> Iterator[BrokenPromise]:
    driven, since = busiest_day(drives)
    if driven > limit:
        what = (
            f"drives {figure(driven)} s in the 24 hours from {clock(since, index.case.zone)}, "
            f"at most {figure(limit)} s"
        )
        yield broken("V2", f"vehicle {name}", what, driven - limit, "seconds")


def busiest_day(drives: list[Drive]) -> tuple[int, int]:
    """Most seconds driven in any 24 hours, and since when.

    Some busiest day begins with a drive. From any other, slide: while the begin is in a pause,
    later loses nothing; while it is in a drive, earlier loses nothing as long as the end is in one.
    """
    drives = sorted(drives, key=lambda drive: drive.start)
    starts = [drive.start for drive in drives]
    driven_before = [0, *accumulate(drive.seconds for drive in drives)]
    worst, since = 0, 0
    for number, start in enumerate(starts):
        last = bisect_right(starts, start + _DAY) - 1
        in_last = min(drives[last].seconds, start + _DAY - starts[last])
        driven = driven_before[last] + in_last - driven_before[number]
        if driven > worst:
            worst, since = driven, start
    return worst, since


def vehicle_range(index: Index) -> Iterator[BrokenPromise]:
    """From one stay outside to the next, a trip is within the range of its vehicle."""
    for ride in index.rides:
        limit = ride.type.range_metres if ride.type else None
        if limit is None:
            continue
        for metres in _between_stays(index, ride):
            if metres > limit:
                what = f"{figure(metres)} m between two stays outside, at most {figure(limit)} m"
                yield broken("V2", ride.where(), what, metres - limit, "metres")


def _between_stays(index: Index, ride: Ride) -> Iterator[int]:
    """Metres of a trip up to each staging area on the way, and to its end."""
    metres = 0
    for number, stop in enumerate(ride.stops[1:], start=1):
        measured = index.routes.get(stop.route or "")
        metres += measured.metres if measured else 0
        if ride.kinds[number] == "S" or number == len(ride.stops) - 1:
            yield metres
            metres = 0
