"""Incidents at so many metres from the middle of `road_lines`."""

from __future__ import annotations

from typing import Any

from road_lines import at_metres

from safepassage.model.evidence import Incident


def incident(number: int = 1, north: float = 0, east: float = 0, **more: Any) -> Incident:
    latitude, longitude = at_metres(north, east)
    fields: dict[str, Any] = {
        "id": f"i{number}",
        "on": "2018-03-11",
        "kind": "shelling",
        "latitude": latitude,
        "longitude": longitude,
        "source": "a monitor",
    }
    return Incident(**(fields | more))
