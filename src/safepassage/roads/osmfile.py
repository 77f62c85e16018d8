"""Stream the drivable ways of an OpenStreetMap file, and then only the nodes they need."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import osmium
from numpy.typing import NDArray

from safepassage.model.roads import FloatArray, IntArray
from safepassage.roads.fault import RoadsError
from safepassage.roads.osmscreen import EXPECTED, REMEDY, screen
from safepassage.roads.raw import RawRoads, RawWays
from safepassage.roads.restrictions import TURN_KEYS, Restriction, restrictions_of
from safepassage.roads.speeds import Speeds, highway_classes, on_water
from safepassage.roads.tags import (
    NODE_KEYS,
    WayRules,
    node_facts,
    road_class,
    telling,
    way_rules,
)

LOST_NODE = "stretches with a node that isn't in the file"
REPEATED = "ways given twice"


def read_osm(path: Path, speeds: Speeds) -> tuple[RawRoads, Counter[str]]:
    """Every drivable stretch of the file, and how much was left out, by reason.

    The file is screened, then read in two passes (nodes, then ways), in any order within. Of nodes
    only the positions are kept, 16 bytes each, in the native reader. Raises RoadsError for a file
    that is missing, damaged, cut short, not OpenStreetMap or has no road.
    """
    screen(path)
    left_out: Counter[str] = Counter()
    with _faults():
        nodes = _Nodes(path)
        ways, refs, first_ref, turns = _read_ways(path, speeds, nodes.locate, left_out)
    if len(ways.id) == 0:
        raise RoadsError(
            "no road that a vehicle may drive",
            "ways tagged highway=* of a class in the speeds",
            "Check that the extract covers the area and that roads were not filtered out.",
        )
    ids, positions = np.unique(refs, return_inverse=True)
    with _faults():
        latitude, longitude = nodes.positions(ids)
    start, end, of_way = _stretches(positions, first_ref)
    lost = np.isnan(latitude[start]) | np.isnan(latitude[end])
    first = np.zeros(len(ways.id), dtype=np.bool_)
    first[np.unique(ways.id, return_index=True)[1]] = True
    left_out.update({LOST_NODE: int(lost.sum()), REPEATED: int((~first).sum())})
    raw = RawRoads(
        ways=ways,
        latitude=latitude,
        longitude=longitude,
        node_facts=nodes.facts(ids),
        start=start,
        end=end,
        of_way=of_way,
        turns=_turns(turns, ids, start, end),
    )
    # Merged extracts repeat whole ways; a node repeated along its way makes no stretch.
    return raw.only(~lost & first[of_way] & (start != end)), +left_out


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what libosmium says of a bad file into a RoadsError."""
    try:
        yield
    except (RuntimeError, OSError, ValueError, osmium.InvalidLocationError) as error:
        raise RoadsError(f"unreadable roads ({error})", EXPECTED, REMEDY) from error


def _read_ways(
    path: Path,
    speeds: Speeds,
    locate: osmium.NodeLocationsForWays,
    left_out: Counter[str],
) -> tuple[RawWays, NDArray[np.int64], NDArray[np.int64], list[Restriction]]:
    """Drivable ways, the node ids along them, where each way's ids start, (W + 1,), and turns.

    Columns are packed and rules worked out once for ways alike: a country has millions.
    """
    way_ids, kind_of, refs, first_ref = array("q"), array("l"), array("q"), array("q", [0])
    known: dict[frozenset[tuple[str, str]], WayRules | str] = {}
    kinds: dict[WayRules, int] = {}
    # Without a boat a sea lane is no road that was left out.
    boats = any(map(on_water, speeds.values()))
    keys = ("highway", "route") if boats else ("highway",)
    turns: list[Restriction] = []
    wanted = osmium.filter.KeyFilter(*keys, *TURN_KEYS)
    kinds_read = osmium.osm.WAY | osmium.osm.RELATION
    found = osmium.FileProcessor(path, kinds_read).with_filter(wanted).with_filter(locate)
    for way in cast("Iterable[osmium.osm.Way | osmium.osm.Relation]", found):
        if isinstance(way, osmium.osm.Relation):
            told = restrictions_of(way, speeds)
            if isinstance(told, str):
                left_out[told] += 1
            else:
                turns += told
            continue
        tags = telling((tag.k, tag.v) for tag in way.tags)
        if boats and not road_class(dict(tags)):
            continue  # the route of a bus, say
        rules = known.get(tags) or known.setdefault(tags, way_rules(dict(tags), speeds))
        if isinstance(rules, str):
            left_out[rules] += 1
            continue
        way_ids.append(way.id)
        kind_of.append(kinds.setdefault(rules, len(kinds)))
        refs.extend([node.ref for node in way.nodes])
        first_ref.append(len(refs))
    ways = _ways(
        np.array(way_ids, dtype=np.int64), np.array(kind_of, dtype=int), list(kinds), speeds
    )
    return ways, np.array(refs, dtype=np.int64), np.array(first_ref, dtype=np.int64), turns


