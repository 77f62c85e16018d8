"""What chance draws has the stated distribution: against scipy's and against closed forms."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from factory import at, group, place, small_case
from numpy.typing import NDArray
from scipy import stats

from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint
from safepassage.model.variation import (
    Beta,
    Distribution,
    Exponential,
    Fixed,
    Geometric,
    Lognormal,
    Triangular,
    Uniform,
    Variation,
)
from safepassage.solve.problem import WAYS, compile_problem
from safepassage.studies.stress.distributions import quantiles
from safepassage.studies.stress.draw import Drawing
from safepassage.studies.stress.streams import keys, uniforms
from safepassage.studies.stress.world import NEVER, World

RUNS = 400
CALM = 1e-3
"""A test of fixed seeds that fails below this p-value would fail once in a thousand seeds."""

STATED: list[tuple[Distribution, Any]] = [
    (Uniform(2, 5), stats.uniform(2, 3)),
    (Triangular(1, 2, 5), stats.triang(0.25, 1, 4)),
    (Triangular(0, 0, 3), stats.triang(0, 0, 3)),
    (Lognormal(1.5, 0.4), stats.lognorm(0.4, scale=1.5)),
    (Beta(2, 7), stats.beta(2, 7)),
    (Exponential(5400), stats.expon(scale=5400)),
]


def drawn(*stated: Variation, case: Case | None = None, runs: int = RUNS) -> list[World]:
    case = (case or long_case()).replace(variations=stated)
    drawing = Drawing.of(case, compile_problem(case), seed=7)
    return [drawing.world(run) for run in range(runs)]


def varies(cause: Any, per: Any, amount: Distribution, **more: Any) -> Variation:
    return Variation(cause=cause, per=per, amount=amount, **more)


@cache
def long_case() -> Case:
    """Twenty days, a gate open 09:00 to 14:00, sixty groups at each of two points, ten buses."""
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in range(1, 21)
        for way in ("in", "out")
    )
    groups: tuple[TravelGroup, ...] = tuple(
        group(n, "north" if n % 2 else "south", 1) for n in range(120)
    )
    case: Case = small_case(
        horizon=(at(1, "00:00"), at(21, "00:00")),
        windows=windows,
        groups=groups,
        assembly_points=tuple(place(AssemblyPoint, name) for name in ("north", "south")),
        vehicles=tuple(
            Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=at(1, "00:00"))
            for n in range(10)
        ),
    )
    return case


def fits(sample: NDArray[np.float64], distribution: Any) -> None:
    assert stats.kstest(sample.ravel(), distribution.cdf).pvalue > CALM


def fits_counts(counts: NDArray[np.intp], chances: NDArray[np.float64]) -> None:
    expected = chances / chances.sum() * counts.sum()
    common = expected >= 5
    assert counts[expected == 0].sum() == 0
    if expected[~common].sum() > 0:
        counts = np.append(counts[common], counts[~common].sum())
        expected = np.append(expected[common], expected[~common].sum())
    else:
        counts, expected = counts[common], expected[common]
    assert len(counts) == 1 or stats.chisquare(counts, expected).pvalue > CALM


def rate(successes: int, trials: int, chance: float) -> None:
    assert stats.binomtest(int(successes), int(trials), chance).pvalue > CALM


def test_the_generator_is_uniform_and_its_streams_unrelated() -> None:
    ids = keys(str(n) for n in range(300))
    first, second = (uniforms(name, ids, np.arange(100, dtype=np.uint64)) for name in ("a", "b"))
    fits(first, stats.uniform)
    for left, right in (
        (first, second),
        (first[:, 1:], first[:, :-1]),
        (first[1:], first[:-1]),
    ):
        assert stats.pearsonr(left.ravel(), right.ravel()).pvalue > CALM
    assert first.min() > 0 and first.max() < 1


def split_mix_64(state: int, count: int) -> list[int]:
    """In plain whole numbers."""
    outputs = []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        outputs.append(z ^ (z >> 31))
    return outputs


def test_the_generator_is_the_published_one() -> None:
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert split_mix_64(1234567, 3) == published
    before = (int(keys(("id",))[0]) ^ int(keys(("stream",))[0])) - 0x9E3779B97F4A7C15
    known = [(bits >> 11) + 0.5 for bits in split_mix_64(split_mix_64(before, 1)[0], 3)]
    found = uniforms("stream", keys(("id",)), np.arange(3, dtype=np.uint64))[0]
    assert (found * 2**53).tolist() == known


@pytest.mark.parametrize(("stated", "known"), STATED, ids=lambda one: type(one).__name__)
def test_quantiles_are_those_of_scipy(stated: Distribution, known: Any) -> None:
    levels = np.linspace(0.001, 0.999, 333)
    assert quantiles(stated, levels) == pytest.approx(known.ppf(levels), rel=1e-9)


@pytest.mark.parametrize("mean", [1.0, 1.5, 4.0])
def test_geometric_days(mean: float) -> None:
    levels = uniforms("g", keys(("x",)), np.arange(20_000, dtype=np.uint64))[0]
    days = quantiles(Geometric(mean), levels).astype(int)
    fits_counts(np.bincount(days, minlength=40), stats.geom(1 / mean).pmf(np.arange(40)))


def test_turnout_is_a_share_of_each_points_units() -> None:
    worlds = drawn(varies("turnout", "run", Uniform(0.4, 0.9), where="north"))
    comes = np.array([world.comes for world in worlds])
    assert comes[:, 0::2].all()  # south
    share = comes[:, 1::2].mean(axis=1)
    assert share.mean() == pytest.approx(0.65, abs=3 * np.sqrt((0.25 / 12 + 0.21 / 60) / RUNS))
    # A share that is itself drawn, and each unit against it: variances add (law of total variance).
    within = 0.65 - 0.65**2 - 0.25 / 12
    assert share.var() == pytest.approx(0.25 / 12 + within / 60, rel=0.25)


def test_the_share_that_still_waits_falls_day_by_day() -> None:
    worlds = drawn(varies("changed_mind", "day", Fixed(0.1)))
    withdraws = np.array([world.withdraws for world in worlds])
    for day in (1, 5, 20):
        gone = (withdraws < at(1, "00:00") + day * 86400).sum()
        rate(gone, withdraws.size, 1 - 0.9**day)
    moments = withdraws[withdraws < NEVER] % 86400  # Damascus was at UTC+2 all those days
    fits(moments.astype(float), stats.uniform(0, 86400))


def test_minds_change_by_each_days_own_share() -> None:
    worlds = drawn(varies("changed_mind", "day", Beta(1, 9), chance=0.5))
    gone = np.array([world.withdraws for world in worlds]) < NEVER
    assert gone.mean() == pytest.approx(1 - 0.95**20, abs=0.02)


@pytest.mark.parametrize(
    ("cause", "field"), [("travel_time", "travel"), ("loading_time", "loading")]
)
def test_factors_of_trips(cause: str, field: str) -> None:
    worlds = drawn(varies(cause, "trip", Lognormal(1.2, 0.3)))
    sample = np.array([getattr(world, field) for world in worlds]).ravel()
    assert sample.min() == 1
    known = stats.lognorm(0.3, scale=1.2)
    rate((sample == 1).sum(), sample.size, known.cdf(1))
    above = stats.kstest(sample[sample > 1], lambda x: (known.cdf(x) - known.cdf(1)) / known.sf(1))
    assert above.pvalue > CALM


def test_a_factor_of_days_and_one_of_runs() -> None:
    worlds = drawn(
        varies("travel_time", "day", Uniform(1, 2)), varies("travel_time", "run", Uniform(1, 3))
    )
    fits(np.array([world.travel_on for world in worlds]), stats.uniform(1, 1))
    assert all((world.travel == world.travel[0, 0]).all() for world in worlds)
    fits(np.array([world.travel[0, 0] for world in worlds]), stats.uniform(1, 2))


def test_breakdowns_happen_now_and_then() -> None:
    worlds = drawn(varies("breakdown", "trip", Exponential(5400), chance=0.05))
    seconds = np.array([world.breakdown for world in worlds])
    rate((seconds > 0).sum(), seconds.size, 0.05)
    fits(seconds[seconds > 0].astype(float), stats.expon(scale=5400))


def test_shares_that_do_not_come_to_their_vehicle() -> None:
    worlds = drawn(varies("no_show", "trip", Beta(2, 30)), runs=100)
    fits(np.array([world.no_show for world in worlds]), stats.beta(2, 30))


def test_screening_of_each_day() -> None:
    worlds = drawn(varies("screening", "day", Uniform(0.6, 1), chance=0.3))
    factor = np.array([world.screening for world in worlds])
    rate((factor < 1).sum(), factor.size, 0.3)
    fits(factor[factor < 1], stats.uniform(0.6, 0.4))


def test_late_starts_and_cut_windows() -> None:
    worlds = drawn(
        varies("late_start", "day", Triangular(0, 600, 3600)),
        varies("window_cut", "day", Uniform(0, 0.5)),
    )
    for way in WAYS:
        spans = np.array([world.windows[way][0] for world in worlds])
        opens = np.array([at(day, "09:00") for day in range(1, 21)])
        fits((spans[:, :, 0] - opens).astype(float), stats.triang(1 / 6, 0, 3600))
        fits((opens + 18000 - spans[:, :, 1]).astype(float), stats.uniform(0, 9000))


def lost(worlds: list[World]) -> NDArray[np.bool_]:
    """Shape (runs, 20): nothing is open on the day."""
    opened = [{opens for opens, _ in world.windows["out"][0]} for world in worlds]
    return np.array([[at(day, "09:00") not in times for day in range(1, 21)] for times in opened])


def test_single_days_are_lost_each_by_itself() -> None:
    days = lost(drawn(varies("day_lost", "day", Fixed(1), chance=0.15), runs=2000))
    rate(days.sum(), days.size, 0.15)
    assert stats.pearsonr(days[:, 1:].ravel(), days[:, :-1].ravel()).pvalue > CALM
    # How many are lost of twenty is binomial; before the tenth that isn't, negative binomial.
    numbers = np.bincount(days.sum(axis=1), minlength=21)
    fits_counts(numbers, stats.binom(20, 0.15).pmf(np.arange(21)))
    tenth = np.array([np.flatnonzero(~run)[9] - 9 for run in days if (~run).sum() >= 10])
    fits_counts(np.bincount(tenth, minlength=11), stats.nbinom(10, 0.85).pmf(np.arange(11)))


def test_days_that_last_are_lost_like_servers_that_never_run_out() -> None:
    """Each day begins a loss with chance p that lasts a geometric number of days of mean m: day d
    is free if none of the d before it that began lasts until then: prod (1 - p P(length > k))."""
    days = lost(drawn(varies("day_lost", "day", Geometric(2.5), chance=0.1), runs=2000))
    longer = stats.geom(1 / 2.5).sf(np.arange(20))
    for day in (0, 1, 5, 19):
        rate(days[:, day].sum(), 2000, 1 - np.prod(1 - 0.1 * longer[: day + 1]))


def test_a_closure_of_a_run_begins_on_any_day_alike() -> None:
    days = lost(drawn(varies("crossing_closed", "run", Fixed(1), chance=0.6), runs=2000))
    assert set(days.sum(axis=1)) == {0, 1}
    rate(days.sum(), 2000, 0.6)
    fits_counts(days.sum(axis=0), np.full(20, 0.05))


def test_full_destinations_and_closed_roads() -> None:
    worlds = drawn(
        varies("destination_full", "day", Fixed(1), chance=0.2, where="far"),
        varies("road_closed", "day", Fixed(1), chance=0.1),
    )
    full = np.array([world.full for world in worlds])
    assert not full[:, 0].any()
    rate(full[:, 1].sum(), full[:, 1].size, 0.2)
    closed = sum(end - begin for world in worlds for begin, end in world.closed_roads)
    rate(closed // 86400, RUNS * 20, 0.1)
