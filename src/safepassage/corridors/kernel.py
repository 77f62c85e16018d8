"""Danger near incidents: a kernel in space and time, each event once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from safepassage.model.evidence import Incident
from safepassage.model.exposure import ExposureRules
from safepassage.model.roads import FloatArray
from safepassage.roads.sphere import EARTH_RADIUS_METRES, unit_vectors

LEAST_PRECISION = 8
"""An incident whose place is known no better than to so many reaches says nothing of a road."""

_CELL = 0.75
"""Edge of a cell as a share of the least reach."""

_LEAST_CELL_METRES = 250.0
_CELLS_AT_ONCE = 2_000
_PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Sources:
    """Incidents as they weigh on a date, records of one event beside each other.

    Attributes
    ----------
    points : (n, 3) metres from the middle of the Earth
    reach : (n,) metres
    weight : (n,) risk a minute where it happened
    event : (n,) ascending; records of one event have one number
    """

    points: FloatArray
    reach: FloatArray
    weight: FloatArray
    event: NDArray[np.int64]


def sources(incidents: Sequence[Incident], on: date, rules: ExposureRules) -> Sources:
    """What is known of incidents up to a date, each event's records linked by the word `event`.

    An incident weighs as its kind does, half after each half-life. Where its place is known to p
    metres only, it is spread over a disc wider by p, as much in all. Linked records count once: as
    the one that weighs most at the point in question.
    """
    known = [
        (incident, age)
        for incident in incidents
        if (age := _age(incident, on)) is not None
        and incident.precision_metres <= LEAST_PRECISION * rules.reach_metres
        and rules.weights[incident.kind] > 0
    ]
    reach = np.array([rules.reach_metres + one.precision_metres for one, _ in known], dtype=float)
    fades = np.array([rules.weights[one.kind] for one, _ in known]) * np.exp2(
        [-age / rules.half_life_days for _, age in known]
    )
    points = EARTH_RADIUS_METRES * unit_vectors(
        [one.latitude for one, _ in known], [one.longitude for one, _ in known]
    )
    # Unlinked incidents at one place are one source: many reports are placed at a town's middle.
    keys = [one.event or (one.latitude, one.longitude, one.precision_metres) for one, _ in known]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    event = np.array([numbers[key] for key in keys], dtype=np.int64)
    lone = np.array([not one.event for one, _ in known], dtype=np.bool_)
    weight = fades * (rules.reach_metres / reach) ** 2
    together = np.bincount(event[lone], weights=weight[lone], minlength=len(numbers))
    first = np.zeros(len(known), dtype=np.bool_)
    first[np.unique(event, return_index=True)[1]] = True
    weight = np.where(lone, together[event], weight)
    kept = np.flatnonzero(first | ~lone)
    kept = kept[np.argsort(event[kept], kind="stable")]
    return Sources(points=points[kept], reach=reach[kept], weight=weight[kept], event=event[kept])


def _age(incident: Incident, on: date) -> int | None:
    """Days since it happened, at the latest it may have been; None if it can't have by then."""
    if on < date.fromisoformat(incident.on):
        return None
    return (on - min(on, date.fromisoformat(incident.until or incident.on))).days


def risk_near(points: FloatArray, found: Sources) -> FloatArray:
    """Risk a minute at points, (n, 3) metres: the sum over events of weight × (1 - d²/r²)², (n,).

    The quartic (biweight) kernel of distance d within reach r, along a straight line; nothing
    beyond it (Silverman, Density Estimation, 1986, with the top at 1 instead of a volume of 1).
    Points are taken a cell of a grid at a time, with the incidents that reach it.
    """
    risk = np.zeros(len(points))
    if len(points) == 0 or len(found.weight) == 0:
        return risk
    edge = max(_CELL * found.reach.min(), _LEAST_CELL_METRES)
    cells = np.floor(points / edge).astype(np.int64)
    order = np.lexsort(cells.T)
    starts = np.flatnonzero(np.append(True, np.diff(cells[order], axis=0).any(axis=1)))
    ends = np.append(starts[1:], len(points))
    centres = (cells[order[starts]] + 0.5) * edge
    trees = _trees(found)
    for first in range(0, len(starts), _CELLS_AT_ONCE):
        batch = slice(first, first + _CELLS_AT_ONCE)
        reached = _reached(trees, centres[batch], edge * np.sqrt(3) / 2)
        for begin, end, near in zip(starts[batch], ends[batch], reached, strict=True):
            if len(near):
                inside = order[begin:end]
                risk[inside] = _summed(points[inside], near, found)
    return risk


def _trees(found: Sources) -> list[tuple[cKDTree, NDArray[np.int64], float]]:
    """Incidents of like reach together, so that few far-reaching ones don't slow the others."""
    octave = np.floor(np.log2(found.reach / found.reach.min()))
    alike = [np.flatnonzero(octave == each) for each in np.unique(octave)]
    return [(cKDTree(found.points[one]), one, float(found.reach[one].max())) for one in alike]


def _reached(
    trees: Sequence[tuple[cKDTree, NDArray[np.int64], float]], centres: FloatArray, around: float
) -> list[NDArray[np.int64]]:
    """The incidents that reach some point within `around` of each centre, ascending."""
    lists = [
        [members[near] for near in tree.query_ball_point(centres, reach + around)]
        for tree, members, reach in trees
    ]
    return [np.sort(np.concatenate(parts)) for parts in zip(*lists, strict=True)]


def _summed(points: FloatArray, near: NDArray[np.int64], found: Sources) -> FloatArray:
    """Risk at points of a cell, from the incidents that may reach it."""
    at, per_square, weight = found.points[near], -1 / found.reach[near] ** 2, found.weight[near]
    events = np.flatnonzero(np.append(True, np.diff(found.event[near]) > 0))
    risk = np.empty(len(points))
    rows = max(1, _PAIRS_AT_ONCE // len(near))
    for first in range(0, len(points), rows):
        kernel = cdist(points[first : first + rows], at, "sqeuclidean")
        kernel *= per_square
        kernel += 1
        np.maximum(kernel, 0, out=kernel)
        np.square(kernel, out=kernel)
        if len(events) == len(near):
            risk[first : first + rows] = np.dot(kernel, weight)
        else:
            kernel *= weight
            risk[first : first + rows] = np.maximum.reduceat(kernel, events, axis=1).sum(axis=1)
    return risk
