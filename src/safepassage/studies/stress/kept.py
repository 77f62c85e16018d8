"""The promises looked at anew over what a run did: how many are broken (none is the aim).

Everything is added up from the trips that were made and from the tables, never from what the
simulator decided by. H1 to H3 rest on how units are made up; R2 on the roads, which don't change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.solve.dispatch.rounds import Ride
from safepassage.studies.stress.places import DAY
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.trips import Trip
from safepassage.studies.stress.world import World

Ints = NDArray[np.int64]

_APART = 1 << 40
"""Between the times of two vehicles, where they are put in one row."""


@dataclass(frozen=True)
class _Log:
    """What a run did, in columns. Trips by vehicle and departure; `first` are those of a vehicle.

    `stops` are (trip, place, arrives, departs) of every stop, (stops, 4); `boardings` are (trip,
    unit, seated, stretchers, wheelchairs, escorts), (boardings, 6); `rides` the convoys, with the
    number of each trip's in `into` (-1 if none) and `out`.
    """

    vehicle: Ints
    kind: Ints
    number: Ints
    depart: Ints
    free: Ints
    first: NDArray[np.bool_]
    rested_at: Ints
    """When the vehicle arrived where it rests on the way, -1 if it doesn't."""
    destination: Ints
    arrive: Ints
    into: Ints
    out: Ints
    rides: tuple[Ride, ...]
    stops: Ints
    boardings: Ints


def broken(standing: Standing, world: World, trips: Sequence[Trip]) -> int:
    """How many promises the trips of a run break in this world."""
    if not trips:
        return 0
    log = _log(standing, trips)
    checks = (_windows, _convoys, _seats, _continuity, _driver_hours, _nights, _reception, _account)
    return sum(check(standing, world, log) for check in checks)


def _log(standing: Standing, trips: Sequence[Trip]) -> _Log:
    trips = sorted(trips, key=lambda trip: (trip.vehicle, trip.depart))
    numbers: dict[int, int] = {}
    rides: list[Ride] = []

    def convoy(ride: Ride | None) -> int:
        if ride is None:
            return -1
        if id(ride) not in numbers:
            numbers[id(ride)] = len(rides)
            rides.append(ride)
        return numbers[id(ride)]

    columns = np.array(
        [
            (
                *(trip.vehicle, standing.crews[trip.vehicle].kind, trip.number, trip.depart),
                *(trip.free, trip.reach if trip.base >= 0 else -1, trip.destination, trip.arrive),
                *(convoy(trip.into), convoy(trip.out)),
            )
            for trip in trips
        ],
        dtype=np.int64,
    ).T
    vehicle, kind, number, depart, free, rested_at, destination, arrive, into, out = columns
    return _Log(
        *(vehicle, kind, number, depart, free, np.diff(vehicle, prepend=-1) != 0),
        *(rested_at, destination, arrive, into, out, tuple(rides)),
        np.array(
            [stop for n, trip in enumerate(trips) for stop in _stops(standing, n, trip)],
            dtype=np.int64,
        ),
        np.array(
            [
                (n, *share)
                for n, trip in enumerate(trips)
                for _, _, _, shares in trip.calls
                for share in shares
            ],
            dtype=np.int64,
        ),
    )


def _stops(standing: Standing, n: int, trip: Trip) -> list[tuple[int, int, int, int]]:
    gates, end = standing.gates, standing.ends[trip.destination]
    found = [(n, trip.origin, trip.depart, trip.depart)]
    if trip.base >= 0:
        found.append((n, trip.base, trip.reach, trip.move))
    if trip.into is not None and not standing.doors:
        found.append((n, gates[trip.into.crossing].place, trip.into.start, trip.into.end))
    found += [(n, standing.stops[point].place, a, b) for point, a, b, _ in trip.calls]
    if trip.out is not None and not standing.doors:
        found.append((n, gates[trip.out.crossing].place, trip.out.start, trip.out.end))
    found.append((n, end.place, trip.arrive, trip.free))
    return found


