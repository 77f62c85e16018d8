"""An invented network of streets, as an OpenStreetMap file: a town, three gates, roads beyond.

The town is a grid of streets with main roads through it, on the equator in the middle of an ocean,
so that nobody takes it for a place. Three roads lead out, each through a crossing; beyond, trunk
roads join the staging areas and lead to four destinations. Seeded; nothing in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium

METRES_A_DEGREE = 111_195.0
LATITUDE, LONGITUDE = 0.0, -30.0
"""The middle of the town."""

Point = tuple[float, float]
"""Metres east and north of the middle."""

BLOCK = 250.0
"""Metres between two streets."""

MAIN = 6
"""Every so many streets there is a main road."""

MISSING = 0.12
"""Share of the pieces of side streets that are not there."""

HALF = 6_000.0
"""Metres from the middle to the edge of the town."""

OUTSIDE: Mapping[str, Point] = {
    "west": (-HALF - 1_200, 0.0),
    "north": (0.0, HALF + 1_500),
    "east": (HALF + 900, -3_000.0),
    "staging-west": (-HALF - 3_500, 0.0),
    "staging-north": (0.0, HALF + 4_500),
    "staging-east": (HALF + 3_500, -3_000.0),
    "corner-nw": (-HALF - 3_500, HALF + 4_500),
    "corner-ne": (HALF + 3_500, HALF + 4_500),
    "near-school": (-24_000.0, 4_000.0),
    "near-camp": (5_000.0, 30_000.0),
    "far-port": (165_000.0, -20_000.0),
    "far-town": (-60_000.0, 190_000.0),
}
"""Crossings, staging areas, corners of the ring road, and destinations."""

TRUNKS = (
    ("staging-west", "corner-nw"),
    ("corner-nw", "staging-north"),
    ("staging-north", "corner-ne"),
    ("corner-ne", "staging-east"),
    ("staging-west", "near-school"),
    ("staging-north", "near-camp"),
    ("staging-east", "far-port"),
    ("near-camp", "far-town"),
)


@dataclass
class Streets:
    """Nodes (metres) and ways, as they are made up."""

    nodes: list[Point] = field(default_factory=list)
    ways: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    main: list[int] = field(default_factory=list)
    """Nodes of the town's main roads, which all hang together."""
    named: dict[str, int] = field(default_factory=dict)

    def node(self, point: Point) -> int:
        """A new node."""
        self.nodes.append(point)
        return len(self.nodes) - 1


def degrees(point: Point) -> tuple[float, float]:
    """Latitude and longitude, to a tenth of a metre."""
    east, north = point
    return (
        round(LATITUDE + north / METRES_A_DEGREE, 6),
        round(LONGITUDE + east / METRES_A_DEGREE, 6),
    )


def town(seed: int) -> Streets:
    """The town with the roads beyond it."""
    random = np.random.default_rng([seed, 1])
    streets = Streets()
    grid(streets, random, lines=int(2 * HALF / BLOCK) + 1)
    for name, point in OUTSIDE.items():
        streets.named[name] = streets.node(point)
    for gate, edge in (("west", (-HALF, 0.0)), ("north", (0.0, HALF)), ("east", (HALF, -3_000.0))):
        town_end = min(streets.main, key=lambda node: _apart(streets.nodes[node], edge))
        ends = town_end, streets.named[gate], streets.named[f"staging-{gate}"]
        streets.ways.append(("primary", ends))
    for begin, end in TRUNKS:
        streets.ways.append(("trunk", tuple(_winding(streets, random, begin, end))))
    return streets


def grid(streets: Streets, random: np.random.Generator, *, lines: int) -> None:
    """A square of `lines` streets each way: main roads whole, side streets with gaps."""
    at = np.arange(lines) * BLOCK - (lines - 1) * BLOCK / 2
    moved = random.uniform(-40, 40, (lines, lines, 2))
    index = [
        [streets.node((x + dx, y + dy)) for x, (dx, dy) in zip(at, row, strict=True)]
        for y, row in zip(at.tolist(), moved.tolist(), strict=True)
    ]
    middle = (lines - 1) // 2
    for line in range(lines):
        kind = "primary" if line == middle else "secondary"
        for across in (index[line], [row[line] for row in index]):
            if (line - middle) % MAIN == 0:
                streets.ways.append((kind, tuple(across)))
                streets.main += across
                continue
            gaps = random.random(lines - 1) < MISSING
            streets.ways += (("residential", run) for run in _runs(across, gaps.tolist()))
    streets.main = sorted(set(streets.main))


def write_osm(streets: Streets, file: Path) -> None:
    """Write them as OpenStreetMap data; the file's ending says in which form."""
    with osmium.SimpleWriter(str(file)) as writer:
        for number, point in enumerate(streets.nodes, start=1):
            latitude, longitude = degrees(point)
            writer.add_node(
                osmium.osm.mutable.Node(id=number, version=1, location=(longitude, latitude))
            )
        for number, (kind, nodes) in enumerate(streets.ways, start=1):
            writer.add_way(
                osmium.osm.mutable.Way(
                    id=number,
                    version=1,
                    nodes=[node + 1 for node in nodes],
                    tags={"highway": kind},
                )
            )


def _runs(nodes: Sequence[int], gaps: Sequence[bool]) -> Iterator[tuple[int, ...]]:
    """The stretches between gaps that have a length."""
    run = [nodes[0]]
    for node, gap in zip(nodes[1:], gaps, strict=True):
        if gap:
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(node)
    if len(run) > 1:
        yield tuple(run)


def _winding(streets: Streets, random: np.random.Generator, begin: str, end: str) -> Iterator[int]:
    """Nodes from one place to another, a bend every two kilometres or so."""
    start, stop = np.array(OUTSIDE[begin]), np.array(OUTSIDE[end])
    bends = max(1, int(_apart(OUTSIDE[begin], OUTSIDE[end]) / 2_000))
    yield streets.named[begin]
    for share in np.arange(1, bends) / bends:
        east, north = (start + share * (stop - start) + random.uniform(-300, 300, 2)).tolist()
        yield streets.node((east, north))
    yield streets.named[end]


def _apart(one: Point, other: Point) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))
