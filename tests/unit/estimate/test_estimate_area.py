"""An area on roads: people spread over its junctions, exits where roads cross its outline."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osm_text import OsmText, Way, grid, road

from safepassage.estimate.exits import divided, most_useful
from safepassage.estimate.fault import EstimateError
from safepassage.estimate.inside import Inside, look_inside, read_area

WEST, SOUTH = 36.4, 33.5
STEP = 0.001


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A rectangle, in steps of the grid from its south-west corner."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return [[WEST + STEP * x, SOUTH + STEP * y] for x, y in corners]


def polygon(*bounds: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring(*bounds)]}


MIDDLE = polygon(0.5, 0.5, 3.5, 3.5)
"""The 9 junctions in the middle of a grid of 25."""


def streets(*, oneway: str = "no") -> list[Way]:
    """Five streets and five avenues; the first street inside may be one-way."""
    rows = [[1 + 5 * row + column for column in range(5)] for row in range(5)]
    lines = [*rows, *zip(*rows, strict=True)]
    return [
        road(*line, oneway=oneway if number == 1 else "no") for number, line in enumerate(lines)
    ]


def look(
    folder: Path, area: dict[str, Any] = MIDDLE, *, ways: list[Way] | None = None, **more: Any
) -> Inside:
    roads = OsmText(grid(5, 5, STEP), ways or streets()).write(folder / "roads.osm")
    file = folder / "area.geojson"
    file.write_text(json.dumps(area))
    asked = {"people": 1000, "points": 4, "crossings": None} | more
    return look_inside(read_area(file), roads, **asked)


def test_people_are_spread_over_junctions_and_roads_lead_out(tmp_path: Path) -> None:
    found = look(tmp_path)
    assert found.junctions == 9
    assert len(found.places) == 4
    assert found.exits_found == len(found.exits) == 12
    for points in found.divisions:
        assert sum(point.people for point in points) == 1000
    inside = (WEST + 0.5 * STEP, WEST + 3.5 * STEP)
    for place in found.places:
        assert inside[0] < place.longitude < inside[1]
    for each in found.exits:
        on = min(abs(each.longitude - edge) for edge in inside)
        above = min(abs(each.latitude - SOUTH - STEP * edge) for edge in (0.5, 3.5))
        assert min(on, above) < 1e-9


def test_driving_inside_is_the_roads_time(tmp_path: Path) -> None:
    found = look(tmp_path, points=9, people=9)
    nearest, evenly = found.divisions
    # A person at each of 9 junctions. A block is 93 m from west to east, 7 s at a bus's 50 km/h;
    # 111 m from south to north, 9 s. The outline is half a block away, rounded up.
    assert sorted(point.inward for point in nearest) == [4] * 6 + [5] * 2 + [7 + 4]
    assert all(point.quickest <= point.inward + point.outward for point in (*nearest, *evenly))
    assert [point.people for point in evenly] == [1] * 9
    assert len({point.crossing for point in evenly}) == 9


def test_as_many_crossings_as_asked_for_and_people_divided_among_them(tmp_path: Path) -> None:
    found = look(tmp_path, crossings=3)
    assert len(found.exits) == 3
    assert found.exits_found == 12
    by_exit = [0, 0, 0]
    for point in found.divisions[1]:
        by_exit[point.crossing] += point.people
    assert max(by_exit) - min(by_exit) <= 2
    assert sum(by_exit) == 1000


def test_a_street_that_leads_only_one_way_is_no_exit(tmp_path: Path) -> None:
    found = look(tmp_path, ways=streets(oneway="yes"))
    assert found.exits_found == 10


def test_two_carriageways_are_one_exit(tmp_path: Path) -> None:
    nodes = grid(5, 5, STEP) | {
        101: (SOUTH + STEP + 0.0002, WEST),
        102: (SOUTH + STEP + 0.0002, WEST + STEP),
    }
    ways = [
        *(way for number, way in enumerate(streets()) if number != 1),
        road(7, 8, 9, 10),
        road(6, 7, oneway="yes"),
        road(102, 101, oneway="yes"),
        road(7, 102),
        road(101, 6),
    ]
    roads = OsmText(nodes, ways).write(tmp_path / "roads.osm")
    file = tmp_path / "area.geojson"
    file.write_text(json.dumps(MIDDLE))
    found = look_inside(read_area(file), roads, 1000, points=4, crossings=None)
    assert found.exits_found == 12


def test_driving_never_leaves_the_area(tmp_path: Path) -> None:
    # Two avenues, joined by roads outside only: people gather along one of them.
    avenues = [[ring(0.5, 0.5, 1.5, 3.5)], [ring(2.5, 0.5, 3.5, 3.5)]]
    apart = {"type": "MultiPolygon", "coordinates": avenues}
    found = look(tmp_path, apart, points=6)
    assert found.junctions == 3
    assert found.exits_found == 8


@pytest.mark.parametrize(
    "area",
    [
        MIDDLE,
        {"type": "Feature", "properties": None, "geometry": MIDDLE},
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {}, "geometry": polygon(0.5, 0.5, 2.2, 3.5)},
                {"type": "Feature", "properties": {}, "geometry": polygon(2.2, 0.5, 3.5, 3.5)},
            ],
        },
    ],
)
def test_any_kind_of_geojson(tmp_path: Path, area: dict[str, Any]) -> None:
    assert look(tmp_path, area).junctions == 9


def swapped() -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[y, x] for x, y in MIDDLE["coordinates"][0]]]}


@pytest.mark.parametrize(
    ("area", "told"),
    [
        (swapped(), "look swapped"),
        (polygon(10, 10, 12, 12), "the roads of the file lie between 33.5"),
        (polygon(1.2, 1.2, 1.4, 1.4), "Draw it over the roads"),
        (polygon(-1, -1, 9, 9), "Draw the area so that it lies within the roads"),
        (polygon(0.5, 0.5, 0.5, 0.5), "area 1"),
        (polygon(0, 0, 1e9, 1e9), "aren't degrees"),
        ({"type": "Point", "coordinates": [36.4, 33.5]}, "a Point"),
        ({"type": "FeatureCollection", "features": []}, "no area"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "Self"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, None], [1, 0]]]}, "can't be read"),
        ([1, 2], "can't be read"),
        ({}, "can't be read"),
    ],
)
def test_areas_that_cannot_be(tmp_path: Path, area: Any, told: str) -> None:
    with pytest.raises(EstimateError, match=told):
        look(tmp_path, area)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{", b"[" * 100_000, b"{}\0", b"\x00\x01"])
def test_files_that_are_no_area(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "area.geojson"
    file.write_bytes(data)
    with pytest.raises(EstimateError, match=r"area\.geojson"):
        read_area(file)


def test_roads_that_cannot_be_read(tmp_path: Path) -> None:
    look(tmp_path)
    (tmp_path / "roads.osm").write_text("no roads")
    with pytest.raises(EstimateError, match=r"roads\.osm: "):
        look_inside(
            read_area(tmp_path / "area.geojson"),
            tmp_path / "roads.osm",
            10,
            points=1,
            crossings=None,
        )


matrices = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 50), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@given(matrices, st.data())
def test_everyone_has_an_exit_and_no_exit_too_many(rows: list[list[int]], data: Any) -> None:
    seconds = np.array(rows, dtype=np.int64)
    people = np.array([data.draw(st.integers(0, 9)) for _ in rows], dtype=np.int64)
    most = -(-int(people.sum()) // seconds.shape[1])
    found = divided(seconds, people, most)
    assert found.sum(axis=1).tolist() == people.tolist()
    assert found.sum(axis=0).max() <= most
    nearest = divided(seconds, people, int(people.sum()))
    assert int((nearest * seconds).sum()) == int((people * seconds.min(axis=1)).sum())


@given(matrices)
def test_the_single_most_useful_exit_is_the_best_one(rows: list[list[int]]) -> None:
    seconds = np.array(rows, dtype=np.int64)
    people = np.ones(len(rows), dtype=np.int64)
    [one] = most_useful(seconds, people, 1)
    assert seconds[:, one].sum() == seconds.sum(axis=0).min()
    assert most_useful(seconds, people, None) == list(range(seconds.shape[1]))
    for few in range(1, seconds.shape[1]):
        chosen = most_useful(seconds, people, few)
        assert chosen == sorted(set(chosen)) and len(chosen) == few
        best = min(
            seconds[:, list(some)].min(axis=1).sum()
            for some in itertools.combinations(range(seconds.shape[1]), few)
        )
        assert seconds[:, chosen].min(axis=1).sum() >= best
