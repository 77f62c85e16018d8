"""The fewest places that reach all roads: set cover, solved exactly by a few rows at a time.

    minimise sum x(p)   over   sum of x(p), p reaches r, >= 1 for every road r,   x(p) in {0, 1}.

Few of the roads decide: the programme starts with some that lie apart, and those that its optimum
leaves open are added until it leaves none (constraint generation); first with parts of places
allowed, which is quick and bounds the number from below, then with whole ones. An optimum over some
roads is a lower bound for all; once it reaches all, it is the least number. Of places that reach
the same roads one is kept, and none that reaches only a part of what another does.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from safepassage.guard.ground import Ground, Indices
from safepassage.model.roads import BoolArray, FloatArray

NODES = 100
"""Branchings of all programmes together, after which what is left open is covered one by one."""

_ALL = 1 - 1e-6

CELLS = 500_000_000
"""Roads times places that a programme may look at; likewise."""


@dataclass(frozen=True, eq=False)
class Cover:
    """Places, (k,), that reach every road that any place reaches; no fewer than `at_least` do."""

    sites: Indices
    at_least: int
    hopeless: Indices
    """Roads that no place reaches whole."""


def least_cover(ground: Ground, *, nodes: int = NODES) -> Cover:
    """The least number of places; a work limit (`nodes`) can leave it between two numbers."""
    hopeless = _hopeless(ground)
    coverable = np.setdiff1d(np.arange(len(ground.arcs)), hopeless)
    core, reaching = coverable[:0], np.empty((0, len(ground.sites)), dtype=np.bool_)
    found, at_least, whole = _Found(coverable[:0], np.empty(0)), 0, False
    while True:
        seen = ground.shares(found.sites, found.shares)[coverable]
        missing = coverable[np.argsort(seen, kind="stable")][: int((seen < _ALL).sum())]
        if not len(missing) and (whole or not len(core)):
            return Cover(found.sites, at_least, hopeless)
        whole = whole or not len(missing)
        more = _apart(ground, missing)
        if nodes <= 0 or (len(core) + len(more)) * len(ground.sites) > CELLS:
            chosen = found.sites if whole else found.sites[:0]
            missing = coverable[ground.beyond(chosen)[coverable] > 0]
            return Cover(np.append(chosen, _one_by_one(ground, missing)), at_least, hopeless)
        core = np.append(core, more)
        reaching = np.concatenate([reaching, ground.reaching(more)])
        found = _least(reaching, at_least, nodes, whole=whole)
        at_least, nodes = max(at_least, found.at_least), nodes - found.nodes


def maximal(reaching: BoolArray) -> Indices:
    """Columns of (rows, places) that no other contains, one of each kind, ascending."""
    packed = np.ascontiguousarray(np.packbits(reaching, axis=0).T)
    _, kept = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True)
    kept = np.sort(kept[reaching[:, kept].any(axis=0)])
    sets = reaching[:, kept].astype(np.float32)
    size, lowest = sets.sum(axis=0), sets.argmax(axis=0)
    good = np.ones(len(kept), dtype=np.bool_)
    for row in np.unique(lowest).tolist():
        own, others = np.flatnonzero(lowest == row), np.flatnonzero(sets[row])
        common = sets[:, own].T @ sets[:, others]
        inside = (common == size[own, None]) & (size[others] > size[own, None])
        good[own] = ~inside.any(axis=1)
    return kept[good]


def quiet_highs() -> highspy.Highs:
    """A solver that prints nothing and always does the same."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no stubs
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        highs.setOptionValue(name, value)
    return highs


def _hopeless(ground: Ground) -> Indices:
    """Roads no place reaches; half way along is a place, so only long ones are looked at."""
    if not len(ground.arcs):
        return np.empty(0, dtype=np.int64)
    ends = np.append(ground.first[1:], len(ground.points)) - 1
    step = np.zeros(len(ground.points))
    step[1:] = np.sqrt((np.diff(ground.points, axis=0) ** 2).sum(axis=1))
    way = np.cumsum(step)
    long = np.flatnonzero(way[ends] - way[ground.first] > 1.99 * ground.chord)
    return long[~ground.reaching(long).any(axis=1)]


def _apart(ground: Ground, roads: Indices) -> Indices:
    """Some of the roads, in their order, none beginning within a reach of another."""
    found = []
    while len(roads):
        found.append(roads[0])
        roads = roads[~ground.near(roads, roads[0])]
    return np.array(found, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _Found:
    """Places and how much of each, a proven lower bound of the sum, and branchings spent."""

    sites: Indices
    shares: FloatArray
    at_least: int = 0
    nodes: int = 0


def _least(reaching: BoolArray, at_least: int, nodes: int, *, whole: bool) -> _Found:
    """The least sum of places that reach all rows, whole ones or parts.

    That it is `at_least` so much is known, and told in a row: where that can be had, the first
    answer found with it ends the search.
    """
    kept = maximal(reaching)
    rows = reaching[:, kept]
    highs = quiet_highs()
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.99)  # whole numbers: less than one apart is none apart
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("mip_allow_restart", False)
    nothing = np.empty(0, np.int32), np.empty(0, np.float64)
    for _ in rows:
        highs.addRow(1.0, highspy.kHighsInf, 0, *nothing)
    highs.addRow(float(at_least) if whole else 0.0, highspy.kHighsInf, 0, *nothing)
    for number in range(len(kept)):
        index = np.append(np.flatnonzero(rows[:, number]), len(rows)).astype(np.int32)
        highs.addCol(1.0, 0.0, 1.0, len(index), index, np.ones(len(index)))
        if whole:
            highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
    highs.run()
    info, shares = highs.getInfo(), np.asarray(highs.getSolution().col_value)
    if not whole:
        used = shares > 1e-9
        bound = int(np.ceil(info.objective_function_value - 1e-4))
        return _Found(kept[used], shares[used], bound)
    bound = int(np.ceil(info.mip_dual_bound - 1e-4))
    used = shares > 0.5 if len(shares) == len(kept) else np.zeros(len(kept), dtype=np.bool_)
    return _Found(kept[used], np.ones(int(used.sum())), bound, max(1, int(info.mip_node_count)))


def _one_by_one(ground: Ground, missing: Indices) -> Indices:
    """For the first road left open the place that reaches most others about it, and so on."""
    chosen = []
    while len(missing):
        about = missing[ground.near(missing, missing[0])]
        able = np.flatnonzero(ground.reaching(missing[:1])[0])
        chosen.append(able[int(ground.reaching(about)[:, able].sum(axis=0).argmax())])
        missing = missing[ground.beyond(np.array(chosen[-1:]))[missing] > 0]
    return np.array(chosen, dtype=np.int64)
