"""The ways of whole vehicles through places and times, from their start to an arrival within T."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from safepassage.solve.exact.instance import NEVER, Instance, Ints

Node = tuple[int, bool, int, int]
"""Type, whether it is at a destination (or loaded at a point), number of the place, slot."""


class Network:
    """All that vehicles can do and still arrive within `until` slots.

    Vehicles of one type at one place and time are alike, so a node is enough for all of them.

    Attributes
    ----------
    starts : (group, point node) of first legs
    trips : (point node, class that boards, destination node)
    returns : (destination node, point node)
    several : whether a trip may have several stops; its class is then only the first that could
        ride to its end
    hops : (point node, point node) of a loaded vehicle, to board more, where trips have several
    small : False where there are more arcs than `most`; the rest is then missing
    """

    def __init__(self, instance: Instance, until: int, most: int, *, several: bool) -> None:
        """Follow every vehicle everywhere."""
        self.instance = instance
        self.until = until
        self.starts: list[tuple[int, Node]] = []
        self.trips: list[tuple[Node, int, Node]] = []
        self.returns: list[tuple[Node, Node]] = []
        self.hops: list[tuple[Node, Node]] = []
        self.small = True
        self.several = several
        self._soonest = _soonest(instance, several=several)
        self._follow(most)

    @property
    def arcs(self) -> int:
        """How many there are."""
        return len(self.trips) + len(self.returns) + len(self.hops)

    def _follow(self, most: int) -> None:
        seen: set[Node] = set()
        waiting: list[Node] = []

        def reach(node: Node) -> None:
            if node not in seen:
                seen.add(node)
                waiting.append(node)

        for g, k in enumerate(self.instance.kind.tolist()):
            for node in self._points(k, 0, self.instance.ready[g]):
                self.starts.append((g, node))
                reach(node)
        while waiting and self.small:
            for node in list(self._onward(waiting.pop())):
                reach(node)
            self.small = self.arcs <= most

    def _onward(self, node: Node) -> Iterator[Node]:
        k, arrived, place, slot = node
        if arrived:
            for after in self._points(k, slot, self.instance.back[k, place]):
                self.returns.append((node, after))
                yield after
            return
        for cls, d in self._rides(k, place):
            after = (k, True, d, slot + int(self.instance.out[k, place, d]))
            if after[3] <= self.until:
                self.trips.append((node, cls, after))
                yield after
        if self.several:
            for after in self._points(k, slot, self.instance.hop[k, place]):
                self.hops.append((node, after))
                yield after

    def _points(self, k: int, slot: int, legs: Ints) -> Iterator[Node]:
        """Points that can be next, if somebody could still arrive in time."""
        for p, leg in enumerate(legs.tolist()):
            if slot + leg + self._soonest[k, p] <= self.until:
                yield k, False, p, slot + leg

    def _rides(self, k: int, p: int) -> Iterator[tuple[int, int]]:
        """Class and destination of what vehicles of the type can bring from a point."""
        seen = set[int]()
        for cls in np.flatnonzero(self.instance.fits[k]).tolist():
            if self.several or self.instance.point[cls] == p:
                for d in np.flatnonzero(self.instance.accepts[cls]).tolist():
                    if not (self.several and d in seen):
                        seen.add(d)
                        yield cls, d


def _soonest(instance: Instance, *, several: bool) -> Ints:
    """Least slots from a point to a destination that somebody there accepts, (K, P).

    Where trips have several stops it may be somebody elsewhere.
    """
    types, points, _ = instance.out.shape
    found = np.full((types, points), NEVER, dtype=np.int64)
    for c, p in enumerate(instance.point.tolist()):
        for place in range(points) if several else (p,):
            least = instance.out[:, place, instance.accepts[c]].min(axis=1)
            better = instance.fits[:, c] & (least < found[:, place])
            found[better, place] = least[better]
    return found
