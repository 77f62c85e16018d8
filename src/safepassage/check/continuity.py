"""V2: a vehicle is in one place at a time, and stays as long as boarding and handover take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from safepassage.check.broken import broken, clock, figure
from safepassage.check.index import Index, repeated
from safepassage.check.ride import KINDS, Ride, least_stay
from safepassage.model.broken import BrokenPromise
from safepassage.model.fleet import Vehicle

_SHOWN = 12
"""Stops of a malformed trip that are spelt out."""


def trip_form(index: Index) -> Iterator[BrokenPromise]:
    """A trip has its own id, a known vehicle, the stops of a trip, and somebody who boards it."""
    for name in repeated(index.plan.trips):
        yield broken("V2", f"trip {name}", "this id is used for more than one trip")
    for ride in index.rides:
        if ride.vehicle is None:
            yield broken("V2", ride.where(), f"vehicle {ride.trip.vehicle} is not in the case")
        elif ride.type is None:
            what = f"vehicle {ride.vehicle.id} is of type {ride.vehicle.type}, not in the case"
            yield broken("V2", ride.where(), what)
        if not ride.well_formed:
            stops = ", ".join(KINDS[kind] for kind in ride.kinds[:_SHOWN]) or "none"
            yield broken("V2", ride.where(), f"stops are {stops}; expected {_form(ride)}")
        if ride.load.persons == 0:
            yield broken("V2", ride.where(), "nobody boards it")


def _form(ride: Ride) -> str:
    if not ride.gated:
        return (
            "where it waited, assembly points, a destination; one rest at a staging area may come "
            "before the assembly points"
        )
    return (
        "where it waited, a crossing inbound (none if inside), assembly points, a crossing "
        "outbound, a destination; one rest at a staging area may come before the crossing inbound"
    )


def stops_in_order(index: Index) -> Iterator[BrokenPromise]:
    """Arrive, depart, arrive at the next: never back in time; the first stop is one moment."""
    for ride in index.rides:
        for number, stop in enumerate(ride.stops):
            stay = stop.depart - stop.arrive
            if stay < 0:
                what = f"departs {figure(-stay)} s before it arrives"
                yield broken("V2", ride.where(number), what, -stay, "seconds")
            elif number == 0 and stay > 0:
                what = f"waits {figure(stay)} s; the first stop is the moment it leaves"
                yield broken("V2", ride.where(number), what, stay, "seconds")
        for number, (before, stop) in enumerate(pairwise(ride.stops), start=1):
            if stop.arrive < before.depart:
                early = before.depart - stop.arrive
                what = f"arrives {figure(early)} s before it departs from {before.place}"
                yield broken("V2", ride.where(number), what, early, "seconds")


def least_stays(index: Index) -> Iterator[BrokenPromise]:
    """Boarding takes its time at an assembly point, handover and turnaround at a destination."""
    for ride in index.rides:
        for number, stop in enumerate(ride.stops):
            least, stay = _least(index, ride, number), stop.depart - stop.arrive
            if 0 <= stay < least:  # a negative stay is reported by the order of the stops
                what = f"stays {figure(stay)} s, at least {figure(least)} s"
                yield broken("V2", ride.where(number), what, least - stay, "seconds")


def _least(index: Index, ride: Ride, number: int) -> int:
    stop = ride.stops[number]
    if ride.type is not None and (point := index.points.get(stop.place)) is not None:
        return least_stay(stop, point, ride.type)
    destination = index.destinations.get(stop.place)
    if ride.type is not None and destination is not None and number == len(ride.stops) - 1 > 0:
        return destination.handover_seconds + ride.type.turnaround_seconds
    return 0


def one_place_at_a_time(index: Index) -> Iterator[BrokenPromise]:
    """A vehicle's first trip starts where it stands, each later one where and when it is free."""
    for name, rides in index.rides_of.items():
        vehicle = index.vehicles[name]
        yield from _first_trip(index, vehicle, rides[0])
        for before, ride in pairwise(rides):
            yield from _next_trip(index, before, ride)
        last = max(rides, key=lambda ride: ride.stops[-1].depart)
        until, free = vehicle.available_until, last.stops[-1].depart
        if until is not None and free > until:
            zone = index.case.zone
            what = (
                f"vehicle {name} is free {clock(free, zone)}, available until {clock(until, zone)}"
            )
            yield broken("V2", last.where(), what, free - until, "seconds")


def _first_trip(index: Index, vehicle: Vehicle, ride: Ride) -> Iterator[BrokenPromise]:
    start, zone = ride.stops[0], index.case.zone
    if start.place != vehicle.start:
        what = f"first trip of vehicle {vehicle.id}, which starts at {vehicle.start}"
        yield broken("V2", ride.where(0), what)
    early = vehicle.available_from - start.depart
    if early > 0:
        what = (
            f"vehicle {vehicle.id} leaves {clock(start.depart, zone)}, "
            f"available from {clock(vehicle.available_from, zone)}"
        )
        yield broken("V2", ride.where(0), what, early, "seconds")


def _next_trip(index: Index, before: Ride, ride: Ride) -> Iterator[BrokenPromise]:
    end, start, zone = before.stops[-1], ride.stops[0], index.case.zone
    if start.place != end.place:
        what = f"its vehicle is at {end.place}, where trip {before.trip.id} ended"
        yield broken("V2", ride.where(0), what)
    early = end.depart - start.depart
    if early > 0:
        what = (
            f"leaves {clock(start.depart, zone)}, trip {before.trip.id} of the same vehicle "
            f"ends {clock(end.depart, zone)}"
        )
        yield broken("V2", ride.where(0), what, early, "seconds")
