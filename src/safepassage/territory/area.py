"""How large an area is, on the ellipsoid."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.model.roads import FloatArray

_A, _E2 = 6_378_137.0, 0.0066943799901413165
"""WGS 84: half the longer axis in metres, and the square of the eccentricity."""


def square_kilometres(ground: BaseGeometry) -> float:
    """The area of ground in (longitude, latitude) degrees, edges straight in degrees.

    Added up under each edge, on the cylindrical map of equal area of the ellipsoid (Snyder, 1987,
    equations 3-12 and 10-15), by Simpson's rule: off by less than 1 part in a million where edges
    are shorter than a degree.
    """
    return sum(
        _ring(polygon.exterior) - sum(map(_ring, polygon.interiors))
        for polygon in shapely.get_parts(ground)
    )


def _ring(ring: BaseGeometry) -> float:
    longitude, latitude = np.radians(shapely.get_coordinates(ring)).T
    middle = (latitude[1:] + latitude[:-1]) / 2
    height = (_height(latitude[1:]) + 4 * _height(middle) + _height(latitude[:-1])) / 6
    return abs(float(_A * np.diff(longitude) @ height)) / 1e6


def _height(latitude: FloatArray) -> FloatArray:
    """Metres north on the map of equal area, of a latitude in radians."""
    e, sine = np.sqrt(_E2), np.sin(latitude)
    q = (1 - _E2) * (sine / (1 - _E2 * sine**2) + np.arctanh(e * sine) / e)
    metres: FloatArray = _A * q / 2
    return metres
