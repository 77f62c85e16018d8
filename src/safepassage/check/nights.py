"""V2: vehicles wait inside overnight only where the assembly point allows it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta

from safepassage.check.broken import broken, clock
from safepassage.check.index import Index
from safepassage.check.ride import Ride
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case


def nights_inside(index: Index) -> Iterator[BrokenPromise]:
    """Inside, each midnight with no way out falls in a stay at an assembly point with overnight."""
    if not index.case.crossings:
        return  # nobody is behind a crossing
    midnights = _midnights(index.case)
    for ride in index.rides:
        if not ride.well_formed:
            continue
        for midnight in midnights[_inside(index, ride, midnights)]:
            if not _stays(index, ride, midnight):
                what = (
                    f"inside at midnight ({clock(midnight, index.case.zone)}), "
                    "not waiting at an assembly point with overnight"
                )
                yield broken("V2", ride.where(), what)


def _inside(index: Index, ride: Ride, midnights: list[int]) -> slice:
    """The midnights from the inbound convoy's end to before the outbound convoy's start.

    A convoy is half-open, so its end is inside and its start isn't. A vehicle that starts inside
    has waited, exempt, up to and with the moment it leaves.
    """
    outbound = index.convoys.get(ride.convoy_out or "")
    leaves = outbound.start if outbound else ride.stops[-2].arrive
    last = bisect_left(midnights, leaves)
    if ride.kinds[0] == "P":
        return slice(bisect_right(midnights, ride.stops[0].depart), last)
    entry = ride.stops[ride.kinds.index("C")]
    inbound = index.convoys.get(entry.convoy or "")
    enters = inbound.end if inbound else entry.depart
    return slice(bisect_left(midnights, enters), last)


def _stays(index: Index, ride: Ride, midnight: int) -> bool:
    return any(
        stop.arrive <= midnight <= stop.depart and index.points[stop.place].overnight
        for stop, kind in zip(ride.stops, ride.kinds, strict=True)
        if kind == "P"
    )


def _midnights(case: Case) -> list[int]:
    """Every local midnight that can matter: none while an outbound window is open.

    A vehicle inside beyond the horizon breaks W1 already.
    """
    first = min([case.horizon[0], *(vehicle.available_from for vehicle in case.vehicles)])
    day = datetime.fromtimestamp(first, case.zone).date()
    end = datetime.fromtimestamp(case.horizon[1], case.zone).date()
    spans = [(each.opens, each.closes) for each in case.windows if each.direction == "out"]
    found = []
    while day <= end:
        # Where the clocks go forward at midnight, this is the moment they do.
        local = datetime(day.year, day.month, day.day, tzinfo=case.zone)
        midnight = int(local.timestamp())
        if not any(opens <= midnight < closes for opens, closes in spans):
            found.append(midnight)
        day += timedelta(days=1)
    return found
