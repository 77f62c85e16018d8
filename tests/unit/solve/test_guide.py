"""The guide: what it says is due by a time of day, and that a dispatch goes by it."""

from __future__ import annotations

from typing import cast

import msgspec
from factory import BUS, LINKS, at, group, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.fleet import Vehicle
from safepassage.model.places import AssemblyPoint, Crossing, Destination
from safepassage.solve.bound.lags import make_lags
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.guide import Course, Guide
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.pilot import Pilot
from safepassage.solve.dispatch.policy import GuideUse, Policy
from safepassage.solve.opentime import outbound_time
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.score import clearance

NEAR, FAR = 0, 1
DAY, NOON, HOUR = 86400, 43200, 3600

GUIDE = Guide(
    times=[
        8 * HOUR,
        NOON,
        NOON,
        16 * HOUR,
        DAY + 8 * HOUR,
        DAY + NOON,
        DAY + NOON,
        DAY + 16 * HOUR,
    ],
    rounds={0: [[0, 0], [8, 0], [8, 0], [8, 4], [8, 4], [16, 4], [16, 4], [16, 8]]},
    days=[0, DAY],
)
"""Two days alike: eight rounds near in the morning, four far in the afternoon."""


def course(*made: tuple[int, int]) -> Course:
    """Rounds made so far, as (time, destination)."""
    found = Course(GUIDE)
    for instant, destination in made:
        found.add(0, instant, destination)
    return found


def by_then(of: Course, instant: int, pace: float = 1.0) -> list[float]:
    return [missing for missing, _ in of.behind(0, instant, pace)]


def that_day(of: Course, instant: int) -> list[float]:
    return [missing for _, missing in of.behind(0, instant, 1.0)]


def test_rounds_pass_evenly_between_two_times() -> None:
    assert GUIDE.by(0, 0) == [0, 0]
    assert GUIDE.by(0, 10 * HOUR) == [4, 0]
    assert GUIDE.by(0, 14 * HOUR) == [8, 2]
    assert GUIDE.by(0, 9 * DAY) == [16, 8]


def test_near_is_due_in_the_morning_and_far_in_the_afternoon() -> None:
    assert by_then(course(), 10 * HOUR) == [4, 0]
    assert by_then(course(*[(9 * HOUR, NEAR)] * 8), 15 * HOUR) == [0, 3]
    assert by_then(course(*[(9 * HOUR, NEAR)] * 5), 10 * HOUR) == [-1, 0]


def test_what_is_due_on_the_day_is_known_in_the_morning() -> None:
    assert that_day(course(*[(9 * HOUR, NEAR)] * 8), 10 * HOUR) == [0, 4]


def test_a_slower_pace_asks_for_less_of_each() -> None:
    assert by_then(course(), DAY - 1, 0.75) == [6, 3]


def test_a_day_that_fell_short_asks_for_the_mix_on_the_next() -> None:
    late = course(*[(9 * HOUR, NEAR)] * 8, (15 * HOUR, FAR))
    # Nine of twelve were made: by the mix six near and three far. Two far are missing.
    assert by_then(late, DAY + 15 * HOUR + HOUR) == [6, 6]
    assert by_then(late, DAY + 10 * HOUR) == [3, 0]  # and not in the morning


def test_a_day_without_rounds_to_a_destination_asks_for_what_was_missed_over_the_whole_day() -> (
    None
):
    guide = Guide([0, DAY, DAY, 2 * DAY], {0: [[0, 0], [2, 2], [2, 2], [6, 2]]}, [0, DAY])
    missed = Course(guide)
    for _ in range(4):
        missed.add(0, NOON, NEAR)
    assert by_then(missed, DAY + NOON) == [1, 1]


def test_by_progress_only_the_mix_counts() -> None:
    half = course(*[(9 * HOUR, NEAR)] * 6)
    assert half.behind_in_mix(0, 0.0) == [(0, 0), (0, 0)]
    # Three rounds on, the guide has eight near and one far; three rounds before, three near.
    assert half.behind_in_mix(0, 0.25) == [(-3, 2), (0, 1)]
    near_only = course(*[(9 * HOUR, NEAR)] * 12)
    assert near_only.behind_in_mix(0, 0.0) == [(-4, -4), (4, 4)]


