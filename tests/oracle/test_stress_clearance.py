"""An ensemble whose clearance is known in closed form: one bus, one round a day, lost days."""

from __future__ import annotations

import pytest
from factory import BUS, LINKS, at, group, place, small_case
from msgspec import structs
from scipy import stats

from safepassage.check import verify
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.places import AssemblyPoint
from safepassage.model.variation import Fixed, Variation
from safepassage.solve import plan as solve
from safepassage.studies.executor.here import Here
from safepassage.studies.stress.study import Asked, stress

ROUNDS, LOST, DAYS, RUNS = 3, 0.3, 9, 800


def one_bus() -> Case:
    """Three bus loads; four hours there and four back, so that the next round is the day after."""
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "12:00"))
        for day in range(1, DAYS + 1)
        for way in ("in", "out")
    )
    case: Case = small_case(
        links={**LINKS, ("gate", "near"): 4 * 3600},
        horizon=(at(1, "00:00"), at(DAYS + 1, "00:00")),
        windows=windows,
        assembly_points=(place(AssemblyPoint, "north", population=30),),
        groups=tuple(group(n, "north", 10) for n in range(ROUNDS)),
        vehicle_types=(structs.replace(BUS, seats=10),),
        vehicles=(Vehicle(id="bus-1", type="bus", start="depot", available_from=at(1, "00:00")),),
        variations=(
            Variation(
                cause="day_lost", per="day", chance=LOST, amount=Fixed(1), source="the test's own"
            ),
        ),
    )
    near, far = case.destinations
    return case.replace(
        destinations=(structs.replace(near, capacity=None, daily_capacity=None), far)
    )


def test_the_date_of_clearance_is_negative_binomial() -> None:
    """Clear on the day of the third that isn't lost, if each is lost with chance p."""
    case = one_bus()
    plan = solve(case, effort=1).plan
    assert verify(case, plan) == ()
    asked = Asked(runs=RUNS, compared=100, seed=3)
    found = stress(case, plan, asked, Here())
    assert found.broken_promises == 0
    assert found.by == f"2018-03-0{ROUNDS}"
    for day, band in enumerate(found.bands, 1):
        exact = stats.nbinom(ROUNDS, 1 - LOST).cdf(day - ROUNDS)
        assert stats.binomtest(round(band.clear * RUNS), RUNS, exact).pvalue > 1e-3, band.date
    # Without lost days everyone is out on the third: the delay is theirs alone, in whole days.
    (lost,) = found.delays
    late = [(clear - at(ROUNDS, "00:00")) // 86400 for clear in found.clearances[:100] if clear]
    assert lost.hours == pytest.approx(24 * sum(late) / len(late), abs=0.5)
    assert lost.variance > 0.99
