"""What could be asked for or bought in a drill, as `[[levers]]`: all of it assumed."""

from __future__ import annotations

from safepassage.drill.options import Drill

LANES = 4
"""That screen at a crossing to begin with."""


def levers(drill: Drill) -> list[str]:
    """One text a table; costs are points."""
    lane = max(1, drill.persons_per_hour // LANES)
    stated = (
        ("lanes", f"unit = {lane}  # persons an hour, a quarter of a crossing's\ncost = 400"),
        ("vehicles", "unit = 2  # of a type\ncost = 100"),
        ("driving", "most = 0  # nobody drives longer than that"),
    )
    return [
        f'[[levers]]\nkind = "{kind}"\n{keys}\nsource = "assumed for the drill"'
        for kind, keys in stated
    ]