def _windows(standing: Standing, world: World, log: _Log) -> int:
    """W1: every convoy inside a window that was really open, and inside the horizon."""
    faults = 0
    for ride in log.rides:
        spans = world.windows[ride.direction][ride.crossing]
        inside = any(a <= ride.start < b and ride.end <= b for a, b in spans)
        faults += not (inside and standing.horizon[0] <= ride.start)
        faults += ride.end > standing.horizon[1]
    return faults


def _convoys(standing: Standing, world: World, log: _Log) -> int:
    """C1 and C2: few enough vehicles, the headway apart, and as long as screening really took."""
    count = len(log.rides)
    vehicles = np.bincount(log.out, minlength=count)
    vehicles += np.bincount(log.into[log.into >= 0], minlength=count)
    aboard = log.boardings[:, 2:5].sum(axis=1)
    persons = np.bincount(log.out[log.boardings[:, 0]], weights=aboard, minlength=count)
    servers: dict[tuple[int, str], list[int]] = {}
    faults = 0
    for n, ride in enumerate(log.rides):
        door = standing.gates[ride.crossing]
        way = "both" if door.shared else ride.direction
        servers.setdefault((ride.crossing, way), []).append(n)
        day = int(np.searchsorted(standing.calendar, ride.start, side="right")) - 1
        hours = world.screening[ride.crossing, day] * (ride.end - ride.start + 1e-6) / 3600
        faults += int(vehicles[n]) > door.most and not standing.doors
        faults += bool(door.vehicles_per_hour) and vehicles[n] > hours * door.vehicles_per_hour
        faults += bool(door.persons_per_hour) and persons[n] > hours * door.persons_per_hour
    for (crossing, _), numbers in servers.items():
        spans = np.array(sorted((log.rides[n].start, log.rides[n].end) for n in numbers))
        apart = np.diff(spans[:, 0])
        faults += int((apart < standing.gates[crossing].headway).sum())
        if not standing.doors:
            faults += int((spans[1:, 0] < np.maximum.accumulate(spans[:-1, 1])).sum())
    return int(faults)


def _seats(standing: Standing, world: World, log: _Log) -> int:
    """V1: places of each kind, and a medic where one is needed."""
    kinds = np.array([kind[:4] for kind in standing.kinds], dtype=np.int64)[log.kind]
    most = np.where(np.arange(4) == 3, kinds * _APART, kinds)
    load = np.zeros((len(log.vehicle), 4), dtype=np.int64)
    np.add.at(load, log.boardings[:, 0], log.boardings[:, 2:6])
    return int((load > most).sum())


def _continuity(standing: Standing, world: World, log: _Log) -> int:
    """V2 and R1: one place at a time, least times of roads and stops, in its days of work."""
    crews = np.array([crew[1:4] for crew in standing.crews], dtype=np.int64)[log.vehicle]
    trip, place, arrives, departs = log.stops.T
    origin = place[np.diff(trip, prepend=-1) != 0]
    ended = place[np.diff(trip, append=-1) != 0]
    first = log.first
    faults = (origin != crews[:, 0]) & first
    faults |= (log.depart < crews[:, 1]) & first
    faults[1:] |= ~first[1:] & ((origin[1:] != ended[:-1]) | (log.depart[1:] < log.free[:-1]))
    faults |= log.free > crews[:, 2]
    on = trip[1:] == trip[:-1]
    road = standing.road[log.kind[trip[1:]], place[:-1], place[1:]]
    fast = on & (arrives[1:] - departs[:-1] < road)
    kinds = np.array([(kind.loading, kind.turnaround) for kind in standing.kinds])[log.kind]
    least = np.zeros(standing.road.shape[1], dtype=np.int64)
    least[[stop.place for stop in standing.stops]] = [stop.seconds for stop in standing.stops]
    handover = np.array([end.handover for end in standing.ends])[log.destination]
    points = np.isin(place, [stop.place for stop in standing.stops])
    points &= (np.diff(trip, prepend=-1) == 0) & (np.diff(trip, append=-1) == 0)
    short = points & (departs - arrives < least[place] + kinds[trip, 0])
    hasty = log.free - log.arrive < handover + kinds[:, 1]
    return int(faults.sum() + fast.sum() + short.sum() + hasty.sum() + (departs < arrives).sum())


