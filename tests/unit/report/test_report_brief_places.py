"""Points, crossings and reception, day by day: nights, clock changes, and two windows a day."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from factory import at, small_case
from good_plan import T1, T4, convoy, good
from reported import briefed, page_of

from safepassage.model.agreement import Direction, Window
from safepassage.model.case import Case
from safepassage.model.plan import Convoy, Plan, Trip
from safepassage.report.brief.places import Gate, Hours, Point

CLOCKS_GO_FORWARD = 30
"""In Damascus at midnight of 30 March 2018: that day begins at 01:00 and has 23 hours."""


def window(direction: Direction, opens: int, closes: int) -> Window:
    return Window(crossing="gate", direction=direction, opens=opens, closes=closes)


def with_convoys(*convoys: Convoy) -> Plan:
    return msgspec.structs.replace(good()[1], convoys=convoys, trips=())


def gate(case: Case, plan: Plan, direction: Direction) -> Gate:
    (found,) = (g for g in briefed(case, plan).gates if g.direction == direction)
    return found


def utc(day: int, hour: int) -> int:
    return int(datetime(2018, 3, day, hour, tzinfo=UTC).timestamp())


def point(name: str, plan: Plan | None = None, case: Case | None = None) -> Point:
    given_case, given_plan = good()
    found = briefed(case or given_case, plan or given_plan).points
    return next(one for one in found if one.name == name)


def test_a_point_says_who_is_called_when_and_who_is_not() -> None:
    north, south = point("North"), point("South")
    assert (north.people, south.people) == (21, 17)
    assert (north.first_call, north.last_call) == (at(7, "09:18"), at(8, "09:37") + 40)
    assert (south.first_call, south.last_call) == (at(7, "11:21"), at(8, "09:21"))
    assert [(d.day, d.people) for d in north.days] == [(at(7, "00:00"), 11), (at(8, "00:00"), 10)]
    assert [(d.day, d.people) for d in south.days] == [(at(7, "00:00"), 9), (at(8, "00:00"), 8)]
    assert (north.not_served, south.not_served) == (5, 0)
    assert (north.staying, north.undecided, south.staying, south.undecided) == (0, 0, 5, 2)


def test_places_sent_are_those_still_free_when_the_vehicle_comes() -> None:
    # At north: bus-1 (10), the ambulance (4), bus-2 (10), and bus-3 with 5 of its 10 places taken.
    assert point("North").seats == 10 + 4 + 10 + 5
    # At south: bus-2 with 6 taken, bus-1 and bus-3 empty.
    assert point("South").seats == 4 + 10 + 10


def test_people_not_served_are_counted_where_they_are_registered_whatever_a_plan_does() -> None:
    plan = good()[1]
    twice = msgspec.structs.replace(plan, trips=(*plan.trips, T1))
    assert point("North", twice).not_served == 5
    t1 = msgspec.structs.replace(
        T1, stops=tuple(msgspec.structs.replace(stop, convoy=None) for stop in T1.stops)
    )
    nowhere = msgspec.structs.replace(plan, trips=(t1, *plan.trips[1:]))
    assert point("North", nowhere).not_served == 5 + 9


def test_a_crossing_counts_convoys_vehicles_people_and_time_on_the_day_they_start() -> None:
    out = gate(*good(), "out")
    seventh = out.days[0]
    assert seventh.hours == (Hours(opens=at(7, "09:00"), closes=at(7, "14:00")),)
    assert (seventh.convoys, seventh.vehicles, seventh.people) == (2, 3, 20)
    assert (seventh.busy, seventh.open) == (330 + 270, 5 * 3600)
    assert [day.day for day in out.days] == [at(day, "00:00") for day in (7, 8, 9, 10)]
    inward = gate(*good(), "in")
    assert [(day.convoys, day.vehicles, day.people) for day in inward.days[:2]] == [
        (2, 4, 0),
        (1, 1, 0),
    ]


def test_two_windows_of_a_day_are_not_told_as_one() -> None:
    case = small_case(
        windows=(
            window("out", at(7, "18:00"), at(7, "19:00")),
            window("out", at(7, "06:00"), at(7, "07:00")),
        )
    )
    plan = with_convoys(convoy("a", "out", at(7, "06:10"), 60))
    (day,) = gate(case, plan, "out").days
    assert [(one.opens, one.closes) for one in day.hours] == [
        (at(7, "06:00"), at(7, "07:00")),
        (at(7, "18:00"), at(7, "19:00")),
    ]
    assert day.open == 2 * 3600
    page = page_of(case, plan)
    for told in ("06:00", "07:00", "18:00", "19:00"):
        assert f"<bdi>{told}</bdi>" in page


def test_a_window_and_a_passage_over_midnight_are_cut_at_it() -> None:
    case = small_case(windows=(window("out", at(7, "23:58"), at(8, "02:00")),))
    plan = with_convoys(convoy("a", "out", at(7, "23:59"), 600))
    first, second = gate(case, plan, "out").days
    assert first.hours == (Hours(opens=at(7, "23:58"), closes=at(8, "00:00")),)
    assert second.hours == (Hours(opens=at(8, "00:00"), closes=at(8, "02:00")),)
    assert (first.convoys, first.busy, first.open) == (1, 60, 120)
    assert (second.convoys, second.busy, second.open) == (0, 540, 7200)
    assert "<bdi>24:00</bdi>" in page_of(case, plan)


def test_the_day_on_which_clocks_go_forward_has_23_hours() -> None:
    day = CLOCKS_GO_FORWARD
    case = small_case(
        horizon=(at(29, "00:00"), at(31, "12:00")),
        windows=(window("out", at(29, "00:00"), at(31, "12:00")),),
    )
    plan = with_convoys(convoy("a", "out", utc(29, 21), 600), convoy("b", "out", utc(29, 22), 600))
    before, changed, after = gate(case, plan, "out").days
    assert (before.day, changed.day, after.day) == (utc(28, 22), utc(29, 22), utc(30, 21))
    assert [one.open for one in (before, changed, after)] == [24 * 3600, 23 * 3600, 12 * 3600]
    assert [one.convoys for one in (before, changed, after)] == [1, 1, 0]
    assert at(day, "01:00") == utc(29, 22)


def test_people_before_and_after_a_clock_change_count_on_their_own_days() -> None:
    case, plan = good()

    def moved(trip: Trip, seconds: int) -> Trip:
        stops = tuple(
            msgspec.structs.replace(s, arrive=s.arrive + seconds, depart=s.depart + seconds)
            for s in trip.stops
        )
        return msgspec.structs.replace(trip, stops=stops)

    # The last of 29 March arrive at 23:59:59 of a clock two hours ahead of UTC, the first of the
    # 30th one second later, at 01:00.
    last = moved(T1, utc(29, 22) - 1 - T1.stops[-1].arrive)
    first = moved(T4, utc(29, 22) - T4.stops[-1].arrive)
    near = briefed(case, msgspec.structs.replace(plan, trips=(last, first))).reception[0]
    assert [(day.day, day.people) for day in near.days] == [(utc(28, 22), 9), (utc(29, 22), 9)]
    assert (near.first_arrival, near.last_arrival) == (utc(29, 22) - 1, utc(29, 22))


def test_reception_says_who_arrives_when_and_what_room_is_stated() -> None:
    near, far = briefed(*good()).reception
    assert (near.people, far.people) == (29, 9)
    assert (near.capacity, near.daily_capacity) == (40, 20)
    assert (far.capacity, far.daily_capacity) == (None, None)
    assert [(d.day, d.people) for d in near.days] == [(at(7, "00:00"), 20), (at(8, "00:00"), 9)]
    assert (far.first_arrival, far.last_arrival) == (at(8, "13:44") + 30, at(8, "13:44") + 30)


def test_a_passage_outside_every_window_is_told_all_the_same() -> None:
    case, plan = good()
    shut = case.replace(windows=tuple(w for w in case.windows if w.opens > at(8, "00:00")))
    day = gate(shut, plan, "out").days[0]
    assert (day.hours, day.open, day.people, day.busy) == ((), 0, 20, 600)
    assert page_of(shut, plan)
