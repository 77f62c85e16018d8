"""What became of a plan in many runs of chance. For the planner; no run is a forecast of a day."""

from __future__ import annotations

import msgspec

from safepassage.model.levers import LeverUnit
from safepassage.model.variation import Cause


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One run. Persons; instants in UTC seconds; by day means by the local days of the horizon."""

    run: int
    """Number of the run; with the seed it says all that was drawn."""
    clearance: int | None
    """When the last of those who came was out; None if somebody was left."""
    out: tuple[int, ...]
    """Persons out by the end of each day of the horizon."""
    came: int
    """Persons who wanted a place: all that chose to leave but for turnout and changes of mind."""
    left: int
    """Of them, how many had no place by the end."""
    broken_promises: int
    """Found by the checks of the run; other than 0 is a defect of ours."""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Persons out by the end of a local day, over the runs."""

    date: str
    """ISO date."""
    p5: int
    p25: int
    p50: int
    p75: int
    p95: int
    planned: int
    """In the plan, nothing going otherwise."""
    clear: float
    """Share of the runs in which everyone who came is out by then."""
    clear_low: float
    """95 % interval of that probability (Wilson, 1927)."""
    clear_high: float


class Delay(msgspec.Struct, frozen=True, kw_only=True):
    """What one cause does to the clearance, by the same runs with the cause left out."""

    cause: Cause
    where: str
    hours: float
    """Mean by which clearance is later with the cause than without it (regret), over runs that are
    clear both ways; not a number (null in a file) if there is none."""
    hours_error: float
    """Standard error of that mean; not a number over fewer than two runs."""
    people: float
    """Mean by which more persons are left with it than without it."""
    clear: float
    """By how much the probability to be clear at all is lower with it."""
    variance: float
    """Share of the clearance's variance that goes with it (0 to 1; they need not sum to 1)."""


class Raised(LeverUnit, frozen=True, kw_only=True):
    """What one unit does to the probability to be clear, by the same runs with and without it."""

    cost: float | None
    clear: float
    """Probability to be clear by `by` with it."""
    gain: float
    gain_error: float
    """Standard error of the gain."""


class Stressed(msgspec.Struct, frozen=True, kw_only=True):
    """An ensemble: what became of one plan in all runs."""

    case_name: str
    case_digest: str
    seed: int
    runs: int
    planned: int | None
    """Clearance of the plan, UTC seconds; None if it leaves somebody."""
    clearances: tuple[int | None, ...]
    """Of every run, by its number; None where somebody was left."""
    bands: tuple[Band, ...]
    by: str
    """ISO date that levers and causes are judged by: the plan's last day, if not said otherwise."""
    delays: tuple[Delay, ...]
    """The worst first."""
    raised: tuple[Raised, ...]
    """The most helpful first; none where that was not asked for."""
    broken_promises: int
    """In all runs; other than 0 is a defect of ours."""
    asked: int = 0
    """Runs that were asked for; more than `runs` if the study was ended early."""
    compared: int = 0
    """Of the runs, the first so many were run again for causes and levers."""
    what_if: bool = False
    """The plan is one: its terms are not settled."""
