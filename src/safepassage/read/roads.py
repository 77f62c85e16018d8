"""The roads a case names: its road table, and how its places lie on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from safepassage.model.places import Place
from safepassage.model.roads import RoadTable
from safepassage.read.areas import read_areas
from safepassage.read.columns import Parsed
from safepassage.read.faults import Faults, did_you_mean, quoted
from safepassage.read.files import inside
from safepassage.read.gates import places_at_gates
from safepassage.read.toml import FILE, Section
from safepassage.roads.osm import NetworkReport, RoadsError, RoadsRead, read_roads
from safepassage.roads.slower import (
    MOST_DELAY,
    MOST_FACTOR,
    Delay,
    Slower,
    delayed,
    slowed,
)
from safepassage.roads.speeds import DEFAULT_SPEEDS, FERRY, Speeds, highway_classes, on_water

MAX_OWN_PROFILES = 20

_ENDINGS = (".osm.pbf", ".osm", ".osm.bz2")


@dataclass(frozen=True)
class RoadsSpec:
    """What [roads] states."""

    path: Path | None
    file: str
    max_snap_metres: int
    schematic: bool
    past_places: bool
    turn_restrictions: bool
    closed_ways: tuple[int, ...]
    forbidden: BaseGeometry | None
    speeds: Speeds
    slower: Slower
    delays: tuple[Delay, ...]


@dataclass(frozen=True)
class CaseRoads:
    """The road table with the places on it."""

    table: RoadTable
    free: RoadTable
    """The same without `[roads.slower]` and `[[roads.delays]]`."""
    nodes: Mapping[str, int]
    past_places: bool
    network: NetworkReport


def read_roads_spec(section: Section, folder: Path) -> RoadsSpec:
    """Everything under [roads], and the forbidden areas it names."""
    file = section.text("file")
    path = None
    if file and not file.endswith(_ENDINGS):
        section.fault(
            "file",
            quoted(file),
            "a file ending in " + ", ".join(_ENDINGS),
            "Save the roads as OpenStreetMap data.",
        )
    elif file:
        path = inside(folder, file, section.faults, file=FILE, column=section.name("file"))
    forbidden = None
    if section.has("forbidden"):
        name = section.text("forbidden")
        area = inside(folder, name, section.faults, file=FILE, column=section.name("forbidden"))
        forbidden = read_areas(area, name, section.faults) if area else None
    speeds = _speeds(section.section("speeds"))
    return RoadsSpec(
        path=path,
        file=file,
        max_snap_metres=section.whole("max_snap_metres", 1, 100_000, 500),
        schematic=section.flag("schematic", False),
        past_places=section.flag("past_places", True),
        turn_restrictions=section.flag("turn_restrictions", True),
        closed_ways=tuple(section.wholes("closed_ways", [])),
        forbidden=forbidden,
        speeds=speeds,
        slower=_slower(section.section("slower"), speeds),
        delays=tuple(_delay(one) for one in section.sections("delays")),
    )


def _speeds(section: Section) -> Speeds:
    """The default speeds with the case's own over them; 0 km/h closes a class to the profile.

    Any other name is a profile of the case's own, with the classes it states and no others.
    """
    speeds = {profile: dict(row) for profile, row in DEFAULT_SPEEDS.items()}
    classes = highway_classes(DEFAULT_SPEEDS)
    own = [name for name in section.names() if name not in speeds]
    if len(own) > MAX_OWN_PROFILES:
        section.fault(
            own[MAX_OWN_PROFILES],
            f"{len(own)} profiles of its own",
            f"at most {MAX_OWN_PROFILES}",
            "Give vehicles of like speed one profile.",
        )
        own = own[:MAX_OWN_PROFILES]
    speeds |= {name: {} for name in own}
    for profile, free in speeds.items():
        row = section.section(profile)
        for name in row.names():
            speed = row.number(name, 0, 130)
            if name not in classes:
                row.fault(
                    name,
                    "an unknown highway class",
                    "a class of the OpenStreetMap `highway` key that vehicles drive",
                    did_you_mean(name, classes, "Remove it."),
                )
            elif speed > 0:
                free[name] = speed
            else:
                free.pop(name, None)
        if on_water(free) and len(free) > 1:
            section.fault(
                profile,
                f"{FERRY!r} beside classes of roads",
                "a profile by water or one by road",
                "No vehicle goes by both: give boats a profile of their own.",
            )
    return speeds


def _slower(section: Section, speeds: Speeds) -> Slower:
    """Factors on times, of profiles and classes that have speeds."""
    slower: dict[str, dict[str, float]] = {}
    for profile in section.names():
        row = section.section(profile)
        if profile not in speeds:
            expected = "a profile of [roads.speeds], or " + ", ".join(DEFAULT_SPEEDS)
            remedy = did_you_mean(profile, speeds, "Remove it.")
            section.fault(profile, "an unknown profile", expected, remedy)
        slower[profile] = {}
        for name in row.names():
            slower[profile][name] = row.number(name, 1, MOST_FACTOR)
            if name not in speeds.get(profile, {name: 0}):
                expected = "a highway class that the profile drives"
                row.fault(name, "another class", expected, "Remove it, or give it a speed.")
    return slower


def _delay(section: Section) -> Delay:
    latitude, longitude = ("latitude", 90), ("longitude", 180)
    start, end = (
        tuple(section.number(f"{end}_{name}", -most, most) for name, most in (latitude, longitude))
        for end in ("from", "to")
    )
    return Delay(
        way=section.whole("way", -(1 << 62), 1 << 62),
        start=(start[0], start[1]),
        end=(end[0], end[1]),
        seconds=section.whole("seconds", 1, MOST_DELAY),
    )


def read_case_roads(
    spec: RoadsSpec,
    tables: Sequence[tuple[Parsed | None, Sequence[Place]]],
    profiles: frozenset[str],
    faults: Faults,
) -> CaseRoads | None:
    """Read the roads for the profiles in use and put every place on them.

    `tables` are the parsed tables of places and their sound places, for the rows of faults.
    """
    if spec.path is None:
        return None
    for name in spec.speeds if profiles else ():
        if name not in DEFAULT_SPEEDS and name not in profiles:
            faults.add(
                FILE,
                f"the profile {name!r}, by which no vehicle drives",
                "profiles of the vehicles table, or " + ", ".join(DEFAULT_SPEEDS),
                did_you_mean(name, DEFAULT_SPEEDS, "Remove it, or name it in the vehicles table."),
                column=f"roads.speeds.{name}",
            )
    places = [place for _, table in tables for place in table]
    speeds = {name: row for name, row in spec.speeds.items() if name in profiles or not profiles}
    try:
        roads = read_roads(
            spec.path,
            speeds=speeds,
            keep=[(place.id, place.latitude, place.longitude) for place in places],
            closed_ways=frozenset(spec.closed_ways),
            forbidden=spec.forbidden,
            turn_restrictions=spec.turn_restrictions,
        )
    except RoadsError as error:
        faults.add(spec.file, error.found, error.expected, error.remedy)
        return None
    for parsed, table in tables:
        if parsed is not None:
            rows = dict(zip(parsed.ids, parsed.rows, strict=True))
            for place in table:
                _near(parsed.file, rows[place.id], place, roads=roads, spec=spec, faults=faults)
    if roads.report.closed_ways_not_found:
        faults.warn(
            FILE,
            f"ways that no road of {spec.file} runs on: "
            + quoted(list(roads.report.closed_ways_not_found)),
            "OpenStreetMap ids of ways in the file",
            "Check the ids: what they were meant to close is open.",
            column="roads.closed_ways",
        )
    nodes = {name: snap.node for name, snap in roads.snapped.items()}
    places_at_gates(tables, nodes, faults)
    timed, lost = delayed(slowed(roads.table, spec.slower), spec.delays)
    if lost:
        faults.warn(
            FILE,
            f"delays on no road of {spec.file}: ways " + quoted([delay.way for delay in lost]),
            "the id of a way and the ends of a stretch between junctions",
            "Correct them: what they were meant to slow takes its usual time.",
            column="roads.delays",
        )
    return CaseRoads(timed, roads.table, nodes, spec.past_places, roads.report)


def _near(
    file: str, row: int, place: Place, *, roads: RoadsRead, spec: RoadsSpec, faults: Faults
) -> None:
    """Fault a place too far from the roads, and say so if its coordinates look swapped."""
    snap = roads.snapped.get(place.id)
    if snap is not None and snap.metres <= spec.max_snap_metres:
        return
    expected = f"a place within {spec.max_snap_metres} m of a road (roads.max_snap_metres)"
    where = f"{place.latitude:g}, {place.longitude:g}"
    table = roads.table
    if _covers(table, place.longitude, place.latitude):
        found = f"{where}: latitude and longitude look swapped"
        remedy = "Swap the two cells."
    elif not _covers(table, place.latitude, place.longitude):
        found = f"{where}, which lies outside the roads of {spec.file}"
        remedy = "Correct the coordinates, or cut a larger extract of the roads."
    else:
        metres = "far" if snap is None else f"{snap.metres:,.0f} m"
        found = f"{where}, {metres} from the nearest road"
        remedy = "Move the place to the road people use, or raise roads.max_snap_metres."
    faults.add(file, found, expected, remedy, row=row, column="latitude")


def _covers(table: RoadTable, latitude: float, longitude: float) -> bool:
    margin = 0.05
    return bool(
        table.latitude.min() - margin <= latitude <= table.latitude.max() + margin
        and table.longitude.min() - margin <= longitude <= table.longitude.max() + margin
    )
