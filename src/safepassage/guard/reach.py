"""Which arcs a post of a reach could guard at all, wherever it stood."""

from __future__ import annotations

import numpy as np
import shapely

from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.sphere import EARTH_RADIUS_METRES, turn_degrees

LAX = 1.001
"""A circle on a flat map may be so much wider or narrower than it is on the sphere."""


def coverable(table: RoadTable, reach_metres: int) -> BoolArray:
    """False for arcs that are surely too long for any post of this reach, (A,).

    The smallest circle round an arc must be no wider than a post sees. Nothing is said against an
    arc that is no longer than twice the reach: half way along it a post sees both its ends.
    """
    able = np.ones(table.arcs, dtype=np.bool_)
    for arc in np.flatnonzero(table.metres > 2 * reach_metres).tolist():
        points = slice(int(table.shape_start[arc]), int(table.shape_start[arc + 1]))
        latitude, longitude = table.shape_latitude[points], table.shape_longitude[points]
        east = turn_degrees(longitude, longitude[0]) * np.cos(np.radians(latitude)).min()
        flat = shapely.MultiPoint(np.stack([east, latitude], axis=1))
        radius = np.radians(shapely.minimum_bounding_radius(flat)) * EARTH_RADIUS_METRES
        able[arc] = radius <= LAX * reach_metres
    return able
