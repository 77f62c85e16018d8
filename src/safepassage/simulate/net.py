"""Has SUMO's netconvert build a network from an extract, and reads what came of it."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from safepassage.errors import StudyError
from safepassage.simulate.extract import Extract, Position

INSTALL = "pip install 'safepassage[simulate]'"

NET = "roads.net.xml"

_OPTIONS = (
    "--output.original-names",
    *("--tls.join", "--tls.guess-signals", "--tls.discard-simple"),
    *("--no-turnarounds.except-deadend", "--no-turnarounds.tls"),
    *("--xml-validation", "never", "--xml-validation.net", "never"),
    "--no-warnings",
)
"""Signals near each other work as one; who turns round in mid-road does so at a place, off it."""


@dataclass(frozen=True)
class Edge:
    """A stretch of a way in one direction, between two junctions of the network."""

    id: str
    way: int
    """Of the extract."""
    start: int
    end: int
    """Nodes of the extract."""
    backward: bool
    """Runs against the way."""
    metres: float
    seconds: float
    """At the speed of its fastest class."""


@dataclass(frozen=True)
class Net:
    """Edges by id, and which lead into which."""

    edges: Mapping[str, Edge]
    follow: Mapping[str, Mapping[str, int]]
    """The lane in which one arrives, by edge and following edge."""
    covering: Mapping[tuple[Position, Position], tuple[str, ...]]
    """The edges that run over a straight stretch, by its ends in driving order."""


def require_sumo() -> str:
    """SUMO's version.

    Raises
    ------
    StudyError
        if it isn't installed.
    """
    for module in ("sumo", "libsumo"):
        if find_spec(module) is None:
            raise StudyError(
                f"to simulate, SUMO is needed, and {module} isn't installed; expected the packages "
                f"eclipse-sumo and libsumo. Install them: {INSTALL}"
            )
    return version("libsumo")


def build_net(found: Extract, osm: str, types: str, work: Path) -> Net:
    """Write the files into the work folder, convert them to `NET`, and read it.

    Raises
    ------
    StudyError
        if the converter fails; it says what the converter said.
    """
    (work / "roads.osm").write_text(osm, encoding="utf-8")
    (work / "roads.typ.xml").write_text(types, encoding="utf-8")
    home = _home()
    command = [
        *(str(home / "bin" / "netconvert"), "--osm-files", "roads.osm"),
        *("--type-files", "roads.typ.xml", "--output-file", NET, *_OPTIONS),
    ]
    proj = str(home / "data" / "proj")
    env = {"SUMO_HOME": str(home), "PROJ_LIB": proj, "PROJ_DATA": proj}
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        told = " ".join((done.stderr or done.stdout).split())[-500:]
        raise StudyError(f"SUMO can't build the roads: {told}")
    return _read(work / NET, found)


def _home() -> Path:
    spec = find_spec("sumo")
    if spec is None or not spec.submodule_search_locations:
        raise StudyError(f"SUMO isn't installed. Install it: {INSTALL}")
    return Path(spec.submodule_search_locations[0])


def _read(path: Path, found: Extract) -> Net:
    edges: dict[str, Edge] = {}
    follow: dict[str, dict[str, int]] = defaultdict(dict)
    for _, element in ElementTree.iterparse(path):
        if element.tag == "edge" and element.get("function", "normal") == "normal":
            edge = _edge(element)
            edges[edge.id] = edge
        elif element.tag == "connection" and element.attrib["from"][0] != ":":
            lanes = follow[element.attrib["from"]]
            lanes.setdefault(element.attrib["to"], int(element.attrib["toLane"]))
        if element.tag in ("edge", "junction", "connection", "tlLogic"):
            element.clear()
    return Net(edges, follow, _covering(edges, found))


def _edge(element: ElementTree.Element) -> Edge:
    name = element.attrib["id"]
    lane = element.find("lane")
    assert lane is not None  # every edge has one
    metres, speed = float(lane.attrib["length"]), float(lane.attrib["speed"])
    return Edge(
        name,
        int(name.lstrip("-").partition("#")[0]),
        int(element.attrib["from"]),
        int(element.attrib["to"]),
        name.startswith("-"),
        metres,
        metres / speed,
    )


def _covering(
    edges: Mapping[str, Edge], found: Extract
) -> Mapping[tuple[Position, Position], tuple[str, ...]]:
    """Walk every way from junction to junction, as its edges do."""
    of_way: dict[tuple[int, bool], list[Edge]] = defaultdict(list)
    for edge in edges.values():
        of_way[edge.way, edge.backward].append(edge)
    covering: dict[tuple[Position, Position], list[str]] = defaultdict(list)
    for (way, backward), own in of_way.items():
        nodes = found.ways[way].nodes[:: -1 if backward else 1]
        junctions = {node for edge in own for node in (edge.start, edge.end)}
        by_ends = {(edge.start, edge.end): edge.id for edge in own}
        stops = [at for at, node in enumerate(nodes) if node in junctions]
        for first, last in pairwise(stops):
            name = by_ends.get((nodes[first], nodes[last]))
            for a, b in zip(nodes[first:last], nodes[first + 1 : last + 1], strict=True):
                if name is not None:
                    covering[found.positions[a], found.positions[b]].append(name)
    return {stretch: tuple(names) for stretch, names in covering.items()}
