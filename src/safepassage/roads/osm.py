"""Read the roads of a case from an OpenStreetMap file into a road table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from shapely.geometry.base import BaseGeometry

from safepassage.model.roads import BoolArray, RoadTable
from safepassage.roads.closures import touching
from safepassage.roads.contract import contract
from safepassage.roads.fault import RoadsError
from safepassage.roads.osmfile import read_osm
from safepassage.roads.parts import largest_part
from safepassage.roads.raw import RawRoads
from safepassage.roads.snap import cut, feet
from safepassage.roads.speeds import Speeds, highway_classes

__all__ = ["NetworkReport", "RoadsError", "RoadsRead", "Snap", "read_roads"]

OTHER_PART = "arcs not in the largest connected part"


@dataclass(frozen=True)
class Snap:
    """Where a place meets the road: a node of the table, and metres to it by great circle."""

    node: int
    metres: float


@dataclass(frozen=True, kw_only=True)
class NetworkReport:
    """What was read, and what is not in the table.

    A raw arc is a straight stretch between two neighbouring nodes of a way, in one direction that
    some profile may drive.
    """

    ways: int
    """Ways that some profile may drive."""
    raw_nodes: int
    """Nodes of those ways."""
    raw_arcs: int
    nodes: int
    """Nodes of the table, N."""
    arcs: int
    """Arcs of the table, A."""
    largest_share: float
    """Metres of raw arcs in the largest connected part, of all raw arcs (0 to 1)."""
    barred_turns: int
    """From an arc of the table into another, that some profile may not make."""
    left_out_arcs: int
    """Raw arcs outside the largest connected part."""
    left_out_metres: int
    left_out: Mapping[str, int]
    """How many ways, stretches or arcs are not in the table, by reason."""
    closed_arcs: int
    """Arcs of the table that the case closes."""
    closed_ways_not_found: tuple[int, ...]
    """Ways the case closes that no road of the table runs on."""


@dataclass(frozen=True, kw_only=True)
class RoadsRead:
    """The road table, where each place is on it, and what was left out."""

    table: RoadTable
    snapped: Mapping[str, Snap]
    report: NetworkReport


def read_roads(
    path: Path,
    *,
    speeds: Speeds,
    keep: Sequence[tuple[str, float, float]],
    closed_ways: Collection[int] = (),
    forbidden: BaseGeometry | None = None,
    turn_restrictions: bool = True,
) -> RoadsRead:
    """Read, connect, snap, contract and close the roads of a file.

    The table is the largest part in which every node reaches every other by arcs that some profile
    may drive; closures don't count there, so that closing a stretch never drops what lies behind
    it. Places are snapped to roads that every profile may drive, where the file has any.

    Parameters
    ----------
    path : an .osm.pbf, .osm, .osm.bz2 or .osm.gz file
    speeds : free speed, km/h, by profile (32 at most) and highway class
    keep : (place id, latitude, longitude), WGS 84 degrees
    closed_ways : OpenStreetMap ids of ways that are closed
    forbidden : area, (longitude, latitude) degrees; an arc that touches it is closed
    turn_restrictions : whether turns that the map bars are barred; else all may be made

    Raises
    ------
    RoadsError
        for a file that is missing, damaged, cut short, not OpenStreetMap, or without a road that
        leads there and back.
    """
    raw, left_out = read_osm(Path(path), speeds)
    if not turn_restrictions:
        raw = replace(raw, turns=())
    connected = _connected(raw)
    if len(connected.start) == 0:
        raise RoadsError(
            "no road that leads there and back",
            "roads in which a vehicle can return to where it started",
            "Check one-way and access tags, or use a larger extract.",
        )
    found = feet(connected, _common(connected), [place[1:] for place in keep])
    cut_roads, kept = cut(connected, found)
    table, node_of = contract(
        cut_roads,
        profiles=tuple(speeds),
        classes=highway_classes(speeds),
        kept=kept,
        closed_ways=closed_ways,
    )
    if forbidden is not None:
        table = replace(table, open=table.open & ~touching(table, forbidden))
    return RoadsRead(
        table=table,
        snapped={
            place: Snap(node=int(node_of[node]), metres=foot.metres)
            for (place, _, _), node, foot in zip(keep, kept, found, strict=True)
        },
        report=_report(raw, connected, left_out, table, closed_ways),
    )


def _connected(raw: RawRoads) -> RawRoads:
    """The stretches of the largest part, over arcs that at least one profile may drive."""
    forward, backward = raw.masks()
    inside = largest_part(raw.nodes, *raw.arcs(forward != 0, backward != 0))
    return raw.only(inside[raw.start] & inside[raw.end])


def _common(raw: RawRoads) -> BoolArray:
    """The stretches that every profile may drive, (S,); all stretches if there are none.

    A place beside a farm track would else be snapped where no bus can fetch anybody. That every
    profile can also get there is not asked: a road barred further off must show as "no route",
    not move the place to the other side of it.
    """
    every = (1 << raw.profiles) - 1
    forward, backward = raw.masks()
    common: BoolArray = (forward == every) | (backward == every)
    return common if common.any() else np.ones_like(common)


def _report(
    raw: RawRoads,
    connected: RawRoads,
    left_out: Mapping[str, int],
    table: RoadTable,
    closed_ways: Collection[int],
) -> NetworkReport:
    arcs, metres = _amount(raw)
    arcs_inside, metres_inside = _amount(connected)
    used = raw.ways.id[np.unique(connected.of_way)]
    outside = {OTHER_PART: arcs - arcs_inside} if arcs > arcs_inside else {}
    return NetworkReport(
        ways=len(raw.ways.id),
        raw_nodes=raw.nodes,
        raw_arcs=arcs,
        nodes=table.nodes,
        arcs=table.arcs,
        largest_share=metres_inside / metres if metres else 1.0,
        barred_turns=len(table.turn_binds),
        left_out_arcs=arcs - arcs_inside,
        left_out_metres=round(metres - metres_inside),
        left_out={**dict(sorted(left_out.items())), **outside},
        closed_arcs=int((~table.open).sum()),
        closed_ways_not_found=tuple(sorted(set(closed_ways).difference(used.tolist()))),
    )


def _amount(raw: RawRoads) -> tuple[int, float]:
    """How many raw arcs, and their metres."""
    forward, backward = raw.masks()
    ways_open = (forward != 0).astype(np.int64) + (backward != 0)
    return int(ways_open.sum()), float((raw.metres() * ways_open).sum())
