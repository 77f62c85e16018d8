"""Each audience's page holds what it should, and of everything else not even a trace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from factory import at, small_case
from good_plan import good
from reported import Seen, briefed, page_of

from safepassage.model.agreement import Agreement, Category, Item
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Assumption, Case
from safepassage.model.evidence import Claim
from safepassage.model.plan import Binding, Bound, NotServed, OutBy, Plan
from safepassage.report.audience import AUDIENCES, Audience, fields

IDS = {
    **{f"g{n}": f"qgroup{n}" for n in range(1, 15)},
    **{f"h{n}": f"qhousehold{n}" for n in range(1, 15)},
    **{f"t{n}": f"qtrip{n}" for n in range(1, 6)},
    **{f"{way}-{n}": f"qconvoy-{way}-{n}" for way in ("in", "out") for n in range(1, 5)},
    **{f"bus-{n}": f"qvehicle-{n}" for n in range(1, 4)},
    "ambulance-1": "qvehicle-a",
    "bus": "qtype-bus",
    "ambulance": "qtype-ambulance",
    "civilian": "qcategory1",
    "fighter": "qcategory2",
    "luggage": "qitem1",
    "weapon": "qitem2",
    "north": "qplace-n",
    "south": "qplace-s",
    "gate": "qplace-g",
    "near": "qplace-d1",
    "far": "qplace-d2",
    "depot": "qplace-z",
}
"""Every id of the small case and its plan, made one that no other word holds."""

PLACES = {
    "qplace-n": "Northcanary",
    "qplace-s": "Southcanary",
    "qplace-g": "Gatecanary",
    "qplace-d1": "Nearcanary",
    "qplace-d2": "Farcanary",
    "qplace-z": "Depotcanary",
}
POINTS, GATES, DESTINATIONS, STAGING = (
    ("Northcanary", "Southcanary", "Northlokal", "Southlokal"),
    ("Gatecanary", "Gatelokal"),
    ("Nearcanary", "Farcanary", "Nearlokal", "Farlokal"),
    ("Depotcanary", "Depotlokal"),
)
BASIS = ("assumedcanary", "assumedsource")
CLAIM = ("topiccanary", "statementcanary", "7,777,777", "unitcanary", "2018-01-17", "2018-02-19")
CLAIMED = (*CLAIM, "claimantcanary", "reportercanary", "2018-02-23")
TERMS = ("partycanary", "othercanary", "guarantorcanary")
BOUND = ("6,666,661", "reasoncanary", "bindscanary")


def renamed(value: Any) -> Any:
    """Every string that is an id, or a route's `from>to`, by its canary."""
    if isinstance(value, dict):
        return {key: renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner) for inner in value]
    if isinstance(value, str):
        return ">".join(IDS.get(part, part) for part in value.split(">"))
    return value


def as_canaries(part: Any) -> Any:
    """A record or several with other ids."""
    if isinstance(part, tuple):
        return tuple(as_canaries(one) for one in part)
    kinds = {"bus": "bus", "minibus": "minibus", "ambulance": "ambulance"}
    tree = msgspec.to_builtins(part)
    changed = renamed(json.loads(json.dumps(tree)))
    if "kind" in tree:
        changed["kind"] = kinds[tree["kind"]]
    if "profile" in tree:
        changed["profile"] = tree["profile"]
    if changed.get("id") in PLACES:
        name = PLACES[changed["id"]]
        changed |= {"name": name, "name_local": name.replace("canary", "lokal")}
    return msgspec.convert(changed, type(part))


