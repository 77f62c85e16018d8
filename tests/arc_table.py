"""Road tables of bare arcs, for tests of what leads where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from safepassage.model.roads import RoadTable


def arc_table(
    size: int, arcs: Sequence[tuple[int, int, int]], opened: np.ndarray | None = None
) -> RoadTable:
    """Arcs (tail, head, seconds) without any geography."""
    tail, head, seconds = (np.array(column, dtype=np.int32) for column in zip(*arcs, strict=True))
    count = len(arcs)
    return RoadTable(
        profiles=("bus",),
        classes=("primary",),
        latitude=np.zeros(size),
        longitude=np.zeros(size),
        tail=tail,
        head=head,
        metres=seconds,
        seconds=seconds[None, :],
        passable=np.ones((1, count), dtype=np.bool_),
        open=np.ones(count, dtype=np.bool_) if opened is None else opened,
        highway=np.zeros(count, dtype=np.uint8),
        facts=np.zeros(count, dtype=np.uint8),
        way=np.zeros(count, dtype=np.int64),
        shape_start=np.arange(0, 2 * count + 1, 2, dtype=np.int32),
        shape_latitude=np.zeros(2 * count),
        shape_longitude=np.zeros(2 * count),
    )
