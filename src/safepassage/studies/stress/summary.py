"""What became of a plan in all runs: people out by day, and how likely everyone is out by then."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from safepassage.model.case import Case
from safepassage.model.outcome import Band, Outcome
from safepassage.model.plan import Plan
from safepassage.studies.stress.days import Days, days_of

PERCENTILES = (5, 25, 50, 75, 95)
NORMAL_95 = 1.959963984540054
"""Of a standard normal, 95 % lie within so much of 0."""


def bands(case: Case, plan: Plan, outcomes: Sequence[Outcome]) -> tuple[Band, ...]:
    """One for each local day of the horizon; percentiles are counts of some run."""
    days = days_of(case)
    planned = planned_out(case, plan, days)
    out = np.array([outcome.out for outcome in outcomes])
    levels = np.percentile(out, PERCENTILES, axis=0, method="inverted_cdf")
    found = []
    for day, date in enumerate(days.dates):
        clear = sum(clear_by(outcome, days.edges[day + 1]) for outcome in outcomes)
        low, high = wilson(clear, len(outcomes))
        p5, p25, p50, p75, p95 = (int(level[day]) for level in levels)
        found.append(
            Band(
                date=date,
                p5=p5,
                p25=p25,
                p50=p50,
                p75=p75,
                p95=p95,
                planned=planned[day],
                clear=clear / len(outcomes),
                clear_low=low,
                clear_high=high,
            )
        )
    return tuple(found)


def clear_by(outcome: Outcome, instant: int) -> bool:
    """Whether everyone who came was out by then (also where nobody came)."""
    return outcome.left == 0 and (outcome.clearance is None or outcome.clearance <= instant)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """95 % interval of a probability (Wilson, 1927): never below 0, above 1, or of no width."""
    share, z2 = successes / trials, NORMAL_95**2
    middle = share + z2 / (2 * trials)
    reach = NORMAL_95 * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    low, high = ((middle + sign * reach) / (1 + z2 / trials) for sign in (-1, 1))
    return (0.0 if successes == 0 else low), (1.0 if successes == trials else high)


def planned_clearance(case: Case, plan: Plan) -> int | None:
    """When the last person of the plan is out; None if it leaves somebody."""
    if plan.not_served:
        return None
    return max((out for out, _ in _departures(case, plan)), default=None)


def planned_out(case: Case, plan: Plan, days: Days) -> list[int]:
    """Persons out in the plan by the end of each day."""
    departures = list(_departures(case, plan))
    return [sum(n for out, n in departures if out <= edge) for edge in days.edges[1:]]


def _departures(case: Case, plan: Plan) -> list[tuple[int, int]]:
    """When each loaded trip is out, and how many persons are; without crossings, on arrival."""
    ends = {convoy.id: convoy.end for convoy in plan.convoys if convoy.direction == "out"}
    found = []
    for trip in plan.trips:
        persons = sum(boarding.persons for stop in trip.stops for boarding in stop.boardings)
        out = [ends[stop.convoy] for stop in trip.stops if stop.convoy in ends]
        if persons:
            found.append((max(out) if case.crossings else trip.stops[-1].arrive, persons))
    return found
