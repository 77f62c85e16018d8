"""The window that a convoy passes its crossing in."""

from __future__ import annotations

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.plan import Convoy


def open_window(case: Case, convoy: Convoy) -> Window | None:
    """The window around the convoy's start; None in a plan that breaks W1."""
    return next(
        (
            window
            for window in case.windows
            if (window.crossing, window.direction) == (convoy.crossing, convoy.direction)
            and window.opens <= convoy.start < window.closes
        ),
        None,
    )
