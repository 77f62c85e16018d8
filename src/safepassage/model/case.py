"""`Case`: the one noun for everything a plan is made from."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from safepassage.model.agreement import Agreement, Guard, Window
from safepassage.model.evidence import Claim, DailyFigure, Incident
from safepassage.model.exposure import ExposureRules
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.levers import LeverTerms
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination, Place, StagingArea
from safepassage.model.roads import RoadTable
from safepassage.model.territory import ControlArea, Movement
from safepassage.model.variation import Variation

_BESIDE = (
    *("claims", "series", "incidents", "control", "movements", "exposure"),
    *("levers", "variations"),
)
"""Fields that no plan depends on: the picture of the ground, beside which plans are shown, and what
is studied with them."""


class Assumption(msgspec.Struct, frozen=True, kw_only=True):
    """A figure nobody reported, and what it rests on."""

    text: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case, frozen whole; `replace` makes variants, `digest` names it.

    Instants are whole UTC seconds since 1970; `timezone` gives them back as local dates.
    """

    name: str
    title: str
    timezone: str
    horizon: tuple[int, int]
    """Every passage of a crossing lies inside, half-open; without crossings, every trip does."""
    agreement: Agreement
    windows: tuple[Window, ...]
    assembly_points: tuple[AssemblyPoint, ...]
    crossings: tuple[Crossing, ...]
    """None, and no windows, where nothing lies between people and destinations: who has arrived is
    out."""
    destinations: tuple[Destination, ...]
    staging_areas: tuple[StagingArea, ...]
    vehicle_types: tuple[VehicleType, ...]
    vehicles: tuple[Vehicle, ...]
    groups: tuple[TravelGroup, ...]
    guard: Guard
    roads: RoadTable
    place_nodes: Mapping[str, int]
    """Road node each place was snapped to, by place id."""
    assumptions: tuple[Assumption, ...] = ()
    claims: tuple[Claim, ...] = ()
    """Shown beside a plan, which doesn't depend on them; nor on the seven that follow."""
    series: tuple[DailyFigure, ...] = ()
    incidents: tuple[Incident, ...] = ()
    control: tuple[ControlArea, ...] = ()
    movements: tuple[Movement, ...] = ()
    exposure: ExposureRules = field(default_factory=ExposureRules)
    levers: tuple[LeverTerms, ...] = ()
    variations: tuple[Variation, ...] = ()
    seed: int = 0
    drawn_households: bool = False
    """The travel groups were drawn from the population, nobody registered them."""
    schematic_roads: bool = False
    past_places: bool = True
    """Whether people may be driven past the road node of another place; empty vehicles may."""
    under_duress: bool = False
    """The movements were reported as made under duress: no output calls them choices."""

    def replace(self, **changes: Any) -> Case:
        """A variant of this case with some fields changed."""
        return dataclasses.replace(self, **changes)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that a plan depends on, as 64 hexadecimal digits."""
        parts = {
            one.name: getattr(self, one.name)
            for one in dataclasses.fields(self)
            if one.name not in ("roads", "place_nodes", *_BESIDE)
        }
        parts["place_nodes"] = sorted(self.place_nodes.items())
        digest = hashlib.sha256(msgspec.json.encode(parts, order="sorted"))
        digest.update(self.roads.fingerprint())
        return digest.hexdigest()

    @property
    def first_opening(self) -> int:
        """When the first window opens, or the horizon does: clearance counts from here."""
        return min((window.opens for window in self.windows), default=self.horizon[0])

    @cached_property
    def zone(self) -> ZoneInfo:
        """The case's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place by id; ids are unique across the four tables."""
        tables = (self.assembly_points, self.crossings, self.destinations, self.staging_areas)
        return {place.id: place for table in tables for place in table}
