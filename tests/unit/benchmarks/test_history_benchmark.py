"""Reported evacuations foretold: rows say what was cited, and what is fitted is found again."""

from __future__ import annotations

import csv
import datetime
import shutil
from collections.abc import Sequence
from pathlib import Path

import foretold
import history
import msgspec
import pockets
import pytest
from foretold import Day, Foretold, fit, off, repeated
from pocket_case import Ground, Setting
from pockets import Pocket, Row, Total, read_pockets

from safepassage.demo import example
from safepassage.read import load_case
from safepassage.solve import plan

FIRST = datetime.date(2016, 12, 15)
DAYS = tuple(FIRST + datetime.timedelta(days=number) for number in range(4))
PEOPLE = 150
RATE = 60


@pytest.fixture
def slow(tmp_path: Path) -> Pocket:
    """Aleppo's roads with two buses for a few people and screening so slow that hours bind."""
    folder = tmp_path / "aleppo"
    shutil.copytree(pockets.REPORTED / "aleppo", folder)
    for name, old, new in (
        ("crossings.csv", ",85,120,no,120,500", ",1,0,no,120,90"),
        ("assembly_points.csv", ",50000,", f",{PEOPLE},"),
        ("case.toml", "persons = 35000", f"persons = {PEOPLE}"),
    ):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
    return msgspec.structs.replace(
        read_pockets()["aleppo"],
        folder=str(folder),
        totals=(Total(people=PEOPLE, known="invented"),),
    )


def rows(
    people: Sequence[int | None], buses: int = 2, lost: datetime.date | None = None
) -> tuple[Row, ...]:
    return tuple(
        Row(
            date=date,
            counts="nothing" if count is None else "lost" if date == lost else "day",
            people=count,
            buses=buses,
            rows="",
            reported_by="nobody",
            note="",
        )
        for date, count in zip(DAYS, people, strict=True)
    )


def day(reported: int | None, said: int, **changes: object) -> Day:
    one = Day(
        date=FIRST, counts="day", reported=reported, calibrated=False, foretold={"forecast": said}
    )
    return msgspec.structs.replace(one, **changes)


def test_days_of_2018_have_the_figures_of_the_claims_they_rest_on() -> None:
    with (example("ghouta-reported") / "claims.csv").open(encoding="utf-8") as file:
        claims = {claim["id"]: claim["low"] for claim in csv.DictReader(file)}
    claims |= {"row-3": claims["row-3-all"], "row-5": claims["row-5-final"]}
    for pocket in list(read_pockets().values())[:3]:
        for one in pocket.rows:
            numbers = one.rows.split() if one.people else []
            cited = [int(claims[f"row-{number}"]) for number in numbers]
            if one.counts == "so_far" and one.rows == "10":
                cited = [24_889]  # stands in words, in the statement of row-10
            assert (one.people or 0) in {sum(cited), *cited[:1]}, one


def test_days_known_of_arbin_fall_short_of_its_total_as_reported() -> None:
    arbin = read_pockets()["arbin"]
    assert sum(one.people or 0 for one in arbin.days) == 33_590
    assert [one.date.day for one in arbin.days if one.counts in ("nothing", "at_least")] == [30, 31]
    assert arbin.totals[0].people == 41_126


def test_claims_that_contradict_each_other_stand_side_by_side() -> None:
    told = {(one.date.day, one.reported_by): one.people for one in read_pockets()["aleppo"].so_far}
    assert told[19, "ICRC/AFP"] == 25_000
    assert told[20, "OCHA"] == 19_000


def test_the_case_of_aleppo_reads_without_a_warning_and_says_that_it_was_duress() -> None:
    read = load_case(Path(read_pockets()["aleppo"].folder))
    assert read.warnings == ()
    assert read.case.under_duress and read.case.drawn_households and read.case.schematic_roads


@pytest.mark.parametrize("name", ["harasta", "arbin", "douma", "aleppo"])
def test_the_case_of_a_pocket_has_its_people_and_buses_to_the_last(name: str) -> None:
    pocket = read_pockets()[name]
    people = pocket.totals[0].people
    dates = tuple(one.date for one in pocket.calibration)
    case = Ground(pocket).case(Setting(people, dates, pocket.fleet), 150)
    assert sum(group.persons for group in case.groups if group.choice == "leave") == people
    assert {group.choice for group in case.groups} <= {"leave", "not_asked"}
    buses = [vehicle for vehicle in case.vehicles if vehicle.type == "bus"]
    assert len(buses) == sum(pocket.fleet.values())
    assert case.under_duress
    assert {window.closes - window.opens for window in case.windows} == {150 * 60}
    assert len(case.windows) == 2 * len(dates)


