"""A town of straight streets, to make drills in."""

from __future__ import annotations

from pathlib import Path

from osm_text import OsmText, Way, grid, road

SIDE = 9


def streets(*, named: bool = True, side: int = SIDE, **tags: str) -> OsmText:
    """Streets in a square of side × side junctions, 400 m apart."""
    ways: list[Way] = []
    for line in range(side):
        row = [1 + line * side + column for column in range(side)]
        column = [1 + row * side + line for row in range(side)]
        for name, nodes in ((f"East Street {line}", row), (f"North Street {line}", column)):
            ways.append(road(*nodes, number=100 + len(ways), **tags))
            if named:
                ways[-1] = Way(ways[-1].nodes, {**ways[-1].tags, "name": name}, ways[-1].id)
    return OsmText(grid(side, side, 0.004), ways)


def town(folder: Path, ending: str = ".osm") -> Path:
    return streets().write(folder / f"town{ending}")
