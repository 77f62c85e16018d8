"""The manifests: everyone once, places against people, and what a reader's hands find."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from factory import BUS, at
from sheets_case import GROUP, arabic, book, files, marked, marked_case, parts

from safepassage.model.plan import Boarding, Plan
from safepassage.report.journeys import Journeys, journeys
from safepassage.report.language import language
from safepassage.report.sheets.convoy_list import convoy_lists
from safepassage.report.sheets.head import head
from safepassage.report.sheets.manifests import manifests
from safepassage.report.sheets.point_list import point_lists


def rebooked(told: Journeys, trip: str, place: str, boardings: tuple[Boarding, ...]) -> Journeys:
    """The same plan, but at a place others board a trip's vehicle."""
    renewed = msgspec.structs.replace

    def stop(one: Any) -> Any:
        return renewed(one, boardings=boardings) if one.place == place else one

    plan: Plan = renewed(
        told.plan,
        trips=tuple(
            renewed(one, stops=tuple(map(stop, one.stops))) if one.id == trip else one
            for one in told.plan.trips
        ),
    )
    return journeys(told.case, plan)


def test_everyone_who_boards_stands_once_on_a_convoy_list_and_once_on_a_point_list() -> None:
    told = marked()
    boarded = Counter[str]()
    for trip in told.plan.trips:
        for stop in trip.stops:
            for boarding in stop.boardings:
                boarded[boarding.group] += boarding.persons
    by_convoy, by_point = Counter[str](), Counter[str]()
    for convoy in convoy_lists(told):
        for load in convoy.loads:
            for row in load.boardings:
                by_convoy[row.group] += row.persons
    for point in point_lists(told):
        for call in point.calls:
            for group in call.groups:
                by_point[group.group] += group.persons
    assert by_convoy == by_point == boarded


def test_sums_of_a_convoy_are_those_of_its_rows() -> None:
    for convoy in convoy_lists(marked()):
        rows = [row for load in convoy.loads for row in load.boardings]
        for name in ("persons", "seated", "stretchers", "wheelchairs"):
            summed = sum(getattr(row, name) for row in rows)
            assert getattr(convoy.aboard, name) == summed
            assert sum(getattr(load.aboard, name) for load in convoy.loads) == summed
        assert convoy.escorts == sum(row.escorts for row in rows)


def test_places_sent_are_never_fewer_than_people_called() -> None:
    lists = point_lists(marked())
    assert [point.place for point in lists] == ["Zzinside north · نقطة", "Zzinside south · نقطة"]
    for point in lists:
        assert point.short == 0
        for call in point.calls:
            assert call.seats >= call.persons
            assert call.persons == sum(group.persons for group in call.groups)
        assert point.seats == sum(call.seats for call in point.calls)


def test_places_taken_at_the_point_before_are_not_sent_twice() -> None:
    (north, south) = point_lists(marked())
    # t5 takes 5 at south first, so that 5 of its 10 places are left for the 4 at north.
    (second,) = (call for call in north.calls if call.groups[0].vehicle == "bus-3")
    assert (second.persons, second.seats) == (4, 5)
    (first,) = (call for call in south.calls if call.groups[0].vehicle == "bus-3")
    assert (first.persons, first.seats) == (5, BUS.seats)


def test_people_are_called_to_the_minute_that_leaves_time_to_board() -> None:
    (north, _) = point_lists(marked())
    assert [call.at for call in north.calls] == [at(7, "09:18"), at(8, "08:50"), at(8, "09:37")]
    first = north.calls[0]
    assert (first.vehicles, first.persons, first.seats) == (2, 11, 14)