def test_hours_that_made_the_reports_are_fitted_and_foretell_the_rest(
    slow: Pocket, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reports made by a plan of two hours a day, with the third day lost."""
    ground, lost = Ground(slow, RATE), DAYS[2]
    setting = Setting(PEOPLE, tuple(date for date in DAYS if date != lost), {FIRST: 2})
    case = ground.case(setting, 120)
    out = ground.by_day(case, plan(case, effort=1, what_if=True).plan)
    assert out.total() == PEOPLE and out[DAYS[3]] > 0
    days = rows([out[date] for date in DAYS], lost=lost)
    claim = msgspec.structs.replace(days[1], counts="so_far", people=110, reported_by="somebody")
    pocket = msgspec.structs.replace(slow, rows=(*days, claim))
    monkeypatch.setattr(history, "read_pockets", lambda: {"aleppo": pocket})
    history.main(["--json", "--rate", str(RATE)])
    found = msgspec.json.decode(capsys.readouterr().out, type=Foretold)
    assert abs(found.fitted_people - pocket.moved) <= 5
    assert abs(found.fitted_minutes - 120) <= 15
    assert found.persons_per_hour == RATE
    assert found.broken == 0
    assert found.under_duress
    third = found.days[2].foretold
    assert third["days told"] == 0
    assert third["forecast"] > 0 and third["mean repeated"] > 0  # they can't know
    assert found.off["days told"].mean_error <= 3 < found.off["forecast"].mean_error
    assert found.ends[0].foretold["days told"] == DAYS[3]
    assert "buses told" not in found.off
    printed = "\n".join(history.text(found))
    assert "2016-12-17        suspended 0" in printed
    assert "110 by 2016-12-16" in printed and "somebody" in printed
    assert "BROKEN" not in printed


@pytest.mark.parametrize("once", [True, False])
def test_a_bus_told_of_makes_one_trip(slow: Pocket, once: bool) -> None:
    ground = Ground(slow)
    case = ground.case(Setting(PEOPLE, DAYS[:1], {FIRST: 1}, once=once), 1_020)
    trips = plan(case, effort=1, what_if=True).plan.trips
    by_bus = sum(trip.vehicle.startswith("bus") for trip in trips)
    assert by_bus == 1 if once else by_bus > 1


def test_days_whose_buses_are_told_stand_beside_the_forecast(
    slow: Pocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foretold, "STEP", 510)
    days = rows([50, 50, 50, None], buses=1)
    abroad = msgspec.structs.replace(slow, within_a_day=False, rows=days)
    found = foretold.foretell(abroad, effort=1)
    told = [one.foretold.get("buses told") for one in found.days]
    assert told[:2] == [None, None]  # of the days calibrated on it says nothing
    assert told[2] is not None and told[2] > 0
    assert "days told" not in found.off
    assert "not reported" in "\n".join(history.text(found))


def test_minutes_are_fitted_to_the_nearest_count_and_no_further_than_midnight() -> None:
    assert fit(430, lambda minutes: 2 * minutes) == (210, 420)
    assert fit(0, lambda minutes: 2 * minutes) == (0, 0)
    assert fit(9_999, lambda minutes: 2 * minutes) == (1_020, 2_040)
    assert fit(100, lambda minutes: 100 if minutes >= 60 else 0) == (60, 100)


def test_a_day_is_repeated_until_nobody_is_left() -> None:
    assert list(repeated(40.5, 100, DAYS).values()) == [40, 41, 19, 0]


def test_only_days_with_a_whole_count_are_compared() -> None:
    days = (
        day(100, 500, calibrated=True),
        day(100, 90),
        day(50, 90),
        day(0, 30, counts="lost"),
        day(10, 90, counts="at_least"),
        day(None, 90, counts="nothing"),
    )
    found = off("forecast", days)
    assert found is not None
    assert (found.days, found.reported, found.foretold) == (3, 150, 210)
    assert found.mean_error == pytest.approx(80 / 3)
    assert found.share == pytest.approx(80 / 150)
    assert off("buses told", days) is None


def test_a_pocket_that_is_none_is_refused_with_the_names_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        history.main(["nowhere"])
    assert "no pocket 'nowhere': there are harasta, arbin, douma, aleppo" in capsys.readouterr().err
