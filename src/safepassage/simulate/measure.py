"""From what was measured to where the plan's times fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_high

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.model.simulated import Late, Leg, NotDriven, Passage, Queue
from safepassage.simulate.itinerary import Drive, Itinerary, Slot
from safepassage.simulate.kinds import GAP_METRES, LENGTH_METRES
from safepassage.simulate.log import Log, Made
from safepassage.simulate.match import Matched

Span = tuple[int, int, float]
"""A vehicle at a crossing: from when, until when, and the metres it takes."""


def late_vehicles(drives: Iterable[Drive], made: Mapping[str, Made]) -> tuple[Late, ...]:
    """Who was late for what, the worst first."""
    found = [
        Late(
            trip=drive.trip,
            vehicle=drive.vehicle,
            place=drive.place,
            due=drive.due,
            planned=drive.by,
            measured=made[drive.id].arrived,
        )
        for drive in drives
        if drive.due is not None and drive.id in made and made[drive.id].arrived > drive.by
    ]
    return tuple(sorted(found, key=lambda late: (-late.seconds, late.planned, late.vehicle)))


def late_convoys(slots: Iterable[Slot], log: Log) -> tuple[Passage, ...]:
    """Convoys that passed later than planned, the worst first."""
    found = []
    for slot in slots:
        passed = log.passed.get(slot.id)
        if passed is None or passed.start <= slot.start:
            continue
        found.append(
            Passage(
                convoy=slot.id,
                crossing=slot.crossing,
                direction=slot.direction,
                planned=slot.start,
                measured=passed.start,
                waited_for=passed.last if passed.complete > slot.start else "",
                headway=passed.headway,
                gate=passed.gate,
                window_missed=max(0, passed.end - slot.closes),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.window_missed, -one.seconds, one.planned)))


def queues(case: Case, plan: Itinerary, log: Log) -> tuple[Queue, ...]:
    """The longest queue of every crossing and direction, the longest first."""
    metres = {kind.id: LENGTH_METRES[kind.kind] + GAP_METRES for kind in case.vehicle_types}
    slots = {slot.id: slot for slot in plan.slots}
    stood: dict[tuple[str, Direction], list[Span]] = defaultdict(list)
    planned: dict[tuple[str, Direction], list[Span]] = defaultdict(list)
    for drive in _all(plan):
        slot = slots.get(drive.convoy or "")
        made = log.made.get(drive.id)
        if slot is None or made is None:
            continue
        gate = slot.crossing, slot.direction
        passed = log.passed.get(slot.id)
        until = passed.end if passed else log.until
        stood[gate].append((made.arrived, until, metres[drive.type]))
        planned[gate].append((drive.arrive, slot.end, metres[drive.type]))
    found = []
    for (crossing, direction), spans in stood.items():
        vehicles, length, at = _most(spans)
        found.append(
            Queue(
                crossing=crossing,
                direction=direction,
                vehicles=vehicles,
                metres=round(length),
                at=at,
                planned_vehicles=_most(planned[crossing, direction])[0],
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.vehicles, one.crossing, one.direction)))


def _most(spans: Sequence[Span]) -> tuple[int, float, int]:
    """Most vehicles there at a time, their metres, and since when. Who leaves makes room first."""
    changes = [(start, 1, metres) for start, _, metres in spans]
    changes += [(end, -1, -metres) for _, end, metres in spans]
    most, there, length = (0, 0.0, 0), 0, 0.0
    for at, change, metres in sorted(changes):
        there, length = there + change, length + metres
        if there > most[0]:
            most = there, length, at
    return most


def legs(
    plan: Plan, drives: Iterable[Drive], log: Log, matched: Mapping[str, Matched]
) -> tuple[Leg, ...]:
    """Measured beside planned, route by route; the one that takes most longer first."""
    of_route: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for drive in drives:
        if drive.id in log.made and drive.route and matched[drive.route].edges:
            if drive.id in log.refused:
                continue
            one = log.made[drive.id]
            of_route[drive.route].append((one.arrived - one.ready, one.metres))
    found = []
    for route in plan.routes:
        took = of_route.get(route.id)
        if took:
            seconds = [one for one, _ in took]
            found.append(
                Leg(
                    route=route.id,
                    origin=route.origin,
                    destination=route.destination,
                    profile=route.profile,
                    drives=len(took),
                    slower=sum(one > route.seconds for one in seconds),
                    planned=route.seconds,
                    median=median_high(seconds),
                    worst=max(seconds),
                    metres=route.metres,
                    measured_metres=max(metres for _, metres in took),
                )
            )
    return tuple(sorted(found, key=lambda leg: (leg.planned - leg.worst, leg.route)))


def not_driven(
    drives: Iterable[Drive], log: Log, matched: Mapping[str, Matched]
) -> tuple[NotDriven, ...]:
    """Drives that were due and that SUMO didn't make, and why; in the order of departure."""
    found = []
    for drive in sorted(drives, key=lambda drive: (drive.depart, drive.id)):
        reason = ""
        if drive.route and not matched[drive.route].edges:
            reason = matched[drive.route].reason
        elif drive.id in log.refused:
            reason = log.refused[drive.id]
        elif drive.id in log.stuck:
            reason = "it stood in a jam until SUMO moved it on"
        if reason and drive.depart < log.until:
            found.append(
                NotDriven(
                    trip=drive.trip,
                    vehicle=drive.vehicle,
                    origin=drive.origin,
                    destination=drive.place,
                    reason=reason,
                )
            )
    return tuple(found)


def _all(plan: Itinerary) -> Iterable[Drive]:
    return (drive for own in plan.drives.values() for drive in own)
