"""Where things happen: assembly points, crossings, destinations, staging areas."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A named position (WGS 84 degrees); `id` is the case's own, the p-code may be missing."""

    id: str
    name: str
    latitude: float
    longitude: float
    name_local: str = ""
    pcode: str = ""


class CallingPlace(Place, frozen=True, kw_only=True):
    """A place where vehicles take people up or set them down."""

    vehicle_types: tuple[str, ...] = ()
    """Ids of the types that may call here (R1), as only some boats fit a dock; none is all."""

    def admits(self, vehicle_type: str) -> bool:
        """Whether vehicles of a type may call here."""
        return not self.vehicle_types or vehicle_type in self.vehicle_types


class AssemblyPoint(CallingPlace, frozen=True, kw_only=True):
    """Where people gather and board, inside."""

    population: int = 0
    """Persons here on the day the horizon starts, movements applied; households are drawn from it
    when no table lists them."""
    stop_seconds: int = 0
    """What a stop costs here beside the vehicle's own loading time (access, call-up)."""
    overnight: bool = False
    """Vehicles may wait here over a local midnight."""
    rest: bool = False
    """Waiting here counts as rest for drivers."""


class Crossing(Place, frozen=True, kw_only=True):
    """The gate between inside and outside; vehicles pass it in convoys, inside its windows."""

    convoy_vehicles: int
    """Most vehicles in one convoy (C1)."""
    headway_seconds: int
    """Least time between the starts of consecutive convoys (C1)."""
    shared: bool = False
    """One server and one headway for both directions, instead of one each."""
    vehicles_per_hour: int | None = None
    """Screening rate (C2); None is no limit."""
    persons_per_hour: int | None = None
    """Screening rate (C2); None is no limit."""


class Destination(CallingPlace, frozen=True, kw_only=True):
    """Where people are taken; vehicles may wait and crews rest here."""

    capacity: int | None = None
    """Persons in total (D1); None is no limit."""
    daily_capacity: int | None = None
    """Persons a local date (D1); None is no limit."""
    handover_seconds: int = 0
    """Time from arrival until the receiving side has taken everyone over; the vehicle stays."""


class StagingArea(Place, frozen=True, kw_only=True):
    """Where vehicles start and may wait, outside; crews rest here."""
