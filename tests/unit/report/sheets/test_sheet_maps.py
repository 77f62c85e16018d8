"""GeoJSON and GPX: where convoys drive, in the form that other programs read."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import msgspec
import numpy as np
import pytest
from factory import at, small_case
from sheets_case import files, marked, marked_case

from safepassage.model.roads import RoadTable
from safepassage.report.journeys import journeys
from safepassage.report.language import language
from safepassage.report.sheets.convoy_map import convoy_map
from safepassage.report.sheets.head import head
from safepassage.report.sheets.legs import convoy_legs
from safepassage.report.sheets.line import line
from safepassage.report.sheets.track import tracks

ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk"],
    "metadata": ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds"],
    "wpt": [
        *("ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym"),
        "type",
    ],
    "trk": ["name", "cmt", "desc", "src", "link", "number", "type", "trkseg"],
    "trkseg": ["trkpt"],
}
"""The order of children in the schema of GPX 1.1 (topografix.com/GPX/1/1/gpx.xsd)."""


def lines() -> list[dict[str, Any]]:
    found = json.loads(files("planner")["convoys.geojson"])["features"]
    return [one for one in found if one["geometry"]["type"] == "LineString"]


def test_each_convoy_has_a_line_for_each_road_it_drives() -> None:
    told = marked()
    shown = [
        (one["properties"]["convoy"], one["properties"]["origin"], one["properties"]["destination"])
        for one in lines()
    ]
    # A corridor's legs stand first; otherwise the order is that of the convoys.
    north, south = "Zzinside north · نقطة", "Zzinside south · نقطة"
    assert shown[:4] == [
        ("out-1", "Gate", "Near"),
        ("out-2", "Gate", "Near"),
        ("out-3", "Gate", "Far"),
        ("out-4", "Gate", "Near"),
    ]
    assert sorted(shown[4:]) == sorted(
        [
            ("in-1", "Depot", "Gate"),
            ("in-1", "Gate", north),
            ("out-1", north, "Gate"),
            ("in-2", "Near", "Gate"),
            ("in-2", "Gate", south),
            ("out-2", south, "Gate"),
            ("in-3", "Depot", "Gate"),
            ("in-3", "Gate", south),
            ("out-3", north, south),
            ("out-3", south, "Gate"),
            ("out-4", south, north),
            ("out-4", north, "Gate"),
        ]
    )
    assert sum(leg.vehicles for leg in convoy_legs(told)) == sum(len(j.legs) for j in told.all)


def test_vehicles_on_one_road_in_one_convoy_are_one_line() -> None:
    (first,) = (
        one["properties"]
        for one in lines()
        if (one["properties"]["convoy"], one["properties"]["origin"]) == ("out-1", "Gate")
    )
    assert (first["vehicles"], first["persons"]) == (2, 11)
    assert (first["depart"], first["arrive"]) == (
        "2018-03-07T09:50:30+02:00",
        "2018-03-07T10:20:30+02:00",
    )
    assert (first["opens"], first["closes"]) == (
        "2018-03-07T09:00:00+02:00",
        "2018-03-07T14:00:00+02:00",
    )


def test_positions_are_longitude_first_and_none_stands_twice_in_a_row() -> None:
    for one in lines():
        positions = one["geometry"]["coordinates"]
        assert len(positions) >= 2
        assert all(36 < x < 37 and 33 < y < 34 for x, y in positions)
        assert all(a != b for a, b in pairwise(positions))


def test_a_line_runs_along_the_shapes_of_its_arcs() -> None:
    roads = bent_roads()
    # The second arc begins where the first ends; the point half way on the straight is left out.
    assert line(roads, (0, 1)) == ((36.4, 33.5), (36.4, 33.51), (36.42, 33.52))
    assert line(roads, (0, 99)) == line(roads, (0,))
    assert line(roads, ()) == ()


def bent_roads() -> RoadTable:
    """An arc due north with a point half way, then one to the north-east."""
    table = small_case().roads
    return RoadTable(
        profiles=table.profiles,
        classes=table.classes,
        latitude=table.latitude,
        longitude=table.longitude,
        tail=np.array([0, 1], dtype=np.int32),
        head=np.array([1, 2], dtype=np.int32),
        metres=np.array([1000, 2000], dtype=np.int32),
        seconds=table.seconds[:, :2],
        passable=table.passable[:, :2],
        open=table.open[:2],
        highway=table.highway[:2],
        facts=table.facts[:2],
        way=table.way[:2],
        shape_start=np.array([0, 3, 5], dtype=np.int32),
        shape_latitude=np.array([33.5, 33.505, 33.51, 33.51, 33.52]),
        shape_longitude=np.array([36.4, 36.4, 36.4, 36.4, 36.42]),
    )


def test_a_line_without_a_known_arc_has_no_geometry() -> None:
    case, plan = marked_case()
    routes = tuple(msgspec.structs.replace(route, arcs=(10_000,)) for route in plan.routes)
    told = journeys(case, msgspec.structs.replace(plan, routes=routes))
    found = json.loads(files("planner", told)["convoys.geojson"])["features"]
    kinds = {feature["geometry"] and feature["geometry"]["type"] for feature in found}
    assert kinds == {"Point", None}


def test_a_party_gets_the_agreed_corridor_alone() -> None:
    found = json.loads(files("party")["convoys.geojson"])["features"]
    points = [one["properties"]["kind"] for one in found if one["geometry"]["type"] == "Point"]
    assert sorted(set(points)) == ["crossing", "destination"]
    legs = [one["properties"] for one in found if one["geometry"]["type"] == "LineString"]
    assert {(leg["origin"], leg["destination"]) for leg in legs} == {
        ("Gate", "Near"),
        ("Gate", "Far"),
    }
    assert {leg["direction"] for leg in legs} == {"out"}


def test_gpx_has_its_elements_in_the_order_of_the_schema() -> None:
    for name, data in files("planner").items():
        if name.startswith("gpx/"):
            root = ElementTree.fromstring(data)
            assert root.tag == "{http://www.topografix.com/GPX/1/1}gpx"
            assert root.attrib == {"version": "1.1", "creator": "Safe Passage"}
            for parent in root.iter():
                order = ORDER.get(_tag(parent), [])
                places = [order.index(_tag(child)) for child in parent]
                assert places == sorted(places)
                if _tag(parent) in ("wpt", "trkpt"):
                    assert set(parent.attrib) == {"lat", "lon"}
                    assert -90 <= float(parent.attrib["lat"]) <= 90


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def test_a_convoy_in_drives_to_its_points_and_one_out_from_them() -> None:
    told = marked()
    found = {track.convoy: track for track in tracks(told, head(told, language()))}
    assert list(found) == ["in-1", "out-1", "in-2", "out-2", "in-3", "out-3", "out-4"]
    going_in, out = found["in-1"], found["out-3"]
    assert [way.destination for way in going_in.ways] == ["Gate", "Zzinside north · نقطة"]
    assert [point.kind for point in out.waypoints] == [
        *("assembly_point", "assembly_point", "crossing", "destination"),
    ]
    assert out.waypoints[0].since == at(8, "08:50")
    assert (out.waypoints[2].since, out.waypoints[2].until) == (at(8, "09:40"), at(8, "09:44") + 30)


def test_a_journey_that_was_inside_already_belongs_to_its_convoy_out() -> None:
    case, plan = marked_case()
    inside = tuple(
        msgspec.structs.replace(trip, stops=trip.stops[2:]) if trip.id == "t3" else trip
        for trip in plan.trips
    )
    told = journeys(case, msgspec.structs.replace(plan, trips=inside))
    of_bus = [leg for leg in convoy_legs(told) if leg.convoy.id == "out-3"]
    assert [leg.route.origin for leg in of_bus] == ["north", "south", "gate"]


@pytest.mark.parametrize("broken", ["routes", "convoys"])
def test_a_broken_plan_still_makes_a_map(broken: str) -> None:
    case, plan = marked_case()
    told = journeys(case, msgspec.structs.replace(plan, **{broken: ()}))
    said = convoy_map(told, head(told, language()))
    assert (said.corridor, said.legs) == ((), ())
    assert files("planner", told)
