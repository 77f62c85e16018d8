"""Which limits a lever eases: where duals say to look."""

from __future__ import annotations

from safepassage.model.levers import LeverKind
from safepassage.solve.limits import FLEET, Cause
from safepassage.solve.problem import Problem
from safepassage.studies.levers.answers import Shares

AT_GATE: dict[LeverKind, frozenset[str]] = {
    "minutes": frozenset({"C1", "C2"}),
    "days": frozenset({"C1", "C2", "D1", FLEET}),
    "crossing": frozenset({"C1", "C2"}),
    "convoy": frozenset({"C1"}),
    "headway": frozenset({"C1"}),
    "lanes": frozenset({"C2"}),
}

OF_VEHICLES = frozenset[LeverKind]({"vehicles", "staging", "overnight", "crews", "driving"})

OF_DESTINATIONS = frozenset[LeverKind]({"reception", "destination"})


def eases(problem: Problem, kind: LeverKind, where: str, cause: Cause) -> bool:
    """Whether a lever works on what a promise limits somewhere."""
    promise, at = cause
    if kind in AT_GATE:
        everywhere = where == "" or kind == "crossing"
        return promise in AT_GATE[kind] and (everywhere or at == where)
    if kind in OF_VEHICLES:
        return promise == FLEET and (at == "" or kind != "vehicles" or at == _like(problem, where))
    return promise in ("D1", "H2") and (kind == "destination" or at == where)


def share(problem: Problem, kind: LeverKind, where: str, found: Shares) -> float:
    """The part of the dual value that a lever works on."""
    eased = (part for cause, part in found.items() if eases(problem, kind, where, cause))
    return min(1.0, sum(eased))


def _like(problem: Problem, kind: str) -> str:
    """The type that stands for all that are like this one in all but their id."""
    for v, vehicle in enumerate(problem.case.vehicles):
        if vehicle.type == kind:
            return problem.types[problem.fleet[v]].id
    return kind
