"""Factors and delays that measured times ask for, where they are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from factory import star_roads

from safepassage.model.roads import RoadTable
from safepassage.roads.slower import Delay, delayed, slowed
from safepassage.simulate.fit import NO_WAY_SECONDS, Measured, fit, with_times


def roads() -> RoadTable:
    """Arcs 0 and 1 of 100 s on a primary road, arc 2 of 50 s on a secondary."""
    table, _ = star_roads({("a", "b"): 100, ("b", "c"): 100, ("c", "d"): 50})
    highway = np.array([0, 0, 1, 0, 0, 1], dtype=np.uint8)
    return replace(table, classes=("primary", "secondary"), highway=highway)


def measured(**worst: int) -> Measured:
    """`arcs_0_2=300`: the route of arcs 0 and 2 took 300 s."""
    routes = {
        ("bus", tuple(int(arc) for arc in name.split("_")[1:])): seconds
        for name, seconds in worst.items()
    }
    return Measured(worst=routes, turns=dict.fromkeys(routes, ()))


def test_a_class_gets_the_factor_of_its_worst_drive() -> None:
    slower, delays = fit(roads(), measured(arcs_0=110, arcs_1=125, arcs_2=50), {}, ())
    assert slower == {"bus": {"primary": 1.25}}
    assert delays == ()


def test_the_largest_factor_is_as_small_as_can_be() -> None:
    slower, _ = fit(roads(), measured(arcs_0_2=300), {}, ())
    assert slower == {"bus": {"primary": 2.0, "secondary": 2.0}}


def test_no_drive_is_planned_quicker_than_it_was_measured() -> None:
    seen = measured(arcs_0_1_2=401, arcs_2=77, arcs_1=103)
    slower, delays = fit(roads(), seen, {}, ())
    table = with_times(roads(), slower, delays)
    for (_, arcs), worst in seen.worst.items():
        assert table.seconds[0, list(arcs)].sum() >= worst


def test_factors_never_go_down() -> None:
    before = {"bus": {"secondary": 1.7}}
    slower, _ = fit(roads(), measured(arcs_0=150), before, ())
    assert slower == {"bus": {"primary": 1.5, "secondary": 1.7}}


def test_the_way_round_is_paid_by_the_stretch_before_the_turn() -> None:
    seen = measured(arcs_0=100, arcs_0_2=400)
    seen.turns["bus", (0, 2)] = (0,)
    slower, delays = fit(roads(), seen, {}, ())
    assert slower == {"bus": {}}
    table = roads()
    (delay,) = delays
    assert (delay.way, delay.seconds) == (table.way[0], 250)
    for node, end in ((table.tail[0], delay.start), (table.head[0], delay.end)):
        assert end == pytest.approx((table.latitude[node], table.longitude[node]))
    assert with_times(table, slower, delays).seconds[0].tolist() == [350, 100, 50, 100, 100, 50]


def test_a_stretch_without_a_way_on_costs_an_hour() -> None:
    seen = Measured(no_way={1})
    _, (delay,) = fit(roads(), seen, {}, ())
    assert delay.seconds == NO_WAY_SECONDS


def test_seconds_are_multiplied_and_rounded_up_once() -> None:
    assert slowed(roads(), {"bus": {"secondary": 1.01}}).seconds[0, 2] == 51
    assert slowed(roads(), {"bus": {"primary": 1.1}}).seconds[0, 0] == 110


def test_a_delay_that_is_on_no_arc_is_given_back() -> None:
    stray = Delay(999, (0.0, 0.0), (0.0, 1.0), 60)
    table, lost = delayed(roads(), [stray])
    assert lost == (stray,)
    assert (table.seconds == roads().seconds).all()
