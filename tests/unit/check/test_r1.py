"""R1: open, passable roads that join, and never faster than the road."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from factory import at
from variants import (
    Change,
    Variant,
    add,
    breaks,
    check,
    coach,
    faults,
    keeps,
    plan_with,
    route,
    stop,
)

from safepassage.model.case import Case
from safepassage.model.plan import Plan, Route


def arc_of(plan: Plan, name: str) -> int:
    return next(each.arcs[0] for each in plan.routes if each.id == name)


def arcs(name: str, *along: str, more: tuple[int, ...] = ()) -> Change:
    """Give a route the arcs of others, its stated sums unchanged."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        return route(name, arcs=(*(arc_of(plan, each) for each in along), *more))(case, plan)

    return change


def road(name: str, *, closed: bool = False, impassable: bool = False, seconds: int = 0) -> Change:
    """Change the road table on the arc of a route."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        roads, arc = case.roads, arc_of(plan, name)
        is_open, passable, slower = roads.open.copy(), roads.passable.copy(), roads.seconds.copy()
        is_open[arc] = not closed
        passable[0, arc] = not impassable
        slower[0, arc] += seconds
        changed = replace(roads, open=is_open, passable=passable, seconds=slower)
        return case.replace(roads=changed), plan

    return change


def two_profiles(case: Case, plan: Plan) -> tuple[Case, Plan]:
    """Trucks, that no vehicle drives as, are as fast as buses."""
    roads = case.roads
    both = replace(
        roads,
        profiles=("bus", "truck"),
        seconds=np.tile(roads.seconds, (2, 1)),
        passable=np.tile(roads.passable, (2, 1)),
    )
    return case.replace(roads=both), plan


AT_NORTH = Route(
    id="stays", origin="north", destination="north", profile="bus", arcs=(), seconds=0, metres=0
)
SPARE = Route(
    id="spare", origin="north", destination="far", profile="bus", arcs=(), seconds=0, metres=0
)
KEEPS = (
    keeps("exactly the road's time", stop("t4", 2, arrive=at(7, "11:21"))),
    keeps("a route that stays", add(routes=(AT_NORTH,))),
    keeps("other profiles don't matter", two_profiles),
)
BREAKS = (
    breaks("R1", "a second too fast", stop("t4", 2, arrive=at(7, "11:21") - 1)),
    breaks("R1", "no route", stop("t4", 2, route=None)),
    breaks("R1", "unknown route", stop("t4", 2, route="nowhere")),
    breaks("R1", "route from elsewhere", stop("t4", 2, route="north>south")),
    breaks("R1", "route to elsewhere", stop("t4", 2, route="gate>north")),
    breaks("R1", "a route to the first stop", stop("t4", 0, route="gate>near")),
    breaks("R1", "route id twice", add(routes=(AT_NORTH, AT_NORTH))),
    breaks("R1", "route for another profile", two_profiles, route("depot>gate", profile="truck")),
    breaks("R1", "vehicle of another profile", two_profiles, coach(profile="truck")),
    breaks("R1", "profile unknown to the roads", route("north>gate", profile="boat")),
    breaks("R1", "closed road", road("gate>south", closed=True)),
    breaks("R1", "impassable road", road("gate>south", impassable=True)),
    breaks("R1", "road slower than stated", road("gate>far", seconds=1)),
    breaks("R1", "states too little time", route("gate>far", seconds=1)),
    breaks("R1", "states other metres", route("gate>far", metres=1)),
    breaks("R1", "arcs of another road", arcs("gate>north", "gate>south")),
    breaks("R1", "arcs don't join", arcs("gate>north", "gate>south", "north>gate")),
    breaks("R1", "arcs stop short", arcs("gate>near")),
    breaks("R1", "arc beyond the table", arcs("gate>near", more=(12,))),
    breaks("R1", "negative arc", arcs("gate>near", "gate>near", more=(-1,))),
    breaks("R1", "arc of no size", arcs("gate>near", more=(10**30,))),
    breaks("R1", "place on no road", route("gate>near", destination="moon")),
    breaks("R1", "unsound, though unused", add(routes=(SPARE,))),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_routes(variant: Variant) -> None:
    check(variant)


def test_a_closed_road_nobody_uses_is_no_matter() -> None:
    def unused(case: Case, plan: Plan) -> tuple[Case, Plan]:
        case, plan = road("far>gate", closed=True)(case, plan)
        kept = tuple(each for each in plan.routes if each.id != "far>gate")
        return plan_with(routes=kept)(case, plan)

    assert faults(unused) == ()


@pytest.mark.parametrize(
    ("along", "gap"),
    [
        (("gate>south", "north>gate"), "2 gaps, the first before arc 2 of 2"),
        (("south>north",), "1 gaps, the first before arc 1 of 1"),
        (("gate>near",), "its last arc doesn't end at north"),
    ],
)
def test_the_gap_is_told(along: tuple[str, ...], gap: str) -> None:
    found = [f.what for f in faults(arcs("gate>north", *along)) if f.where == "route gate>north"]
    assert f"doesn't join gate to north: {gap}" in found


def test_the_leg_is_told() -> None:
    (fault,) = faults(stop("t4", 2, arrive=at(7, "11:21") - 60))
    assert fault.where == "trip t4, stop 3, assembly point south"
    assert fault.what == "1,140 s from gate, the road takes at least 1,200 s"
    assert (fault.amount, fault.unit) == (60, "seconds")


@pytest.mark.parametrize("binds", [1, 2], ids=["buses", "others"])
def test_a_turn_that_the_map_bars(binds: int) -> None:
    def barred(case: Case, plan: Plan) -> tuple[Case, Plan]:
        roads = replace(
            case.roads,
            turn_from=np.array([arc_of(plan, "gate>south")], dtype=np.int32),
            turn_into=np.array([arc_of(plan, "south>north")], dtype=np.int32),
            turn_binds=np.array([binds], dtype=np.uint32),
        )
        return case.replace(roads=roads), plan

    def told(*changes: Change) -> list[str]:
        return [fault.what for fault in faults(*changes) if "turns" in fault.what]

    around = arcs("gate>north", "gate>south", "south>north")
    assert told(barred) == told(around) == []
    assert len(told(barred, around)) == (binds == 1)
