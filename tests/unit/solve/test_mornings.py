"""Before the first vehicle could be back with people, nobody passes outward: in exact seconds."""

from __future__ import annotations

import msgspec
from factory import at, group, small_case

from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.solve.bound.mornings import empty_nights, quiet_spans
from safepassage.solve.problem import compile_problem

GROUPS = tuple(group(n, ("north", "south")[n % 2]) for n in range(8))


def case(*, overnight: bool = False, **changes: object) -> Case:
    plain = small_case(groups=GROUPS, **changes)
    return plain.replace(
        assembly_points=tuple(
            msgspec.structs.replace(point, overnight=overnight) for point in plain.assembly_points
        )
    )


def spans(case: Case) -> tuple[tuple[int, int], ...]:
    return quiet_spans(compile_problem(case))[0]


def test_every_morning_until_the_nearest_load_is_back() -> None:
    # In 1 min (60 vehicles an hour), 15 min to north, 10 min to load, 15 min back.
    assert spans(case()) == tuple((at(day, "09:00"), at(day, "09:41")) for day in (7, 8, 9, 10))


def test_where_vehicles_may_wait_overnight_only_the_first_morning() -> None:
    assert spans(case(overnight=True)) == ((at(7, "09:00"), at(7, "09:41")),)


def test_a_point_may_have_to_be_waited_for() -> None:
    slow = case()
    slow = slow.replace(
        assembly_points=tuple(
            msgspec.structs.replace(point, stop_seconds=600) for point in slow.assembly_points
        )
    )
    assert spans(slow)[0] == (at(7, "09:00"), at(7, "09:51"))


def test_vehicles_that_come_later_make_the_first_morning_longer() -> None:
    late = case()
    late = late.replace(
        vehicles=tuple(
            msgspec.structs.replace(vehicle, available_from=at(7, "10:00"))
            for vehicle in late.vehicles
        )
    )
    # 10 min from the depot to the gate.
    assert spans(late)[:2] == (
        (at(7, "09:00"), at(7, "10:51")),
        (at(8, "09:00"), at(8, "09:41")),
    )


def test_a_day_without_a_way_in_has_nobody_out() -> None:
    shut = case()
    shut = shut.replace(
        windows=tuple(
            window
            for window in shut.windows
            if window.direction == "out" or window.opens != at(8, "09:00")
        )
    )
    assert spans(shut)[1] == (at(8, "09:00"), at(8, "14:00"))


def test_nothing_is_said_where_a_vehicle_starts_inside() -> None:
    within = case()
    first = within.vehicles[0]
    inside = Vehicle(
        id="inside", type=first.type, start="north", available_from=first.available_from
    )
    assert spans(within.replace(vehicles=(*within.vehicles, inside))) == ()


def test_a_night_with_a_window_over_it_is_not_empty() -> None:
    late = case()
    over = tuple(
        msgspec.structs.replace(window, opens=at(8, "22:00"), closes=at(9, "02:00"))
        if window.direction == "in" and window.opens == at(8, "09:00")
        else window
        for window in late.windows
    )
    problem = compile_problem(late.replace(windows=over))
    assert at(9, "00:00") not in empty_nights(problem)
    assert at(8, "00:00") in empty_nights(problem)
    # Whoever came in before midnight may be out as the window opens in the morning.
    assert [begin for begin, _ in quiet_spans(problem)[0]] == [
        at(day, "09:00") for day in (7, 8, 10)
    ]
