"""Pockets: parts of the enclave's roads cut off from each other, with people in them."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from safepassage.model.case import Case
from safepassage.model.pockets import Pocket
from safepassage.model.roads import BoolArray, IntArray
from safepassage.model.territory import latest
from safepassage.territory.exits import Exits, find_exits
from safepassage.territory.front import front_line
from safepassage.territory.ground import enclave, is_inside
from safepassage.territory.people import people_on


def pockets(case: Case, on: str) -> tuple[Pocket, ...]:
    """The pockets of an ISO date that hold an assembly point, by their first point in the case.

    Two points are in one pocket if a vehicle can drive from each to the other inside the enclave,
    over roads that are open and not shut by the front line, through no crossing: a strongly
    connected component (Pearce, 2005, in scipy), since who can't come back is cut off too. So a
    pocket is a part of the road network, whatever the polygons. Vehicles are those of the profile
    that carries most seats. Without a picture nothing is known to be inside, and there is none.
    """
    inside = enclave(latest(case.control, on))
    if inside.is_empty:
        return ()
    table = case.roads
    points = [
        point.id
        for point in case.assembly_points
        if is_inside(inside, point.latitude, point.longitude)
    ]
    # A point inside may have its road node just outside: it is still a place to get out of.
    nodes = np.array([case.place_nodes[name] for name in points], dtype=np.int64)
    within = is_inside(inside, table.latitude, table.longitude)
    within[nodes] = True
    profile = main_profile(case)
    usable = table.open & table.passable[profile]
    front = front_line(case, on)
    exits = find_exits(case, on, front, usable, within)
    label = _parts(case, usable & ~front.shut(), within)
    persons = {one.point: one.persons for one in people_on(case, on)}
    found: dict[int, list[str]] = {}
    for name, node in zip(points, nodes, strict=True):
        found.setdefault(int(label[node]), []).append(name)
    return tuple(_pocket(case, names, persons, exits) for names in found.values())


def main_profile(case: Case) -> int:
    """The road table's row of the speed profile that carries most seats."""
    kinds = {kind.id: kind for kind in case.vehicle_types}
    seats = dict.fromkeys(case.roads.profiles, 0)
    for vehicle in case.vehicles:
        seats[kinds[vehicle.type].profile] += kinds[vehicle.type].seats
    return case.roads.profiles.index(max(seats, key=lambda name: seats[name]))


def _pocket(case: Case, names: list[str], persons: dict[str, int], exits: Exits) -> Pocket:
    nodes = [case.place_nodes[name] for name in names]
    return Pocket(
        points=tuple(names),
        persons=sum(persons[name] for name in names),
        ways=exits.ways(nodes[0]),
        independent=exits.independent(nodes),
    )


def _parts(case: Case, usable: BoolArray, within: BoolArray) -> IntArray:
    """The strongly connected component of each node, (N,), over arcs with both ends inside."""
    table = case.roads
    through = within.copy()
    through[[case.place_nodes[crossing.id] for crossing in case.crossings]] = False
    arcs = np.flatnonzero(usable & through[table.tail] & through[table.head])
    graph = csr_array(
        (np.ones(len(arcs), dtype=np.bool_), (table.tail[arcs], table.head[arcs])),
        shape=(table.nodes, table.nodes),
    )
    label: IntArray
    _, label = connected_components(graph, directed=True, connection="strong")
    return label