def _driver_hours(standing: Standing, world: World, log: _Log) -> int:
    """V2: at most the crews' hours of driving in any 24, and between two rests."""
    trip, place, _, departs = log.stops.T
    on = np.flatnonzero(trip[1:] == trip[:-1])
    of, start = trip[on], departs[on]
    driven = standing.road[log.kind[of], place[on], place[on + 1]]
    limit, rest = (
        np.array([getattr(kind, name) for kind in standing.kinds], dtype=np.int64)[log.kind[of]]
        for name in ("limit", "rest")
    )
    begins = np.diff(of, prepend=-1) != 0
    since = np.where(log.first, -_APART, np.roll(log.free, 1))[of]
    rested = begins & (start - since >= rest)
    second = np.roll(begins, 1) & (log.rested_at[of] >= 0)
    rested |= second & (start - log.rested_at[of] >= rest)
    between = np.cumsum(rested) - 1
    total = np.bincount(between, weights=driven)
    faults = int((total > limit[np.flatnonzero(rested)]).sum())
    row = log.vehicle[of] * _APART + (start - start.min())
    before = np.concatenate([[0], np.cumsum(driven)])
    last = np.searchsorted(row, row + DAY, side="right") - 1
    day = before[last] + np.minimum(driven[last], row + DAY - row[last]) - before[:-1]
    return faults + int((day > limit).sum())


def _nights(standing: Standing, world: World, log: _Log) -> int:
    """V2: a midnight with no way out finds nobody inside but at a point where one may stay."""
    if standing.doors:
        return 0
    spans = [span for gate in world.windows["out"] for span in gate]
    ends = np.array([ride.end for ride in log.rides], dtype=np.int64)
    starts = np.array([ride.start for ride in log.rides], dtype=np.int64)
    enters = np.where(log.into >= 0, ends[log.into], log.depart + 1)
    leaves = starts[log.out]
    trip, place, arrives, departs = log.stops.T
    restful = np.isin(place, [stop.place for stop in standing.stops if stop.overnight])
    inner = (np.diff(trip, prepend=-1) == 0) & (np.diff(trip, append=-1) == 0)
    faults = 0
    for midnight in standing.midnights:
        if any(opens <= midnight < closes for opens, closes in spans):
            continue
        inside = (enters <= midnight) & (midnight < leaves)
        if inside.any():
            stays = restful & inner & (arrives <= midnight) & (midnight <= departs)
            faults += int((inside & (np.bincount(trip[stays], minlength=len(inside)) == 0)).sum())
    return faults


def _reception(standing: Standing, world: World, log: _Log) -> int:
    """D1: in all, by local day, and nobody on a day on which a destination is full."""
    day = np.searchsorted(standing.calendar, log.arrive, side="right") - 1
    aboard = np.bincount(
        log.boardings[:, 0],
        weights=log.boardings[:, 2:5].sum(axis=1),
        minlength=len(day),
    )
    received = np.zeros((len(standing.ends), len(standing.calendar)))
    np.add.at(received, (log.destination, day), aboard)
    most = np.array([(end.capacity, end.daily) for end in standing.ends])
    within = received[:, : world.full.shape[1]]
    faults = (received > most[:, 1:]).sum() + (received.sum(axis=1) > most[:, 0]).sum()
    return int(faults + (within[world.full] > 0).sum())


def _account(standing: Standing, world: World, log: _Log) -> int:
    """A1, H1, H2: who boards does so whole, once, in one convoy, came, and accepted the place."""
    boarded = np.zeros((len(standing.units), 4), dtype=np.int64)
    units = log.boardings[:, 1]
    np.add.at(boarded, units, log.boardings[:, 2:6])
    whole, accepts = standing.people[:, :4], standing.people[units, 4]
    some = boarded.any(axis=1)
    faults = int((boarded[some] != whole[some]).any(axis=1).sum())
    faults += int((some & ~world.comes).sum())
    order = np.lexsort((log.out[log.boardings[:, 0]], units))
    unit, convoy = units[order], log.out[log.boardings[order, 0]]
    faults += int(((unit[1:] == unit[:-1]) & (convoy[1:] != convoy[:-1])).sum())
    to = log.destination[log.boardings[:, 0]]
    return faults + int(((accepts >> to & 1) == 0).sum())
