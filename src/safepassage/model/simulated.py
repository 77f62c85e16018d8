"""What became of a plan's times when SUMO drove it. For the planner alone.

Instants are UTC seconds, durations whole seconds.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from safepassage.model.agreement import Direction

Due = Literal["boarding", "convoy", "arrival"]
"""What a vehicle is late for: boarding by its planned departure, its convoy, or arriving."""


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle that is late for what the plan has it do at a place."""

    trip: str
    vehicle: str
    place: str
    due: Due
    planned: int
    measured: int

    @property
    def seconds(self) -> int:
        """By how much."""
        return self.measured - self.planned


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A convoy that could not pass as planned; it passes as soon as it may, and is let through."""

    convoy: str
    crossing: str
    direction: Direction
    planned: int
    """Its start."""
    measured: int
    waited_for: str
    """The vehicle that came last, if that was after the planned start."""
    headway: int
    """Seconds that it stood complete until the headway after the convoy before was over."""
    gate: int
    """Seconds more that it stood until the gate had done with the convoy before."""
    window_missed: int
    """Seconds by which it ends after its window has closed; 0 inside."""

    @property
    def seconds(self) -> int:
        """By how much it starts late."""
        return self.measured - self.planned


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The most vehicles that stood at a crossing at a time, in one direction."""

    crossing: str
    direction: Direction
    vehicles: int
    metres: int
    """Bumper to bumper with the gaps between, in one lane."""
    at: int
    planned_vehicles: int
    """Most that stand there at a time by the plan."""


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """All drives of one route of the plan, from ready to leave until standing at its end."""

    route: str
    origin: str
    destination: str
    profile: str
    drives: int
    slower: int
    """How many took longer than planned."""
    planned: int
    """Seconds that the road table has for it."""
    median: int
    worst: int
    metres: int
    measured_metres: int


class Detour(msgspec.Struct, frozen=True, kw_only=True):
    """A turn of a route that the map doesn't allow, and the way round that was driven."""

    route: str
    from_way: int
    to_way: int
    """OpenStreetMap ids."""
    rule: str
    """The map's restriction, like `no_left_turn`; empty where the ways meet at too sharp an angle,
    or SUMO's converter sees no turn."""
    latitude: float
    longitude: float
    metres: int
    """Of the way round."""


class NotDriven(msgspec.Struct, frozen=True, kw_only=True):
    """A drive that SUMO didn't make: its planned time stands in its place."""

    trip: str
    vehicle: str
    origin: str
    destination: str
    reason: str


class Simulated(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as SUMO drove it."""

    case_name: str
    case_digest: str
    sumo: str
    """Its version."""
    holds: bool
    """Every drive was made, and nothing was late."""
    cut_short: bool
    """Stopped early: what lies after `until` wasn't driven."""
    until: int
    vehicles: int
    drives: int
    """That the plan has and that begin before `until`."""
    driven: int
    convoys: int
    """That passed."""
    late: tuple[Late, ...]
    """The worst first, as are convoys and legs."""
    late_convoys: tuple[Passage, ...]
    queues: tuple[Queue, ...]
    legs: tuple[Leg, ...]
    detours: tuple[Detour, ...]
    not_driven: tuple[NotDriven, ...]
    stuck: tuple[str, ...]
    """Vehicles that stood so long in a jam that SUMO moved them on."""

    @property
    def lateness(self) -> list[int]:
        """Seconds of every lateness, of vehicles and convoys."""
        late = [one.seconds for one in self.late]
        return late + [one.seconds for one in self.late_convoys]


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One round of calibrating: a plan, and how it held."""

    round: int
    clearance: int | None
    """Of the plan; None if somebody is not served."""
    people: int
    """Out by the plan."""
    late: int
    late_convoys: int
    windows_missed: int
    not_driven: int
    worst: int
    """Seconds of the worst lateness."""


class Slowed(msgspec.Struct, frozen=True, kw_only=True):
    """What calibrating made of the times along a class of road."""

    profile: str
    road_class: str
    factor: float


class Delayed(msgspec.Struct, frozen=True, kw_only=True):
    """What calibrating made of a turn that the map doesn't allow: seconds on the stretch before."""

    way: int
    seconds: int


class Calibrated(msgspec.Struct, frozen=True, kw_only=True):
    """Measured times fed back until the plan held, or the rounds were over."""

    rounds: tuple[Round, ...]
    slower: tuple[Slowed, ...]
    delays: tuple[Delayed, ...]
    simulated: Simulated
    """Of the last plan."""
