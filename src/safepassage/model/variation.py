"""What may go otherwise than planned, and by which distribution; stated in the case."""

from __future__ import annotations

from typing import Literal

import msgspec

Cause = Literal[
    "turnout",
    "changed_mind",
    "no_show",
    "late_start",
    "travel_time",
    "loading_time",
    "breakdown",
    "screening",
    "window_cut",
    "day_lost",
    "crossing_closed",
    "road_closed",
    "destination_full",
]
"""What the draw stands for:

turnout: share of those who chose to leave, at a point, that come at all (0 to 1)
changed_mind: share of those still waiting at a point that withdraw on a day (0 to 1)
no_show: share of those called to a vehicle that don't come to it, and may come later (0 to 1)
late_start: seconds after a window's opening until the crossing works
travel_time, loading_time: factor on the road's and the stop's times (1 or more)
breakdown: seconds a vehicle that breaks down is out of use; how often, `chance` says
screening: factor on the screening rates (over 0, at most 1)
window_cut: share of a window that is lost at its end (0 to 1)
day_lost, crossing_closed, road_closed, destination_full: days it lasts; how often, `chance` says

docs/stress.md says which `where`, `per` and distributions each may have.
"""

Per = Literal["run", "day", "trip"]
"""Drawn once for all, anew for every local day, or anew for every trip of a vehicle."""


class Fixed(msgspec.Struct, frozen=True, tag="fixed", tag_field="distribution"):
    """Always the same."""

    value: float


class Uniform(msgspec.Struct, frozen=True, tag="uniform", tag_field="distribution"):
    """Any value between two, alike likely."""

    low: float
    high: float


class Triangular(msgspec.Struct, frozen=True, tag="triangular", tag_field="distribution"):
    """Between two values, one of them the most likely."""

    low: float
    mode: float
    high: float


class Lognormal(msgspec.Struct, frozen=True, tag="lognormal", tag_field="distribution"):
    """exp(N(ln median, sigma²)): factors on times."""

    median: float
    sigma: float


class Beta(msgspec.Struct, frozen=True, tag="beta", tag_field="distribution"):
    """A share between 0 and 1, with mean a / (a + b)."""

    a: float
    b: float


class Exponential(msgspec.Struct, frozen=True, tag="exponential", tag_field="distribution"):
    """A time to something, by its mean."""

    mean: float


class Geometric(msgspec.Struct, frozen=True, tag="geometric", tag_field="distribution"):
    """Whole days, at least one, by their mean (1 or more)."""

    mean: float


Distribution = Fixed | Uniform | Triangular | Lognormal | Beta | Exponential | Geometric


class Variation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that varies."""

    cause: Cause
    where: str = ""
    """Id of the place or vehicle type it holds for; empty for all of them."""
    per: Per
    chance: float = 1.0
    """Probability that it happens at all in a run, on a day or on a trip (0 to 1); else the draw is
    what changes nothing."""
    amount: Distribution
    source: str = ""
    """What the distribution rests on; "assumed" where nobody measured it."""
