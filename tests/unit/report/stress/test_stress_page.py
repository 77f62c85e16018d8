"""stress.html: what a reader finds on it, for whom it is, and that strangers' words stay words."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from factory import at, small_case
from msgspec.structs import replace
from reported import Seen
from study_samples import band, days, large_stressed, raised, small_stressed
from told_fields import in_types, listed

from safepassage.errors import StudyError
from safepassage.model.outcome import Delay, Stressed
from safepassage.report import audience
from safepassage.report.audience import AUDIENCES, fields, readable
from safepassage.report.language import language
from safepassage.report.stress import answer, stress_page
from safepassage.report.stress.told import Told

EVIL = '<script>alert("x")</script>\u202egnp.\u2069'
NEVER = small_stressed(
    planned=None,
    clearances=(None,) * 4,
    bands=tuple(band(day, 0.0, 30, clear_high=0.49) for day in days(3)),
)


def page_of(stressed: Stressed, code: str = "en", **changes: Any) -> str:
    return stress_page(stressed, small_case(**changes), language(code)).decode()


def words_of(stressed: Stressed, code: str = "en", **changes: Any) -> str:
    return Seen(page_of(stressed, code, **changes)).words


def test_the_answer_in_plain_words() -> None:
    assert answer(small_stressed(), small_case()) == [
        "Everyone who came is out by the end of Thu 8 March in 25.0 % of 4 runs.",
        "So many runs tell that probability to between 15.0 % and 35.0 % (95 % interval).",
        "In the plan, nothing going otherwise, the last person is out on Thu 8 March 2018, 13:00.",
        "Half of the runs have everyone out by the end of Fri 9 March.",
        "More than one run in twenty leaves somebody at the end.",
        "What most delays: days lost, 13.3 hours on average.",
        "What most raises the probability: 10 more vehicles (bus), to 50.0 %.",
    ]


def test_where_nobody_is_ever_clear_the_answer_says_so_and_no_more() -> None:
    said = answer(replace(NEVER, delays=(), raised=()), small_case())
    assert said == [
        "In none of 4 runs is everyone who came out by the end.",
        "The plan itself leaves somebody, even if nothing goes otherwise.",
    ]


def test_a_day_beyond_the_horizon_judges_by_its_end() -> None:
    said = answer(small_stressed(by="2018-05-01"), small_case())
    assert said[0] == "Everyone who came is out by the end in 75.0 % of 4 runs."
    assert "dotted line" in words_of(small_stressed())
    assert "dotted line" not in words_of(small_stressed(by="2018-05-01"))


def test_what_shortens_or_lowers_is_no_headline() -> None:
    delay = replace(small_stressed().delays[0], hours=-1.0)
    helps = replace(small_stressed().raised[0], gain=-0.1)
    said = " ".join(answer(small_stressed(delays=(delay,), raised=(helps,)), small_case()))
    assert "What most" not in said


def test_the_answer_stands_before_everything_else() -> None:
    told = words_of(small_stressed())
    places = [told.index(sentence) for sentence in answer(small_stressed(), small_case())]
    assert places == sorted(places)
    assert places[-1] < told.index("Evacuation curve")


def test_every_figure_of_every_day_is_in_the_table() -> None:
    told = words_of(small_stressed())
    assert "Wed 7 March 26 0 10 20 24 28 0 % 0 %–10.0 % 0" in told
    assert "Thu 8 March 36 10 20 30 34 38 25.0 % 15.0 %–35.0 % 1" in told
    assert "Fri 9 March 46 20 30 40 44 48 75.0 % 65.0 %–85.0 % 2" in told
    assert "somebody is left at the end 25.0 % 1" in told


def test_causes_and_levers_have_their_figures() -> None:
    told = words_of(small_stressed())
    assert "Days lost 13.3 ± 2.5 66.0 % of the variance of 100 runs, 25 fewer are clear" in told
    assert "Slower screening: Gate \u2066−0.5\u2069 ± 0.3" in told
    assert "10 more vehicles (bus) 25 ± 12.5 then 50.0 %, costs 50" in told
    assert "Days lost 13.3 2.5 1.5 25 66.0 %" in told


def test_runs_that_were_not_done_and_how_many_were_compared_are_told() -> None:
    told = words_of(small_stressed(asked=1000, compared=3))
    assert "Ended early: 4 of 1,000 runs were done." in told
    assert told.count("It rests on the first 3 runs.") == 2  # causes, levers
    done = words_of(small_stressed(asked=4))
    assert "Ended early" not in done
    assert "It rests on" not in done


def test_no_run_is_a_forecast_is_said_once() -> None:
    assert words_of(small_stressed()).count("No run is a forecast of a day.") == 1


def test_a_broken_promise_stands_above_everything() -> None:
    told = words_of(small_stressed(broken_promises=3))
    mark = "3 promises are broken in these runs."
    assert told.index(mark) < told.index("The answer")
    assert "broken" not in words_of(small_stressed())


def test_the_histogram_has_a_bar_a_day_and_one_for_never() -> None:
    seen = Seen(page_of(small_stressed(delays=(), raised=())))
    css = seen.values("class")
    assert css.count("bar") == 2
    assert css.count("never") == 1
    assert "plan-mark" in css
    assert "plan-mark" not in Seen(page_of(NEVER)).values("class")


@pytest.mark.parametrize(
    "broken",
    [
        {"runs": 0, "clearances": ()},
        {"runs": 5},
        {"bands": ()},
    ],
)
def test_no_runs_or_not_all_of_them_are_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(StudyError, match="expected at least one run"):
        stress_page(small_stressed(**broken), small_case(), language())


NONE = Delay(
    cause="road_closed",
    where="",
    hours=math.nan,
    hours_error=math.inf,
    people=math.nan,
    clear=math.nan,
    variance=math.nan,
)
EMPTY = {
    "nobody clear": NEVER,
    "one run": small_stressed(
        runs=1,
        clearances=(at(8, "13:30"),),
        raised=(raised(cost=None, clear=1.0, gain=1.0, gain_error=math.nan),),
    ),
    "one day": small_stressed(bands=(band("2018-03-08", 0.25),)),
    "no causes, no levers": small_stressed(delays=(), raised=()),
    "nobody": small_stressed(
        bands=(band("2018-03-08", 1.0, p5=0, p25=0, p50=0, p75=0, p95=0, planned=0),)
    ),
    "causes that no run tells": small_stressed(delays=(NONE,)),
}


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("stressed", EMPTY.values(), ids=EMPTY)
def test_what_is_missing_leaves_no_hole(stressed: Stressed, code: str) -> None:
    page = page_of(stressed, code)
    told = Seen(page).words
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", told)
    assert not re.search(r'="[^"]*(nan|inf)\b', page)


def test_days_are_those_of_the_case_s_zone() -> None:
    late = small_stressed(runs=1, clearances=(at(8, "00:30"),))
    assert "Thu 8 March 36 10 20 30 34 38 25.0 % 15.0 %–35.0 % 1" in words_of(late)
    assert "Wed 7 March 26 0 10 20 24 28 0 % 0 %–10.0 % 1" in words_of(late, timezone="UTC")


def test_what_the_figures_rest_on_is_said() -> None:
    told = words_of(small_stressed(), drawn_households=True, schematic_roads=True)
    assert "Drawn households:" in told
    assert "Schematic roads:" in told


def test_strangers_words_stay_words() -> None:
    long = "long " * 40
    cause = replace(small_stressed().delays[0], where=EVIL)
    helps = replace(small_stressed().raised[0], where=long + EVIL)
    page = page_of(small_stressed(delays=(cause,), raised=(helps,)), title=EVIL)
    assert "<script" not in page
    assert not re.search("[\u202a-\u202e]", page)
    assert long.strip() in Seen(page).words


def test_nothing_is_loaded_or_run() -> None:
    seen = Seen(page_of(small_stressed()))
    assert "script" not in {tag for tag, _ in seen.tags}
    assert not seen.values("src")
    assert not seen.values("href")


def test_every_chart_is_told_in_words_too() -> None:
    seen = Seen(page_of(small_stressed()))
    for tag, attributes in seen.tags:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or attributes.get("aria-label")


def test_the_page_is_the_planner_s_alone() -> None:
    assert [one for one in AUDIENCES if readable("stress", one)] == ["planner"]
    assert in_types(Told) == set(listed(fields("stress")))


def test_a_field_that_is_not_on_the_list_is_not_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allowed: Any = {**fields("stress")}
    del allowed["delays"]
    monkeypatch.setattr(audience, "fields", lambda _: allowed)
    assert "What goes otherwise" not in words_of(small_stressed())


def test_arabic_has_no_english_but_what_the_case_says() -> None:
    told = words_of(small_stressed(), "ar")
    known = {"A", "small", "case", "Gate", "bus", "Asia", "Damascus"}
    assert set(re.findall(r"[A-Za-z]+", told)) - known == {"d" * 16}


def test_ten_thousand_runs_over_sixty_days_stay_a_small_page() -> None:
    page = page_of(large_stressed())
    assert "10,000 runs, seed 7." in Seen(page).words
    assert len(page) < 300_000
