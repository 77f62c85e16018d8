"""The vehicles: what each type can carry and how its crew may work."""

from __future__ import annotations

from typing import Literal

import msgspec

VehicleKind = Literal["bus", "minibus", "truck", "car", "ambulance", "boat"]


class VehicleType(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the vehicles table: `count` alike vehicles."""

    id: str
    kind: VehicleKind
    profile: str
    """Which row of the road table's speeds it drives by."""
    seats: int
    stretchers: int = 0
    wheelchairs: int = 0
    medical_escort: bool = False
    """A medic rides along."""
    emblem: bool = False
    """Marked with a protective emblem: no armed person boards (H3)."""
    loading_seconds: int = 0
    """Least stay at each assembly point where people board."""
    turnaround_seconds: int = 0
    """Least stay at a destination after the handover, before driving on."""
    driving_seconds: int = 24 * 3600
    """Most driving per crew in any 24 hours, and between two rests."""
    rest_seconds: int = 0
    """Least unbroken stay at a rest place that counts as rest."""
    crews: int = 1
    range_metres: int | None = None
    """Most metres between two stays at a staging area or destination; None is no limit."""

    @property
    def places(self) -> int:
        """Persons it can carry, seated and lying."""
        return self.seats + self.stretchers + self.wheelchairs

    @property
    def bars_arms(self) -> bool:
        """Armed persons never board it (H3)."""
        return self.emblem or self.kind == "ambulance"


class Vehicle(msgspec.Struct, frozen=True, kw_only=True):
    """A single vehicle with its own place and time to start."""

    id: str
    type: str
    start: str
    """A staging area, destination or assembly point."""
    available_from: int
    """UTC seconds; it may not move before."""
    available_until: int | None = None
    """UTC seconds; its last trip must have ended (turnaround included) by then."""
