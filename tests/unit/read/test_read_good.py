"""What a good folder gives."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from read_folder import (
    DRAW,
    append,
    faults_of,
    good_folder,
    set_cell,
    spoil,
    to_workbook,
    warnings_of,
)

from safepassage.errors import CaseError
from safepassage.model.agreement import Guard
from safepassage.model.people import TravelGroup
from safepassage.read import load_case, read_case, write_template
from safepassage.read.columns import parse
from safepassage.read.faults import Faults
from safepassage.read.fleet import VEHICLES
from safepassage.read.households import HOUSEHOLDS
from safepassage.read.tables import TableFiles, read_table
from safepassage.read.workbook import Workbook


def test_the_template_reads_without_a_warning(tmp_path: Path) -> None:
    read = load_case(good_folder(tmp_path / "town"))
    case = read.case
    assert read.warnings == ()
    assert read.network.left_out_arcs == 0
    assert (case.name, case.seed, case.drawn_households) == ("lindenau", 1, False)
    assert sum(point.population for point in case.assembly_points) == 51
    assert [vehicle.id for vehicle in case.vehicles] == ["bus-001", "bus-002", "ambulance-001"]
    assert set(case.place_nodes) == set(case.places)
    assert len(case.windows) == 6
    assert case.groups[1] == TravelGroup(
        id="h02",
        household="h02",
        assembly_point="church",
        persons=5,
        choice="leave",
        destinations=("school", "hall"),
        category="civilian",
        items=("luggage",),
        medical_class=1,
        stretchers=1,
        escorts=1,
        attendants=1,
        children=2,
        bands=(0, 1, 0, 1, 2, 1, 0, 0),
    )


def test_units_become_seconds_metres_and_utc(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "vehicles", 3, "range_km", "120.5")
    set_cell(folder, "vehicles", 3, "loading_minutes", "2.5")
    case = read_case(folder)
    bus, ambulance = case.vehicle_types
    assert (bus.loading_seconds, bus.range_metres, bus.driving_seconds) == (150, 120_500, 32_400)
    assert (ambulance.profile, ambulance.range_metres) == ("ambulance", None)
    zone = ZoneInfo("Europe/Berlin")
    six = int(datetime(2031, 5, 5, 6, tzinfo=zone).timestamp())
    assert [vehicle.available_from for vehicle in case.vehicles] == [six, six, case.horizon[0]]


def test_an_empty_choice_is_no_answer(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    set_cell(folder, "households", 3, "choice", "")
    assert read_case(folder).groups[0].choice == "not_asked"


def test_dates_and_ticks_of_a_workbook(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    with (folder / "vehicles.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    to_workbook(folder)
    moments = [datetime(2031, 5, 5, 6, minute) for minute in range(60)]
    with xlsxwriter.Workbook(folder / "vehicles.xlsx") as book:
        sheet = book.add_worksheet("vehicles")
        form = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, rows[0])
        for number, moment in enumerate(moments, start=1):
            sheet.write_row(number, 0, [f"bus{number}", 1, "bus", 20, 0, 1.0, False, True, "yard"])
            sheet.write_datetime(number, 9, moment, form)
            sheet.write_row(number, 10, [2.5, 10, 9, 11])
    faults = Faults()
    opened = Workbook.open(folder / "vehicles.xlsx", faults)
    assert opened is not None
    table = read_table(TableFiles(folder, opened, frozenset(["vehicles"])), "vehicles", faults)
    assert table is not None
    parsed = parse(table, VEHICLES, faults)
    assert faults.errors == ()
    assert parsed is not None
    assert parsed.values["available_from"] == moments
    assert (parsed.values["emblem"][0], parsed.values["wheelchairs"][0]) == (True, 1)


@pytest.mark.parametrize("numbers", [True, False], ids=["numbers", "texts"])
def test_a_workbook_is_the_same_case(tmp_path: Path, numbers: bool) -> None:
    csvs, book = good_folder(tmp_path / "csv"), good_folder(tmp_path / "book")
    to_workbook(book, numbers=numbers)
    assert read_case(book).digest == read_case(csvs).digest


def test_without_the_row_of_tags_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    digest = read_case(folder).digest
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\r\n".join([lines[0], "", *lines[2:], ",,"]), encoding="utf-8-sig")
    assert read_case(folder).digest == digest


def test_staging_areas_may_be_left_out(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    (folder / "staging_areas.csv").unlink()
    set_cell(folder, "vehicles", 3, "start", "school")
    set_cell(folder, "vehicles", 4, "start", "church")
    assert read_case(folder).staging_areas == ()


def test_speeds_of_the_case_go_over_the_default_ones(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    usual = read_case(folder).roads
    spoil(folder, "case.toml", "[guard]", "[roads.speeds.bus]\nsecondary = 10\n\n[guard]")
    slow = read_case(folder).roads
    row = slow.profiles.index("bus")
    assert slow.seconds[row].sum() > usual.seconds[row].sum()


def test_closed_ways_and_forbidden_areas_close_arcs(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", "# closed_ways", "closed_ways")
    assert load_case(folder).network.closed_arcs == 2
    spoil(folder, "case.toml", "# forbidden", "forbidden")
    (folder / "forbidden.geojson").write_text(
        '{"type": "Polygon", "coordinates": '
        "[[[13.005, 51.006], [13.006, 51.006], [13.006, 51.007], [13.005, 51.007], "
        "[13.005, 51.006]]]}"
    )
    read = load_case(folder)
    assert int((~read.case.roads.open).sum()) == 4


def test_a_closed_way_that_is_nowhere_is_said(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", "# closed_ways = [12] ", "closed_ways = [99] ")
    (warning,) = warnings_of(folder)
    assert "[99]" in warning.found
    assert warning.column == "roads.closed_ways"


def test_the_terms_and_the_guard(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", "required = false", "required = true")
    spoil(
        folder,
        "case.toml",
        "# Figures",
        '[[guard.posts]]\nid = "p"\nlatitude = 51\nlongitude = 13\nreach_metres = 9000\n\n'
        "# Figures",
    )
    spoil(
        folder,
        "case.toml",
        'destinations = ["school", "hall"]',
        'destinations = ["school", "hall"]\nvalid_from = 2031-05-05T00:00:00',
    )
    case = read_case(folder)
    assert case.guard.required
    assert case.guard.posts[0].reach_metres == 9000
    assert case.agreement.valid_from == case.horizon[0]
    assert case.assumptions[0].source == "a drill"


def test_posts_at_hand_give_a_required_guard(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    assert read_case(folder).guard == Guard()
    more = "required = true\nposts_at_hand = 5\nreach_metres = 3000\nshift_hours = 1.5"
    spoil(folder, "case.toml", "required = false", more)
    assert read_case(folder).guard == Guard(
        required=True, posts_at_hand=5, reach_metres=3000, shift_seconds=5400
    )


def test_no_destination_stated_is_a_case_for_a_what_if(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    spoil(folder, "case.toml", 'destinations = ["school", "hall"]', "destinations = []")
    assert read_case(folder).agreement.destinations == ()


def test_the_template_overwrites_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("precious")
    with pytest.raises(CaseError, match="something in it already"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(CaseError):
        write_template(tmp_path / "file")
    with pytest.raises(CaseError, match="no room to write"):
        write_template(tmp_path / "file" / "below")


def test_a_template_cut_short_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def fails_in_time(handle: int) -> None:
        written.append(handle)
        if len(written) == 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fails_in_time)
    with pytest.raises(CaseError, match="No space left"):
        write_template(tmp_path / "town")
    assert list(tmp_path.iterdir()) == []


def test_the_template_lists_every_household_column(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    with (folder / "households.csv").open(encoding="utf-8") as stream:
        assert next(csv.reader(stream)) == [column.name for column in HOUSEHOLDS]


def test_draw_beside_a_table_is_said(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    append(folder, DRAW)
    (warning,) = warnings_of(folder)
    assert (warning.file, warning.column) == ("case.toml", "draw")


def test_claims_stand_side_by_side(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    (folder / "claims.csv").write_text(
        "id,topic,statement,low,high,unit,from,to,claimed_by,reported_by,reported_on\n"
        "pop-1,population,People there,40,60,persons,2031-05,,the town,a paper,2031-05-02\n"
        "pop-2,population,People there,75,,persons,2031,2031-05-01,an observer,a paper,\n"
    )
    first, second = read_case(folder).claims
    assert (first.low, first.high, first.since, first.until) == (40, 60, "2031-05", "")
    assert (second.low, second.high, second.claimed_by) == (75, 75, "an observer")
    without = good_folder(tmp_path / "without")
    assert read_case(folder).digest == read_case(without).digest


def test_a_range_the_wrong_way_round(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    (folder / "claims.csv").write_text(
        "id,topic,statement,low,high,claimed_by,reported_by\n"
        "c1,dead,People killed,80,60,one,a paper\nc2,dead,People killed,,60,one,a paper\n"
    )
    found = [(fault.row, fault.column, fault.found) for fault in faults_of(folder)]
    assert found == [(2, "low", "a range from 80 to 60"), (3, "low", "a range from nothing to 60")]
