"""D1: no more than a destination can receive, in all and each local date."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from factory import at
from variants import Change, Variant, breaks, check, destination, faults, keeps, stop

from safepassage.model.case import Case
from safepassage.model.plan import Plan

# Day 7: t1 and t2 bring 11 persons to `near`, t4 brings 9; day 8: t5 brings 9.
BEFORE_MIDNIGHT = at(8, "00:00") - 1


def arrives(name: str, moment: int) -> Change:
    """Later at the destination, a long rest on the way."""
    return stop(name, 4 if name == "t4" else 5, arrive=moment, depart=moment + 300)


KEEPS = (
    keeps("daily capacity exactly", destination("near", daily_capacity=20)),
    keeps("capacity exactly", destination("near", capacity=29)),
    keeps("no limits", destination("near", capacity=None, daily_capacity=None)),
    keeps(
        "midnight is tomorrow",
        destination("near", daily_capacity=18),
        arrives("t4", at(8, "00:00")),
    ),
)
BREAKS = (
    breaks("D1", "one over the daily capacity", destination("near", daily_capacity=19)),
    breaks("D1", "one over the capacity", destination("near", capacity=28)),
    breaks(
        "D1",
        "just before midnight is today",
        destination("near", daily_capacity=18),
        arrives("t4", BEFORE_MIDNIGHT),
    ),
    breaks(
        "D1",
        "midnight counts tomorrow",
        destination("near", daily_capacity=17),
        arrives("t4", at(8, "00:00")),
    ),
    breaks("D1", "a destination that takes nobody", destination("far", capacity=0)),
)


@pytest.mark.parametrize("variant", KEEPS + BREAKS, ids=str)
def test_reception(variant: Variant) -> None:
    check(variant)


def test_day_and_figures_are_told() -> None:
    (fault,) = faults(destination("near", daily_capacity=15))
    assert fault.where == "destination near, 2018-03-07"
    assert (fault.what, fault.amount) == ("20 persons arrive, at most 15", 5)


LATER = 22 * 86_400


def to_the_end_of_march(case: Case, plan: Plan) -> tuple[Case, Plan]:
    """Everything 22 days later: 8 March becomes the 30th, when clocks go from 00:00 to 01:00."""
    move = msgspec.structs.replace
    return (
        case.replace(
            horizon=(case.horizon[0] + LATER, case.horizon[1] + LATER),
            windows=tuple(
                move(each, opens=each.opens + LATER, closes=each.closes + LATER)
                for each in case.windows
            ),
        ),
        move(
            plan,
            convoys=tuple(
                move(each, start=each.start + LATER, end=each.end + LATER) for each in plan.convoys
            ),
            trips=tuple(
                move(
                    trip,
                    stops=tuple(
                        move(each, arrive=each.arrive + LATER, depart=each.depart + LATER)
                        for each in trip.stops
                    ),
                )
                for trip in plan.trips
            ),
        ),
    )


def utc(day: int, hour: int) -> int:
    return int(datetime(2018, 3, day, hour, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("t4", "t5", "dates"),
    [
        # 30 March is an hour short: it runs from 22:00 to 21:00 UTC.
        (utc(29, 22) - 1, utc(30, 21) - 1, {"2018-03-29": 20, "2018-03-30": 9}),
        (utc(29, 22), utc(30, 21) - 1, {"2018-03-29": 11, "2018-03-30": 18}),
        (utc(29, 22), utc(30, 21), {"2018-03-29": 11, "2018-03-30": 9, "2018-03-31": 9}),
    ],
)
def test_dates_when_the_clocks_change(t4: int, t5: int, dates: dict[str, int]) -> None:
    assert faults(to_the_end_of_march) == ()
    found = faults(
        to_the_end_of_march,
        arrives("t4", t4),
        arrives("t5", t5),
        destination("near", daily_capacity=0, capacity=None),
    )
    assert {fault.where[-10:]: fault.amount for fault in found} == dates
