"""Fastest routes between the places of a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.network import Network, network


@dataclass(frozen=True, kw_only=True, eq=False)
class TravelTimes:
    """Least seconds between places, by profile, and the routes that take them.

    All times are known; routes are found when first asked for, from one origin to all places, and
    remembered: a plan drives few of them, and a search's tree is as large as the road table.
    """

    table: RoadTable
    places: tuple[str, ...]
    place_nodes: Mapping[str, int]
    networks: Mapping[str, Network] = field(repr=False)
    matrices: Mapping[str, NDArray[np.int64]] = field(repr=False)
    _routes: dict[tuple[str, int], dict[int, tuple[int, ...] | None]] = field(
        default_factory=dict, repr=False
    )

    def matrix(self, profile: str) -> NDArray[np.int64]:
        """Seconds from each place (row) to each (column), in the order of `places`; -1 is never."""
        return self.matrices[profile]

    def seconds(self, profile: str, origin: str, destination: str) -> int | None:
        """Whole seconds of a fastest route, None if there is none."""
        cell = self.places.index(origin), self.places.index(destination)
        found = int(self.matrices[profile][cell])
        return None if found < 0 else found

    def metres(self, profile: str, origin: str, destination: str) -> int | None:
        """Metres of the route, None if there is none."""
        route = self._route(profile, origin, destination)
        return None if route is None else int(self.table.metres[list(route)].sum(dtype=np.int64))

    def route(self, profile: str, origin: str, destination: str) -> tuple[int, ...]:
        """Arcs of a fastest route, end to end; none if both places are at one node.

        Raises
        ------
        LookupError
            if there is no route; `seconds` is None then.
        """
        route = self._route(profile, origin, destination)
        if route is None:
            raise LookupError(f"no route for {profile} from {origin} to {destination}")
        return route

    def _route(self, profile: str, origin: str, destination: str) -> tuple[int, ...] | None:
        begin = self.place_nodes[origin]
        known = self._routes.get((profile, begin))
        if known is None:
            ends = sorted({self.place_nodes[place] for place in self.places})
            routes = self.networks[profile].routes(begin, ends)
            known = self._routes[profile, begin] = dict(zip(ends, routes, strict=True))
        return known[self.place_nodes[destination]]


def travel_times(
    table: RoadTable,
    place_nodes: Mapping[str, int],
    not_past: Collection[str],
    usable: BoolArray | None = None,
) -> TravelTimes:
    """Fastest routes between all places over arcs that are open, passable and usable, (A,).

    Dijkstra (1959) from every place, each profile by itself. No route runs through the node of a
    place of `not_past`: it may only begin or end there. Crossings are among them, so that every
    passage is one the plan has timed (W1).
    """
    places = tuple(place_nodes)
    nodes = [place_nodes[place] for place in places]
    gates = [place_nodes[place] for place in not_past]
    every = np.ones(table.arcs, dtype=np.bool_) if usable is None else usable
    networks = {
        profile: network(table, row, gates, every) for row, profile in enumerate(table.profiles)
    }
    return TravelTimes(
        table=table,
        places=places,
        place_nodes=dict(place_nodes),
        networks=networks,
        matrices={profile: graph.seconds(nodes, nodes) for profile, graph in networks.items()},
    )
