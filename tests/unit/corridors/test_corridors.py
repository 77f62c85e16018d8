from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from factory import at, place, small_case
from hypothesis import given
from hypothesis import strategies as st

from safepassage.corridors.corridors import Start, corridors, main_profile, unbeaten
from safepassage.corridors.exposure import RoadRisk
from safepassage.corridors.starts import starts
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.corridors import Corridors, WaysOut
from safepassage.model.places import Crossing, Destination

ON = "2018-03-07"
NORTH = (Start(pocket=("north",), point="north"),)
Risks = Mapping[tuple[str, str], float]


def risk_of(case: Case, risks: Risks) -> RoadRisk:
    """So much risk a minute on links, both ways."""
    nodes = case.place_nodes
    found = np.zeros(case.roads.arcs)
    for (one, other), value in risks.items():
        for a, b in ((one, other), (other, one)):
            arcs = (case.roads.tail == nodes[a]) & (case.roads.head == nodes[b])
            found[arcs] = value
    return RoadRisk(incidents=found, front_line=0 * found, unbound=0 * found)


def ways(
    case: Case, risks: Risks | None = None, shut: tuple[tuple[str, str], ...] = (), **more: Any
) -> Corridors:
    nodes = case.place_nodes
    closed = np.zeros(case.roads.arcs, dtype=np.bool_)
    for one, other in shut:
        closed |= (case.roads.tail == nodes[one]) & (case.roads.head == nodes[other])
    options = {"guard": False} | more
    return corridors(case, ON, NORTH, shut=closed, risk=risk_of(case, risks or {}), **options)


def to(found: Corridors, destination: str) -> WaysOut:
    return next(pair for pair in found.pairs if pair.destination == destination)


def told(pair: WaysOut) -> list[tuple[str, int, float]]:
    return [(way.crossing, way.seconds, way.exposure) for way in pair.ways]


def crossing(name: str) -> Crossing:
    made: Crossing = place(Crossing, name, convoy_vehicles=3, headway_seconds=900)
    return made


TWO = {
    ("north", "gate"): 600,
    ("north", "ford"): 1200,
    ("gate", "near"): 600,
    ("ford", "near"): 600,
    ("gate", "ford"): 60,
    ("near", "far"): 600,
    ("north", "south"): 60,
    ("south", "gate"): 300,
    ("near", "depot"): 60,
}


def two(**changes: Any) -> Case:
    fields: dict[str, Any] = {"links": TWO, "crossings": (crossing("gate"), crossing("ford"))}
    return small_case(**(fields | changes))


def test_one_way_where_nothing_is_known_of_danger() -> None:
    found = to(ways(small_case()), "near")
    assert told(found) == [("gate", 900 + 1800, 0.0)]
    assert found.ways[0].metres == 27_000
    assert found.ways[0].weakest is None
    assert found.ways[0].posts is None


def test_two_crossings_and_what_neither_beats() -> None:
    found = ways(two(), {("gate", "near"): 2.0})
    # Past south to the gate is faster; over the ford there is no danger.
    assert told(to(found, "near")) == [("gate", 960, 20.0), ("ford", 1800, 0.0)]
    assert told(to(found, "far")) == [("gate", 1560, 20.0), ("ford", 2400, 0.0)]


def test_no_way_runs_through_two_crossings() -> None:
    # By the gate and then the ford it would take 1,020 s without danger.
    found = ways(two(), {("gate", "near"): 2.0, ("north", "ford"): 1.0})
    assert told(to(found, "near")) == [("gate", 960, 20.0)]


def test_nobody_is_driven_past_other_places_where_the_case_says_so() -> None:
    past = to(ways(two(), {("gate", "near"): 2.0}), "near")
    not_past = to(ways(two(past_places=False), {("gate", "near"): 2.0}), "near")
    assert past.ways[0].seconds == 960
    assert not_past.ways[0].seconds == 1200
    assert told(to(ways(two(past_places=False)), "far")) == []


def test_shut_and_closed_roads_are_on_no_way() -> None:
    case = two()
    assert told(to(ways(case, shut=(("gate", "near"),)), "near")) == [("ford", 1800, 0.0)]
    nodes = case.place_nodes
    bad = (case.roads.tail == nodes["gate"]) & (case.roads.head == nodes["near"])
    case.roads.open[bad] = False
    assert told(to(ways(case), "near")) == [("ford", 1800, 0.0)]
    case.roads.open[:] = True
    case.roads.passable[0, bad] = False
    assert told(to(ways(case), "near")) == [("ford", 1800, 0.0)]


def test_a_destination_that_no_open_road_leads_to_has_no_way() -> None:
    found = to(ways(small_case(), shut=(("gate", "far"),)), "far")
    assert found.ways == ()
    assert found.profile == "bus"


