"""Small invented files in the columns that ACLED, UCDP and HXL really have, and their faults."""

from __future__ import annotations

import csv
from collections.abc import Container
from pathlib import Path

import msgspec
import pytest
from read_folder import append, faults_of, good_folder, set_cell, the_one, warnings_of, write_rows

from safepassage.model.case import Case
from safepassage.read import read_case, tables

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,"
    "low,gwnoa,gwnob"
)
CANARY = "Jane Doe"
STRIKE = {
    "event_id_cnty": "LIN7",
    "event_date": "2031-05-05",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike",
    "location": "Lindenau",
    "latitude": "51.01",
    "longitude": "13.02",
    "geo_precision": "2",
    "fatalities": "3",
}
DEATHS = {
    "id": "244657",
    "type_of_violence": "1",
    "where_prec": "2",
    "where_coordinates": "Lindenau town",
    "latitude": "51.01",
    "longitude": "13.02",
    "date_start": "2031-05-05 00:00:00.000",
    "date_end": "2031-05-06 00:00:00.000",
    "best": "4",
    "high": "6",
    "low": "2",
}


def foreign(folder: Path, header: str, *rows: dict[str, str], but: Container[str] = ()) -> None:
    """Write x.csv; cells that aren't given hold a name, which nothing may keep."""
    columns = [column for column in header.split(",") if column not in but]
    written = [[row.get(column, CANARY) for column in columns] for row in rows]
    write_rows(folder / "x.csv", [columns, *written])


def name(folder: Path, kind: str, more: str = "") -> None:
    append(folder, f'\n[[evidence]]\nfile = "x.csv"\nformat = "{kind}"\n{more}')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


@pytest.fixture
def acled(folder: Path) -> Path:
    foreign(folder, ACLED, STRIKE, STRIKE | {"event_id_cnty": "LIN8"})
    name(folder, "acled")
    return folder


@pytest.fixture
def ucdp(folder: Path) -> Path:
    foreign(folder, UCDP, DEATHS, DEATHS | {"id": "244658"})
    name(folder, "ucdp")
    return folder


def hxl(folder: Path, text: str, more: str = 'source = "an office"\n') -> Path:
    (folder / "x.csv").write_text(text)
    name(folder, "hxl", more)
    return folder


def nothing_is_kept_of_a_name(case: Case) -> bool:
    return CANARY not in msgspec.json.encode((case.incidents, case.claims)).decode()


def test_an_event_of_acled(acled: Path) -> None:
    case = read_case(acled)
    first = case.incidents[0]
    assert (first.id, first.on, first.until, first.kind) == (
        "acled-LIN7",
        "2031-05-05",
        "",
        "airstrike",
    )
    assert (first.latitude, first.longitude, first.precision_metres) == (51.01, 13.02, 10_000)
    assert (first.killed_low, first.killed_high, first.source) == (3, 3, "ACLED")
    assert (first.place, first.statement) == ("Lindenau", "Air/drone strike")
    assert nothing_is_kept_of_a_name(case)


@pytest.mark.parametrize(
    ("changes", "on", "until"),
    [
        ({"event_date": "05 May 2031"}, "2031-05-05", ""),
        ({"time_precision": "2"}, "2031-05-02", "2031-05-08"),
        ({"time_precision": "3"}, "2031-05-01", "2031-05-31"),
    ],
)
def test_days_of_acled(folder: Path, changes: dict[str, str], on: str, until: str) -> None:
    foreign(folder, ACLED, STRIKE | changes)
    name(folder, "acled")
    (one,) = read_case(folder).incidents
    assert (one.on, one.until) == (on, until)


@pytest.mark.parametrize(
    ("event", "sub_event", "kind"),
    [
        ("Explosions/Remote violence", "Shelling/artillery/missile attack", "shelling"),
        ("Explosions/Remote violence", "Remote explosive/landmine/IED", "explosive"),
        ("Battles", "Armed clash", "armed_clash"),
        ("Battles", "", "armed_clash"),
        ("Battles", "a new sub-event", "armed_clash"),
        ("Violence against civilians", "Attack", "against_civilians"),
        ("Protests", "Peaceful protest", "other"),
        ("Strategic developments", "Agreement", "other"),
    ],
)
def test_kinds_of_acled(folder: Path, event: str, sub_event: str, kind: str) -> None:
    foreign(folder, ACLED, STRIKE | {"event_type": event, "sub_event_type": sub_event})
    name(folder, "acled")
    assert read_case(folder).incidents[0].kind == kind


