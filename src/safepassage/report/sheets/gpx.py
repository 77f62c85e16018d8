"""A GPX 1.1 file of a convoy, for a navigation device: its ways as tracks, places as waypoints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from safepassage.report.language import Language

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def gpx(data: Mapping[str, Any], language: Language, zone: ZoneInfo) -> bytes:
    """The file of a redacted track. Elements stand in the order that the schema demands."""
    root = ElementTree.Element(
        "gpx", {"version": "1.1", "creator": "Safe Passage", "xmlns": NAMESPACE}
    )
    metadata = ElementTree.SubElement(root, "metadata")
    head = data["head"]
    _text(metadata, "name", language.text("Convoy {convoy}", convoy=data["convoy"]))
    _text(metadata, "desc", " ".join((head["title"], *head.get("notices", ()))))
    _text(metadata, "time", _utc(data["start"]))
    for place in data.get("waypoints", ()):
        _waypoint(root, place, language, zone)
    for way in data.get("ways", ()):
        _track(root, way, language, zone)
    ElementTree.indent(root, " ")
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"


def _waypoint(
    root: ElementTree.Element, place: Mapping[str, Any], language: Language, zone: ZoneInfo
) -> None:
    longitude, latitude = place["position"]
    point = _point(root, "wpt", longitude, latitude)
    _text(point, "time", _utc(place["since"]))
    _text(point, "name", place["name"])
    _text(
        point,
        "desc",
        language.text(
            "{since} to {until}",
            since=language.briefly(place["since"], zone),
            until=language.briefly(place["until"], zone),
        ),
    )
    _text(point, "type", place["kind"])


def _track(
    root: ElementTree.Element, way: Mapping[str, Any], language: Language, zone: ZoneInfo
) -> None:
    track = ElementTree.SubElement(root, "trk")
    ends = {"origin": way["origin"], "destination": way["destination"]}
    _text(track, "name", language.text("{origin} to {destination}", **ends))
    told = language.count(
        "{n} vehicle, {depart} to {arrive}",
        "{n} vehicles, {depart} to {arrive}",
        way["vehicles"],
        depart=language.briefly(way["depart"], zone),
        arrive=language.briefly(way["arrive"], zone),
    )
    _text(track, "desc", told)
    segment = ElementTree.SubElement(track, "trkseg")
    for longitude, latitude in way.get("line", ()):
        _point(segment, "trkpt", longitude, latitude)


def _point(
    parent: ElementTree.Element, tag: str, longitude: float, latitude: float
) -> ElementTree.Element:
    return ElementTree.SubElement(
        parent, tag, {"lat": f"{latitude:.6f}", "lon": f"{longitude:.6f}"}
    )


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    """A child with a text; what XML 1.0 has no character for is left out."""
    ElementTree.SubElement(parent, tag).text = "".join(
        letter for letter in text if letter >= " " and letter not in "\ufffe\uffff"
    )


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
