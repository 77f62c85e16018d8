"""H1: a travel group is never split, save in one convoy; nobody is parted from a carer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safepassage.check.broken import broken, figure
from safepassage.check.index import Boarded, Index
from safepassage.check.ride import Load, Ride, may_call
from safepassage.model.broken import BrokenPromise
from safepassage.model.people import TravelGroup

Parts = Mapping[Ride, Load]
"""What of a group boards each of its trips."""


def together(index: Index) -> Iterator[BrokenPromise]:
    """All of a group boards one trip at its own point, or is split as H1 allows."""
    for name, boarded in index.boarded.items():
        group = index.groups.get(name)
        if group is None:
            continue  # A1
        for each in boarded:
            if each.stop.place != group.assembly_point:
                what = f"group {name} boards here, registered at {group.assembly_point}"
                yield broken("H1", each.ride.where(each.number), what)
        parts = parts_of(boarded)
        if len(parts) > 1:
            yield from _split(index, group, parts)


def parts_of(boarded: list[Boarded]) -> Parts:
    """A group's boardings added up by trip."""
    parts: dict[Ride, Load] = {}
    for each in boarded:
        parts[each.ride] = parts.get(each.ride, Load()).plus(each.boarding)
    return parts


def _split(index: Index, group: TravelGroup, parts: Parts) -> Iterator[BrokenPromise]:
    where = f"group {group.id}"
    trips = ", ".join(ride.trip.id for ride in parts)
    if len({ride.leaves_with for ride in parts}) > 1:
        apart = "different outbound convoys" if index.case.crossings else "different arrivals"
        yield broken("H1", where, f"split over trips {trips} of {apart}")
    if len({ride.destination for ride in parts}) > 1:
        yield broken("H1", where, f"split over trips {trips} to different destinations")
    if not _larger_than_any_vehicle(index, group) and (fault := ambulance_fault(group, parts)):
        yield broken("H1", where, f"split over trips {trips}: {fault}")


def _larger_than_any_vehicle(index: Index, group: TravelGroup) -> bool:
    """Case (b): no vehicle has as many places, of all kinds together, as the group persons.

    Vehicles count that may fetch it: call at its point, and at a destination it accepts.
    """
    fleet = {vehicle.type for vehicle in index.case.vehicles}
    kinds = [kind for kind in index.case.vehicle_types if kind.id in fleet]
    point = index.points.get(group.assembly_point)
    stated = set(index.case.agreement.destinations) or set(index.destinations)
    ends = [d for d in index.case.destinations if d.id in group.destinations and d.id in stated]
    most = max(
        (
            kind.places
            for kind in kinds
            if (point is None or may_call(kind, point)) and any(may_call(kind, e) for e in ends)
        ),
        default=0,
    )
    return group.persons > most


def ambulance_fault(group: TravelGroup, parts: Parts) -> str:
    """Why a split is not that of case (a), patients in ambulances; empty when it is."""
    ambulances = [
        load for ride, load in parts.items() if ride.type and ride.type.kind == "ambulance"
    ]
    if not group.has_patients:
        return "no patients, and not more persons than any vehicle has places"
    if len(parts) - len(ambulances) > 1:
        return "the rest beside the patients is not in one trip"
    if any(load.persons - _others(load) < 1 for load in ambulances):
        return "an ambulance of it has no patient"
    others = sum(_others(load) for load in ambulances)
    if others > group.attendants:
        return f"{figure(others)} others with the patients, {group.attendants} attendants"
    return ""


def _others(load: Load) -> int:
    """Who aboard can't be a patient: seated, and not in need of the escort."""
    return max(0, load.seated - load.escorts)


def with_carer(index: Index) -> Iterator[BrokenPromise]:
    """A group boards only trips that its carer's group boards, and neither without the other."""
    for group in index.case.groups:
        if not group.carer:
            continue
        own = _rides(index, group.id)
        carers = _rides(index, group.carer)
        where = f"group {group.id}"
        if carers and not own:
            yield broken("H1", where, f"left behind by its carer, group {group.carer}, who boards")
        elif own and not carers:
            yield broken("H1", where, f"boards without its carer, group {group.carer}")
        elif parted := own - carers:
            trips = ", ".join(sorted(ride.trip.id for ride in parted))
            yield broken("H1", where, f"boards trips {trips} without its carer, {group.carer}")


def _rides(index: Index, group: str) -> set[Ride]:
    return {each.ride for each in index.boarded.get(group, ())}
