"""What an OpenStreetMap relation says of a turn: who may not make it, or must make it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import osmium

from safepassage.roads.speeds import Speeds, on_water
from safepassage.roads.tags import VEHICLE_KEYS, road_keys

BY_WAY, BY_HOUR, UNCLEAR = (
    "turn restrictions by way of a road",
    "turn restrictions at some hours",
    "turn restrictions that don't say what they bar",
)
"""Why a restriction is left out: the turn counts as allowed."""

_ALWAYS, _BY_HOUR = "restriction", "restriction:conditional"
TURN_KEYS = (_ALWAYS, _BY_HOUR, *(f"restriction:{key}" for key in sorted(VEHICLE_KEYS)))
"""Keys of a relation that `restrictions` looks at."""

_KINDS = re.compile(
    r"no_(left_turn|right_turn|straight_on|u_turn|entry|exit)"
    r"|only_(left_turn|right_turn|straight_on|u_turn)"
)

Member = tuple[str, str, int]
"""Role, type (`n`, `w` or `r`) and id."""


@dataclass(frozen=True)
class Restriction:
    """From one way by a node into another: barred, or with `only` all others are.

    Ways are OpenStreetMap ids, and so is the node, but in `RawRoads`. Bit p of `profiles` binds
    profile p.
    """

    start: int
    via: int
    end: int
    kind: str
    profiles: int

    @property
    def only(self) -> bool:
        """Whether this turn is the one that is allowed."""
        return self.kind.startswith("only_")

    @property
    def back(self) -> bool:
        """Whether it is the turn onto the way that one came by, where both ways are one."""
        return self.kind.endswith("u_turn")


def restrictions_of(relation: osmium.osm.Relation, speeds: Speeds) -> tuple[Restriction, ...] | str:
    """As `restrictions`; nothing for a relation that is no restriction."""
    if relation.tags.get("type") != "restriction":
        return ()
    members = [(member.role, member.type, member.ref) for member in relation.members]
    return restrictions({tag.k: tag.v for tag in relation.tags}, members, speeds)


def restrictions(
    tags: Mapping[str, str], members: Sequence[Member], speeds: Speeds
) -> tuple[Restriction, ...] | str:
    """What a relation bars to the profiles of the speeds, or the reason why it is left out.

    What a more specific key says of a profile counts (`restriction:hgv`), `except` frees those it
    names, and boats are bound by nothing.
    """
    by_kind = _by_kind(tags, speeds)
    if not by_kind:
        return BY_HOUR if _BY_HOUR in tags else UNCLEAR
    vias = [(kind, number) for role, kind, number in members if role == "via"]
    starts, ends = (
        [number for role, kind, number in members if (role, kind) == (wanted, "w")]
        for wanted in ("from", "to")
    )
    if any(kind == "w" for kind, _ in vias):
        return BY_WAY
    if len(vias) != 1 or vias[0][0] != "n" or min(len(starts), len(ends)) != 1:
        return UNCLEAR
    return tuple(
        Restriction(start, vias[0][1], end, kind, profiles)
        for kind, profiles in by_kind.items()
        for start, end in product(starts, ends)
    )


def _by_kind(tags: Mapping[str, str], speeds: Speeds) -> dict[str, int]:
    """The profiles that each kind of restriction binds, as bits."""
    found: dict[str, int] = defaultdict(int)
    free = {word.strip() for word in tags.get("except", "").split(";")}
    for bit, (profile, row) in enumerate(speeds.items()):
        keys = road_keys(profile)
        kind = tags.get(_ALWAYS, "")
        for key in keys:
            kind = tags.get(f"{_ALWAYS}:{key}", kind)
        if _KINDS.fullmatch(kind) and free.isdisjoint(keys) and not on_water(row):
            found[kind] |= 1 << bit
    return found
