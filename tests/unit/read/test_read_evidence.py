"""Claims, series, incidents and reviews as tables, and every fault of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_folder import append, faults_of, good_folder, set_cell, the_one

from safepassage.read import read_case

CLAIMS = (
    "id,topic,statement,from,to,place,claimed_by,reported_by,holds\n"
    "c1,ceasefire,A pause,2031-05-05,2031-05,the town,one,a paper,\n"
    "c2,ceasefire,It was broken,2031-05-06,,,another,a paper,broken\n"
)
SERIES = (
    "series,topic,date,figure,unit,place,claimed_by,reported_by\n"
    "count,casualties,2031-05-05,3,persons,the town,an office,a paper\n"
    "count,casualties,2031-05-06,0,persons,the town,an office,a paper\n"
    "other,casualties,2031-05-05,4,persons,the river,an office,a paper\n"
)
INCIDENTS = (
    "id,date,until,kind,latitude,longitude,precision_metres,place,statement,killed_low,"
    "killed_high,source,event\n"
    "i1,2031-05-05,,shelling,51.0,13.0,500,the mill,Shells hit it,1,3,a monitor,e1\n"
    "i2,2031-05-05,2031-05-06,other,51.0,13.0,,,,2,,an office,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = good_folder(tmp_path / "town")
    (folder / "claims.csv").write_text(CLAIMS)
    (folder / "series.csv").write_text(SERIES)
    (folder / "incidents.csv").write_text(INCIDENTS)
    return folder


def test_all_of_it_is_read_and_no_plan_depends_on_it(folder: Path, tmp_path: Path) -> None:
    case = read_case(folder)
    assert [(c.place, c.holds) for c in case.claims] == [("the town", ""), ("", "broken")]
    assert [(f.series, f.on, f.figure) for f in case.series] == [
        ("count", "2031-05-05", 3),
        ("count", "2031-05-06", 0),
        ("other", "2031-05-05", 4),
    ]
    first, second = case.incidents
    assert (first.killed_low, first.killed_high, first.event) == (1, 3, "e1")
    assert (second.killed_low, second.killed_high, second.until) == (2, 2, "2031-05-06")
    assert case.digest == read_case(good_folder(tmp_path / "without")).digest


def test_a_claim_that_nobody_made_or_reported(folder: Path) -> None:
    set_cell(folder, "claims", 2, "claimed_by", "")
    the_one(faults_of(folder), "claims.csv", 2, "claimed_by", "Fill the cell")
    set_cell(folder, "claims", 2, "claimed_by", "one")
    set_cell(folder, "claims", 3, "reported_by", "")
    the_one(faults_of(folder), "claims.csv", 3, "reported_by", "Fill the cell")


def test_a_claim_whose_days_are_out_of_order(folder: Path) -> None:
    set_cell(folder, "claims", 2, "to", "2031-04")
    the_one(faults_of(folder), "claims.csv", 2, "to", "from 2031-05-05 to 2031-04")


def test_a_month_ends_after_each_of_its_days(folder: Path) -> None:
    set_cell(folder, "claims", 2, "from", "2031-05-31")
    assert faults_of(folder) == ()


def test_what_holds_is_one_of_two_words(folder: Path) -> None:
    set_cell(folder, "claims", 3, "holds", "brocken")
    the_one(faults_of(folder), "claims.csv", 3, "holds", "Did you mean 'broken'?")


def test_a_day_twice_in_a_series(folder: Path) -> None:
    set_cell(folder, "series", 3, "date", "2031-05-05")
    the_one(
        faults_of(folder),
        "series.csv",
        3,
        "date",
        "'count' on '2031-05-05' again",
        "first in row 2",
    )


@pytest.mark.parametrize("column", ["topic", "unit", "place", "claimed_by", "reported_by"])
def test_a_series_of_two_sources_scopes_or_units(folder: Path, column: str) -> None:
    set_cell(folder, "series", 3, column, "something")
    the_one(faults_of(folder), "series.csv", 3, column, "row 2 of the same series", "of its own")


@pytest.mark.parametrize("date", ["2031-05", "6.5.2031", "2031-02-30", "0001-01-01"])
def test_a_date_that_is_no_day(folder: Path, date: str) -> None:
    set_cell(folder, "series", 3, "date", date)
    the_one(faults_of(folder), "series.csv", 3, "date", date, "a date like 2018-03-06")


def test_fewer_than_none(folder: Path) -> None:
    set_cell(folder, "series", 3, "figure", "-1")
    the_one(faults_of(folder), "series.csv", 3, "figure", "-1", "from 0")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("latitude", "91", "degrees from -90 to 90"),
        ("longitude", "200", "degrees from -180 to 180"),
        ("kind", "air strike", "Did you mean 'airstrike'?"),
        ("precision_metres", "-5", "a whole number"),
        ("source", "", "Fill the cell"),
        ("killed_low", "4", "a range from 4 to 3"),
        ("killed_low", "", "a range from nothing to 3"),
        ("until", "2031-05-04", "before 2031-05-05"),
    ],
)
def test_a_wrong_incident(folder: Path, column: str, value: str, said: str) -> None:
    set_cell(folder, "incidents", 2, column, value)
    the_one(faults_of(folder), "incidents.csv", 2, column, said)


def test_a_person_puts_records_together(folder: Path) -> None:
    (folder / "reviewed.csv").write_text("id,event\ni2,e1\ni1,e1\n")
    assert [one.event for one in read_case(folder).incidents] == ["e1", "e1"]


def test_a_review_of_nothing(folder: Path) -> None:
    (folder / "reviewed.csv").write_text("id,event\ni12,e1\n")
    the_one(faults_of(folder), "reviewed.csv", 2, "id", "'i12'", "Did you mean 'i")


def test_two_words_for_one_record(folder: Path) -> None:
    (folder / "reviewed.csv").write_text("id,event\ni1,e2\n")
    the_one(faults_of(folder), "reviewed.csv", 2, "event", "'e2', where", "has 'e1'")


def test_evidence_in_no_known_format(folder: Path) -> None:
    append(folder, '\n[[evidence]]\nfile = "x.csv"\nformat = "acledd"\n')
    the_one(faults_of(folder), "case.toml", None, "evidence[1].format", "Did you mean 'acled'?")


def test_evidence_in_no_file(folder: Path) -> None:
    append(folder, '\n[[evidence]]\nfile = "x.csv"\nformat = "acled"\n')
    the_one(faults_of(folder), "x.csv", None, None, "no such file")


def test_evidence_outside_the_folder(folder: Path) -> None:
    append(folder, '\n[[evidence]]\nfile = "../x.csv"\nformat = "acled"\n')
    the_one(faults_of(folder), "../x.csv", None, None, "leads out of the folder")


def test_a_table_of_the_case_is_no_evidence_file(folder: Path) -> None:
    append(folder, '\n[[evidence]]\nfile = "claims.csv"\nformat = "hxl"\n')
    the_one(faults_of(folder), "case.toml", None, "evidence[1].file", "read already")


def test_a_file_named_twice(folder: Path) -> None:
    (folder / "x.csv").write_text("#geo+lat,#geo+lon,#date,#meta+source\n1,2,2031-05-05,a\n")
    append(folder, 2 * '\n[[evidence]]\nfile = "x.csv"\nformat = "hxl"\n')
    the_one(faults_of(folder), "case.toml", None, "evidence[2].file", "each file once")