def test_a_copy_goes_its_own_way() -> None:
    first = course()
    second = first.copy()
    second.add(0, 9 * HOUR, NEAR)
    assert by_then(first, 10 * HOUR) == [4, 0]
    assert by_then(second, 10 * HOUR) == [3, 0]


def two_days() -> Problem:
    """Two days, in each of which a bus has time for one round to near and then one to far.

    After a round to far it comes back in the night, after one to near it can enter again. Half of
    the households go to near, half to far: a bus that goes to near twice is a day late.
    """
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "13:00"))
        for day in (7, 8, 9, 10)
        for way in ("in", "out")
    )
    links = {pair: s for pair, s in LINKS.items() if "south" not in pair}
    ends = ("near", "far")
    return compile_problem(
        small_case(
            windows=windows,
            crossings=(place(Crossing, "gate", convoy_vehicles=9, headway_seconds=0),),
            assembly_points=(place(AssemblyPoint, "north"),),
            destinations=(place(Destination, "near"), place(Destination, "far")),
            vehicle_types=(msgspec.structs.replace(BUS, crews=2),),
            vehicles=tuple(
                Vehicle(id=f"v{n}", type="bus", start="depot", available_from=at(7, "00:00"))
                for n in range(4)
            ),
            groups=tuple(
                group(n, "north", BUS.seats, destinations=(ends[n % 2],)) for n in range(16)
            ),
            links=links,
        )
    )


def dispatched(problem: Problem, policy: Policy) -> tuple[int, list[list[int]]]:
    """When everyone is out, and each vehicle's destinations in turn."""
    time = outbound_time(problem)
    meter = Meter()
    due = time.position(at(8, "10:00"))
    pilot = Pilot(problem, make_lags(problem), time, due, lambda: False, meter)
    schedule, _ = Dispatch(problem, policy, pilot, meter, Mornings(problem)).run()
    assert not schedule.left
    by_vehicle: dict[int, list[int]] = {}
    for item in sorted(schedule.rounds, key=lambda each: each.depart):
        by_vehicle.setdefault(item.vehicle, []).append(item.destination)
    return clearance(schedule), list(by_vehicle.values())


def test_a_guided_dispatch_goes_near_first_and_far_last_each_day() -> None:
    problem = two_days()
    out, rounds = dispatched(problem, Policy(destinations="near", guide="clock", pace=1.0))
    assert out < at(8, "13:00")
    assert rounds == [[NEAR, FAR, NEAR, FAR]] * 4


def test_without_a_guide_the_same_rule_needs_a_day_more() -> None:
    out, _ = dispatched(two_days(), Policy(destinations="near", guide=None))
    assert out > at(9, "09:00")


class FarOnly:
    """A pilot who wants every vehicle to go to far."""

    def first(self, _: GuideUse) -> Guide:
        rounds = [[0.0, 0.0], [0.0, 99.0]]
        return Guide([at(7, "09:00"), at(7, "14:00")], {0: rounds, 1: rounds}, [at(7, "00:00")])

    def guide(self, *_: object) -> None:
        return None


def test_patients_ride_where_the_ambulance_is_back_soonest_whatever_the_guide_says() -> None:
    either, patient = group(1, persons=BUS.seats), group(2, persons=1, stretchers=1)
    problem = compile_problem(small_case(groups=(either, patient)))
    pilot = cast(Pilot, FarOnly())
    policy = Policy(guide="clock", pace=1.0)
    schedule, _ = Dispatch(problem, policy, pilot, Meter(), Mornings(problem)).run()
    ends = {problem.types[problem.fleet[r.vehicle]].kind: r.destination for r in schedule.rounds}
    names = {kind: problem.destinations[end].id for kind, end in ends.items()}
    assert names == {"bus": "far", "ambulance": "near"}
