"""Trips of the plan by hand, followed: convoys, calls, legs, and who is aboard."""

from __future__ import annotations

import msgspec
from factory import at
from good_plan import T1, T3, T5, good

from safepassage.model.plan import Plan, Trip
from safepassage.report.journeys import Journey, Journeys, journeys


def followed() -> Journeys:
    return journeys(*good())


def of(trip: Trip) -> Journey:
    return next(journey for journey in followed().all if journey.trip == trip.id)


def told(plan: Plan) -> Journeys:
    return journeys(good()[0], plan)


def test_a_journey_has_the_ends_convoys_and_times_of_its_trip() -> None:
    journey = of(T1)
    assert (journey.origin, journey.destination) == ("depot", "near")
    assert journey.inward is not None
    assert journey.outward is not None
    assert (journey.inward.id, journey.outward.id) == ("in-1", "out-1")
    assert journey.leaves == at(7, "08:45")
    assert (journey.arrives, journey.free) == (at(7, "10:20") + 30, at(7, "10:25") + 30)
    assert journey.persons == 9


def test_people_are_called_at_the_latest_moment_that_leaves_time_to_load() -> None:
    (call,) = of(T1).calls
    assert (call.arrive, call.at, call.depart) == (at(7, "09:18"), at(7, "09:18"), at(7, "09:28"))
    first, second = of(T3).calls
    assert (first.arrive, first.at) == (at(7, "09:18"), at(8, "08:50"))
    assert (second.at, second.depart) == (at(8, "09:06") + 40, at(8, "09:16") + 40)


def test_a_points_own_stop_time_calls_people_earlier() -> None:
    case, plan = good()
    north, south = case.assembly_points
    slow = case.replace(assembly_points=(msgspec.structs.replace(north, stop_seconds=120), south))
    call = next(j for j in journeys(slow, plan).all if j.trip == T5.id).calls[1]
    assert call.place == "north"
    assert call.at == at(8, "09:35") + 40


def test_a_leg_has_those_aboard_who_boarded_before_it() -> None:
    persons = [(leg.route, leg.persons) for leg in of(T5).legs]
    assert persons == [
        ("depot>gate", 0),
        ("gate>south", 0),
        ("south>north", 5),
        ("north>gate", 9),
        ("gate>near", 9),
    ]
    legs = of(T5).legs
    assert (legs[2].depart, legs[2].arrive) == (at(8, "09:31"), at(8, "09:37") + 40)


def test_convoys_have_their_vehicles_in_order_of_start() -> None:
    found = followed()
    assert {name: [j.trip for j in riders] for name, riders in found.outward.items()} == {
        "out-1": ["t1", "t2"],
        "out-2": ["t4"],
        "out-3": ["t3"],
        "out-4": ["t5"],
    }
    assert list(found.outward) == ["out-1", "out-2", "out-3", "out-4"]
    assert {name: [j.trip for j in riders] for name, riders in found.inward.items()} == {
        "in-1": ["t1", "t2", "t3"],
        "in-2": ["t4"],
        "in-3": ["t5"],
    }


def test_first_is_the_first_opening_and_last_the_last_arrival() -> None:
    found = followed()
    assert (found.first, found.last) == (at(7, "09:00"), at(8, "13:44") + 30)


def test_nobody_travels_in_an_empty_plan() -> None:
    found = told(msgspec.structs.replace(good()[1], trips=(), convoys=(), routes=()))
    assert (found.all, found.outward, found.inward) == ((), {}, {})
    assert found.last == found.first


def test_what_a_plan_names_and_its_case_lacks_is_passed_over() -> None:
    plan = good()[1]
    ghost = msgspec.structs.replace(T1, id="ghost", vehicle="ghost")
    empty = msgspec.structs.replace(T1, id="empty", stops=())
    assert len(told(msgspec.structs.replace(plan, trips=(ghost, empty, *plan.trips))).all) == 5
    lost = told(msgspec.structs.replace(plan, convoys=()))
    assert {(j.inward, j.outward) for j in lost.all} == {(None, None)}


def test_who_passes_two_crossings_is_out_past_the_last() -> None:
    plan = good()[1]
    stops = list(T1.stops)
    stops[1] = msgspec.structs.replace(stops[1], convoy="out-3")
    twice = msgspec.structs.replace(T1, stops=tuple(stops))
    (journey,) = told(msgspec.structs.replace(plan, trips=(twice,))).all
    assert journey.outward is not None
    assert journey.outward.id == "out-3"
