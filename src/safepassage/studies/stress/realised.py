"""A run told as a plan, and the case as it really was: for the checker to look at."""

from __future__ import annotations

from math import ceil

from msgspec import structs

from safepassage.guard.need import guard_need
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.places import Crossing
from safepassage.model.plan import Bound, NotServed, Plan
from safepassage.solve.assemble import Assembly
from safepassage.solve.dispatch.rounds import Call, Round, Schedule
from safepassage.solve.problem import WAYS, Problem
from safepassage.solve.terms import missing_terms
from safepassage.studies.stress.simulate import Ran
from safepassage.studies.stress.trips import Trip
from safepassage.studies.stress.world import World


def realised(problem: Problem, world: World, ran: Ran) -> tuple[Case, Plan]:
    """What really happened, as a case and a plan of it that keeps every promise.

    Who was dropped is undecided in that case. A crossing has the best rate that it had on any day
    of the run, as a case has one for all days; the checks of the run itself go by the day.
    """
    case = _as_it_was(problem, world, ran)
    schedule = Schedule(tuple(_round(problem, trip) for trip in ran.trips))
    assembly = Assembly(problem, schedule)
    boarded = {b.group for trip in assembly.trips for stop in trip.stops for b in stop.boardings}
    left = tuple(
        NotServed(group=group.id, promise="W1", reason="not fetched by the end of the run")
        for group in case.groups
        if group.choice == "leave" and group.id not in boarded
    )
    plan = Plan(
        case_digest=case.digest,
        case_name=case.name,
        seed=0,
        effort=1,
        what_if=bool(missing_terms(case)),
        drawn_households=case.drawn_households,
        schematic_roads=case.schematic_roads,
        under_duress=case.under_duress,
        cut_short=False,
        routes=assembly.routes,
        convoys=assembly.convoys,
        trips=assembly.trips,
        not_served=left,
        bound=Bound(clearance=None, people=ran.outcome.came),
        guard=guard_need(case, assembly.routes, assembly.trips, problem.posted),
    )
    return case, plan


def _as_it_was(problem: Problem, world: World, ran: Ran) -> Case:
    case = problem.case
    dropped = {g for u in ran.dropped for g in problem.units[u].groups}
    groups = tuple(
        structs.replace(group, choice="undecided", destinations=()) if g in dropped else group
        for g, group in enumerate(case.groups)
    )
    if problem.doors:
        return case.replace(groups=groups)
    return case.replace(
        groups=groups,
        windows=tuple(
            Window(crossing=gate.id, direction=way, opens=opens, closes=closes)
            for way in WAYS
            for gate, spans in zip(case.crossings, world.windows[way], strict=True)
            for opens, closes in spans
        ),
        crossings=tuple(
            _slowed(gate, float(row.max(initial=0.0)) or 1.0)
            for gate, row in zip(case.crossings, world.screening, strict=True)
        ),
    )


def _slowed(gate: Crossing, factor: float) -> Crossing:
    return structs.replace(
        gate,
        vehicles_per_hour=_times(gate.vehicles_per_hour, factor),
        persons_per_hour=_times(gate.persons_per_hour, factor),
    )


def _times(rate: int | None, factor: float) -> int | None:
    return None if rate is None else ceil(rate * factor)


def _round(problem: Problem, trip: Trip) -> Round:
    return Round(
        vehicle=trip.vehicle,
        origin=trip.origin,
        depart=trip.depart,
        inbound=trip.into,
        calls=[
            Call(point, arrive, depart, depart - arrive, shares)
            for point, arrive, depart, shares in trip.calls
        ],
        outbound=trip.out,
        destination=trip.destination,
        arrive=trip.arrive,
        free=trip.free,
        base=None if trip.base < 0 else trip.base,
        reach=trip.reach,
        move=trip.move,
    )
