"""Reports of plans without crossings: out is arrived, and nothing asks for a gate or a window."""

from __future__ import annotations

import re

import msgspec
import pytest
from factory import at
from good_plan import good
from open_case import open_case, open_plan

from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.model.plan import Bound, Plan
from safepassage.report.audience import AUDIENCES, Audience
from safepassage.report.brief import brief
from safepassage.report.compare import compare, comparison_text
from safepassage.report.documents import documents
from safepassage.report.journeys import journeys
from safepassage.report.language import language
from safepassage.report.overview import overview, overview_text
from safepassage.report.summary import Summary, summarise
from safepassage.report.text import summary_text

GATE = re.compile(r"crossing|window|gate", re.IGNORECASE)


@pytest.fixture
def case() -> Case:
    return open_case()


@pytest.fixture
def plan(case: Case) -> Plan:
    found = open_plan(case)
    assert verify(case, found) == ()
    return found


def summary_of(case: Case, plan: Plan) -> Summary:
    return summarise(case, plan, broken_promises=(), planning_seconds=1.0, peak_memory_mib=1.0)


def words(page: bytes) -> str:
    """What is read on a page: no tags, styles or scripts."""
    text = re.sub(r"<(style|script).*?</\1>", "", page.decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", text)


def test_who_has_arrived_is_out(case: Case, plan: Plan) -> None:
    summary = summary_of(case, plan)
    assert summary.crossings == 0
    assert summary.people_out == summary.people_arrived == 19
    assert summary.clearance_time == summary.last_arrival
    assert summary.clearance_seconds == 5100  # from 06:00 to 07:25
    assert summary.bound_seconds == 3600
    assert summary.gap == summary.gap_open == pytest.approx(1500 / 5100)
    # Called at 06:15, the 600 s of boarding before leaving at 06:25; arrived at 07:25.
    assert summary.longest_wait_seconds == 4200


def test_the_summary_speaks_of_no_gate(case: Case, plan: Plan) -> None:
    summary = summary_of(case, plan)
    text = summary_text(summary)
    assert "29.4 % of the time since the horizon began" in text
    assert "3 trips, 3 vehicles" in text
    assert not GATE.search(text)


def test_the_overview_says_that_there_are_none(case: Case) -> None:
    assert "No crossings: who has arrived is out." in overview_text(overview(case))


def test_journeys_are_out_when_they_arrive_and_told_by_arrival(case: Case, plan: Plan) -> None:
    told = journeys(case, plan)
    assert [journey.out for journey in told.all] == [j.arrives for j in told.all]
    assert {name: len(riders) for name, riders in told.outward.items()} == {"a1": 2, "a2": 1}
    assert told.inward == {}


def test_nobody_is_counted_twice_on_the_map(case: Case, plan: Plan) -> None:
    summary = summary_of(case, plan)
    found = brief(journeys(case, plan), summary)
    assert {spot.name: spot.people for spot in found.ground.places} == {
        "Depot": 0,
        "North": 10,
        "South": 9,
        "Near": 10,
        "Far": 9,
    }
    assert found.gates == () and found.corridor == ()
    assert found.curve.out == found.curve.arrived


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_asks_for_a_gate_or_a_window(case: Case, plan: Plan, audience: Audience) -> None:
    files = documents(case, plan, broken_promises=(), audience=audience, language=language("en"))
    pages = {name: words(text) for name, text in files.items() if name.endswith(".html")}
    assert "report.html" in pages
    for name, text in pages.items():
        assert not GATE.search(text), (name, GATE.findall(text))


def test_arabic_pages_are_made_too(case: Case, plan: Plan) -> None:
    files = documents(case, plan, broken_promises=(), audience="planner", language=language("ar"))
    assert {"report.html", "manifests.xlsx", "gpx/a1.gpx", "gpx/a2.gpx"} <= set(files)


def test_the_release_sheet_asks_for_what_there_is(case: Case, plan: Plan) -> None:
    files = documents(case, plan, broken_promises=(), audience="planner", language=language("en"))
    text = words(files["release.html"])
    for said in ("Arrives", "Monitor where people arrive", "5 Reception confirmed", "1 Route"):
        assert said in text


def test_two_plans_compare(case: Case, plan: Plan) -> None:
    better = msgspec.structs.replace(plan, bound=Bound(clearance=at(7, "07:25"), people=19))
    found = compare((case, plan), (case, better))
    assert found.sooner_seconds == 0
    assert found.second.summary.gap == 0
    assert "Both are plans of the same case." in comparison_text(found)


def test_a_case_with_crossings_compares_with_one_without(case: Case, plan: Plan) -> None:
    text = comparison_text(compare(good(), (case, plan)))
    assert "crossing gate, is there: yes -> not there" in text
