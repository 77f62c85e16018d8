"""Risk a minute along every road on a date: near incidents, near a front line, on unbound ground.

Only ever used to keep people away from danger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from safepassage.corridors.kernel import risk_near, sources
from safepassage.corridors.samples import Samples, sampled
from safepassage.model.evidence import Incident
from safepassage.model.exposure import ExposureRules
from safepassage.model.roads import FloatArray, IntArray, RoadTable
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

MICRO = 1_000_000
"""Exposure is counted in whole millionths of a unit, so that sums and comparisons are exact."""

_MOST = 2.0**52
"""Whole numbers up to here are exact as doubles too."""

FRONT_STEP_METRES = 20.0
"""A front line is a row of points no further apart than this."""

_METRES_A_DEGREE = np.radians(1) * EARTH_RADIUS_METRES


@dataclass(frozen=True, kw_only=True, eq=False)
class RoadRisk:
    """Units a minute, averaged along each arc: what people there are exposed to, (A,) each."""

    incidents: FloatArray
    front_line: FloatArray
    unbound: FloatArray

    @property
    def total(self) -> FloatArray:
        """All three together, (A,)."""
        return self.incidents + self.front_line + self.unbound

    def exposure(self, seconds: IntArray) -> NDArray[np.int64]:
        """Minutes × risk of driving each arc in so many seconds, (A,), in millionths of a unit."""
        micro = np.rint(self.total * seconds * (MICRO / 60))
        return np.minimum(micro, _MOST).astype(np.int64)  # impassable arcs have endless seconds


def road_risk(
    table: RoadTable,
    incidents: Sequence[Incident],
    on: str,
    rules: ExposureRules,
    *,
    front_line: BaseGeometry | None = None,
    unbound: BaseGeometry | None = None,
) -> RoadRisk:
    """Risk along every arc on a day (ISO date).

    `front_line` are lines and `unbound` areas in (longitude, latitude) degrees. Every arc is
    measured at points along its shape (`samples.py`), and has their average.
    """
    found = sources(incidents, date.fromisoformat(on), rules)
    front = _front_points(table, front_line, rules)
    if unbound is not None:
        shapely.prepare(unbound)
    parts = np.zeros((3, table.arcs))
    for samples in sampled(table):
        count = np.maximum(np.bincount(samples.arc, minlength=table.arcs), 1)
        measured = (
            risk_near(samples.points, found),
            _near_front(samples.points, front, rules),
            _on_ground(samples, unbound, rules),
        )
        for row, values in enumerate(measured):
            sums = np.bincount(samples.arc, weights=values, minlength=table.arcs)
            parts[row] += sums / count
    return RoadRisk(incidents=parts[0], front_line=parts[1], unbound=parts[2])


def _front_points(
    table: RoadTable, line: BaseGeometry | None, rules: ExposureRules
) -> cKDTree | None:
    """Points of the front line wherever roads come near it; None if they don't."""
    if line is None or line.is_empty or table.arcs == 0:
        return None
    around = rules.front_line_metres / _METRES_A_DEGREE
    south, north = table.shape_latitude.min() - around, table.shape_latitude.max() + around
    wide = around / max(np.cos(np.radians(max(abs(south), abs(north)))), 0.01)
    west, east = table.shape_longitude.min() - wide, table.shape_longitude.max() + wide
    near = shapely.clip_by_rect(line, west, south, east, north)
    if near.is_empty:
        return None
    # A degree of longitude is no longer than one of latitude.
    dense = shapely.segmentize(near, FRONT_STEP_METRES / _METRES_A_DEGREE)
    longitude, latitude = shapely.get_coordinates(dense).T
    return cKDTree(EARTH_RADIUS_METRES * unit_vectors(latitude, longitude))


def _near_front(points: FloatArray, front: cKDTree | None, rules: ExposureRules) -> FloatArray:
    """Falls in a straight line from the weight on the front to nothing at its reach, (n,)."""
    if front is None or rules.front_line_weight == 0:
        return np.zeros(len(points))
    away, _ = front.query(points, distance_upper_bound=rules.front_line_metres)
    risk: FloatArray = rules.front_line_weight * np.clip(1 - away / rules.front_line_metres, 0, 1)
    return risk


def _on_ground(samples: Samples, unbound: BaseGeometry | None, rules: ExposureRules) -> FloatArray:
    """The weight of unbound ground at points on it, (n,)."""
    if unbound is None or unbound.is_empty or rules.unbound_weight == 0:
        return np.zeros(len(samples.points))
    return np.where(shapely.contains_xy(unbound, *samples.degrees()), rules.unbound_weight, 0.0)
