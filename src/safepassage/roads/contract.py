"""From raw stretches to the road table: one arc a chain and direction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import FloatArray, IntArray, RoadTable
from safepassage.roads.chains import Chains, chains
from safepassage.roads.raw import MaskArray, RawRoads
from safepassage.roads.turns import barred_turns

IMPASSABLE_SECONDS = 10**8
"""Stands for the time along an arc with a stretch that the profile has no speed for."""

KMH_SECONDS = 3.6
"""Seconds to drive one metre at 1 km/h."""


def contract(
    raw: RawRoads,
    *,
    profiles: Sequence[str],
    classes: Sequence[str],
    kept: Sequence[int],
    closed_ways: Collection[int] = (),
) -> tuple[RoadTable, IntArray]:
    """The road table of the stretches, and the table's node of each raw node (-1 for none), (R,).

    No `kept` raw node, none with a restriction of turns, no junction or end is contracted away.
    Along a chain seconds are summed and rounded up once, facts are joined, a profile may pass, and
    the arc is open, where all stretches are; the class is that of the most metres. An arc no
    profile may pass is left out; parallel arcs, and loops from a node to itself, are kept.
    """
    is_kept = np.zeros(raw.nodes, dtype=np.bool_)
    is_kept[list(kept)] = True
    is_kept[[turn.via for turn in raw.turns]] = True
    found = chains(raw.nodes, raw.start, raw.end, is_kept)
    found, mask = _drivable(raw, found)
    way = raw.of_way[found.half // 2]
    metres = raw.metres()[found.half // 2]
    numbers, node_of = _numbered(raw.nodes, found, kept)
    shape, shape_start = _shapes(raw, found)
    came, goes, binds = barred_turns(raw, found)
    return RoadTable(
        profiles=tuple(profiles),
        classes=tuple(classes),
        latitude=raw.latitude[numbers],
        longitude=raw.longitude[numbers],
        tail=node_of[found.tail],
        head=node_of[found.head],
        metres=np.rint(np.add.reduceat(metres, found.first)).astype(np.int32),
        seconds=_seconds(raw.ways.kmh, way, metres, found.first),
        passable=(mask >> np.arange(len(profiles), dtype=np.uint32)[:, None] & 1).astype(np.bool_),
        open=~np.logical_or.reduceat(np.isin(raw.ways.id, list(closed_ways))[way], found.first),
        highway=_longest_class(raw.ways.highway[way], metres, found.first, len(classes)),
        facts=_facts(raw, found, way),
        way=raw.ways.id[way[found.first]],
        shape_start=shape_start,
        shape_latitude=raw.latitude[shape],
        shape_longitude=raw.longitude[shape],
        turn_from=came,
        turn_into=goes,
        turn_binds=binds,
    ), node_of


def _drivable(raw: RawRoads, found: Chains) -> tuple[Chains, MaskArray]:
    """The chains that some profile may drive from end to end, and their masks."""
    half_mask = np.stack(raw.masks(), axis=1).ravel()[found.half]
    mask = np.bitwise_and.reduceat(half_mask, found.first)
    live = mask != 0
    length = np.diff(np.append(found.first, len(found.half)))
    end = np.cumsum(length[live])
    return Chains(
        half=found.half[np.repeat(live, length)],
        first=end - length[live],
        tail=found.tail[live],
        head=found.head[live],
    ), mask[live]


def _numbered(nodes: int, found: Chains, kept: Sequence[int]) -> tuple[IntArray, IntArray]:
    """Raw node of each node of the table, (N,), and the reverse, -1 for none, (R,)."""
    numbers = np.unique(np.concatenate([found.tail, found.head, kept])).astype(np.int32)
    node_of = np.full(nodes, -1, dtype=np.int32)
    node_of[numbers] = np.arange(len(numbers), dtype=np.int32)
    return numbers, node_of


def _shapes(raw: RawRoads, found: Chains) -> tuple[IntArray, IntArray]:
    """Raw nodes along every arc, ends included, (S,), and where each arc's begin, (A + 1,)."""
    arcs = len(found.first)
    shape_start = np.append(found.first, len(found.half)) + np.arange(arcs + 1)
    tails = np.stack([raw.start, raw.end], axis=1).ravel()[found.half]
    shape = np.empty(len(found.half) + arcs, dtype=np.int32)
    shape[shape_start[1:] - 1] = found.head
    inner = np.ones(len(shape), dtype=np.bool_)
    inner[shape_start[1:] - 1] = False
    shape[inner] = tails
    return shape, shape_start.astype(np.int32)


def _seconds(
    kmh: FloatArray, way: IntArray, metres: FloatArray, first: NDArray[np.int64]
) -> IntArray:
    """Whole seconds of each profile and arc, (P, A): the arc's sum rounded up, at least 1."""
    seconds = np.empty((kmh.shape[1], len(first)), dtype=np.int32)
    for row, speed in zip(seconds, kmh.T, strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            time = np.add.reduceat(metres * KMH_SECONDS / speed[way], first)
        row[:] = np.clip(np.ceil(np.nan_to_num(time, nan=np.inf)), 1, IMPASSABLE_SECONDS)
    return seconds


def _longest_class(
    highway: NDArray[np.uint8], metres: FloatArray, first: NDArray[np.int64], classes: int
) -> NDArray[np.uint8]:
    """The class with the most metres of each arc, (A,); the first of two with as many."""
    best = np.full(len(first), -1.0)
    longest = np.zeros(len(first), dtype=np.uint8)
    for number in range(classes):
        length = np.add.reduceat(np.where(highway == number, metres, 0.0), first)
        longest[length > best] = number
        best = np.maximum(best, length)
    return longest


def _facts(raw: RawRoads, found: Chains, way: IntArray) -> NDArray[np.uint8]:
    """Facts of each arc, (A,): of its ways and of every node along it, its ends too."""
    stretch = found.half // 2
    at_nodes = raw.node_facts[raw.start[stretch]] | raw.node_facts[raw.end[stretch]]
    facts: NDArray[np.uint8] = np.bitwise_or.reduceat(raw.ways.facts[way] | at_nodes, found.first)
    return facts
