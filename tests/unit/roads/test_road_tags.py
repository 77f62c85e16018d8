from __future__ import annotations

import pytest

from safepassage.model.roads import BARRIER, BRIDGE, FORD, TUNNEL
from safepassage.roads.speeds import DEFAULT_SPEEDS, posted_kmh
from safepassage.roads.tags import (
    ACCESS,
    AREA,
    CLASS,
    REVERSIBLE,
    WayRules,
    node_facts,
    way_rules,
)

PROFILES = tuple(DEFAULT_SPEEDS)


def drivers(**tags: str) -> tuple[set[str], set[str]]:
    """The profiles that may drive along and against a way with these tags."""
    rules = way_rules(
        {"highway": "primary"} | {key.replace("__", ":"): value for key, value in tags.items()},
        DEFAULT_SPEEDS,
    )
    if isinstance(rules, str):
        return set(), set()
    return (
        {name for bit, name in enumerate(PROFILES) if rules.forward >> bit & 1},
        {name for bit, name in enumerate(PROFILES) if rules.backward >> bit & 1},
    )


ALL = set(PROFILES) - {"boat"}


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({}, ALL, ALL),
        ({"oneway": "yes"}, ALL, set()),
        ({"oneway": "1"}, ALL, set()),
        ({"oneway": "-1"}, set(), ALL),
        ({"oneway": "no"}, ALL, ALL),
        ({"oneway": "alternating"}, ALL, ALL),
        ({"oneway": "reversible"}, set(), set()),
        ({"oneway": "nonsense"}, ALL, ALL),
        ({"junction": "roundabout"}, ALL, set()),
        ({"junction": "circular"}, ALL, set()),
        ({"highway": "motorway"}, ALL, set()),
        ({"highway": "motorway", "oneway": "no"}, ALL, ALL),
        ({"highway": "motorway_link"}, ALL, ALL),
        ({"oneway": "yes", "oneway__bus": "no"}, ALL, {"bus"}),
        ({"oneway": "yes", "oneway__psv": "no", "oneway__bus": "yes"}, ALL, set()),
    ],
)
def test_one_way(tags: dict[str, str], along: set[str], against: set[str]) -> None:
    assert drivers(**tags) == (along, against)


@pytest.mark.parametrize(
    ("tags", "allowed"),
    [
        ({"access": "no"}, set()),
        ({"access": "private"}, set()),
        ({"access": "destination"}, ALL),
        ({"access": "unknown"}, ALL),
        ({"access": "no", "vehicle": "yes"}, ALL),
        ({"vehicle": "no"}, set()),
        ({"motor_vehicle": "agricultural;forestry"}, set()),
        ({"motor_vehicle": "agricultural;destination"}, ALL),
        ({"motor_vehicle": "no", "bus": "yes"}, {"bus"}),
        ({"access": "no", "psv": "designated"}, {"bus"}),
        ({"psv": "yes", "access": "no", "bus": "no"}, set()),
        ({"bus": "no"}, ALL - {"bus"}),
        ({"access": "private", "emergency": "yes"}, {"ambulance"}),
        ({"access": "no", "emergency": "unknown"}, set()),
        ({"hgv": "no"}, ALL - {"truck"}),
        ({"motor_vehicle": "no", "motorcar": "yes"}, {"car"}),
        ({"highway": "track"}, ALL - {"bus"}),
        ({"highway": "busway"}, {"bus"}),
        ({"highway": "footway"}, set()),
        ({"highway": "track", "bus": "yes"}, ALL - {"bus"}),
    ],
)
def test_access_most_specific_tag_wins(tags: dict[str, str], allowed: set[str]) -> None:
    assert drivers(**tags) == (allowed, allowed)


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({}, {"boat"}, {"boat"}),
        ({"motor_vehicle": "no", "foot": "yes"}, {"boat"}, {"boat"}),  # whom the ferry takes
        ({"bus": "designated", "hgv": "yes"}, {"boat"}, {"boat"}),
        ({"boat": "no"}, set(), set()),
        ({"access": "no", "motorboat": "yes"}, {"boat"}, {"boat"}),
        ({"oneway": "yes"}, {"boat"}, set()),
        ({"highway": "primary"}, ALL, ALL),
    ],
)
def test_a_sea_lane_is_for_boats_alone(
    tags: dict[str, str], along: set[str], against: set[str]
) -> None:
    assert drivers(**({"highway": "", "route": "ferry"} | tags)) == (along, against)


def test_access_in_one_direction() -> None:
    assert drivers(motor_vehicle__backward="no") == (ALL, set())


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"highway": "footway"}, CLASS),
        ({"highway": "construction"}, CLASS),
        ({}, CLASS),
        ({"highway": "service", "area": "yes"}, AREA),
        ({"highway": "service", "access": "private"}, ACCESS),
        ({"highway": "primary", "oneway": "reversible"}, REVERSIBLE),
    ],
)
def test_why_a_way_is_left_out(tags: dict[str, str], reason: str) -> None:
    assert way_rules(tags, DEFAULT_SPEEDS) == reason


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        (" 30 km/h ", 30),
        ("20 mph", 32.18688),
        ("20mph", 32.18688),
        ("7.5", 7.5),
        ("none", None),
        ("walk", None),
        ("RO:urban", None),
        ("50;30", None),
        ("-10", None),
        ("0", None),
        ("", None),
        ("٣٠", 30),
    ],
)
def test_posted_limit(text: str, kmh: float | None) -> None:
    assert posted_kmh(text) == (None if kmh is None else pytest.approx(kmh))


def test_limits_cap_the_free_speed_and_never_raise_it() -> None:
    def kmh(**tags: str) -> float:
        speeds = {"bus": {"primary": 60.0}}
        rules = way_rules({"highway": "primary"} | tags, speeds)
        assert isinstance(rules, WayRules)
        return rules.kmh[0]

    assert kmh() == 60
    assert kmh(maxspeed="100") == 60
    assert kmh(maxspeed="50") == 50
    assert kmh(maxspeed="signals") == 60
    assert kmh(**{"maxspeed": "50", "maxspeed:backward": "30"}) == 30
    assert kmh(**{"maxspeed": "50", "maxspeed:bus": "20"}) == 20
    assert kmh(**{"maxspeed": "50", "maxspeed:hgv": "20"}) == 50


def test_facts_of_ways_and_nodes() -> None:
    rules = way_rules(
        {"highway": "primary", "bridge": "viaduct", "tunnel": "no", "ford": "yes"}, DEFAULT_SPEEDS
    )
    assert isinstance(rules, WayRules)
    assert rules.facts == BRIDGE | FORD
    tunnel = way_rules({"highway": "primary", "tunnel": "yes"}, DEFAULT_SPEEDS)
    assert isinstance(tunnel, WayRules)
    assert tunnel.facts == TUNNEL
    assert node_facts({"barrier": "gate"}) == BARRIER
    assert node_facts({"barrier": "bollard", "ford": "yes"}) == BARRIER | FORD
    assert node_facts({"barrier": "kerb"}) == 0
    assert node_facts({}) == 0


def test_default_speeds_are_slower_for_links_and_for_heavy_vehicles() -> None:
    for row in DEFAULT_SPEEDS.values():
        for name in row:
            if name.endswith("_link"):
                assert row[name] < row[name.removesuffix("_link")]
    for heavy in ("bus", "truck"):
        shared = DEFAULT_SPEEDS[heavy].keys() & DEFAULT_SPEEDS["car"].keys()
        assert all(DEFAULT_SPEEDS[heavy][c] <= DEFAULT_SPEEDS["car"][c] for c in shared)
