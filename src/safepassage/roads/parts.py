"""The largest part of a network in which every node can be driven to from every other."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from safepassage.model.roads import BoolArray, IntArray


def largest_part(nodes: int, tail: IntArray, head: IntArray) -> BoolArray:
    """Which nodes are in the strongly connected component with the most nodes, (nodes,).

    The first one in node order where several are largest. Pearce's algorithm (2005), in scipy.
    """
    graph = csr_array((np.ones(len(tail), dtype=np.bool_), (tail, head)), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(label)
    of_node = sizes[label]
    largest: BoolArray = label == label[np.argmax(of_node)]
    return largest
