"""Every file says only what `allowed.toml` lets its audience know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from sheets_case import GROUP, HAS_ALL, INSIDE, NEVER, book, every, files, marked

from safepassage.report.audience import AUDIENCES, Audience, fields

HTML = ("notification", "release", "timeline", "situation")

HAS: dict[Audience, set[str]] = {
    "planner": {"gpx"} | HAS_ALL,
    "convoy": {"manifests.xlsx", "convoys.geojson", "gpx", "release.html", "timeline.html"},
    "destination": {"situation.html"},
    "party": {"convoys.geojson", "notification.html"},
    "public": set(),
}

HEADINGS = {
    "Convoy": ("convoys.convoy", "points.calls.groups.convoy"),
    "Crossing": ("convoys.crossing",),
    "Passes from": ("convoys.start",),
    "Until": ("convoys.end",),
    "Destinations": ("convoys.destinations",),
    "Vehicles": ("convoys.vehicles", "points.calls.vehicles"),
    "People": ("convoys.aboard.persons", "points.persons"),
    "Places sent": ("convoys.loads.places.persons", "points.seats"),
    "Assembly point": ("points.place",),
    "First call": ("points.calls.at",),
    "Last call": ("points.calls.at",),
    "People without a place": ("points.short",),
    "Vehicle": ("convoys.loads.vehicle", "points.calls.groups.vehicle"),
    "Boards at": ("convoys.loads.boardings.place",),
    "Called": ("convoys.loads.boardings.at", "points.calls.at"),
    "Travel group": ("convoys.loads.boardings.group", "points.calls.groups.group"),
    "Persons": ("convoys.loads.boardings.persons", "points.calls.groups.persons"),
    "Seated": ("convoys.loads.boardings.seated",),
    "Stretcher": ("convoys.loads.boardings.stretchers", "points.calls.groups.stretchers"),
    "Wheelchair": ("convoys.loads.boardings.wheelchairs", "points.calls.groups.wheelchairs"),
    "With a medic": ("convoys.loads.boardings.escorts", "points.calls.groups.escorts"),
    "Children in the group": ("convoys.loads.boardings.children",),
    "Unaccompanied children": ("convoys.loads.boardings.unaccompanied",),
    "With carer of group": ("convoys.loads.boardings.carer",),
    "Others of the group ride in": ("convoys.loads.boardings.also",),
    "Destination": ("points.calls.groups.destination",),
    "Counted aboard": (),
    "Came": (),
    "": (),
}
"""Every heading of the workbook, and the fields that stand below it; some are blanks to fill in."""

GPX_TEXTS = {
    "metadata/name": {"convoy"},
    "metadata/desc": {"head.title", "head.notices"},
    "metadata/time": {"start"},
    "wpt/time": {"waypoints.since"},
    "wpt/name": {"waypoints.name"},
    "wpt/desc": {"waypoints.since", "waypoints.until"},
    "wpt/type": {"waypoints.kind"},
    "wpt/lat": {"waypoints.position"},
    "wpt/lon": {"waypoints.position"},
    "trk/name": {"ways.origin", "ways.destination"},
    "trk/desc": {"ways.vehicles", "ways.depart", "ways.arrive"},
    "trkpt/lat": {"ways.line"},
    "trkpt/lon": {"ways.line"},
}


def allowed(document: str, audience: Audience) -> set[str]:
    """The paths of the fields that an audience may read."""
    return set(_paths(fields(document), audience, ""))


def _paths(found: Any, audience: Audience, above: str) -> Iterator[str]:
    for name, part in found.items():
        if isinstance(part, str):
            if audience in part.split():
                yield above + name
        else:
            yield from _paths(part, audience, f"{above}{name}.")


def shown_fields(page: str) -> set[str]:
    return {path for marks in re.findall(r'data-field="([^"]*)"', page) for path in marks.split()}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_gets_its_documents_and_no_other(audience: Audience) -> None:
    assert {name.partition("/")[0] for name in files(audience)} == HAS[audience]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("document", HTML)
def test_a_page_shows_every_field_that_the_list_names_and_no_other(
    document: str, audience: Audience
) -> None:
    page = files(audience).get(f"{document}.html")
    shown = set() if page is None else shown_fields(page.decode())
    # The marked case has no notice; one that has is in test_sheet_notices.
    assert shown == allowed(document, audience) - {"head.notices"}


@pytest.mark.parametrize("audience", ["planner", "convoy"])
def test_every_heading_of_the_workbook_stands_for_fields_that_the_list_names(
    audience: Audience,
) -> None:
    may_read = allowed("manifests", audience)
    for cells in book(files(audience)["manifests.xlsx"]).values():
        for heading in cells[3]:
            assert set(HEADINGS[heading]) <= may_read


@pytest.mark.parametrize("audience", ["planner", "convoy", "party"])
def test_every_property_on_the_map_is_on_the_list(audience: Audience) -> None:
    may_read = allowed("convoys", audience)
    found = json.loads(files(audience)["convoys.geojson"])
    assert set(found) <= {"type", "features", "title", "notices"}
    shown = set()
    for feature in found["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        if feature["geometry"]["type"] == "Point":
            inside = feature["properties"]["kind"] in ("assembly_point", "staging_area")
            room = "others" if inside else "gates"
            shown |= {f"{room}.{name}" for name in feature["properties"]} | {f"{room}.position"}
        else:
            ends = feature["properties"]["origin"], feature["properties"]["destination"]
            room = "corridor" if ends[0] == "Gate" and ends[1] in ("Near", "Far") else "legs"
            shown |= {f"{room}.{name}" for name in feature["properties"]} | {f"{room}.line"}
    assert shown == may_read - {"head.title", "head.notices"}


@pytest.mark.parametrize("audience", ["planner", "convoy"])
def test_every_text_of_a_track_is_on_the_list(audience: Audience) -> None:
    may_read = allowed("gpx", audience)
    tracks = [data for name, data in files(audience).items() if name.startswith("gpx/")]
    assert len(tracks) == len(marked().plan.convoys)
    for data in tracks:
        for path in _texts(ElementTree.fromstring(data)):
            assert GPX_TEXTS[path] <= may_read


def _texts(root: ElementTree.Element) -> Iterator[str]:
    """Every element with a text, and every attribute below the root, with its parent's tag."""
    for parent in root.iter():
        tag = parent.tag.rpartition("}")[2]
        if parent is not root:
            yield from (f"{tag}/{name}" for name in parent.attrib)
        for child in parent:
            if (child.text or "").strip():
                yield f"{tag}/{child.tag.rpartition('}')[2]}"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_category_item_or_household_is_in_any_file(audience: Audience) -> None:
    for name, told in every(audience):
        assert not [word for word in NEVER if word in told], name


