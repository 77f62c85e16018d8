"""Points along roads at which danger is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import FloatArray, RoadTable
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

STEP_METRES = 200.0
"""An arc is measured in the middle of each of the fewest equal pieces no longer than this."""

_ARCS_AT_ONCE = 500_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Samples:
    """Points along some arcs of a road table.

    Attributes
    ----------
    points : (n, 3) metres from the middle of the Earth
    arc : (n,) the arc each is on, ascending; every arc has one at least
    """

    points: FloatArray
    arc: NDArray[np.int64]

    def degrees(self) -> tuple[FloatArray, FloatArray]:
        """Longitude and latitude of each point."""
        x, y, z = self.points.T / EARTH_RADIUS_METRES
        return np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(np.clip(z, -1, 1)))


def sampled(table: RoadTable, step: float = STEP_METRES) -> Iterator[Samples]:
    """The points of all arcs, so many arcs at once that memory stays bounded."""
    for first in range(0, table.arcs, _ARCS_AT_ONCE):
        yield _sampled(table, first, min(first + _ARCS_AT_ONCE, table.arcs), step)


def _sampled(table: RoadTable, first: int, last: int, step: float) -> Samples:
    begins = table.shape_start[first : last + 1].astype(np.int64)
    shape = slice(begins[0], begins[-1])
    vectors = unit_vectors(table.shape_latitude[shape], table.shape_longitude[shape])
    begins -= begins[0]
    # Straight through the ground: on a road's stretch that is the great circle to a hair.
    lengths = EARTH_RADIUS_METRES * np.linalg.norm(np.diff(vectors, axis=0), axis=1)
    lengths[begins[1:-1] - 1] = 0  # from one arc's end to the next one's start is no road
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    metres = along[begins[1:] - 1] - along[begins[:-1]]
    pieces = np.maximum(1, np.ceil(metres / step)).astype(np.int64)
    arc = np.repeat(np.arange(last - first), pieces)
    number = np.arange(len(arc)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at = along[begins[arc]] + (number + 0.5) * (metres / pieces)[arc]
    segment = np.searchsorted(along, at, side="right") - 1
    segment = np.clip(segment, begins[arc], begins[arc + 1] - 2)
    share = (at - along[segment]) / np.where(lengths[segment] > 0, lengths[segment], 1)
    points = vectors[segment] + share[:, None] * (vectors[segment + 1] - vectors[segment])
    points *= EARTH_RADIUS_METRES / np.linalg.norm(points, axis=1)[:, None]
    return Samples(points=points, arc=arc + first)
