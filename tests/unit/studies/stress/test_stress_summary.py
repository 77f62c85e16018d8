"""Bands, probabilities and what a cause or lever does, on outcomes made by hand."""

from __future__ import annotations

from math import isnan, sqrt

import pytest
from factory import at, small_case
from scipy import stats

from safepassage.model.levers import LeverTerms
from safepassage.model.outcome import Outcome
from safepassage.model.variation import Fixed, Variation
from safepassage.solve import plan as solve
from safepassage.studies.levers.handles import handles
from safepassage.studies.stress.causes import delay, raised, worst_first
from safepassage.studies.stress.summary import (
    bands,
    clear_by,
    planned_clearance,
    wilson,
)

LOST = Variation(cause="day_lost", per="day", chance=0.1, amount=Fixed(1))
SLOW = Variation(cause="screening", where="gate", per="day", amount=Fixed(0.5))


def outcome(run: int, clearance: int | None, *out: int, left: int = 0) -> Outcome:
    return Outcome(
        run=run,
        clearance=clearance,
        out=out or (0, 10, 20, 20),
        came=20,
        left=left,
        broken_promises=0,
    )


def ended(*clearances: int | None) -> list[Outcome]:
    return [
        outcome(run, clearance, left=5 if clearance is None else 0)
        for run, clearance in enumerate(clearances)
    ]


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (3, 10), (10, 10), (83, 100)])
def test_wilsons_interval_is_scipys(successes: int, trials: int) -> None:
    known = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert wilson(successes, trials) == pytest.approx((known.low, known.high), abs=1e-9)


def test_bands_are_counts_of_some_run_beside_the_plans_own() -> None:
    case = small_case()
    plan = solve(case, effort=1).plan
    runs = [outcome(run, None, run, 2 * run, 3 * run, 3 * run, left=1) for run in range(1, 101)]
    runs[0] = outcome(1, at(8, "00:00"), 1, 2, 3, 3)
    first, second, *_, last = bands(case, plan, runs)
    assert (first.date, last.date) == ("2018-03-07", "2018-03-10")
    assert (first.p5, first.p25, first.p50, first.p75, first.p95) == (5, 25, 50, 75, 95)
    assert second.p50 == 100
    # Out at the very end of a day is out by that day.
    assert first.clear == last.clear == 0.01
    assert (first.clear_low, first.clear_high) == wilson(1, 100)
    boarded = sum(b.persons for trip in plan.trips for stop in trip.stops for b in stop.boardings)
    assert last.planned == boarded > 0
    assert planned_clearance(case, plan) == (
        None
        if plan.not_served
        else max(convoy.end for convoy in plan.convoys if convoy.direction == "out")
    )


def test_clear_is_everyone_out_in_time_or_nobody_come() -> None:
    assert clear_by(outcome(0, at(8, "10:00")), at(8, "10:00"))
    assert not clear_by(outcome(0, at(8, "10:00")), at(8, "09:59"))
    assert not clear_by(outcome(0, None, left=3), at(11, "00:00"))
    assert clear_by(outcome(0, None, left=0), at(8, "10:00"))


def test_a_delay_is_the_mean_difference_of_the_same_runs_with_its_error() -> None:
    full = ended(at(8, "10:00"), at(8, "13:00"), at(9, "10:00"), None)
    without = ended(at(8, "10:00"), at(8, "10:00"), at(8, "10:00"), at(8, "10:00"))
    found = delay(small_case(), LOST, full, without).delay
    assert found.hours == pytest.approx((0 + 3 + 24) / 3)
    assert found.hours_error == pytest.approx(stats.sem([0, 3, 24]))
    assert found.people == 5 / 4
    assert found.clear == 0.25
    assert found.variance == 1  # without it all are alike


def test_a_cause_that_does_nothing() -> None:
    full = ended(at(8, "10:00"), at(8, "13:00"))
    found = delay(small_case(), SLOW, full, full).delay
    assert (found.hours, found.hours_error, found.people, found.clear) == (0, 0, 0, 0)
    assert found.variance == 0
    assert found.where == "gate"


def test_no_hours_where_no_run_is_clear_both_ways() -> None:
    found = delay(small_case(), LOST, ended(None, None), ended(at(8, "10:00"), None)).delay
    assert isnan(found.hours) and isnan(found.hours_error)
    assert found.people == 2.5


def test_the_worst_comes_first_though_most_of_its_runs_are_never_clear() -> None:
    calm = ended(*[at(8, "10:00")] * 4)
    bad = delay(small_case(), LOST, ended(at(8, "11:00"), None, None, None), calm)
    mild = delay(small_case(), SLOW, ended(*[at(8, "15:00")] * 4), calm)
    assert bad.delay.hours < mild.delay.hours
    assert [one.cause for one in worst_first([mild, bad])] == ["day_lost", "screening"]


def test_a_lever_raises_the_probability_by_paired_runs() -> None:
    full = ended(at(8, "10:00"), at(9, "10:00"), None, None)
    changed = ended(at(8, "10:00"), at(8, "10:00"), at(8, "12:00"), None)
    costs = (LeverTerms(kind="vehicles", where="bus", cost=3.5),)
    levers = handles(small_case().replace(levers=costs))
    bus = next(one for one in levers if (one.kind, one.where) == ("vehicles", "bus"))
    found = raised(bus, at(8, "23:00"), full, changed)
    assert (found.kind, found.where, found.cost) == ("vehicles", "bus", 3.5)
    assert found.clear == 0.75
    assert found.gain == 0.5
    assert found.gain_error == pytest.approx(sqrt(1 / 3) / 2)
