"""Tiny cases with a picture of who holds what: places on a grid of thousandths of a degree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from factory import place, small_case

from safepassage.model.case import Case
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.model.roads import RoadTable
from safepassage.model.territory import ControlArea, Ring

Spot = tuple[float, float]
"""Thousandths of a degree, some 100 m, east and north of the middle."""

EAST, NORTH = 36.4, 33.5


def degrees(spot: Spot) -> tuple[float, float]:
    """Longitude and latitude."""
    return EAST + spot[0] / 1000, NORTH + spot[1] / 1000


def box(west: float, south: float, east: float, north: float) -> Ring:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return tuple(map(degrees, corners))


def area(*outlines: Ring, on: str = "2018-03-06", enclave: bool = True, **more: Any) -> ControlArea:
    fields: dict[str, Any] = {
        "on": on,
        "name": "the enclave" if enclave else "ground around",
        "held_by": "one side" if enclave else "other side",
        "enclave": enclave,
        "polygons": tuple((outline,) for outline in outlines),
        "source": "a monitor",
    }
    return ControlArea(**(fields | more))


def roads(spots: Mapping[str, Spot], links: Iterable[Sequence[Any]]) -> RoadTable:
    """Two-way links of 60 seconds and 100 m: (from, to) or (from, to, shape between).

    A third of None makes the link one way.
    """
    arcs = []
    for tail, head, *rest in links:
        between = rest[0] if rest else ()
        arcs.append((tail, head, tuple(between or ())))
        if between is not None:
            arcs.append((head, tail, tuple(reversed(between))))
    names = list(spots)
    lines = [[spots[tail], *between, spots[head]] for tail, head, between in arcs]
    points = np.array([degrees(spot) for line in lines for spot in line]).reshape(-1, 2)
    ends = np.array([degrees(spots[name]) for name in names]).reshape(-1, 2)
    count = len(arcs)
    return RoadTable(
        profiles=("bus",),
        classes=("primary",),
        latitude=ends[:, 1],
        longitude=ends[:, 0],
        tail=np.array([names.index(tail) for tail, _, _ in arcs], dtype=np.int32),
        head=np.array([names.index(head) for _, head, _ in arcs], dtype=np.int32),
        metres=np.full(count, 100, dtype=np.int32),
        seconds=np.full((1, count), 60, dtype=np.int32),
        passable=np.ones((1, count), dtype=np.bool_),
        open=np.ones(count, dtype=np.bool_),
        highway=np.zeros(count, dtype=np.uint8),
        facts=np.zeros(count, dtype=np.uint8),
        way=np.arange(count, dtype=np.int64),
        shape_start=np.append(0, np.cumsum([len(line) for line in lines])).astype(np.int32),
        shape_latitude=points[:, 1],
        shape_longitude=points[:, 0],
    )


def ground_case(
    spots: Mapping[str, Spot],
    links: Iterable[Sequence[Any]],
    control: Sequence[ControlArea],
    *,
    points: Sequence[str] = (),
    crossings: Sequence[str] = (),
    destinations: Sequence[str] = (),
    **changes: Any,
) -> Case:
    """A case of these places, each at the road node of its name; windows are of the crossing
    `gate` only, as in the small case."""

    def at(kind: type, name: str, **more: Any) -> Any:
        longitude, latitude = degrees(spots[name])
        return place(kind, name, latitude=latitude, longitude=longitude, **more)

    fields: dict[str, Any] = {
        "roads": roads(spots, links),
        "place_nodes": {name: number for number, name in enumerate(spots)},
        "control": tuple(control),
        "assembly_points": tuple(at(AssemblyPoint, name, population=100) for name in points),
        "crossings": tuple(
            at(Crossing, name, convoy_vehicles=3, headway_seconds=900) for name in crossings
        ),
        "destinations": tuple(at(Destination, name) for name in destinations),
        "staging_areas": (),
        "vehicles": (),
        "groups": (),
    }
    return small_case(**(fields | changes))
