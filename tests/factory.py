"""Small cases in memory: a base one, and pieces to vary it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from safepassage.model.agreement import Agreement, Category, Guard, Item, Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination, StagingArea
from safepassage.model.roads import RoadTable

ZONE = ZoneInfo("Asia/Damascus")


def at(day: int, clock: str) -> int:
    """UTC seconds of a local time on a day of March 2018."""
    hour, minute = clock.split(":")
    return int(datetime(2018, 3, day, int(hour), int(minute), tzinfo=ZONE).timestamp())


def star_roads(
    links: Mapping[tuple[str, str], int], profiles: Sequence[str] = ("bus",)
) -> tuple[RoadTable, dict[str, int]]:
    """A road table of two-way links, seconds each, one node a place; 10 metres a second."""
    names = sorted({name for pair in links for name in pair})
    nodes = {name: number for number, name in enumerate(names)}
    both = [(a, b, s) for (a, b), s in links.items()] + [(b, a, s) for (a, b), s in links.items()]
    tail = np.array([nodes[a] for a, _, _ in both], dtype=np.int32)
    head = np.array([nodes[b] for _, b, _ in both], dtype=np.int32)
    seconds = np.array([s for _, _, s in both], dtype=np.int32)
    latitude = 33.5 + 0.01 * np.arange(len(names), dtype=np.float64)
    longitude = 36.4 + 0.01 * np.arange(len(names), dtype=np.float64)
    count = len(both)
    return (
        RoadTable(
            profiles=tuple(profiles),
            classes=("primary",),
            latitude=latitude,
            longitude=longitude,
            tail=tail,
            head=head,
            metres=(10 * seconds).astype(np.int32),
            seconds=np.tile(seconds, (len(profiles), 1)),
            passable=np.ones((len(profiles), count), dtype=np.bool_),
            open=np.ones(count, dtype=np.bool_),
            highway=np.zeros(count, dtype=np.uint8),
            facts=np.zeros(count, dtype=np.uint8),
            way=np.arange(count, dtype=np.int64),
            shape_start=(2 * np.arange(count + 1)).astype(np.int32),
            shape_latitude=np.stack([latitude[tail], latitude[head]], axis=1).ravel(),
            shape_longitude=np.stack([longitude[tail], longitude[head]], axis=1).ravel(),
        ),
        nodes,
    )


def group(number: int, point: str = "north", persons: int = 4, **more: Any) -> TravelGroup:
    """A civilian household that leaves for either destination."""
    fields: dict[str, Any] = {
        "id": f"g{number}",
        "household": f"h{number}",
        "assembly_point": point,
        "persons": persons,
        "choice": "leave",
        "destinations": ("near", "far"),
        "category": "civilian",
        "items": ("luggage",),
    }
    return TravelGroup(**(fields | more))


BUS = VehicleType(
    id="bus", kind="bus", profile="bus", seats=10, loading_seconds=600, turnaround_seconds=300
)
AMBULANCE = VehicleType(
    id="ambulance",
    kind="ambulance",
    profile="bus",
    seats=2,
    stretchers=1,
    wheelchairs=1,
    medical_escort=True,
    emblem=True,
    loading_seconds=600,
    turnaround_seconds=300,
)

LINKS = {
    ("depot", "gate"): 600,
    ("gate", "north"): 900,
    ("gate", "south"): 1200,
    ("north", "south"): 400,
    ("gate", "near"): 1800,
    ("gate", "far"): 4 * 3600,
}


def place(kind: type, name: str, **more: Any) -> Any:
    return kind(**({"id": name, "name": name.title(), "latitude": 33.5, "longitude": 36.4} | more))


def small_case(**changes: Any) -> Case:
    """Two points, a gate open 09:00-14:00 on 7-10 March, two destinations, 3 buses, 1 ambulance."""
    roads, nodes = star_roads(changes.pop("links", LINKS))
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in (7, 8, 9, 10)
        for way in ("in", "out")
    )
    fields: dict[str, Any] = {
        "name": "small",
        "title": "A small case",
        "timezone": "Asia/Damascus",
        "horizon": (at(7, "00:00"), at(11, "00:00")),
        "agreement": Agreement(
            status="in_force",
            parties=("one side", "other side"),
            guarantor="guarantor",
            destinations=("near", "far"),
            categories=(
                Category(id="civilian", may_carry=("luggage",)),
                Category(id="fighter", may_carry=("luggage", "weapon")),
            ),
            items=(Item(id="luggage"), Item(id="weapon", arm=True)),
        ),
        "windows": windows,
        "assembly_points": (
            place(AssemblyPoint, "north", population=24, overnight=True),
            place(AssemblyPoint, "south", population=24),
        ),
        "crossings": (
            place(
                Crossing,
                "gate",
                convoy_vehicles=3,
                headway_seconds=900,
                vehicles_per_hour=60,
                persons_per_hour=120,
            ),
        ),
        "destinations": (
            place(Destination, "near", capacity=40, daily_capacity=20),
            place(Destination, "far", handover_seconds=600),
        ),
        "staging_areas": (place(StagingArea, "depot"),),
        "vehicle_types": (BUS, AMBULANCE),
        "vehicles": (
            *(
                Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=at(7, "00:00"))
                for n in (1, 2, 3)
            ),
            Vehicle(
                id="ambulance-1",
                type="ambulance",
                start="depot",
                available_from=at(7, "00:00"),
            ),
        ),
        "groups": (
            *(group(n, "north", 3 + n % 4) for n in range(1, 6)),
            *(group(n, "south", 2 + n % 3) for n in range(6, 11)),
            group(11, "north", 4, stretchers=1, attendants=1, medical_class=1),
            group(12, "south", 3, category="fighter", items=("luggage", "weapon")),
            group(13, "south", 5, choice="stay", destinations=()),
            group(14, "south", 2, choice="undecided", destinations=()),
        ),
        "guard": Guard(),
        "roads": roads,
        "place_nodes": nodes,
    }
    return Case(**(fields | changes))
