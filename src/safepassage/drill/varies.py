"""What may go otherwise than planned in a drill, as `[[varies]]`: all of it assumed."""

from __future__ import annotations

_STATED = (
    ("day_lost", "day", "chance = 0.05", "fixed", "value_days = 1"),
    (
        *("late_start", "day", "chance = 0.3", "triangular"),
        "low_minutes = 0\nmode_minutes = 20\nhigh_minutes = 90",
    ),
    ("screening", "day", "", "triangular", "low = 0.7\nmode = 0.95\nhigh = 1"),
    ("travel_time", "trip", "", "lognormal", "median = 1.1\nsigma = 0.15"),
    ("loading_time", "trip", "", "lognormal", "median = 1.2\nsigma = 0.3"),
    ("breakdown", "trip", "chance = 0.01", "exponential", "mean_minutes = 180"),
    ("no_show", "trip", "", "beta", "a = 2\nb = 38"),
    ("turnout", "run", "", "beta", "a = 27\nb = 3"),
    ("changed_mind", "day", "", "beta", "a = 1\nb = 49"),
)
"""Cause, per, how often, distribution, parameters."""


def varies() -> list[str]:
    """One text a table."""
    return [
        f'[[varies]]\ncause = "{cause}"\nper = "{per}"\n'
        + (f"{chance}\n" if chance else "")
        + f'distribution = "{distribution}"\n{keys}\nsource = "assumed for the drill"'
        for cause, per, chance, distribution, keys in _STATED
    ]
