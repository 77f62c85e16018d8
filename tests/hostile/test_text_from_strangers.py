"""Tables, case.toml, areas and plans: broken, huge, nested and misleading ones."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import shapely
from bounded import refused
from hypothesis import given, settings
from hypothesis import strategies as st
from read_folder import faults_of, good_folder, set_cell, spoil, the_one

from safepassage.cli import main
from safepassage.errors import CaseError, PlanFileError
from safepassage.read import load_case, read_case
from safepassage.read.plan import read_plan
from safepassage.shown import csv_cell, shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


CELLS = [
    ("assembly_points", "name", "=HYPERLINK(1)", "doesn't begin with '='"),
    ("assembly_points", "name", "#REF!", "Mend the formula"),
    ("assembly_points", "name", "school\u202egnp", "turn its direction round"),
    ("assembly_points", "name", "\u2067school", "turn its direction round"),
    ("assembly_points", "name", "a\x1b[2Jb", "can be seen"),
    ("assembly_points", "name", "a\ufeffb", "can be seen"),
    ("assembly_points", "name", "x" * 201, "at most 200 characters"),
    ("assembly_points", "id", "=1+1", "an id: letters"),
    ("assembly_points", "id", "-1", "an id: letters"),
    ("assembly_points", "id", "@a", "an id: letters"),
    ("assembly_points", "id", "a\u202eb", "an id: letters"),
    ("assembly_points", "id", "a\u200bb", "an id: letters"),
    ("assembly_points", "population", "١٢", "Write it with the digits 0 to 9"),
    ("assembly_points", "population", "۱۲", "and a decimal point: 12."),
    ("assembly_points", "latitude", "٥١٫٥", "51.5"),
    ("assembly_points", "latitude", "51,5", "decimal point (51.5)"),
    ("assembly_points", "latitude", "1.234,5", "Write digits only"),
    ("assembly_points", "latitude", "1e400", "Write digits only"),
    ("assembly_points", "latitude", "inf", "Write digits only"),
    ("assembly_points", "population", "#DIV/0!", "a whole number"),
    ("vehicles", "available_from", "47973.25", "2031-05-05T06:00"),
    ("vehicles", "available_from", "05/05/2031", "a local date and time like"),
]


@pytest.mark.parametrize(("table", "column", "value", "told"), CELLS)
def test_a_cell_that_misleads(
    folder: Path, *, table: str, column: str, value: str, told: str
) -> None:
    set_cell(folder, table, 3, column, value)
    faults = [fault for fault in faults_of(folder) if fault.column == column]
    the_one(tuple(faults[:1]), f"{table}.csv", 3, column, told)
    assert "\x1b" not in str(faults[0])
    assert "\u202e" not in str(faults[0])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("مدرسة الشمال", "مدرسة الشمال"),
        ("می\u200cروم", "می\u200cروم"),
        ("Cafe\u0301", "Café"),
        ("North\u00a0school", "North school"),
        ("+Hope clinic", "+Hope clinic"),
    ],
)
def test_a_name_that_is_one(folder: Path, written: str, kept: str) -> None:
    set_cell(folder, "assembly_points", 3, "name", written)
    assert kept in [point.name for point in read_case(folder).assembly_points]


def test_ids_that_look_the_same_are_the_same(folder: Path) -> None:
    toml, points = folder / "case.toml", folder / "households.csv"
    for path in (toml, points, folder / "destinations.csv"):
        path.write_text(path.read_text().replace("hall", "hall\u00e9"))
    toml.write_text(toml.read_text().replace("hall\u00e9", "halle\u0301"))
    points.write_text(points.read_text().replace("hall\u00e9", "halle\u0301", 2))
    assert faults_of(folder) == ()
    destinations = folder / "destinations.csv"
    lines = destinations.read_text().splitlines()
    twin = next(line for line in lines if "hall\u00e9" in line).replace("\u00e9", "e\u0301")
    destinations.write_text("\n".join([*lines, twin]))
    assert any("again (first in row" in fault.found for fault in faults_of(folder))


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "is not UTF-8"),
        ("utf-32", "UTF-16"),
        ("latin-1", "is not UTF-8"),
        ("cp1256", "is not UTF-8"),
    ],
)
@pytest.mark.parametrize("file", ["assembly_points.csv", "case.toml"])
def test_other_encodings(folder: Path, encoding: str, told: str, file: str) -> None:
    text = (folder / file).read_text() + ("\n# " if file == "case.toml" else "") + "é"
    text += "\u0645" if encoding == "cp1256" else ""
    (folder / file).write_bytes(text.encode(encoding))
    assert any(fault.file == file and told in fault.found for fault in faults_of(folder))


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("ID", None),
        (" Id ", None),
        ("\ufeff\ufeffid", "\\ufeffid"),
        ("id,ID", "2 columns of this name"),
        ("i\x1b[31md", "\\x1b[31m"),
        ("i\u202ed", "\\u202e"),
    ],
)
def test_headers(folder: Path, header: str, told: str | None) -> None:
    path = folder / "staging_areas.csv"
    text = path.read_text()
    assert text.startswith("id,")
    path.write_text(header + text[2:])
    faults = "\n".join(map(str, faults_of(folder)))
    assert "\x1b" not in faults
    assert "\u202e" not in faults
    if told:
        assert told in faults
    else:
        assert not faults


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 10_000,
        "a." * 400_000 + "a = 1",
        "\n".join("[" + "a." * 400 + f"b{n}]" for n in range(200)),
        "seed = " + "9" * 5000,
        "seed = 0x" + "f" * 50_000,
        "seed = 1e400",
        "seed = nan",
        "name = '\x1b[2J'",
        'name = "\\u202e"',
        'name = "\\u001b"',
        "\0",
        "=" * 1000,
    ],
)
def test_a_toml_file_that_is_hostile(folder: Path, text: str) -> None:
    (folder / "case.toml").write_text(text)
    told = "\n".join(str(fault) for fault in faults_of(folder) if fault.file == "case.toml")
    assert told
    assert "\x1b" not in told
    assert "\u202e" not in told


SQUARE = [[13, 51], [13, 51.001], [13.001, 51.001], [13, 51]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 1_000_000, "can't be read as GeoJSON"),
        ('{"type":' * 100_000, "can't be read as GeoJSON"),
        (json.dumps({"type": "Polygon", "coordinates": [SQUARE]}).replace("51.001", "NaN"), ":"),
        (json.dumps({"type": "Polygon", "coordinates": [SQUARE]}).replace("51.001", "1e400"), ":"),
        (
            json.dumps({"type": "Polygon", "coordinates": [SQUARE]}).replace("51.001", "9" * 400),
            "can't be read",
        ),
        ('{"type":"Polygon","coordinates":[[[null,1],[2,2],[3,1]]]}', "can't be read"),
        ('{"type":"GeometryCollection","geometries":[]}', "a GeometryCollection"),
        ('{"type":"FeatureCollection","features":[null]}', "can't be read"),
        ("null", "can't be read"),
        ("\0", "NUL"),
    ],
)
def test_areas_that_are_none(folder: Path, text: str, told: str) -> None:
    spoil(folder, "case.toml", "[roads]", '[roads]\nforbidden = "areas.geojson"')
    (folder / "areas.geojson").write_text(text)
    faults = [str(fault) for fault in faults_of(folder) if fault.file == "areas.geojson"]
    assert len(faults) == 1
    assert told in faults[0]


@pytest.mark.parametrize("of_many_parts", [False, True])
def test_areas_whose_outlines_cross_everywhere_are_not_merged(
    folder: Path, of_many_parts: bool
) -> None:
    upright = [shapely.box(13 + n / 1e4, 51, 13 + (n + 0.4) / 1e4, 51.2) for n in range(2000)]
    lying = [shapely.box(13, 51 + n / 1e4, 13.2, 51 + (n + 0.4) / 1e4) for n in range(2000)]
    strips = [*upright, *lying]
    if of_many_parts:
        strips = [shapely.multipolygons(upright), shapely.multipolygons(lying)]
    text = shapely.to_geojson(shapely.geometrycollections(strips))
    features = [{"geometry": one} for one in json.loads(text)["geometries"]]
    spoil(folder, "case.toml", "[roads]", '[roads]\nforbidden = "areas.geojson"')
    (folder / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    the_one(faults_of(folder), "areas.geojson", None, None, "cross each other too often")


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "link out", "broken link", "loop"])
@pytest.mark.parametrize("file", ["case.toml", "vehicles.csv", "roads.osm"])
def test_what_is_no_file_of_the_folder(folder: Path, tmp_path: Path, kind: str, file: str) -> None:
    path = folder / file
    good = path.read_bytes()
    path.unlink()
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "link out":
            (tmp_path / "outside").write_bytes(good)
            path.symlink_to(tmp_path / "outside")
        case "broken link":
            path.symlink_to(folder / "nowhere")
        case "loop":
            path.symlink_to(path)
    with pytest.raises(CaseError) as raised:
        load_case(folder)
    assert any(file in str(fault) for fault in raised.value.faults)


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_what_is_no_plan_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "plan.json"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(PlanFileError, match="Check the path"):
        read_plan(path)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"format":' * 1_000_000,
        '{"format":' + "9" * 10_000 + "}",
        '{"format":NaN}',
        '{"format":1e400}',
        '{"format":1,"case_name":"\ud800"}',
        "\ufeff{}",
        "null",
        "\0",
        "",
    ],
)
def test_a_plan_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(PlanFileError, match=r"plan\.json"):
        read_plan(tmp_path / "plan.json")


def test_a_file_that_vanishes_in_between(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stat = Path.is_file

    def gone_afterwards(self: Path) -> bool:
        there = stat(self)
        if self.name == "vehicles.csv":
            self.unlink(missing_ok=True)
        return there

    monkeypatch.setattr(Path, "is_file", gone_afterwards)
    assert any("can't be opened" in fault.found for fault in faults_of(folder))


@pytest.mark.parametrize("file", ["vehicles.csv", "case.toml", "areas.geojson"])
def test_two_gigabytes_with_little_memory(folder: Path, file: str) -> None:
    spoil(folder, "case.toml", "[roads]", '[roads]\nforbidden = "areas.geojson"')
    (folder / "areas.geojson").write_text("{}")
    with (folder / file).open("r+b") as stream:
        stream.truncate(2 << 30)
    assert f"{file}: more than" in refused("case", str(folder))


def test_a_plan_of_two_gigabytes_with_little_memory(folder: Path, tmp_path: Path) -> None:
    with (tmp_path / "plan.json").open("wb") as stream:
        stream.truncate(2 << 30)
    assert "larger than" in refused("verify", str(folder), str(tmp_path / "plan.json"))


@pytest.mark.parametrize(
    ("row", "times"),
    [
        (b"1\n", 10_000_000),
        (b"x,", 10_000_000),
        (b'"x\n",', 4_000_000),
        (b",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n", 2_000_000),
    ],
)
def test_ten_million_rows_with_little_memory(folder: Path, row: bytes, times: int) -> None:
    with (folder / "households.csv").open("ab") as stream:
        for _ in range(100):
            stream.write(row * (times // 100))
    assert "households.csv" in refused("case", str(folder))


def test_a_terminal_is_not_steered(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["case", str(tmp_path / "a\x1b[2J\u202eb")]) == 2
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert "\\x1b[2J\\u202eb" in told


def test_out_of_memory_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def full(_: Path) -> None:
        raise MemoryError

    monkeypatch.setattr("safepassage.cli.case.load_case", full)
    assert main(["case", str(folder)]) == 2
    assert "not enough memory" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r", "\n=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_one_that_it_shows(text: str) -> None:
    assert csv_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "1", "a=1", "مدرسة", "'=1", "a-b"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text
    assert shown(text) == text


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_nothing_shown_steers_or_turns(text: str) -> None:
    assert not set(shown(text)) & {*map(chr, range(32)), "\x7f", "\x9b", *"\u202a\u202e\u2067"}
