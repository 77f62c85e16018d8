"""A broken plan is reported, or refused in words: it never ends in another error."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from beside_plan import beside, case_and_plan
from factory import small_case
from good_plan import T1, good
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reported import Seen, briefed, page_of

from safepassage.check import verify
from safepassage.errors import PlanFileError
from safepassage.model.broken import BrokenPromise
from safepassage.model.guard import Duty
from safepassage.model.plan import Boarding, Bound, Plan
from safepassage.report.figures import MARGIN_SECONDS, refuse_absurd

CASE, PLAN = good()
WORDS = ["", "in", "out", "bus-1", "t1", "g1", "g13", "in-1", "out-1", "ghost", "gate", "north"]
WORDS += ["near", "gate>north", "bus", "W1", "\ud7ff", "<b>"]
NUMBERS = st.one_of(
    st.sampled_from([0, 1, -1, 2**31, -(2**31), 2**63, 10**30, -(10**30), 10**4299]),
    st.integers(-100, 100),
    st.integers(1_519_000_000, 1_522_000_000),
)
Way = tuple[str | int, ...]


def ways(node: Any, at: Way = ()) -> list[Way]:
    """Where every value of the plan stands."""
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else ())
    )
    return [at, *(way for key, value in inner for way in ways(value, (*at, key)))]


@st.composite
def corrupted(draw: st.DrawFn, plan: Plan = PLAN) -> Plan | None:
    """The plan by hand with a few values changed, lost or doubled; None if it is none any more."""
    tree = msgspec.json.decode(msgspec.json.encode(plan))
    for _ in range(draw(st.integers(1, 5))):
        way = draw(st.sampled_from(ways(tree)[1:]))
        parent = tree
        for key in way[:-1]:
            parent = parent[key]
        old = parent[way[-1]]
        if isinstance(parent, list) and draw(st.booleans()):
            if draw(st.booleans()):
                del parent[int(way[-1])]
            else:
                parent.append(msgspec.json.decode(msgspec.json.encode(old)))
        elif isinstance(old, list):
            parent[way[-1]] = [] if draw(st.booleans()) else list(reversed(old))
        elif isinstance(old, str):
            parent[way[-1]] = draw(st.sampled_from(WORDS))
        elif isinstance(old, int):
            parent[way[-1]] = draw(NUMBERS)
        else:
            parent[way[-1]] = draw(st.one_of(st.sampled_from(WORDS), NUMBERS))
    try:
        return msgspec.convert(tree, Plan)
    except msgspec.ValidationError:
        return None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrupted())
def test_a_corrupt_plan_is_reported_or_refused(plan: Plan | None) -> None:
    if plan is None:
        return
    try:
        refuse_absurd(CASE, plan)
    except PlanFileError:
        return
    Seen(page_of(CASE, plan))
    fleet = briefed(CASE, plan).fleet
    assert min(0, *fleet.to_people, *fleet.boarding, *fleet.with_people, *fleet.handover) == 0


ALL_OF_IT = case_and_plan()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corrupted(ALL_OF_IT[1]))
def test_a_corrupt_plan_is_reported_with_what_stands_beside_it(plan: Plan | None) -> None:
    if plan is None:
        return
    case = ALL_OF_IT[0]
    try:
        refuse_absurd(case, plan)
        broken = verify(case, plan)
    except PlanFileError:
        return
    Seen(page_of(case, plan, broken=broken, background=beside(case, plan, broken)))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"needed": -1}, "the guard has -1 posts; expected 0 to"),
        ({"metres": 10**30}, "the guard has of more than 18 digits metres; expected 0 to"),
        ({"posts": (10**12,)}, "post postid has the time 1000000000000"),
    ],
)
def test_a_guard_that_cannot_be_is_refused_in_words(changes: dict[str, Any], told: str) -> None:
    case, plan = ALL_OF_IT
    assert plan.guard is not None
    (post,) = plan.guard.posts
    if "posts" in changes:
        late = Duty(start=changes["posts"][0], end=changes["posts"][0])
        changes = {"posts": (msgspec.structs.replace(post, duties=(late,)),)}
    guard = msgspec.structs.replace(plan.guard, **changes)
    with pytest.raises(PlanFileError, match=told):
        refuse_absurd(case, msgspec.structs.replace(plan, guard=guard))


@pytest.mark.parametrize("far", [-MARGIN_SECONDS - 1, 10**30])
def test_instants_far_from_the_case_are_refused_in_words(far: int) -> None:
    stops = (*T1.stops[:-1], msgspec.structs.replace(T1.stops[-1], depart=CASE.horizon[0] + far))
    odd = msgspec.structs.replace(PLAN, trips=(msgspec.structs.replace(T1, stops=stops),))
    with pytest.raises(PlanFileError, match=r"trip t1 has the time .* expected .* Plan"):
        refuse_absurd(CASE, odd)
    bound = msgspec.structs.replace(PLAN.bound, clearance=CASE.horizon[0] + far)
    with pytest.raises(PlanFileError, match="the bound has the time"):
        refuse_absurd(CASE, msgspec.structs.replace(PLAN, bound=bound))


@pytest.mark.parametrize("people", [-1, 10**9, 10**4299])
def test_people_that_cannot_be_are_refused_in_words(people: int) -> None:
    boards = (Boarding(group="g1", seated=people),)
    stops = tuple(
        msgspec.structs.replace(stop, boardings=boards if stop.boardings else ())
        for stop in T1.stops
    )
    odd = msgspec.structs.replace(PLAN, trips=(msgspec.structs.replace(T1, stops=stops),))
    with pytest.raises(PlanFileError, match=r"trip t1 has .* people; expected 0 to"):
        refuse_absurd(CASE, odd)


def test_a_sound_plan_is_not_refused() -> None:
    refuse_absurd(CASE, PLAN)


@pytest.mark.parametrize("arcs", [(10**6,), (-1,), (0, 10**20), (-(10**20),)])
def test_a_route_along_roads_that_are_not_there_is_reported(arcs: tuple[int, ...]) -> None:
    routes = tuple(msgspec.structs.replace(route, arcs=arcs) for route in PLAN.routes)
    ways_drawn = briefed(CASE, msgspec.structs.replace(PLAN, routes=routes)).ground.ways
    assert all(way.latitudes for way in ways_drawn)
    nowhere = tuple(msgspec.structs.replace(r, origin="a", destination="b") for r in routes)
    if 0 not in arcs:
        assert briefed(CASE, msgspec.structs.replace(PLAN, routes=nowhere)).ground.ways == ()


def test_what_is_broken_is_told_by_promise_without_an_id() -> None:
    plan = msgspec.structs.replace(PLAN, trips=PLAN.trips[1:])
    broken = verify(CASE, plan)
    assert {one.promise for one in broken} > {"A1"}
    answer = briefed(CASE, plan, broken).answer
    assert answer.faults == len(broken)
    assert sum(one.times for one in answer.broken) == len(broken)
    page = Seen(page_of(CASE, plan, broken=broken)).words
    assert f"{len(broken)} promises are broken. Don't act on this plan." in page
    assert "A1, everyone accounted for" in page
    assert "none is broken" not in page
    secret = BrokenPromise(promise="H3", where="group g12", what="fighter carries weapon")
    told = Seen(page_of(CASE, PLAN, broken=[secret])).words
    assert "H3, items carried: 1" in told
    for word in ("g12", "fighter", "weapon"):
        assert word not in told


def test_a_plan_for_nobody_says_that_nobody_is_left_out() -> None:
    nobody = small_case(groups=())
    plan = msgspec.structs.replace(
        PLAN, trips=(), convoys=(), routes=(), not_served=(), bound=Bound(clearance=None, people=0)
    )
    answer = briefed(nobody, plan).answer
    assert (answer.registered, answer.out, answer.not_served) == (0, 0, 0)
    assert (answer.clearance, answer.first_out, answer.last_out) == (None, None, None)
    assert answer.last_arrival is None
    page = Seen(page_of(nobody, plan)).words
    assert "Who is not served? Nobody" in page
    assert "When does the last person leave?" not in page


def test_those_left_out_are_told_by_reason() -> None:
    answer = briefed(CASE, PLAN).answer
    assert (answer.leaving, answer.out, answer.not_served) == (43, 38, 5)
    (one,) = answer.unserved
    assert (one.promise, one.people) == ("V1", 5)
    assert answer.clearance is None
    page = Seen(page_of(CASE, PLAN)).words
    assert "Not everyone can leave" in page
    assert "5: no seat left inside the windows" in page


def with_stop(number: int, **changes: Any) -> Plan:
    """The first trip alone, with one of its stops changed."""
    stops = list(T1.stops)
    stops[number] = msgspec.structs.replace(stops[number], **changes)
    return msgspec.structs.replace(PLAN, trips=(msgspec.structs.replace(T1, stops=tuple(stops)),))


def test_no_vehicle_is_counted_below_nothing_if_it_arrives_before_it_leaves() -> None:
    fleet = briefed(CASE, with_stop(1, arrive=T1.stops[0].depart - 7_200)).fleet
    assert min(fleet.to_people) == 0
    assert max(fleet.to_people) == 1


def test_who_is_out_before_the_call_has_not_waited() -> None:
    depart = T1.stops[-1].arrive + 86_400
    waits = briefed(CASE, with_stop(2, depart=depart)).waits
    assert waits is not None
    assert (waits.longest, waits.half) == (0, 0)
    assert [one.people for one in waits.bins] == [9]
    Seen(page_of(CASE, with_stop(2, depart=depart)))


def test_vehicles_that_nobody_boards_are_reported() -> None:
    plan = with_stop(2, boardings=(Boarding(group="g1", seated=0),))
    assert [point.people for point in briefed(CASE, plan).points] == [0, 0]
    Seen(page_of(CASE, plan))
