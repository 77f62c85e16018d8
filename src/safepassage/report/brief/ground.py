"""The ground as a map shows it: roads, places, the ways vehicles take and when."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from safepassage.model.case import Case
from safepassage.model.places import Crossing, Destination, Place
from safepassage.model.plan import Route
from safepassage.model.roads import RoadTable
from safepassage.report.journeys import Journeys

PlaceKind = Literal["assembly_point", "crossing", "destination", "staging_area"]

MOST_ROADS = 6_000
"""Beyond so many stretches only the more important roads are drawn, and those that are used."""

IMPORTANCE = (
    *("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"),
    *("secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified"),
    *("residential", "road", "living_street", "service"),
)
MAJOR = IMPORTANCE[:8]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line over the ground, WGS 84 degrees."""

    latitudes: tuple[float, ...]
    longitudes: tuple[float, ...]


class Road(Line, frozen=True, kw_only=True):
    """A stretch of road, whichever way it is driven."""

    major: bool
    open: bool


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the map; `people` board there, are taken there or out through there."""

    kind: PlaceKind
    name: str
    name_local: str
    latitude: float
    longitude: float
    people: int


class Way(Line, frozen=True, kw_only=True):
    """A route that vehicles drive; `people` ride along it, over the whole plan."""

    people: int
    outside: bool
    """From a crossing to a destination, loaded."""


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Vehicles that drive a way together, UTC seconds; `way` is its position in the list."""

    way: int
    depart: int
    arrive: int
    vehicles: int
    people: int


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What a map shows."""

    roads: tuple[Road, ...]
    places: tuple[Spot, ...]
    ways: tuple[Way, ...]
    movements: tuple[Movement, ...]


def ground(told: Journeys) -> Ground:
    """Roads, places, ways and movements of a plan."""
    ways, movements = _ways(told)
    used = {arc for route in told.plan.routes for arc in route.arcs}
    return Ground(
        roads=drawn_roads(told.case.roads, used),
        places=_places(told),
        ways=ways,
        movements=movements,
    )


def _places(told: Journeys) -> tuple[Spot, ...]:
    case = told.case
    people = defaultdict[str, int](int)
    for journey in told.all:
        people[journey.destination] += journey.persons
        if journey.outward is not None and case.crossings:
            people[journey.outward.crossing] += journey.persons
        for call in journey.calls:
            people[call.place] += call.persons
    tables: tuple[tuple[PlaceKind, tuple[Place, ...]], ...] = (
        ("staging_area", case.staging_areas),
        ("assembly_point", case.assembly_points),
        ("crossing", case.crossings),
        ("destination", case.destinations),
    )
    return tuple(
        Spot(
            kind=kind,
            name=place.name,
            name_local=place.name_local,
            latitude=place.latitude,
            longitude=place.longitude,
            people=people[place.id],
        )
        for kind, places in tables
        for place in places
    )


def _ways(told: Journeys) -> tuple[tuple[Way, ...], tuple[Movement, ...]]:
    """Routes that are driven, once each, and the legs on them, vehicles that drive alike as one."""
    alike = defaultdict[tuple[str, int, int], list[int]](lambda: [0, 0])
    people = defaultdict[str, int](int)
    for journey in told.all:
        for leg in journey.legs:
            together = alike[leg.route, leg.depart, leg.arrive]
            together[0] += 1
            together[1] += leg.persons
            people[leg.route] += leg.persons
    known = [told.routes[name] for name in sorted(people) if name in told.routes]
    lines = {route.id: line for route in known if (line := _route_line(told.case, route))}
    routes = [route for route in known if route.id in lines]
    order = {name: number for number, name in enumerate(lines)}
    outside = _kinds(told.case)
    ways = tuple(
        Way(
            **lines[route.id],
            people=people[route.id],
            outside=(outside.get(route.origin), outside.get(route.destination))
            == (Crossing, Destination),
        )
        for route in routes
    )
    movements = (
        Movement(way=order[route], depart=depart, arrive=arrive, vehicles=cars, people=persons)
        for (route, depart, arrive), (cars, persons) in alike.items()
        if route in order
    )
    return ways, tuple(sorted(movements, key=lambda one: (one.depart, one.arrive, one.way)))


def _kinds(case: Case) -> dict[str, type[Place]]:
    return {name: type(place) for name, place in case.places.items()}


def drawn_roads(table: RoadTable, used: set[int]) -> tuple[Road, ...]:
    """Each stretch once, the important ones if there are too many; closed ones stay closed."""
    low, high = np.minimum(table.tail, table.head), np.maximum(table.tail, table.head)
    rank = _ranks(table)
    in_use = np.zeros(table.arcs, dtype=np.bool_)
    in_use[[arc for arc in used if 0 <= arc < table.arcs]] = True
    order = np.lexsort((np.arange(table.arcs), ~table.open, table.metres, high, low))
    first = np.ones(table.arcs, dtype=np.bool_)
    a = order[1:], order[:-1]
    first[1:] = (
        (low[a[0]] != low[a[1]])
        | (high[a[0]] != high[a[1]])
        | (table.metres[a[0]] != table.metres[a[1]])
    )
    arcs = order[first]
    # A stretch is in use whichever of its directions is driven.
    either = np.logical_or.reduceat(in_use[order], np.flatnonzero(first)) if len(arcs) else first
    by_rank = arcs[np.lexsort((arcs, rank[arcs], ~either))]
    shown = np.sort(by_rank[:MOST_ROADS])
    majors = [number for number, name in enumerate(table.classes) if name in MAJOR]
    return tuple(
        Road(
            **line_along(table, (int(arc),)),
            major=bool(np.isin(table.highway[arc], majors)),
            open=bool(table.open[arc]),
        )
        for arc in shown
    )


def _ranks(table: RoadTable) -> NDArray[np.int64]:
    """How important each arc's road is, 0 the most."""
    places = {name: rank for rank, name in enumerate(IMPORTANCE)}
    ranks = np.array([places.get(name, len(IMPORTANCE)) for name in table.classes], dtype=np.int64)
    found: NDArray[np.int64] = ranks[table.highway] if len(ranks) else np.zeros(0, dtype=np.int64)
    return found


