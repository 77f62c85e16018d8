"""Great-circle geometry on the sphere of radius 6,371,008.8 m (IUGG mean radius R1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from safepassage.model.roads import FloatArray

EARTH_RADIUS_METRES = 6_371_008.8


def great_circle_metres(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: ArrayLike, to_longitude: ArrayLike
) -> FloatArray:
    """Distance between positions in degrees, elementwise, by the haversine (Sinnott, 1984)."""
    a, b = np.radians(latitude), np.radians(to_latitude)
    turn = np.radians(np.subtract(to_longitude, longitude))
    chord = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(turn / 2) ** 2
    metres: FloatArray = 2 * EARTH_RADIUS_METRES * np.arcsin(np.sqrt(np.minimum(chord, 1)))
    return metres


def unit_vectors(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    """Points on the unit sphere, (n, 3); nearest by chord is nearest by great circle."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


def turn_degrees(longitude: ArrayLike, origin: ArrayLike) -> FloatArray:
    """Longitude east of `origin`, in [-180, 180)."""
    return (np.subtract(longitude, origin) + 180) % 360 - 180
