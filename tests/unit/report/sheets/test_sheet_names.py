"""Names of sheets and files: legal, short enough, each once, whatever a case calls its places."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from sheets_case import book, files, marked_case

from safepassage.report.journeys import journeys
from safepassage.report.sheets.names import file_names, sheet_names
from safepassage.write import write_files

NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=8)


@given(NAMES)
@example(["."])
@example(["'", "history", "History", "x" * 40, "X" * 31])
def test_sheet_names_are_what_a_workbook_takes(wanted: list[str]) -> None:
    found = sheet_names(wanted)
    assert len(found) == len(wanted)
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"
    file = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    for name in found:
        file.add_worksheet(name)  # raises for what Excel refuses
    file.close()


@given(NAMES)
@example(["..", ".", "-", "/"])
def test_file_names_stay_in_their_folder(wanted: list[str]) -> None:
    found = file_names(wanted)
    assert len({name.casefold() for name in found}) == len(wanted)
    for name in found:
        assert 0 < len(f"{name}.gpx".encode()) <= 255
        assert "/" not in name
        assert "\\" not in name
        assert not name.startswith(".")


def test_a_name_that_is_legal_stays_as_it_is() -> None:
    assert sheet_names(["Contents", "c12", "دوما"]) == ["Contents", "c12", "دوما"]
    assert file_names(["c12", "out-1"]) == ["c12", "out-1"]


def test_long_names_alike_get_a_number_and_stay_short() -> None:
    first, second = sheet_names(["School of the northern district " + "x" * 40] * 2)
    assert first == "School of the northern district"
    assert second == "School of the northern distri 2"


def test_hostile_names_are_words_in_every_file(tmp_path: Path) -> None:
    case, plan = marked_case()
    renewed = msgspec.structs.replace
    script = "<script>alert(1)</script>"
    case = case.replace(
        title=f"{script}\"&'",
        assembly_points=tuple(
            renewed(point, name=name, name_local="")
            for point, name in zip(
                case.assembly_points, ("a/b[c]:*?\\'" + "x" * 300, script), strict=True
            )
        ),
        destinations=tuple(
            renewed(place, name=name)
            for place, name in zip(
                case.destinations, ("مدرسة الشمال]", "\u202eevil\x07"), strict=True
            )
        ),
        crossings=tuple(renewed(place, name="'; --") for place in case.crossings),
    )
    renamed = msgspec.json.encode(plan).replace(b'"out-1"', b'"../../<b>&"')
    plan = msgspec.json.decode(renamed, type=type(plan))
    found = files("planner", journeys(case, plan))
    write_files(tmp_path / "out", found)
    for name, data in found.items():
        if name.endswith(".html"):
            assert b"<script" not in data
            assert b"<b>" not in data
    assert "<b>" in str(book(found["manifests.xlsx"]))
    assert len([name for name in found if name.startswith("gpx/")]) == len(plan.convoys)
