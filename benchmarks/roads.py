"""How fast are roads read and routed, against OSMnx with networkx, and pyrosm?

    python benchmarks/roads.py town.osm.pbf                 an extract and a network of 10⁶ arcs
    python benchmarks/roads.py --arcs 200000 --places 30    another size, more places

All read one file and find the least times between the same places, each in a process of its own.

- **ours** reads into a road table, as a case does: whole seconds for buses, junctions without a
  choice contracted, places put on the nearest stretch; then times from each place to each.
- **osmnx** reads XML into a networkx graph, simplified, and adds times by class of road (the same
  free speeds as ours). It reads no PBF, and takes every way for a road: the file it gets is
  converted and cut to the roads a bus drives beforehand, which isn't counted. Times are by
  `networkx.single_source_dijkstra_path_length` from each place: one search for all the others.
- **pyrosm** reads PBF into tables of nodes and edges for driving, with both its engines; the
  quicker counts. It leaves routing to others.

A ratio is the peer's seconds by the clock over ours; processor seconds stand beside, as a busy
machine parts them. Times between places differ a little, as ours also knows
speed limits and where on a stretch a place lies: the median of theirs over ours is printed to show
that both mean the same. A peer that isn't installed (`benchmarks/requirements.txt`) is named.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np
import osmium
from measure import RunError, Watch, fresh, machine, peak_mib, tell
from streets import Streets, grid, write_osm

from safepassage.roads.osm import read_roads
from safepassage.roads.speeds import DEFAULT_SPEEDS
from safepassage.roads.travel import travel_times

Places = list[tuple[float, float]]
"""Latitude and longitude, degrees."""

SPEEDS = {"bus": DEFAULT_SPEEDS["bus"]}

ARCS_A_JUNCTION = 3.6
"""Of a grid in which an eighth of the side streets is missing."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One program on one file. `seconds` are least times between places, row by row."""

    nodes: int
    arcs: int
    reading: float
    reading_cpu: float
    routing: float | None = None
    seconds: list[float] = []
    mib: float


def ours(file: Path, places: Places) -> Measured:
    """Safe Passage."""
    keep = [(f"place-{number}", *place) for number, place in enumerate(places)]
    watch = Watch()
    read = read_roads(file, speeds=SPEEDS, keep=keep)
    reading, cpu = watch.wall, watch.cpu
    nodes = {name: snap.node for name, snap in read.snapped.items()}
    watch = Watch()
    matrix = travel_times(read.table, nodes, ()).matrix("bus")
    return Measured(
        nodes=read.table.nodes,
        arcs=read.table.arcs,
        reading=reading,
        reading_cpu=cpu,
        routing=watch.wall,
        seconds=matrix.ravel().astype(float).tolist(),
        mib=peak_mib(),
    )


def osmnx(file: Path, places: Places) -> Measured:
    """OSMnx and networkx, from an XML file with roads only."""
    import networkx  # noqa: PLC0415  a peer, which may be missing
    import osmnx as ox  # noqa: PLC0415

    watch = Watch()
    graph = ox.graph_from_xml(file)
    graph = ox.add_edge_speeds(graph, hwy_speeds=dict(SPEEDS["bus"]))
    graph = ox.add_edge_travel_times(graph)
    reading, cpu = watch.wall, watch.cpu
    names = list(graph)
    at = np.array([(graph.nodes[name]["y"], graph.nodes[name]["x"]) for name in names])
    nearest = [names[int(((at - place) ** 2).sum(axis=1).argmin())] for place in np.array(places)]
    watch = Watch()
    seconds = []
    for origin in nearest:
        reached = networkx.single_source_dijkstra_path_length(graph, origin, weight="travel_time")
        seconds += [float(reached.get(target, -1)) for target in nearest]
    return Measured(
        nodes=len(graph),
        arcs=graph.number_of_edges(),
        reading=reading,
        reading_cpu=cpu,
        routing=watch.wall,
        seconds=seconds,
        mib=peak_mib(),
    )


def pyrosm(file: Path, engine: str) -> Measured:
    """The reader pyrosm, from a PBF file."""
    import pyrosm as reader  # noqa: PLC0415  a peer, which may be missing

    warnings.simplefilter("ignore")
    watch = Watch()
    roads = reader.OSM(str(file), engine=engine, progress=False, keep_metadata=False)
    nodes, edges = roads.get_network("driving", nodes=True)
    reading, cpu = watch.wall, watch.cpu
    return Measured(
        nodes=len(nodes), arcs=len(edges), reading=reading, reading_cpu=cpu, mib=peak_mib()
    )


