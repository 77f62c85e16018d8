"""An estimate is true of every plan: bound ≤ plan, and its timetable is a plan that is kept."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from estimate_case import START, case_of, full_loads, plan_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safepassage.check import verify
from safepassage.estimate.answer import estimate
from safepassage.estimate.bound import bounds
from safepassage.estimate.fault import EstimateError
from safepassage.estimate.figures import Figures, Point
from safepassage.estimate.timetable import timetable
from safepassage.estimate.windows import DAY, HOUR, daily_windows
from safepassage.solve import plan

pytestmark = pytest.mark.usefixtures("little_effort")

DAYS = 20
THOROUGH = settings(max_examples=60, deadline=None)
MANY = settings(max_examples=200, deadline=None)

Draw = st.DrawFn


@st.composite
def some_windows(draw: Draw) -> tuple[tuple[int, int], ...]:
    """One or two a day, perhaps to or from midnight, or open round the clock."""
    shape = draw(st.sampled_from(("one", "one", "two", "night", "always")))
    if shape == "always":
        return ((0, DAY),)
    opens = draw(st.integers(1, 12)) * HOUR
    length = draw(st.integers(30, 360)) * 60
    first = (opens, min(opens + length, 20 * HOUR))
    if shape == "one":
        return (first,)
    if shape == "two":
        return (first, (20 * HOUR + 60, 20 * HOUR + 60 + draw(st.integers(30, 238)) * 60))
    return ((0, draw(st.integers(1, 59)) * 60), (DAY - draw(st.integers(1, 180)) * 60, DAY))


@st.composite
def some_figures(draw: Draw) -> Figures:
    """A few vehicles and loads, one or two crossings and points."""
    crossings = draw(st.integers(1, 2))
    points = []
    for _ in range(draw(st.integers(1, 2))):
        inside = draw(st.integers(1, 90)) * 60
        points.append(
            Point(
                people=draw(st.integers(1, 40)),
                crossing=draw(st.integers(0, crossings - 1)),
                inward=inside,
                outward=inside,
                quickest=2 * inside,
            )
        )
    tired = draw(st.integers(0, 3)) == 0
    none = st.none()
    return Figures(
        vehicles=draw(st.integers(1, 5)),
        seats=draw(st.integers(2, 10)),
        windows=daily_windows(draw(some_windows())),
        points=tuple(points),
        outside=draw(st.integers(1, 300)) * 60,
        loading=draw(st.integers(0, 40)) * 60,
        handover=draw(st.integers(0, 40)) * 60,
        crossings=crossings,
        convoy_vehicles=draw(st.integers(1, 4)),
        headway=draw(st.integers(0, 60)) * 60,
        vehicles_per_hour=draw(none | st.integers(4, 120)),
        persons_per_hour=draw(none | st.integers(20, 600)),
        shared=draw(st.booleans()),
        overnight=draw(st.booleans()),
        daily_capacity=draw(none | none | st.integers(5, 40)),
        driving=draw(st.integers(8, 20)) * HOUR if tired else None,
        rest=draw(st.integers(0, 11)) * HOUR if tired else 0,
    )


def clearance_of(found: Figures) -> int:
    return bounds(found)[0].clearance


@THOROUGH
@given(some_figures())
def test_no_plan_is_quicker_than_the_bound(figures: Figures) -> None:
    case = case_of(figures, full_loads(figures), DAYS)
    found = plan(case, effort=1).plan
    ends = [convoy.end for convoy in found.convoys if convoy.direction == "out"]
    try:
        least = clearance_of(figures)
    except EstimateError:  # years ahead
        assert found.not_served
        return
    assume(not found.not_served)
    assert least <= max(ends) - START


@MANY
@given(some_figures())
def test_the_timetable_is_a_plan_that_breaks_no_promise(figures: Figures) -> None:
    try:
        found = estimate(figures)
    except EstimateError:
        assume(False)
    table = found.timetable
    days = max(passage.free for passage in table.passages) // DAY + 2
    assume(days < 22)  # the clocks of the case go forward on the 30th
    case, as_plan = plan_of(figures, table, days)
    assert [str(fault) for fault in verify(case, as_plan)] == []
    assert max(end.end for end in as_plan.convoys) - START == table.clearance
    assert found.bound <= table.clearance


@MANY
@given(some_figures(), st.data())
def test_more_of_anything_never_worsens_the_bound(figures: Figures, data: st.DataObject) -> None:
    spans = figures.windows.spans
    more: dict[str, Any] = {
        "vehicles": figures.vehicles + data.draw(st.integers(1, 5)),
        "seats": figures.seats + data.draw(st.integers(1, 5)),
        "windows": daily_windows([*spans, *data.draw(some_windows())]),
        "crossings": figures.crossings + 1,
        "convoy_vehicles": figures.convoy_vehicles + 1,
        "headway": figures.headway // 2,
        "vehicles_per_hour": figures.vehicles_per_hour and 2 * figures.vehicles_per_hour,
        "persons_per_hour": figures.persons_per_hour and 2 * figures.persons_per_hour,
        "shared": False,
        "driving": None,
        "daily_capacity": figures.daily_capacity and figures.daily_capacity + 5,
        "outside": figures.outside // 2,
        "loading": figures.loading // 2,
    }
    what = data.draw(st.sampled_from(sorted(more)))
    try:
        less = clearance_of(figures)
    except EstimateError:
        assume(False)
    assert clearance_of(msgspec.structs.replace(figures, **{what: more[what]})) <= less


@MANY
@given(some_figures())
def test_the_same_figures_give_the_same_timetable(figures: Figures) -> None:
    try:
        assert timetable(figures) == timetable(figures)
    except EstimateError:
        assume(False)
