"""`convoys.geojson` (RFC 7946): a point a place, a line for each convoy and road it drives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from safepassage.report.clock import iso

TIMES = ("depart", "arrive", "opens", "closes")


def geojson(data: Mapping[str, Any], zone: ZoneInfo) -> bytes:
    """The feature collection of a redacted map; times are ISO 8601, local with offset.

    What must be known of the whole stands in the collection's own `title` and `notices`, which
    RFC 7946 (7.1) leaves to those who write one.
    """
    head = data.get("head", {})
    features = [
        *_points((*data.get("gates", ()), *data.get("others", ()))),
        *_lines((*data.get("corridor", ()), *data.get("legs", ())), zone),
    ]
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            **{name: head[name] for name in ("title", "notices") if name in head},
            "features": features,
        }
    )


def _points(spots: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for spot in spots:
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": spot["position"]},
            "properties": {name: spot[name] for name in ("kind", "name") if name in spot},
        }


def _lines(legs: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    for leg in legs:
        properties = {
            name: iso(value, zone) if name in TIMES else value
            for name, value in leg.items()
            if name != "line"
        }
        yield {
            "type": "Feature",
            "geometry": _geometry(leg.get("line", ())),
            "properties": properties,
        }


def _geometry(positions: Any) -> dict[str, Any] | None:
    """A line has two positions at least (RFC 7946, 3.1.4); fewer have no place on a map."""
    if len(positions) < 2:
        return None
    return {"type": "LineString", "coordinates": positions}
