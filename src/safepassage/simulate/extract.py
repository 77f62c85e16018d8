"""The part of a case's OpenStreetMap file that its plan drives, as SUMO's converter reads it.

Ways keep their ids, nodes, lanes, roundabouts, signals and turn restrictions. Who may drive them,
which way and how fast is what the case's rules say (`way_rules`), as it is in the road table; ways
that the case closes are left out. Nothing of the file goes on but numbers and words known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import osmium

from safepassage.read.roads import RoadsSpec
from safepassage.roads.restrictions import TURN_KEYS, Restriction, restrictions_of
from safepassage.roads.speeds import Speeds, on_water
from safepassage.roads.tags import WayRules, way_rules

Position = tuple[int, int]
"""Latitude and longitude in 10⁻⁷ degrees, as OpenStreetMap stores them."""
Box = tuple[float, float, float, float]
"""West, south, east, north, degrees."""

SCALE = 10_000_000

FRESH = 1 << 40
"""From here on ids are our own; those of OpenStreetMap are far below."""

_LANES = re.compile(r"[1-8]")
_KEPT = {
    "lanes": _LANES,
    "lanes:forward": _LANES,
    "lanes:backward": _LANES,
    "layer": re.compile(r"-?[0-5]"),
    "junction": re.compile(r"roundabout|circular"),
}


@dataclass(frozen=True)
class DrawnWay:
    """A way as it is written: `id` is its own or, for a later part of a way cut in two, a new one.

    `source` is the id in the case's file.
    """

    id: int
    source: int
    nodes: tuple[int, ...]
    kind: int
    tags: Mapping[str, str]


@dataclass(kw_only=True)
class Extract:
    """Ways by id, with the positions of their nodes."""

    ways: dict[int, DrawnWay] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)
    signals: set[int] = field(default_factory=set)
    kinds: list[WayRules] = field(default_factory=list)
    turns: list[Restriction] = field(default_factory=list)

    def rule(self, start: int, end: int) -> str:
        """The restriction that bars the turn from one way into another; empty if none says so."""
        only = ""
        for turn in self.turns:
            if turn.start == start and turn.end == end and not turn.only:
                return turn.kind
            if turn.start == start and turn.only:
                only = turn.kind
        return only


def position(latitude: float, longitude: float) -> Position:
    """A position as whole numbers, which can be looked up."""
    return round(latitude * SCALE), round(longitude * SCALE)


def extract(spec: RoadsSpec, profiles: Sequence[str], box: Box) -> Extract:
    """The ways of the case's file that one of the profiles drives and that reach into the box."""
    speeds = {profile: spec.speeds[profile] for profile in profiles}
    path = cast("Path", spec.path)  # a case without one wasn't read
    found = Extract()
    places = _Places(path)
    _ways(found, path, speeds, places, box, frozenset(spec.closed_ways))
    found.signals = places.signals & found.positions.keys()
    for turn in _turns(path, speeds) if spec.turn_restrictions else ():
        if {turn.start, turn.end} <= found.ways.keys() and turn.via in found.positions:
            found.turns.append(turn)
    return found


class _Places:
    """Where nodes are, and which have signals."""

    def __init__(self, path: Path) -> None:
        self.locate = osmium.NodeLocationsForWays(osmium.index.create_map("sparse_mem_array"))
        self.locate.ignore_errors()
        self.signals: set[int] = set()
        self.unsaved: dict[int, osmium.osm.Location] = {}
        tagged = osmium.filter.KeyFilter("highway")
        nodes = osmium.FileProcessor(path, osmium.osm.NODE)
        nodes = nodes.with_filter(self.locate).with_filter(tagged)
        for node in cast("Iterable[osmium.osm.Node]", nodes):
            if node.tags.get("highway") == "traffic_signals":
                self.signals.add(node.id)
        self._path = path

    def of(self, node: osmium.osm.NodeRef) -> osmium.osm.Location:
        """Where a way's node is; an editor gives new ones negative ids, which aren't in the map."""
        if node.ref >= 0:
            return node.location
        if not self.unsaved:
            nodes = osmium.FileProcessor(self._path, osmium.osm.NODE)
            found = cast("Iterable[osmium.osm.Node]", nodes)
            self.unsaved = {node.id: node.location for node in found if node.id < 0}
        return self.unsaved.get(node.ref, node.location)


