"""Small OpenStreetMap files for tests: nodes by name, ways as names in a row with tags."""

from __future__ import annotations

import bz2
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import osmium


@dataclass(frozen=True)
class Way:
    nodes: Sequence[int]
    tags: Mapping[str, str]
    id: int = 0


def road(*nodes: int, highway: str = "primary", number: int = 0, **tags: str) -> Way:
    """A way along these nodes; `motor_vehicle` and the like as keywords, `__` for a colon."""
    return Way(
        nodes, {"highway": highway} | {k.replace("__", ":"): v for k, v in tags.items()}, number
    )


@dataclass(frozen=True)
class Turn:
    """A relation of two ways and a node between them; a restriction unless the tags say else."""

    start: int
    via: int
    end: int
    tags: Mapping[str, str]


@dataclass(frozen=True)
class OsmText:
    """Positions by node id (latitude, longitude), tags of some nodes, ways numbered from 100."""

    nodes: Mapping[int, tuple[float, float]]
    ways: Sequence[Way]
    node_tags: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    turns: Sequence[Turn] = ()

    def xml(self) -> str:
        lines = ["<?xml version='1.0'?>", "<osm version='0.6'>"]
        for number, (latitude, longitude) in self.nodes.items():
            lines.append(f"<node id='{number}' lat='{latitude:.7f}' lon='{longitude:.7f}'>")
            lines += _tags(self.node_tags.get(number, {}))
            lines.append("</node>")
        for position, way in enumerate(self.ways):
            lines.append(f"<way id='{way.id or 100 + position}'>")
            lines += [f"<nd ref='{node}'/>" for node in way.nodes]
            lines += _tags(way.tags)
            lines.append("</way>")
        for number, turn in enumerate(self.turns, start=1):
            lines.append(f"<relation id='{number}'>")
            lines.append(f"<member type='way' ref='{turn.start}' role='from'/>")
            lines.append(f"<member type='node' ref='{turn.via}' role='via'/>")
            lines.append(f"<member type='way' ref='{turn.end}' role='to'/>")
            lines += _tags({"type": "restriction"} | dict(turn.tags))
            lines.append("</relation>")
        return "\n".join([*lines, "</osm>"])

    def write(self, path: Path) -> Path:
        """As .osm, .osm.bz2 or .osm.pbf, by the name of the file."""
        if path.suffix == ".osm":
            path.write_text(self.xml(), encoding="utf-8")
        elif path.suffix == ".bz2":
            path.write_bytes(bz2.compress(self.xml().encode()))
        else:
            text = osmium.io.FileBuffer(self.xml().encode(), "osm")
            with osmium.SimpleWriter(str(path), overwrite=True) as writer:
                for thing in osmium.FileProcessor(text):
                    writer.add(thing)
        return path


def _tags(tags: Mapping[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]


def grid(rows: int, columns: int, step: float = 0.001) -> dict[int, tuple[float, float]]:
    """Nodes 1, 2, … row by row northwards from 33.5 N 36.4 E, about 100 m apart."""
    return {
        1 + row * columns + column: (33.5 + step * row, 36.4 + step * column)
        for row in range(rows)
        for column in range(columns)
    }