def compare(file: Path, count: int, folder: Path) -> None:
    """Print a line a program for one file."""
    places = _places(file, count)
    pbf, xml = _converted(file, folder)
    own = fresh(ours, file, places)
    print(_line("ours", own, own))
    _peer("osmnx", own, osmnx, xml, places)
    _peer("pyrosm", own, pyrosm, pbf, "out_of_core")
    _peer("pyrosm", own, pyrosm, pbf, "in_memory")


def made_up(file: Path, arcs: int, seed: int) -> None:
    """Write an invented grid of streets with about so many arcs."""
    streets = Streets()
    lines = max(3, round((arcs / ARCS_A_JUNCTION) ** 0.5))
    grid(streets, np.random.default_rng(seed), lines=lines)
    write_osm(streets, file)


def _places(file: Path, count: int) -> Places:
    """Junctions of the file, picked by a fixed seed."""
    table = read_roads(file, speeds=SPEEDS, keep=[]).table
    random = np.random.default_rng(1)
    picked = random.choice(table.nodes, min(count, table.nodes), replace=False)
    return list(zip(table.latitude[picked].tolist(), table.longitude[picked].tolist(), strict=True))


def _converted(file: Path, folder: Path) -> tuple[Path, Path]:
    """The file as PBF, and its roads alone as XML, for who reads but one of them."""
    pbf, xml = folder / "roads.osm.pbf", folder / "roads.osm"
    if file.suffix == ".pbf":
        pbf = file
    else:
        with osmium.SimpleWriter(str(pbf), overwrite=True) as writer:
            for entity in osmium.FileProcessor(str(file)):
                writer.add(entity)
    driven = [("highway", name) for name in SPEEDS["bus"]]
    roads = osmium.FileProcessor(str(file), osmium.osm.WAY)
    with osmium.BackReferenceWriter(str(xml), str(file), overwrite=True) as writer:
        for way in roads.with_filter(osmium.filter.TagFilter(*driven)):
            writer.add(way)
    return pbf, xml


def _peer(
    name: str, own: Measured, run: Callable[..., Measured], file: Path, *arguments: object
) -> None:
    label = f"{name} {arguments[0]}" if isinstance(arguments[0], str) else name
    if find_spec(name) is None:
        print(f"{label:>20} is not installed")
        return
    try:
        print(_line(label, fresh(run, file, *arguments), own), flush=True)
    except RunError as error:
        print(f"{label:>20} {error}", flush=True)


HEADER = (
    f"{'':>20} {'nodes':>9} {'arcs':>9} {'reading s':>10} {'cpu s':>7} {'ratio':>7} "
    f"{'routing s':>10} {'ratio':>7} {'MiB':>6} {'theirs/ours':>12}"
)


def _line(name: str, found: Measured, own: Measured) -> str:
    routing = ratio = same = "-"
    if found.routing is not None and own.routing is not None:
        routing, ratio = f"{found.routing:.2f}", f"{found.routing / own.routing:.1f}"
        both = [(a, b) for a, b in zip(found.seconds, own.seconds, strict=True) if min(a, b) > 0]
        same = f"{np.median([a / b for a, b in both]):.2f}" if both else "-"
    return (
        f"{name:>20} {found.nodes:9} {found.arcs:9} {found.reading:10.2f} "
        f"{found.reading_cpu:7.2f} "
        f"{found.reading / own.reading:7.1f} {routing:>10} {ratio:>7} {found.mib:6.0f} {same:>12}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    print(f"{machine()}. {options.places} places.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = list(options.extracts)
        if options.arcs:
            files.append(folder / f"invented-{options.arcs}.osm.pbf")
            tell(f"making up {options.arcs} arcs")
            made_up(files[-1], options.arcs, options.seed)
        for file in files:
            print(f"\n{file.name}\n{HEADER}")
            compare(file, options.places, folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Read and route roads, against osmnx/networkx and pyrosm.",
        epilog="Example: python benchmarks/roads.py town.osm.pbf --arcs 200000",
    )
    parser.add_argument("extracts", type=Path, nargs="*", help=".osm.pbf, .osm or .osm.bz2")
    parser.add_argument("--arcs", type=int, default=1_000_000, help="arcs made up; 0 for none")
    parser.add_argument("--places", type=int, default=12, help="places to route between")
    parser.add_argument("--seed", type=int, default=1, help="of the network made up")
    return parser


if __name__ == "__main__":
    main()
