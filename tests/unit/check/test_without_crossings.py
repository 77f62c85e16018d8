"""Without crossings: the same promises, with arrivals in place of convoys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest
from factory import at
from good_plan import routes
from open_case import LINKS, open_case, open_plan

from safepassage.check import BrokenPromise, verify
from safepassage.errors import PlanFileError
from safepassage.model.case import Case
from safepassage.model.plan import Convoy, Plan, Route, Stop
from safepassage.model.terms import Status, StatusChange

Stops = Callable[[tuple[Stop, ...]], tuple[Stop, ...]]


def faults(case: Case, plan: Plan) -> tuple[BrokenPromise, ...]:
    return verify(case, msgspec.structs.replace(plan, case_digest=case.digest))


def changed(plan: Plan, name: str, change: Stops) -> Plan:
    """The plan with other stops in one trip."""
    trips = tuple(
        msgspec.structs.replace(trip, stops=change(trip.stops)) if trip.id == name else trip
        for trip in plan.trips
    )
    return msgspec.structs.replace(plan, trips=trips)


def moved(seconds: int, since: int = 0) -> Stops:
    """Every stop from a number on, so much later; at that one it only departs later."""

    def change(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        return tuple(
            stop
            if number < since
            else msgspec.structs.replace(
                stop,
                arrive=stop.arrive + (seconds if number != since or not since else 0),
                depart=stop.depart + seconds,
            )
            for number, stop in enumerate(stops)
        )

    return change


def test_the_plan_by_hand_keeps_every_promise() -> None:
    case = open_case()
    assert faults(case, open_plan(case)) == ()


def test_the_agreement_is_in_force_throughout_the_horizon() -> None:
    case = open_case()
    plan = open_plan(case)
    start, end = case.horizon
    for ends, refused in ((end, False), (end - 1, True)):
        changes: tuple[tuple[int, Status], ...] = ((start, "in_force"), (ends, "ended"))
        life = tuple(
            StatusChange(at=moment, status=status, by="somebody", source="an agency")
            for moment, status in changes
        )
        agreement = msgspec.structs.replace(case.agreement, status="ended", changes=life)
        lived = case.replace(agreement=agreement)
        if refused:
            with pytest.raises(PlanFileError, match="isn't in force throughout"):
                faults(lived, plan)
        else:
            assert faults(lived, plan) == ()


def test_the_plan_may_rest_at_a_staging_area_wherever_it_comes_from() -> None:
    case = open_case()

    def by_depot(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        first, *others = stops
        way = msgspec.structs.replace(first, route="north>depot", arrive=first.arrive + 600)
        start = msgspec.structs.replace(first, place="north")
        return (start, msgspec.structs.replace(way, depart=way.arrive), *others)

    started = tuple(
        msgspec.structs.replace(each, start="north") if each.id == "bus-2" else each
        for each in case.vehicles
    )
    case = case.replace(vehicles=started)
    plan = changed(open_plan(case), "t3", moved(600))
    plan = changed(
        plan,
        "t3",
        lambda stops: by_depot(
            (
                msgspec.structs.replace(stops[0], arrive=at(7, "06:00"), depart=at(7, "06:00")),
                *stops[1:],
            )
        ),
    )
    assert faults(case, plan) == ()


def test_a_night_may_be_spent_anywhere() -> None:
    case = open_case(horizon=(at(7, "00:00"), at(9, "00:00")))
    plan = changed(open_plan(case), "t3", moved(24 * 3600, since=1))
    assert faults(case, plan) == ()


@pytest.mark.parametrize("clock", ["06:01", "07:26"])
def test_trips_lie_inside_the_horizon(clock: str) -> None:
    opens, closes = (clock, "12:00") if clock < "06:30" else ("06:00", clock)
    case = open_case(horizon=(at(7, opens), at(7, closes)))
    found = faults(case, open_plan(case))
    assert {fault.promise for fault in found} == ({"W1"} if clock == "06:01" else set())
    assert all(fault.amount == 60 and fault.unit == "seconds" for fault in found)


def test_an_arrival_at_the_horizon_s_end_is_too_late() -> None:
    case = open_case(horizon=(at(7, "06:00"), at(7, "07:25")))
    (fault,) = faults(case, open_plan(case))
    assert (fault.promise, fault.amount, fault.unit) == ("W1", 1, "seconds")
    assert "trip t3, stop 3, destination far" in fault.where


def test_parts_of_a_group_arrive_at_one_moment() -> None:
    case = open_case()
    (fault,) = faults(case, changed(open_plan(case), "t2", moved(60, since=1)))
    assert fault.promise == "H1"
    assert "different arrivals" in fault.what


def test_a_convoy_passes_no_crossing() -> None:
    case = open_case()
    convoy = Convoy(
        id="c1", crossing="gate", direction="out", start=at(7, "07:00"), end=at(7, "07:00")
    )
    (fault,) = faults(case, msgspec.structs.replace(open_plan(case), convoys=(convoy,)))
    assert fault.promise == "C1"


def test_a_trip_goes_straight_to_its_points() -> None:
    case = open_case()
    plan = changed(
        open_plan(case),
        "t3",
        lambda stops: (stops[0], msgspec.structs.replace(stops[0], route=None), *stops),
    )
    (fault,) = (each for each in faults(case, plan) if "stops are" in each.what)
    assert fault.promise == "V2"
    assert fault.what.endswith("may come before the assembly points")
    assert "crossing" not in fault.what


def driven(*path: str, past: bool) -> tuple[BrokenPromise, ...]:
    """Bus-2 goes from depot by north to south, boards, and on to far by this path."""
    case = open_case(links=LINKS | {("near", "far"): 300}, past_places=past)
    plan = open_plan(case)
    known = {route.id: route for route in (*plan.routes, *routes(case, [("near", "far")]))}

    def along(name: str, *places: str) -> Route:
        parts = [known[f"{a}>{b}"] for a, b in pairwise(places)]
        return Route(
            id=name,
            origin=places[0],
            destination=places[-1],
            profile="bus",
            arcs=tuple(arc for part in parts for arc in part.arcs),
            seconds=sum(part.seconds for part in parts),
            metres=sum(part.metres for part in parts),
        )

    ways = (along("empty", "depot", "north", "south"), along("laden", *path))
    plan = msgspec.structs.replace(plan, routes=(*plan.routes, *ways))
    start, point, end = next(trip for trip in plan.trips if trip.id == "t3").stops
    late = ways[0].seconds - 900
    stops = (
        start,
        msgspec.structs.replace(
            point, route="empty", arrive=point.arrive + late, depart=point.depart + late
        ),
        msgspec.structs.replace(
            end, route="laden", arrive=end.arrive + 3600, depart=end.depart + 3600
        ),
    )
    return faults(case, changed(plan, "t3", lambda _: stops))


@pytest.mark.parametrize("path", [("south", "far"), ("south", "near", "far")])
def test_nobody_is_driven_past_a_place_where_the_case_says_so(path: tuple[str, ...]) -> None:
    assert driven(*path, past=True) == ()
    found = driven(*path, past=False)
    if "near" not in path:
        assert found == ()  # an empty bus may pass north
    else:
        (fault,) = found
        assert fault.promise == "R1" and "trip t3, stop 3" in fault.where
        assert fault.what == "people are driven past near by route laden"
