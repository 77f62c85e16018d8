"""R2: every stretch used is within reach of a guard post, of the case or named and on duty."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from factory import LINKS, at, star_roads
from good_plan import routes
from variants import Change, Variant, breaks, case_with, check, faults, keeps, plan_with, stop

from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.case import Case
from safepassage.model.guard import Duty, GuardNeed, Post
from safepassage.model.plan import Plan, Route


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance by the angle between two vectors, another way than the checker's."""

    def vector(latitude: float, longitude: float) -> np.ndarray:
        x, y = math.radians(latitude), math.radians(longitude)
        return np.array([math.cos(x) * math.cos(y), math.cos(x) * math.sin(y), math.sin(x)])

    u, v = vector(*a), vector(*b)
    return 6_371_008.8 * math.atan2(float(np.linalg.norm(np.cross(u, v))), float(u @ v))


def node(number: int) -> tuple[float, float]:
    """Places in the order of their names: depot 0, far 1, gate 2, near 3, north 4, south 5."""
    return 33.5 + 0.01 * number, 36.4 + 0.01 * number


def post(name: str, number: int, reach: int) -> GuardPost:
    latitude, longitude = node(number)
    return GuardPost(id=name, latitude=latitude, longitude=longitude, reach_metres=reach)


def guard(*posts: GuardPost, escorts: bool = False, required: bool = True) -> Change:
    return case_with(guard=Guard(required=required, escorts=escorts, posts=posts))


def detour(case: Case, plan: Plan) -> tuple[Case, Plan]:
    """The road from gate to far bends away, a shape point at south's place but north of it."""
    roads = case.roads
    arc = next(each.arcs[0] for each in plan.routes if each.id == "gate>far")
    at = int(roads.shape_start[arc]) + 1
    start = roads.shape_start.copy()
    start[arc + 1 :] += 1
    bent = replace(
        roads,
        shape_start=start,
        shape_latitude=np.insert(roads.shape_latitude, at, node(5)[0] + 0.01),
        shape_longitude=np.insert(roads.shape_longitude, at, node(5)[1]),
    )
    return case.replace(roads=bent), plan


FARTHEST = metres(node(2), node(5))  # of all places used, south is the farthest from the gate
REACH = math.ceil(FARTHEST)
STEP = math.ceil(metres(node(4), node(5)))
DAY_7, DAY_8 = (at(7, "08:45"), at(7, "12:29") + 30), (at(8, "08:45"), at(8, "13:44") + 30)
"""From the first vehicle that leaves to the last that arrives."""


def named(name: str, number: int, reach: int, *duties: tuple[int, int]) -> Post:
    latitude, longitude = node(number)
    on = tuple(Duty(start=start, end=end) for start, end in duties)
    return Post(id=name, latitude=latitude, longitude=longitude, reach_metres=reach, duties=on)


