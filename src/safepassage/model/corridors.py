"""The ways out that nothing beats in time and exposure. They tell where people could be waited for,
so they are the planner's alone.

Exposure is minutes × risk; what a unit of risk is, the case states (`ExposureRules`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

RoadFact = Literal["bridge", "tunnel", "barrier", "ford"]


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A run of arcs along a way, and the risk a minute on it: the whole, and what it is made of."""

    from_metres: int
    """Along the way, from where it begins."""
    to_metres: int
    latitude: float
    """Of a node of the road about half way along it, WGS 84 degrees."""
    longitude: float
    risk: float
    near_incidents: float
    near_front_line: float
    unbound_ground: float
    facts: tuple[RoadFact, ...] = ()
    """What stands on it, as far as the map says."""


class CorridorWay(msgspec.Struct, frozen=True, kw_only=True):
    """One way out, from end to end."""

    crossing: str
    """Id of the one crossing on it; empty in a case without crossings."""
    opens: bool
    """Whether that crossing has an outward window on the day; True without crossings."""
    seconds: int
    """Driving time, no stop and no screening in it."""
    metres: int
    exposure: float
    """Of one person on it, in whole millionths."""
    weakest: Stretch | None
    """Where the risk a minute is highest; None where there is no risk on it at all."""
    facts: tuple[RoadFact, ...] = ()
    """What stands anywhere on it, as far as the map says."""
    posts: int | None = None
    """Least number of guard posts for it; None if that was not asked for."""
    posts_at_least: int | None = None
    """No fewer would do; the least number is proved if both are equal."""
    escort_metres: int = 0
    """Of this much only an escort could guard: no post reaches its arcs whole."""
    arcs: tuple[int, ...]
    """Of the road table."""


class WaysOut(msgspec.Struct, frozen=True, kw_only=True):
    """All ways from a pocket to a destination, fastest first, each with less exposure than the one
    before; none where no open road leads there."""

    pocket: tuple[str, ...]
    """Ids of all assembly points in it."""
    origin: str
    """Id of the assembly point they begin at."""
    destination: str
    profile: str
    """Whose roads and speeds they go by; empty where no vehicle may call at both ends."""
    ways: tuple[CorridorWay, ...]


class PlanExposure(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan exposes people to, from boarding to arrival."""

    people: int
    """Who board in it."""
    exposure: float
    """People × minutes × risk, in whole millionths."""


class Corridors(msgspec.Struct, frozen=True, kw_only=True):
    """The ways out on a day, as far as the case says what was open then."""

    on: str
    """ISO date."""
    epsilon: float
    """For any way there is one here that takes no longer, with at most 1 + epsilon its exposure."""
    picture_days: int | None
    """Age of the picture of who holds what, in days; None without one."""
    stale: bool
    """It is older than the case allows for a release."""
    incidents: int
    """Records of incidents up to the day that count; linked ones count once."""
    pairs: tuple[WaysOut, ...]
    plan: PlanExposure | None = None
    """Of the plan that was looked at beside the ways."""
