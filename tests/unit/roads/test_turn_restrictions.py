"""Turns that the map bars: what a relation says, and which routes are left."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from osm_text import OsmText, Turn, grid, road

from safepassage.roads.osm import RoadsRead, read_roads
from safepassage.roads.restrictions import BY_HOUR, BY_WAY, UNCLEAR, restrictions
from safepassage.roads.speeds import DEFAULT_SPEEDS
from safepassage.roads.travel import TravelTimes, travel_times

SPEEDS = {
    "bus": {"primary": 36.0, "residential": 9.0},
    "ambulance": {"primary": 36.0, "residential": 9.0},
}
WEST, EAST, NORTH, SOUTH = 101, 102, 103, 104
NODES = grid(3, 3)
CROSS = [
    road(1, 2, 3, 6, 9, 8, 7, 4, 1, highway="residential"),
    road(4, 5),
    road(5, 6),
    road(2, 5),
    road(5, 8),
]
"""Four quick streets that meet at node 5, and a slow one round them."""

MEMBERS = [("from", "w", 1), ("via", "n", 2), ("to", "w", 3)]


def town(folder: Path, *turns: Turn, agreed: bool = False) -> tuple[RoadsRead, TravelTimes]:
    file = OsmText(NODES, CROSS, turns=turns).write(folder / "roads.osm")
    keep = [(str(node), *NODES[node]) for node in (2, 4, 5, 6, 8)]
    read = read_roads(file, speeds=SPEEDS, keep=keep, turn_restrictions=not agreed)
    nodes = {name: snap.node for name, snap in read.snapped.items() if name != "5"}
    return read, travel_times(read.table, nodes, ())


def slow(times: TravelTimes, profile: str = "bus") -> set[tuple[str, str]]:
    """Between which of the four arms one has to go round."""
    pairs = [(a, b) for a in "2468" for b in "2468" if a != b]
    quick = min(times.seconds(profile, *pair) or 0 for pair in pairs)
    return {(a, b) for a, b in pairs if (times.seconds(profile, a, b) or 0) > 1.3 * quick}


def no(start: int, end: int, kind: str = "no_left_turn", **tags: str) -> Turn:
    return Turn(
        start, 5, end, {"restriction": kind} | {k.replace("__", ":"): v for k, v in tags.items()}
    )


def test_a_barred_turn_is_not_made(tmp_path: Path) -> None:
    assert slow(town(tmp_path)[1]) == set()
    read, times = town(tmp_path, no(WEST, NORTH))
    assert slow(times) == {("4", "2")}
    assert read.report.barred_turns == 1


def test_the_only_turn_bars_all_others_and_turning_back(tmp_path: Path) -> None:
    read, times = town(tmp_path, no(WEST, EAST, "only_straight_on"))
    assert slow(times) == {("4", "2"), ("4", "8")}
    assert read.report.barred_turns == 3


def test_turning_back_alone(tmp_path: Path) -> None:
    read, times = town(tmp_path, no(WEST, WEST, "no_u_turn"))
    assert slow(times) == set()
    assert read.report.barred_turns == 1


def test_whom_it_doesn_t_bind(tmp_path: Path) -> None:
    _, times = town(tmp_path, no(WEST, NORTH, **{"except": "psv"}))
    assert slow(times) == set()
    assert slow(times, "ambulance") == {("4", "2")}


def test_what_somebody_has_agreed_to(tmp_path: Path) -> None:
    read, times = town(tmp_path, no(WEST, NORTH), agreed=True)
    assert slow(times) == set()
    assert read.report.barred_turns == 0


def test_a_vehicle_that_stops_at_the_junction_may_turn(tmp_path: Path) -> None:
    read, _ = town(tmp_path, no(WEST, NORTH))
    nodes = {name: snap.node for name, snap in read.snapped.items()}
    times = travel_times(read.table, nodes, ())
    there, on = times.seconds("bus", "4", "5"), times.seconds("bus", "5", "2")
    assert there and on and there + on < (times.seconds("bus", "4", "2") or 0)


def test_a_restriction_of_roads_that_are_not_there_bars_nothing(tmp_path: Path) -> None:
    elsewhere = Turn(WEST, 99, NORTH, {"restriction": "no_left_turn"})
    other = Turn(999, 5, NORTH, {"restriction": "no_left_turn"})
    nowhere = Turn(WEST, 5, 999, {"restriction": "only_straight_on"})
    read, times = town(tmp_path, elsewhere, other, nowhere)
    assert slow(times) == set()
    assert read.report.barred_turns == 0


def test_where_more_roads_meet_than_at_any_junction_none_is_barred(tmp_path: Path) -> None:
    arms = {n: (33.5 + 0.01 * math.cos(n), 36.4 + 0.01 * math.sin(n)) for n in range(1, 41)}
    ways = [road(0, n, number=n) for n in arms]
    turns = [Turn(n, 0, n % 40 + 1, {"restriction": "only_straight_on"}) for n in arms]
    file = OsmText({0: (33.5, 36.4), **arms}, ways, turns=turns).write(tmp_path / "roads.osm")
    read = read_roads(file, speeds=SPEEDS, keep=[("1", *arms[1]), ("2", *arms[2])])
    assert read.report.barred_turns == 0
    assert read.table.arcs == 80


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    read, _ = town(tmp_path, no(WEST, NORTH, "no_dancing"), no(WEST, NORTH, type="route"))
    assert read.report.left_out == {UNCLEAR: 1}


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        ({"restriction": "no_left_turn"}, {"bus", "ambulance", "truck", "car"}),
        ({"restriction:hgv": "no_left_turn"}, {"truck"}),
        ({"restriction": "no_left_turn", "except": "bus; emergency"}, {"truck", "car"}),
        ({"restriction:motor_vehicle": "no_entry"}, {"bus", "ambulance", "truck", "car"}),
        ({"restriction": "no_u_turn", "restriction:bus": "none"}, {"ambulance", "truck", "car"}),
    ],
)
def test_the_most_specific_key_counts(tags: dict[str, str], bound: set[str]) -> None:
    told = restrictions(tags, MEMBERS, DEFAULT_SPEEDS)
    assert not isinstance(told, str)
    (found,) = told
    names = list(DEFAULT_SPEEDS)
    assert {name for bit, name in enumerate(names) if found.profiles >> bit & 1} == bound


def test_several_ways_into_one() -> None:
    members = [("from", "w", 1), ("from", "w", 7), ("via", "n", 2), ("to", "w", 3)]
    found = restrictions({"restriction": "no_entry"}, members, SPEEDS)
    assert [(one.start, one.end) for one in found if not isinstance(one, str)] == [(1, 3), (7, 3)]


@pytest.mark.parametrize(
    ("tags", "members", "reason"),
    [
        ({"restriction": "no_left_turn"}, [*MEMBERS[:1], ("via", "w", 9), *MEMBERS[2:]], BY_WAY),
        ({"restriction": "no_left_turn"}, MEMBERS[:2], UNCLEAR),
        ({"restriction": "no_left_turn"}, [MEMBERS[0], MEMBERS[2]], UNCLEAR),
        ({"restriction": "no_entry"}, [*MEMBERS, ("from", "w", 4), ("to", "w", 5)], UNCLEAR),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, MEMBERS, BY_HOUR),
        ({}, MEMBERS, UNCLEAR),
    ],
)
def test_what_bars_nothing_says_why(
    tags: dict[str, str], members: list[tuple[str, str, int]], reason: str
) -> None:
    assert restrictions(tags, members, SPEEDS) == reason
