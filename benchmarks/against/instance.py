"""A bus evacuation instance as peers see it: whole bus loads, times, what routes come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import bus_evacuation
import numpy as np
from numpy.typing import NDArray

from safepassage.roads.travel import travel_times

Times = NDArray[np.int64]

Route = tuple[int, tuple[tuple[int, int], ...]]
"""A bus: its depot, then the point and the shelter of each load it moves."""


class InfeasibleError(Exception):
    """Routes that leave somebody behind, or overfill a shelter."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Instance:
    """D depots, P assembly points, S shelters. Loads fill a bus, shelters are counted in loads.

    Attributes
    ----------
    buses : (D,) buses that start at each depot
    loads : (P,) loads to move
    rooms : (S,) loads each shelter can take
    first : (D, P) least time from depot to point, by way of other places too, as the bus is empty
    there : (P, S) time from point to shelter as it stands
    back : (S, P) least time from shelter to point, by way of other places too
    """

    name: str
    buses: Times
    loads: Times
    rooms: Times
    first: Times
    there: Times
    back: Times

    def end(self, route: Route) -> int:
        """When a bus has moved its last load; 0 if it moves none."""
        depot, legs = route
        at, before = 0, -1
        for point, shelter in legs:
            at += int(self.first[depot, point] if before < 0 else self.back[before, point])
            at += int(self.there[point, shelter])
            before = shelter
        return at

    def value(self, routes: Sequence[Route]) -> int:
        """When the last load arrives.

        Raises
        ------
        InfeasibleError
            unless every load is moved once, into a shelter with room, by a bus that is there.
        """
        legs = [leg for _, own in routes for leg in own]
        moved = Counter(point for point, _ in legs)
        taken = Counter(shelter for _, shelter in legs)
        sent = Counter(depot for depot, own in routes if own)
        if any(moved[point] != count for point, count in enumerate(self.loads.tolist())):
            raise InfeasibleError("not every load is moved once")
        if any(taken[shelter] > room for shelter, room in enumerate(self.rooms.tolist())):
            raise InfeasibleError("a shelter is overfull")
        if any(sent[depot] > count for depot, count in enumerate(self.buses.tolist())):
            raise InfeasibleError("more buses than there are")
        return max(self.end(route) for route in routes)


def read_instance(file: Path) -> Instance:
    """Read an instance, with the times between places that its case has too."""
    stated = bus_evacuation.read_instance(file.stem, file.read_text(encoding="utf-8"))
    case = bus_evacuation.as_case(stated)
    places = [*case.staging_areas, *case.assembly_points, *case.destinations]
    nodes = {place.id: case.place_nodes[place.id] for place in places}
    times = travel_times(case.roads, nodes, ()).matrix("bus")
    laden = travel_times(case.roads, nodes, () if case.past_places else nodes).matrix("bus")
    d, p = len(stated.buses), len(stated.persons)
    return Instance(
        name=file.stem,
        buses=np.array(stated.buses),
        loads=-(-np.array(stated.persons) // stated.capacity),
        rooms=np.array(stated.room) // stated.capacity,
        first=times[:d, d : d + p],
        there=laden[d : d + p, d + p :],
        back=times[d + p :, d : d + p],
    )


def nearest_rooms(instance: Instance) -> list[tuple[int, int]]:
    """A point and a shelter for every load, so that the sum of times is least.

    For peers in which a shelter can't be full: who has them would have to settle it beforehand.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  slow to import

    points = np.repeat(np.arange(len(instance.loads)), instance.loads)
    shelters = np.repeat(np.arange(len(instance.rooms)), instance.rooms)
    rows, columns = linear_sum_assignment(instance.there[np.ix_(points, shelters)])
    return [(int(points[row]), int(shelters[col])) for row, col in zip(rows, columns, strict=True)]


def by_turns(instance: Instance) -> list[Route]:
    """A plan by a plain rule: the longest load first, to the bus that has it moved soonest.

    Peers get its value as the time by which all must be over, not the plan itself.
    """
    depots = np.repeat(np.arange(len(instance.buses)), instance.buses).tolist()
    legs: list[list[tuple[int, int]]] = [[] for _ in depots]
    pending = sorted(nearest_rooms(instance), key=lambda leg: -instance.there[leg])
    for leg in pending:
        _, bus = min(
            (instance.end((depots[bus], (*legs[bus], leg))), bus) for bus in range(len(depots))
        )
        legs[bus].append(leg)
    return [(depot, tuple(own)) for depot, own in zip(depots, legs, strict=True)]
