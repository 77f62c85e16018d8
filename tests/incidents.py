"""Incidents of one place and day, to vary."""

from __future__ import annotations

from typing import Any

from safepassage.model.evidence import Incident

METRES_A_DEGREE = 111_195.08


def incident(name: str, source: str, *, metres: float = 0, **more: Any) -> Incident:
    """An incident so many metres north of the point where all others are."""
    fields: dict[str, Any] = {
        "id": name,
        "source": source,
        "on": "2031-05-05",
        "kind": "shelling",
        "latitude": 51 + metres / METRES_A_DEGREE,
        "longitude": 13.0,
    }
    return Incident(**(fields | more))
