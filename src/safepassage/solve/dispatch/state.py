"""Where a dispatch stands: all that was decided so far, and a copy of it to go on differently."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from safepassage.model.agreement import Direction
from safepassage.solve.dispatch.admission import not_admitted
from safepassage.solve.dispatch.approaches import Idle
from safepassage.solve.dispatch.demand import Demand
from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.guide import Course
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.reception import Reception
from safepassage.solve.dispatch.rounds import Load, Round
from safepassage.solve.gates import Gate, open_gates
from safepassage.solve.problem import Problem

STAGES = (1.0, 0.5, 0.3, 0.22, 0.16, 0.12, 0.09, 0.06, 0.04)
"""Shares of the people still waiting at which the pilot is asked again."""


@dataclass(slots=True)
class State:
    """A dispatch under way.

    `idle` are the vehicles outside without a load, `inside` those that start inside and have not
    moved, `origin` how each vehicle with a load waited before; `apart` are units for whom no
    destination has a place, `everyone` the persons who wait at the start; `now` is when the last
    convoy that was let pass starts. `course` is how it stands beside its guide; `stages`, at which
    the pilot is asked again, are those still to come.
    """

    gates: dict[Direction, tuple[Gate, ...]]
    demand: Demand
    reception: Reception
    apart: frozenset[int]
    everyone: int
    idle: dict[int, Idle]
    inside: dict[int, Idle]
    origin: dict[int, Idle]
    loads: dict[int, Load] = field(default_factory=dict)
    numbers: int = 0
    now: int = 0
    done: list[Round] = field(default_factory=list)
    course: Course | None = None
    stages: tuple[float, ...] = STAGES

    @property
    def left(self) -> float:
        """Share of the people who still wait, 1 at the start."""
        return self.demand.persons / max(1, self.everyone)

    def copy(self) -> State:
        """The same state; what is decided from here on in one is not in the other."""
        return replace(
            self,
            gates=_copy_gates(self.gates),
            demand=self.demand.copy(),
            reception=self.reception.copy(),
            idle=_copy_idle(self.idle),
            inside=_copy_idle(self.inside),
            origin=_copy_idle(self.origin),
            course=None if self.course is None else self.course.copy(),
            loads={number: _copy_load(load) for number, load in self.loads.items()},
            done=list(self.done),  # a round that is done never changes again
        )


def start(problem: Problem, policy: Policy) -> State:
    """Nothing has moved yet."""
    apart = frozenset[int]()
    if policy.admit is not None:
        apart = not_admitted(problem, late_first=policy.admit == "late")
    demand = Demand(problem.cohorts, apart)
    idle: dict[int, Idle] = {}
    inside: dict[int, Idle] = {}
    for v, vehicle in enumerate(problem.case.vehicles):
        kind = problem.types[problem.fleet[v]]
        log = DriverLog(kind.crews * kind.driving_seconds, kind.rest_seconds)
        place = problem.place_index[vehicle.start]
        item = Idle(v, place, vehicle.available_from, log, vehicle.available_from)
        (inside if problem.starts_inside(v) else idle)[v] = item
    return State(
        gates=open_gates(problem),
        demand=demand,
        reception=Reception(problem),
        apart=apart,
        everyone=demand.persons,
        idle=idle,
        inside=inside,
        origin={},
    )


def _copy_gates(gates: dict[Direction, tuple[Gate, ...]]) -> dict[Direction, tuple[Gate, ...]]:
    """Both directions of a shared crossing go on sharing one server."""
    servers = {id(gate.server): replace(gate.server) for both in gates.values() for gate in both}
    return {
        way: tuple(replace(gate, server=servers[id(gate.server)]) for gate in those)
        for way, those in gates.items()
    }


def _copy_idle(vehicles: dict[int, Idle]) -> dict[int, Idle]:
    return {
        v: replace(item, holds=dict(item.holds), ways=dict(item.ways))
        for v, item in vehicles.items()
    }


def _copy_load(load: Load) -> Load:
    return replace(load, rounds=[_copy_round(item) for item in load.rounds])


def _copy_round(item: Round) -> Round:
    calls = [replace(call, shares=list(call.shares)) for call in item.calls]
    return replace(item, calls=calls)  # convoys are shared by their vehicles, and don't change
