"""What the GPX file of a convoy holds: the ways of its vehicles, and places with their times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from safepassage.model.plan import Convoy
from safepassage.report.journeys import Journeys
from safepassage.report.sheets.convoy_map import PlaceKind, spot
from safepassage.report.sheets.head import Head, place_name
from safepassage.report.sheets.legs import ConvoyLeg, convoy_legs
from safepassage.report.sheets.line import Position, line


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A route that vehicles of the convoy drive together, UTC seconds."""

    origin: str
    destination: str
    vehicles: int
    depart: int
    arrive: int
    line: tuple[Position, ...]


class Waypoint(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the convoy from the first that happens there to the last, UTC seconds."""

    kind: PlaceKind
    name: str
    position: Position
    since: int
    until: int


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """A convoy on the ground; it begins to pass its crossing at `start`, UTC seconds."""

    head: Head
    convoy: str
    start: int
    waypoints: tuple[Waypoint, ...]
    ways: tuple[Way, ...]


def tracks(told: Journeys, head: Head) -> Iterator[Track]:
    """A track for every convoy, in order of start."""
    of_convoy = defaultdict[str, list[ConvoyLeg]](list)
    for leg in convoy_legs(told):
        of_convoy[leg.convoy.id].append(leg)
    roads = told.case.roads
    lines = {route.id: line(roads, route.arcs) for route in told.plan.routes}
    for legs in of_convoy.values():
        convoy = legs[0].convoy
        yield Track(
            head=head,
            convoy=convoy.id,
            start=convoy.start,
            waypoints=tuple(_waypoints(told, convoy, legs)),
            ways=tuple(
                Way(
                    origin=place_name(told.case, leg.route.origin),
                    destination=place_name(told.case, leg.route.destination),
                    vehicles=leg.vehicles,
                    depart=leg.depart,
                    arrive=leg.arrive,
                    line=lines[leg.route.id],
                )
                for leg in legs
            ),
        )


def _waypoints(told: Journeys, convoy: Convoy, legs: list[ConvoyLeg]) -> Iterator[Waypoint]:
    """The places in the order that the convoy comes to them."""
    times = defaultdict[str, list[int]](list)
    for leg in legs:
        times[leg.route.origin].append(leg.depart)
        times[leg.route.destination].append(leg.arrive)
    for journey in told.outward.get(convoy.id, ()):
        for call in journey.calls:
            times[call.place].append(call.at)
    times[convoy.crossing] = [convoy.start, convoy.end]
    for name in sorted(times, key=lambda one: (min(times[one]), one)):
        place = told.case.places.get(name)
        if place is not None:
            seen = spot(place)
            yield Waypoint(
                kind=seen.kind,
                name=seen.name,
                position=seen.position,
                since=min(times[name]),
                until=max(times[name]),
            )
