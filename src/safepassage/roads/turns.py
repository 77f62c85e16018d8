"""Turns that the map bars, from arc to arc."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import IntArray
from safepassage.roads.chains import Chains
from safepassage.roads.raw import MaskArray, RawRoads

MOST_ARMS = 16
"""More arcs than this leave no junction: where they do, no turn is barred. A file with a node of a
million roads would else have a million times as many turns."""


def barred_turns(raw: RawRoads, found: Chains) -> tuple[IntArray, IntArray, MaskArray]:
    """The chain from which, and into which, each barred turn leads, and whom it binds; (B,) each.

    A restriction whose ways don't meet at its node bars nothing; one that allows a single turn
    that nobody may drive bars nothing either.
    """
    last = np.append(found.first[1:], len(found.half)) - 1
    begins, ends = found.half[found.first], found.half[last]
    into, out_of = raw.ways.id[raw.of_way[begins // 2]], raw.ways.id[raw.of_way[ends // 2]]
    vias = np.array(sorted({turn.via for turn in raw.turns}), dtype=np.int64)
    arriving, leaving = _at(vias, found.head), _at(vias, found.tail)
    barred: dict[tuple[int, int], int] = defaultdict(int)
    for turn in raw.turns:
        onward = leaving[turn.via]
        if len(onward) > MOST_ARMS or len(arriving[turn.via]) > MOST_ARMS:
            continue
        if turn.only and not any(into[b] == turn.end for b in onward):
            continue
        for a in arriving[turn.via]:
            if out_of[a] != turn.start:
                continue
            for b in onward:
                is_back = bool(begins[b] == ends[a] ^ 1)
                meant = into[b] == turn.end and (turn.start != turn.end or is_back == turn.back)
                if meant != turn.only:
                    barred[a, b] |= turn.profiles
    pairs = np.array(sorted(barred), dtype=np.int32).reshape(-1, 2)
    masks = np.array([barred[a, b] for a, b in pairs.tolist()], dtype=np.uint32)
    return pairs[:, 0].copy(), pairs[:, 1].copy(), masks


def _at(vias: NDArray[np.int64], nodes: IntArray) -> dict[int, Sequence[int]]:
    """The chains with an end at each of the nodes."""
    found: dict[int, list[int]] = defaultdict(list)
    for chain in np.flatnonzero(np.isin(nodes, vias)).tolist():
        found[int(nodes[chain])].append(chain)
    return defaultdict(list, found)
