"""SUMO drives the tiny example: plans that hold, and plans whose lateness is known."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest
from driven_case import GENEROUS, leaving_later, planned, tiny_folder, with_trip
from msgspec.structs import replace

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.read.folder import CaseRead
from safepassage.simulate.gui import FILES, gui_files
from safepassage.simulate.run import Run, simulate

LATER = 1200


@pytest.fixture(scope="module")
def generous(tmp_path_factory: pytest.TempPathFactory) -> tuple[CaseRead, Plan, Run]:
    read, plan = planned(tiny_folder(tmp_path_factory.mktemp("case") / "tiny", GENEROUS))
    return read, plan, simulate(read.case, read.roads, plan)


@pytest.fixture(scope="module")
def late(generous: tuple[CaseRead, Plan, Run]) -> tuple[Case, Plan, Run]:
    """The first ambulance leaves 20 minutes later, and its convoy's window closes on time."""
    read, plan, _ = generous
    number = next(n for n, trip in enumerate(plan.trips) if trip.vehicle == "ambulance-001")
    changed = with_trip(plan, number, lambda trip: leaving_later(trip, LATER))
    first = plan.convoys[0]
    windows = tuple(
        replace(window, closes=first.end)
        if (window.direction, window.opens <= first.start < window.closes) == ("in", True)
        else window
        for window in read.case.windows
    )
    case = read.case.replace(windows=windows)
    return case, changed, simulate(case, read.roads, changed)


def test_a_plan_with_generous_times_holds(generous: tuple[CaseRead, Plan, Run]) -> None:
    _, plan, run = generous
    seen = run.simulated
    assert (seen.holds, seen.late, seen.late_convoys, seen.not_driven) == (True, (), (), ())
    assert seen.drives == seen.driven == sum(len(trip.stops) - 1 for trip in plan.trips)
    assert seen.convoys == len(plan.convoys)
    assert {leg.route for leg in seen.legs} <= {route.id for route in plan.routes}
    assert all(leg.measured_metres == pytest.approx(leg.metres, rel=0.02) for leg in seen.legs)


def test_a_drive_takes_its_free_time_and_what_it_takes_to_get_going_and_to_stop(
    generous: tuple[CaseRead, Plan, Run],
) -> None:
    """One vehicle on a road of its own: v / 2a to pull away and v / 2b to brake, beside s / v."""
    read, plan, run = generous
    (leg,) = (leg for leg in run.simulated.legs if leg.destination == "overhill")
    free = read.free_roads
    arcs = next(route.arcs for route in plan.routes if route.id == leg.route)
    least = int(free.seconds[free.profiles.index("bus"), list(arcs)].sum())
    speed = 40 / 3.6
    assert leg.drives == 1
    assert leg.worst - least == pytest.approx(speed / 2.4 + speed / 8, abs=6)


def test_two_runs_are_the_same(generous: tuple[CaseRead, Plan, Run]) -> None:
    read, plan, run = generous
    assert simulate(read.case, read.roads, plan).log == run.log


def test_a_vehicle_that_leaves_later_makes_its_convoy_late_by_what_it_had_not_in_hand(
    generous: tuple[CaseRead, Plan, Run], late: tuple[Case, Plan, Run]
) -> None:
    _, plan, before = generous
    first = plan.convoys[0]
    in_hand = first.start - before.log.made["ambulance-001.1"].arrived
    (passage,) = (one for one in late[2].simulated.late_convoys if one.convoy == first.id)
    assert passage.waited_for == "ambulance-001"
    assert passage.seconds == pytest.approx(LATER - in_hand, abs=5)
    (vehicle,) = (
        one
        for one in late[2].simulated.late
        if (one.vehicle, one.due, one.planned) == ("ambulance-001", "convoy", first.start)
    )
    assert vehicle.seconds == passage.seconds


def test_a_missed_window_is_found(late: tuple[Case, Plan, Run]) -> None:
    _, plan, run = late
    (passage,) = (one for one in run.simulated.late_convoys if one.convoy == plan.convoys[0].id)
    assert passage.window_missed == passage.seconds
    assert not run.simulated.holds


def test_the_convoy_waits_at_the_crossing_meanwhile(late: tuple[Case, Plan, Run]) -> None:
    case, plan, run = late
    (queue,) = (one for one in run.simulated.queues if one.direction == "in")
    convoy = plan.convoys[0]
    there = sum(any(stop.convoy == convoy.id for stop in trip.stops) for trip in plan.trips)
    assert there == 3
    assert queue.vehicles >= there
    assert case.crossings[0].id == queue.crossing


def test_whoever_stops_it_gets_what_was_measured(generous: tuple[CaseRead, Plan, Run]) -> None:
    read, plan, _ = generous
    seen = simulate(read.case, read.roads, plan, should_stop=lambda: True).simulated
    assert seen.cut_short
    assert not seen.holds
    assert seen.drives < sum(len(trip.stops) - 1 for trip in plan.trips)


def test_sumo_takes_the_files_for_its_picture(
    generous: tuple[CaseRead, Plan, Run], tmp_path: Path
) -> None:
    read, _, run = generous
    for name, data in gui_files(read.case, run).items():
        (tmp_path / name).write_bytes(data)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    command = [str(Path(sysconfig.get_path("scripts")) / "sumo"), "-c", "run.sumocfg"]
    command += ["--no-step-log", "--tripinfo-output", "trips.xml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    driven = (tmp_path / "trips.xml").read_text().count("<tripinfo ")
    assert driven >= run.simulated.driven - run.simulated.vehicles  # the last ones stay parked
