"""The guide of whole rounds, where every round takes a vehicle to another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from factory import BUS, LINKS, at, group, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outdays import OutDay, out_days
from safepassage.solve.dispatch.pilot import Pilot
from safepassage.solve.dispatch.policy import DestinationOrder, Policy, standard_policies
from safepassage.solve.dispatch.whole import WholeRounds
from safepassage.solve.opentime import outbound_time
from safepassage.solve.problem import compile_problem
from safepassage.solve.score import clearance

NEAR, FAR, HOUR = 0, 1, 3600
DAYS = range(7, 12)

LOAD = BUS.seats - 1
"""Persons: no other household rides with them, and no seat too many is counted on."""


def long_rounds(near: int, far: int, *, buses: int = 1, **changes: object) -> Case:
    """Full loads to near, whence a bus is back the next day, and to far, two days later."""
    ends = ("near",) * near + ("far",) * far
    fields: dict[str, object] = {
        "horizon": (at(DAYS[0], "00:00"), at(DAYS[-1] + 1, "00:00")),
        "windows": tuple(
            Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "12:00"))
            for day in DAYS
            for way in ("in", "out")
        ),
        "crossings": (place(Crossing, "gate", convoy_vehicles=9, headway_seconds=0),),
        "assembly_points": (place(AssemblyPoint, "north"),),
        "destinations": (
            place(Destination, "near", handover_seconds=20 * HOUR),
            place(Destination, "far", handover_seconds=34 * HOUR),
        ),
        "vehicles": tuple(
            Vehicle(id=f"v{n}", type="bus", start="depot", available_from=at(7, "00:00"))
            for n in range(buses)
        ),
        "groups": tuple(group(n, "north", LOAD, destinations=(end,)) for n, end in enumerate(ends)),
        "links": {pair: s for pair, s in LINKS.items() if "south" not in pair},
    }
    return small_case(**(fields | changes))


def planned(case: Case, part: float = 1.0, *, since: int = 7) -> list[list[float]]:
    """Rounds to near and far on each day, with the vehicles ready when it opens."""
    problem = compile_problem(case)
    whole = WholeRounds(problem, make_lags(problem), Meter())
    opens = at(since, "09:00")
    ready = {0: [(opens, len(case.vehicles), 0)]}
    guide = whole.guide(problem.units, ready, opens, part)
    assert guide is not None
    made = np.array(guide.rounds[0])
    rounds: list[list[float]] = np.diff(made, axis=0, prepend=np.zeros((1, 2)))[1::2].tolist()
    return rounds


def cleared(case: Case, policy: Policy) -> int:
    """When everyone is out."""
    problem = compile_problem(case)
    time, meter = outbound_time(problem), Meter()
    due = time.position(at(9, "10:00"))
    pilot = Pilot(problem, make_lags(problem), time, due, lambda: False, meter)
    schedule, _ = Dispatch(problem, policy, pilot, meter, Mornings(problem)).run()
    assert not schedule.left
    return clearance(schedule)


def test_near_comes_first_if_far_would_cost_a_day() -> None:
    assert planned(long_rounds(2, 1))[:3] == [[1, 0], [1, 0], [0, 1]]


def test_nobody_goes_near_who_would_be_back_for_no_other_round() -> None:
    # Far, near, far would take a day more: from the second one nobody need be back.
    assert planned(long_rounds(1, 2))[:4] == [[1, 0], [0, 1], [0, 0], [0, 1]]


def test_the_last_day_has_as_few_rounds_as_can_be() -> None:
    rounds = planned(long_rounds(5, 0, buses=2))
    assert [sum(day) for day in rounds[:3]] == [2, 2, 1]


def test_no_day_is_planned_for_more_than_the_part_that_is_screened() -> None:
    gate = place(Crossing, "gate", convoy_vehicles=9, headway_seconds=0, persons_per_hour=10)
    case = long_rounds(6, 0, buses=6, crossings=(gate,))
    assert max(sum(day) for day in planned(case)) == 2  # the first 40 minutes nobody can pass
    assert max(sum(day) for day in planned(case, 0.5)) == 1


def test_a_full_destination_is_planned_for_nobody_more() -> None:
    ends = (
        place(Destination, "near", handover_seconds=20 * HOUR, capacity=0),
        place(Destination, "far", handover_seconds=34 * HOUR),
    )
    either = tuple(group(n, "north", LOAD) for n in range(2))
    rounds = planned(long_rounds(0, 0, groups=either, destinations=ends))
    assert np.sum(rounds, axis=0).tolist() == [0, 2]


def test_if_not_all_can_be_out_as_many_as_can_are_planned_for() -> None:
    assert np.sum(planned(long_rounds(9, 0)), axis=0).tolist() == [len(DAYS), 0]


def test_what_is_left_of_today_counts_for_today() -> None:
    day = OutDay(opens=0, closes=100, persons=50.0)
    assert [day.since(now) for now in (-10, 0, 60, 100)] == [50.0, 50.0, 20.0, 0.0]


def test_days_begin_where_somebody_can_pass() -> None:
    gate = place(Crossing, "gate", convoy_vehicles=9, headway_seconds=0, persons_per_hour=100)
    problem = compile_problem(long_rounds(1, 0, crossings=(gate,)))
    first = out_days(problem, [((at(7, "09:00"), at(7, "09:30")),)])[0]
    assert (first.opens, first.closes, first.persons) == (at(7, "09:30"), at(7, "12:00"), 250.0)


@pytest.mark.parametrize(("closes", "applies"), [("12:00", True), ("15:00", False)])
def test_it_applies_where_no_vehicle_passes_outward_twice_a_day(
    closes: str, *, applies: bool
) -> None:
    near = place(Destination, "near")
    far = place(Destination, "far", handover_seconds=34 * HOUR)
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(7, "09:00"), closes=at(7, closes))
        for way in ("in", "out")
    )
    problem = compile_problem(long_rounds(1, 1, destinations=(near, far), windows=windows))
    assert WholeRounds(problem, make_lags(problem), Meter()).applies is applies


@pytest.mark.parametrize("rule", ["near", "far"])
def test_a_dispatch_by_whole_rounds_needs_no_luck_with_its_rule(rule: DestinationOrder) -> None:
    case = long_rounds(2, 1)
    policy = replace(Policy(guide="whole", pace=1.0), destinations=rule)
    assert cleared(case, policy) < at(9, "12:00")


def test_without_it_the_rule_far_first_needs_a_day_more() -> None:
    policy = Policy(guide=None, destinations="far")
    assert cleared(long_rounds(2, 1), policy) > at(10, "09:00")


def guides(of: Sequence[Policy]) -> set[str | None]:
    return {policy.guide for policy in of}


def test_it_is_tried_early_and_only_where_it_applies() -> None:
    assert "whole" in guides(standard_policies(whole=True)[:2])
    assert "whole" not in guides(standard_policies(whole=False))


@pytest.mark.parametrize(("rate", "scarce"), [(None, False), (100, False), (4, True)])
def test_where_screening_is_scarce_days_are_not_counted(rate: int | None, *, scarce: bool) -> None:
    gate = place(Crossing, "gate", convoy_vehicles=9, headway_seconds=0, persons_per_hour=rate)
    problem = compile_problem(long_rounds(2, 1, crossings=(gate,)))
    time = outbound_time(problem)
    until = time.position(at(9, "12:00"))
    pilot = Pilot(problem, make_lags(problem), time, until, lambda: False, Meter())
    assert pilot.counts_days is not scarce
