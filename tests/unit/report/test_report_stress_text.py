"""An ensemble in words: only the days that tell something, and nothing that isn't known."""

from __future__ import annotations

from math import nan

from factory import at, small_case
from msgspec import structs
from study_samples import raised

from safepassage.model.outcome import Band, Delay, Stressed
from safepassage.report.stress.text import stress_text


def band(day: int, clear: float) -> Band:
    return Band(
        date=f"2018-03-{day:02}",
        p5=5,
        p25=1000,
        p50=1500,
        p75=2000,
        p95=2500,
        planned=3000,
        clear=clear,
        clear_low=max(0.0, clear - 0.1),
        clear_high=min(1.0, clear + 0.1),
    )


LOST = Delay(
    cause="day_lost",
    where="",
    hours=31,
    hours_error=2.5,
    people=0.4,
    clear=0.02,
    variance=0.8,
)

FOUND = Stressed(
    case_name="small",
    case_digest="d",
    seed=1,
    runs=100,
    planned=at(8, "12:00"),
    clearances=(*[at(8, "12:00")] * 83, *[at(9, "13:00")] * 17),
    bands=(band(7, 0), band(8, 0.83), band(9, 1), band(10, 1)),
    by="2018-03-08",
    delays=(LOST, structs.replace(LOST, cause="screening", where="gate", hours=nan, people=-0.01)),
    raised=(),
    broken_promises=0,
    asked=100,
    compared=50,
)


def told(**changes: object) -> str:
    return stress_text(structs.replace(FOUND, **changes), small_case())


def test_the_answer_comes_first() -> None:
    first, *_ = told().splitlines()
    assert "Thu 8 March" in first and "83.0 %" in first and "100 runs" in first
    assert "What most delays: days lost, 31" in told()


def test_days_from_the_last_without_a_clear_run_to_the_first_with_nothing_but() -> None:
    lines = told().splitlines()
    days = [line.split("  ")[0] for line in lines if line.startswith(("7 M", "8 M", "9 M", "10 M"))]
    assert days == ["7 March", "8 March", "9 March"]


def test_what_is_not_known_is_a_dash_and_nothing_is_no_sign() -> None:
    (row,) = [line for line in told().splitlines() if "Gate" in line]
    assert row.split() == ["slower", "screening:", "Gate", "-", "0", "-2.0", "points", "80", "%"]
    assert "+31.0 ± 2.5" in told()


def test_a_study_that_was_ended_early_says_so() -> None:
    assert "Ended early" not in told()
    assert "Ended early: 100 of 1,000 runs" in told(asked=1000)


def test_levers_that_help_and_that_do_not() -> None:
    bus = raised(cost=1500.0, clear=0.9, gain=0.07, gain_error=0.02)
    text = told(raised=(bus,))
    assert "10 more vehicles (bus)" in text and "+7.0 ± 2.0" in text and "1,500" in text
    assert "no lever" not in text and "chance" not in text
    assert "could well be chance" in told(raised=(structs.replace(bus, gain_error=0.04),))
    assert "One step of no lever" in told(raised=(structs.replace(bus, gain=0.0),))


def test_a_broken_promise_is_a_defect_of_ours() -> None:
    assert "3 broken promises: a defect" in told(broken_promises=3)
