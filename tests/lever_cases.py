"""Small cases in which one term binds by construction, for the studies of levers."""

from __future__ import annotations

from typing import Any

from factory import LINKS, at, group, place, small_case, star_roads
from msgspec.structs import replace

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.places import Crossing, Destination
from safepassage.studies.executor.here import Here

HERE = Here()

BUS = VehicleType(
    id="bus", kind="bus", profile="bus", seats=10, loading_seconds=600, turnaround_seconds=300
)


def few(
    *,
    buses: int,
    people: int,
    persons_per_hour: int | None = None,
    days: tuple[int, ...] = (7, 8, 9, 10),
    destinations: tuple[Any, ...] = (),
    accepts: tuple[str, ...] = ("near",),
    **more: Any,
) -> Case:
    """Families of five at one point, an hour and a half a round by the one gate."""
    gate = place(
        Crossing,
        "gate",
        convoy_vehicles=20,
        headway_seconds=0,
        vehicles_per_hour=600,
        persons_per_hour=persons_per_hour,
    )
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in days
        for way in ("in", "out")
    )
    return small_case(links=LINKS).replace(
        windows=windows,
        horizon=(at(days[0], "00:00"), at(days[-1] + 1, "00:00")),
        crossings=(gate,),
        destinations=destinations or (place(Destination, "near"), place(Destination, "far")),
        vehicle_types=(BUS,),
        vehicles=tuple(
            Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=at(7, "00:00"))
            for n in range(buses)
        ),
        groups=tuple(group(n, "north", 5, destinations=accepts) for n in range(people // 5)),
        **more,
    )


def fleet_binds() -> Case:
    """One bus, and a gate that lets all pass at once."""
    return few(buses=1, people=80)


def screening_binds() -> Case:
    """Buses for all at once, and a gate for 40 persons an hour."""
    return few(buses=20, people=180, persons_per_hour=40)


def closed_crossing(case: Case) -> Case:
    """With a second crossing that stands in the table without hours, on a road of its own."""
    links = LINKS | {
        ("back", "north"): 900,
        ("back", "near"): 1800,
        ("back", "depot"): 700,
    }
    roads, nodes = star_roads(links)
    second = replace(case.crossings[0], id="back", name="Back")
    return case.replace(crossings=(*case.crossings, second), roads=roads, place_nodes=nodes)