def _route_line(case: Case, route: Route) -> dict[str, tuple[float, ...]]:
    """Where a route runs; its places where it has no arcs, as between two at one road node.

    Nothing if a broken plan leaves neither.
    """
    arcs = tuple(arc for arc in route.arcs if 0 <= arc < case.roads.arcs)
    if arcs:
        return line_along(case.roads, arcs)
    ends = [case.places[name] for name in (route.origin, route.destination) if name in case.places]
    if not ends:
        return {}
    return {
        "latitudes": tuple(round(place.latitude, 5) for place in ends),
        "longitudes": tuple(round(place.longitude, 5) for place in ends),
    }


def line_along(table: RoadTable, arcs: tuple[int, ...]) -> dict[str, tuple[float, ...]]:
    """Where the arcs run, end to end, to a metre; where two meet their point stands once."""
    latitudes: list[float] = []
    longitudes: list[float] = []
    for arc in arcs:
        begin, end = table.shape_start[arc], table.shape_start[arc + 1]
        skip = 1 if latitudes else 0
        latitudes += np.round(table.shape_latitude[begin + skip : end], 5).tolist()
        longitudes += np.round(table.shape_longitude[begin + skip : end], 5).tolist()
    return {"latitudes": tuple(latitudes), "longitudes": tuple(longitudes)}


class Corridor(Line, frozen=True, kw_only=True):
    """A way from a crossing to a destination that loaded convoys take."""

    crossing: str
    crossing_local: str
    destination: str
    destination_local: str


def corridors(told: Journeys) -> tuple[Corridor, ...]:
    """Each pair of crossing and destination once, by the way that most people are driven."""
    people = defaultdict[str, int](int)
    for journey in told.all:
        for leg in journey.legs:
            people[leg.route] += leg.persons
    kinds, places = _kinds(told.case), told.case.places
    best: dict[tuple[str, str], str] = {}
    for name in sorted(people, key=lambda one: (-people[one], one)):
        route = told.routes.get(name)
        if route and people[name]:
            ends = route.origin, route.destination
            if (kinds.get(ends[0]), kinds.get(ends[1])) == (Crossing, Destination):
                best.setdefault(ends, name)
    return tuple(
        Corridor(
            **_route_line(told.case, told.routes[name]),
            crossing=places[origin].name,
            crossing_local=places[origin].name_local,
            destination=places[destination].name,
            destination_local=places[destination].name_local,
        )
        for (origin, destination), name in sorted(best.items())
    )
