"""Names for junctions: the streets that meet there, as the extract has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import osmium

from safepassage.model.roads import RoadTable

_LONGEST = 60


def street_names(roads: Path, table: RoadTable, nodes: Collection[int]) -> dict[int, list[str]]:
    """Names of the streets that meet at each of some nodes of the table, in alphabetical order.

    An arc of the table knows one way only, and at a one-way street's end not that of the junction.
    So the file is asked which of its nodes lie there, and which named roads run over them.
    """
    chosen = np.array(sorted(nodes))
    ways = set(table.way[np.isin(table.tail, chosen)].tolist())
    refs = {ref for way in _ways(roads) if way.id in ways for ref in _refs(way)}
    of_position = {_position(table.latitude[n], table.longitude[n]): n for n in chosen.tolist()}
    node_of = {
        node.id: of_position[here]
        for node in _nodes(roads, refs)
        if (here := _position(node.location.lat, node.location.lon)) in of_position
    }
    found: dict[int, set[str]] = {node: set() for node in nodes}
    for way in _ways(roads):
        name = _one_line(way.tags.get("name") or "")
        if name and way.tags["highway"] in table.classes:
            for ref in node_of.keys() & _refs(way):
                found[node_of[ref]].add(name)
    return {node: sorted(streets) for node, streets in found.items()}


def place_names(
    kind: str, nodes: Sequence[int], streets: Mapping[int, list[str]], *, bare: bool = False
) -> list[str]:
    """A name for each place of a kind: "Crossing A / B", "Crossing A", or "Crossing 1".

    `bare` leaves the kind out where a street names the place. No two of a kind are called the same.
    """
    before = "" if bare else f"{kind} "
    named: list[str] = []
    for number, node in enumerate(nodes, start=1):
        match streets[node]:
            case [first, second, *_]:
                name = f"{before}{first} / {second}"
            case [only]:
                name = f"{before}{only}"
            case _:
                name = f"{kind} {number}"
        named.append(f"{name} ({number})" if name in named else name)
    return named


def _ways(roads: Path) -> Iterable[osmium.osm.Way]:
    found = osmium.FileProcessor(roads, osmium.osm.WAY)
    return cast("Iterable[osmium.osm.Way]", found.with_filter(osmium.filter.KeyFilter("highway")))


def _nodes(roads: Path, refs: Collection[int]) -> Iterable[osmium.osm.Node]:
    found = osmium.FileProcessor(roads, osmium.osm.NODE)
    if min(refs) >= 0:  # an editor's unsaved nodes have negative ids, which the filter can't hold
        found = found.with_filter(osmium.filter.IdFilter(refs))
    return cast("Iterable[osmium.osm.Node]", found)


def _refs(way: osmium.osm.Way) -> set[int]:
    return {node.ref for node in way.nodes}


def _position(latitude: float, longitude: float) -> tuple[int, int]:
    """Degrees as OpenStreetMap stores them, in whole 10⁻⁷."""
    return round(latitude * 1e7), round(longitude * 1e7)


def _one_line(name: str) -> str:
    """The name as a table may hold it: printable, spaces single, not too long."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(plain.split())[:_LONGEST].rstrip()
