"""The page with what stands beside a plan: sound, whole without a script, and the planner's."""

from __future__ import annotations

import json
import re
from functools import cache

import msgspec
import pytest
from beside_plan import GUARD, beside, case_and_plan, named_all
from reported import Seen, page_of
from test_report_canaries import listed
from test_report_page import NASTY, assert_sound

from safepassage.report.audience import AUDIENCES, Audience, fields
from safepassage.report.language import language

WORDS = (
    *("corridorcanary", "old corridor words", "immunitycanary", "exclusioncanary"),
    *("Enclavecanary", "holdercanary", "othercanary", "sketchcanary", "a third"),
    *("lowclaim", "rangeclaim", "keptclaim claimant", "brokenclaim said", "newscanary"),
    *("seriescanary", "countercanary", "placecanary", "eventscanary"),
    *("08:17", "11:43", "33.5432, 36.4321"),
)
"""A word of everything that stands beside the plan."""


@cache
def page(audience: Audience = "planner", code: str = "en") -> str:
    case, plan = case_and_plan()
    return page_of(case, plan, audience, words=language(code), background=beside(case, plan))


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_page_is_sound(audience: Audience, code: str) -> None:
    assert_sound(page(audience, code))


def test_the_planner_reads_all_of_it() -> None:
    told = Seen(page()).words
    for word in WORDS:
        assert word in told, word


@pytest.mark.parametrize("audience", [one for one in AUDIENCES if one != "planner"])
def test_nobody_else_reads_any_of_it(audience: Audience) -> None:
    source = page(audience)
    agreed = {"corridorcanary"} if audience == "party" else set()
    for word in WORDS:
        assert (word in source) == (word in agreed), word
    seen = Seen(source)
    assert not {"ground", "ways-out", "guard", "open", "requirements", "pauses"} & {
        *seen.values("id")
    }
    assert "post" not in seen.values("class")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_field_shown_is_on_the_list(audience: Audience) -> None:
    shown = set(Seen(page(audience)).values("data-field"))
    assert shown <= set(listed(fields("report"), audience))


def test_nineteen_requirements_each_with_a_word_and_a_mark_for_how_it_stands() -> None:
    seen = Seen(page())
    verdicts = [
        attrs for _, attrs in seen.tags if (attrs.get("id") or "").startswith("requirement-")
    ]
    assert len(verdicts) == 19
    for word in ("✓ met", "✗ not met", "? not stated"):
        assert word in seen.words, word
    assert "Not stated is never taken for met." in seen.words


def test_both_sides_of_a_contradiction_are_quoted() -> None:
    case, plan = case_and_plan()
    case = case.replace(
        guard=msgspec.structs.replace(case.guard, required=False),
        agreement=msgspec.structs.replace(
            case.agreement,
            terms=(msgspec.structs.replace(case.agreement.terms[1], topic="route_guarded"),),
        ),
    )
    told = Seen(page_of(case, plan, background=beside(case, plan))).words
    assert "Contradictions: 1" in told
    assert "a term guards the route, and the case plans without a guard" in told
    assert re.search(r"corridorcanary.*The case guard\.required", told)


def pictures(seen: Seen) -> list[dict[str, str | None]]:
    return [attrs for _, attrs in seen.tags if attrs.get("class") == "picture"]


def test_without_a_script_the_latest_picture_is_open_and_the_others_below_it() -> None:
    found = pictures(Seen(page()))
    assert [("open" in one, one["data-number"]) for one in found] == [(True, "1"), (False, "0")]
    player = next(a for _, a in Seen(page()).tags if a.get("id") == "ground-player")
    assert "hidden" in player


def test_the_slider_stops_at_every_day_and_says_how_old_its_picture_is() -> None:
    scripts = Seen(page()).scripts
    stops = json.loads(next(one for one in scripts if one.startswith("[[")))
    assert [number for number, _ in stops] == [0] * 16 + [1] * 3  # 18 February to 8 March
    assert stops[0][1] == "Sun 18 February 2018 · picture of this day"
    assert stops[7][1].endswith("picture 7 days old")
    assert stops[8][1].endswith("picture 8 days old: too old for a release")
    assert stops[17][1] == "Wed 7 March 2018 · picture 1 day old"


def test_ground_is_told_apart_by_pattern_and_approximate_outlines_are_dashed() -> None:
    seen = Seen(page())
    fills = {a["fill"] for _, a in seen.tags if (a.get("class") or "").startswith("held")}
    assert fills == {"url(#held-0)", "url(#held-1)"}
    assert {"held-0", "held-1"} <= set(seen.values("id"))
    assert "enclave approximate" in seen.values("class")
    assert "somebody's sketch, not a survey" in seen.words


def test_figures_stand_on_one_axis_and_none_is_a_sum() -> None:
    told = Seen(page()).words
    for figure in ("100", "200–300", "90"):
        assert figure in told
    for total in ("190", "290", "390", "400", "490"):
        assert not re.search(rf"\b{total}\b", told), total
    assert "1 day has a zero, which may be a gap" in told


def test_the_guard_says_who_goes_first_and_what_is_left_uncovered() -> None:
    told = Seen(page()).words
    assert "Unarmed observers first; an armed escort is a last resort" in told
    assert "3 posts, no fewer than 2 do" in told
    assert re.search(r"Not watched by any post \S+ km \(at least 0.5 km wherever", told)


def test_where_the_cases_own_posts_see_everything_no_other_is_asked_for() -> None:
    case, plan = case_and_plan()
    own = msgspec.structs.replace(
        GUARD, metres=0, needed=0, at_least=0, uncovered=(), uncovered_at_least=0
    )
    told = Seen(page_of(case, msgspec.structs.replace(plan, guard=own))).words
    assert "Posts needed none beside the case's own, which see all roads of this plan" in told
    assert "Not watched by any post nothing" in told


def test_nothing_is_permitted_and_no_road_is_safe() -> None:
    told = Seen(page()).words
    assert "A way out that is open is neither permitted nor safe." in told
    assert "which is neither a permission nor a guarantee" in told
    assert not re.search(r"safe (road|route|way)", told)


@pytest.mark.parametrize("name", NASTY)
def test_what_strangers_wrote_stays_words(name: str) -> None:
    case, plan = named_all(name)
    source = page_of(case, plan, background=beside(case, plan))
    assert_sound(source)
    seen, plain = Seen(source), Seen(page())
    assert len(seen.scripts) == len(plain.scripts)
    assert " ".join(name.split()) in seen.words


def test_the_timeline_has_a_bar_for_each_term_and_the_plan() -> None:
    seen = Seen(page())
    classes = seen.values("class")
    assert classes.count("amended") == 1
    assert classes.count("ended") == 1
    assert classes.count("endless") == 1  # no end is stated of corridor-2
    assert classes.count("stands") == 2
    assert classes.count("planned") == 1
    assert "from Mon 5 March 2018, no end stated: corridorcanary" in seen.words
