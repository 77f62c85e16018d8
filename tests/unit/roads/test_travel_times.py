from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from factory import star_roads

from safepassage.roads.travel import TravelTimes, travel_times

LINKS = {
    ("depot", "gate"): 600,
    ("gate", "north"): 900,
    ("gate", "south"): 1200,
    ("north", "south"): 400,
    ("depot", "south"): 9000,
}
TABLE, NODES = star_roads(LINKS)


def names(times: TravelTimes, origin: str, destination: str) -> list[str]:
    by_node = {node: name for name, node in NODES.items()}
    arcs = list(times.route("bus", origin, destination))
    return [origin] + [by_node[node] for node in times.table.head[arcs].tolist()]


def test_the_fastest_route() -> None:
    times = travel_times(TABLE, NODES, ())
    assert times.seconds("bus", "depot", "south") == 1800
    assert names(times, "depot", "south") == ["depot", "gate", "south"]
    assert times.metres("bus", "depot", "south") == 18000
    assert times.matrix("bus")[times.places.index("north"), times.places.index("south")] == 400


def test_no_route_runs_through_a_crossing() -> None:
    times = travel_times(TABLE, NODES, ["gate"])
    assert times.seconds("bus", "depot", "gate") == 600
    assert times.seconds("bus", "gate", "north") == 900
    assert times.seconds("bus", "depot", "south") == 9000
    assert names(times, "depot", "north") == ["depot", "south", "north"]
    assert names(times, "gate", "south") == ["gate", "south"]
    assert times.seconds("bus", "gate", "gate") == 0
    assert times.route("bus", "gate", "gate") == ()


def test_places_at_one_node() -> None:
    for crossings in ([], ["gate"]):
        times = travel_times(TABLE, NODES | {"camp": NODES["gate"]}, crossings)
        assert times.seconds("bus", "camp", "gate") == times.seconds("bus", "gate", "camp") == 0
        assert times.route("bus", "camp", "gate") == ()
        assert times.metres("bus", "camp", "gate") == 0
        assert times.seconds("bus", "camp", "north") == 900


def test_closed_impassable_and_unusable_arcs_are_not_driven() -> None:
    short = (TABLE.tail == NODES["gate"]) & (TABLE.head == NODES["south"])
    closed = replace(TABLE, open=~short)
    impassable = replace(TABLE, passable=~short[None, :])
    for times in (
        travel_times(closed, NODES, ()),
        travel_times(impassable, NODES, ()),
        travel_times(TABLE, NODES, (), usable=~short),
    ):
        assert times.seconds("bus", "gate", "south") == 1300
        assert times.seconds("bus", "south", "gate") == 1200


def test_no_route() -> None:
    times = travel_times(TABLE, NODES, (), usable=TABLE.head != NODES["depot"])
    assert times.seconds("bus", "north", "depot") is None
    assert times.metres("bus", "north", "depot") is None
    assert times.matrix("bus")[times.places.index("north"), times.places.index("depot")] == -1
    with pytest.raises(LookupError, match="from north to depot"):
        times.route("bus", "north", "depot")
    assert times.seconds("bus", "depot", "depot") == 0


def test_the_faster_of_parallel_arcs_and_the_first_of_two_as_fast() -> None:
    again = [0, 0, 0]
    table = replace(
        TABLE,
        tail=np.append(TABLE.tail, TABLE.tail[again]),
        head=np.append(TABLE.head, TABLE.head[again]),
        metres=np.append(TABLE.metres, [1, 2, 3]).astype(np.int32),
        seconds=np.append(TABLE.seconds, [[700, 500, 500]], axis=1).astype(np.int32),
        passable=np.ones((1, TABLE.arcs + 3), dtype=np.bool_),
        open=np.ones(TABLE.arcs + 3, dtype=np.bool_),
    )
    times = travel_times(table, NODES, ())
    assert times.route("bus", "depot", "gate") == (TABLE.arcs + 1,)
    assert times.metres("bus", "depot", "gate") == 2


def test_each_profile_has_its_own_times() -> None:
    table, nodes = star_roads(LINKS, profiles=("bus", "car"))
    table = replace(table, seconds=np.stack([table.seconds[0], table.seconds[1] // 2]))
    times = travel_times(table, nodes, ["gate"])
    assert times.seconds("car", "gate", "north") == 450
    assert times.seconds("bus", "gate", "north") == 900
