from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from road_lines import at_metres, road_table

from safepassage.corridors.exposure import RoadRisk
from safepassage.corridors.stretch import facts_on, weakest
from safepassage.model.corridors import Stretch
from safepassage.model.roads import BARRIER, BRIDGE, FORD, TUNNEL, RoadTable


def row(*metres: int) -> tuple[RoadTable, list[int]]:
    """A road east in pieces so long, ten metres a second, and its arcs going east."""
    ends = np.cumsum([0, *metres])
    table = road_table([[at_metres(0, a), at_metres(0, b)] for a, b in pairwise(ends)])
    seconds = np.repeat(np.array(metres) // 10, 2)
    exact = dataclasses.replace(
        table,
        metres=np.repeat(np.array(metres), 2).astype(np.int32),
        seconds=seconds[None, :].astype(np.int32),
    )
    return exact, list(range(0, 2 * len(metres), 2))


def risk(near: list[float], front: list[float] | None = None) -> RoadRisk:
    both = np.repeat(np.array(near, dtype=float), 2)
    line = np.repeat(np.array(front or [0.0] * len(near)), 2)
    return RoadRisk(incidents=both, front_line=line, unbound=np.zeros(len(both)))


def found(metres: list[int], near: list[float], front: list[float] | None = None) -> Stretch | None:
    table, arcs = row(*metres)
    return weakest(table, risk(near, front), table.seconds[0], arcs)


def test_the_run_of_a_kilometre_with_most_risk_a_minute() -> None:
    told = found([500, 500, 500, 500, 500], [0, 1, 3, 2, 0])
    assert told is not None
    assert (told.from_metres, told.to_metres) == (1000, 2000)
    assert told.risk == pytest.approx(2.5)


def test_a_short_bad_piece_is_seen_in_the_run_about_it() -> None:
    told = found([900, 200, 900], [0, 6, 1])
    assert told is not None
    assert (told.from_metres, told.to_metres) == (900, 2000)
    assert told.risk == pytest.approx((6 * 200 + 900) / 1100)


def test_a_long_arc_is_a_stretch_of_its_own() -> None:
    told = found([5000, 1000], [1, 0.5])
    assert told is not None
    assert (told.from_metres, told.to_metres) == (0, 5000)


def test_a_way_shorter_than_a_stretch_is_one() -> None:
    told = found([300, 300], [0, 1])
    assert told is not None
    assert (told.from_metres, told.to_metres) == (0, 600)
    assert told.risk == pytest.approx(0.5)


def test_it_says_what_the_risk_is_made_of_and_where_it_is() -> None:
    told = found([600, 600], [1, 0], [0, 2])
    assert told is not None
    assert told.near_incidents == pytest.approx(0.5)
    assert told.near_front_line == pytest.approx(1.0)
    assert told.unbound_ground == 0
    latitude, longitude = at_metres(0, 600)
    assert (told.latitude, told.longitude) == pytest.approx((latitude, longitude), abs=1e-5)


def test_nothing_is_weakest_where_no_risk_is_known() -> None:
    assert found([500, 500], [0, 0]) is None
    assert found([500], [0]) is None
    table, _ = row(500)
    assert weakest(table, risk([1]), table.seconds[0], ()) is None


def test_facts_of_the_arcs_that_are_driven() -> None:
    table, arcs = row(700, 700, 700)
    table.facts[arcs] = [BRIDGE | FORD, 0, TUNNEL | BARRIER]
    assert facts_on(table, arcs[:2]) == ("bridge", "ford")
    assert facts_on(table, arcs) == ("bridge", "tunnel", "barrier", "ford")
    assert facts_on(table, ()) == ()
    told = weakest(table, risk([2, 2, 0]), table.seconds[0], arcs)
    assert told is not None
    assert told.facts == ("bridge", "ford")
