"""Kinds of road as SUMO knows them: the case's own speeds, by its own rules of who may drive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safepassage.errors import StudyError
from safepassage.model.fleet import VehicleKind, VehicleType
from safepassage.roads.speeds import FERRY
from safepassage.roads.tags import WayRules

_CLASSES = {
    "bus": "bus",
    "ambulance": "emergency",
    "truck": "truck",
    "car": "passenger",
    "boat": "ship",
}
_MORE_CLASSES = ("coach", "delivery", "trailer", "taxi", "custom1", "custom2", "vip", "hov", "army")
"""Speeds differ by class of vehicle, so every profile needs one; what SUMO calls it is all one."""

LENGTH_METRES: Mapping[VehicleKind, float] = {
    "bus": 12.0,
    "minibus": 6.5,
    "truck": 7.1,
    "car": 5.0,
    "ambulance": 6.5,
    "boat": 17.0,
}
GAP_METRES = 2.5
"""Between vehicles that stand."""

_PULL: Mapping[VehicleKind, tuple[float, float]] = {
    "bus": (1.2, 4.0),
    "minibus": (2.6, 4.5),
    "truck": (1.3, 4.0),
    "car": (2.6, 4.5),
    "ambulance": (2.6, 4.5),
    "boat": (0.1, 0.15),
}
"""m/s² of pulling away and braking: SUMO's defaults of such vehicles, as their lengths are."""

_PRIORITY = (
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"),
    *("unclassified", "busway", "residential", "living_street", "service", "track", FERRY),
)
"""Who gives way: the first has it. The order is that of SUMO's own import."""
_LANES = {"motorway": 2, "trunk": 2, "primary": 2, FERRY: 4}
"""Each way, where the map doesn't say how many and it isn't one; boats pass each other."""


def vehicle_classes(profiles: Sequence[str]) -> dict[str, str]:
    """SUMO's class of vehicle for each speed profile.

    Raises
    ------
    StudyError
        for more profiles than there are classes.
    """
    own = [name for name in profiles if name not in _CLASSES]
    if len(own) > len(_MORE_CLASSES):
        raise StudyError(
            f"{len(own)} speed profiles of the case's own; expected at most {len(_MORE_CLASSES)} "
            "to simulate. Give vehicles of like speed one profile."
        )
    named = {name: _CLASSES[name] for name in profiles if name in _CLASSES}
    return named | dict(zip(own, _MORE_CLASSES, strict=False))


def vehicle_type(kind: VehicleType, vehicle_class: str) -> str:
    """The type as an element of a file of routes; drivers neither dawdle nor hurry."""
    pull, brake = _PULL[kind.kind]
    return (
        f'<vType id="{kind.id}" vClass="{vehicle_class}" length="{LENGTH_METRES[kind.kind]}" '
        f'minGap="{GAP_METRES}" accel="{pull}" decel="{brake}" maxSpeed="40" sigma="0" '
        'speedFactor="1" speedDev="0"/>'
    )


def road_types(
    kinds: Sequence[WayRules], profiles: Sequence[str], classes: Mapping[str, str]
) -> str:
    """A file of types for netconvert: `highway.k<n>` is the n-th kind.

    Whom the kind lets drive in one direction may drive it in both that are built.
    """
    lines = ["<types>"]
    for number, kind in enumerate(kinds):
        speeds = {
            classes[profile]: kind.kmh[bit] / 3.6
            for bit, profile in enumerate(profiles)
            if kind.admits(bit)
        }
        lanes = _LANES.get(kind.highway, 1)
        lines.append(
            f'<type id="highway.k{number}" numLanes="{lanes}" '
            f'speed="{max(speeds.values()):.3f}" priority="{_priority(kind.highway)}" '
            f'oneway="false" allow="{" ".join(speeds)}">'
        )
        lines += [f'<restriction vClass="{c}" speed="{v:.3f}"/>' for c, v in speeds.items()]
        lines.append("</type>")
    return "\n".join([*lines, "</types>"])


def _priority(highway: str) -> int:
    return len(_PRIORITY) - _PRIORITY.index(highway) if highway in _PRIORITY else 1