def test_no_deaths_of_acled_stay_as_they_are(folder: Path) -> None:
    foreign(folder, ACLED, STRIKE | {"fatalities": "0"})
    name(folder, "acled")
    (one,) = read_case(folder).incidents
    assert (one.killed_low, one.killed_high) == (0, 0)


def test_an_event_of_ucdp(ucdp: Path) -> None:
    case = read_case(ucdp)
    first = case.incidents[0]
    assert (first.id, first.on, first.until) == ("ucdp-244657", "2031-05-05", "2031-05-06")
    assert (first.kind, first.precision_metres, first.source) == ("armed_clash", 25_000, "UCDP GED")
    assert (first.killed_low, first.killed_high) == (2, 6)
    assert (first.place, first.statement) == ("Lindenau town", "state-based violence")
    assert nothing_is_kept_of_a_name(case)


def test_one_sided_violence_on_one_day(folder: Path) -> None:
    foreign(folder, UCDP, DEATHS | {"type_of_violence": "3", "date_end": "2031-05-05"})
    name(folder, "ucdp", 'source = "Uppsala"\n')
    (one,) = read_case(folder).incidents
    assert (one.kind, one.until, one.source) == ("against_civilians", "", "Uppsala")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("event_date", "2031-13-01", "a date like"),
        ("event_date", "30 February 2031", "18 February 2018"),
        ("event_date", "05/06/2031", "a date like"),
        ("latitude", "95", "degrees from -90 to 90"),
        ("longitude", "", "Fill the cell"),
        ("geo_precision", "4", "a whole number from 1 to 3"),
        ("time_precision", "0", "a whole number from 1 to 3"),
        ("fatalities", "many", "a whole number"),
        ("event_type", "", "Fill the cell"),
        ("event_id_cnty", "LIN8", "'LIN8' again"),
    ],
)
def test_a_wrong_cell_of_acled(acled: Path, column: str, value: str, said: str) -> None:
    row = 3 if value == "LIN8" else 2
    set_cell(acled, "x", 2, column, value)
    the_one(faults_of(acled), "x.csv", row, column, said)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("date_start", "5 May 2031", "a date like"),
        ("date_start", "2031-05-05 noon", "a date like"),
        ("date_end", "2031-05-04", "less than date_start"),
        ("where_prec", "8", "a whole number from 1 to 7"),
        ("type_of_violence", "4", "a whole number from 1 to 3"),
        ("high", "1", "less than low 2"),
        ("low", "", "Fill the cell"),
        ("id", "244658", "'244658' again"),
    ],
)
def test_a_wrong_cell_of_ucdp(ucdp: Path, column: str, value: str, said: str) -> None:
    row = 3 if value == "244658" else 2
    set_cell(ucdp, "x", 2, column, value)
    the_one(faults_of(ucdp), "x.csv", row, column, said)


@pytest.mark.parametrize(
    ("kind", "header", "row", "needed"),
    [
        (
            "acled",
            ACLED,
            STRIKE,
            {"event_id_cnty", "event_date", "event_type", "latitude", "longitude"}
            | {"geo_precision", "fatalities"},
        ),
        (
            "ucdp",
            UCDP,
            DEATHS,
            {"id", "date_start", "date_end", "type_of_violence", "latitude", "longitude"}
            | {"where_prec", "low", "high"},
        ),
    ],
)
def test_missing_columns_are_all_said_at_once(
    folder: Path, kind: str, header: str, row: dict[str, str], needed: set[str]
) -> None:
    foreign(folder, header, {}, but=row)
    name(folder, kind)
    found = faults_of(folder)
    assert {fault.column for fault in found} == needed
    assert {fault.found for fault in found} == {"no such column"}


