"""Chains: runs of stretches between the nodes where a driver can choose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from safepassage.model.roads import BoolArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Chains:
    """C directed chains over H = 2S half-stretches; 2s runs from start to end of stretch s.

    Attributes
    ----------
    half : (H,) half-stretches, chain after chain, each in driving order
    first : (C,) where each chain begins in `half`
    tail, head : (C,) node indices; chains are in the order of (tail, head, first half-stretch)
    """

    half: NDArray[np.int64]
    first: NDArray[np.int64]
    tail: IntArray
    head: IntArray


def chains(nodes: int, start: IntArray, end: IntArray, kept: BoolArray) -> Chains:
    """Join stretches at every node that is not `kept`, (nodes,), and has just two of them.

    A ring without a junction or kept node is one chain from its lowest node back to it. Each
    half-stretch has one follower or none; list ranking by pointer doubling (Wyllie, 1979) orders
    all chains at once.
    """
    tail = np.stack([start, end], axis=1).ravel()
    head = np.stack([end, start], axis=1).ravel()
    passed = _passed(nodes, start, end, kept)
    last, steps = _ranked(_followers(tail, passed))
    begins = np.flatnonzero(~passed[tail])
    begins = begins[np.lexsort((begins, head[last[begins]], tail[begins]))]
    chain_ending_with = np.zeros(len(tail), dtype=np.int64)
    chain_ending_with[last[begins]] = np.arange(len(begins))
    half = np.lexsort((-steps, chain_ending_with[last]))
    return Chains(
        half=half,
        first=np.cumsum(steps[begins] + 1) - (steps[begins] + 1),
        tail=tail[begins],
        head=head[last[begins]],
    )


def _passed(nodes: int, start: IntArray, end: IntArray, kept: BoolArray) -> BoolArray:
    """Nodes inside a chain, (nodes,)."""
    degree = np.bincount(start, minlength=nodes) + np.bincount(end, minlength=nodes)
    passed: BoolArray = (degree == 2) & ~kept
    graph = csr_array((np.ones(len(start), dtype=np.bool_), (start, end)), shape=(nodes, nodes))
    _, part = connected_components(graph, directed=False)
    ringed = passed & (np.bincount(part, weights=~passed)[part] == 0)
    ring_nodes = np.flatnonzero(ringed)
    passed[ring_nodes[np.unique(part[ring_nodes], return_index=True)[1]]] = False
    return passed


def _followers(tail: IntArray, passed: BoolArray) -> NDArray[np.int64]:
    """The half-stretch that each is followed by, (H,); itself where its chain ends.

    A passed node has two ways out; who comes by the reverse of the one goes on by the other.
    """
    follower = np.arange(len(tail))
    out = np.flatnonzero(passed[tail])
    pairs = out[np.argsort(tail[out], kind="stable")].reshape(-1, 2)
    follower[pairs[:, 0] ^ 1] = pairs[:, 1]
    follower[pairs[:, 1] ^ 1] = pairs[:, 0]
    return follower


def _ranked(follower: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The last half-stretch of each one's chain, and the steps to it, (H,) each."""
    last, steps = follower, (follower != np.arange(len(follower))).astype(np.int64)
    while (last[last] != last).any():
        steps = steps + steps[last]
        last = last[last]
    return last, steps
