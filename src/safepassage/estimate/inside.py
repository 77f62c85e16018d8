"""An area on real roads: where its people gather, and by which exits they leave it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.drill.sites import cells, common_arcs, junctions, spread
from safepassage.estimate.exits import Cut, Seconds, divided, exits, most_useful
from safepassage.estimate.fault import EstimateError
from safepassage.estimate.figures import Point
from safepassage.model.roads import BoolArray, RoadTable
from safepassage.read.areas import read_areas
from safepassage.read.faults import Faults
from safepassage.roads.fault import RoadsError
from safepassage.roads.network import network
from safepassage.roads.osm import read_roads
from safepassage.roads.speeds import DEFAULT_SPEEDS


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A position, WGS 84 degrees."""

    latitude: float
    longitude: float


class Exit(Spot, frozen=True, kw_only=True):
    """Where a road leaves the area."""

    way: int
    """OpenStreetMap id of the way on which the stretch out begins."""
    highway: str


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What was picked of an area."""

    junctions: int
    """Junctions the people are spread over."""
    places: tuple[Spot, ...]
    """Assembly points."""
    exits: tuple[Exit, ...]
    """Crossings."""
    exits_found: int
    divisions: tuple[tuple[Point, ...], ...]
    """Ways to divide the people of each place among the exits: the nearest; as many by each."""


def read_area(file: Path) -> BaseGeometry:
    """The union of a GeoJSON file's polygons, (longitude, latitude) degrees.

    Raises
    ------
    EstimateError
        with every fault of the file.
    """
    faults = Faults()
    area = read_areas(file, str(file), faults)
    if area is None:
        raise EstimateError("\n".join(str(fault) for fault in faults.errors))
    return area


def look_inside(
    area: BaseGeometry, roads: Path, people: int, *, points: int, crossings: int | None
) -> Inside:
    """Read an area's roads, spread people evenly over its junctions, and pick its exits.

    Driving inside never leaves the area, at the speeds of a bus.

    Parameters
    ----------
    area : (longitude, latitude) degrees
    roads : an OpenStreetMap file
    people : in the area
    points : assembly points, at most: junctions spread over the area, each for those around it
    crossings : exits, at most: those with little driving for all people together; None is no limit

    Raises
    ------
    EstimateError
        if the road file can't be used, no junction lies inside, or no road leads there and back
        over the outline.
    """
    table = _table(roads)
    usable = table.open & table.passable[0]
    within = replace(table, open=usable & _covered(table, area))
    among = junctions(table) & _joined(within)
    if not among.any():
        raise EstimateError(_nobody(table, area))
    sites = np.sort(spread(within, among, min(points, int(among.sum()), people), seed=0))
    of_site = np.bincount(cells(within, sites)[among], minlength=len(sites))
    weight = _shares(people, of_site)
    outward, inward = exits(table, area, usable)
    graph = network(within, 0, (), np.ones(within.arcs, dtype=np.bool_))
    out = graph.seconds(sites.tolist(), [cut.node for cut in outward])
    there = graph.seconds([cut.node for cut in inward], sites.tolist()).T
    joined = np.flatnonzero(((out >= 0) & (there >= 0)).all(axis=0))
    if len(joined) == 0:
        raise EstimateError(
            "No road that buses may drive both ways leads over the area's outline. "
            "Draw the area so that it lies within the roads of the file, and roads lead out of it."
        )
    outward = tuple(outward[number] for number in joined)
    out = out[:, joined] + np.array([cut.seconds for cut in outward])
    there = there[:, joined] + np.array([inward[number].seconds for number in joined])
    chosen = most_useful(out + there, weight, crossings)
    out, there = out[:, chosen], there[:, chosen]
    return Inside(
        junctions=int(of_site.sum()),
        places=tuple(
            Spot(latitude=float(table.latitude[site]), longitude=float(table.longitude[site]))
            for site in sites
        ),
        exits=tuple(_exit(table, outward[number]) for number in chosen),
        exits_found=len(joined),
        divisions=tuple(
            _points(out, there, divided(out + there, weight, most))
            for most in (people, -(-people // len(chosen)))
        ),
    )


def _points(out: Seconds, there: Seconds, people: Seconds) -> tuple[Point, ...]:
    """A point for each place and exit that somebody uses; all three are (places, exits)."""
    quickest = out.min(axis=1) + there.min(axis=1)
    return tuple(
        Point(
            people=int(people[place, exit_]),
            crossing=int(exit_),
            inward=int(there[place, exit_]),
            outward=int(out[place, exit_]),
            quickest=int(quickest[place]),
            place=int(place),
        )
        for place, exit_ in zip(*np.nonzero(people), strict=True)
    )


def _table(roads: Path) -> RoadTable:
    try:
        return read_roads(roads, speeds={"bus": DEFAULT_SPEEDS["bus"]}, keep=[]).table
    except RoadsError as error:
        raise EstimateError(f"{roads}: {error}") from error


def _covered(table: RoadTable, area: BaseGeometry) -> BoolArray:
    """The arcs whose whole line lies in the area, (A,)."""
    lines = shapely.linestrings(
        table.shape_longitude,
        table.shape_latitude,
        indices=np.repeat(np.arange(table.arcs), np.diff(table.shape_start)),
    )
    shapely.prepare(area)
    covered: BoolArray = shapely.covers(area, lines)
    return covered


def _joined(within: RoadTable) -> BoolArray:
    """The nodes between which one can drive about inside, (N,)."""
    joined = np.zeros(within.nodes, dtype=np.bool_)
    joined[within.tail[common_arcs(within)]] = True
    return joined


def _shares(people: int, junctions: Seconds) -> Seconds:
    """People by point in the proportion of its junctions, whole and adding up."""
    upto = np.round(np.cumsum(junctions) / junctions.sum() * people).astype(np.int64)
    shares: Seconds = np.diff(upto, prepend=0)
    return shares


def _exit(table: RoadTable, cut: Cut) -> Exit:
    return Exit(
        latitude=cut.latitude,
        longitude=cut.longitude,
        way=int(table.way[cut.arc]),
        highway=table.classes[int(table.highway[cut.arc])],
    )


def _nobody(table: RoadTable, area: BaseGeometry) -> str:
    west, east = float(table.longitude.min()), float(table.longitude.max())
    south, north = float(table.latitude.min()), float(table.latitude.max())
    told = "No two junctions with a road for buses between them lie in the area"
    x, y = area.centroid.x, area.centroid.y
    if not (west <= x <= east and south <= y <= north):
        told += (
            f", whose middle is at {y:.4f} N {x:.4f} E; the roads of the file lie between "
            f"{south:.4f} and {north:.4f} N, {west:.4f} and {east:.4f} E"
        )
    swapped = south <= x <= north and west <= y <= east
    return f"{told}. " + (
        "Latitude and longitude look swapped: GeoJSON has longitude first."
        if swapped
        else "Draw it over the roads of the file, with longitude first."
    )
