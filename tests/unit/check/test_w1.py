"""W1: every convoy inside one window, no route through a gate."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from factory import at
from variants import Change, Variant, add, breaks, case_with, check, faults, keeps

from safepassage.model.agreement import Direction, Window
from safepassage.model.case import Case
from safepassage.model.plan import Convoy, Plan, Route


def window(day: int, way: Direction, opens: int, closes: int, *more: tuple[int, int]) -> Change:
    """Other windows for one day (they are 09:00 to 14:00) and direction."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        others = tuple(
            old for old in case.windows if (old.opens, old.direction) != (at(day, "09:00"), way)
        )
        new = tuple(
            Window(crossing="gate", direction=way, opens=a, closes=b)
            for a, b in ((opens, closes), *more)
        )
        return case.replace(windows=others + new), plan

    return change


def empty_convoy(start: int, end: int) -> Change:
    return add(
        convoys=(Convoy(id="empty", crossing="gate", direction="out", start=start, end=end),)
    )


def through(name: str, *path: str) -> Change:
    """A route along several links."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        known = {route.id: route for route in plan.routes}
        parts = [known[f"{a}>{b}"] for a, b in pairwise(path)]
        long = Route(
            id=name,
            origin=path[0],
            destination=path[-1],
            profile="bus",
            arcs=tuple(arc for part in parts for arc in part.arcs),
            seconds=sum(part.seconds for part in parts),
            metres=sum(part.metres for part in parts),
        )
        return case, msgspec.structs.replace(plan, routes=(*plan.routes, long))

    return change


OPENS, CLOSES = at(7, "09:00"), at(7, "14:00")
LAST = at(7, "11:59") + 30  # out-2 ends

KEEPS = (
    keeps("closes as the convoy ends", window(7, "out", OPENS, LAST)),
    keeps("opens as the convoy starts", window(7, "in", OPENS, CLOSES)),
    keeps("horizon of the convoys exactly", case_with(horizon=(OPENS, at(8, "10:09") + 30))),
    keeps("in the second window", window(7, "out", OPENS, LAST - 270, (LAST - 270, LAST))),
    keeps("last moment of the window", empty_convoy(CLOSES - 1, CLOSES)),
    keeps("a route past no gate", through("way", "north", "south", "north")),
    keeps("a gate at both ends", through("loop", "gate", "north", "gate")),
)
BREAKS = (
    breaks("W1", "closes a second before the end", window(7, "out", OPENS, LAST - 1)),
    breaks("W1", "opens a second after the start", window(7, "in", OPENS + 1, CLOSES)),
    breaks("W1", "two windows are not one", window(7, "out", OPENS, LAST - 9, (LAST - 9, CLOSES))),
    breaks("W1", "never open inbound that day", window(7, "in", OPENS, OPENS)),
    breaks("W1", "no windows at all", case_with(windows=())),
    breaks("W1", "starts as the window closes", empty_convoy(CLOSES, CLOSES)),
    breaks("W1", "ends after the horizon", case_with(horizon=(OPENS, at(8, "10:09") + 29))),
    breaks("W1", "starts before the horizon", case_with(horizon=(OPENS + 1, at(11, "00:00")))),
    breaks("W1", "route through the gate", through("way", "depot", "gate", "north")),
    breaks("W1", "route back through its first gate", through("x", "gate", "north", "gate", "far")),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_windows(variant: Variant) -> None:
    check(variant)


def test_amount_is_the_time_outside_the_nearest_window() -> None:
    (fault,) = faults(window(7, "out", OPENS, LAST - 9))
    assert (fault.amount, fault.unit) == (9, "seconds")
    assert fault.where == "convoy out-2, crossing gate out"
    assert "2018-03-07 11:59:30" in fault.what
    assert "2018-03-07 11:59:21" in fault.what
