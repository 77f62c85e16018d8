"""The first day under other policies, and a dispatch carried on from where it stood."""

from __future__ import annotations

import msgspec
import pytest
from factory import at, group, place, small_case

from safepassage.model.agreement import Window
from safepassage.model.places import Crossing, Destination
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.search import Search, out_by

NIGHT = at(8, "00:00")


def slow_inward(days: tuple[int, ...] = (7, 8, 9, 10)) -> Problem:
    """A vehicle a minute passes, in convoys a quarter of an hour apart, for three hours a day."""
    plain = small_case()
    return compile_problem(
        plain.replace(
            windows=tuple(
                Window(
                    crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "12:00")
                )
                for day in days
                for way in ("in", "out")
            ),
            crossings=(
                place(
                    Crossing, "gate", convoy_vehicles=20, headway_seconds=900, vehicles_per_hour=60
                ),
            ),
            destinations=(place(Destination, "near"), place(Destination, "far")),
            vehicles=tuple(
                msgspec.structs.replace(plain.vehicles[0], id=f"bus-{n}") for n in range(90)
            ),
            groups=tuple(group(n, "south", 8) for n in range(600)),
        )
    )


def people(schedule: Schedule) -> int:
    return sum(item.persons for item in schedule.rounds if out_by(item, NIGHT))


def search(of: Problem) -> Search:
    return Search(of, None, Meter(), bound=None, seed=1)


@pytest.mark.parametrize("until", [at(7, "09:00"), at(7, "09:40"), NIGHT, at(9, "10:00")])
def test_a_dispatch_goes_on_from_where_it_stood_as_if_it_had_not_stopped(until: int) -> None:
    of, policy = slow_inward(), Policy()
    whole, _ = Dispatch(of, policy, None, Meter(), Mornings(of)).run()
    state = Dispatch(of, policy, None, Meter(), Mornings(of)).run_until(until)
    assert all(out_by(item, until) for item in state.done)
    rest, _ = Dispatch(of, policy, None, Meter(), Mornings(of), state).run()
    assert rest == whole


def test_more_are_out_after_a_first_day_of_longer_convoys_inward() -> None:
    of = slow_inward()
    searching = search(of)
    base = next(searching.run(1, lambda: False)).best
    (state,) = searching.opened(base, 1_000_000)
    assert sum(item.persons for item in state.done) > people(base.schedule)


def test_days_are_tried_as_long_as_there_is_work() -> None:
    searching = search(slow_inward())
    base = next(searching.run(1, lambda: False)).best
    assert searching.opened(base, 0) == ()


def test_who_are_all_out_on_the_first_day_need_no_other() -> None:
    of = compile_problem(small_case(groups=(group(1),)))
    searching = search(of)
    base = next(searching.run(1, lambda: False)).best
    assert searching.opened(base, 1_000_000) == ()
