"""The ways out of the enclave on a date: by which crossings, and how many that share no road."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.places import Crossing
from safepassage.model.pockets import WayOut
from safepassage.model.roads import BoolArray, FloatArray, RoadTable
from safepassage.model.terms import Topic
from safepassage.model.territory import latest
from safepassage.roads.sphere import EARTH_RADIUS_METRES, turn_degrees
from safepassage.territory.day import day_of
from safepassage.territory.front import NEAR_METRES, FrontLine
from safepassage.territory.ground import ground

_OF_EVERY_WAY: frozenset[Topic] = frozenset({"safe_passage", "corridor", "pause", "route_guarded"})
"""What a term is about that every way out hangs on, if it names no place."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Exits:
    """Roads by which the enclave can be left on a date.

    A way out leaves the enclave where the front line lets it pass by an open crossing, leads to a
    destination outside, and touches no crossing that is closed.
    """

    case: Case
    on: str
    windows: Mapping[str, tuple[Window, ...]]
    """Of each open crossing: its outbound windows that haven't closed before the date."""
    usable: Mapping[str, BoolArray]
    """Arcs that can be driven, (A,), if only this open crossing let anything pass."""
    destinations: Mapping[str, int]
    """Road nodes of the destinations outside."""

    def ways(self, node: int) -> tuple[WayOut, ...]:
        """The open ways out that begin at a road node, in the order of the crossings."""
        found = []
        for crossing in self.case.crossings:
            if crossing.id not in self.usable:
                continue
            reached = _reached(self.case.roads, self.usable[crossing.id], node)
            reachable = tuple(name for name, end in self.destinations.items() if reached[end])
            if reachable:
                found.append(self._way(crossing, reachable))
        return tuple(found)

    def _way(self, crossing: Crossing, destinations: tuple[str, ...]) -> WayOut:
        about = {crossing.id, *destinations}
        _, end = day_of(self.case, self.on)
        return WayOut(
            crossing=crossing.id,
            destinations=destinations,
            windows=self.windows[crossing.id],
            terms=tuple(
                term.id
                for term in self.case.agreement.terms_at(end - 1)
                if term.place in about or (not term.place and term.topic in _OF_EVERY_WAY)
            ),
            beyond=_beyond(self.case, self.on, crossing),
        )

    def independent(self, nodes: Sequence[int]) -> int:
        """The most ways out from any of the nodes at once that share no stretch of road.

        The maximum flow to all destinations in which every stretch carries one way: by Menger's
        theorem (1927) as many as there are, and whole (Dinic, 1970, in scipy). Both directions of
        a stretch have a capacity of one: flows against each other cancel, so that it still carries
        one way.
        """
        masks = list(self.usable.values())
        if not masks or not self.destinations:
            return 0
        table = self.case.roads
        arcs = np.flatnonzero(np.logical_or.reduce(masks) & (table.tail != table.head))
        source, sink, ends = table.nodes, table.nodes + 1, sorted(set(self.destinations.values()))
        begins = sorted(set(nodes))
        tail = np.concatenate([table.tail[arcs], np.full(len(begins), source), ends])
        head = np.concatenate([table.head[arcs], begins, np.full(len(ends), sink)])
        capacity = np.ones(len(tail), dtype=np.int32)
        capacity[len(arcs) :] = len(arcs) + 1
        size = table.nodes + 2
        # Parallel arcs are added up: as many ways fit side by side.
        graph = csr_array((capacity, (tail, head)), shape=(size, size))
        return int(maximum_flow(graph, source, sink).flow_value)


def find_exits(
    case: Case, on: str, front: FrontLine, drivable: BoolArray, within: BoolArray
) -> Exits:
    """The exits of an ISO date over its front line, by arcs that can be driven, (A,).

    `within`, (N,), tells which road nodes are inside the enclave.
    """
    begins, _ = day_of(case, on)
    windows = {
        crossing.id: found
        for crossing in case.crossings
        if (found := _open_windows(case, crossing.id, begins))
    }
    closed = [case.place_nodes[one.id] for one in case.crossings if one.id not in windows]
    table = case.roads
    passable = drivable & ~np.isin(table.tail, closed) & ~np.isin(table.head, closed)
    nodes = {place.id: case.place_nodes[place.id] for place in case.destinations}
    return Exits(
        case=case,
        on=on,
        windows=windows,
        usable={name: passable & ~front.shut([name]) for name in windows},
        destinations={name: node for name, node in nodes.items() if not within[node]},
    )


def _open_windows(case: Case, crossing: str, since: int) -> tuple[Window, ...]:
    return tuple(
        window
        for window in case.windows
        if window.crossing == crossing and window.direction == "out" and window.closes > since
    )


def _reached(table: RoadTable, usable: BoolArray, node: int) -> BoolArray:
    """Which nodes can be driven to from a node, (N,)."""
    arcs = np.flatnonzero(usable)
    graph = csr_array(
        (np.ones(len(arcs), dtype=np.bool_), (table.tail[arcs], table.head[arcs])),
        shape=(table.nodes, table.nodes),
    )
    reached = np.zeros(table.nodes, dtype=np.bool_)
    reached[breadth_first_order(graph, node, return_predecessors=False)] = True
    return reached


def _beyond(case: Case, on: str, crossing: Crossing) -> tuple[str, ...]:
    """Who holds ground outside the enclave within `NEAR_METRES` of a crossing."""

    def metres(degrees: FloatArray) -> FloatArray:
        east = turn_degrees(degrees[:, 0], crossing.longitude)
        scale = np.cos(np.radians(crossing.latitude))
        flat = np.stack([east * scale, degrees[:, 1] - crossing.latitude], axis=1)
        around: FloatArray = np.radians(flat) * EARTH_RADIUS_METRES
        return around

    found = {}
    for area in latest(case.control, on):
        if not area.enclave:
            near = shapely.transform(ground([area]), metres)
            if shapely.distance(near, shapely.Point(0, 0)) <= NEAR_METRES:
                found[area.held_by] = True
    return tuple(found)
