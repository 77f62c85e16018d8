"""What must hold for the report of every plan: people are conserved, and so are vehicles."""

from __future__ import annotations

from datetime import datetime
from random import Random

import pytest
from cases import cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reported import Seen, briefed, page_of

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.brief import Brief
from safepassage.solve import plan

SOME = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


pytestmark = pytest.mark.usefixtures("little_effort")


@SOME
@given(cases(), st.randoms(use_true_random=False))
def test_people_and_vehicles_are_conserved(case: Case, random: Random) -> None:
    found = plan(case, effort=1).plan
    said = briefed(case, found)
    people_add_up(case, said)
    days_are_local(case, said)
    waits_are_right(case, found, said)
    for number in random.sample(range(len(said.fleet.times)), min(6, len(said.fleet.times))):
        vehicles_add_up(case, found, said, number)
    Seen(page_of(case, found))


def people_add_up(case: Case, said: Brief) -> None:
    out = said.answer.out
    assert said.curve.out.people[-1] == said.curve.arrived.people[-1] == out
    assert sum(point.people for point in said.points) == out
    assert sum(day.people for gate in said.gates for day in gate.days) == out
    assert sum(place.people for place in said.reception) == out
    assert sum(one.people for one in said.waits.bins) == out if said.waits else out == 0
    assert sum(point.not_served for point in said.points) == said.answer.not_served
    assert sum(point.staying for point in said.points) == said.answer.staying
    undecided = said.answer.undecided + said.answer.not_asked
    assert sum(point.undecided for point in said.points) == undecided
    assert said.answer.leaving == out + said.answer.not_served
    assert said.answer.registered == sum(group.persons for group in case.groups)
    for days, total in (
        *((point.days, point.people) for point in said.points),
        *((place.days, place.people) for place in said.reception),
    ):
        assert sum(day.people for day in days) == total
    for point in said.points:
        assert point.people <= point.seats
    moved = [m for m in said.ground.movements if said.ground.ways[m.way].outside]
    assert sum(m.people for m in moved) == out


def days_are_local(case: Case, said: Brief) -> None:
    rows = [day.day for point in said.points for day in point.days]
    rows += [day.day for place in said.reception for day in place.days]
    rows += [day.day for gate in said.gates for day in gate.days]
    for day in rows:
        now, before = (datetime.fromtimestamp(at, case.zone) for at in (day, day - 1))
        assert now.date() != before.date()
    for gate in said.gates:
        for one in gate.days:
            assert one.busy <= one.open
            assert sum(hours.closes - hours.opens for hours in one.hours) == one.open
            for hours in one.hours:
                begin, end = (
                    datetime.fromtimestamp(at, case.zone).date()
                    for at in (hours.opens, hours.closes - 1)
                )
                assert begin == end == datetime.fromtimestamp(one.day, case.zone).date()


def waits_are_right(case: Case, found: Plan, said: Brief) -> None:
    """One wait a person, from the plan itself."""
    ends = {convoy.id: convoy.end for convoy in found.convoys if convoy.direction == "out"}
    kinds = {kind.id: kind for kind in case.vehicle_types}
    loading = {v.id: kinds[v.type].loading_seconds for v in case.vehicles}
    stay = {point.id: point.stop_seconds for point in case.assembly_points}
    each: list[int] = []
    for trip in found.trips:
        out = [ends[stop.convoy] for stop in trip.stops if stop.convoy in ends]
        for stop in trip.stops:
            for boarding in stop.boardings:
                called = stop.depart - loading[trip.vehicle] - stay[stop.place]
                each += [out[-1] - called] * boarding.persons
    if not each:
        assert said.waits is None
        return
    assert said.waits is not None
    each.sort()
    assert said.waits.longest == each[-1] == said.answer.longest_wait
    assert said.waits.half == each[(len(each) - 1) // 2]
    for one in said.waits.bins:
        assert one.people == sum(one.low <= wait < one.high for wait in each)


def vehicles_add_up(case: Case, found: Plan, said: Brief, number: int) -> None:
    """What every vehicle does at one instant, one by one."""
    now = said.fleet.times[number]
    kinds = {kind.id: kind for kind in case.vehicle_types}
    loading = {v.id: kinds[v.type].loading_seconds for v in case.vehicles}
    stay = {point.id: point.stop_seconds for point in case.assembly_points}
    counted = dict.fromkeys(("to_people", "boarding", "with_people", "handover", "waiting"), 0)
    for vehicle in case.vehicles:
        doing = "waiting"
        for trip in found.trips:
            stops = trip.stops
            if trip.vehicle != vehicle.id or not stops[0].depart <= now < stops[-1].depart:
                continue
            aboard = 0
            for before, stop in zip((None, *stops), stops, strict=False):
                if before and before.depart <= now < stop.arrive:
                    doing = "with_people" if aboard else "to_people"
                if stop.arrive <= now < stop.depart:
                    called = stop.depart - loading[vehicle.id] - stay.get(stop.place, 0)
                    if stop.boardings and now >= called:
                        doing = "boarding"
                    elif aboard:
                        doing = "handover" if stop is stops[-1] else "with_people"
                    else:
                        doing = "waiting"
                aboard += sum(boarding.persons for boarding in stop.boardings)
        counted[doing] += 1
    for doing in ("to_people", "boarding", "with_people", "handover"):
        assert getattr(said.fleet, doing)[number] == counted[doing], (doing, now)
    assert counted["waiting"] >= 0
