"""Bring places onto the road: the nearest node, or a point on a long straight stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from safepassage.model.roads import BoolArray, FloatArray, IntArray
from safepassage.roads.raw import RawRoads
from safepassage.roads.sphere import (
    EARTH_RADIUS_METRES,
    great_circle_metres,
    turn_degrees,
    unit_vectors,
)

WORTH_A_NODE_METRES = 25.0
"""How much nearer a point on a stretch must be than any node, to be made a node."""


@dataclass(frozen=True)
class Foot:
    """Where a place meets the roads: a raw node, or a fraction along a stretch."""

    metres: float
    node: int = -1
    stretch: int = -1
    along: float = 0.0


def feet(raw: RawRoads, stretches: BoolArray, places: Sequence[tuple[float, float]]) -> list[Foot]:
    """The foot of each (latitude, longitude) on some of the stretches, (S,) of which one or more.

    The nearest node by great circle, or the nearest point of a stretch where that is nearer by
    more than 25 m. Points of a stretch are found on a plane that
    touches the sphere at the place (equirectangular), their distance again by great circle.
    """
    nodes = np.unique(np.concatenate([raw.start[stretches], raw.end[stretches]]))
    tree = cKDTree(unit_vectors(raw.latitude[nodes], raw.longitude[nodes]))
    # A point d - 25 m away on a stretch whose ends are d away: it must be 50 m long, or longer.
    long = np.flatnonzero(stretches & (raw.metres() >= 2 * WORTH_A_NODE_METRES * 0.99)).astype(
        np.int32
    )
    ends = raw.latitude[raw.start[long]], raw.latitude[raw.end[long]]
    south, north = np.minimum(*ends), np.maximum(*ends)
    found = []
    for latitude, longitude in places:
        node = int(nodes[tree.query(unit_vectors(latitude, longitude))[1]])
        metres = float(
            great_circle_metres(latitude, longitude, raw.latitude[node], raw.longitude[node])
        )
        foot = Foot(metres=metres, node=node)
        margin = 1.01 * np.degrees(metres / EARTH_RADIUS_METRES)
        near = long[(south <= latitude + margin) & (north >= latitude - margin)]
        if len(near):
            along, away = _nearest_points(raw, near, latitude, longitude)
            best = int(np.argmin(away))
            if away[best] < metres - WORTH_A_NODE_METRES:
                foot = Foot(float(away[best]), stretch=int(near[best]), along=float(along[best]))
        found.append(foot)
    return found


def _nearest_points(
    raw: RawRoads, stretches: IntArray, latitude: float, longitude: float
) -> tuple[FloatArray, FloatArray]:
    """For each stretch, the fraction along it that is nearest to a position, and its metres."""
    start, end = raw.start[stretches], raw.end[stretches]
    shrink = np.cos(np.radians(latitude))
    east = turn_degrees(raw.longitude[start], longitude) * shrink
    north = raw.latitude[start] - latitude
    turn = turn_degrees(raw.longitude[end], raw.longitude[start])
    rise = raw.latitude[end] - raw.latitude[start]
    run = turn * shrink
    along = np.clip(-(east * run + north * rise) / (run**2 + rise**2), 0, 1)
    return along, great_circle_metres(
        latitude,
        longitude,
        raw.latitude[start] + along * rise,
        raw.longitude[start] + along * turn,
    )


def cut(raw: RawRoads, feet: Sequence[Foot]) -> tuple[RawRoads, tuple[int, ...]]:
    """The roads with a node at each foot on a stretch, and the raw node of every foot."""
    made = sorted({(foot.stretch, foot.along) for foot in feet if foot.stretch >= 0})
    node_of = {point: raw.nodes + number for number, point in enumerate(made)}
    nodes = tuple(node_of.get((foot.stretch, foot.along), foot.node) for foot in feet)
    if not made:
        return raw, nodes
    stretch = np.array([number for number, _ in made])
    along = np.array([fraction for _, fraction in made])
    start, end = raw.start[stretch], raw.end[stretch]
    turn = turn_degrees(raw.longitude[end], raw.longitude[start])
    latitude = raw.latitude[start] + along * (raw.latitude[end] - raw.latitude[start])
    longitude = turn_degrees(raw.longitude[start] + along * turn, 0.0)
    new = raw.nodes + np.arange(len(made), dtype=np.int32)
    # Feet of one stretch are in its order: each piece ends at the next foot, the last at the end.
    first = np.append(True, stretch[1:] != stretch[:-1])
    last = np.append(first[1:], True)
    kept = np.ones(len(raw.start), dtype=np.bool_)
    kept[stretch] = False
    rest = raw.only(kept)
    return replace(
        raw,
        latitude=np.concatenate([raw.latitude, latitude]),
        longitude=np.concatenate([raw.longitude, longitude]),
        node_facts=np.concatenate([raw.node_facts, np.zeros(len(made), dtype=np.uint8)]),
        start=np.concatenate([rest.start, start[first], new]),
        end=np.concatenate([rest.end, new[first], np.where(last, end, np.roll(new, -1))]),
        of_way=np.concatenate([rest.of_way, raw.of_way[stretch[first]], raw.of_way[stretch]]),
    ), nodes
