"""The case that some figures speak of, and the plan that a timetable is, for the checker."""

from __future__ import annotations

from typing import Any

import msgspec
from factory import at, group, place, small_case, star_roads

from safepassage.estimate.figures import Figures, Point
from safepassage.estimate.timetable import Passage, Timetable
from safepassage.estimate.windows import DAY, HOUR, daily_windows
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination, StagingArea
from safepassage.model.plan import Boarding, Bound, Convoy, Plan, Route, Stop, Trip

START = at(7, "00:00")

NEAREST = 1
"""Seconds from where the vehicles wait to any crossing: the road table knows no less."""


def figures(**changes: Any) -> Figures:
    """100 people at one point, 2 vehicles of 10 seats, one crossing open 09:00-14:00."""
    people, inside = changes.pop("people", 100), changes.pop("inside", 1800)
    point = Point(people=people, inward=inside, outward=inside, quickest=2 * inside)
    fields: dict[str, Any] = {
        "vehicles": 2,
        "seats": 10,
        "windows": daily_windows([(9 * HOUR, 14 * HOUR)]),
        "points": (point,),
        "outside": 3600,
        "loading": 600,
        "handover": 1200,
        "crossings": 1,
        "convoy_vehicles": 2,
        "headway": 900,
    }
    return Figures(**(fields | changes))


def case_of(figures: Figures, groups: tuple[TravelGroup, ...], days: int) -> Case:
    """A case with these figures and groups, from 7 March 2018 on."""
    gates = [f"gate{number}" for number in range(figures.crossings)]
    roads, nodes = star_roads(_links(figures, gates))
    windows = tuple(
        Window(
            crossing=gate,
            direction=way,
            opens=START + opens,
            closes=min(START + closes, START + days * DAY),
        )
        for gate in gates
        for way in ("in", "out")
        for opens, closes in figures.windows.after(0)
        if opens < days * DAY
    )
    return small_case(links={("a", "b"): 1}).replace(
        horizon=(START, START + days * DAY),
        windows=windows,
        assembly_points=tuple(
            place(AssemblyPoint, f"point{number}", overnight=figures.overnight)
            for number in range(len(figures.points))
        ),
        crossings=tuple(
            place(
                Crossing,
                gate,
                convoy_vehicles=figures.convoy_vehicles,
                headway_seconds=figures.headway,
                shared=figures.shared,
                vehicles_per_hour=figures.vehicles_per_hour,
                persons_per_hour=figures.persons_per_hour,
            )
            for gate in gates
        ),
        destinations=(place(Destination, "far", daily_capacity=figures.daily_capacity),),
        agreement=msgspec.structs.replace(small_case().agreement, destinations=("far",)),
        staging_areas=(place(StagingArea, "depot"),),
        vehicle_types=(
            VehicleType(
                id="bus",
                kind="bus",
                profile="bus",
                seats=figures.seats,
                loading_seconds=figures.loading,
                turnaround_seconds=figures.handover,
                rest_seconds=figures.rest,
                driving_seconds=DAY if figures.driving is None else figures.driving,
            ),
        ),
        vehicles=tuple(
            Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=START - HOUR)
            for n in range(figures.vehicles)
        ),
        groups=groups,
        roads=roads,
        place_nodes=nodes,
    )


def _links(figures: Figures, gates: list[str]) -> dict[tuple[str, str], int]:
    links: dict[tuple[str, str], int] = {}
    for number, gate in enumerate(gates):
        links["depot", gate] = NEAREST
        links[gate, "far"] = figures.outside
        for point, each in enumerate(figures.points):
            further = 0 if number == each.crossing else 300
            links[gate, f"point{point}"] = each.inward + further
    return links


def full_loads(figures: Figures) -> tuple[TravelGroup, ...]:
    """Everyone in groups as large as a vehicle: what suits a plan best."""
    found: list[TravelGroup] = []
    for number, point in enumerate(figures.points):
        left = point.people
        while left:
            persons = min(left, figures.seats)
            found.append(_group(len(found), number, persons))
            left -= persons
    return tuple(found)


