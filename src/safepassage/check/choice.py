"""H2 and H3: who chose to leave, where to, and what is carried."""

from __future__ import annotations

from collections.abc import Iterator

from safepassage.check.broken import broken
from safepassage.check.index import Index
from safepassage.check.together import Parts, ambulance_fault, parts_of
from safepassage.model.broken import BrokenPromise
from safepassage.model.people import TravelGroup


def own_choice(index: Index) -> Iterator[BrokenPromise]:
    """Only a group that chose to leave boards, to a destination it accepted and the terms state."""
    for name, boarded in index.boarded.items():
        group = index.groups.get(name)
        if group is None:
            continue  # A1
        rides = list(parts_of(boarded))
        if group.choice != "leave":
            trips = ", ".join(ride.trip.id for ride in rides)
            yield broken("H2", f"group {name}", f"boards {trips}; its choice is {group.choice}")
        for destination in dict.fromkeys(ride.destination for ride in rides):
            yield from _destination(index, group, destination)


def _destination(index: Index, group: TravelGroup, destination: str) -> Iterator[BrokenPromise]:
    where, stated = f"group {group.id}", index.case.agreement.destinations
    if destination not in group.destinations and group.choice == "leave":
        accepted = ", ".join(group.destinations) or "none"
        yield broken("H2", where, f"is taken to {destination}; it accepted {accepted}")
    # Terms that state no destination allow no plan but a what-if.
    if destination not in stated and (stated or not index.plan.what_if):
        terms = ", ".join(stated) or "none"
        yield broken("H2", where, f"is taken to {destination}; the terms state {terms}")


def items_carried(index: Index) -> Iterator[BrokenPromise]:
    """What is carried is within the terms, and no arm in a vehicle that bars arms."""
    allowed = {each.id: each.may_carry for each in index.case.agreement.categories}
    arms = {item.id for item in index.case.agreement.items if item.arm}
    for name, boarded in index.boarded.items():
        group = index.groups.get(name)
        if group is None:
            continue  # A1
        beyond = [item for item in group.items if item not in allowed.get(group.category, ())]
        if beyond:
            what = f"carries {', '.join(beyond)}, not allowed to category {group.category}"
            yield broken("H3", f"group {name}", what)
        if not arms.isdisjoint(group.items):
            yield from _armed(group, parts_of(boarded))


def _armed(group: TravelGroup, parts: Parts) -> Iterator[BrokenPromise]:
    barred = [ride for ride in parts if ride.type and ride.type.bars_arms]
    if not barred or _arms_ride_apart(group, parts):
        return
    for ride in barred:
        what = f"boards {ride.trip.id} with an arm; vehicle {ride.trip.vehicle} bars arms"
        yield broken("H3", f"group {group.id}", what)


def _arms_ride_apart(group: TravelGroup, parts: Parts) -> bool:
    """Patients and attendants in ambulances, the rest, with the arms, in one other vehicle."""
    rest = [ride for ride in parts if ride.type and ride.type.kind != "ambulance"]
    return (
        len(rest) == 1
        and rest[0].type is not None
        and not rest[0].type.bars_arms
        and not ambulance_fault(group, parts)
    )
