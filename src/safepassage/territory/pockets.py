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
    within = is_inside(inside, table.latitude, table.longitude)
    usable = table.open & table.passable[main_profile(case)]
    front = front_line(case, on)
    exits = find_exits(case, on, front, usable, within)
    label = _parts(case, usable & ~front.shut(), within)
    persons = {one.point: one.persons for one in people_on(case, on)}
    found: dict[int, list[str]] = {}
    for name in points:
        found.setdefault(int(label[case.place_nodes[name]]), []).append(name)
    return tuple(_pocket(case, names, persons, exits, within) for names in found.values())


def main_profile(case: Case) -> int:
    """The road table's row of the speed profile that carries most seats."""
    kinds = {kind.id: kind for kind in case.vehicle_types}
    seats = dict.fromkeys(case.roads.profiles, 0)
    for vehicle in case.vehicles:
        seats[kinds[vehicle.type].profile] += kinds[vehicle.type].seats
    return case.roads.profiles.index(max(seats, key=lambda name: seats[name]))


def _pocket(
    case: Case, names: list[str], persons: dict[str, int], exits: Exits, within: BoolArray
) -> Pocket:
    nodes = [case.place_nodes[name] for name in names]
    # Where the point lies inside and its road node doesn't, the front line is between them.
    ways = exits.ways(nodes[0]) if within[nodes[0]] else ()
    return Pocket(
        points=tuple(names),
        persons=sum(persons[name] for name in names),
        ways=ways,
        independent=exits.independent(nodes) if ways else 0,
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