def _group(number: int, point: int, persons: int) -> TravelGroup:
    return group(number, f"point{point}", persons, destinations=("far",))


def plan_of(figures: Figures, found: Timetable, days: int) -> tuple[Case, Plan]:
    """The timetable as a plan, every load a travel group, and the case it belongs to."""
    loads = [load for passage in found.passages for load in passage.loads]
    groups = tuple(_group(n, load.point, load.persons) for n, load in enumerate(loads))
    if figures.driving is not None:  # the timetable's vehicles begin at the crossing
        figures = msgspec.structs.replace(figures, driving=figures.driving + NEAREST)
    case = case_of(figures, groups, days)
    places = dict.fromkeys((each.id for each in case.vehicles), "depot")
    trips: list[Trip] = []
    convoys: list[Convoy] = []
    routes: dict[str, Route] = {}
    for passage in found.passages:
        convoys += _convoys(passage, len(convoys))
        for seat, load in enumerate(passage.loads):
            vehicle = f"bus-{passage.convoy * found.convoy_vehicles + seat}"
            point, gate = f"point{load.point}", f"gate{passage.crossing}"
            to_gate = _route(case, routes, places[vehicle], gate)
            inward = _route(case, routes, gate, point)
            outward = _route(case, routes, point, gate)
            onward = _route(case, routes, gate, "far")
            leaves = START + passage.enters - to_gate.seconds
            boarding = Boarding(group=f"g{len(trips)}", seated=load.persons)
            stops = (
                Stop(place=places[vehicle], arrive=leaves, depart=leaves),
                Stop(
                    place=gate,
                    arrive=START + passage.enters,
                    depart=START + passage.entered,
                    route=to_gate.id,
                    convoy=convoys[-2].id,
                ),
                Stop(
                    place=point,
                    arrive=START + passage.entered + inward.seconds,
                    depart=START + passage.exits - outward.seconds,
                    route=inward.id,
                    boardings=(boarding,),
                ),
                Stop(
                    place=gate,
                    arrive=START + passage.exits,
                    depart=START + passage.out,
                    route=outward.id,
                    convoy=convoys[-1].id,
                ),
                Stop(
                    place="far",
                    arrive=START + passage.out + onward.seconds,
                    depart=START + passage.free,
                    route=onward.id,
                ),
            )
            trips.append(Trip(id=f"t{len(trips)}", vehicle=vehicle, stops=stops))
            places[vehicle] = "far"
    plan = Plan(
        case_digest=case.digest,
        case_name=case.name,
        seed=0,
        effort=0,
        what_if=False,
        under_duress=False,
        drawn_households=False,
        schematic_roads=False,
        cut_short=False,
        routes=tuple(routes.values()),
        convoys=tuple(convoys),
        trips=tuple(trips),
        not_served=(),
        bound=Bound(clearance=None, people=figures.people),
    )
    return case, plan


def _convoys(passage: Passage, number: int) -> list[Convoy]:
    crossing = f"gate{passage.crossing}"
    return [
        Convoy(
            id=f"c{number}",
            crossing=crossing,
            direction="in",
            start=START + passage.enters,
            end=START + passage.entered,
        ),
        Convoy(
            id=f"c{number + 1}",
            crossing=crossing,
            direction="out",
            start=START + passage.exits,
            end=START + passage.out,
        ),
    ]


def _route(case: Case, routes: dict[str, Route], origin: str, destination: str) -> Route:
    """The one link between two places."""
    name = f"{origin}-{destination}"
    if name not in routes:
        tail, head = case.place_nodes[origin], case.place_nodes[destination]
        both = (case.roads.tail == tail) & (case.roads.head == head)
        arc = int(both.nonzero()[0][0])
        routes[name] = Route(
            id=name,
            origin=origin,
            destination=destination,
            profile="bus",
            arcs=(arc,),
            seconds=int(case.roads.seconds[0, arc]),
            metres=int(case.roads.metres[arc]),
        )
    return routes[name]
