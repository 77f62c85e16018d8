"""Who gets one of the few ambulances: the more urgent, also where they need a bus beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from factory import at, group, small_case

from safepassage.model.fleet import Vehicle
from safepassage.model.people import TravelGroup
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.problem import compile_problem

TO_GATE = 600
"""Seconds from the depot to the gate."""


def family(number: int, medical: int, *destinations: str, point: str = "north") -> TravelGroup:
    """One of seven lies: neither a bus nor an ambulance can take them all."""
    return group(
        number,
        point,
        persons=7,
        stretchers=1,
        attendants=1,
        medical_class=medical,
        destinations=destinations or ("near",),
    )


def alone(number: int, medical: int) -> TravelGroup:
    """A patient and an attendant, who fill an ambulance."""
    return group(
        number,
        persons=2,
        stretchers=1,
        attendants=1,
        medical_class=medical,
        destinations=("near",),
    )


def entering(fleet: Mapping[str, str], *groups: TravelGroup) -> dict[str, int]:
    """When the ambulance enters for each of them; `fleet` says when each kind is at the gate."""
    vehicles = tuple(
        Vehicle(id=kind, type=kind, start="depot", available_from=at(7, clock) - TO_GATE)
        for kind, clock in fleet.items()
    )
    problem = compile_problem(small_case(vehicles=vehicles, groups=groups))
    schedule, _ = Dispatch(problem, Policy(guide=None), None, Meter(), Mornings(problem)).run()
    assert schedule.left == ()
    return {
        groups[index].id: item.inbound.start
        for item in schedule.rounds
        if item.inbound and problem.types[problem.fleet[item.vehicle]].id == "ambulance"
        for call in item.calls
        for share in call.shares
        for index in problem.units[share.unit].groups
    }


@pytest.mark.parametrize("bus", ["09:05", "09:40", "10:00"])
def test_an_ambulance_waits_for_a_bus_if_who_needs_both_is_more_urgent(bus: str) -> None:
    """Else it goes for the less urgent, is away for hours, and so it goes on all day."""
    found = entering({"ambulance": "09:00", "bus": bus}, family(1, 1), alone(2, 3))
    assert found["g1"] == at(7, bus)
    assert found["g2"] > found["g1"]


def test_it_waits_no_longer_than_an_hour() -> None:
    found = entering({"ambulance": "09:00", "bus": "10:01"}, family(1, 1), alone(2, 3))
    assert found["g2"] == at(7, "09:00")
    assert found["g1"] > at(7, "10:01")


@pytest.mark.parametrize("medical", [1, 2])
def test_it_does_not_wait_for_who_is_no_more_urgent(medical: int) -> None:
    found = entering({"ambulance": "09:00", "bus": "09:40"}, family(1, 2), alone(2, medical))
    assert found["g2"] == at(7, "09:00")


@pytest.mark.parametrize(("together", "first"), [(1, "g1"), (2, "g1"), (3, "g2")])
def test_where_both_are_there_the_more_urgent_have_the_ambulance(together: int, first: str) -> None:
    """Of one class those who need both go first: to find both is harder."""
    found = entering({"ambulance": "09:00", "bus": "09:00"}, family(1, together), alone(2, 2))
    assert min(found, key=found.__getitem__) == first


@pytest.mark.parametrize("near", ["north", "south"])
def test_of_one_class_those_go_first_after_whom_the_ambulance_is_back_soon(near: str) -> None:
    fleet = {"ambulance": "09:00", "bus": "09:00"}
    far = {"north": "south", "south": "north"}[near]
    groups = family(1, 1, "far", point=far), family(2, 1, "near", point=near)
    found = entering(fleet, *groups)
    assert found["g2"] < found["g1"]
