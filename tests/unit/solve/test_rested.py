"""A vehicle whose crew came far may come to a gate later, but rested and fit for a far round."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from factory import BUS, at, group, place, small_case

from safepassage.model.fleet import Vehicle
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.solve.dispatch.approaches import Idle
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.pilot import policies_for, screens_quickly
from safepassage.solve.dispatch.policy import LONG_DRIVES, RESTED, Policy, standard_policies
from safepassage.solve.problem import Problem, compile_problem

HOUR = 3600

TIRED = msgspec.structs.replace(BUS, driving_seconds=8 * HOUR, rest_seconds=8 * HOUR)


def far_and_near(**changes: object) -> Problem:
    """One bus, a gate that opens at nine, a point near it, and places half and three hours away."""
    links = {
        ("depot", "gate"): 600,
        ("gate", "north"): 900,
        ("gate", "near"): HOUR // 2,
        ("gate", "far"): 3 * HOUR,
    }
    fields: dict[str, object] = {
        "links": links,
        "assembly_points": (place(AssemblyPoint, "north"),),
        "destinations": (place(Destination, "near"), place(Destination, "far")),
        "vehicle_types": (TIRED,),
        "vehicles": (Vehicle(id="bus", type="bus", start="depot", available_from=at(7, "00:00")),),
        "groups": (group(1, destinations=("near",)), group(2, destinations=("far",))),
    }
    return compile_problem(small_case(**(fields | changes)))


def comes(free: str, rested: float) -> int:
    """When the bus is at the gate that is free at the far place on the 7th, and tired by then.

    Four hours of driving are behind it. By the road home and a near round it drives four more, its
    limit; by a far round it would drive six and a half.
    """
    problem = far_and_near()
    dispatch = Dispatch(problem, Policy(rested=rested), None, Meter(), Mornings(problem))
    log = DriverLog(8 * HOUR, 8 * HOUR, 4 * HOUR, [(at(7, "05:00"), at(7, "09:00"))])
    since = at(7, free)
    dispatch.state.idle[0] = Idle(0, problem.place_index["far"], since, log, since)
    dispatch.inbound.refresh()
    return dispatch.inbound.soonest(0)


def test_without_the_rule_it_comes_as_soon_as_it_can() -> None:
    assert comes("23:00", rested=0.0) == at(8, "02:00")


@pytest.mark.parametrize(
    ("free", "gate"),
    [
        ("21:00", at(8, "08:00")),  # rested before the gate opens
        ("23:00", at(8, "10:00")),  # an hour after: less than a fifth of a rest
        ("23:36", at(8, "10:36")),  # exactly that
    ],
)
def test_it_comes_rested_if_that_is_not_much_later_than_the_gate_opens(
    free: str, gate: int
) -> None:
    assert comes(free, RESTED) == gate


def test_it_comes_tired_if_it_would_be_too_late() -> None:
    assert comes("23:37", RESTED) == at(8, "02:37")


def test_it_is_the_rule_where_vehicles_make_several_rounds_a_day() -> None:
    usual, several, quick = (
        standard_policies(whole=False, **where)[0]
        for where in ({}, {"several": True}, {"several": True, "quick": True})
    )
    assert several == replace(usual, rested=RESTED, evening=True)
    assert quick == replace(several, stretch_in=1.0)
    assert LONG_DRIVES in policies_for(None)


@pytest.mark.parametrize(("persons", "quick"), [(79, False), (80, True), (None, True)])
def test_screening_is_quick_where_two_full_buses_pass_in_a_headway(
    persons: int | None, quick: bool
) -> None:
    gate = place(Crossing, "gate", convoy_vehicles=3, headway_seconds=900, persons_per_hour=persons)
    assert screens_quickly(far_and_near(crossings=(gate,))) == quick
