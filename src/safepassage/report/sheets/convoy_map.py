"""What `convoys.geojson` shows: places, and where each convoy drives when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.places import AssemblyPoint, Crossing, Destination, Place, StagingArea
from safepassage.report.journeys import Journeys
from safepassage.report.sheets.head import Head, called, place_name
from safepassage.report.sheets.legs import ConvoyLeg, convoy_legs
from safepassage.report.sheets.line import Position, line
from safepassage.report.sheets.open_window import open_window

PlaceKind = Literal["assembly_point", "crossing", "destination", "staging_area"]

KINDS: dict[type[Place], PlaceKind] = {
    AssemblyPoint: "assembly_point",
    Crossing: "crossing",
    Destination: "destination",
    StagingArea: "staging_area",
}


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place, (longitude, latitude) in degrees."""

    kind: PlaceKind
    name: str
    position: Position


class Driven(msgspec.Struct, frozen=True, kw_only=True):
    """A convoy on one route: vehicles and people, UTC seconds.

    `opens` and `closes` are the window that it passes its crossing in, None if there is none.
    """

    convoy: str
    crossing: str
    direction: Direction
    origin: str
    destination: str
    vehicles: int
    persons: int
    depart: int
    arrive: int
    opens: int | None
    closes: int | None
    line: tuple[Position, ...]


class ConvoyMap(msgspec.Struct, frozen=True, kw_only=True):
    """Places outside and inside, and legs in the agreed corridor and elsewhere.

    `corridor` are the legs from a crossing to a destination, which every party agreed to; `gates`
    are the crossings and destinations between which they run.
    """

    head: Head
    gates: tuple[Spot, ...]
    others: tuple[Spot, ...]
    corridor: tuple[Driven, ...]
    legs: tuple[Driven, ...]


def convoy_map(told: Journeys, head: Head) -> ConvoyMap:
    """The map of a plan's convoys."""
    case = told.case
    legs = convoy_legs(told)
    driven = tuple(zip(legs, _driven(told, legs), strict=True))
    return ConvoyMap(
        head=head,
        gates=tuple(map(spot, (*case.crossings, *case.destinations))),
        others=tuple(map(spot, (*case.assembly_points, *case.staging_areas))),
        corridor=tuple(one for leg, one in driven if in_corridor(case, leg)),
        legs=tuple(one for leg, one in driven if not in_corridor(case, leg)),
    )


def spot(place: Place) -> Spot:
    """A place for a map."""
    return Spot(
        kind=KINDS[type(place)],
        name=called(place),
        position=(place.longitude, place.latitude),
    )


def in_corridor(case: Case, leg: ConvoyLeg) -> bool:
    """Whether the leg runs from a crossing to a destination, outward."""
    ends = (case.places.get(leg.route.origin), case.places.get(leg.route.destination))
    return isinstance(ends[0], Crossing) and isinstance(ends[1], Destination)


def _driven(told: Journeys, legs: tuple[ConvoyLeg, ...]) -> Iterator[Driven]:
    case = told.case
    lines = {route.id: line(case.roads, route.arcs) for route in (leg.route for leg in legs)}
    for leg in legs:
        window = open_window(case, leg.convoy)
        yield Driven(
            convoy=leg.convoy.id,
            crossing=place_name(case, leg.convoy.crossing),
            direction=leg.convoy.direction,
            origin=place_name(case, leg.route.origin),
            destination=place_name(case, leg.route.destination),
            vehicles=leg.vehicles,
            persons=leg.persons,
            depart=leg.depart,
            arrive=leg.arrive,
            opens=window.opens if window else None,
            closes=window.closes if window else None,
            line=lines[leg.route.id],
        )
