"""Which roads the front line shuts: those that lead over the enclave's edge, but at a crossing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safepassage.model.case import Case
from safepassage.model.roads import BoolArray, FloatArray, RoadTable
from safepassage.model.territory import latest
from safepassage.roads.lines import arc_bounds, arc_lines
from safepassage.roads.sphere import great_circle_metres
from safepassage.territory.ground import enclave

NEAR_METRES = 500
"""Within this of a crossing a road may lead over the edge: lines on maps are drawn by hand."""


def shut(case: Case, on: str, crossings: Collection[str] | None = None) -> BoolArray:
    """The road arcs shut by the front line of the last picture on or before an ISO date, (A,).

    Shut is an arc that lies partly inside the enclave, its edge counted as inside, and partly
    outside. So every way from inside to outside has a shut arc, unless a crossing lets it pass: one
    at whose node the arc ends, or ones that are within `NEAR_METRES` of every point where the arc
    meets the edge. Without a picture nothing is shut.

    Parameters
    ----------
    crossings : ids of those that let arcs pass; None is all of the case
    """
    return front_line(case, on).shut(crossings)


@dataclass(frozen=True, kw_only=True, eq=False)
class FrontLine:
    """The K arcs that lie partly inside and partly outside, and the M points of the edge they meet.

    Attributes
    ----------
    arcs : (K,)
    meets : (M, 2) longitude and latitude
    meets_of : (M,) which of the K arcs
    """

    case: Case
    arcs: NDArray[np.int64]
    meets: FloatArray
    meets_of: NDArray[np.int64]

    def shut(self, crossings: Collection[str] | None = None) -> BoolArray:
        """The arcs that no crossing lets pass, (A,); as `shut`."""
        table = self.case.roads
        gates = [one for one in self.case.crossings if crossings is None or one.id in crossings]
        nodes = [self.case.place_nodes[gate.id] for gate in gates]
        nearest = np.full(len(self.meets), np.inf)
        for gate in gates:
            metres = great_circle_metres(
                self.meets[:, 1], self.meets[:, 0], gate.latitude, gate.longitude
            )
            np.minimum(nearest, metres, out=nearest)
        farthest = np.full(len(self.arcs), -np.inf)
        np.maximum.at(farthest, self.meets_of, nearest)
        passes = (farthest <= NEAR_METRES) & (farthest >= 0)
        passes |= np.isin(table.tail[self.arcs], nodes) | np.isin(table.head[self.arcs], nodes)
        found = np.zeros(table.arcs, dtype=np.bool_)
        found[self.arcs[~passes]] = True
        return found


def front_line(case: Case, on: str) -> FrontLine:
    """The front line on an ISO date; no arc without a picture."""
    inside = enclave(latest(case.control, on))
    arcs = _near_the_edge(case.roads, inside)
    lines = arc_lines(case.roads, arcs)
    shapely.prepare(inside)
    partly = shapely.intersects(inside, lines) & ~shapely.covers(inside, lines)
    meets, meets_of = shapely.get_coordinates(
        shapely.intersection(lines[partly], inside.boundary), return_index=True
    )
    return FrontLine(case=case, arcs=arcs[partly], meets=meets, meets_of=meets_of)


def _near_the_edge(table: RoadTable, inside: BaseGeometry) -> NDArray[np.int64]:
    """Arcs whose box meets the box of a stretch of the edge."""
    if inside.is_empty or table.arcs == 0:
        return np.zeros(0, dtype=np.int64)
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
