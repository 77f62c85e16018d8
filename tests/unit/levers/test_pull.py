"""What a lever changes, that it changes nothing else, and that there are no others."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import get_args

import pytest
from factory import at, small_case
from lever_cases import closed_crossing, few, screening_binds
from msgspec.structs import replace

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.levers import LeverKind, LeverTerms
from safepassage.studies.levers.handles import handles
from safepassage.studies.levers.pull import pull

CHANGES: dict[str, set[str]] = {
    "minutes": {"windows"},
    "days": {"windows", "horizon"},
    "crossing": {"windows"},
    "convoy": {"crossings"},
    "headway": {"crossings"},
    "lanes": {"crossings"},
    "vehicles": {"vehicles"},
    "staging": {"vehicles"},
    "overnight": {"assembly_points"},
    "crews": {"vehicle_types"},
    "driving": {"vehicle_types"},
    "reception": {"destinations"},
    "destination": {"agreement"},
}
"""Every lever there is, and all that it may touch: never people, choices, the guard or roads."""

WHERE = {
    "crossing": "back",
    "staging": "camp",
    "destination": "far",
}


def changed(case: Case, other: Case) -> set[str]:
    return {
        field.name
        for field in dataclasses.fields(case)
        if getattr(case, field.name) is not getattr(other, field.name)
        and getattr(case, field.name) != getattr(other, field.name)
    }


def some_case() -> Case:
    case = closed_crossing(screening_binds())
    kind = replace(case.vehicle_types[0], driving_seconds=9 * 3600, rest_seconds=8 * 3600)
    limited = (replace(case.destinations[0], capacity=40), case.destinations[1])
    stated = replace(case.agreement, destinations=("near",))
    crossings = tuple(replace(each, headway_seconds=900) for each in case.crossings)
    return case.replace(
        vehicle_types=(kind,), destinations=limited, agreement=stated, crossings=crossings
    )


def test_the_list_is_closed() -> None:
    assert set(get_args(LeverKind)) == set(CHANGES)


@pytest.mark.parametrize("kind", get_args(LeverKind))
def test_a_lever_changes_what_it_is_and_nothing_else(kind: LeverKind) -> None:
    case = some_case()
    pulled = pull(case, kind, WHERE.get(kind, ""), 1)
    assert changed(case, pulled) == CHANGES[kind]


def test_who_screens_as_slowly_as_before_screens_more_in_more_lanes() -> None:
    case = screening_binds()
    gate = case.crossings[0]
    more = pull(case, "lanes", "gate", 20).crossings[0]
    assert (more.persons_per_hour, more.vehicles_per_hour) == (60, 900)
    assert replace(more, persons_per_hour=40, vehicles_per_hour=600) == gate


def test_the_last_window_of_each_day_closes_later_and_never_after_midnight() -> None:
    case = small_case()
    early = Window(crossing="gate", direction="in", opens=at(7, "06:00"), closes=at(7, "07:00"))
    case = case.replace(windows=(*case.windows, early))
    longer = pull(case, "minutes", "gate", 30)
    assert [
        w.closes - before.closes for w, before in zip(longer.windows, case.windows, strict=True)
    ] == [1800] * 8 + [0]
    night = pull(case, "minutes", "", 24 * 60)
    assert max(w.closes for w in night.windows) == case.horizon[1]
    assert night.windows[0].closes == at(8, "00:00")


def test_more_days_have_the_local_hours_of_the_last_one() -> None:
    # Clocks go forward on 30 March in Damascus: nine o'clock comes an hour sooner.
    shift = at(28, "00:00") - at(9, "00:00")
    case = small_case()
    windows = tuple(
        replace(w, opens=w.opens + shift, closes=w.closes + shift)
        for w in case.windows
        if w.opens < at(9, "00:00")
    )
    shift_back = {w.opens for w in windows}
    assert len(shift_back) == 2
    case = case.replace(windows=windows, horizon=(at(26, "00:00"), at(29, "00:00")))
    longer = pull(case, "days", "", 3)
    opens = [
        datetime.fromtimestamp(w.opens, case.zone).strftime("%d %H:%M")
        for w in longer.windows[len(windows) :]
        if w.direction == "in"
    ]
    assert opens == ["29 09:00", "30 09:00", "31 09:00"]
    last = datetime.fromtimestamp(longer.horizon[1], case.zone)
    assert last.strftime("%d %H:%M") == "01 00:00"


def test_a_further_crossing_opens_with_the_others() -> None:
    case = closed_crossing(screening_binds())
    opened = pull(case, "crossing", "back", 1)
    hours = {
        name: sorted((w.direction, w.opens, w.closes) for w in opened.windows if w.crossing == name)
        for name in ("gate", "back")
    }
    assert hours["gate"] == hours["back"]
    assert pull(opened, "crossing", "back", 1) is opened


def test_more_vehicles_wait_where_the_others_do_under_ids_of_their_own() -> None:
    case = small_case()
    more = pull(pull(case, "vehicles", "bus", 2), "vehicles", "bus", 1)
    assert [v.id for v in more.vehicles][4:] == ["bus-more-1", "bus-more-2", "bus-more-3"]
    assert {(v.type, v.start) for v in more.vehicles[4:]} == {("bus", "depot")}


def test_nobody_drives_into_the_rest() -> None:
    kind = some_case().vehicle_types[0]
    longer = pull(some_case(), "driving", "", 23).vehicle_types[0]
    assert longer.driving_seconds == 24 * 3600 - kind.rest_seconds


def test_daily_places_and_the_total_grow_together() -> None:
    case = small_case()  # 40 in all, 20 a day
    near = pull(case, "reception", "near", 5).destinations[0]
    assert (near.daily_capacity, near.capacity) == (25, 50)


def test_levers_are_those_that_the_case_has() -> None:
    found = {(handle.kind, handle.where) for handle in handles(some_case())}
    assert found == {
        ("minutes", "gate"),
        ("days", ""),
        ("crossing", "back"),
        ("convoy", "gate"),
        ("headway", "gate"),
        ("lanes", "gate"),
        ("vehicles", "bus"),
        ("overnight", ""),
        ("crews", ""),
        ("driving", ""),
        ("reception", "near"),
        ("destination", "far"),
    } - ({("destination", "far")})  # nobody here accepts it


def test_a_destination_is_a_lever_only_if_somebody_accepts_it() -> None:
    case = few(buses=1, people=10, accepts=("near", "far"))
    stated = case.replace(agreement=replace(case.agreement, destinations=("near",)))
    assert "destination" in {handle.kind for handle in handles(stated)}
    open_terms = case.replace(agreement=replace(case.agreement, destinations=()))
    assert "destination" not in {handle.kind for handle in handles(open_terms)}


def test_a_crossing_that_no_road_reaches_is_no_lever() -> None:
    case = closed_crossing(screening_binds())
    cut = case.roads
    back = case.place_nodes["back"]
    open_ = cut.open & (cut.tail != back) & (cut.head != back)
    case = case.replace(roads=dataclasses.replace(cut, open=open_))
    assert "crossing" not in {handle.kind for handle in handles(case)}


def test_the_case_has_the_last_word() -> None:
    terms = (
        LeverTerms(kind="vehicles", where="bus", unit=5, most=3, cost=700),
        LeverTerms(kind="lanes", most=0),
        LeverTerms(kind="overnight", where="north", cost=2),
    )
    case = small_case().replace(levers=terms)
    found = {(h.kind, h.where): h for h in handles(case)}
    bus = found["vehicles", "bus"]
    assert (bus.amount, bus.most, bus.costs(2), bus.unit) == (5, 3, 1400, "5 more")
    assert ("lanes", "gate") not in found
    assert found["vehicles", "ambulance"].cost is None
    assert case.digest == small_case().digest


def test_one_usual_step_of_each() -> None:
    case = some_case()
    found = handles(case)
    assert all(changed(case, one.pulled(case, 1)) == CHANGES[one.kind] for one in found)
    lanes = next(one for one in found if one.kind == "lanes")
    assert lanes.unit == "another lane that screens 10 persons an hour"
    assert lanes.pulled(case, 1).crossings[0].persons_per_hour == 50