def _turns(
    told: Sequence[Restriction], ids: NDArray[np.int64], start: IntArray, end: IntArray
) -> tuple[Restriction, ...]:
    """Restrictions at nodes of the roads, `ids` in ascending order; others bar nothing here."""
    joined = np.zeros(len(ids), dtype=np.bool_)
    joined[start] = joined[end] = True
    place = np.searchsorted(ids, [one.via for one in told])
    return tuple(
        replace(one, via=int(at))
        for one, at in zip(told, place, strict=True)
        if at < len(ids) and ids[at] == one.via and joined[at]
    )


def _ways(
    ids: NDArray[np.int64], kind_of: NDArray[np.int64], kinds: Sequence[WayRules], speeds: Speeds
) -> RawWays:
    classes = highway_classes(speeds)
    kmh = np.array([kind.kmh for kind in kinds], dtype=np.float64).reshape(-1, len(speeds))
    return RawWays(
        id=ids,
        highway=np.array([classes.index(k.highway) for k in kinds], dtype=np.uint8)[kind_of],
        facts=np.array([kind.facts for kind in kinds], dtype=np.uint8)[kind_of],
        forward=np.array([kind.forward for kind in kinds], dtype=np.uint32)[kind_of],
        backward=np.array([kind.backward for kind in kinds], dtype=np.uint32)[kind_of],
        kmh=kmh[kind_of],
    )


class _Nodes:
    """Where the nodes of a file are, and facts of those that tell any.

    An IdFilter for the nodes of the roads would look neater and take a bit for every id up to the
    largest: 400 MiB for a small country, as ids go up to 10¹⁰.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._table = osmium.index.create_map("sparse_mem_array")
        self.locate = osmium.NodeLocationsForWays(self._table)
        """Takes in nodes; sorts them by id when the first way passes, and not before."""
        self.locate.ignore_errors()
        self._facts: dict[int, int] = {}
        tagged = osmium.filter.KeyFilter(*NODE_KEYS)
        found = osmium.FileProcessor(path, osmium.osm.NODE)
        found = found.with_filter(self.locate).with_filter(tagged)
        for node in cast("Iterable[osmium.osm.Node]", found):
            if facts := node_facts(dict(node.tags)):
                self._facts[node.id] = facts

    def positions(self, ids: NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
        """Latitude and longitude of nodes, in the order of ids; NaN where the file has none."""
        unsaved = self._unsaved() if ids[0] < 0 else {}
        degrees = array("d")
        for node in ids.tolist():
            try:
                location = unsaved[node] if node < 0 else self._table.get(node)
                degrees.extend((location.lat, location.lon))
            except (KeyError, osmium.InvalidLocationError):
                degrees.extend((math.nan, math.nan))
        position = np.array(degrees).reshape(-1, 2)
        return position[:, 0].copy(), position[:, 1].copy()

    def facts(self, ids: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Facts of nodes, in the order of ids, which must be sorted."""
        bits = np.zeros(len(ids), dtype=np.uint8)
        told = np.array(list(self._facts), dtype=np.int64)
        place = np.minimum(np.searchsorted(ids, told), len(ids) - 1)
        found = ids[place] == told
        bits[place[found]] = np.array(list(self._facts.values()), dtype=np.uint8)[found]
        return bits

    def _unsaved(self) -> dict[int, osmium.osm.Location]:
        """Nodes that an editor gave a negative id, which the table can't hold."""
        nodes = osmium.FileProcessor(self._path, osmium.osm.NODE)
        found = cast("Iterable[osmium.osm.Node]", nodes)
        return {node.id: node.location for node in found if node.id < 0}


def _stretches(
    nodes: NDArray[np.int64], first_ref: NDArray[np.int64]
) -> tuple[IntArray, IntArray, IntArray]:
    """Start node, end node and way of every pair of neighbours along a way, (S,) each."""
    inside = np.ones(len(nodes), dtype=np.bool_)
    inside[first_ref[1:][np.diff(first_ref) > 0] - 1] = False
    start = np.flatnonzero(inside)
    of_way = np.repeat(np.arange(len(first_ref) - 1, dtype=np.int32), np.diff(first_ref))
    number = nodes.astype(np.int32)
    return number[start], number[start + 1], of_way[start]
