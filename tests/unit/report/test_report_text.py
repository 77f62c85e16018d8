"""What a person reads first."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from safepassage.model.broken import PROMISES
from safepassage.model.case import Assumption
from safepassage.model.plan import Binding
from safepassage.report.clock import duration, spoken
from safepassage.report.summary import NotServedTotal, Summary
from safepassage.report.text import PROMISE_NAMES, percent, summary_text, table

SUMMARY = Summary(
    case="small",
    title="A small case",
    case_digest="0" * 64,
    timezone="Asia/Damascus",
    what_if=False,
    drawn_households=False,
    schematic_roads=False,
    under_duress=False,
    cut_short=False,
    people_registered=1020,
    people_choosing_to_leave=1010,
    people_staying=5,
    people_undecided=5,
    people_not_asked=2,
    people_out=1010,
    people_arrived=1010,
    people_out_bound=1010,
    people_not_served=0,
    not_served=(),
    clearance_time="2018-03-08T10:30:00+02:00",
    clearance_time_bound="2018-03-07T13:00:00+02:00",
    clearance_seconds=91800,
    bound_seconds=14400,
    gap=0.843,
    gap_open=0.385,
    last_arrival="2018-03-08T12:00:00+02:00",
    longest_wait_seconds=3300,
    binding=(Binding(promise="C2", where="gate", share=0.8),),
    trips=2,
    crossings=1,
    convoys=2,
    vehicles_used=1,
    planning_seconds=1.5,
    peak_memory_mib=64.0,
    broken_promises=(),
    assumptions=(Assumption(text="Five to a household", source="census"),),
)

WITHOUT_CLEARANCE: dict[str, Any] = {
    "clearance_time": None,
    "clearance_time_bound": None,
    "clearance_seconds": None,
    "bound_seconds": None,
    "gap_open": None,
}


def test_the_answer_comes_first_and_the_basis_last() -> None:
    assert summary_text(SUMMARY).splitlines() == [
        "A small case: 1,010 of 1,010 people who chose to leave are out by "
        "Thu 8 March 2018, 10:30.",
        "  arrived         1,010, the last Thu 8 March 2018, 12:00",
        "  no plan before  Wed 7 March 2018, 13:00",
        "  gap             84.3 % of the time since the first window opened, "
        "38.5 % of the time with a window open",
        "  longest wait    55 min from boarding to being out",
        "  not moving      5 stay by their own answer, 3 are undecided, 2 were not asked; "
        "all stay protected",
        "  what binds      C2 screening rate, gate: 80.0 % of the bound's weight",
        "  with            2 trips, 2 convoys, 1 vehicles",
        "  planned in      1.5 s, 64 MiB at most",
        "  assumed         Five to a household (census)",
    ]


@pytest.mark.parametrize(
    ("mark", "begins"),
    [
        ("what_if", "WHAT-IF"),
        ("drawn_households", "Drawn households"),
        ("schematic_roads", "Schematic roads"),
        ("cut_short", "Cut short"),
    ],
)
def test_a_mark_stands_before_any_figure_when_true_and_only_then(mark: str, begins: str) -> None:
    marked = msgspec.structs.replace(SUMMARY, **{mark: True})
    assert summary_text(marked).startswith(begins)
    assert begins not in summary_text(SUMMARY)


def test_what_was_drawn_is_never_called_a_choice() -> None:
    text = summary_text(msgspec.structs.replace(SUMMARY, drawn_households=True))
    assert "1,010 of 1,010 people drawn as leaving are out" in text
    assert "5 are drawn as staying, 3 as undecided, 2 as not asked; all stay" in text
    assert not re.search("cho(se|ice|os)|answer", text)


def test_who_is_not_served_and_why() -> None:
    text = summary_text(
        msgspec.structs.replace(
            SUMMARY,
            **WITHOUT_CLEARANCE,
            people_out=1000,
            people_not_served=10,
            people_out_bound=1005,
            gap=5 / 1005,
            not_served=(
                NotServedTotal(
                    promise="D1", reason="reception is full", people=10, travel_groups=2
                ),
            ),
        )
    )
    assert "1,000 of 1,010 people who chose to leave are out.\n" in text
    assert "at most         1,005 people in any plan" in text
    assert "gap             0.5 % of those people" in text
    assert "optimal" not in text
    assert "10: D1, reception is full" in text


def test_every_promise_has_a_name() -> None:
    assert tuple(PROMISE_NAMES) == PROMISES


def test_optimal_is_said_only_at_no_gap() -> None:
    assert "optimal" not in summary_text(SUMMARY)
    at_bound = msgspec.structs.replace(SUMMARY, gap=0.0, gap_open=0.0)
    assert "optimal" in summary_text(at_bound)


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "-"), (0.0, "0 %"), (0.0004, "<0.1 %"), (0.014, "1.4 %"), (-0.1, "-10.0 %")],
)
def test_only_an_exact_nothing_reads_as_nothing(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 min"), (59, "1 min"), (3600, "1 h"), (93600 + 61, "1 d 2 h 2 min")],
)
def test_durations_are_rounded_up_to_the_minute(seconds: int, text: str) -> None:
    assert duration(seconds) == text


def test_times_are_told_as_local() -> None:
    assert spoken("2018-03-30T00:00:00+03:00") == "Fri 30 March 2018, 00:00"


def test_a_table_is_as_wide_as_it_needs() -> None:
    assert table((("fleet", "out"), ("a", "1,000"))) == "fleet    out\na      1,000"