def test_without_crossings_the_way_is_straight() -> None:
    case = small_case(crossings=(), windows=())
    found = to(ways(case, {("north", "gate"): 1.0}), "near")
    assert told(found) == [("", 2700, 15.0), ("", 3400, 0.0)]
    assert all(way.opens for way in found.ways)


def test_a_crossing_without_an_outward_window_that_day_is_told() -> None:
    window = Window(crossing="gate", direction="out", opens=at(7, "23:00"), closes=at(8, "00:00"))
    inward = Window(crossing="gate", direction="in", opens=at(7, "09:00"), closes=at(7, "14:00"))
    assert to(ways(small_case(windows=(window,))), "near").ways[0].opens
    assert not to(ways(small_case(windows=(inward,))), "near").ways[0].opens
    late = Window(crossing="gate", direction="out", opens=at(8, "00:00"), closes=at(8, "09:00"))
    assert not to(ways(small_case(windows=(late,))), "near").ways[0].opens


def test_guard_is_asked_for_at_the_reach_of_the_case() -> None:
    case = small_case()
    way = to(ways(case, guard=True), "near").ways[0]
    # The straight lines between these places are longer than a reach of 2 km sees both ends of.
    assert way.posts is not None
    assert way.posts == way.posts_at_least
    assert way.posts > 0 or way.escort_metres == way.metres


def test_a_profile_that_may_call_at_both_ends() -> None:
    case = small_case(
        destinations=(
            place(Destination, "near", vehicle_types=("ambulance",)),
            place(Destination, "far", vehicle_types=("boat",)),
        )
    )
    assert main_profile(case, "north", "near") == "bus"
    assert main_profile(case, "north", "far") == ""
    found = to(ways(case), "far")
    assert (found.profile, found.ways) == ("", ())


def test_the_picture_of_the_ground_has_an_age() -> None:
    found = ways(small_case())
    assert (found.picture_days, found.stale, found.incidents) == (None, False, 0)


def test_without_a_picture_every_point_is_a_start() -> None:
    case = small_case()
    assert [one.point for one in starts(case, ON)] == ["north", "south"]
    assert starts(case, ON, "south") == (Start(pocket=("south",), point="south"),)


@pytest.mark.parametrize("slack", [0.0, 0.1, 1.0])
@given(
    costs=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30),
)
def test_unbeaten_ways_leave_none_out(costs: list[tuple[int, int]], slack: float) -> None:
    seconds, exposure = (np.array([one[k] for one in costs], dtype=np.int64) for k in (0, 1))
    kept = unbeaten(seconds, exposure, slack)
    told = [costs[number] for number in kept]
    assert told == sorted(set(told))
    assert all(b[1] < a[1] for a, b in pairwise(told))
    for s, e in costs:
        assert any(t <= s and f <= (1 + slack) * e for t, f in told)
    if slack == 0:
        assert set(told) == unbeaten_costs(set(costs))


def unbeaten_costs(costs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """By looking at every pair."""
    return {(s, e) for s, e in costs if not any(t <= s and f <= e for t, f in costs - {(s, e)})}


@given(
    st.lists(st.integers(0, 3), min_size=9, max_size=9),
    st.sampled_from([0.0, 0.05, 0.5]),
)
def test_ways_over_all_crossings_against_every_simple_one(risks: list[int], epsilon: float) -> None:
    case = two()
    danger = dict(zip(TWO, map(float, risks), strict=True))
    found = to(ways(case, danger, epsilon=epsilon), "far")
    costs = set(simple_ways(danger))
    exact = unbeaten_costs(costs)
    shown = {(way.seconds, round(way.exposure * 1e6)) for way in found.ways}
    assert shown <= exact if epsilon else shown == exact
    for s, e in exact:
        assert any(t <= s and f <= (1 + epsilon) * e for t, f in shown)


def simple_ways(danger: Mapping[tuple[str, str], float]) -> list[tuple[int, int]]:
    """Cost of every way from north to far that passes one crossing and comes nowhere twice in each
    of its halves."""
    links = {**TWO, **{(b, a): s for (a, b), s in TWO.items()}}
    risk = {**danger, **{(b, a): r for (a, b), r in danger.items()}}
    gates = {"gate", "ford"}

    def halves(node: str, end: str, seen: frozenset[str]) -> list[tuple[int, int]]:
        if node == end:
            return [(0, 0)]
        found = []
        for (a, b), seconds in links.items():
            if a == node and b not in seen and (b == end or b not in gates):
                cost = seconds, round(seconds / 60 * risk[a, b] * 1e6)
                found += [(s + cost[0], e + cost[1]) for s, e in halves(b, end, seen | {b})]
        return found

    return [
        (a + c, b + d)
        for gate in gates
        for (a, b), (c, d) in product(
            halves("north", gate, frozenset({"north"})), halves(gate, "far", frozenset({gate}))
        )
    ]
