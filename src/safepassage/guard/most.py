"""Where a few posts reach the most metres of road: maximum coverage (Church and ReVelle, 1974).

    maximise sum of metres(r) y(r)   over   y(r) <= sum of x(p), p reaches r,   sum x(p) <= k,
                                            x(p) in {0, 1},   0 <= y(r) <= 1.

Roads that the same places reach are one row; of places, one of each kind is kept, and none that
reaches only a part of what another does.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from safepassage.guard.cover import maximal, quiet_highs
from safepassage.guard.ground import Ground, Indices
from safepassage.model.roads import BoolArray, FloatArray

NODES = 200
"""Branchings after which the best places found so far are taken."""

LARGE = 400_000
"""Pairs of a road and a place that reaches it, from which on places are taken one by one."""

CELLS = 500_000_000
"""Roads times places, from which on only those that the fewest posts stand at are looked at."""


@dataclass(frozen=True, eq=False)
class Most:
    """At most k places, (k',); `metres` of road they reach, and no k reach more than `at_most`."""

    sites: Indices
    metres: int
    at_most: int


def most_covered(
    ground: Ground, metres: Indices, most: int, sites: Indices, *, nodes: int = NODES
) -> Most:
    """At most `most` places that reach the most metres, (N,) a road, each counted once.

    `sites` are places that together reach all that any place reaches.
    """
    if len(sites) <= most:
        reached = int(metres[ground.beyond(sites) <= 0].sum())
        return Most(sites, reached, reached)
    if len(ground.arcs) * len(ground.sites) > CELLS:
        rows = np.stack([ground.beyond(sites[n : n + 1]) <= 0 for n in range(len(sites))], axis=1)
        chosen, _ = _one_by_one(rows, metres, most)
        everything = int(metres[rows.any(axis=1)].sum())
        return Most(np.sort(sites[chosen]), _reached(rows, metres, chosen), everything)
    reaching = ground.reaching(np.arange(len(ground.arcs)))
    kept = maximal(reaching)
    rows, weights = _alike(reaching[:, kept], metres)
    chosen, at_most = _one_by_one(rows, weights, most)
    if _reached(rows, weights, chosen) < at_most and np.count_nonzero(rows) < LARGE:
        chosen, bound = _best(rows, weights, most, chosen, nodes)
        at_most = min(at_most, bound)
    return Most(np.sort(kept[chosen]), _reached(rows, weights, chosen), at_most)


def _alike(rows: BoolArray, metres: Indices) -> tuple[BoolArray, Indices]:
    """Rows that any place reaches, those with the same places added up."""
    able = rows.any(axis=1)
    kinds, which = np.unique(np.packbits(rows[able], axis=1), axis=0, return_inverse=True)
    weights = np.bincount(which.reshape(-1), metres[able], len(kinds)).astype(np.int64)
    return np.unpackbits(kinds, axis=1, count=rows.shape[1]).astype(np.bool_), weights


def _reached(rows: BoolArray, weights: Indices, chosen: Indices) -> int:
    return int(weights[rows[:, chosen].any(axis=1)].sum())


def _one_by_one(rows: BoolArray, weights: Indices, most: int) -> tuple[Indices, int]:
    """Places that each reach the most metres left, and a bound of what any k places reach.

    Whatever was taken before, k places add no more than the k best do by themselves (Nemhauser,
    Wolsey and Fisher, 1978).
    """
    left, at_most = weights.astype(np.float64), int(weights.sum())
    chosen: list[int] = []
    sets = rows.astype(np.float32)
    while len(chosen) < most and left.any():
        adds = left @ sets
        best = np.sort(adds)[::-1][:most].sum()
        at_most = min(at_most, int(weights.sum() - left.sum() + best))
        chosen.append(int(adds.argmax()))
        left[rows[:, chosen[-1]]] = 0
    return np.array(chosen, dtype=np.int64), at_most


def _best(
    rows: BoolArray, weights: Indices, most: int, start: Indices, nodes: int
) -> tuple[Indices, int]:
    """Columns that reach the most, and a proven upper bound of the metres; from a start."""
    roads, places = rows.shape
    highs = quiet_highs()
    for name, limit in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99), ("mip_max_nodes", nodes)):
        highs.setOptionValue(name, limit)
    nothing = np.empty(0, np.int32), np.empty(0, np.float64)
    for _ in range(roads):
        highs.addRow(-highspy.kHighsInf, 0.0, 0, *nothing)
    highs.addRow(-highspy.kHighsInf, float(most), 0, *nothing)
    for place in range(places):
        index = np.append(np.flatnonzero(rows[:, place]), roads).astype(np.int32)
        value = np.append(np.full(len(index) - 1, -1.0), 1.0)
        highs.addCol(0.0, 0.0, 1.0, len(index), index, value)
        highs.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    for road in range(roads):
        highs.addCol(
            -float(weights[road]), 0.0, 1.0, 1, np.array([road], np.int32), np.array([1.0])
        )
    solution = highspy.HighsSolution()
    stands = np.isin(np.arange(places), start)
    solution.col_value = [*stands.astype(float), *rows[:, start].any(axis=1).astype(float)]
    highs.setSolution(solution)
    highs.run()
    values: FloatArray = np.asarray(highs.getSolution().col_value)
    at_most = int(np.floor(-highs.getInfo().mip_dual_bound + 1e-3))
    return np.flatnonzero(values[:places] > 0.5), at_most