def test_a_row_cut_short(acled: Path) -> None:
    text = (acled / "x.csv").read_text()
    (acled / "x.csv").write_text(text[: text.rindex("13.02")])
    the_one(faults_of(acled), "x.csv", 3, None, "one for each column")


def test_a_file_in_another_encoding(acled: Path) -> None:
    text = (acled / "x.csv").read_text().replace("Lindenau", "Lindenäu")
    (acled / "x.csv").write_bytes(text.encode("latin-1"))
    the_one(faults_of(acled), "x.csv", 2, None, "not UTF-8")


def test_semicolons(acled: Path) -> None:
    text = (acled / "x.csv").read_text().replace(",", ";")
    (acled / "x.csv").write_text(text)
    the_one(faults_of(acled), "x.csv", 1, None, "comma-separated")


@pytest.mark.parametrize(("limit", "most"), [("MAX_ROWS", 50), ("MAX_BYTES", 20_000)])
def test_a_huge_file(folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
    foreign(folder, ACLED, *(STRIKE | {"event_id_cnty": f"LIN{n}"} for n in range(200)))
    name(folder, "acled")
    monkeypatch.setattr(tables, limit, most)
    the_one(faults_of(folder), "x.csv", None, None, "more than", "right file")


def test_one_download_beside_another(acled: Path) -> None:
    with (acled / "x.csv").open(newline="") as stream:
        write_rows(acled / "y.csv", list(csv.reader(stream))[:2])
    append(acled, '\n[[evidence]]\nfile = "y.csv"\nformat = "acled"\n')
    the_one(faults_of(acled), "y.csv", None, None, "'acled-LIN7', which is in x.csv too")


def test_tagged_events_give_incidents(folder: Path) -> None:
    hxl(
        folder,
        "Collected by the office\n"
        "Id,When,To,What,Lat,Lon,Town,Code,Dead,Who,Story\n"
        "#event +code,#date+occurred,#date+end,#event+type,#geo+lat,#geo+lon,#adm3+name,"
        "#adm3+code,#affected+killed,#meta+source,#description\n"
        f"7,2031-05-05,2031-05-06,Shelling,51.0,13.0,Lindenau,L1,2,{CANARY},{CANARY}\n"
        f",,,,,,,,,,\n"
        f"8,2031-05-05T10:00,,Air/drone strike,51.0,13.0,Lindenau,L1,,{CANARY},{CANARY}\n",
    )
    case = read_case(folder)
    first, second = case.incidents
    assert (first.id, first.on, first.until, first.kind) == (
        "x-7",
        "2031-05-05",
        "2031-05-06",
        "shelling",
    )
    assert (first.place, first.killed_low, first.killed_high) == ("Lindenau", 2, 2)
    assert (second.on, second.until, second.kind, second.killed_low) == (
        "2031-05-05",
        "",
        "airstrike",
        None,
    )
    assert {first.source, second.source} == {"an office"}
    assert nothing_is_kept_of_a_name(case)


def test_tagged_events_have_the_source_and_range_of_their_row(folder: Path) -> None:
    hxl(
        folder,
        "#date,#geo+lat,#geo+lon,#affected+killed+min,#affected+killed+max,#meta+source\n"
        "2031-05-05,51.0,13.0,2,5,a monitor\n",
        "",
    )
    (one,) = read_case(folder).incidents
    assert (one.id, one.source, one.kind) == ("x-2", "a monitor", "other")
    assert (one.killed_low, one.killed_high) == (2, 5)


def test_a_kind_that_nobody_knows_is_other_with_a_warning(folder: Path) -> None:
    hxl(folder, f"#date,#geo+lat,#geo+lon,#event\n2031-05-05,51.0,13.0,{CANARY} shot\n")
    the_one(warnings_of(folder), "x.csv", 2, "#event", "taken for `other`")
    case = read_case(folder)
    assert case.incidents[0].kind == "other"
    assert nothing_is_kept_of_a_name(case)


def test_tagged_figures_without_positions_give_claims(folder: Path) -> None:
    hxl(
        folder,
        "Day,Reported,Where,People killed,People who fled,Source\n"
        "#date,#date+reported,#adm1+name,#affected+killed,#affected+idps,#meta+source\n"
        '2031-05-05,2031-05-06,"Linden, whole district",12,,a monitor\n'
        "2031-05,,,3,40,another\n",
    )
    first, second, third = read_case(folder).claims
    assert (first.id, first.topic, first.statement) == ("x-3-4", "casualties", "People killed")
    assert (first.low, first.high, first.unit) == (12, 12, "persons")
    assert (first.since, first.reported_on, first.place) == (
        "2031-05-05",
        "2031-05-06",
        "Linden, whole district",
    )
    assert (first.claimed_by, first.reported_by) == ("a monitor", "an office")
    assert (second.since, second.low, second.claimed_by) == ("2031-05", 3, "another")
    assert (third.topic, third.low) == ("displacement", 40)


def test_a_tagged_indicator_is_named(folder: Path) -> None:
    hxl(folder, "#date+year,#indicator+name,#indicator+value+num\n2031,Schools open,4\n")
    (one,) = read_case(folder).claims
    assert (one.topic, one.statement) == ("indicator", "Schools open: #indicator+value+num")
    assert (one.since, one.low, one.unit) == ("", 4, "")


def test_two_columns_of_one_tag_are_two_claims(folder: Path) -> None:
    hxl(folder, "Women,Men\n#affected+killed,#affected+killed\n1,2\n")
    assert [(one.statement, one.low) for one in read_case(folder).claims] == [
        ("Women", 1),
        ("Men", 2),
    ]


@pytest.mark.parametrize(
    ("text", "row", "column", "said"),
    [
        ("a,b\n1,2\n", None, None, "no row of HXL tags"),
        ("#geo+lat,#geo+lon\n", None, None, "no row below the tags"),
        ("#geo+lat,#geo+lon\n51.0,13.0\n", None, None, "no column of days"),
        ("#adm1,#sector\na,b\n", None, None, "neither #geo+lat and #geo+lon nor"),
        ("#affected\nmany\n", 2, "#affected", "a figure"),
        ("#affected,#date\n1,May\n", 2, "#date", "a date like"),
        ("#affected,#date,#date+end\n1,2031-05-05,2031-04\n", 2, "#date+end", "from 2031-05-05"),
        ("#affected,#adm1\n1\n", 2, None, "2 cells, one for each column"),
        ("#date,#geo+lat,#geo+lon\n2031-05,51.0,13.0\n", 2, "#date", "a date like"),
        ("#date,#geo+lat,#geo+lon\n2031-05-05,99,13.0\n", 2, "#geo+lat", "degrees"),
        (
            "#date,#date+end,#geo+lat,#geo+lon\n2031-05-05,2031-05-04,51.0,13.0\n",
            2,
            "#date+end",
            "from 2031-05-05 to 2031-05-04",
        ),
        (
            "#date,#geo+lat,#geo+lon,#affected+killed+min,#affected+killed+max\n"
            "2031-05-05,51.0,13.0,5,2\n",
            2,
            "#affected+killed",
            "from 5 to 2",
        ),
        (
            "#event+id,#date,#geo+lat,#geo+lon\n7,2031-05-05,51,13\n7,2031-05-06,51,13\n",
            3,
            "#event+id",
            "'7' again",
        ),
    ],
)
def test_a_wrong_tagged_file(
    folder: Path, text: str, row: int | None, column: str | None, said: str
) -> None:
    the_one(faults_of(hxl(folder, text)), "x.csv", row, column, said)


def test_a_tagged_file_of_nobody(folder: Path) -> None:
    hxl(folder, "#affected\n1\n", "")
    the_one(faults_of(folder), "x.csv", None, None, "whose records they are", "Add source")


def test_a_tagged_row_of_nobody(folder: Path) -> None:
    hxl(folder, "#affected,#meta+source\n1,\n", "")
    the_one(faults_of(folder), "x.csv", 2, "#meta+source", "Fill the cell")
