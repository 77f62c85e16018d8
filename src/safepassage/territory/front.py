"""Which roads the front line shuts: those that lead over the enclave's edge, but at a crossing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safepassage.model.case import Case
from safepassage.model.places import Crossing
from safepassage.model.roads import BoolArray, RoadTable
from safepassage.model.territory import latest
from safepassage.roads.lines import Lines, arc_bounds, arc_lines
from safepassage.roads.sphere import great_circle_metres
from safepassage.territory.ground import enclave

NEAR_METRES = 500
"""Within this of a crossing a road may lead over the edge: lines on maps are drawn by hand."""


def shut(case: Case, on: str, crossings: Collection[str] | None = None) -> BoolArray:
    """The road arcs shut by the front line of the last picture on or before a date, (A,).

    Shut is an arc that lies partly inside the enclave, its edge counted as inside, and partly
    outside. So every way from inside to outside has a shut arc, unless a crossing lets it pass: one
    at whose node the arc ends, or ones that are within `NEAR_METRES` of every point where the arc
    meets the edge. Without a picture nothing is shut.

    Parameters
    ----------
    on : ISO date
    crossings : ids of those that let an arc pass; None is all of the case
    """
    areas = latest(case.control, on)
    gates = [one for one in case.crossings if crossings is None or one.id in crossings]
    return _shut(case.roads, enclave(areas), gates, [case.place_nodes[gate.id] for gate in gates])


def _shut(
    table: RoadTable, inside: BaseGeometry, gates: Sequence[Crossing], nodes: Sequence[int]
) -> BoolArray:
    found = np.zeros(table.arcs, dtype=np.bool_)
    if inside.is_empty or table.arcs == 0:
        return found
    arcs = _near_the_edge(table, inside)
    arcs = arcs[~(np.isin(table.tail[arcs], nodes) | np.isin(table.head[arcs], nodes))]
    lines = arc_lines(table, arcs)
    shapely.prepare(inside)
    partly = shapely.intersects(inside, lines) & ~shapely.covers(inside, lines)
    arcs, lines = arcs[partly], lines[partly]
    found[arcs[~_pass(lines, inside, gates)]] = True
    return found


def _near_the_edge(table: RoadTable, inside: BaseGeometry) -> NDArray[np.int64]:
    """Arcs whose box meets the box of a stretch of the edge."""
    west, south, east, north = inside.bounds
    boxes = arc_bounds(table)
    near = (boxes[2] >= west) & (boxes[0] <= east) & (boxes[3] >= south) & (boxes[1] <= north)
    arcs = np.flatnonzero(near)
    rings = shapely.get_rings(shapely.get_parts(inside))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    stretches = np.stack([corners[:-1], corners[1:]], axis=1)[ring[:-1] == ring[1:]]
    tree = shapely.STRtree(shapely.linestrings(stretches))
    met, _ = tree.query(shapely.box(*(side[arcs] for side in boxes)))
    close: NDArray[np.int64] = arcs[np.unique(met)]
    return close


def _pass(lines: Lines, inside: BaseGeometry, gates: Sequence[Crossing]) -> BoolArray:
    """Which lines meet the edge only near a crossing, (len(lines),)."""
    farthest = np.full(len(lines), -np.inf)
    where, line = shapely.get_coordinates(
        shapely.intersection(lines, inside.boundary), return_index=True
    )
    nearest = np.full(len(where), np.inf)
    for gate in gates:
        metres = great_circle_metres(where[:, 1], where[:, 0], gate.latitude, gate.longitude)
        np.minimum(nearest, metres, out=nearest)
    np.maximum.at(farthest, line, nearest)
    passes: BoolArray = (farthest <= NEAR_METRES) & (farthest >= 0)
    return passes