@pytest.mark.parametrize("audience", AUDIENCES)
def test_travel_groups_are_in_manifests_only(audience: Audience) -> None:
    assert {name for name, told in every(audience) if GROUP in told} == (
        HAS[audience] & {"manifests.xlsx"}
    )


@pytest.mark.parametrize("audience", ["destination", "party", "public"])
def test_only_who_plans_and_who_drives_reads_where_people_gather(audience: Audience) -> None:
    for name, told in every(audience):
        assert INSIDE not in told, name
        assert "نقطة" not in told, name
    assert INSIDE in dict(every("planner"))["timeline.html"]


def test_a_party_reads_no_time_of_a_call_or_a_vehicle() -> None:
    told = marked()
    zone = told.case.zone
    hidden = {
        f"{datetime.fromtimestamp(seconds, zone):%H:%M}"
        for journey in told.all
        for call in journey.calls
        for seconds in (call.at, call.depart, call.arrive, journey.leaves, journey.arrives)
    }
    opens = {"09:00", "14:00"}
    for name, said in every("party"):
        clocks = set(re.findall(r"\b\d\d:\d\d\b", said)) - opens
        assert not clocks & hidden, name
        # Only windows and the hour by which the notification is due have a clock time.
        assert clocks <= {"08:00", "00:00", "02:00"}, name
