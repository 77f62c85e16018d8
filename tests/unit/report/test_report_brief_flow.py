"""Curve, fleet and waits of the plan by hand, against figures worked out by hand."""

from __future__ import annotations

import msgspec
import pytest
from factory import at, group, small_case
from good_plan import T1, T3, good, seated
from reported import briefed

from safepassage.model.plan import Bound, OutBy, Stop
from safepassage.report.brief.flow import MOST_WAIT_BINS, WAIT_BIN_SECONDS, Fleet
from safepassage.solve import plan as plan_of


def test_the_curve_steps_up_as_each_convoy_is_out_and_as_each_arrives() -> None:
    curve = briefed(*good()).curve
    out = dict(zip(curve.out.times, curve.out.people, strict=True))
    assert out == {
        at(7, "09:00"): 0,
        at(7, "09:50") + 30: 11,
        at(7, "11:59") + 30: 20,
        at(8, "09:44") + 30: 29,
        at(8, "10:09") + 30: 38,
    }
    arrived = dict(zip(curve.arrived.times, curve.arrived.people, strict=True))
    assert arrived == {
        at(7, "09:00"): 0,
        at(7, "10:20") + 30: 11,
        at(7, "12:29") + 30: 20,
        at(8, "10:39") + 30: 29,
        at(8, "13:44") + 30: 38,
    }


def test_the_bound_rises_as_a_window_opens_and_not_as_it_closes() -> None:
    case, plan = good()
    points = (OutBy(time=at(8, "14:00"), people=45), OutBy(time=at(7, "14:00"), people=20))
    bound = Bound(clearance=None, people=49, curve=points)
    curve = briefed(case, msgspec.structs.replace(plan, bound=bound)).curve
    assert curve.bound.times == (at(7, "09:00"), at(8, "09:00"), at(9, "09:00"))
    assert curve.bound.people == (20, 45, 49)


def test_no_plan_is_shown_above_its_bound() -> None:
    case = small_case(groups=tuple(group(n, ("north", "south")[n % 2]) for n in range(12)))
    found = plan_of(case, effort=1).plan
    curve = briefed(case, found).curve
    for time, people in zip(curve.out.times, curve.out.people, strict=True):
        most = [n for t, n in zip(curve.bound.times, curve.bound.people, strict=True) if t <= time]
        assert not most or people <= most[-1]


def test_a_bound_without_a_curve_draws_none() -> None:
    case, plan = good()
    bound = Bound(clearance=None, people=49)
    curve = briefed(case, msgspec.structs.replace(plan, bound=bound)).curve
    assert curve.bound.times == curve.bound.people == ()


def doing(fleet: Fleet, day: int, clock: str) -> tuple[int, int, int, int]:
    """To the people, boarding, with people, at the hand-over; at a sampled instant."""
    number = fleet.times.index(at(day, clock))
    return (
        fleet.to_people[number],
        fleet.boarding[number],
        fleet.with_people[number],
        fleet.handover[number],
    )


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (7, "08:45", (3, 0, 0, 0)),
        (7, "09:00", (0, 0, 0, 0)),  # in the convoy's passage, on no road
        (7, "09:15", (3, 0, 0, 0)),
        (7, "09:30", (0, 0, 2, 0)),  # the third waits at north until the next day
        (7, "10:15", (0, 0, 2, 0)),
        (7, "10:30", (1, 0, 0, 0)),
        (7, "11:30", (0, 1, 0, 0)),
        (7, "12:30", (0, 0, 0, 1)),
        (7, "23:45", (0, 0, 0, 0)),
        (8, "09:00", (0, 0, 1, 0)),  # with people from the first point to the second
        (8, "09:15", (1, 1, 0, 0)),
        (8, "13:45", (0, 0, 0, 1)),
    ],
)
def test_every_vehicle_does_one_thing(
    day: int, clock: str, expected: tuple[int, int, int, int]
) -> None:
    fleet = briefed(*good()).fleet
    assert fleet.vehicles == 4
    assert doing(fleet, day, clock) == expected


def test_a_long_plan_is_sampled_more_coarsely_and_to_its_end() -> None:
    case, plan = good()
    long = msgspec.structs.replace(
        T1.stops[-1], arrive=at(8, "00:00") + 365 * 86_400, depart=at(8, "01:00") + 365 * 86_400
    )
    trip = msgspec.structs.replace(T1, stops=(*T1.stops[:-1], long))
    fleet = briefed(case, msgspec.structs.replace(plan, trips=(trip,))).fleet
    assert len(fleet.times) <= 602
    assert fleet.times[0] == at(7, "08:45")
    assert fleet.times[-1] >= long.depart
    assert fleet.with_people[300] == 1
    assert fleet.with_people[-1] == fleet.handover[-1] == 0


def test_waits_are_from_the_call_to_being_out() -> None:
    waits = briefed(*good()).waits
    assert waits is not None
    # 11 people 32:30 long, 9 people 38:30; of bus-2 6 people 54:30 and 3 people 37:50; of bus-3
    # 5 people 48:30 and 4 people 31:50. The nineteenth of 38 has 38:30.
    assert waits.longest == 54 * 60 + 30
    assert waits.half == 38 * 60 + 30
    assert [(one.low, one.high, one.people) for one in waits.bins] == [
        (0, 1800, 0),
        (1800, 3600, 38),
    ]


def test_half_is_of_people_not_of_waits() -> None:
    case, plan = good()
    few = msgspec.structs.replace(T1.stops[2], boardings=seated(g1=1))
    t1 = msgspec.structs.replace(T1, stops=(*T1.stops[:2], few, *T1.stops[3:]))
    waits = briefed(case, msgspec.structs.replace(plan, trips=(t1, T3))).waits
    assert waits is not None
    assert waits.half == 54 * 60 + 30


def test_half_of_two_people_is_the_one_who_waits_less() -> None:
    case, plan = good()
    one = msgspec.structs.replace(T1.stops[2], boardings=seated(g1=1))
    other = msgspec.structs.replace(T3.stops[2], boardings=seated(g3=1))
    t1 = msgspec.structs.replace(T1, stops=(*T1.stops[:2], one, *T1.stops[3:]))
    t3 = msgspec.structs.replace(T3, stops=(*T3.stops[:2], other, *T3.stops[4:]))
    waits = briefed(case, msgspec.structs.replace(plan, trips=(t1, t3))).waits
    assert waits is not None
    assert (waits.half, waits.longest) == (32 * 60 + 30, 54 * 60 + 30)


def test_waits_of_weeks_fall_into_as_many_bins_as_can_be_drawn() -> None:
    case, plan = good()

    def moved(stop: Stop) -> Stop:
        weeks = 3 * 7 * 86_400
        return msgspec.structs.replace(stop, arrive=stop.arrive - weeks, depart=stop.depart - weeks)

    early = msgspec.structs.replace(
        T1, stops=(*(moved(stop) for stop in T1.stops[:3]), *T1.stops[3:])
    )
    waits = briefed(case, msgspec.structs.replace(plan, trips=(early, T3))).waits
    assert waits is not None
    assert waits.longest > MOST_WAIT_BINS * WAIT_BIN_SECONDS
    assert len(waits.bins) <= MOST_WAIT_BINS
    assert sum(one.people for one in waits.bins) == 18
    assert waits.bins[-1].low <= waits.longest < waits.bins[-1].high


def test_nobody_waits_in_an_empty_plan() -> None:
    case, plan = good()
    assert briefed(case, msgspec.structs.replace(plan, trips=(), convoys=())).waits is None