def _ways(
    found: Extract, path: Path, speeds: Speeds, places: _Places, box: Box, closed: frozenset[int]
) -> None:
    west, south, east, north = box
    kinds: dict[WayRules, int] = {}
    roads = osmium.filter.KeyFilter("highway", "route")
    ways = osmium.FileProcessor(path, osmium.osm.WAY).with_filter(roads)
    for way in cast("Iterable[osmium.osm.Way]", ways.with_filter(places.locate)):
        number = way.id if way.id > 0 else FRESH + len(found.ways)
        if way.id in closed or number in found.ways:
            continue
        tags = {tag.k: tag.v for tag in way.tags}
        rules = way_rules(tags, speeds)
        if isinstance(rules, str):
            continue
        at = [(node.ref, place) for node in way.nodes if (place := places.of(node)).valid()]
        if not any(west <= p.lon <= east and south <= p.lat <= north for _, p in at):
            continue
        found.positions.update((ref, position(p.lat, p.lon)) for ref, p in at)
        found.ways[number] = DrawnWay(
            number,
            way.id,
            tuple(ref for ref, _ in at),
            kinds.setdefault(rules, len(kinds)),
            {key: tags[key] for key, form in _KEPT.items() if form.fullmatch(tags.get(key, ""))},
        )
    found.kinds = list(kinds)


def _turns(path: Path, speeds: Speeds) -> Iterator[Restriction]:
    """Restrictions that bind everybody on roads: SUMO knows no others."""
    everybody = sum(1 << bit for bit, row in enumerate(speeds.values()) if not on_water(row))
    marked = osmium.filter.KeyFilter(*TURN_KEYS)
    found = osmium.FileProcessor(path, osmium.osm.RELATION).with_filter(marked)
    for relation in cast("Iterable[osmium.osm.Relation]", found):
        told = restrictions_of(relation, speeds)
        if not isinstance(told, str):
            yield from (one for one in told if one.profiles == everybody)


def xml(found: Extract) -> str:
    """The extract as an OpenStreetMap file."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for node in sorted({node for way in found.ways.values() for node in way.nodes}):
        latitude, longitude = found.positions[node]
        tag = '<tag k="highway" v="traffic_signals"/>' if node in found.signals else ""
        lines.append(
            f'<node id="{node}" lat="{latitude / SCALE:.7f}" lon="{longitude / SCALE:.7f}">'
            f"{tag}</node>"
        )
    for way in found.ways.values():
        lines.append(f'<way id="{way.id}">')
        lines += [f'<nd ref="{node}"/>' for node in way.nodes]
        kind = found.kinds[way.kind]
        oneway = {(True, True): "no", (True, False): "yes", (False, True): "-1"}
        tags = {"highway": f"k{way.kind}", "oneway": oneway[kind.forward > 0, kind.backward > 0]}
        lines += [f'<tag k="{key}" v="{value}"/>' for key, value in {**tags, **way.tags}.items()]
        lines.append("</way>")
    for number, turn in enumerate(found.turns, start=1):
        lines.append(
            f'<relation id="{number}"><member type="way" ref="{turn.start}" role="from"/>'
            f'<member type="node" ref="{turn.via}" role="via"/>'
            f'<member type="way" ref="{turn.end}" role="to"/>'
            f'<tag k="type" v="restriction"/><tag k="restriction" v="{turn.kind}"/></relation>'
        )
    return "\n".join([*lines, "</osm>\n"])
