"""Faults of control.geojson, one at a time and all at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from read_folder import faults_of, good_folder, spoil, the_one, warnings_of

from safepassage.model.territory import ControlArea
from safepassage.read import load_case

FILE = "control.geojson"
EXAMPLES = Path(__file__).parents[3] / "docs" / "file-formats.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


def square(west: float = 13.0, south: float = 51.0, size: float = 0.1) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def area(*rings: list[list[float]], **changes: Any) -> dict[str, Any]:
    said = {
        "on": "2031-05-04",
        "name": "the enclave",
        "held_by": party(),
        "enclave": True,
        "source": "a monitor",
    }
    return {
        "type": "Feature",
        "properties": {k: v for k, v in (said | changes).items() if v is not ...},
        "geometry": {"type": "Polygon", "coordinates": list(rings) or [square()]},
    }


def party() -> str:
    return "the other side"


def write(folder: Path, *areas: Any) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": areas})
    (folder / FILE).write_text(text, encoding="utf-8")


def control(folder: Path) -> tuple[ControlArea, ...]:
    return load_case(folder).case.control


def test_a_case_without_the_file_has_no_picture(folder: Path) -> None:
    assert control(folder) == ()


def test_areas_come_as_they_are_drawn(folder: Path) -> None:
    hole = square(13.02, 51.02, 0.01)
    write(
        folder,
        area(square(), hole, approximate=True),
        area(square(13.2), name="around", enclave=False, on="2031-05-04"),
    )
    first, second = control(folder)
    assert (first.name, first.enclave, first.approximate) == ("the enclave", True, True)
    assert (second.name, second.enclave, second.approximate) == ("around", False, False)
    assert first.polygons == ((tuple(map(tuple, square())), tuple(map(tuple, hole))),)
    assert warnings_of(folder) == ()


def test_parts_of_one_area_are_polygons_of_it(folder: Path) -> None:
    both = area()
    both["geometry"] = {"type": "MultiPolygon", "coordinates": [[square()], [square(13.5)]]}
    write(folder, both)
    (only,) = control(folder)
    assert [len(polygon) for polygon in only.polygons] == [1, 1]


def test_no_plan_depends_on_the_file(folder: Path) -> None:
    before = load_case(folder).case.digest
    write(folder, area())
    assert load_case(folder).case.digest == before


PROPERTIES = [
    ("on", ..., "area 1: nothing"),
    ("on", "", "a text"),
    ("on", 20310504, "area 1: 20310504"),
    ("on", "4 May 2031", "a date like 2018-03-06"),
    ("on", "2031-02-30", "a date like"),
    ("on", "1031-05-04", "a date like"),
    ("on", "2031-05", "a date like"),
    ("name", ..., "area 1: nothing"),
    ("name", "\u202e", "turn its direction"),
    ("held_by", ..., "area 1: nothing"),
    ("held_by", "nobody known", "a party, the guarantor or one of the others"),
    ("enclave", ..., "true or false"),
    ("enclave", "yes", "true or false"),
    ("enclave", False, "no enclave on 2031-05-04"),
    ("approximate", None, "true or false"),
    ("source", ..., "area 1: nothing"),
    ("source", "   ", "a text"),
]


@pytest.mark.parametrize(("name", "value", "said"), PROPERTIES)
def test_a_property_that_is_wrong(folder: Path, name: str, value: Any, said: str) -> None:
    write(folder, area(**{name: value}))
    the_one(faults_of(folder), FILE, None, name, said)


def test_a_holder_spelt_nearly_right_is_named(folder: Path) -> None:
    write(folder, area(held_by=party()[:-1]))
    the_one(faults_of(folder), FILE, None, "held_by", f"Did you mean {party()!r}?")


def test_one_of_the_others_may_hold_ground(folder: Path) -> None:
    spoil(folder, "case.toml", "[agreement]", '[agreement]\nothers = ["somebody else"]')
    write(folder, area(held_by="somebody else"))
    assert control(folder)[0].held_by == "somebody else"


def test_holders_arent_judged_where_case_toml_has_faults(folder: Path) -> None:
    spoil(folder, "case.toml", "[agreement]", "[agreement]\nunknown = 1")
    write(folder, area(held_by="anybody"))
    assert [fault.file for fault in faults_of(folder)] == ["case.toml"]


def test_other_properties_are_left_alone_with_a_warning(folder: Path) -> None:
    write(folder, area(aproximate=True))
    (warning,) = warnings_of(folder)
    assert "Did you mean 'approximate'?" in str(warning)
    assert not control(folder)[0].approximate


SHAPES: list[tuple[Any, str]] = [
    ({"type": "Polygon", "coordinates": [[[13, 51], [14, 52], [14, 51], [13, 52], [13, 51]]]}, ""),
    ({"type": "Point", "coordinates": [13, 51]}, "a Point"),
    (None, "can't be read"),
    ({"type": "Polygon", "coordinates": [[[51, 113], [52, 113], [52, 114], [51, 113]]]}, "degrees"),
]


@pytest.mark.parametrize(("geometry", "said"), SHAPES)
def test_an_outline_that_is_wrong(folder: Path, geometry: Any, said: str) -> None:
    write(folder, {**area(), "geometry": geometry})
    the_one(faults_of(folder), FILE, None, None, said or "area 1: a broken outline")


def test_areas_out_of_the_order_of_their_dates(folder: Path) -> None:
    write(folder, area(on="2031-05-04"), area(on="2031-04-04"))
    the_one(faults_of(folder), FILE, None, "on", "area 2: 2031-04-04 after 2031-05-04")


def test_areas_of_one_date_that_overlap(folder: Path) -> None:
    write(folder, area(), area(square(13.05), name="other"))
    the_one(faults_of(folder), FILE, None, "on", "area 2: 50% of the smaller lies in area 1 too")


@pytest.mark.parametrize("second", [13.0995, 13.1])
def test_slivers_and_shared_borders_are_no_overlap(folder: Path, second: float) -> None:
    write(folder, area(), area(square(second)))
    assert len(control(folder)) == 2


def test_pictures_of_two_dates_may_overlap(folder: Path) -> None:
    write(folder, *(area(on=f"2031-05-{day:02}") for day in range(1, 31)))
    assert len(control(folder)) == 30


def test_every_fault_of_every_area_is_told_at_once(folder: Path) -> None:
    bent = {**area(), "geometry": {"type": "LineString", "coordinates": [[1, 1], [2, 2]]}}
    stranger = area(on="2031-05-03", source=..., held_by="a stranger")  # earlier than area 1, too
    write(folder, area(source=...), bent, area(on="soon", enclave="perhaps"), None, stranger)
    found = [(fault.column, fault.found.split(":")[0]) for fault in faults_of(folder)]
    assert sorted(found, key=str) == sorted(
        [
            ("source", "area 1"),
            (None, "area 2"),
            ("on", "area 3"),
            ("enclave", "area 3"),
            (None, "area 4"),
            *((name, "area 4") for name in ("on", "name", "held_by", "enclave", "source")),
            *((name, "area 5") for name in ("on", "held_by", "source")),
        ],
        key=str,
    )


def test_too_many_areas(folder: Path) -> None:
    write(folder, *[area()] * 2001)
    the_one(faults_of(folder), FILE, None, None, "2,001 areas")


def test_outlines_that_cross_everywhere(folder: Path) -> None:
    def strips(lying: bool) -> Iterator[Any]:
        long, short = (0.2, 5e-5), 1e-4
        for n in range(900):
            at = 13 + n * short if not lying else 13.0
            up = 51 + n * short if lying else 51.0
            wide, high = long if lying else reversed(long)
            ring = [[at, up], [at + wide, up], [at + wide, up + high], [at, up + high], [at, up]]
            yield area(ring)

    write(folder, *strips(True), *strips(False))
    the_one(faults_of(folder), FILE, None, None, "cross each other too often")


def test_many_overlaps_are_told_in_short(folder: Path) -> None:
    write(folder, *(area(square(13 + n / 1e5, 51 + n / 1e5, 0.1 - n / 5e4)) for n in range(200)))
    faults = faults_of(folder)
    assert len(faults) == 20
    assert all("100% of the smaller" in fault.found for fault in faults)


@pytest.mark.parametrize("kind", ["folder", "link out", "broken link"])
def test_what_is_no_file_of_the_folder(folder: Path, tmp_path: Path, kind: str) -> None:
    path = folder / FILE
    if kind == "folder":
        path.mkdir()
    else:
        target = tmp_path / "elsewhere"
        if kind == "link out":
            target.write_text("{}")
        path.symlink_to(target)
    assert [fault.file for fault in faults_of(folder)] == [FILE]


def test_the_example_of_the_documentation_reads(folder: Path) -> None:
    text = EXAMPLES.read_text(encoding="utf-8").split("```json\n", 1)[1].split("```", 1)[0]
    spoil(folder, "case.toml", "[agreement]", '[agreement]\nothers = ["one"]')
    (folder / FILE).write_text(text, encoding="utf-8")
    assert control(folder)[0].approximate
