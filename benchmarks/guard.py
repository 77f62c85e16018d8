"""How quickly are the fewest posts found, and is it proved that fewer won't do?

    python benchmarks/guard.py town.osm.pbf                 roads of an extract
    python benchmarks/guard.py town.osm.pbf --places 40     between more places
    python benchmarks/guard.py                              an invented town

Places are drawn from a seed; the roads to guard are those of the longest quickest way between two
of them, and of all quickest ways between all. For each reach: posts found, the number proved to be
needed, and the seconds. Then half as many posts are placed where they watch the most metres, with
the bound on that.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from measure import Watch, machine
from roads import SPEEDS, made_up

from safepassage.guard.cover import least_cover
from safepassage.guard.ground import survey
from safepassage.guard.most import most_covered
from safepassage.model.roads import RoadTable
from safepassage.roads.osm import read_roads
from safepassage.roads.travel import travel_times

HEADER = (
    f"{'roads':>8} {'reach m':>8} {'arcs':>6} {'km':>7} {'posts':>6} {'proved':>7} {'cpu s':>6} "
    f"{'at hand':>8} {'km':>7} {'at most':>8} {'cpu s':>6}"
)


def ways(table: RoadTable, places: int, seed: int) -> dict[str, set[int]]:
    """The arcs of the longest quickest way between the places, and of all of them."""
    drawn = np.random.default_rng(seed).integers(0, table.nodes, places).tolist()
    nodes = {str(node): node for node in drawn}
    times = travel_times(table, nodes, ())
    routes = [
        times.route("bus", a, b)
        for a in nodes
        for b in nodes
        if times.seconds("bus", a, b) is not None
    ]
    longest = max(routes, key=lambda route: int(table.metres[list(route)].sum()))
    return {"one way": set(longest), "all ways": {arc for route in routes for arc in route}}


def measured(table: RoadTable, name: str, arcs: set[int], reach: int) -> str:
    watch = Watch()
    ground = survey(table, np.array(sorted(arcs)), reach)
    cover = least_cover(ground)
    seconds, metres = watch.cpu, table.metres[ground.arcs].astype(np.int64)
    hand = max(1, len(cover.sites) // 2)
    watch = Watch()
    most = most_covered(ground, metres, hand, cover.sites)
    return (
        f"{name:>8} {reach:8} {len(arcs):6} {metres.sum() / 1000:7.1f} {len(cover.sites):6} "
        f"{cover.at_least:7} {seconds:6.2f} {hand:8} {most.metres / 1000:7.1f} "
        f"{most.at_most / 1000:8.1f} {watch.cpu:6.2f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        file = options.extract
        if file is None:
            file = Path(folder) / "invented.osm.pbf"
            made_up(file, options.arcs, options.seed)
        table = read_roads(file, speeds=SPEEDS, keep=[]).table
        print(f"{file.name}: {table.arcs} arcs, {options.places} places\n{HEADER}")
        for name, arcs in ways(table, options.places, options.seed).items():
            for reach in options.reach:
                print(measured(table, name, arcs, reach), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Find the fewest posts for roads.",
        epilog="Example: python benchmarks/guard.py town.osm.pbf --reach 1000 2000",
    )
    parser.add_argument("extract", type=Path, nargs="?", help=".osm.pbf, .osm or .osm.bz2")
    parser.add_argument("--arcs", type=int, default=20_000, help="of the town made up without one")
    parser.add_argument("--places", type=int, default=20, help="places to go between")
    parser.add_argument("--reach", type=int, nargs="+", default=[500, 1000, 2000], help="metres")
    parser.add_argument("--seed", type=int, default=1, help="of the places and the town made up")
    return parser


if __name__ == "__main__":
    main()
