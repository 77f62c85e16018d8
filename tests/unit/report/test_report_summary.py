"""The summary's figures against figures worked out by hand."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import at, group, small_case

from safepassage.model.agreement import Direction, Window
from safepassage.model.broken import BrokenPromise
from safepassage.model.case import Case
from safepassage.model.plan import (
    Binding,
    Boarding,
    Bound,
    Convoy,
    NotServed,
    Plan,
    Stop,
    Trip,
)
from safepassage.report.summary import Summary, open_seconds, summarise


def trip(number: int, group: str, persons: int, day: int, gate: str) -> Trip:
    """North at 09:15 to 09:45, out with a convoy of its own number, near the same noon."""
    return Trip(
        id=f"t{number}",
        vehicle="bus-1",
        stops=(
            Stop(
                place="north",
                arrive=at(day, "09:15"),
                depart=at(day, "09:45"),
                boardings=(Boarding(group=group, seated=persons),),
            ),
            Stop(place="gate", arrive=at(day, gate), depart=at(day, gate), convoy=f"c{number}"),
            Stop(place="near", arrive=at(day, "12:00"), depart=at(day, "12:05")),
        ),
    )


def convoy(number: int, day: int, start: str, end: str, direction: Direction = "out") -> Convoy:
    return Convoy(
        id=f"c{number}",
        crossing="gate",
        direction=direction,
        start=at(day, start),
        end=at(day, end),
    )


def plan_of(case: Case, **changes: Any) -> Plan:
    """Two loads, out on 7 March at 10:12 and on 8 March at 10:30; the bound says 7 March 13:00."""
    fields: dict[str, Any] = {
        "case_digest": case.digest,
        "case_name": case.name,
        "seed": 0,
        "effort": 0,
        "what_if": False,
        "drawn_households": False,
        "schematic_roads": False,
        "under_duress": False,
        "cut_short": False,
        "routes": (),
        "convoys": (convoy(1, 7, "10:00", "10:12"), convoy(2, 8, "10:25", "10:30")),
        "trips": (
            trip(1, "g1", 4, 7, "09:58"),
            trip(2, "g2", 6, 8, "10:20"),
        ),
        "not_served": (),
        "bound": Bound(clearance=at(7, "13:00"), people=10),
    }
    return Plan(**(fields | changes))


def two_groups(**changes: Any) -> Case:
    groups = (
        group(1, persons=4),
        group(2, persons=6),
        group(3, persons=5, choice="stay", destinations=()),
        group(4, persons=3, choice="undecided", destinations=()),
        group(5, persons=2, choice="not_asked", destinations=()),
    )
    return small_case(**({"groups": groups} | changes))


def summary_of(case: Case, plan: Plan) -> Summary:
    return summarise(case, plan, broken_promises=(), planning_seconds=1.5, peak_memory_mib=64.0)


@pytest.fixture
def summary() -> Summary:
    case = two_groups()
    return summary_of(case, plan_of(case))


def test_people_are_counted_by_their_own_choice(summary: Summary) -> None:
    assert summary.people_registered == 20
    assert summary.people_choosing_to_leave == 10
    assert summary.people_staying == 5
    assert summary.people_undecided == 5
    assert summary.people_not_asked == 2
    assert summary.people_out == summary.people_arrived == 10
    assert summary.people_not_served == 0


def test_clearance_is_the_end_of_the_last_loaded_outbound_convoy(summary: Summary) -> None:
    assert summary.clearance_time == "2018-03-08T10:30:00+02:00"
    assert summary.clearance_time_bound == "2018-03-07T13:00:00+02:00"
    assert summary.last_arrival == "2018-03-08T12:00:00+02:00"


def test_an_empty_return_after_the_last_load_does_not_count() -> None:
    case = two_groups()
    plan = plan_of(case)
    later = convoy(3, 9, "09:00", "09:01", "in")
    assert (
        summary_of(case, plan_of(case, convoys=(*plan.convoys, later))).clearance_time
        == "2018-03-08T10:30:00+02:00"
    )


def test_both_times_count_from_the_first_opening_of_any_window(summary: Summary) -> None:
    # 7 March 09:00 to 8 March 10:30, and to 7 March 13:00.
    assert summary.clearance_seconds == 25 * 3600 + 1800
    assert summary.bound_seconds == 4 * 3600
    assert summary.gap == pytest.approx((25.5 - 4) / 25.5)


def test_an_earlier_inbound_window_starts_the_count_but_adds_no_open_time() -> None:
    case = two_groups()
    early = Window(crossing="gate", direction="in", opens=at(7, "06:00"), closes=at(7, "07:00"))
    case = case.replace(windows=(*case.windows, early))
    summary = summary_of(case, plan_of(case))
    assert summary.gap == pytest.approx((28.5 - 7) / 28.5)
    assert summary.gap_open == pytest.approx((6.5 - 4) / 6.5)


def test_open_gap_counts_only_time_with_an_outbound_window_open(summary: Summary) -> None:
    # Open until the plan's end: 5 h on the 7th and 1.5 h on the 8th; until the bound: 4 h.
    assert summary.gap_open == pytest.approx((6.5 - 4) / 6.5)


def test_open_time_of_overlapping_windows_counts_once() -> None:
    def window(opens: str, closes: str, direction: Direction = "out") -> Window:
        return Window(
            crossing="gate", direction=direction, opens=at(7, opens), closes=at(7, closes)
        )

    windows = (
        window("12:00", "13:00"),
        window("09:00", "11:00"),
        window("10:00", "12:30"),
        window("09:30", "09:45"),
        window("06:00", "20:00", "in"),
    )
    case = small_case(windows=windows)
    assert open_seconds(case, at(7, "23:00")) == 4 * 3600
    assert open_seconds(case, at(7, "10:30")) == 1.5 * 3600
    assert open_seconds(case, at(7, "08:00")) == 0


def test_without_crossings_all_time_of_the_horizon_is_open() -> None:
    case = small_case(crossings=(), windows=())
    assert open_seconds(case, at(7, "08:00")) == 8 * 3600


def test_gap_is_nothing_when_the_plan_reaches_its_bound() -> None:
    case = two_groups()
    summary = summary_of(case, plan_of(case, bound=Bound(clearance=at(8, "10:30"), people=10)))
    assert summary.gap == 0
    assert summary.gap_open == 0


def test_wait_runs_from_the_start_of_boarding_to_being_out(summary: Summary) -> None:
    # The bus loads for 10 minutes and leaves at 09:45: on the 8th 09:35 to 10:30.
    assert summary.longest_wait_seconds == 55 * 60


def test_a_point_that_costs_a_stop_begins_the_wait_earlier() -> None:
    case = two_groups()
    north = msgspec.structs.replace(case.assembly_points[0], stop_seconds=300)
    case = case.replace(assembly_points=(north, *case.assembly_points[1:]))
    assert summary_of(case, plan_of(case)).longest_wait_seconds == 60 * 60


def test_when_somebody_is_not_served_the_gap_is_about_people() -> None:
    case = two_groups()
    case = case.replace(groups=(*case.groups, group(6, persons=7), group(7, persons=1)))
    summary = summary_of(
        case,
        plan_of(
            case,
            not_served=(
                NotServed(group="g7", promise="V1", reason="no stretcher place"),
                NotServed(group="g6", promise="D1", reason="reception is full"),
            ),
            bound=Bound(clearance=at(7, "13:00"), people=16),
        ),
    )
    assert summary.people_not_served == 8
    assert summary.clearance_time is summary.clearance_time_bound is None
    assert summary.clearance_seconds is summary.bound_seconds is None
    assert summary.people_out_bound == 16
    assert summary.gap == pytest.approx((16 - 10) / 16)
    assert summary.gap_open is None
    assert [(total.promise, total.people) for total in summary.not_served] == [("D1", 7), ("V1", 1)]


def test_broken_promises_are_told_as_the_checker_gave_them() -> None:
    case = two_groups()
    late = BrokenPromise(promise="W1", where="convoy c1", what="late", amount=60, unit="seconds")
    summary = summarise(
        case, plan_of(case), broken_promises=[late], planning_seconds=1, peak_memory_mib=1
    )
    assert msgspec.json.decode(msgspec.json.encode(summary), type=Summary) == summary
    assert summary.broken_promises == (late,)


def test_a_plan_for_nobody_has_no_clearance_and_no_gap() -> None:
    case = two_groups(groups=(group(3, choice="stay", destinations=()),))
    empty = plan_of(case, convoys=(), trips=(), bound=Bound(clearance=None, people=0))
    summary = summary_of(case, empty)
    assert summary.people_out == summary.people_not_served == 0
    assert summary.clearance_time is summary.last_arrival is None
    assert summary.gap == 0
    assert summary.longest_wait_seconds == 0


def test_what_moves_is_counted(summary: Summary) -> None:
    assert (summary.trips, summary.convoys, summary.vehicles_used) == (2, 2, 1)


def test_a_plan_with_dangling_names_is_still_summarised() -> None:
    case = two_groups()
    lost = Trip(id="t9", vehicle="ghost", stops=(Stop(place="?", arrive=0, depart=0, convoy="?"),))
    unknown = NotServed(group="nobody", promise="A1", reason="?")
    plan = plan_of(case, trips=(*plan_of(case).trips, lost), not_served=(unknown,))
    assert summary_of(case, plan).people_out == 10


def test_the_summary_names_no_household_and_no_travel_group() -> None:
    case = two_groups(groups=(group(1, id="group-one", household="house-one"), group(2, persons=6)))
    reason = NotServed(group="group-one", promise="D1", reason="reception is full")
    bound = Bound(clearance=None, people=6, binding=(Binding(promise="D1", where="near", share=1),))
    plan = plan_of(case, trips=plan_of(case).trips[1:], not_served=(reason,), bound=bound)
    written = msgspec.json.encode(summary_of(case, plan)).decode()
    assert "group-one" not in written
    assert "house-one" not in written
