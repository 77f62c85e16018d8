"""When vehicles may be where a post watches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from road_lines import at_metres, road_table

from safepassage.guard.presence import presence
from safepassage.model.plan import Route, Stop, Trip

TABLE = replace(
    road_table([[at_metres(n, 0), at_metres(n + 1, 0)] for n in range(3)]),
    seconds=np.array([[100, 100, 200, 200, 50, 50]], dtype=np.int32),
)
"""Arcs 0, 2 and 4 lead north, one after the other."""
ROUTE = Route(
    id="r", origin="a", destination="b", profile="bus", arcs=(0, 2, 4), seconds=350, metres=3500
)


def trip(*times: tuple[int, int]) -> Trip:
    """One leg along the route for each (departure, arrival)."""
    stops = []
    for depart, arrive in times:
        stops += [
            Stop(place="a", arrive=depart, depart=depart),
            Stop(place="b", arrive=arrive, depart=arrive, route="r"),
        ]
    return Trip(id="t", vehicle="v", stops=tuple(stops))


def spans(owner: list[int], *times: tuple[int, int]) -> tuple[tuple[tuple[int, int], ...], ...]:
    watched = np.full(TABLE.arcs, -1)
    watched[[0, 2, 4]] = owner
    return presence(TABLE, [ROUTE], [trip(*times)], watched, 2)


def test_each_post_from_when_a_vehicle_can_come_to_when_it_is_past() -> None:
    assert spans([0, 1, 1], (0, 350)) == (((0, 100),), ((100, 350),))


def test_time_to_spare_may_be_spent_anywhere() -> None:
    assert spans([0, 1, 0], (0, 400)) == (((0, 150), (300, 400)), ((100, 350),))


def test_vehicles_one_after_the_other_are_one_time_where_they_meet() -> None:
    assert spans([0, -1, -1], (0, 350), (100, 450), (201, 551))[0] == ((0, 200), (201, 301))


def test_nobody_on_a_route_that_no_trip_takes() -> None:
    assert presence(TABLE, [ROUTE], [], np.zeros(TABLE.arcs, dtype=np.int64), 1) == ((),)
