"""Workbooks: bombs, lies and rubbish end in faults, and no value is made up."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from bounded import refused
from hostile_files import LAUGHS, MAIN, SHEET, TEXTS, cells, edit, one_sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from read_folder import faults_of, good_folder, to_workbook, warnings_of

from safepassage.errors import CaseError
from safepassage.read import load_case
from safepassage.read.faults import Faults
from safepassage.read.workbook import Workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = good_folder(tmp_path / "town")
    to_workbook(folder)
    return folder


def rows_of(path: Path, name: str) -> list[list[str]] | str:
    """The rows of a sheet, or the one fault."""
    faults = Faults()
    book = Workbook.open(path, faults)
    rows = book.records(name, 1000, 50, faults) if book else None
    if rows is not None:
        return rows
    (fault,) = faults.errors
    return str(fault)


def sheet_of(tmp_path: Path, xml: str) -> list[list[str]] | str:
    one_sheet(tmp_path / "case.xlsx", "vehicles", xml)
    return rows_of(tmp_path / "case.xlsx", "vehicles")


def value(content: str, attributes: str = "") -> str:
    return f'<row r="1"><c r="A1" {attributes}>{content}</c></row>'


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (value("<v>2.50</v>"), "2.5"),
        (value("<v>1E-05</v>"), "0.00001"),
        (value("<v>4</v>"), "4"),
        (value("<v>1e400</v>"), "1e400"),
        (value("<v>nan</v>"), "nan"),
        (value("<v>1_000</v>"), "1_000"),
        (value("<v>1</v>", 't="b"'), "yes"),
        (value("<v>#REF!</v>", 't="e"'), "#REF!"),
        (value("<f>1/0</f><v>#DIV/0!</v>", 't="e"'), "#DIV/0!"),
        (value("<f>A2+1</f>"), "=A2+1"),
        (value("<f>A2+1</f><v></v>"), "=A2+1"),
        (value("<f>A2+1</f><v>3</v>"), "3"),
        (value("<is><t>a</t><rPh><t>b</t></rPh></is>", 't="inlineStr"'), "a"),
        (value("<is><r><t>a</t></r><r><t>b</t></r></is>", 't="inlineStr"'), "ab"),
        (value("<v>=1+1</v>", 't="str"'), "=1+1"),
    ],
)
def test_a_cell_is_what_it_is(tmp_path: Path, xml: str, text: str) -> None:
    assert sheet_of(tmp_path, xml) == [[text]]


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        (value("<v>0</v>", 't="s"').replace("<v>0", "<v>999999999"), "isn't there"),
        (value("<v>-1</v>", 't="s"'), "in the place of a number"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "in row 1"),
        ('<row r="2"/><row r="1"/>', "row 1 after row 2"),
        ('<row r="0"/>', "row 0 after row 0"),
        ('<row r="99999999999"><c><v>1</v></c></row>', "in the place of a number"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "after a later one"),
        ('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', "the column"),
        ('<c r="A1"><v>1</v></c>', "outside every row"),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "row 1,048,576"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "column 16,384"),
        ('<row r="1">' + "<c><v>1</v></c>" * 60 + "</row>", "column 51"),
        ("<row>" * 1000, "nested too deep"),
        ('<row r="1"><c r="A1"><v>&a;</v></c></row>', "undefined entity"),
        ("<row", "is broken"),
    ],
)
def test_a_sheet_that_lies(tmp_path: Path, xml: str, found: str) -> None:
    assert found in sheet_of(tmp_path, xml)


def test_empty_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"/>'
    assert sheet_of(tmp_path, far) == [["1"]]


@pytest.mark.parametrize("part", [SHEET, TEXTS, "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"?>", b"?>" + LAUGHS.encode(), 1),
        lambda xml: xml.replace(b"?>", b"?><!DOCTYPE x SYSTEM 'file:///etc/passwd'>", 1),
        lambda xml: xml.decode().encode("utf-16"),
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b">", b" x='" + b"a" * (3 << 20) + b"'>", 2)[:-1],
        lambda _: b"<a>" * 1_000_000,
        lambda _: b"\0" * 100,
    ],
)
def test_hostile_xml_in_any_part(folder: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    edit(folder / "case.xlsx", part, change)
    faults = faults_of(folder)
    assert any("can't be read" in fault.found for fault in faults)
    assert "root:" not in "".join(map(str, faults))


def test_a_lying_count_of_texts_is_not_believed(folder: Path) -> None:
    edit(folder / "case.xlsx", TEXTS, lambda xml: xml.replace(b'ount="', b'ount="999999999999'))
    assert faults_of(folder) == ()


def test_a_bomb_is_refused_with_little_memory(folder: Path) -> None:
    edit(folder / "case.xlsx", SHEET, lambda xml: xml + b" " * 310_000_000)
    assert (folder / "case.xlsx").stat().st_size < 3_000_000
    assert "case.xlsx: a workbook that unfolds" in refused("case", str(folder))


def test_a_long_text_in_many_cells_costs_its_length_once(folder: Path) -> None:
    long = b"<si><t>" + b"x" * 20_000_000 + b"</t></si>"
    edit(folder / "case.xlsx", TEXTS, lambda xml: xml.replace(b"<si>", long + b"<si>", 1))
    row = '<row r="{}">' + '<c t="s"><v>0</v></c>' * 20 + "</row>"
    rows = "".join(row.format(number) for number in range(1, 5_000))
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    edit(folder / "case.xlsx", SHEET, lambda _: xml.encode())
    assert "case.xlsx" in refused("case", str(folder))


def test_a_header_that_lies_about_a_size(folder: Path) -> None:
    edit(folder / "case.xlsx", SHEET, lambda xml: xml + b" " * 5_000_000)
    path = folder / "case.xlsx"
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    (fault, *_) = faults_of(folder)
    assert "can't be unpacked" in fault.found


def test_a_wrong_checksum(folder: Path) -> None:
    path = folder / "case.xlsx"
    with zipfile.ZipFile(path) as archive:
        crc = archive.getinfo(SHEET).CRC.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(crc, b"\1\2\3\4"))
    assert any("can't be unpacked" in fault.found for fault in faults_of(folder))


def test_an_encrypted_part(folder: Path) -> None:
    path = folder / "case.xlsx"
    data = bytearray(path.read_bytes())
    for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(magic, at + 4)
    path.write_bytes(data)
    (fault, *_) = faults_of(folder)
    assert "without a password" in fault.remedy


def test_more_parts_than_any_workbook_has(folder: Path) -> None:
    with zipfile.ZipFile(folder / "case.xlsx", "a") as archive:
        for number in range(25_000):
            archive.writestr(f"{number}", b"")
    (fault, *_) = faults_of(folder)
    assert fault.found == "a workbook with too many parts"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice(folder: Path) -> None:
    with zipfile.ZipFile(folder / "case.xlsx", "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    (fault, *_) = faults_of(folder)
    assert "is there twice" in fault.found


def test_names_of_parts_lead_nowhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<secret/>")
    edit(
        folder / "case.xlsx",
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(b"worksheets/sheet1.xml", b"../../../secret.xml"),
    )
    with zipfile.ZipFile(folder / "case.xlsx", "a") as archive:
        archive.writestr("../../written.xml", b"<a/>")
    assert any("no part 'secret.xml'" in fault.found for fault in faults_of(folder))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.xml", "town"]


def test_a_formula_is_used_with_a_warning_and_never_without_its_value(folder: Path) -> None:
    def formula(xml: bytes) -> bytes:
        return xml.replace(b"<v>40</v>", b"<f>SUM(1,39)</f><v>40</v>", 1)

    data = (folder / "case.xlsx").read_bytes()
    for part in [f"xl/worksheets/sheet{number}.xml" for number in range(1, 7)]:
        edit(folder / "case.xlsx", part, formula)
    warnings = [str(warning) for warning in warnings_of(folder) if "formulas" in str(warning)]
    assert warnings
    assert all("paste the values" in warning for warning in warnings)
    (folder / "case.xlsx").write_bytes(data)
    for part in [f"xl/worksheets/sheet{number}.xml" for number in range(1, 7)]:
        edit(folder / "case.xlsx", part, lambda xml: xml.replace(b"<v>40</v>", b"<f>B2</f>", 1))
    assert any(fault.found == "'=B2'" for fault in faults_of(folder))


@pytest.mark.parametrize("since_1904", [True, False])
def test_a_date_is_read_from_its_serial_number(tmp_path: Path, since_1904: bool) -> None:
    with xlsxwriter.Workbook(tmp_path / "case.xlsx", {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet("vehicles")
        for number, code in enumerate(["yyyy-mm-dd hh:mm", "d mmm", "[$-407]d. mmmm yyyy", "0.00"]):
            sheet.write_number(0, number, 47_973.25, book.add_format({"num_format": code}))
    moment = "2035-05-06T06:00:00" if since_1904 else "2031-05-05T06:00:00"
    assert rows_of(tmp_path / "case.xlsx", "vehicles") == [[*[moment] * 3, "47973.25"]]


@settings(max_examples=30, deadline=None)
@given(
    part=st.sampled_from([SHEET, TEXTS, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"]),
    at=st.floats(0, 1),
    length=st.integers(0, 12),
    insert=st.one_of(
        st.binary(max_size=8),
        st.sampled_from([b"<c>", b"</row>", b'r="A9"', b"<v>", b'<row r="7">', b"&#0;", b"-"]),
    ),
)
def test_a_scratch_in_a_part(
    tmp_path_factory: pytest.TempPathFactory, *, part: str, at: float, length: int, insert: bytes
) -> None:
    folder = good_folder(tmp_path_factory.mktemp("book") / "town")
    to_workbook(folder)

    def scratch(xml: bytes) -> bytes:
        start = int(at * len(xml))
        return xml[:start] + insert + xml[start + length :]

    edit(folder / "case.xlsx", part, scratch)
    try:
        load_case(folder)
    except CaseError as error:
        assert all(fault.found and fault.remedy for fault in error.faults)


def test_other_spreadsheets_by_this_name(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "town")
    to_workbook(folder)
    with zipfile.ZipFile(folder / "case.xlsx", "w") as archive:
        archive.writestr("content.xml", "<x/>")
        archive.writestr("inner.xlsx", cells(["id"], [1]))
    (fault, *_) = faults_of(folder)
    assert "can't be read as a workbook" in fault.found
