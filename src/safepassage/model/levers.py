"""What could be asked for or bought, and what it would gain. Never consent, choice, monitoring or
the safeguards of screening: those are no levers."""

from __future__ import annotations

from typing import Literal

import msgspec

LeverKind = Literal[
    "minutes",
    "days",
    "crossing",
    "convoy",
    "headway",
    "lanes",
    "vehicles",
    "staging",
    "overnight",
    "crews",
    "driving",
    "reception",
    "destination",
]
"""What one unit is:

minutes: each window of a crossing open longer a day
days: more days with the windows of the last one
crossing: a further crossing opened, in the hours of those that are open
convoy, headway: more vehicles in a convoy; convoys closer together
lanes: more screening lanes, each as thorough and as fast as those there are
vehicles: more of a type, where that type waits
staging: vehicles wait at another staging area
overnight: vehicles may wait inside at a point
crews, driving: more crews a vehicle; more hours of driving a crew
reception: more places at a destination
destination: a destination that people accept and the terms don't state is allowed
"""


class LeverTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the case says of a lever: its unit, how far it can go, what it costs."""

    kind: LeverKind
    where: str = ""
    """Id of the crossing, vehicle type, place; empty for all of that kind."""
    unit: float | None = None
    """In minutes, vehicles, persons an hour …; what is usual for the kind if None."""
    most: int | None = None
    """Units; 0 if it can't be had. What is usual for the kind if None."""
    cost: float | None = None
    """Of a unit; None if nobody said."""
    source: str = ""


class OutOn(msgspec.Struct, frozen=True, kw_only=True):
    """Persons out by the end of a local day."""

    date: str
    people: int


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What a case can do, solved: by a plan and by a bound. UTC seconds and persons."""

    clearance: int | None
    """Of the best plan found; None if it leaves somebody."""
    bound: int | None
    """No plan is clear earlier (proved); None if it is proved that not everyone can leave."""
    people: int
    """Out in the plan by the end of the horizon."""
    people_bound: int
    out: tuple[OutOn, ...] = ()
    """By the end of each day, in the plan."""
    planned: bool = True
    """By a plan of its own; False where only the relaxation was solved anew: then `clearance`,
    `people` and `out` are estimates, by a fluid that goes about as slowly as plans do."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A lever pulled so many units."""

    units: int
    cost: float | None
    result: Answered
    sooner_seconds: int | None
    """Like with like: plan against plan, or estimate against estimate if `planned` is False."""
    more_people: int
    """More out by the end of the day that `Levers.by` names."""
    sooner_at_least: int | None
    """Seconds, proved: its plan is clear before any plan without it could be; 0 if not proved."""
    sooner_at_most: int | None
    """Seconds, proved: no plan with it is clear sooner than the plan at hand by more."""


class LeverUnit(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of a term that could be changed."""

    kind: LeverKind
    where: str
    name: str
    """In words, with the place's name."""
    unit: str
    """In words: what one unit is, as "30 minutes more a day"."""
    amount: float | None = None
    """Of one unit: minutes, days, vehicles, lanes, crews, hours of driving, places; None where it
    is no number, as for a crossing."""


class Lever(LeverUnit, frozen=True, kw_only=True):
    """One term that could be changed, over its range."""

    share: float
    """Part of the relaxation's dual value that it works on at the start (0 to 1): where to look."""
    steps: tuple[Step, ...]
    """By units; up to where it stops helping."""
    stops_at: int | None
    """Units from which on more of it helps no further; None if it still helped at the end."""


class Joint(msgspec.Struct, frozen=True, kw_only=True):
    """Two levers that help more together than each alone added up."""

    levers: tuple[str, str]
    """Names."""
    units: tuple[int, int]
    cost: float | None
    result: Answered
    sooner_seconds: int | None
    more_people: int
    beyond_seconds: int | None
    """More than the sum of each alone."""
    beyond_people: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One lever in a set of changes."""

    lever: str
    """Its name."""
    units: int
    cost: float | None


class Cheapest(msgspec.Struct, frozen=True, kw_only=True):
    """The cheapest set of changes found that clears everyone by the end of a day."""

    by: str
    changes: tuple[Change, ...]
    cost: float | None
    result: Answered | None
    """None if no set that was allowed does."""
    at_least: float | None
    """No set of these steps costs less (proved by bounds); None if that is not known."""


class BindsOn(msgspec.Struct, frozen=True, kw_only=True):
    """What limits how many get out on a day, from the relaxation's duals."""

    date: str
    promise: str
    where: str
    share: float
    """Of the day's dual value (0 to 1)."""


class Levers(msgspec.Struct, frozen=True, kw_only=True):
    """The study: what to ask for first."""

    case_name: str
    case_digest: str
    by: str
    """ISO date at whose end people are counted."""
    now: Answered
    binds: tuple[BindsOn, ...]
    levers: tuple[Lever, ...]
    """The most helpful first."""
    joints: tuple[Joint, ...] = ()
    cheapest: Cheapest | None = None
    cut_short: bool = False
    """The clock or the user ended it early: levers may be missing."""
