"""Vehicles and places as the simulator asks for them: whole seconds and counts."""

from __future__ import annotations

from typing import NamedTuple

from safepassage.model.fleet import VehicleType
from safepassage.solve.problem import Problem

DAY = 24 * 3600

UNLIMITED = 1 << 40


class Kind(NamedTuple):
    """A vehicle type; `limit` is the driving of all its crews together."""

    seats: int
    stretchers: int
    wheelchairs: int
    escort: bool
    bars_arms: bool
    ambulance: bool
    loading: int
    turnaround: int
    limit: int
    rest: int
    metres: int
    """Range."""

    @classmethod
    def of(cls, kind: VehicleType) -> Kind:
        """Of a row of the vehicles table."""
        return cls(
            kind.seats,
            kind.stretchers,
            kind.wheelchairs,
            kind.medical_escort,
            kind.bars_arms,
            kind.kind == "ambulance",
            kind.loading_seconds,
            kind.turnaround_seconds,
            kind.crews * kind.driving_seconds,
            kind.rest_seconds,
            UNLIMITED if kind.range_metres is None else kind.range_metres,
        )

    @property
    def untiring(self) -> bool:
        """Its hours can only forbid a trip that alone is too long."""
        return self.rest == 0 and self.limit >= DAY


class Crew(NamedTuple):
    """A vehicle: its type, where it starts, when, and until when."""

    kind: int
    place: int
    since: int
    until: int
    inside: bool
    """It starts behind the gates."""

    @classmethod
    def of(cls, problem: Problem, v: int) -> Crew:
        """Of a vehicle of a problem."""
        vehicle = problem.case.vehicles[v]
        return cls(
            problem.fleet[v],
            problem.place_index[vehicle.start],
            vehicle.available_from,
            1 << 62 if vehicle.available_until is None else vehicle.available_until,
            problem.starts_inside(v),
        )


class Stop(NamedTuple):
    """An assembly point."""

    place: int
    seconds: int
    overnight: bool

    @classmethod
    def of(cls, problem: Problem, p: int) -> Stop:
        """Of a point of a problem."""
        point = problem.points[p]
        return cls(problem.at_point(p), point.stop_seconds, point.overnight)


class End(NamedTuple):
    """A destination."""

    place: int
    handover: int
    capacity: int
    daily: int

    @classmethod
    def of(cls, problem: Problem, d: int) -> End:
        """Of a destination of a problem."""
        end = problem.destinations[d]
        return cls(
            problem.at_destination(d),
            end.handover_seconds,
            UNLIMITED if end.capacity is None else end.capacity,
            UNLIMITED if end.daily_capacity is None else end.daily_capacity,
        )


class Door(NamedTuple):
    """A crossing, or a door of a case without one; a rate of 0 is no limit."""

    place: int
    most: int
    headway: int
    shared: bool
    vehicles_per_hour: int
    persons_per_hour: int

    @classmethod
    def of(cls, problem: Problem, c: int) -> Door:
        """Of a crossing of a problem."""
        gate = problem.crossings[c]
        return cls(
            problem.at_crossing(c),
            gate.convoy_vehicles,
            gate.headway_seconds,
            gate.shared,
            gate.vehicles_per_hour or 0,
            gate.persons_per_hour or 0,
        )
