"""Arcs told as stretches: those that hang together are one."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from safepassage.guard.ground import Ground, Indices
from safepassage.model.guard import Position, Stretch
from safepassage.model.roads import RoadTable


def stretches(table: RoadTable, ground: Ground, roads: Indices) -> tuple[Stretch, ...]:
    """These roads of the ground, (k,), joined where they meet; the longest first."""
    arcs = ground.arcs[roads]
    if not len(arcs):
        return ()
    nodes, ends = np.unique(np.stack([table.tail[arcs], table.head[arcs]]), return_inverse=True)
    tail, head = ends.reshape(2, -1)
    shape = (len(nodes), len(nodes))
    _, part = connected_components(coo_array((np.ones(len(arcs)), (tail, head)), shape=shape))
    found = [_stretch(table, arcs[part[tail] == each]) for each in np.unique(part[tail])]
    return tuple(sorted(found, key=lambda each: (-each.metres, each.arcs)))


def _stretch(table: RoadTable, arcs: Indices) -> Stretch:
    arcs = np.sort(arcs)
    middle = int(arcs[len(arcs) // 2])
    points = slice(int(table.shape_start[middle]), int(table.shape_start[middle + 1]))
    half = (points.start + points.stop - 1) / 2
    around = [int(np.floor(half)), int(np.ceil(half))]
    return Stretch(
        arcs=tuple(arcs.tolist()),
        metres=int(table.metres[arcs].sum(dtype=np.int64)),
        near=Position(
            latitude=round(float(table.shape_latitude[around].mean()), 6),
            longitude=round(float(table.shape_longitude[around].mean()), 6),
        ),
    )
