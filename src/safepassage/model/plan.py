"""`Plan`: who rides where and when, and how good that is proved to be. Written as plan.json."""

from __future__ import annotations

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.guard import GuardNeed

PLAN_FORMAT = 1


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A way along the road table, stored once; trips name it."""

    id: str
    origin: str
    destination: str
    profile: str
    arcs: tuple[int, ...]
    seconds: int
    metres: int


class Convoy(msgspec.Struct, frozen=True, kw_only=True):
    """One passage of one crossing in one direction, [start, end), UTC seconds."""

    id: str
    crossing: str
    direction: Direction
    start: int
    end: int


class Boarding(msgspec.Struct, frozen=True, kw_only=True):
    """A travel group, or its part that may ride apart (H1), boards a vehicle."""

    group: str
    seated: int
    stretchers: int = 0
    wheelchairs: int = 0
    escorts: int = 0
    """How many of these persons need a medical escort aboard."""

    @property
    def persons(self) -> int:
        """Everyone who boards here."""
        return self.seated + self.stretchers + self.wheelchairs


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle's stay at a place, UTC seconds. `route` leads here from the stop before.

    At a crossing `convoy` is set: the vehicle arrives by its start and leaves at its end.
    """

    place: str
    arrive: int
    depart: int
    route: str | None = None
    convoy: str | None = None
    boardings: tuple[Boarding, ...] = ()


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """One round of one vehicle, from where it waits to where it delivers.

    Stops: where it waited (arrive = depart, the moment it leaves); a staging area on the way, if it
    rests there; a crossing inbound (neither if it was inside); one or more assembly points; a
    crossing outbound; a destination, whose `depart` is when handover and turnaround are over and
    the vehicle is free again. In a case without crossings there is no stop at one.
    """

    id: str
    vehicle: str
    stops: tuple[Stop, ...]


class NotServed(msgspec.Struct, frozen=True, kw_only=True):
    """A travel group that chose to leave and has no seat in the plan, and what binds."""

    group: str
    promise: str
    reason: str


class OutBy(msgspec.Struct, frozen=True, kw_only=True):
    """No plan has more people out by this time (UTC seconds)."""

    time: int
    people: int


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that limits the bound, its place, and its share of the dual value (0 to 1)."""

    promise: str
    where: str
    share: float


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """What no plan can beat; found from a relaxation, never from the plan itself.

    `clearance` is the earliest the last person could be out (UTC seconds), None if it is proved
    that not everyone can leave; `people` is the most that could be out at the horizon's end.
    """

    clearance: int | None
    people: int
    curve: tuple[OutBy, ...] = ()
    binding: tuple[Binding, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Every trip, with the proven bound beside it."""

    format: int = PLAN_FORMAT
    case_digest: str
    case_name: str
    seed: int
    effort: int
    what_if: bool
    drawn_households: bool
    schematic_roads: bool
    under_duress: bool
    cut_short: bool
    """The clock or the user ended the search early: another run may differ."""
    routes: tuple[Route, ...]
    convoys: tuple[Convoy, ...]
    trips: tuple[Trip, ...]
    not_served: tuple[NotServed, ...]
    bound: Bound
    guard: GuardNeed | None = None
    """The guard it needs, where one is required or somebody said how many posts are at hand."""
