"""What the tags of an OpenStreetMap way say: who may drive it, which way, how fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safepassage.model.roads import BARRIER, BRIDGE, FORD, TUNNEL
from safepassage.roads.speeds import FERRY, Speeds, posted_kmh

CLASS, AREA, ACCESS, REVERSIBLE = (
    "ways of a class no profile drives",
    "ways that are areas",
    "ways no profile may enter",
    "ways one-way by turns",
)
"""Why a way is left out."""

_MOTOR = ("access", "vehicle", "motor_vehicle")
_ACCESS_KEYS = {
    "bus": (*_MOTOR, "psv", "bus"),
    "ambulance": (*_MOTOR, "emergency"),
    "truck": (*_MOTOR, "hgv"),
    "car": (*_MOTOR, "motorcar"),
}
"""Access keys of a profile, general to specific; another profile is any motor vehicle."""

VEHICLE_KEYS = frozenset().union(*_ACCESS_KEYS.values())
"""Keys of whatever goes on roads."""

_BOAT_KEYS = ("access", "boat", "motorboat")
"""On a sea lane: its other access keys say whom a ferry takes, not who may sail there."""

_CLOSED = frozenset({"no", "private", "agricultural", "forestry"})
_ALLOWED = frozenset(
    {"yes", "permissive", "designated", "official", "destination", "delivery", "customers"}
)
"""Other words say nothing about permission, so the more general key stands."""

_HARMLESS_BARRIERS = frozenset({"no", "entrance", "kerb", "cattle_grid"})

_ONEWAY = {
    "yes": (True, False),
    "true": (True, False),
    "1": (True, False),
    "-1": (False, True),
    "reverse": (False, True),
    "no": (True, True),
    "false": (True, True),
    "0": (True, True),
    "alternating": (True, True),
    "reversible": (False, False),
}
"""Open (along, against) the way; alternating has signals, reversible has hours nobody knows."""


_TELLING = frozenset(
    {"highway", "route", "area", "junction", "oneway", "maxspeed", "bridge", "tunnel", "ford"}
).union(*_ACCESS_KEYS.values(), _BOAT_KEYS)
"""Keys that `way_rules` looks at, with or without more after a colon."""


@dataclass(frozen=True)
class WayRules:
    """A drivable way: bit p of `forward` and `backward` lets profile p along and against it.

    `kmh` has a speed per profile, 0 where the class isn't drivable for it.
    """

    highway: str
    forward: int
    backward: int
    kmh: tuple[float, ...]
    facts: int

    def admits(self, profile: int) -> bool:
        """Whether the profile of this number may drive it, in whichever direction."""
        return bool((self.forward | self.backward) >> profile & 1) and self.kmh[profile] > 0


def telling(tags: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The tags that decide the rules of a way; many ways have the same."""
    return frozenset(tag for tag in tags if tag[0].partition(":")[0] in _TELLING)


def way_rules(tags: Mapping[str, str], speeds: Speeds) -> WayRules | str:
    """The rules of a way with these tags, or the reason why it is left out."""
    highway = road_class(tags)
    if not any(highway in row for row in speeds.values()):
        return CLASS
    if tags.get("area") == "yes":
        return AREA
    forward = backward = 0
    for bit, (profile, row) in enumerate(speeds.items()):
        if highway in row:
            keys = _keys(profile, highway)
            along, against = _directions(tags, keys)
            forward |= (along and _may_enter(tags, keys, "forward")) << bit
            backward |= (against and _may_enter(tags, keys, "backward")) << bit
    if not forward | backward:
        return REVERSIBLE if tags.get("oneway") == "reversible" else ACCESS
    kmh = tuple(
        _kmh(tags, _keys(profile, highway), row[highway]) if highway in row else 0.0
        for profile, row in speeds.items()
    )
    return WayRules(highway, forward, backward, kmh, _way_facts(tags))


NODE_KEYS = ("barrier", "ford", "highway")
"""Keys of a node that `node_facts` looks at."""


def road_class(tags: Mapping[str, str]) -> str:
    """The value of `highway`, or `ferry` for a sea lane; empty for a way that is neither."""
    return tags.get("highway") or (FERRY if tags.get("route") == FERRY else "")


def road_keys(profile: str) -> tuple[str, ...]:
    """Keys of what concerns a profile on roads, general to specific."""
    return _ACCESS_KEYS.get(profile, _MOTOR)


def _keys(profile: str, highway: str) -> tuple[str, ...]:
    return _BOAT_KEYS if highway == FERRY else road_keys(profile)


def node_facts(tags: Mapping[str, str]) -> int:
    """Bits of a node: a gate or bollard across the road, a ford."""
    facts = 0
    if tags.get("barrier", "no") not in _HARMLESS_BARRIERS:
        facts |= BARRIER
    if tags.get("ford", "no") != "no" or tags.get("highway") == "ford":
        facts |= FORD
    return facts


def _way_facts(tags: Mapping[str, str]) -> int:
    kinds = (("bridge", BRIDGE), ("tunnel", TUNNEL), ("ford", FORD))
    return sum(bit for key, bit in kinds if tags.get(key, "no") != "no")


def _directions(tags: Mapping[str, str], keys: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether a vehicle may go (along, against) the way."""
    implied = tags.get("highway") == "motorway" or tags.get("junction") in (
        "roundabout",
        "circular",
    )
    found = (True, False) if implied else (True, True)
    found = _ONEWAY.get(tags.get("oneway", ""), found)
    for key in keys:
        found = _ONEWAY.get(tags.get(f"oneway:{key}", ""), found)
    return found


def _may_enter(tags: Mapping[str, str], keys: tuple[str, ...], direction: str) -> bool:
    """Whether access is allowed: the most specific key that says yes or no wins."""
    allowed = True
    for key in keys:
        for value in (tags.get(key), tags.get(f"{key}:{direction}")):
            if value is None:
                continue
            words = {word.strip() for word in value.split(";")}
            if words & _ALLOWED:
                allowed = True
            elif words & _CLOSED:
                allowed = False
    return allowed


def _kmh(tags: Mapping[str, str], keys: tuple[str, ...], free: float) -> float:
    """The free speed, capped by every limit posted for the profile, in either direction."""
    limits = [tags.get("maxspeed"), tags.get("maxspeed:forward"), tags.get("maxspeed:backward")]
    limits += [tags.get(f"maxspeed:{key}") for key in keys]
    posted = [kmh for limit in limits if limit and (kmh := posted_kmh(limit))]
    return min([free, *posted])
