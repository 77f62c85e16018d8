"""`Standing`: a case and its plan as plain tables, worked out once for all runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.dispatch.demand import Share, whole
from safepassage.solve.problem import WAYS, Matrix, Problem, Span, midnights
from safepassage.solve.units import Mode
from safepassage.studies.stress.apart import Loads, loads_apart
from safepassage.studies.stress.orders import (
    Asked,
    Part,
    Together,
    calls_of,
    parties,
    planned_trips,
)
from safepassage.studies.stress.places import Crew, Door, End, Kind, Stop

LATER = 30 * 24 * 3600
"""How long after the horizon somebody who left in time may still be on the road."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All that is the same in every run. Indices are those of `Problem`, instants UTC seconds."""

    kinds: tuple[Kind, ...]
    crews: tuple[Crew, ...]
    """By vehicle."""
    stops: tuple[Stop, ...]
    """By assembly point."""
    ends: tuple[End, ...]
    """By destination."""
    gates: tuple[Door, ...]
    """By crossing, or door."""
    doors: tuple[int, ...]
    """As `Problem.doors`."""
    bases: tuple[int, ...]
    """Places of staging areas."""
    seconds: tuple[Matrix, ...]
    metres: tuple[Matrix, ...]
    away: tuple[tuple[tuple[int, ...], ...], ...]
    """By type, crossing and destination: least seconds until back at a gate."""
    windows: Mapping[Direction, tuple[tuple[Span, ...], ...]]
    """As agreed."""
    midnights: tuple[int, ...]
    """Local midnights inside the horizon."""
    calendar: tuple[int, ...]
    """Beginnings of local days, the first that of the horizon; some days after it too."""
    days: int
    """How many of them the horizon has."""
    horizon: Span
    opening: int
    """From when clearance counts."""
    units: tuple[Asked, ...]
    people: NDArray[np.int64]
    """Shape (units, 5): seated, stretchers, wheelchairs and escorts, and destinations as bits."""
    road: NDArray[np.int64]
    """Shape (types, places, places): `seconds`, for the checks of a run."""
    wholes: tuple[Share, ...]
    """By unit: all of it aboard one vehicle."""
    orders: tuple[Together, ...]
    """The plan's trips in the order in which they go in; those whose groups ride in several
    vehicles of one convoy together."""
    queues: tuple[tuple[int, ...], ...]
    """By vehicle: its orders, of which all vehicles are there."""
    waiting: Mapping[tuple[int, int, bool], tuple[int, ...]]
    """Units by point, accepted destination and whether they wait for an ambulance, in the order of
    the list."""
    apart: Mapping[int, Loads]
    """How units ride that need several vehicles."""
    unplanned: tuple[int, ...]
    """Units without a place in the plan, in the order of the list."""
    as_planned: bool
    """The case is the one that the plan was made for."""
    refused: int
    """Persons who chose to leave and whom no plan can serve."""


def prepare(case: Case, problem: Problem, plan: Plan) -> Standing:
    """What all runs share. The case may be a variant of the plan's own; ids match the two."""
    trips = planned_trips(problem, plan)
    orders = sorted(parties(trips), key=lambda parts: (parts[0].enters, parts[0].vehicle))
    planned = {share.unit: part for parts in orders for part in parts for share in calls_of(part)}
    order_of = {part.trip: n for n, parts in enumerate(orders) for part in parts}
    ranked = _the_list(problem, planned)
    # An order of which a vehicle isn't there is nobody's: whoever waits finds others to go with.
    whole_orders = {n for n, parts in enumerate(orders) if all(p.vehicle >= 0 for p in parts)}
    queues: list[list[int]] = [[] for _ in problem.fleet]
    for part in sorted(trips, key=lambda part: part.enters):
        if order_of[part.trip] in whole_orders:
            queues[part.vehicle].append(order_of[part.trip])
    start, end = case.horizon
    calendar = (start, *midnights(start + 1, end + LATER, case.zone))
    refused = {each.group for each in problem.refused}
    return Standing(
        kinds=tuple(Kind.of(kind) for kind in problem.types),
        crews=tuple(Crew.of(problem, v) for v in range(len(problem.fleet))),
        stops=tuple(Stop.of(problem, p) for p in range(len(problem.points))),
        ends=tuple(End.of(problem, d) for d in range(len(problem.destinations))),
        gates=tuple(Door.of(problem, c) for c in range(len(problem.crossings))),
        doors=problem.doors,
        bases=tuple(problem.place_index[area.id] for area in case.staging_areas),
        seconds=problem.seconds,
        metres=problem.metres,
        away=_away(problem),
        windows={way: problem.windows[way] for way in WAYS},
        midnights=tuple(midnights(start, end, case.zone)),
        calendar=calendar,
        days=sum(day < end for day in calendar),
        horizon=case.horizon,
        opening=case.first_opening,
        units=tuple(Asked.of(unit) for unit in problem.units),
        people=np.array(
            [(*whole(0, unit)[1:], unit.accepts) for unit in problem.units], dtype=np.int64
        ).reshape(-1, 5),
        road=np.array(problem.seconds, dtype=np.int64),
        wholes=tuple(whole(u, unit) for u, unit in enumerate(problem.units)),
        orders=tuple(Together.of(parts, problem.units) for parts in orders),
        queues=tuple(tuple(dict.fromkeys(queue)) for queue in queues),
        waiting=_waiting(problem, planned, ranked),
        apart=loads_apart(problem, orders),
        unplanned=tuple(u for u in ranked if u not in planned),
        as_planned=plan.case_digest == case.digest,
        refused=sum(group.persons for group in case.groups if group.id in refused),
    )


def _the_list(problem: Problem, planned: Mapping[int, Part]) -> list[int]:
    """Units in the order in which they are called: medical class, then as in the plan."""
    last = problem.case.horizon[1]

    def rank(u: int) -> tuple[int, int, int]:
        enters = planned[u].enters if u in planned else last
        return problem.units[u].medical_class, enters, u

    return sorted(range(len(problem.units)), key=rank)


def _waiting(
    problem: Problem, planned: Mapping[int, Part], ranked: Sequence[int]
) -> dict[tuple[int, int, bool], tuple[int, ...]]:
    found: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for u in ranked:
        unit = problem.units[u]
        if unit.mode is not Mode.WHOLE:
            continue
        if u in planned:
            ambulance = problem.types[planned[u].kind].kind == "ambulance"
        else:
            ambulance = unit.patients > 0
        for d in _bits(unit.accepts):
            found[unit.point, d, ambulance].append(u)
    return {key: tuple(units) for key, units in found.items()}


def _bits(mask: int) -> Iterable[int]:
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def _away(problem: Problem) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Least times outside, of types that nobody drives nothing."""
    lags = make_lags(problem)
    used = {k: n for n, k in enumerate(sorted(set(problem.fleet)))}
    return tuple(lags.away[used[k]] if k in used else () for k in range(len(problem.types)))
