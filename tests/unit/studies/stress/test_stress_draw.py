"""The same chance meets whatever is decided: leaving out and adding change nothing else."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from factory import at, group, small_case
from msgspec import structs

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.variation import Beta, Fixed, Geometric, Lognormal, Uniform, Variation
from safepassage.solve.problem import WAYS, compile_problem
from safepassage.studies.stress.draw import Drawing, draw, still
from safepassage.studies.stress.world import NEVER, World


def varies(cause: Any, per: Any, amount: Any, **more: Any) -> Variation:
    return Variation(cause=cause, per=per, amount=amount, **more)


ALL = (
    varies("turnout", "run", Uniform(0.3, 0.9)),
    varies("changed_mind", "day", Uniform(0, 0.4)),
    varies("no_show", "trip", Beta(2, 8)),
    varies("late_start", "day", Uniform(0, 3600)),
    varies("travel_time", "trip", Lognormal(1.3, 0.3)),
    varies("travel_time", "day", Lognormal(1.3, 0.3)),
    varies("loading_time", "trip", Lognormal(1.3, 0.3)),
    varies("breakdown", "trip", Uniform(600, 7200), chance=0.5),
    varies("screening", "day", Uniform(0.5, 1)),
    varies("window_cut", "day", Uniform(0, 0.5)),
    varies("day_lost", "day", Geometric(1.5), chance=0.3),
    varies("crossing_closed", "run", Geometric(2), chance=0.3),
    varies("road_closed", "day", Fixed(1), chance=0.3),
    varies("destination_full", "day", Geometric(1.5), chance=0.3),
)

FIELDS = {
    "turnout": ("comes",),
    "changed_mind": ("withdraws",),
    "no_show": ("no_show",),
    "late_start": ("windows",),
    "travel_time": ("travel", "travel_on"),
    "loading_time": ("loading",),
    "breakdown": ("breakdown",),
    "screening": ("screening",),
    "window_cut": ("windows",),
    "day_lost": ("windows",),
    "crossing_closed": ("windows",),
    "road_closed": ("closed_roads",),
    "destination_full": ("full",),
}


def world(case: Case, run: int = 3, *, seed: int = 11) -> World:
    return draw(case, compile_problem(case), seed, run)


def same(one: World, other: World, *, but: tuple[str, ...] = ()) -> None:
    for name in World.__dataclass_fields__:
        if name not in but:
            left, right = getattr(one, name), getattr(other, name)
            equal = np.array_equal(left, right) if isinstance(left, np.ndarray) else left == right
            assert equal, name


def test_a_world_in_which_nothing_varies_is_the_case_as_it_stands() -> None:
    problem = compile_problem(small_case())
    calm = still(problem)
    assert calm.windows == problem.windows
    assert calm.comes.all() and (calm.withdraws == NEVER).all()
    assert (calm.screening == 1).all() and not calm.full.any()
    assert (calm.travel == 1).all() and (calm.travel_on == 1).all() and (calm.loading == 1).all()
    assert not calm.breakdown.any() and not calm.no_show.any() and calm.closed_roads == ()
    assert calm.screening.shape == (1, 4)
    assert calm.full.shape == (2, 4)
    same(calm, world(small_case()), but=("run",))


def test_same_seed_and_run_same_world_and_no_other() -> None:
    case = small_case(variations=ALL)
    same(world(case), world(case))
    for other in (world(case, 4), world(case, seed=12)):
        assert not np.array_equal(world(case).travel, other.travel)
        assert not np.array_equal(world(case).screening, other.screening)


def test_a_pickled_drawing_draws_the_same() -> None:
    case = small_case(variations=ALL)
    drawing = Drawing.of(case, compile_problem(case), 11)
    copy = pickle.loads(pickle.dumps(drawing))
    same(copy.world(3), world(case))


@pytest.mark.parametrize("number", range(len(ALL)))
def test_leaving_a_cause_out_changes_nothing_else(number: int) -> None:
    case = small_case(variations=ALL)
    drawing = Drawing.of(case, compile_problem(case), 11)
    left = drawing.world(3, number)
    one = ALL[number]
    same(left, drawing.world(3), but=FIELDS[one.cause])
    others = tuple(each for each in ALL if each.cause != one.cause)
    same(left, world(case.replace(variations=others)))


def test_the_order_of_the_file_decides_nothing() -> None:
    one = world(small_case(variations=ALL))
    other = world(small_case(variations=ALL[::-1]))
    for name in ("comes", "withdraws", "travel_on", "screening", "breakdown", "full"):
        assert np.allclose(getattr(one, name), getattr(other, name)), name
    assert one.windows == other.windows


def test_one_more_vehicle_has_its_own_chance_and_leaves_the_others_theirs() -> None:
    case = small_case(variations=ALL)
    first = structs.replace(case.vehicles[0], id="bus-0")
    one, more = world(case), world(case.replace(vehicles=(first, *case.vehicles)))
    for name in ("travel", "loading", "breakdown", "no_show"):
        assert np.array_equal(getattr(more, name)[1:], getattr(one, name)), name
        assert not np.array_equal(getattr(more, name)[0], getattr(more, name)[1]), name
    same(one, more, but=("travel", "loading", "breakdown", "no_show"))


def test_more_people_and_a_longer_horizon_leave_the_rest_as_it_was() -> None:
    case = small_case(variations=ALL)
    days = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in (6, 11)
        for way in ("in", "out")
    )
    longer = case.replace(
        groups=(group(99), *case.groups),
        horizon=(at(6, "00:00"), at(12, "00:00")),
        windows=(*case.windows, *days),
        variations=tuple(one for one in ALL if one.cause not in ("day_lost", "crossing_closed")),
    )
    short = world(case.replace(variations=longer.variations))
    long = world(longer)
    assert np.array_equal(long.comes[1:], short.comes)
    assert np.array_equal(long.screening[:, 1:5], short.screening)
    assert np.array_equal(long.travel_on[1:5], short.travel_on)
    assert long.windows["out"][0][1:5] == short.windows["out"][0]
    trips = short.travel.shape[1]
    assert np.array_equal(long.travel[:, :trips], short.travel)


def test_what_is_stated_of_one_place_is_about_that_one() -> None:
    stated = (
        varies("turnout", "run", Fixed(0), where="north"),
        varies("no_show", "run", Fixed(0.25), where="bus"),
        varies("destination_full", "run", Fixed(366), chance=1, where="far"),
    )
    case = small_case(variations=stated)
    problem = compile_problem(case)
    found = draw(case, problem, 1, 1)
    points = [problem.points[unit.point].id for unit in problem.units]
    assert found.comes.tolist() == [point == "south" for point in points]
    assert (found.no_show[:3] == 0.25).all() and (found.no_show[3] == 0).all()
    assert not found.full[0].any() and found.full[1].any()


def test_factors_multiply_and_shares_of_what_is_left_are_taken() -> None:
    stated = (
        varies("travel_time", "run", Fixed(1.5)),
        varies("travel_time", "trip", Fixed(2)),
        varies("window_cut", "run", Fixed(0.5)),
        varies("window_cut", "day", Fixed(0.5)),
        varies("late_start", "run", Fixed(600)),
    )
    found = world(small_case(variations=stated))
    assert (found.travel == 3).all()
    assert found.windows["out"][0][0] == (at(7, "09:10"), at(7, "10:15"))


def test_a_window_that_starts_after_its_end_is_none() -> None:
    late = varies("late_start", "day", Fixed(6 * 3600))
    assert world(small_case(variations=(late,))).windows["in"] == ((),)


def test_without_crossings_a_lost_day_shuts_every_door() -> None:
    case = small_case(crossings=(), windows=(), variations=(varies("day_lost", "run", Fixed(1)),))
    found = world(case)
    spans = {spans for way in WAYS for spans in found.windows[way]}
    assert len(spans - {()}) == 1
    (open_spans,) = spans - {()}
    assert sum(end - begin for begin, end in open_spans) == 3 * 86400


def test_on_the_day_that_clocks_change_a_lost_day_is_23_hours() -> None:
    horizon = (at(29, "00:00"), at(31, "00:00") + 86400)
    case = small_case(
        horizon=horizon,
        windows=tuple(
            Window(crossing="gate", direction=way, opens=horizon[0], closes=horizon[1])
            for way in ("in", "out")
        ),
        variations=(varies("road_closed", "run", Fixed(1)),),
    )
    lengths = set()
    for run in range(30):
        ((begin, end),) = world(case, run).closed_roads
        lengths.add((end - begin) // 3600)
    assert lengths == {23, 24}
