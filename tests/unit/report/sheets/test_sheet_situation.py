"""The situation report: totals add up across every split, and with those who don't move."""

from __future__ import annotations

import msgspec
import pytest
from factory import at
from sheets_case import files, marked, marked_case

from safepassage.model.plan import Plan
from safepassage.report.journeys import Journeys, journeys
from safepassage.report.language import language
from safepassage.report.sheets.head import head
from safepassage.report.sheets.situation import Counted, Situation, situation


def said(told: Journeys | None = None) -> Situation:
    told = told or marked()
    return situation(told, head(told, language()))


def days_of(kind: str, found: Situation) -> list[Counted]:
    return [getattr(day, kind) for day in found.days]


@pytest.mark.parametrize("kind", ["out", "out_so_far", "arrived", "arrived_so_far"])
def test_sex_and_age_add_up_to_the_persons(kind: str) -> None:
    for part in days_of(kind, said()):
        assert sum(part.bands) + part.not_stated == part.persons


@pytest.mark.parametrize("kind", ["out", "arrived"])
@pytest.mark.parametrize(
    "figure",
    ["persons", "not_stated", "stretchers", "wheelchairs", "escorts", "unaccompanied"],
)
def test_days_add_up_to_what_is_counted_so_far(kind: str, figure: str) -> None:
    found, total = said(), 0
    for today, so_far in zip(days_of(kind, found), days_of(f"{kind}_so_far", found), strict=True):
        total += getattr(today, figure)
        assert getattr(so_far, figure) == total


def test_destinations_add_up_to_the_day() -> None:
    found = said()
    for day in found.days:
        assert sum(one.out for one in day.destinations) == day.out.persons
        assert sum(one.arrived for one in day.destinations) == day.arrived.persons
        so_far = sum(one.arrived_so_far for one in day.destinations)
        assert so_far == day.arrived_so_far.persons


def test_everyone_registered_is_out_or_one_of_the_others() -> None:
    told, found = marked(), said()
    rest = found.not_moving
    assert rest.registered == sum(group.persons for group in told.case.groups)
    others = rest.not_served + rest.staying + rest.undecided + rest.not_asked
    assert rest.out + others == rest.registered
    assert rest.out == found.days[-1].out_so_far.persons
    assert (rest.staying, rest.undecided) == (5, 2)


def test_the_first_day_by_hand() -> None:
    first, second = said().days
    assert (first.day, second.day) == (at(7, "00:00"), at(8, "00:00"))
    # g1, g8 and g11, the one of the stretcher, are four and stated their ages; 20 are out.
    assert first.out == first.arrived
    assert first.out.persons == 20
    assert first.out.bands == (3, 0, 3, 0, 3, 3, 0, 0)
    assert first.out.not_stated == 8
    assert first.out.stretchers == 1
    near, far = first.destinations
    assert (near.out, near.arrived, near.left) == (20, 20, 20)
    assert (near.first, near.last) == (at(7, "10:20") + 30, at(7, "12:29") + 30)
    assert (far.out, far.arrived, far.left, far.first) == (0, 0, None, None)


def test_a_part_of_a_group_has_no_sex_and_age() -> None:
    case, plan = marked_case()
    # The patients of g11 stay where they are: a broken plan, and half of the group is out.
    told = journeys(
        case,
        msgspec.structs.replace(
            plan, trips=tuple(trip for trip in plan.trips if trip.vehicle != "ambulance-1")
        ),
    )
    first, _ = said(told).days
    assert first.out.persons == 18
    assert first.out.bands == (2, 0, 2, 0, 2, 2, 0, 0)
    assert first.out.not_stated == 10
    assert said(told).not_moving.not_served == said().not_moving.not_served + 2


def test_unaccompanied_children_count_once() -> None:
    case, plan = marked_case()
    groups = tuple(
        msgspec.structs.replace(group, unaccompanied=2) if group.id.endswith("g11") else group
        for group in case.groups
    )
    found = said(journeys(case.replace(groups=groups), plan))
    assert [day.out.unaccompanied for day in found.days] == [2, 0]
    assert found.days[-1].out_so_far.unaccompanied == 2


def test_a_destination_reads_who_comes_and_not_who_stays() -> None:
    page = files("destination")["situation.html"].decode()
    assert "Arrived today" in page
    assert "Not asked" not in page
    assert "Not asked" in files("planner")["situation.html"].decode()


def test_nobody_out_is_a_report_without_a_day() -> None:
    case, plan = marked_case()
    empty: Plan = msgspec.structs.replace(plan, trips=())
    found = said(journeys(case, empty))
    assert found.days == ()
    assert found.not_moving.out == 0
    page = files("planner", journeys(case, empty))["situation.html"].decode()
    assert "Nothing moves in this plan." in page
