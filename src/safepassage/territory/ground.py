"""The ground of a picture as one shape, and where its edge runs."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from safepassage.model.roads import BoolArray
from safepassage.model.territory import ControlArea


def ground(areas: Sequence[ControlArea]) -> BaseGeometry:
    """All ground of the areas, (longitude, latitude) degrees; empty where there is none."""
    return shapely.union_all(
        [shapely.Polygon(outer, holes) for area in areas for outer, *holes in area.polygons]
    )


def enclave(areas: Sequence[ControlArea]) -> BaseGeometry:
    """The ground of the areas the people of the case are inside."""
    return ground([area for area in areas if area.enclave])


def is_inside(ground: BaseGeometry, latitude: ArrayLike, longitude: ArrayLike) -> BoolArray:
    """Whether positions lie in the ground or on its edge, elementwise."""
    shapely.prepare(ground)
    found: BoolArray = shapely.intersects_xy(ground, longitude, latitude)
    return found
