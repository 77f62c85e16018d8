"""The four tables of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from safepassage.model.places import AssemblyPoint, Crossing, Destination, Place, StagingArea
from safepassage.read.cells import FLAG, IDENTIFIER, IDENTIFIERS, TEXT, decimal, whole
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, did_you_mean

PlaceT = TypeVar("PlaceT", bound=Place)

MAX_ROWS = 1000
"""Most places in a table: travel times are kept between any two."""

_PLACE = (
    Column("id", IDENTIFIER, "the case's own id, different in all four tables", "north"),
    Column("name", TEXT, "what people call the place", "North school"),
    Column("name_local", TEXT, "its name in the local language", "مدرسة الشمال", ""),
    Column("latitude", decimal(-90, 90, "degrees"), "WGS 84, north positive", "33.5231"),
    Column("longitude", decimal(-180, 180, "degrees"), "WGS 84, east positive", "36.4012"),
    Column("pcode", TEXT, "OCHA p-code, if it has one", "C1234", ""),
)
_PERSONS = whole(0, 10_000_000, "persons")
_STAY = decimal(0, 1440, "minutes", 60)
_TYPES = Column(
    "vehicle_types",
    IDENTIFIERS,
    "ids of the vehicle types that may call here; empty is all",
    "ferry;launch",
    (),
)

ASSEMBLY_POINTS = (
    *_PLACE,
    Column("population", _PERSONS, "persons here before any movement, leaving or not", "1200", 0),
    Column("stop_minutes", _STAY, "what every stop of a vehicle costs here", "5", 0),
    Column("overnight", FLAG, "vehicles may wait here over midnight", "yes", False),
    Column("rest", FLAG, "waiting here counts as rest for drivers", "no", False),
    _TYPES,
)
CROSSINGS = (
    *_PLACE,
    Column("convoy_vehicles", whole(1, 1000, "vehicles"), "most vehicles in one convoy", "20"),
    Column(
        "headway_minutes",
        decimal(0, 1440, "minutes", 60),
        "least time between the starts of two convoys",
        "15",
    ),
    Column("shared", FLAG, "both directions share one gate and headway", "no", False),
    Column("vehicles_per_hour", whole(1, 10_000, "vehicles"), "screening rate", "80", None),
    Column("persons_per_hour", whole(1, 1_000_000, "persons"), "screening rate", "3000", None),
)
DESTINATIONS = (
    *_PLACE,
    Column("capacity", _PERSONS, "most persons in all", "5000", None),
    Column("daily_capacity", _PERSONS, "most persons arriving on a local date", "800", None),
    Column("handover_minutes", _STAY, "time until everyone is received", "20", 0),
    _TYPES,
)
STAGING_AREAS = _PLACE

PLACE_COLUMNS = {
    "assembly_points": ASSEMBLY_POINTS,
    "crossings": CROSSINGS,
    "destinations": DESTINATIONS,
    "staging_areas": STAGING_AREAS,
}
_RENAMED = {
    "stop_minutes": "stop_seconds",
    "headway_minutes": "headway_seconds",
    "handover_minutes": "handover_seconds",
}


def _build(kind: type[PlaceT], parsed: Parsed | None) -> tuple[PlaceT, ...]:
    if parsed is None:
        return ()
    return tuple(
        kind(**{_RENAMED.get(name, name): value for name, value in values.items()})
        for _, values in parsed.sound()
    )


def assembly_points(
    parsed: Parsed | None, populations: Mapping[str, int] | None
) -> tuple[AssemblyPoint, ...]:
    """The sound rows as assembly points, with their populations when the horizon starts."""
    points: tuple[AssemblyPoint, ...] = _build(AssemblyPoint, parsed)
    there = populations or {}
    return tuple(
        msgspec.structs.replace(point, population=there.get(point.id, point.population))
        for point in points
    )


def crossings(parsed: Parsed | None) -> tuple[Crossing, ...]:
    """The sound rows as crossings."""
    return _build(Crossing, parsed)


def destinations(parsed: Parsed | None) -> tuple[Destination, ...]:
    """The sound rows as destinations."""
    return _build(Destination, parsed)


def staging_areas(parsed: Parsed | None) -> tuple[StagingArea, ...]:
    """The sound rows as staging areas."""
    return _build(StagingArea, parsed)


def unknown_types(tables: Sequence[Parsed], types: frozenset[str], faults: Faults) -> None:
    """Fault a vehicle type that may call somewhere but that the vehicles table doesn't have."""
    for table in tables:
        for row, values in table.sound():
            for name in values["vehicle_types"]:
                if name not in types:
                    faults.add(
                        table.file,
                        f"the vehicle type {name!r}",
                        "ids of the vehicles table",
                        did_you_mean(name, types, "Correct the id, or add the type there."),
                        row=row,
                        column="vehicle_types",
                    )


def same_id_in_two_tables(tables: Sequence[Parsed], faults: Faults) -> None:
    """Fault an id that two tables of places use."""
    owner: dict[str, str] = {}
    for table in tables:
        for row, name in zip(table.rows, table.ids, strict=True):
            first = owner.setdefault(name, table.file)
            if first != table.file and name:
                faults.add(
                    table.file,
                    f"the id {name!r}, which {first} uses too",
                    "ids different in all tables of places",
                    "Rename one of the two places.",
                    row=row,
                    column="id",
                )
