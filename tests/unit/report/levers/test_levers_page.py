"""levers.html: what a reader finds on it, for whom it is, and that strangers' words stay words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from factory import at, small_case
from msgspec.structs import replace
from reported import Seen
from study_samples import (
    CROSSING,
    HOUR,
    answered,
    days,
    large_levers,
    lever,
    small_levers,
    step,
)
from told_fields import in_types, listed

from safepassage.model.agreement import Agreement
from safepassage.model.levers import BindsOn, Levers
from safepassage.report import audience
from safepassage.report.audience import AUDIENCES, fields, readable
from safepassage.report.language import language
from safepassage.report.levers import answer, levers_page
from safepassage.report.levers.told import Told

EVIL = '<script>alert("x")</script>\u202egnp.\u2069'


def page_of(found: Levers, code: str = "en", **changes: Any) -> str:
    return levers_page(found, small_case(**changes), language(code)).decode()


def words_of(found: Levers, code: str = "en", **changes: Any) -> str:
    return Seen(page_of(found, code, **changes)).words


def test_the_answer_stands_before_everything_else() -> None:
    told = words_of(small_levers())
    places = [told.index(sentence) for sentence in answer(small_levers(), small_case())]
    assert places == sorted(places)
    assert places[-1] < told.index("What one step gains")


def test_every_figure_of_every_step_is_in_the_table() -> None:
    told = words_of(small_levers())
    for figure in (
        *("Sat 10 Mar, 12:00", "Sat 10 Mar, 10:00"),  # as it stands, and its bound
        *("Fri 9 Mar, 15:00", "Fri 9 Mar, 13:00", "21 h", "19 h", "23 h"),  # the crossing
        *("10 more vehicles (bus)", "100 more vehicles (bus)", "200 more vehicles (bus)"),
        *("4 h 30 min", "2 h 30 min", "6 h 30 min", "2,000", "60"),
        *("1 d 6 h", "5 h", "1,100", "11"),  # both together
        *("No set of these steps costs less than 900: that is proved.", "1,000"),
    ):
        assert figure in told, figure


def test_what_binds_is_told_by_day_and_drawn() -> None:
    page = page_of(small_levers())
    seen = Seen(page)
    assert "Wed 7 March Vehicles' time (bus) 60.0 %, Screening at Gate 40.0 %" in seen.words
    assert "Fri 9 March Screening at Gate 90.0 %" in seen.words
    css = seen.values("class")
    assert css.count("s1") == 3 + 1  # days, and the key
    assert css.count("s2") == 1 + 1


def test_more_limits_than_there_are_patterns_share_one_and_are_all_in_the_table() -> None:
    binds = tuple(
        BindsOn(date="2018-03-07", promise="C2", where=f"gate{n}", share=0.125) for n in range(8)
    )
    seen = Seen(page_of(small_levers(binds=binds)))
    assert seen.values("class").count("s6") == 3 + 1
    assert "other limits, in the table" in seen.words
    for n in range(8):
        assert f"Screening (gate{n})" in seen.words


def test_only_levers_that_gain_have_a_curve() -> None:
    idle = lever(name="Idle", kind="days", steps=(step(1, 0),))
    seen = Seen(page_of(small_levers(levers=(CROSSING, lever(), idle))))
    assert seen.values("class").count("mini") == 2
    assert "The others gain nothing as far as they were tried." in seen.words
    assert "10 more days" in seen.words


def test_a_bound_without_a_plan_is_marked() -> None:
    only = lever(steps=(step(1, 5, result=answered(5, planned=False)),))
    seen = Seen(page_of(small_levers(levers=(only,))))
    assert "only-bound" in seen.values("class")
    assert "by the bound alone" in seen.words


def test_a_worse_plan_is_told_as_later_and_drawn_to_the_left() -> None:
    seen = Seen(page_of(small_levers(levers=(lever(steps=(step(1, -2),)),))))
    assert "worse" in seen.values("class")
    assert "2 h later" in seen.words


def test_where_somebody_is_left_the_page_counts_people() -> None:
    left: dict[str, Any] = {"clearance": None, "bound": None}
    steps = tuple(
        step(n, 0, result=answered(**left, people=20 + n), sooner_seconds=None, more_people=7 * n)
        for n in (1, 2)
    )
    now = answered(**left, people=20)
    told = words_of(small_levers(now=now, levers=(lever(steps=steps),), cheapest=None, joints=()))
    assert "People that more are out by the end of Thu 8 March 2018" in told
    assert "hours sooner" not in told
    assert "somebody is left" in told
    assert "14" in told


EMPTY: dict[str, dict[str, Any]] = {
    "no levers": {"levers": (), "joints": (), "cheapest": None},
    "no steps": {"levers": (lever(steps=()),), "joints": ()},
    "nothing binds": {"binds": ()},
    "one day": {"binds": small_levers().binds[:1]},
    "no joints, no cheapest": {"joints": (), "cheapest": None},
    "nobody out": {
        "now": answered(clearance=None, bound=None, people=0, people_bound=0, out=()),
        "levers": (
            lever(
                steps=(
                    step(
                        1,
                        0,
                        cost=None,
                        result=answered(clearance=None, bound=None, people=0, people_bound=0),
                        sooner_seconds=None,
                        more_people=0,
                        sooner_at_least=None,
                        sooner_at_most=None,
                    ),
                )
            ),
        ),
        "cheapest": None,
    },
}


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("change", EMPTY.values(), ids=EMPTY)
def test_what_is_missing_leaves_no_hole(change: dict[str, Any], code: str) -> None:
    page = page_of(small_levers(**change), code)
    told = Seen(page).words
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", told)
    assert 'points=""' not in page


def test_costs_that_nobody_said_are_not_stated() -> None:
    found = small_levers(levers=(lever(steps=(step(1, 1, cost=None),)),), joints=(), cheapest=None)
    told = words_of(found)
    assert "not stated" in told
    assert "costs" not in told


def test_what_the_figures_rest_on_is_said() -> None:
    told = words_of(small_levers(cut_short=True), drawn_households=True, under_duress=True)
    for mark in ("Cut short:", "Drawn households:", "under duress", "nobody has agreed"):
        assert mark in told
    assert "What-if" not in told
    offered = Agreement(status="offered", parties=(), guarantor="", destinations=("near",))
    assert "What-if: the terms are not settled." in words_of(small_levers(), agreement=offered)


def test_strangers_words_stay_words() -> None:
    long = "long " * 40
    crossing = replace(CROSSING, kind="lanes", amount=None, name=EVIL, unit=long)
    found = small_levers(levers=(crossing,), binds=(replace(small_levers().binds[0], where=EVIL),))
    page = page_of(found, title=EVIL)
    assert "<script" not in page
    assert not re.search("[\u202a-\u202e]", page)
    assert long.strip() in Seen(page).words


def test_nothing_is_loaded_or_run() -> None:
    seen = Seen(page_of(small_levers()))
    assert "script" not in {tag for tag, _ in seen.tags}
    assert not seen.values("src")
    assert not seen.values("href")
    assert any("default-src 'none'" in one for one in seen.values("content"))


def test_every_chart_is_told_in_words_too() -> None:
    seen = Seen(page_of(small_levers()))
    for tag, attributes in seen.tags:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or attributes.get("aria-label")


def test_what_scrolls_can_be_reached_with_the_keyboard() -> None:
    seen = Seen(page_of(small_levers()))
    for _, attributes in seen.tags:
        if attributes.get("tabindex") == "0":
            assert attributes["role"] == "region"
            assert attributes["aria-label"]


def test_the_page_is_the_planner_s_alone() -> None:
    assert [one for one in AUDIENCES if readable("levers", one)] == ["planner"]
    assert in_types(Told) == set(listed(fields("levers")))


def test_a_field_that_is_not_on_the_list_is_not_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allowed: Any = {**fields("levers")}
    allowed["cheapest"] = dict.fromkeys(allowed["cheapest"], "party")
    del allowed["joints"]
    monkeypatch.setattr(audience, "fields", lambda _: allowed)
    told = words_of(small_levers())
    assert "What helps only together" not in told
    assert "No set of these steps costs less" not in told


def test_arabic_has_no_english_but_what_the_case_says() -> None:
    told = words_of(small_levers(), "ar")
    known = {"A", "small", "case", "Gate", "bus", "Asia", "Damascus"}
    assert set(re.findall(r"[A-Za-z]+", told)) - known == {"d" * 16}


def test_a_large_study_stays_a_page_that_opens() -> None:
    page = page_of(large_levers())
    seen = Seen(page)
    assert seen.values("class").count("mini") == 40
    for day in (days(60)[0], days(60)[-1]):
        assert str(int(day[-2:])) in seen.words
    assert len(page) < 1_000_000


def test_times_are_those_of_the_case_s_zone() -> None:
    now = answered(clearance=at(10, "00:30"), bound=None)
    found = small_levers(now=now, levers=(lever(steps=(step(1, 1, sooner_seconds=HOUR),)),))
    assert "Sat 10 March 2018, 00:30" in words_of(found)
    assert "Fri 9 March 2018, 22:30" in words_of(found, timezone="UTC")