@pytest.mark.parametrize(
    ("boardings", "short"),
    [
        ((Boarding(group=f"{GROUP}-g6", seated=12),), 2),
        ((Boarding(group=f"{GROUP}-g6", seated=2, wheelchairs=1),), 1),
        ((Boarding(group=f"{GROUP}-g6", seated=2, stretchers=3),), 3),
    ],
)
def test_people_without_a_place_of_their_kind_are_marked(
    boardings: tuple[Boarding, ...], short: int
) -> None:
    told = rebooked(marked(), "t4", "south", boardings)
    (_, south) = point_lists(told)
    assert south.short == short
    sheets = book(files("planner", told)["manifests.xlsx"])
    assert "TOO FEW" in str(sheets[next(name for name in sheets if "south" in name)])
    assert [row[-1] for row in sheets["Contents"] if "south" in str(row[0])] == [short]


def test_nobody_is_marked_in_a_plan_that_keeps_its_promises() -> None:
    assert "TOO FEW" not in str(book(files("planner")["manifests.xlsx"]))


def test_children_of_a_group_that_rides_in_two_vehicles_count_once() -> None:
    (first, *_) = convoy_lists(marked())
    rows = [row for load in first.loads for row in load.boardings if row.group.endswith("g11")]
    assert [row.children for row in rows] == [2, None]
    assert [row.also for row in rows] == [("bus-1",), ("ambulance-1",)]
    groups = {row.group for load in first.loads for row in load.boardings}
    assert first.children == 2 * len(groups)


def test_the_contents_link_to_every_sheet_which_repeats_its_head_on_every_page() -> None:
    data = files("planner")["manifests.xlsx"]
    names = list(book(data))
    assert names[0] == "Contents"
    assert len(names) == 1 + 4 + 2  # convoys with people, points
    found = parts(data)
    first = found["xl/worksheets/sheet1.xml"]
    for name in names[1:]:
        assert f"""location="'{name}'!A1\"""" in first or f'location="{name}!A1"' in first
    for number in range(1, len(names) + 1):
        sheet = found[f"xl/worksheets/sheet{number}.xml"]
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
        assert 'state="frozen"' in sheet
    assert found["xl/workbook.xml"].count("_xlnm.Print_Titles") == len(names)


def test_no_cell_is_a_formula_even_where_names_look_like_one() -> None:
    case, plan = marked_case()
    names = ("=HYPERLINK(1,2)", "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "http://example.org")
    points = tuple(
        msgspec.structs.replace(point, name=name, name_local="")
        for point, name in zip(case.assembly_points, names, strict=False)
    )
    destinations = tuple(
        msgspec.structs.replace(place, name=name)
        for place, name in zip(case.destinations, names[2:], strict=False)
    )
    case = case.replace(
        title=names[0], assembly_points=points, destinations=destinations, name=names[4]
    )
    data = files("planner", journeys(case, plan))["manifests.xlsx"]
    for name, xml in parts(data).items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in xml
            assert "<f " not in xml
    assert "=HYPERLINK(1,2)" in {row[1] for row in book(data)["out-1"]}
    # Links lead to sheets of the workbook only: there is no part with outside targets.
    assert not [name for name in parts(data) if name.startswith("xl/worksheets/_rels")]


def test_a_workbook_for_a_right_to_left_reader_runs_from_right_to_left(tmp_path: Path) -> None:
    found = parts(files("planner", words=arabic(tmp_path))["manifests.xlsx"])
    sheets = [xml for name, xml in found.items() if name.startswith("xl/worksheets/")]
    assert sheets
    assert all('rightToLeft="1"' in xml for xml in sheets)
    assert "المحتويات" in found["xl/workbook.xml"]
    assert "rightToLeft" not in "".join(parts(files("planner")["manifests.xlsx"]).values())


def test_a_plan_without_a_trip_still_makes_a_workbook() -> None:
    case, plan = marked_case()
    told = journeys(case, msgspec.structs.replace(plan, trips=(), convoys=()))
    said = manifests(told, head(told, language()))
    assert (said.convoys, said.points) == ((), ())
    assert list(book(files("planner", told)["manifests.xlsx"])) == ["Contents"]
