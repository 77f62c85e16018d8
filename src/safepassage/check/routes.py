"""R1: only permitted, open road stretches, and never faster than the road."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safepassage.check.broken import broken, figure
from safepassage.check.index import Index, repeated
from safepassage.check.measured import Measured
from safepassage.check.ride import Ride, may_call
from safepassage.model.broken import BrokenPromise
from safepassage.model.plan import Stop


def legs(index: Index) -> Iterator[BrokenPromise]:
    """Each leg has a route from the stop before, for its vehicle, and takes the road's time."""
    for ride in index.rides:
        if ride.stops and ride.stops[0].route is not None:
            yield broken("R1", ride.where(0), "has a route, but no stop before it")
        for number, (before, stop) in enumerate(pairwise(ride.stops), start=1):
            where = ride.where(number)
            if stop.route is None:
                if before.place != stop.place:
                    yield broken("R1", where, f"no route from {before.place}")
            elif (measured := index.routes.get(stop.route)) is None:
                yield broken("R1", where, f"route {stop.route} is not in the plan")
            else:
                yield from _leg(ride, before, stop, measured, where)


def _leg(
    ride: Ride, before: Stop, stop: Stop, measured: Measured, where: str
) -> Iterator[BrokenPromise]:
    route = measured.route
    if (route.origin, route.destination) != (before.place, stop.place):
        what = f"comes from {before.place}; route {route.id} leads from {route.origin}"
        yield broken("R1", where, f"{what} to {route.destination}")
    if ride.type is not None and route.profile != ride.type.profile:
        what = f"route {route.id} is for {route.profile}, the {ride.type.id} drives as"
        yield broken("R1", where, f"{what} {ride.type.profile}")
    taken = stop.arrive - before.depart
    if taken < measured.seconds:
        what = (
            f"{figure(taken)} s from {before.place}, "
            f"the road takes at least {figure(measured.seconds)} s"
        )
        yield broken("R1", where, what, measured.seconds - taken, "seconds")


def calls(index: Index) -> Iterator[BrokenPromise]:
    """A vehicle calls only where its type may; where a trip begins it is already."""
    for ride in index.rides:
        for number, stop in enumerate(ride.stops[1:], start=1):
            place = index.points.get(stop.place) or index.destinations.get(stop.place)
            if ride.type is not None and place is not None and not may_call(ride.type, place):
                takes = ", ".join(place.vehicle_types)
                what = f"a {ride.type.id} may not call here, only {takes}"
                yield broken("R1", ride.where(number), what)


def sound_routes(index: Index) -> Iterator[BrokenPromise]:
    """Arcs that join from place to place, open and passable, with the stated sums."""
    for name in repeated(index.plan.routes):
        yield broken("R1", f"route {name}", "this id is used for more than one route")
    for measured in index.routes.values():
        where = f"route {measured.route.id}"
        unknown = len(measured.route.arcs) - len(measured.arcs)
        if unknown:
            yield broken("R1", where, f"{figure(unknown)} arcs are not in the road table")
            continue
        yield from _joins(index, measured, where)
        yield from _turns(index, measured, where)
        yield from _usable(index, measured, where)
        yield from _sums(measured, where)


def past_no_place(index: Index) -> Iterator[BrokenPromise]:
    """Where the case says so, nobody is driven through a place's node; of crossings W1 tells."""
    if index.case.past_places:
        return
    nodes = index.case.place_nodes.items()
    placed = {node: name for name, node in nodes if name not in index.crossings}
    for ride in index.rides:
        aboard = False
        for number, stop in enumerate(ride.stops):
            if aboard and (measured := index.routes.get(stop.route or "")) is not None:
                for node in measured.inner(index.case.roads).tolist():
                    if node in placed:
                        what = f"people are driven past {placed[node]} by route {stop.route}"
                        yield broken("R1", ride.where(number), what)
            aboard = aboard or bool(stop.boardings)


def _joins(index: Index, measured: Measured, where: str) -> Iterator[BrokenPromise]:
    roads, route, arcs = index.case.roads, measured.route, measured.arcs
    origin = index.case.place_nodes.get(route.origin)
    destination = index.case.place_nodes.get(route.destination)
    for place, node in ((route.origin, origin), (route.destination, destination)):
        if node is None:
            yield broken("R1", where, f"place {place} is on no road of the case")
    if origin is None or destination is None:
        return
    ends = np.concatenate([[origin], roads.head[arcs]])
    starts = np.concatenate([roads.tail[arcs], [destination]])
    gaps = np.flatnonzero(ends != starts)
    if gaps.size:
        first = int(gaps[0])
        what = (
            f"{figure(gaps.size)} gaps, the first before arc {first + 1} of {len(arcs)}"
            if first < len(arcs)
            else f"its last arc doesn't end at {route.destination}"
        )
        yield broken("R1", where, f"doesn't join {route.origin} to {route.destination}: {what}")


def _usable(index: Index, measured: Measured, where: str) -> Iterator[BrokenPromise]:
    roads, arcs = index.case.roads, measured.arcs
    yield from _arcs(measured, where, ~roads.open[arcs], "closed")
    if measured.row is None:
        yield broken("R1", where, f"profile {measured.route.profile} is not in the road table")
    else:
        impassable = ~roads.passable[measured.row, arcs]
        name = f"impassable for {measured.route.profile}"
        yield from _arcs(measured, where, impassable, name)


def _turns(index: Index, measured: Measured, where: str) -> Iterator[BrokenPromise]:
    """Turns that the map bars to the profile. Between two routes a vehicle stops, and may turn."""
    roads, arcs = index.case.roads, measured.arcs.astype(np.int64)
    if measured.row is None:
        return
    binds = roads.turn_binds & np.uint32(1 << measured.row) != 0
    pairs = roads.turn_from[binds].astype(np.int64) * roads.arcs + roads.turn_into[binds]
    made = np.flatnonzero(np.isin(arcs[:-1] * roads.arcs + arcs[1:], pairs))
    if made.size:
        first = int(made[0])
        what = f"from arc {arcs[first]} into {arcs[first + 1]}"
        yield broken("R1", where, f"{figure(made.size)} turns that the map bars, the first {what}")


def _arcs(
    measured: Measured, where: str, wrong: NDArray[np.bool_], name: str
) -> Iterator[BrokenPromise]:
    if wrong.any():
        some = ", ".join(str(arc) for arc in measured.arcs[wrong][:5])
        yield broken("R1", where, f"{figure(int(wrong.sum()))} arcs are {name}, such as {some}")


def _sums(measured: Measured, where: str) -> Iterator[BrokenPromise]:
    route = measured.route
    if measured.row is not None and route.seconds != measured.seconds:
        what = f"states {figure(route.seconds)} s, its arcs add up to {figure(measured.seconds)} s"
        yield broken("R1", where, what, abs(route.seconds - measured.seconds), "seconds")
    if route.metres != measured.metres:
        what = f"states {figure(route.metres)} m, its arcs add up to {figure(measured.metres)} m"
        yield broken("R1", where, what, abs(route.metres - measured.metres), "metres")
