"""Ways out as people read them: what is said, and that strangers' words stay words."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from factory import place, small_case
from msgspec import structs

from safepassage.corridors.corridors import corridors
from safepassage.corridors.exposure import RoadRisk
from safepassage.corridors.starts import starts
from safepassage.model.agreement import Guard
from safepassage.model.case import Case
from safepassage.model.corridors import PlanExposure
from safepassage.model.places import Destination
from safepassage.model.roads import BRIDGE
from safepassage.report.audience import AUDIENCES, readable
from safepassage.report.corridors import Told, corridors_page, corridors_text, told
from safepassage.report.language import language

ON = "2018-03-07"
LINKS = {
    ("depot", "gate"): 600,
    ("gate", "north"): 300,
    ("gate", "south"): 400,
    ("north", "south"): 400,
    ("gate", "near"): 1800,
    ("gate", "far"): 4 * 3600,
}


def told_of(case: Case, shut: tuple[int, ...] = (), **changes: Any) -> Told:
    arcs = case.roads.arcs
    near = np.zeros(arcs)
    near[case.roads.tail == case.place_nodes["gate"]] = 1.5
    near[case.roads.head == case.place_nodes["gate"]] = 1.5
    case.roads.facts[:] = BRIDGE
    front = np.full(arcs, 0.25)
    closed = np.isin(np.arange(arcs), shut)
    risk = RoadRisk(incidents=near, front_line=front, unbound=np.zeros(arcs))
    found = corridors(case, ON, starts(case, ON), shut=closed, risk=risk)
    return told(case, structs.replace(found, **changes), closed)


def page_of(seen: Told) -> str:
    return corridors_page(seen, language()).decode()


def test_a_row_says_where_a_way_is_weakest_and_why() -> None:
    seen = told_of(small_case(links=LINKS, guard=Guard(reach_metres=5000)))
    way = seen.pairs[0].ways[0]
    assert way.time == "35 min 00 s"
    assert way.kilometres == "21.0"
    assert way.exposure == f"{35 * 1.75:.2f}"
    assert way.weakest == "km 0.0–3.0: 1.75 a minute (incidents 1.50, front line 0.25); bridge"
    assert way.on_it == "bridge"
    assert way.guard == "1 post"
    assert way.crossing == "Gate"


@pytest.mark.parametrize("drawn", [corridors_text, page_of])
def test_words_and_page_say_the_same(drawn: Any) -> None:
    seen = told_of(small_case(links=LINKS))
    text = drawn(seen)
    for pair in seen.pairs:
        assert pair.destination in text
        for way in pair.ways:
            for cell in (way.crossing, way.time, way.kilometres, way.exposure, way.weakest):
                assert cell in text
    for note in seen.notes:
        assert note in text
    assert not re.search(r"\bsafe\b", text)


def test_where_no_road_leads_that_is_said() -> None:
    case = small_case(links={**LINKS, ("far", "depot"): 5})
    out = np.flatnonzero(case.roads.head == case.place_nodes["far"])
    seen = told_of(case, tuple(out.tolist()))
    assert [pair.none for pair in seen.pairs if pair.destination == "Far"] == [
        "No open road leads there."
    ] * 2
    assert "Far: No open road leads there." in corridors_text(seen)
    assert "No open road leads there." in page_of(seen)


def test_a_stale_picture_and_a_plan_are_told() -> None:
    seen = told_of(
        small_case(links=LINKS),
        picture_days=9,
        stale=True,
        epsilon=0.0,
        plan=PlanExposure(people=1200, exposure=34.5),
    )
    said = " ".join(seen.notes)
    assert "9 days old. That is too old to let anybody go by it: at most 7 days." in said
    assert "the 1,200 people who board in it to 34.50 in all" in said
    assert "is no worse in the other" in said


def test_words_of_strangers_stay_words() -> None:
    evil = '<script>alert("x")</script>'
    case = small_case(
        links=LINKS,
        title=evil,
        destinations=(place(Destination, "near"), place(Destination, "far")),
    )
    page = page_of(told_of(case))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_is_the_planner_s_alone() -> None:
    assert [one for one in AUDIENCES if readable("corridors", one)] == ["planner"]


def test_the_map_draws_every_way_and_marks_weakest_stretches() -> None:
    seen = told_of(small_case(links=LINKS))
    page = page_of(seen)
    ways = sum(len(pair.ways) for pair in seen.pairs)
    maps = page.count("<figure")
    assert page.count('class="way one') >= ways
    assert page.count('class="way weak') >= ways
    assert maps >= 2
