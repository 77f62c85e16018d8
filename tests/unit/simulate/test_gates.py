"""Crossings hold a convoy until it is complete, its headway is over and the gate is free."""

from __future__ import annotations

from typing import Any

from safepassage.simulate.gates import Gates, Passed
from safepassage.simulate.itinerary import Slot


def slot(name: str, start: int, **more: Any) -> Slot:
    fields: dict[str, Any] = {
        "id": name,
        "crossing": "gate",
        "direction": "out",
        "server": ("gate", "out"),
        "start": start,
        "end": start + 100,
        "headway": 300,
        "closes": 10_000,
        "vehicles": 1,
    }
    return Slot(**(fields | more))


def settled(gates: Gates) -> dict[str, Passed]:
    return dict(gates.release())


def test_a_convoy_that_is_early_waits_for_its_time() -> None:
    gates = Gates([slot("a", 1000)])
    gates.arrive("a", "bus", 900)
    assert settled(gates)["a"] == Passed(900, 1000, 1100, "bus", 0, 0)


def test_a_convoy_waits_for_the_last_of_its_vehicles() -> None:
    gates = Gates([slot("a", 1000, vehicles=2)])
    gates.arrive("a", "bus", 900)
    assert settled(gates) == {}
    gates.arrive("a", "ambulance", 1040)
    assert settled(gates)["a"] == Passed(1040, 1040, 1140, "ambulance", 0, 0)


def test_the_next_convoy_keeps_the_headway_after_one_that_is_late() -> None:
    gates = Gates([slot("a", 1000), slot("b", 1310)])
    gates.arrive("b", "second", 1200)
    assert settled(gates) == {}  # none passes another
    gates.arrive("a", "first", 1050)
    assert settled(gates)["b"] == Passed(1200, 1350, 1450, "second", 40, 0)


def test_the_next_convoy_waits_for_the_gate_where_that_takes_longer() -> None:
    gates = Gates([slot("a", 1000, end=1500), slot("b", 1500)])
    gates.arrive("a", "first", 1010)
    gates.arrive("b", "second", 1400)
    assert settled(gates)["b"] == Passed(1400, 1510, 1610, "second", 0, 10)


def test_directions_wait_for_each_other_only_at_a_shared_gate() -> None:
    apart = [slot("a", 1000), slot("b", 1100, direction="in", server=("gate", "in"))]
    gates = Gates(apart)
    gates.arrive("b", "bus", 1050)
    assert settled(gates)["b"].start == 1100
    gates = Gates([slot("a", 1000, server=("gate", "")), slot("b", 1100, server=("gate", ""))])
    gates.arrive("b", "bus", 1050)
    assert settled(gates) == {}
