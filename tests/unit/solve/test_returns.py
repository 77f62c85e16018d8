"""When a vehicle is of use again after a destination: at a gate that leaves time for a load."""

from __future__ import annotations

from factory import BUS, at, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.solve.dispatch.outlook import Exit
from safepassage.solve.dispatch.targets import Returns
from safepassage.solve.problem import Problem, compile_problem

INSIDE = 900 + 600 + 900
"""From a gate to the point, boarding, and back."""

TURN = BUS.turnaround_seconds

HOURS = {"early": ("08:00", "11:00"), "late": ("09:00", "13:00")}


def problem(to_late: int) -> Problem:
    """The destination is half an hour from the gate that closes early, `to_late` from the other."""
    return compile_problem(
        small_case(
            crossings=tuple(
                place(Crossing, name, convoy_vehicles=9, headway_seconds=900) for name in HOURS
            ),
            windows=tuple(
                Window(crossing=name, direction=way, opens=at(day, opens), closes=at(day, closes))
                for name, (opens, closes) in HOURS.items()
                for day in (7, 8)
                for way in ("in", "out")
            ),
            assembly_points=(place(AssemblyPoint, "north"),),
            destinations=(place(Destination, "near"),),
            links={
                ("depot", "early"): 600,
                ("early", "north"): 900,
                ("late", "north"): 900,
                ("early", "near"): 1800,
                ("late", "near"): to_late,
            },
            groups=(),
        )
    )


def idle(to_late: int, back: int, margin: float = 0.0) -> int:
    """How long it is of no use, if it is back at the early gate at a time."""
    leaves = Exit(back - 2 * 1800 - TURN, 0)
    return Returns(problem(to_late), margin).idle_after(0, leaves, 0)


def test_who_is_back_in_time_for_a_load_is_of_use_at_once() -> None:
    last = at(7, "11:00") - INSIDE
    assert idle(9 * 3600, last) == 0
    assert idle(9 * 3600, last + 1) == at(8, "08:00") - last - 1


def test_a_margin_is_kept_in_headways() -> None:
    last = at(7, "11:00") - INSIDE - 2 * 900
    assert idle(9 * 3600, last, 2.0) == 0
    assert idle(9 * 3600, last + 1, 2.0) == at(8, "08:00") - last - 1


def test_a_gate_that_closes_later_counts_if_it_can_be_reached_in_time() -> None:
    last = at(7, "13:00") - INSIDE - 1200  # the late gate is 1200 s farther
    assert idle(3000, last) == 1200  # and until then it is under way
    assert idle(3000, last + 1) == at(8, "08:00") - last - 1


def test_before_gates_open_it_waits_for_the_first() -> None:
    assert idle(3000, at(7, "06:00")) == 2 * 3600  # the early gate opens at 08:00
    assert idle(1800, at(7, "11:00")) == 0