def names(*posts: Post, hand: int | None = 1, reach: int = REACH, own: int | None = None) -> Change:
    """The plan names posts, of which so many are at hand; the case has one at node `own`."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        given = () if own is None else (post("own", own, STEP),)
        guard = Guard(
            required=True,
            posts=given,
            reach_metres=reach,
            shift_seconds=6 * 3600,
            posts_at_hand=hand,
        )
        need = GuardNeed(reach_metres=reach, metres=0, needed=1, at_least=1, posts=posts)
        return case.replace(guard=guard), msgspec.structs.replace(plan, guard=need)

    return change


def gate_on(*duties: tuple[int, int], hand: int | None = 1) -> Change:
    return names(named("g1", 2, REACH, *duties), hand=hand)


def north_by_metres(north: float) -> Change:
    """The post at the gate stands some metres further north, away from all that is south."""
    here = named("g1", 2, REACH, DAY_7, DAY_8)
    moved = here.latitude - math.degrees(north / 6_371_008.8)
    return names(msgspec.structs.replace(here, latitude=moved))


def by_the_mill(case: Case, plan: Plan) -> tuple[Case, Plan]:
    """From the depot to the gate in two arcs, 250 s to the mill and 350 s on."""
    others = {pair: seconds for pair, seconds in LINKS.items() if pair != ("depot", "gate")}
    roads, nodes = star_roads(others | {("depot", "mill"): 250, ("mill", "gate"): 350})
    place_nodes = {name: number for name, number in nodes.items() if name != "mill"}
    case = case.replace(roads=roads, place_nodes=place_nodes)
    arcs = [
        next(n for n in range(roads.arcs) if (roads.tail[n], roads.head[n]) == (nodes[a], nodes[b]))
        for a, b in (("depot", "mill"), ("mill", "gate"))
    ]
    way = Route(
        id="depot>gate",
        origin="depot",
        destination="gate",
        profile="bus",
        arcs=tuple(arcs),
        seconds=600,
        metres=6000,
    )
    return case, msgspec.structs.replace(plan, routes=(*routes(case, others), way))


def depot_on(seconds: int) -> Change:
    """Nodes: depot 0, far 1, gate 2, mill 3, near 4 … south 6. Only a post at the depot sees it.

    It is on duty for so many seconds from when the buses leave there.
    """
    leave = [at(7, "08:45"), at(8, "08:45")]
    return names(
        named("g1", 0, 3 * STEP, *((start, start + seconds) for start in leave)),
        named("g2", 4, 2 * STEP, DAY_7, DAY_8),
        hand=2,
        reach=3 * STEP,
        own=2,
    )


NOON = at(8, "12:00")
KEEPS = (
    keeps("just within reach", guard(post("gate", 2, REACH))),
    keeps("escorts ride along", guard(escorts=True)),
    keeps("no guard required", guard(required=False)),
    keeps("one post near, one of no use", guard(post("gate", 2, REACH), post("far", 1, 1))),
    keeps("a named post, on duty as long as anybody drives", gate_on(DAY_7, DAY_8)),
    keeps("one team after the other", gate_on(DAY_7, (DAY_8[0], NOON), (NOON, DAY_8[1]))),
    keeps(
        "one post after the other",
        names(
            named("g1", 2, REACH, DAY_7, (DAY_8[0], NOON)),
            named("g2", 2, REACH, (NOON, DAY_8[1])),
        ),
    ),
    keeps(
        "off duty while nobody drives",
        gate_on((DAY_7[0], at(7, "10:21")), *((at(7, "10:30"), DAY_7[1]), DAY_8)),
    ),
    keeps("off duty once all are past its stretch", by_the_mill, depot_on(250)),
    keeps("escorts, and a named post of no use", gate_on(), guard(escorts=True)),
)
BREAKS = (
    breaks("R2", "no posts", guard()),
    breaks("R2", "a metre beyond reach", guard(post("gate", 2, REACH - 1))),
    breaks(
        "R2",
        "both ends guarded, by two posts",
        guard(*(post(f"p{n}", n, STEP - 1) for n in range(6))),
    ),
    breaks("R2", "shape beyond reach", detour, guard(post("gate", 2, REACH))),
    breaks("R2", "reaches nowhere", guard(post("gate", 2, 0))),
    breaks("R2", "comes a second late", gate_on((DAY_7[0] + 1, DAY_7[1]), DAY_8)),
    breaks("R2", "goes a second early", gate_on(DAY_7, (DAY_8[0], DAY_8[1] - 1))),
    breaks("R2", "a second between teams", gate_on(DAY_7, (DAY_8[0], NOON), (NOON + 1, DAY_8[1]))),
    breaks("R2", "a day without duty", gate_on(DAY_7)),
    breaks(
        "R2",
        "off duty while somebody has time to spare",
        gate_on((DAY_7[0], at(7, "10:27")), (at(7, "10:28"), DAY_7[1]), DAY_8),
        stop("t4", 0, arrive=at(7, "10:26"), depart=at(7, "10:26")),
    ),
    breaks("R2", "gone a second before all are past", by_the_mill, depot_on(249)),
    breaks("R2", "two metres away", north_by_metres(2)),
    breaks("R2", "nobody said that a post is at hand", gate_on(DAY_7, DAY_8, hand=None)),
    breaks(
        "R2",
        "more on duty than are at hand",
        names(named("g1", 2, REACH, DAY_7, DAY_8), named("g2", 1, REACH, (NOON, NOON + 1))),
    ),
    breaks(
        "R2",
        "sees further than a post at hand",
        names(named("g1", 2, REACH, DAY_7, DAY_8), reach=REACH - 1),
    ),
    breaks("R2", "too long for a team", gate_on((DAY_7[0], DAY_7[0] + 6 * 3600 + 1), DAY_8)),
    breaks(
        "R2",
        "a post that isn't the case's is said to be given",
        names(msgspec.structs.replace(named("g1", 2, REACH, DAY_7, DAY_8), given=True)),
    ),
    breaks(
        "R2",
        "two posts of one name",
        names(named("g1", 2, REACH, DAY_7, DAY_8), named("g1", 2, REACH, DAY_7, DAY_8), hand=2),
    ),
    breaks("R2", "no guard is named", names(hand=3), plan_with(guard=None)),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_guarded(variant: Variant) -> None:
    check(variant)


def test_what_is_missing_is_told() -> None:
    found = faults(guard(post("gate", 2, REACH - 100)))
    assert [fault.where for fault in found] == [
        "route gate>south",
        "route south>gate",
        "route north>south",
        "route south>north",
    ]
    assert found[0].unit == "metres"
    assert found[0].amount == pytest.approx(FARTHEST - REACH + 100, abs=1e-6)
    assert found[0].what.startswith("1 of its 1 arcs are within reach of no guard post, the worst")


def test_a_route_nobody_takes_needs_no_guard() -> None:
    places = {fault.where for fault in faults(guard())}
    assert "route gate>near" in places
    assert "route far>gate" not in places


def test_how_long_nobody_is_on_duty_is_told() -> None:
    late = at(7, "09:00")  # the gate: two buses and an ambulance are on their way since 08:45
    found = faults(gate_on((late, DAY_7[1]), DAY_8))
    assert [fault.where for fault in found] == ["route depot>gate"]
    assert (found[0].amount, found[0].unit) == (600, "seconds")
    assert found[0].what == (
        "on 3 of its 4 drives a vehicle may be where no post is on duty, for 600 s of the time "
        "from 2018-03-07 08:45:00 on"
    )


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"latitude": 1e300}, "post g1"),
        ({"reach_metres": 10**30}, "post g1"),
        ({"duties": (Duty(start=-(10**30), end=10**30),)}, "post g1"),
        ({"duties": (Duty(start=5, end=-5),)}, "route depot>gate"),
    ],
)
def test_a_corrupt_post_is_told_of(wrong: dict[str, object], where: str) -> None:
    post = msgspec.structs.replace(named("g1", 2, REACH, DAY_7, DAY_8), **wrong)
    found = faults(names(post))
    assert {fault.promise for fault in found} == {"R2"}
    assert where in {fault.where for fault in found}
