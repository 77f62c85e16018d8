"""Notification, go/no-go and timeline: a day a section, the figures of that day."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
from factory import at
from sheets_case import OLD, arabic, files, marked, marked_case

from safepassage.model.exposure import ExposureRules
from safepassage.model.plan import Plan
from safepassage.report.journeys import Journeys, journeys
from safepassage.report.language import language
from safepassage.report.sheets.event_words import offset
from safepassage.report.sheets.head import head
from safepassage.report.sheets.notification import notification
from safepassage.report.sheets.release import Room, release
from safepassage.report.sheets.timeline import timeline


def with_terms(**changes: object) -> Journeys:
    case, plan = marked_case()
    terms = msgspec.structs.replace(case.agreement, **changes)
    return journeys(case.replace(agreement=terms), plan)


@pytest.mark.parametrize(("hours", "due"), [(48, at(5, "08:00")), (24, at(6, "08:00"))])
def test_a_notification_is_due_the_agreed_time_before_the_first_movement(
    hours: int, due: int
) -> None:
    told = with_terms(notification_hours=hours)
    first, second = notification(told, head(told, language())).days
    # The first vehicle moves at 08:45 on both days; down to the hour that is 08:00.
    assert first.submit_by == due
    assert second.submit_by == due + 24 * 3600


def test_a_notification_counts_each_convoy_and_lists_each_vehicle_once() -> None:
    told = marked()
    first, second = notification(told, head(told, language())).days
    assert [(one.convoy, one.persons) for one in first.passages] == [
        ("in-1", 0),
        ("out-1", 11),
        ("in-2", 0),
        ("out-2", 9),
    ]
    assert [[(k.kind, k.vehicles) for k in one.kinds] for one in first.passages[:2]] == [
        [("ambulance", 1), ("bus", 2)],
        [("ambulance", 1), ("bus", 1)],
    ]
    assert first.persons == 20
    assert first.persons + second.persons == sum(journey.persons for journey in told.all)
    assert [one.vehicle for one in first.vehicles] == ["ambulance-1", "bus-1", "bus-2"]
    assert [one.emblem for one in first.vehicles] == [True, False, False]
    assert [(one.crossing, one.destination, one.metres) for one in second.routes] == [
        ("Gate", "Far", 144_000),
        ("Gate", "Near", 18_000),
    ]


def test_a_notification_says_what_it_is_not_and_has_blanks_to_fill_in() -> None:
    page = files("party")["notification.html"].decode()
    days = page.count('<section class="day"')
    says = (
        "A notification is neither a permission nor a guarantee, and nothing here says that a "
        "road is safe."
    )
    assert page.count(says) == days == 2
    for label in ("Number plate", "Driver", "Telephone"):
        assert page.count(f'contenteditable="true" role="textbox" aria-label="{label}"') == 3 + 2
    assert page.count("Received by: ") == 3 * days
    for name in ("one side", "other side", "guarantor"):
        assert name in page


def test_a_convoy_is_released_only_if_there_are_places_left_where_it_goes() -> None:
    told = marked()
    first, second = release(told, head(told, language())).days
    rooms = {one.convoy: one.rooms for one in (*first.convoys, *second.convoys)}
    # `near` has 40 places in all and 20 a day: 11 arrive first, then 9.
    assert rooms == {
        "in-1": (),
        "out-1": (Room(destination="Near", persons=11, left=20),),
        "in-2": (),
        "out-2": (Room(destination="Near", persons=9, left=9),),
        "in-3": (),
        "out-3": (Room(destination="Far", persons=9, left=None),),
        "out-4": (Room(destination="Near", persons=9, left=20),),
    }


def test_a_convoy_in_is_held_against_the_people_called_for_its_vehicles() -> None:
    told = marked()
    first, _ = release(told, head(told, language())).days
    found = {one.convoy: (one.vehicles, one.people, one.seats) for one in first.convoys}
    assert found["in-1"] == (3, 20, 24)
    assert found["out-1"] == (2, 11, 14)
    page = files("planner")["release.html"].decode()
    assert page.count('type="checkbox"') == 9 * 7 - 3  # no headcount on the way in
    assert "TOO FEW" not in page


def words(page: bytes) -> str:
    """What is read on a page: no tags, and spaces for line breaks."""
    return " ".join(re.sub(r"<[^>]*>", "", page.decode()).split())


STOP = "STOP: the last picture of who holds what ground is {} days old on this day."
NO_PICTURE = "Not stated: no picture of who holds what ground."


def test_nothing_is_released_on_an_old_front_line() -> None:
    """The case's is of 18 February, its convoys pass on 7 and 8 March, and 7 days are its most."""
    page = words(files("convoy")["release.html"])
    assert page.count(STOP.format(17)) == page.count(STOP.format(18)) == 1
    assert page.count("No convoy is released on one older than 7 days: get a new one first.") == 2


