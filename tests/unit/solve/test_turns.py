"""Whose turn it is at a gate: by patience, after a night, and where it was not planned for."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from factory import BUS, at, group, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.solve.dispatch.arrivals import Outbound
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import KEPT, Policy
from safepassage.solve.dispatch.rounds import Call, Load, Ride, Round
from safepassage.solve.dispatch.state import start
from safepassage.solve.dispatch.targets import Entry, Returns
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.score import people_out

NORTH, SOUTH = 0, 1

EARLY, LATE = 0, 1


def problem() -> Problem:
    """The early gate is on the way to near, the late one is not; both points are as far from it."""
    hours = {"early": "11:00", "late": "13:00"}
    return compile_problem(
        small_case(
            crossings=tuple(
                place(Crossing, name, convoy_vehicles=9, headway_seconds=0) for name in hours
            ),
            windows=tuple(
                Window(crossing=name, direction=way, opens=at(day, "08:00"), closes=at(day, closes))
                for name, closes in hours.items()
                for day in (7, 8)
                for way in ("in", "out")
            ),
            assembly_points=(
                place(AssemblyPoint, "north", overnight=True),
                place(AssemblyPoint, "south"),
            ),
            destinations=(place(Destination, "near"),),
            links={
                ("depot", "early"): 600,
                ("early", "north"): 900,
                ("early", "south"): 900,
                ("late", "north"): 900,
                ("late", "south"): 900,
                ("late", "near"): 3600,
                ("early", "near"): 1800,
            },
            groups=(),
        )
    )


def load(of: Problem, point: int, *, fit: int = BUS.driving_seconds) -> Load:
    """A bus that entered by the early gate at nine and is ready at half past."""
    ride = Ride(EARLY, "in", at(7, "09:00"), at(7, "09:00"))
    arrive = at(7, "09:15")
    call = Call(point, arrive, arrive + 900, 900, [])
    depot = of.place_index["depot"]
    item = Round(0, depot, at(7, "08:50"), ride, [call], fit=fit)
    return Load([item], 0, 1, 8, EARLY)


def outbound(of: Problem, policy: Policy, *loads: Load) -> Outbound:
    state = start(of, policy)
    state.loads = dict(enumerate(loads))
    return Outbound(of, policy, state, Returns(of, policy.margin))


def first(turns: Outbound) -> int:
    """The load at the early gate that passes before the others."""
    return min(turns.arrivals(EARLY), key=lambda arrival: arrival.urgency).key


def test_who_may_wait_overnight_lets_others_pass_until_a_night_has_gone_by() -> None:
    of = problem()
    loads = load(of, NORTH), load(of, SOUTH)
    later = replace(loads[0].rounds[0].calls[0], arrive=at(7, "09:10"))
    loads[0].rounds[0].calls = [later]  # north was ready first
    assert first(outbound(of, Policy(patient_last=True), *loads)) == 1
    assert first(outbound(of, Policy(patient_last=False), *loads)) == 0
    turns = outbound(of, Policy(patient_last=True), *loads)
    loads[1].rounds[0].calls[0].arrive = at(8, "09:15")  # south comes on the next day
    turns.after_night(at(8, "00:00"))
    assert first(turns) == 0


def test_a_load_whose_gate_has_closed_leaves_by_another_if_the_crew_is_fit_for_it() -> None:
    of = problem()
    way_round = 600 + 900 + 900 + 3600  # depot, early gate, north, late gate, near
    for fit, ready in ((way_round, [at(7, "11:00") + 900]), (way_round - 1, [])):
        turns = outbound(of, Policy(), load(of, NORTH, fit=fit))
        assert [arrival.ready for arrival in turns.arrivals(EARLY)] == [at(7, "09:45")]
        assert [arrival.ready for arrival in turns.arrivals(LATE)] == ready


def test_a_load_whose_gate_never_opens_again_leaves_by_another_at_once() -> None:
    of = problem()
    late = load(of, NORTH)
    late.rounds[0].calls[0].arrive = at(8, "10:40")  # ready at 10:55, at the early gate after 11:00
    assert [arrival.ready for arrival in outbound(of, Policy(), late).arrivals(LATE)] == [
        at(8, "11:10")
    ]


@pytest.mark.parametrize(("point", "leaves"), [(NORTH, [at(8, "08:00")]), (SOUTH, [])])
def test_who_is_too_late_for_a_gate_leaves_the_next_day_or_is_called_off_at_night(
    point: int, leaves: list[int]
) -> None:
    of, policy = problem(), Policy()
    state, late = start(of, policy), load(of, point)
    late.rounds[0].calls[0].arrive = at(7, "13:00")  # ready when both gates have closed
    state.origin[0] = state.idle.pop(0)
    state.loads[0] = late
    schedule, _ = Dispatch(of, policy, None, Meter(), Mornings(of), state).run()
    assert [ride.outbound.start for ride in schedule.rounds if ride.outbound] == leaves
    assert 0 in state.idle  # free again: after its round, or as if it had not entered


def test_a_vehicle_can_do_no_more_than_one_that_is_as_fit_and_as_long_there() -> None:
    one = Entry(0, 3, at(7, "09:00"), 600, 6000, 30000, at(7, "18:00"))
    assert one.no_abler(one)
    assert one.no_abler(one._replace(lead=0, lead_metres=0, until=None))
    assert not one.no_abler(one._replace(lead=601))
    assert not one.no_abler(one._replace(lead_metres=6001))
    assert not one.no_abler(one._replace(until=at(7, "17:59")))
    assert not one.no_abler(one._replace(time=at(7, "08:59")))
    assert not one._replace(until=None).no_abler(one)


def never_resting() -> Problem:
    """A gate that screens two groups in ten minutes; vehicles may wait overnight in north."""
    plain = small_case()
    days = (7, 8, 9, 10)
    buses = [msgspec.structs.replace(plain.vehicles[0], id=f"bus-{n}") for n in range(16)]
    return compile_problem(
        plain.replace(
            windows=tuple(
                Window(
                    crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "11:00")
                )
                for day in days
                for way in ("in", "out")
            ),
            crossings=(
                place(
                    Crossing,
                    "gate",
                    convoy_vehicles=4,
                    headway_seconds=0,
                    vehicles_per_hour=600,
                    persons_per_hour=60,
                ),
            ),
            destinations=(place(Destination, "near"), place(Destination, "far")),
            vehicles=tuple(buses),
            groups=tuple(
                group(n, "north" if n < 24 else "south", 5, destinations=("near",))
                for n in range(76)
            ),
        )
    )


def out(of: Problem, policy: Policy) -> int:
    schedule, _ = Dispatch(of, policy, None, Meter(), Mornings(of)).run()
    return people_out(schedule)


def test_more_are_out_through_a_gate_that_never_rests_if_people_are_kept_for_the_mornings() -> None:
    of = never_resting()
    plain = Policy(points="near", guide=None)
    assert out(of, plain) == 300
    assert out(of, replace(plain, save=KEPT)) == 360
