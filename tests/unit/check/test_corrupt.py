"""Whatever can be decoded can be checked: a corrupt plan breaks promises, never the checker."""

from __future__ import annotations

from typing import Any

import msgspec
from good_plan import good
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safepassage.check import verify
from safepassage.model.plan import Plan

CASE, PLAN = good()
WORDS = ["", "in", "out", "bus-1", "t1", "t2", "g1", "g11", "g13", "in-1", "out-1", "ghost"]
WORDS += ["depot", "gate", "north", "south", "near", "far", "gate>north", "bus", "W1", "\ud7ff"]
NUMBERS = st.one_of(
    st.sampled_from([0, 1, -1, 2**31, -(2**31), 2**63, -(2**63), 10**30, -(10**30), 10**4299]),
    st.integers(-100, 100),
    st.integers(1_520_000_000, 1_521_000_000),
)
Path = tuple[str | int, ...]


def paths(node: Any, at: Path = ()) -> list[Path]:
    """Where every value of the plan stands."""
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else ())
    )
    return [at, *(path for key, value in inner for path in paths(value, (*at, key)))]


def tree(plan: Plan) -> Any:
    return msgspec.json.decode(msgspec.json.encode(plan))


@st.composite
def corrupted(draw: st.DrawFn) -> Plan | None:
    """The good plan with a few values changed, lost, doubled or moved; None if undecodable."""
    plan = tree(PLAN)
    for _ in range(draw(st.integers(1, 6))):
        path = draw(st.sampled_from(paths(plan)[1:]))
        if path[0] in ("format", "case_digest"):
            continue
        parent = plan
        for key in path[:-1]:
            parent = parent[key]
        _corrupt(draw, parent, path[-1])
    try:
        return msgspec.convert(plan, Plan)
    except msgspec.ValidationError:
        return None


def _corrupt(draw: st.DrawFn, parent: Any, key: str | int) -> None:
    old = parent[key]
    if isinstance(parent, list) and draw(st.booleans()):
        other = draw(st.integers(0, len(parent) - 1))
        match draw(st.sampled_from(["lose", "double", "swap"])):
            case "lose":
                del parent[int(key)]
            case "double":
                parent.insert(other, msgspec.json.decode(msgspec.json.encode(old)))
            case _:
                parent[int(key)], parent[other] = parent[other], old
    elif isinstance(old, list):
        parent[key] = [] if draw(st.booleans()) else list(reversed(old))
    elif isinstance(old, str):
        parent[key] = draw(st.sampled_from(WORDS))
    elif isinstance(old, int):
        parent[key] = draw(NUMBERS)
    elif old is None:
        parent[key] = draw(st.one_of(st.sampled_from(WORDS), NUMBERS))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrupted())
def test_a_corrupt_plan_never_breaks_the_checker(plan: Plan | None) -> None:
    if plan is not None:
        for fault in verify(CASE, plan):
            assert fault.what
            assert fault.where
            msgspec.json.encode(fault)


@given(NUMBERS, st.sampled_from(["arrive", "depart"]))
def test_no_time_is_too_odd_to_check(time: int, name: str) -> None:
    for trip in PLAN.trips:
        for which in range(len(trip.stops)):
            stops = list(trip.stops)
            stops[which] = msgspec.structs.replace(stops[which], **{name: time})
            odd = msgspec.structs.replace(trip, stops=tuple(stops))
            trips = tuple(odd if each is trip else each for each in PLAN.trips)
            verify(CASE, msgspec.structs.replace(PLAN, trips=trips))