@cache
def canaries() -> tuple[Case, Plan]:
    """The small case and the plan by hand, with a word of its own in every field."""
    small, hand = good()
    parts = (
        *("assembly_points", "crossings", "destinations", "staging_areas"),
        *("vehicle_types", "vehicles", "groups", "windows"),
    )
    case = small.replace(
        **{name: as_canaries(getattr(small, name)) for name in parts},
        name="casecanary",
        title="Titlecanary",
        place_nodes={IDS[name]: node for name, node in small.place_nodes.items()},
        agreement=Agreement(
            status="in_force",
            parties=TERMS[:2],
            guarantor=TERMS[2],
            destinations=("qplace-d1", "qplace-d2"),
            categories=(Category(id="qcategory1"), Category(id="qcategory2")),
            items=(Item(id="qitem1"), Item(id="qitem2")),
        ),
        assumptions=(Assumption(text=BASIS[0], source=BASIS[1]),),
        claims=(
            Claim(
                id="qclaim",
                topic=CLAIM[0],
                statement=CLAIM[1],
                low=7_777_777,
                high=7_777_777,
                unit=CLAIM[3],
                since=CLAIM[4],
                until=CLAIM[5],
                claimed_by=CLAIMED[6],
                reported_by=CLAIMED[7],
                reported_on=CLAIMED[8],
            ),
        ),
    )
    bound = Bound(
        clearance=None,
        people=6_666_661,
        curve=(OutBy(time=at(7, "09:00"), people=6_666_661),),
        binding=(Binding(promise="H2", where="bindscanary", share=0.421),),
    )
    plan = msgspec.structs.replace(
        as_canaries(hand),
        case_digest=case.digest,
        not_served=(NotServed(group="qgroup2", promise="V1", reason="reasoncanary"),),
        bound=bound,
    )
    return case, plan


@cache
def page(audience: Audience) -> str:
    case, plan = canaries()
    secret = BrokenPromise(promise="H3", where="group qgroup12", what="qcategory2 has qitem2")
    return page_of(case, plan, audience, broken=[secret])


WORDS: dict[Audience, tuple[str, ...]] = {
    "planner": (*POINTS, *GATES, *DESTINATIONS, *BASIS, *CLAIMED, *TERMS, *BOUND),
    "convoy": (*POINTS, *GATES),
    "destination": DESTINATIONS,
    "party": (*GATES, *DESTINATIONS, *TERMS),
    "public": ("Titlecanary", "43", "38"),
}
"""What an audience's page says, of all canaries."""

MAY: dict[Audience, tuple[str, ...]] = {
    "planner": STAGING,
    "convoy": (*DESTINATIONS, *STAGING),
    "destination": (),
    "party": (),
    "public": (),
}
"""What it may say besides, if the map has room for it."""

ALL = (*POINTS, *GATES, *DESTINATIONS, *STAGING, *BASIS, *CLAIMED, *TERMS, *BOUND)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_says_what_its_audience_needs(audience: Audience) -> None:
    told = Seen(page(audience)).words
    for word in WORDS[audience]:
        assert word in told, word


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_holds_nothing_that_its_audience_may_not_know(audience: Audience) -> None:
    source = page(audience)
    for word in ALL:
        if word not in WORDS[audience] and word not in MAY[audience]:
            assert word not in source, word
            assert word.replace(",", "") not in source, word


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_id_is_on_any_page(audience: Audience) -> None:
    source = page(audience)
    assert "casecanary" not in source
    for name in IDS.values():
        assert name not in source, name
    # What else a planner reads refers to claims by their ids.
    assert ("qclaim" in source) == (audience == "planner")


def clocks(day: int, *times: str) -> set[str]:
    assert all(at(day, time) for time in times)
    return set(times)


CALLED = clocks(7, "09:18", "11:21") | clocks(8, "09:21", "09:37")
OUT = clocks(8, "10:09") | clocks(7, "09:50")
ARRIVED = clocks(7, "10:20") | clocks(8, "10:39", "13:44")
WINDOW = clocks(7, "09:00", "14:00")


