"""Ride units: the travel groups that never part, and how each may ride."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from safepassage.model.case import Case
from safepassage.model.fleet import VehicleType
from safepassage.model.people import TravelGroup


class Mode(Enum):
    """How a unit rides; the checker knows these as H1 and its two exceptions."""

    WHOLE = "in one vehicle"
    SPLIT = "patients and attendants by ambulance, the rest beside them in the convoy"
    LARGE = "in several vehicles of one convoy"
    NONE = "no vehicle of this fleet can carry it"


@dataclass(frozen=True, slots=True)
class RideUnit:
    """One travel group, or several joined by a carer; counts are persons.

    `accepts` has bit d set when destination d is accepted by all its groups (and by the terms).
    """

    groups: tuple[int, ...]
    point: int
    seated: int
    stretchers: int
    wheelchairs: int
    escorts: int
    attendants: int
    medical_class: int
    accepts: int
    armed: bool
    mode: Mode
    persons: int = field(init=False, compare=False)
    """Everyone in the unit."""
    patients: int = field(init=False, compare=False)
    """Persons who may ride in an ambulance apart from the rest of their group."""

    def __post_init__(self) -> None:
        """Count once what is asked a million times."""
        lying = self.stretchers + self.wheelchairs
        object.__setattr__(self, "persons", self.seated + lying)
        object.__setattr__(self, "patients", lying + self.seated_patients)

    @property
    def seated_patients(self) -> int:
        """Patients on a seat: those escorted beyond the ones lying or in a wheelchair."""
        return max(0, self.escorts - self.stretchers - self.wheelchairs)

    @property
    def aides(self) -> int:
        """Healthy members who ride with the patients; who carries the arms is not among them."""
        healthy = self.seated - self.seated_patients
        return max(0, min(self.attendants, healthy - 1 if self.armed else healthy))

    @property
    def rest(self) -> int:
        """Members who ride on a bus when the patients take an ambulance."""
        return self.seated - self.seated_patients - self.aides


def carries_whole(kind: VehicleType, unit: RideUnit) -> bool:
    """Whether one empty vehicle of this type can take the unit as it is (V1, H3)."""
    return (
        unit.seated <= kind.seats
        and unit.stretchers <= kind.stretchers
        and unit.wheelchairs <= kind.wheelchairs
        and (unit.escorts == 0 or kind.medical_escort)
        and not (unit.armed and kind.bars_arms)
    )


def ride_units(case: Case, eligible: Sequence[int]) -> tuple[RideUnit, ...]:
    """Join the eligible travel groups (indices into `case.groups`) by their carers.

    Units come in the order of their first group, so that the result depends on the case alone.
    """
    destination_bit = {place.id: 1 << d for d, place in enumerate(case.destinations)}
    point_index = {place.id: p for p, place in enumerate(case.assembly_points)}
    arms = {item.id for item in case.agreement.items if item.arm}
    used = {vehicle.type for vehicle in case.vehicles}
    types = [kind for kind in case.vehicle_types if kind.id in used]
    stated = set(case.agreement.destinations) or set(destination_bit)
    units = []
    for members in _joined_by_carer(case.groups, eligible):
        groups = [case.groups[g] for g in members]
        accepts = -1
        for group in groups:
            accepts &= sum(destination_bit[d] for d in group.destinations if d in stated)
        unit = RideUnit(
            groups=members,
            point=point_index[groups[0].assembly_point],
            seated=sum(group.seated for group in groups),
            stretchers=sum(group.stretchers for group in groups),
            wheelchairs=sum(group.wheelchairs for group in groups),
            escorts=sum(group.escorts for group in groups),
            attendants=sum(group.attendants for group in groups),
            medical_class=min(group.medical_class for group in groups),
            accepts=accepts,
            armed=any(item in arms for group in groups for item in group.items),
            mode=Mode.NONE,
        )
        able = [kind for kind in types if _may_fetch(case, kind, unit)]
        units.append(replace(unit, mode=_mode(unit, able)))
    return tuple(units)


def _joined_by_carer(
    groups: Sequence[TravelGroup], eligible: Sequence[int]
) -> list[tuple[int, ...]]:
    index = {groups[g].id: g for g in eligible}
    wards: dict[int, list[int]] = defaultdict(list)
    for g in eligible:
        if groups[g].carer in index:
            wards[index[groups[g].carer]].append(g)
    return [
        (g, *wards.get(g, ()))
        for g in eligible
        if not groups[g].carer or groups[g].carer not in index
    ]


def _may_fetch(case: Case, kind: VehicleType, unit: RideUnit) -> bool:
    """Whether a type may call at the unit's point and at a destination it accepts (R1)."""
    return case.assembly_points[unit.point].admits(kind.id) and any(
        place.admits(kind.id) for d, place in enumerate(case.destinations) if unit.accepts >> d & 1
    )


def _mode(unit: RideUnit, types: Sequence[VehicleType]) -> Mode:
    if any(carries_whole(kind, unit) for kind in types):
        return Mode.WHOLE
    if len(unit.groups) > 1:
        return Mode.NONE
    if unit.patients and _may_split(unit, types):
        return Mode.SPLIT
    benches = [kind for kind in types if not (unit.armed and kind.bars_arms)]
    beyond_any = unit.persons > max((kind.places for kind in types), default=0)
    return Mode.LARGE if beyond_any and any(kind.seats for kind in benches) else Mode.NONE


def _may_split(unit: RideUnit, types: Sequence[VehicleType]) -> bool:
    """Whether ambulances and one other vehicle can take the group between them.

    Who lies or is escorted needs the ambulance; a wheelchair rides there or with the rest.
    """
    ambulances = [
        kind
        for kind in types
        if kind.kind == "ambulance" and (unit.escorts == 0 or kind.medical_escort)
    ]
    others = [
        kind
        for kind in types
        if kind.kind != "ambulance"
        and unit.rest <= kind.seats
        and not (unit.armed and kind.bars_arms)
    ]
    wheelchairs = any(kind.wheelchairs for kind in ambulances) or any(
        unit.wheelchairs <= kind.wheelchairs for kind in others
    )
    lying = any(kind.stretchers for kind in ambulances)
    sitting = any(kind.seats for kind in ambulances)
    if unit.armed and not unit.rest:
        return False  # somebody else has to carry the arms, in a vehicle that doesn't bar them
    return (
        bool(ambulances and others)
        and (lying or not unit.stretchers)
        and (sitting or not unit.seated_patients)
        and (wheelchairs or not unit.wheelchairs)
    )
