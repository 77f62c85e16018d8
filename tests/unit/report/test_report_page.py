"""`report.html`: sound HTML, nothing from outside, and no name that can leave its place."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
from factory import at, group, small_case
from good_plan import T1, good
from reported import Seen, page_of

from safepassage.model.case import Assumption, Case
from safepassage.model.evidence import Claim
from safepassage.model.plan import Boarding, Bound, OutBy, Plan, Stop, Trip
from safepassage.model.roads import FloatArray
from safepassage.report.audience import AUDIENCES, Audience
from safepassage.report.language import Language

NASTY = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></svg><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)' x='",
    "{{ 7*7 }}{% raw %}&amp;&#x3c;",
    "\u202eevil\u202c \u2066x",
    "two\nlines\tand \u2028more",
    "دمشق \u200f(abc) 12",
    "</style></title></textarea>",
)


def named(name: str) -> tuple[Case, Plan]:
    """The small case with one name for everything that has one."""
    case, plan = good()

    def called(places: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(msgspec.structs.replace(one, name=name, name_local=name) for one in places)

    claim = Claim(
        id="c",
        topic=name,
        statement=name,
        low=1.5,
        high=2.5,
        unit=name,
        since=name,
        until=name,
        claimed_by=name,
        reported_by=name,
        reported_on=name,
    )
    case = case.replace(
        name=name,
        title=name,
        assembly_points=called(case.assembly_points),
        crossings=called(case.crossings),
        destinations=called(case.destinations),
        staging_areas=called(case.staging_areas),
        agreement=msgspec.structs.replace(case.agreement, parties=(name, name), guarantor=name),
        assumptions=(Assumption(text=name, source=name),) * 8,
        claims=(claim,),
    )
    reasons = tuple(msgspec.structs.replace(one, reason=name) for one in plan.not_served)
    return case, msgspec.structs.replace(plan, not_served=reasons)


def nobody() -> tuple[Case, Plan]:
    case, plan = good()
    return case, msgspec.structs.replace(
        plan, trips=(), convoys=(), routes=(), bound=Bound(clearance=None, people=0)
    )


def moved(trip: Trip, seconds: int, name: str) -> Trip:
    stops = tuple(
        msgspec.structs.replace(stop, arrive=stop.arrive + seconds, depart=stop.depart + seconds)
        for stop in trip.stops
    )
    return msgspec.structs.replace(trip, id=name, stops=stops)


def a_year() -> tuple[Case, Plan]:
    """One trip today, one in 366 days."""
    case, plan = good()
    seconds = 366 * 86_400
    late = tuple(
        msgspec.structs.replace(
            one, id=f"late-{one.id}", start=one.start + seconds, end=one.end + seconds
        )
        for one in plan.convoys
    )
    trip = moved(T1, seconds, "late")
    stops = tuple(
        msgspec.structs.replace(stop, convoy=f"late-{stop.convoy}" if stop.convoy else None)
        for stop in trip.stops
    )
    trips = (*plan.trips, msgspec.structs.replace(trip, stops=stops))
    windows = tuple(
        msgspec.structs.replace(w, opens=w.opens + day * 86_400, closes=w.closes + day * 86_400)
        for w in case.windows[:2]
        for day in range(367)
    )
    horizon = case.horizon[0], case.horizon[0] + 400 * 86_400
    return case.replace(windows=windows, horizon=horizon), msgspec.structs.replace(
        plan, trips=trips, convoys=(*plan.convoys, *late)
    )


def minutes() -> tuple[Case, Plan]:
    """A window of two minutes and a plan of three."""
    case, plan = good()
    windows = tuple(
        msgspec.structs.replace(w, opens=at(7, "09:00"), closes=at(7, "09:02"))
        for w in case.windows[:2]
    )
    convoys = tuple(
        msgspec.structs.replace(one, start=at(7, "09:00"), end=at(7, "09:01"))
        for one in plan.convoys[:2]
    )
    times = [at(7, "08:59"), at(7, "09:00"), at(7, "09:00"), at(7, "09:01"), at(7, "09:02")]
    stops = tuple(
        msgspec.structs.replace(stop, arrive=time, depart=time)
        for stop, time in zip(T1.stops, times, strict=True)
    )
    trip = msgspec.structs.replace(T1, stops=stops)
    return case.replace(windows=windows), msgspec.structs.replace(
        plan, trips=(trip,), convoys=convoys
    )


def people(count: int) -> tuple[Case, Plan]:
    """All of so many people in one trip of the plan by hand."""
    case, plan = good()
    (call,) = (stop for stop in T1.stops if stop.boardings)
    boards = msgspec.structs.replace(call, boardings=(Boarding(group="g1", seated=count),))
    stops = tuple(boards if stop is call else stop for stop in T1.stops)
    bound = Bound(
        clearance=at(7, "09:50"), people=count, curve=(OutBy(time=at(7, "09:50"), people=count),)
    )
    return case.replace(groups=(group(1, persons=count),)), msgspec.structs.replace(
        plan, trips=(msgspec.structs.replace(T1, stops=stops),), not_served=(), bound=bound
    )


PLANS: dict[str, Callable[[], tuple[Case, Plan]]] = {
    "by hand": good,
    "nobody": nobody,
    "366 days": a_year,
    "two minutes": minutes,
    "one person": lambda: people(1),
    "400,000 people": lambda: people(400_000),
}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("which", PLANS)
def test_a_page_is_whole_and_alone(which: str, audience: Audience) -> None:
    assert_sound(page_of(*PLANS[which](), audience))


def assert_sound(page: str) -> None:
    """Well formed, with one head of each kind, no id twice, and nothing from anywhere else."""
    seen = Seen(page)
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    html = next(attrs for tag, attrs in seen.tags if tag == "html")
    assert html["lang"]
    assert html["dir"] in ("ltr", "rtl")
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    for target in re.findall(r"url\(([^)]*)\)", page):
        assert target.startswith("#")
    drawn = {target[1:] for target in re.findall(r"url\(([^)]*)\)", page)}
    assert drawn <= set(ids) or "pattern" not in {tag for tag, _ in seen.tags}
    for name in ("src", "href", "action", "data", "poster", "srcset"):
        assert all(value.startswith("#") for value in seen.values(name)), name
    for target in seen.values("href"):
        assert target[1:] in ids
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert "@import" not in page
    (policy,) = [
        attrs["content"]
        for tag, attrs in seen.tags
        if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert not re.search(r"connect-src|img-src|\*|https?:", policy)
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for tag, attrs in seen.tags:
        assert not any(name.startswith("on") for name in attrs), tag
        if tag == "svg":
            assert attrs["role"] == "img"
            assert attrs["aria-label"]
        if tag == "canvas":
            assert attrs["aria-hidden"] == "true"
        if tag in ("button", "input"):
            assert attrs["aria-label"]
        assert tag not in ("img", "iframe", "object", "embed", "link", "form", "base")
    assert "NaN" not in page
    assert "Infinity" not in page
    assert "Undefined" not in page


@cache
def with_plain_names(audience: Audience) -> Seen:
    return Seen(page_of(*named("Name"), audience))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", NASTY)
def test_a_name_stays_a_name(name: str, audience: Audience) -> None:
    page = page_of(*named(name), audience)
    plain = with_plain_names(audience)
    seen = Seen(page)
    assert_sound(page)
    # A long name may find no room on the map; apart from that both pages are alike.
    assert [tag for tag, _ in seen.tags if tag != "text"] == [
        tag for tag, _ in plain.tags if tag != "text"
    ]
    assert len(seen.scripts) == len(plain.scripts)
    title = next(attrs for tag, attrs in seen.tags if attrs.get("data-field") == "about.title")
    assert title == {"data-field": "about.title"}
    assert " ".join(name.split()) in seen.words


class Sly(gettext.NullTranslations):
    """A catalogue with a word that would end a script."""

    def gettext(self, message: str) -> str:
        return SLY if message == "arrived" else message


SLY = "</script><!--"


def test_what_the_script_reads_cannot_end_it() -> None:
    page = page_of(*good(), words=Language("en", Sly()))
    data, script = Seen(page).scripts[1:3]
    assert "<" not in data
    assert json.loads(data)["words"]["arrived"] == SLY
    assert script.lstrip().startswith('"use strict"')
    assert "</" not in script


def test_numbers_are_told_as_people_write_them() -> None:
    told = Seen(page_of(*people(400_000))).words
    assert "400,000 of 400,000 people who chose to leave are out" in told
    assert "1 of 1 people who chose to leave are out" in Seen(page_of(*people(1))).words


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("under_duress", "38 of 43 people reported as leaving are out"),
        ("drawn_households", "38 of 43 people drawn as leaving are out"),
    ],
)
@pytest.mark.parametrize("of", ["case", "plan"])
def test_nobody_is_said_to_have_chosen_who_was_not_asked(mark: str, told: str, of: str) -> None:
    case, plan = good()
    if of == "case":
        case = case.replace(**{mark: True})
    else:
        plan = msgspec.structs.replace(plan, **{mark: True})
    words = Seen(page_of(case, plan)).words
    assert told in words
    assert "chose" not in words


@pytest.mark.parametrize("of", ["case", "plan"])
def test_roads_that_nobody_surveyed_are_never_called_openstreetmaps(of: str) -> None:
    case, plan = good()
    assert "OpenStreetMap" in page_of(case, plan)
    if of == "case":
        case = case.replace(schematic_roads=True)
    else:
        plan = msgspec.structs.replace(plan, schematic_roads=True)
    page = page_of(case, plan)
    assert "OpenStreetMap" not in page
    assert page.count("They must not be used to find a way.") == 2


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_gets_times_and_ways_inside_is_told_what_they_are(audience: Audience) -> None:
    told = "ambush data in the wrong hands" in page_of(*good(), audience)
    assert told == (audience in ("planner", "convoy"))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_marks_stand_on_every_page(audience: Audience) -> None:
    case, plan = good()
    plan = msgspec.structs.replace(plan, what_if=True, cut_short=True)
    told = Seen(page_of(case, plan, audience)).words
    assert "This is a study, not a plan to act on." in told
    assert "another run may differ" in told
    assert "neither a permission nor a guarantee" in told


def many(movements: int) -> tuple[Case, Plan]:
    """So many trips, each alone on its way, along bent roads, on six days."""
    case, plan = good()
    table, bends = case.roads, 40
    share = np.linspace(0, 1, bends)

    def along(degrees: FloatArray) -> FloatArray:
        ends = degrees[table.tail], degrees[table.head]
        return (ends[0][:, None] + share * (ends[1] - ends[0])[:, None]).ravel()

    bent = replace(
        table,
        shape_start=np.arange(0, bends * table.arcs + 1, bends, dtype=np.int32),
        shape_latitude=along(table.latitude),
        shape_longitude=along(table.longitude),
    )
    legs = len([stop for stop in T1.stops if stop.route])
    trips = tuple(moved(T1, 97 * number, f"m{number}") for number in range(movements // legs))
    return case.replace(roads=bent), msgspec.structs.replace(plan, trips=trips)


def test_five_thousand_movements_are_a_page_that_a_phone_can_open() -> None:
    page = page_of(*many(5_000))
    data = json.loads(Seen(page).scripts[1])
    assert len(data["moves"]) == 5_000
    assert len(page) < 1_000_000


def test_a_stop_without_a_route_has_no_movement() -> None:
    case, plan = good()
    still: tuple[Stop, ...] = tuple(msgspec.structs.replace(s, route=None) for s in T1.stops)
    page = page_of(
        case, msgspec.structs.replace(plan, trips=(msgspec.structs.replace(T1, stops=still),))
    )
    assert "moves" not in Seen(page).values("id")
    assert len(Seen(page).scripts) == 1
    assert small_case().title in page
