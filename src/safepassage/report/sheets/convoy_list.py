"""A convoy's manifest: each vehicle, whom it takes up where and when, against its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from safepassage.model.fleet import VehicleKind
from safepassage.model.plan import Boarding
from safepassage.report.journeys import Call, Journey, Journeys
from safepassage.report.sheets.head import place_name


class Aboard(msgspec.Struct, frozen=True, kw_only=True):
    """Persons, or places for them, by what they need."""

    persons: int
    seated: int
    stretchers: int
    wheelchairs: int


class BoardingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A travel group, or its part, that boards a vehicle at a place when it is called.

    `children` and `unaccompanied` are those of the whole group, and None in the rows of its other
    parts; `also` are the vehicles that those ride in.
    """

    place: str
    at: int
    group: str
    persons: int
    seated: int
    stretchers: int
    wheelchairs: int
    escorts: int
    children: int | None
    unaccompanied: int | None
    carer: str
    also: tuple[str, ...]


class VehicleLoad(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle of a convoy: who is aboard at the crossing, against its places."""

    vehicle: str
    kind: VehicleKind
    medic: bool
    destination: str
    arrives: int
    aboard: Aboard
    places: Aboard
    boardings: tuple[BoardingRow, ...]


class ConvoyList(msgspec.Struct, frozen=True, kw_only=True):
    """A loaded convoy as its leader and the crossing see it; instants are UTC seconds."""

    convoy: str
    crossing: str
    start: int
    end: int
    destinations: tuple[str, ...]
    vehicles: int
    aboard: Aboard
    escorts: int
    children: int
    unaccompanied: int
    loads: tuple[VehicleLoad, ...]


def convoy_lists(told: Journeys) -> tuple[ConvoyList, ...]:
    """Every loaded convoy outward, in order of start."""
    convoys = {convoy.id: convoy for convoy in told.convoys}
    found = []
    for name, riders in told.outward.items():
        loads = tuple(_loads(told, riders))
        rows = [row for load in loads for row in load.boardings]
        found.append(
            ConvoyList(
                convoy=name,
                crossing=place_name(told.case, convoys[name].crossing),
                start=convoys[name].start,
                end=convoys[name].end,
                destinations=tuple(dict.fromkeys(load.destination for load in loads)),
                vehicles=len(loads),
                aboard=sum_aboard(load.aboard for load in loads),
                escorts=sum(row.escorts for row in rows),
                children=sum(row.children or 0 for row in rows),
                unaccompanied=sum(row.unaccompanied or 0 for row in rows),
                loads=loads,
            )
        )
    return tuple(found)


def sum_aboard(parts: Iterable[Aboard]) -> Aboard:
    """All of them together."""
    every = tuple(parts)
    return Aboard(
        persons=sum(part.persons for part in every),
        seated=sum(part.seated for part in every),
        stretchers=sum(part.stretchers for part in every),
        wheelchairs=sum(part.wheelchairs for part in every),
    )


def boarded(boardings: Iterable[Boarding]) -> Aboard:
    """Persons of boardings, by what they need."""
    return sum_aboard(
        Aboard(
            persons=one.persons,
            seated=one.seated,
            stretchers=one.stretchers,
            wheelchairs=one.wheelchairs,
        )
        for one in boardings
    )


def _loads(told: Journeys, riders: tuple[Journey, ...]) -> Iterator[VehicleLoad]:
    vehicles = defaultdict[str, list[str]](list)
    for journey in riders:
        for call in journey.calls:
            for boarding in call.boardings:
                if journey.vehicle not in vehicles[boarding.group]:
                    vehicles[boarding.group].append(journey.vehicle)
    met: set[str] = set()
    for journey in sorted(riders, key=lambda one: one.vehicle):
        kind = journey.type
        yield VehicleLoad(
            vehicle=journey.vehicle,
            kind=kind.kind,
            medic=kind.medical_escort,
            destination=place_name(told.case, journey.destination),
            arrives=journey.arrives,
            aboard=boarded(one for call in journey.calls for one in call.boardings),
            places=Aboard(
                persons=kind.places,
                seated=kind.seats,
                stretchers=kind.stretchers,
                wheelchairs=kind.wheelchairs,
            ),
            boardings=tuple(
                _row(told, journey.vehicle, call, boarding, vehicles[boarding.group], met)
                for call in journey.calls
                for boarding in call.boardings
            ),
        )


def _row(
    told: Journeys,
    vehicle: str,
    call: Call,
    boarding: Boarding,
    vehicles: list[str],
    met: set[str],
) -> BoardingRow:
    group = told.groups.get(boarding.group)
    first = group is not None and boarding.group not in met
    met.add(boarding.group)
    return BoardingRow(
        place=place_name(told.case, call.place),
        at=call.at,
        group=boarding.group,
        persons=boarding.persons,
        seated=boarding.seated,
        stretchers=boarding.stretchers,
        wheelchairs=boarding.wheelchairs,
        escorts=boarding.escorts,
        children=group.children if group and first else None,
        unaccompanied=group.unaccompanied if group and first else None,
        carer=group.carer if group else "",
        also=tuple(name for name in vehicles if name != vehicle),
    )
