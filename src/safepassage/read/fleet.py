"""The vehicles table: one row is `count` vehicles alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from safepassage.model.fleet import Vehicle, VehicleKind, VehicleType
from safepassage.read.cells import FLAG, IDENTIFIER, LOCAL_TIME, decimal, whole, word
from safepassage.read.clock import utc_seconds
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, did_you_mean
from safepassage.roads.speeds import Speeds, on_water

MAX_VEHICLES = 20_000
"""Most vehicles in all; far above any fleet reported."""

_PROFILE = {"minibus": "bus"}
"""Kinds that have no speed profile of their own."""

_PLACES = whole(0, 300, "persons")
_STAY = decimal(0, 1440, "minutes", 60)

VEHICLES = (
    Column("id", IDENTIFIER, "the type's id; its vehicles are `<id>-001` and so on", "bus50"),
    Column("count", whole(1, 10_000, "vehicles"), "how many of them", "20"),
    Column("kind", word(*get_args(VehicleKind)), "what it is", "bus"),
    Column(
        "profile",
        IDENTIFIER,
        "whose speeds it drives by: of `[roads.speeds]`; empty is its kind's (a minibus: `bus`)",
        "bus",
        "",
    ),
    Column("seats", _PLACES, "persons seated", "50"),
    Column("stretchers", _PLACES, "stretcher places", "0", 0),
    Column("wheelchairs", _PLACES, "wheelchair places", "1", 0),
    Column("medical_escort", FLAG, "a medic rides along", "no", False),
    Column("emblem", FLAG, "marked with a protective emblem", "no", False),
    Column("start", IDENTIFIER, "id of the place where it starts, not a crossing", "depot"),
    Column(
        "available_from",
        LOCAL_TIME,
        "it may not move before; empty is the horizon's start",
        "2018-03-07T06:00",
        None,
    ),
    Column(
        "available_until",
        LOCAL_TIME,
        "its last trip ends by then; empty is no limit",
        "2018-03-19T20:00",
        None,
    ),
    Column("loading_minutes", _STAY, "least stay where people board", "15"),
    Column("turnaround_minutes", _STAY, "least stay at a destination after handover", "10", 0),
    Column(
        "driving_hours",
        decimal(0.25, 24, "hours", 3600),
        "most driving a crew in any 24 hours",
        "9",
        24 * 3600,
    ),
    Column("rest_hours", decimal(0, 48, "hours", 3600), "least stay that is a rest", "11", 0),
    Column("crews", whole(1, 4, "crews"), "crews that take turns", "1", 1),
    Column(
        "range_km",
        decimal(1, 5000, "km", 1000),
        "most driving between two stays where it can refuel; empty is no limit",
        "400",
        None,
    ),
)


@dataclass(frozen=True)
class Fleet:
    """The vehicle types and every vehicle."""

    types: tuple[VehicleType, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()


def read_fleet(
    parsed: Parsed | None,
    zone: ZoneInfo | None,
    horizon: tuple[int, int] | None,
    starts: frozenset[str] | None,
    speeds: Speeds,
    faults: Faults,
) -> Fleet:
    """The sound rows as types and vehicles; `starts` are the places where one may start."""
    types: list[VehicleType] = []
    vehicles: list[Vehicle] = []
    if parsed is None:
        return Fleet()
    count = sum(values["count"] for _, values in parsed.sound())
    if count > MAX_VEHICLES:
        faults.add(
            parsed.file,
            f"{count:,} vehicles",
            f"at most {MAX_VEHICLES:,} vehicles in all",
            "Correct the counts.",
            column="count",
        )
        return Fleet()
    for row, values in parsed.sound():
        kind = _type(values)
        if kind.places == 0:
            faults.add(
                parsed.file,
                "a vehicle without places",
                "at least one seat, stretcher or wheelchair place",
                "Write how many persons it carries, or remove the row.",
                row=row,
                column="seats",
            )
        _profile(parsed.file, row, kind, speeds, faults)
        start = str(values["start"])
        if starts is not None and start not in starts:
            faults.add(
                parsed.file,
                f"the start {start!r}",
                "an id of staging_areas, destinations or assembly_points",
                did_you_mean(start, starts, "Add the place to one of these tables."),
                row=row,
                column="start",
            )
        span = _availability(parsed.file, row, values, zone=zone, horizon=horizon, faults=faults)
        types.append(kind)
        vehicles += [
            Vehicle(
                id=f"{kind.id}-{number:03d}",
                type=kind.id,
                start=start,
                available_from=span[0],
                available_until=span[1],
            )
            for number in range(1, values["count"] + 1)
        ]
    return Fleet(tuple(types), tuple(vehicles))


def _type(values: dict[str, Any]) -> VehicleType:
    fields = {
        name: value for name, value in values.items() if name in VehicleType.__struct_fields__
    }
    kind = str(values["kind"])
    fields["profile"] = values["profile"] or _PROFILE.get(kind, kind)
    return VehicleType(
        **fields,
        loading_seconds=values["loading_minutes"],
        turnaround_seconds=values["turnaround_minutes"],
        driving_seconds=values["driving_hours"],
        rest_seconds=values["rest_hours"],
        range_metres=values["range_km"],
    )


def _profile(file: str, row: int, kind: VehicleType, speeds: Speeds, faults: Faults) -> None:
    """Fault a profile that there isn't, a boat on a road, and anything else on the water."""
    if kind.profile not in speeds:
        faults.add(
            file,
            f"the profile {kind.profile!r}",
            "one of " + ", ".join(speeds),
            did_you_mean(kind.profile, speeds, "State its speeds in [roads.speeds]."),
            row=row,
            column="profile",
        )
    elif on_water(speeds[kind.profile]) != (kind.kind == "boat"):
        ways = "water" if on_water(speeds[kind.profile]) else "roads"
        faults.add(
            file,
            f"a {kind.kind} that drives as {kind.profile!r}, on {ways}",
            "a profile on water for boats, and on roads for all others",
            "Correct the kind or the profile.",
            row=row,
            column="profile",
        )


def _availability(
    file: str,
    row: int,
    values: dict[str, Any],
    *,
    zone: ZoneInfo | None,
    horizon: tuple[int, int] | None,
    faults: Faults,
) -> tuple[int, int | None]:
    if zone is None or horizon is None:
        return 0, None
    span: dict[str, int | None] = {}
    for column in ("available_from", "available_until"):
        local = values[column]
        span[column] = utc_seconds(local, zone) if isinstance(local, datetime) else None
        if local is not None and span[column] is None:
            faults.add(
                file,
                f"{local}, which clocks jump over in {zone.key}",
                "a local time that exists",
                "Daylight saving time starts then: write the time clocks show after the jump.",
                row=row,
                column=column,
            )
    start = horizon[0] if span["available_from"] is None else span["available_from"]
    end = span["available_until"]
    if end is not None and end <= start:
        faults.add(
            file,
            f"{values['available_until']}, not after it becomes available",
            "a time after available_from and after the horizon's start",
            "Correct one of the two, or remove the row.",
            row=row,
            column="available_until",
        )
    return start, end
