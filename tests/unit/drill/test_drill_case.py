"""A drill is a case without fault that says what it assumes, and the same again for the asking."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drill_roads import streets, town

from safepassage.check import verify
from safepassage.cli import main
from safepassage.drill.fault import DrillError
from safepassage.drill.make import Made, make_drill
from safepassage.drill.options import Drill, next_monday
from safepassage.read import load_case
from safepassage.report.summary import summarise
from safepassage.solve import plan

TODAY = date(2031, 5, 1)


def make(roads: Path, folder: Path, **options: Any) -> Made:
    return make_drill(roads, folder, Drill(**{"people": 600, **options}), today=TODAY)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("ending", [".osm", ".osm.bz2", ".osm.pbf"])
@pytest.mark.parametrize("seed", [0, 7])
def test_it_reads_without_fault_or_warning(tmp_path: Path, ending: str, seed: int) -> None:
    roads = town(tmp_path, ending)
    make(roads, tmp_path / "drill", seed=seed)
    read = load_case(tmp_path / "drill")
    assert read.warnings == ()
    case = read.case
    assert sum(point.population for point in case.assembly_points) == 600
    assert sum(group.persons for group in case.groups) == 600
    assert case.drawn_households
    assert case.seed == seed
    assert (tmp_path / "drill" / f"roads{ending}").read_bytes() == roads.read_bytes()


def test_the_same_wish_gives_the_same_folder(tmp_path: Path) -> None:
    roads = town(tmp_path)
    for name in ("one", "two"):
        make(roads, tmp_path / name, seed=4)
    make(roads, tmp_path / "other", seed=5)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert rows(tmp_path / "one", "assembly_points") != rows(tmp_path / "other", "assembly_points")


def test_everybody_is_served_and_no_promise_broken(tmp_path: Path) -> None:
    made = make(town(tmp_path), tmp_path / "drill")
    case = load_case(tmp_path / "drill").case
    found = plan(case, effort=1).plan
    broken = verify(case, found)
    summary = summarise(
        case, found, broken_promises=broken, planning_seconds=0.0, peak_memory_mib=0.0
    )
    assert broken == ()
    assert summary.people_not_served == 0
    assert summary.people_out == summary.people_choosing_to_leave > 400
    assert made.size.days == 2


def test_every_option_is_in_the_case(tmp_path: Path) -> None:
    options = {
        "seed": 3,
        "place": 'Halm "upon" Sea',
        "points": 5,
        "crossings": 3,
        "destinations": 2,
        "start": date(2031, 5, 7),
        "days": 4,
        "opens": "08:30",
        "closes": "12:00",
        "timezone": "Europe/Helsinki",
        "leave": 0.5,
        "buses": 7,
        "seats": 33,
        "ambulances": 4,
        "loading": 12,
        "convoy": 6,
        "headway": 9,
        "vehicles_per_hour": 44,
        "persons_per_hour": 222,
        "reception": 450,
    }
    folder = tmp_path / "drill"
    make(town(tmp_path), folder, **options)
    case = load_case(folder).case
    assert case.title == 'Halm "upon" Sea: an invented drill on real streets'
    assert (case.seed, case.timezone) == (3, "Europe/Helsinki")
    assert len(case.assembly_points) == 5
    assert {gate.convoy_vehicles for gate in case.crossings} == {6}
    assert {gate.headway_seconds for gate in case.crossings} == {540}
    assert {gate.vehicles_per_hour for gate in case.crossings} == {44}
    assert {gate.persons_per_hour for gate in case.crossings} == {222}
    assert [place.capacity for place in case.destinations] == [450, 450]
    assert len(case.windows) == 3 * 2 * 4
    assert {window.closes - window.opens for window in case.windows} == {3.5 * 3600}
    assert case.horizon[1] - case.horizon[0] == 4 * 86400
    kinds = {kind.id: kind for kind in case.vehicle_types}
    buses = [vehicle for vehicle in case.vehicles if kinds[vehicle.type].kind == "bus"]
    assert len(buses) == 7
    assert {kinds[vehicle.type].seats for vehicle in buses} == {33}
    assert len(case.vehicles) == 7 + 4
    assert {kind.loading_seconds for kind in case.vehicle_types} == {720}
    leaving = sum(group.persons for group in case.groups if group.choice == "leave")
    assert 0.4 < leaving / 600 < 0.6


def test_the_command_in_the_readme_makes_the_folder_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "drill"
    make(town(tmp_path, ".osm.pbf"), folder, seed=2, place="Halm on Sea", leave=0.6, buses=9)
    (command,) = [
        line.strip()
        for line in (folder / "README.md").read_text().splitlines()
        if line.startswith("    safepassage drill")
    ]
    monkeypatch.chdir(folder)
    assert main([*shlex.split(command)[1:-1], str(tmp_path / "again")]) == 0
    assert contents(tmp_path / "again") == contents(folder)


def test_it_says_that_it_is_invented_and_whose_roads_they_are(tmp_path: Path) -> None:
    make(town(tmp_path), tmp_path / "drill")
    case = load_case(tmp_path / "drill").case
    assert case.title == "An invented drill on real streets"
    told = [assumption.text for assumption in case.assumptions]
    assert "Nobody lives in it" in told[0]
    assert "© OpenStreetMap contributors" in told[-1]
    assert "ODbL" in (tmp_path / "drill" / "README.md").read_text()


def test_more_people_get_more_days_and_vehicles(tmp_path: Path) -> None:
    roads = town(tmp_path)
    few = make(roads, tmp_path / "few", people=500).size
    many = make(roads, tmp_path / "many", people=50_000).size
    assert few.days < many.days
    assert few.buses < many.buses
    assert few.ambulances < many.ambulances


def test_places_are_called_after_their_streets(tmp_path: Path) -> None:
    make(town(tmp_path), tmp_path / "named")
    names = [row["name"] for row in rows(tmp_path / "named", "assembly_points")]
    assert all(re.fullmatch(r"East Street \d / North Street \d", name) for name in names)
    crossings = [row["name"] for row in rows(tmp_path / "named", "crossings")]
    assert all(
        re.fullmatch(r"Crossing East Street \d / North Street \d", name) for name in crossings
    )
    make(streets(named=False).write(tmp_path / "bare.osm"), tmp_path / "bare", points=2)
    names = [row["name"] for row in rows(tmp_path / "bare", "assembly_points")]
    assert names == ["Point 1", "Point 2"]


def test_a_street_name_can_spoil_no_table(tmp_path: Path) -> None:
    text = streets(named=False, name='=HYPERLINK("x"),\n\u202egnol ' + "x" * 500)
    make(text.write(tmp_path / "odd.osm"), tmp_path / "odd")
    assert load_case(tmp_path / "odd").warnings == ()
    names = [row["name"] for row in rows(tmp_path / "odd", "assembly_points")]
    assert len(set(names)) == len(names)
    assert all(name.startswith("'=HYPER") for name in names)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"people": 0}, "--people: 0; expected a number from 1"),
        ({"leave": 1.5}, "--leave: 1.5"),
        ({"opens": "9"}, "--opens: '9'"),
        ({"closes": "08:00"}, "--closes: 08:00; expected a time after 09:00"),
        ({"timezone": "Mars/Base"}, "--timezone: 'Mars/Base'"),
        ({"timezone": "../etc"}, "--timezone: '../etc'"),
        ({"place": "a\nb"}, "--place"),
        ({"persons_per_hour": 0}, "--persons-per-hour: 0"),
        ({"people": 1_000_000, "persons_per_hour": 1}, "--days"),
        ({"timezone": "Asia/Beirut", "start": date(2026, 3, 29)}, "--start: midnight of"),
        ({"points": 60}, "junctions to choose from; expected at least 60"),
        ({"crossings": 20}, "separate ways"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    tmp_path: Path, options: dict[str, Any], told: str
) -> None:
    with pytest.raises(DrillError) as refused:
        make(town(tmp_path), tmp_path / "drill", **options)
    assert told in str(refused.value)
    assert not (tmp_path / "drill").exists()


@pytest.fixture
def unfit(tmp_path: Path) -> Iterator[dict[str, Path]]:
    (tmp_path / "text.osm").write_text("not a map")
    (tmp_path / "roads.shp").write_text("")
    yield {
        "missing": tmp_path / "missing.osm",
        "text": tmp_path / "text.osm",
        "shape": tmp_path / "roads.shp",
        "footpaths": streets(highway="footway").write(tmp_path / "paths.osm"),
        "tracks": streets(highway="track").write(tmp_path / "tracks.osm"),
    }


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("missing", "no such file"),
        ("text", "unreadable"),
        ("shape", "another kind of file"),
        ("footpaths", "no road that a vehicle may drive"),
        ("tracks", "no junction that every kind of vehicle can reach"),
    ],
)
def test_an_unfit_extract_is_refused(
    tmp_path: Path, unfit: dict[str, Path], which: str, told: str
) -> None:
    with pytest.raises(DrillError, match=told) as refused:
        make(unfit[which], tmp_path / "drill")
    assert str(refused.value).startswith(str(unfit[which]))
    assert not (tmp_path / "drill").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    roads = town(tmp_path)
    (tmp_path / "drill").mkdir()
    (tmp_path / "drill" / "mine.txt").write_text("mine")
    with pytest.raises(DrillError, match="something in it already"):
        make(roads, tmp_path / "drill")
    with pytest.raises(DrillError, match="a file"):
        make(roads, roads)
    assert contents(tmp_path / "drill") == {"mine.txt": b"mine"}


def test_a_drill_starts_on_the_next_monday_unless_told(tmp_path: Path) -> None:
    assert next_monday(date(2031, 5, 4)) == date(2031, 5, 5)
    assert next_monday(date(2031, 5, 5)) == date(2031, 5, 12)
    assert make(town(tmp_path), tmp_path / "drill").start == date(2031, 5, 5)


def test_the_command_says_when_it_is_and_with_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["drill", str(town(tmp_path)), "--people", "600", "--out", str(tmp_path / "drill")]
    assert main([*command, "--start", "2031-05-05", "--buses", "9"]) == 0
    told = capsys.readouterr().out
    assert "2 days from Monday 2031-05-05 (UTC), with 9 buses and 2 ambulances" in told
    assert main(command) == 2
    assert "something in it already" in capsys.readouterr().err
