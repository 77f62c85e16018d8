"""A trip beside what the case knows of its vehicle and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.places import AssemblyPoint, Crossing, Destination, StagingArea
from safepassage.model.plan import Boarding, Stop, Trip

KINDS: dict[str, str] = {
    "P": "assembly point",
    "C": "crossing",
    "D": "destination",
    "S": "staging area",
    "?": "unknown place",
}
_FORM = re.compile("[SD]S?CP+CD|PP+CD")
"""From outside, maybe with a rest, through a crossing; or from inside. Then points, and out."""

_OPEN_FORM = re.compile("[SDP]S?P+D")
"""Where there are no crossings: from anywhere, maybe with a rest, to points, to a destination."""


@dataclass(frozen=True, slots=True)
class Load:
    """Persons by what they ride on; `escorts` of them need a medical escort."""

    seated: int = 0
    stretchers: int = 0
    wheelchairs: int = 0
    escorts: int = 0

    @property
    def persons(self) -> int:
        """Everyone."""
        return self.seated + self.stretchers + self.wheelchairs

    def plus(self, boarding: Boarding) -> Load:
        """This load and a boarding; a negative one (A1) never hides the others."""
        return Load(
            self.seated + max(0, boarding.seated),
            self.stretchers + max(0, boarding.stretchers),
            self.wheelchairs + max(0, boarding.wheelchairs),
            self.escorts + max(0, boarding.escorts),
        )


def total(boardings: Iterable[Boarding]) -> Load:
    """The load of several boardings."""
    load = Load()
    for boarding in boardings:
        load = load.plus(boarding)
    return load


@dataclass(frozen=True, eq=False)
class Ride:
    """One trip; `kinds` has a letter of `KINDS` for each of its stops."""

    trip: Trip
    vehicle: Vehicle | None
    type: VehicleType | None
    kinds: str
    gated: bool
    """The case has crossings."""

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The trip's stops."""
        return self.trip.stops

    @property
    def well_formed(self) -> bool:
        """Whether the stops are those of a trip (V2)."""
        return (_FORM if self.gated else _OPEN_FORM).fullmatch(self.kinds) is not None

    @property
    def destination(self) -> str:
        """Place of the last stop, empty when there is none."""
        return self.stops[-1].place if self.stops else ""

    @cached_property
    def load(self) -> Load:
        """Everyone who boards; nobody leaves before the destination."""
        return total(boarding for stop in self.stops for boarding in stop.boardings)

    @cached_property
    def convoy_out(self) -> str | None:
        """Id of the last convoy outbound."""
        for number in reversed(range(len(self.stops))):
            if self.kinds[number] == "C" and self.way(number) == "out":
                return self.stops[number].convoy
        return None

    @property
    def leaves_with(self) -> str | int | None:
        """What those who leave together share: the convoy, or without crossings the arrival."""
        if self.gated:
            return self.convoy_out
        return self.stops[-1].arrive if self.stops else None

    def way(self, number: int) -> Direction:
        """Which way a stop at a crossing goes: inbound where the trip was outside until then."""
        return "out" if set("CP") & set(self.kinds[:number]) else "in"

    def where(self, number: int | None = None) -> str:
        """The trip, and one of its stops counted from 1, in words."""
        if number is None:
            return f"trip {self.trip.id}"
        kind, place = KINDS[self.kinds[number]], self.stops[number].place
        return f"trip {self.trip.id}, stop {number + 1}, {kind} {place}"


def make_ride(
    case: Case, trip: Trip, vehicle: Vehicle | None, types: Mapping[str, VehicleType]
) -> Ride:
    """A trip with its vehicle, type and kinds of places."""
    kinds = "".join(_kind(case, stop.place) for stop in trip.stops)
    kind = types.get(vehicle.type) if vehicle else None
    return Ride(trip, vehicle, kind, kinds, gated=bool(case.crossings))


def _kind(case: Case, place_id: str) -> str:
    match case.places.get(place_id):
        case AssemblyPoint():
            return "P"
        case Crossing():
            return "C"
        case Destination():
            return "D"
        case StagingArea():
            return "S"
        case _:
            return "?"


def may_call(kind: VehicleType, place: AssemblyPoint | Destination) -> bool:
    """Whether the place takes vehicles of this type (R1); one that names none takes all."""
    return not place.vehicle_types or kind.id in place.vehicle_types


def least_stay(stop: Stop, point: AssemblyPoint, kind: VehicleType) -> int:
    """Seconds the boarding at an assembly point takes; a stop where nobody boards has none."""
    return point.stop_seconds + kind.loading_seconds if stop.boardings else 0
