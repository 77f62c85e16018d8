"""How fast each profile drives each class of road, and how a posted limit caps that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

KMH_PER_MPH = 1.609344

Speeds = Mapping[str, Mapping[str, float]]
"""Free speed, km/h, by profile and highway class; a class not listed isn't drivable."""


FERRY = "ferry"
"""The class of ways on water: OpenStreetMap's `route=ferry`, whatever their `highway` isn't."""


def on_water(row: Mapping[str, float]) -> bool:
    """Whether a profile with these speeds goes by water; none goes by water and by road."""
    return FERRY in row


def highway_classes(speeds: Speeds) -> tuple[str, ...]:
    """Every class that some profile drives, in alphabetical order."""
    return tuple(sorted({name for row in speeds.values() for name in row}))


def _frozen(**profiles: dict[str, float]) -> Speeds:
    return MappingProxyType({name: MappingProxyType(row) for name, row in profiles.items()})


DEFAULT_SPEEDS: Speeds = _frozen(
    bus={
        "motorway": 75,
        "trunk": 65,
        "primary": 50,
        "secondary": 45,
        "tertiary": 35,
        "unclassified": 25,
        "residential": 20,
        "living_street": 10,
        "service": 10,
        "busway": 30,
        "motorway_link": 45,
        "trunk_link": 40,
        "primary_link": 35,
        "secondary_link": 30,
        "tertiary_link": 25,
    },
    ambulance={
        "motorway": 90,
        "trunk": 80,
        "primary": 65,
        "secondary": 55,
        "tertiary": 40,
        "unclassified": 25,
        "residential": 25,
        "living_street": 10,
        "service": 15,
        "track": 10,
        "motorway_link": 60,
        "trunk_link": 55,
        "primary_link": 45,
        "secondary_link": 40,
        "tertiary_link": 30,
    },
    truck={
        "motorway": 70,
        "trunk": 60,
        "primary": 50,
        "secondary": 40,
        "tertiary": 30,
        "unclassified": 20,
        "residential": 20,
        "living_street": 10,
        "service": 10,
        "track": 10,
        "motorway_link": 40,
        "trunk_link": 40,
        "primary_link": 35,
        "secondary_link": 30,
        "tertiary_link": 25,
    },
    car={
        "motorway": 90,
        "trunk": 80,
        "primary": 60,
        "secondary": 50,
        "tertiary": 40,
        "unclassified": 25,
        "residential": 25,
        "living_street": 10,
        "service": 15,
        "track": 10,
        "motorway_link": 60,
        "trunk_link": 55,
        "primary_link": 45,
        "secondary_link": 40,
        "tertiary_link": 30,
    },
    boat={FERRY: 15},
)
"""Assumptions of this project on the cautious side, for a case that states none.

None is above the speed at which OSRM's car profile (2014) drives the class; heavy vehicles are
slower, and a track is open to what may leave the asphalt, at walking pace for a convoy. A boat goes
at 8 knots.
"""

ROAD_SPEEDS: Speeds = MappingProxyType(
    {name: row for name, row in DEFAULT_SPEEDS.items() if not on_water(row)}
)
"""Those of `DEFAULT_SPEEDS` that go by road."""

_LIMIT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?\s*")


def posted_kmh(maxspeed: str) -> float | None:
    """The km/h of a `maxspeed` value: km/h unless it says mph; None if it isn't a number."""
    match = _LIMIT.fullmatch(maxspeed)
    if match is None or float(match[1]) == 0:
        return None
    return float(match[1]) * (KMH_PER_MPH if match[2] == "mph" else 1)
