"""A small case without crossings, and a plan by hand for it that keeps every promise."""

from __future__ import annotations

from typing import Any

from factory import AMBULANCE, BUS, at, group, place, small_case
from good_plan import Stay, leave, routes, seated, trip

from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.places import Destination
from safepassage.model.plan import Boarding, Bound, Plan

LINKS = {
    ("depot", "north"): 600,
    ("depot", "south"): 900,
    ("north", "south"): 400,
    ("north", "near"): 1200,
    ("south", "near"): 1800,
    ("south", "far"): 3600,
}


def open_case(**changes: Any) -> Case:
    """Two points, two destinations, two buses and an ambulance, nothing in between, 06:00-12:00."""
    return small_case(
        **{
            "links": LINKS,
            "crossings": (),
            "windows": (),
            "horizon": (at(7, "06:00"), at(7, "12:00")),
            "destinations": (place(Destination, "near", capacity=40), place(Destination, "far")),
            "vehicle_types": (BUS, AMBULANCE),
            "vehicles": (vehicle("bus-1"), vehicle("bus-2"), vehicle("ambulance-1", "ambulance")),
            "groups": (
                group(1, "north", 6),
                group(2, "south", 4),
                group(3, "south", 5),
                group(4, "north", 4, stretchers=1, attendants=1, medical_class=1),
                group(5, "south", 5, choice="stay", destinations=()),
            ),
        }
        | changes
    )


def vehicle(name: str, kind: str = "bus", start: str = "depot", **more: Any) -> Vehicle:
    return Vehicle(id=name, type=kind, start=start, available_from=at(7, "06:00"), **more)


def open_plan(case: Case) -> Plan:
    """Bus-1 takes g1 and the rest of g4, beside the ambulance; bus-2 goes by two points."""
    trips = (
        trip(
            "t1",
            "bus-1",
            leave("depot", 7, "06:00"),
            Stay("north", at(7, "06:10"), at(7, "06:20"), None, seated(g1=6, g4=2)),
            Stay("near", at(7, "06:40"), at(7, "06:45")),
        ),
        trip(
            "t2",
            "ambulance-1",
            leave("depot", 7, "06:00"),
            Stay("north", at(7, "06:10"), at(7, "06:20"), None, (_patient(),)),
            Stay("near", at(7, "06:40"), at(7, "06:45")),
        ),
        trip(
            "t3",
            "bus-2",
            leave("depot", 7, "06:00"),
            Stay("south", at(7, "06:15"), at(7, "06:25"), None, seated(g2=4, g3=5)),
            Stay("far", at(7, "07:25"), at(7, "07:30")),
        ),
    )
    return Plan(
        case_digest=case.digest,
        case_name=case.name,
        seed=0,
        effort=1,
        what_if=False,
        drawn_households=False,
        schematic_roads=False,
        under_duress=False,
        cut_short=False,
        routes=routes(case, LINKS),
        convoys=(),
        trips=trips,
        not_served=(),
        bound=Bound(clearance=at(7, "07:00"), people=19),
    )


def _patient() -> Boarding:
    return Boarding(group="g4", seated=1, stretchers=1)
