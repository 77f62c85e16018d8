"""R2: every stretch used is within reach of a guard post."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from variants import Change, Variant, breaks, case_with, check, faults, keeps

from safepassage.model.agreement import Guard, GuardPost
from safepassage.model.case import Case
from safepassage.model.plan import Plan


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
KEEPS = (
    keeps("just within reach", guard(post("gate", 2, REACH))),
    keeps("escorts ride along", guard(escorts=True)),
    keeps("no guard required", guard(required=False)),
    keeps("one post near, one of no use", guard(post("gate", 2, REACH), post("far", 1, 1))),
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