@pytest.mark.parametrize(
    ("audience", "told", "untold"),
    [
        ("planner", CALLED | ARRIVED | WINDOW | {"09:50"}, set()),
        ("convoy", CALLED | WINDOW | {"09:50"}, set()),
        ("destination", ARRIVED, CALLED | OUT | WINDOW),
        ("party", WINDOW, CALLED | OUT | ARRIVED),
        ("public", set(), CALLED | OUT | ARRIVED | WINDOW),
    ],
)
def test_only_the_times_that_an_audience_needs(
    audience: Audience, told: set[str], untold: set[str]
) -> None:
    words = Seen(page(audience)).words
    for clock in told:
        assert clock in words, clock
    for clock in untold:
        assert clock not in words, clock


def test_the_public_learns_no_time_no_day_and_no_place() -> None:
    source = page("public")
    told = Seen(source).words
    assert not re.search(r"\d:\d\d", told)
    assert not re.search(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|March|Mar|2018|Damascus)\b", told)
    assert not re.search(r"15[12]\d{7}", source)
    assert "Asia/" not in source
    assert Seen(source).values("data-view") == []


@pytest.mark.parametrize("audience", ["destination", "party", "public"])
def test_no_way_and_no_position_for_those_who_do_not_drive_it(audience: Audience) -> None:
    source = page(audience)
    seen = Seen(source)
    assert "map" not in seen.values("class")
    assert "moves" not in seen.values("id")
    assert len(seen.scripts) == 1  # the style
    for degrees in ("33.5", "36.4", "3350", "3640", "3351", "3641"):
        assert degrees not in source.replace(seen.scripts[0], "")


def test_counts_of_those_who_stay_at_a_place_are_the_planners() -> None:
    case, plan = canaries()
    crowded = tuple(
        msgspec.structs.replace(group, persons=4_321 if group.choice == "stay" else 1_234)
        if group.choice in ("stay", "undecided")
        else group
        for group in case.groups
    )
    case = case.replace(groups=crowded)
    total = f"{4_321 + 1_234:,}"
    assert total in Seen(page_of(case, plan)).words
    public = Seen(page_of(case, plan, "public")).words
    assert "4,321 stay" in public
    for audience in ("convoy", "destination", "party"):
        source = page_of(case, plan, audience)
        for figure in ("4,321", "1,234", total, "5,598", "4321", "1234"):
            assert figure not in source, (audience, figure)


def listed(allowed: Any, audience: Audience, path: str = "") -> Iterator[str]:
    if isinstance(allowed, str):
        if audience in allowed.split():
            yield path
    else:
        for name, inner in allowed.items():
            yield from listed(inner, audience, f"{path}.{name}" if path else name)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_field_that_a_page_shows_is_on_the_list_for_its_audience(audience: Audience) -> None:
    shown = set(Seen(page(audience)).values("data-field"))
    assert "about.title" in shown
    assert shown <= set(listed(fields("report"), audience))


@pytest.mark.parametrize(("audience", "more"), [("planner", {"out", "arrived"}), ("convoy", set())])
def test_what_the_script_plays_is_what_the_map_shows(audience: Audience, more: set[str]) -> None:
    seen = Seen(page(audience))
    data = json.loads(seen.scripts[1])
    assert set(data) == {"ways", "moves", "views", "language", "timezone", "words", "shown"} | more
    ground = briefed(*canaries()).ground
    assert data["moves"] == [
        [m.way, m.depart, m.arrive, m.vehicles, m.people] for m in ground.movements
    ]
    assert data["ways"] == [
        [
            round(1e5 * degrees)
            for point in zip(way.longitudes, way.latitudes, strict=True)
            for degrees in point
        ]
        for way in ground.ways
    ]
    for view in data["views"].values():
        assert set(view) == {"west", "north", "per_longitude", "per_latitude", "width", "height"}


def test_the_canaries_are_of_the_small_case() -> None:
    case, _ = canaries()
    assert len(case.groups) == len(small_case().groups)
    assert {group.category for group in case.groups} == {"qcategory1", "qcategory2"}