@pytest.mark.parametrize(("most", "stopped"), [(16, 2), (17, 1), (18, 0)])
def test_each_day_has_the_age_of_the_picture_it_will_have(most: int, stopped: int) -> None:
    case, plan = marked_case()
    told = journeys(case.replace(exposure=ExposureRules(stale_days=most)), plan)
    page = words(files("planner", told)["release.html"])
    assert page.count("STOP: ") == stopped
    assert page.count("The last picture of who holds what ground is ") == 2 - stopped


def test_a_picture_of_a_later_day_is_none_yet() -> None:
    case, plan = marked_case()
    later = msgspec.structs.replace(OLD, on="2018-03-08")
    page = words(files("planner", journeys(case.replace(control=(later,)), plan))["release.html"])
    assert page.count(NO_PICTURE) == 1
    assert page.count("is 0 days old on this day.") == 1


def test_a_case_without_a_picture_says_so() -> None:
    case, plan = marked_case()
    page = words(files("planner", journeys(case.replace(control=()), plan))["release.html"])
    assert page.count(NO_PICTURE) == 2
    assert "STOP: " not in page


def test_a_convoy_with_too_few_places_is_marked() -> None:
    case, plan = marked_case()
    crowded = json.loads(msgspec.json.encode(plan))
    crowded["trips"][3]["stops"][2]["boardings"][0]["seated"] += 5
    told = journeys(case, msgspec.convert(crowded, Plan))
    page = files("convoy", told)["release.html"].decode()
    assert page.count("TOO FEW") == 2  # in-2 and out-2


def test_a_passage_outside_every_window_has_no_window() -> None:
    case, plan = marked_case()
    told = journeys(case.replace(windows=case.windows[2:]), plan)
    first, second = notification(told, head(told, language())).days
    assert {(one.opens, one.closes) for one in first.passages} == {(None, None)}
    assert {one.opens for one in second.passages} == {at(8, "09:00")}
    assert "no window" in files("party", told)["notification.html"].decode()


def test_a_timeline_counts_from_the_first_opening_of_the_day() -> None:
    told = marked()
    first, second = timeline(told, head(told, language())).days
    assert first.zero == at(7, "09:00")
    found = [(offset(e.offset or 0), e.kind, e.vehicles, e.people) for e in first.events][:6]
    assert found == [
        ("T−0:15", "leaves", 3, 0),
        ("T−0:05", "at_gate", 3, 0),
        ("T+0:00", "opens_in", 0, 0),
        ("T+0:00", "opens_out", 0, 0),
        ("T+0:00", "passes_in", 3, 0),
        ("T+0:18", "reaches_point", 3, 0),
    ]
    assert second.zero == at(8, "09:00")
    for day in (first, second):
        assert [event.at for event in day.events] == sorted(event.at for event in day.events)


def test_every_vehicle_and_person_of_a_trip_is_on_the_timeline() -> None:
    told = marked()
    events = [event for day in timeline(told, head(told, language())).days for event in day.events]
    riders = sum(journey.persons for journey in told.all)
    for kind in ("called", "passes_out", "arrives"):
        assert sum(event.people for event in events if event.kind == kind) == riders
    for kind in ("leaves", "passes_out", "arrives", "free"):
        assert sum(event.vehicles for event in events if event.kind == kind) == len(told.all)


def test_a_day_of_arrivals_alone_has_no_t() -> None:
    case, plan = marked_case()
    told = journeys(case.replace(windows=case.windows[:2]), plan)
    _, second = timeline(told, head(told, language())).days
    assert second.zero is None
    assert {event.offset for event in second.events} == {None}
    assert "No crossing opens on this day." in files("convoy", told)["timeline.html"].decode()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-4800, "T−1:20"), (-60, "T−0:01"), (0, "T+0:00"), (59, "T+0:00"), (36_060, "T+10:01")],
)
def test_an_offset_reads_as_hours_and_minutes(seconds: int, told: str) -> None:
    assert offset(seconds) == told


def test_a_page_loads_nothing_and_stands_in_the_reader_s_direction(tmp_path: Path) -> None:
    for name, data in files("planner", words=arabic(tmp_path)).items():
        if name.endswith(".html"):
            page = data.decode()
            assert '<html lang="ar" dir="rtl">' in page
            assert "default-src 'none'; style-src 'unsafe-inline'" in page
            assert not re.search(r"(src|href)=\"(?!#)|url\(|@import|<script", page)
    assert "إخطار بالتحرك" in files("party", words=arabic(tmp_path))["notification.html"].decode()


def test_equal_plans_give_equal_bytes() -> None:
    for audience in ("planner", "convoy", "destination", "party"):
        assert files(audience) == files(audience)
