"""By which gate a load could leave, today or after a night; and from where a gate is kept busy."""

from __future__ import annotations

from factory import BUS, at, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outlook import Exit, Expected, Outlook, Queue
from safepassage.solve.dispatch.targets import Entry, Points
from safepassage.solve.gates import open_gates
from safepassage.solve.problem import Problem, compile_problem

HOURS = {"early": ("08:00", "11:00"), "late": ("09:00", "13:00")}

INSIDE = 900 + 600 + 900
"""From the early gate to north, boarding, and back; from the late gate it is as long."""

NORTH, SOUTH = 0, 1


def problem() -> Problem:
    """Two gates as far from north, where vehicles may wait; south is farther, and they may not."""
    return compile_problem(
        small_case(
            crossings=tuple(
                place(Crossing, name, convoy_vehicles=9, headway_seconds=0, persons_per_hour=100)
                for name in HOURS
            ),
            windows=tuple(
                Window(crossing=name, direction=way, opens=at(day, opens), closes=at(day, closes))
                for name, (opens, closes) in HOURS.items()
                for day in (7, 8)
                for way in ("in", "out")
            ),
            assembly_points=(
                place(AssemblyPoint, "north", overnight=True),
                place(AssemblyPoint, "south"),
            ),
            destinations=(place(Destination, "near"),),
            links={
                ("depot", "early"): 600,
                ("early", "north"): 900,
                ("late", "north"): 900,
                ("early", "south"): 1500,
                ("late", "south"): 1500,
                ("early", "near"): 1800,
            },
            groups=(),
        )
    )


def outlook(of: Problem, early: list[Expected], late: list[Expected]) -> Outlook:
    gates = open_gates(of)["out"]
    return Outlook(of, Mornings(of), (Queue(gates[0], early), Queue(gates[1], late)))


def busy(ready: int, until: int) -> list[Expected]:
    return [Expected(ready, until - ready)]


def test_a_load_leaves_today_by_the_gate_that_lets_it_pass_first() -> None:
    here = outlook(problem(), busy(at(7, "09:00"), at(7, "10:30")), [])
    ready = at(7, "10:00")
    assert here.exits(0, NORTH, ready, 10) == [
        Exit(ready + 900, 1, ready + 900),
        Exit(at(7, "10:30"), 0, ready + 900),
    ]


def test_who_may_wait_leaves_in_the_morning_by_the_gate_that_is_idle_the_soonest() -> None:
    of = problem()
    queue = [Expected(at(7, "14:00"), 1800)]  # waits for the early gate already
    here = outlook(of, queue, [])
    ready = at(7, "14:00")
    late, early = here.exits(0, NORTH, ready, 10)
    assert late == Exit(at(8, "09:00"), 1, ready + 900)
    assert early == Exit(at(8, "08:30"), 0, ready + 900)  # sooner, but others would be there
    assert here.exits(0, SOUTH, ready, 10) == []


def test_no_more_wait_overnight_than_are_of_use_in_the_morning() -> None:
    of = problem()
    ready = at(7, "14:00")
    for wait, gates in ((2 * INSIDE, [1, 0]), (2 * INSIDE + 1, [1])):
        here = outlook(of, [Expected(ready, wait)], [])
        assert [way_out.crossing for way_out in here.exits(0, NORTH, ready, 10)] == gates


def test_mornings_are_as_long_as_nobody_but_who_waited_can_be_there() -> None:
    mornings = Mornings(problem())
    assert mornings.points == (NORTH,)
    assert [mornings.idle(0, at(day, "08:00")) for day in (7, 8)] == [INSIDE, INSIDE]
    assert mornings.idle(1, at(8, "09:00")) == 0  # by the early gate one is there by then
    assert mornings.share == 2 * INSIDE / (2 * (3 + 4) * 3600)


def test_when_people_are_kept_they_wait_only_for_what_nobody_else_can_use() -> None:
    of = problem()
    ready = at(7, "14:00")
    begun = at(8, "00:00") + 900  # when those who wait can be at the gate
    for wait, gates in ((INSIDE - 1, [0]), (INSIDE, [])):
        here = outlook(of, [Expected(begun, wait)], [])
        here.saving = True
        found = here.exits(0, NORTH, ready, 10)
        assert [way_out.crossing for way_out in found] == gates
        assert all(way_out.ready == begun for way_out in found)  # in line with the others


def order(of: Problem, early: int, late: int) -> list[int]:
    """Points for a bus that enters at nine, with gates that are busy until two times."""
    nine = at(7, "09:00")
    here = outlook(of, busy(nine, early), busy(nine, late))
    entry = Entry(0, of.at_crossing(0), nine, 0, 0, BUS.driving_seconds, None)
    return Points(of).order(entry, here, "fit", [1, 1])


def test_far_points_first_while_every_gate_has_work() -> None:
    of = problem()
    assert order(of, at(7, "10:30"), at(7, "10:30")) == [SOUTH, NORTH]
    assert order(of, at(7, "09:10"), at(7, "10:30")) == [NORTH, SOUTH]
    assert order(of, at(7, "10:30"), at(7, "09:10")) == [NORTH, SOUTH]
