"""An ensemble depends on case, plan, seed and number of runs alone; a stand-in simulator tells."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from factory import at, small_case
from msgspec import structs
from scipy.stats import nbinom

from safepassage.errors import StudyError
from safepassage.model.agreement import Window
from safepassage.model.case import Case
from safepassage.model.levers import LeverKind
from safepassage.model.outcome import Outcome
from safepassage.model.plan import Bound, Plan
from safepassage.model.variation import Fixed, Uniform, Variation
from safepassage.read import load_case, write_template
from safepassage.solve.problem import Problem
from safepassage.studies.levers.handles import Handle
from safepassage.studies.stress import ensemble
from safepassage.studies.stress.days import days_of
from safepassage.studies.stress.pulled import Pulled
from safepassage.studies.stress.study import EXAMPLE, Asked, stress
from safepassage.studies.stress.summary import wilson
from safepassage.studies.stress.world import World

ROUNDS = 3


@dataclass(frozen=True)
class Ran:
    outcome: Outcome


def prepare(case: Case, problem: Problem, plan: Plan) -> Case:
    return case


def one_round_a_day(case: Case, world: World) -> Ran:
    """Everyone is out at the end of the third day that isn't lost, a fast gate's at its start."""
    days = days_of(case)
    fast = case.crossings[0].convoy_vehicles > 3
    opens = [span for span in world.windows["out"][0] for _ in range(2 if fast else 1)]
    clear = opens[ROUNDS - 1][1] if len(opens) >= ROUNDS else None
    rounds = [sum(opened < edge for opened, _ in opens) for edge in days.edges[1:]]
    left = max(0, ROUNDS - rounds[-1])
    return Ran(
        Outcome(
            run=world.run,
            clearance=clear,
            out=tuple(min(ROUNDS, count) for count in rounds),
            came=ROUNDS,
            left=left,
            broken_promises=0,
        )
    )


class Shuffled:
    """An engine that does tasks in an order of its own."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def run(
        self, work: Callable[[Any, Any], Any], context: Any, tasks: Sequence[Any]
    ) -> Generator[tuple[int, Any], None, None]:
        order = list(range(len(tasks)))
        random.Random(self.seed).shuffle(order)
        for number in order:
            yield number, work(context, tasks[number])


class InOrder:
    def run(
        self, work: Callable[[Any, Any], Any], context: Any, tasks: Sequence[Any]
    ) -> Generator[tuple[int, Any], None, None]:
        for number, task in enumerate(tasks):
            yield number, work(context, task)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "prepare", prepare)
    monkeypatch.setattr(ensemble, "simulate", one_round_a_day)


def lossy_case(**changes: Any) -> Case:
    """Eight days of which each is lost with chance 0.3; screening varies and does nothing."""
    windows = tuple(
        Window(crossing="gate", direction=way, opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in range(1, 9)
        for way in ("in", "out")
    )
    stated = (
        Variation(cause="screening", per="day", amount=Uniform(0.5, 1), source="assumed"),
        Variation(cause="day_lost", per="day", chance=0.3, amount=Fixed(1), source="assumed"),
    )
    fields = {
        "horizon": (at(1, "00:00"), at(9, "00:00")),
        "windows": windows,
        "variations": stated,
    }
    case: Case = small_case(**(fields | changes))
    return case


def nobodys(case: Case) -> Plan:
    return Plan(
        case_digest=case.digest,
        case_name=case.name,
        seed=0,
        effort=1,
        what_if=True,
        drawn_households=False,
        schematic_roads=False,
        under_duress=False,
        cut_short=False,
        routes=(),
        convoys=(),
        trips=(),
        not_served=(),
        bound=Bound(clearance=None, people=0),
    )


def asked(runs: int = 400, **more: Any) -> Asked:
    return Asked(**({"runs": runs, "compared": 100, "seed": 5} | more))


def test_the_date_of_clearance_is_negative_binomial() -> None:
    """The third day that isn't lost, of days lost each with chance p."""
    case = lossy_case()
    found = stress(case, nobodys(case), asked(2000), InOrder())
    assert found.runs == found.asked == 2000
    for day, band in enumerate(found.bands):
        exact = nbinom(ROUNDS, 0.7).cdf(day + 1 - ROUNDS)
        low, high = wilson(round(exact * 2000), 2000)
        assert low - 0.01 <= band.clear <= high + 0.01, band.date
    assert found.bands[1].clear == 0


def test_what_is_left_out_tells_what_delays() -> None:
    case = lossy_case()
    found = stress(case, nobodys(case), asked(), InOrder())
    first, second = found.delays
    assert (first.cause, second.cause) == ("day_lost", "screening")
    assert (second.hours, second.people, second.clear, second.variance) == (0, 0, 0, 0)
    assert first.variance == 1
    # Without lost days all are out on the third; with them, of those clear in time, later by
    # whole days.
    clear = [at_ for at_ in found.clearances[:100] if at_ is not None]
    late = sum(at_ - at(3, "14:00") for at_ in clear) / len(clear) / 3600
    assert first.hours == pytest.approx(late)
    assert first.clear == pytest.approx(1 - len(clear) / 100)
    assert found.compared == 100


def test_all_that_is_stated_of_a_cause_at_one_place_is_left_out_together() -> None:
    stated = lossy_case().variations
    once = Variation(cause="day_lost", per="run", amount=Fixed(2), source="assumed")
    case = lossy_case(variations=(*stated, once))
    found = stress(case, nobodys(case), asked(), InOrder())
    assert [delay.cause for delay in found.delays] == ["day_lost", "screening"]
    assert found.delays[0].variance == 1  # without either all are out on the third


def lever(kind: LeverKind, cost: float | None) -> Handle:
    return Handle(
        kind=kind, where="", name="", amount=1, counted=1, unit="one more", most=1, cost=cost
    )


def test_a_lever_is_judged_by_the_same_runs() -> None:
    case = lossy_case()
    gate = case.crossings[0]
    faster = case.replace(crossings=(type(gate)(**{**_fields(gate), "convoy_vehicles": 4}),))
    same = Pulled(lever("crews", None), case, (nobodys(case),))
    fast = Pulled(lever("convoy", 7.0), faster, (nobodys(faster),))
    found = stress(case, nobodys(case), asked(by="2018-03-03"), InOrder(), levers=(same, fast))
    helps, idle = found.raised
    assert (helps.kind, helps.cost, idle.kind) == ("convoy", 7.0, "crews")
    assert helps.gain > 0.3 > helps.gain_error > 0
    assert (idle.gain, idle.gain_error) == (0, 0)


def test_of_a_levers_plans_the_one_that_holds_best_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    case = lossy_case()
    gate = case.crossings[0]
    faster = case.replace(crossings=(type(gate)(**{**_fields(gate), "convoy_vehicles": 4}),))
    good, bad = (structs.replace(nobodys(case), effort=effort) for effort in (2, 1))

    def by_plan(_: Case, problem: Problem, plan: Plan) -> Case:
        return faster if plan.effort == good.effort else case

    monkeypatch.setattr(ensemble, "prepare", by_plan)
    gains = [
        stress(
            case,
            bad,
            asked(by="2018-03-03"),
            InOrder(),
            levers=(Pulled(lever("convoy", None), case, plans),),
        )
        .raised[0]
        .gain
        for plans in ((bad,), (good,), (bad, good), (good, bad))
    ]
    assert gains == [0, gains[1], gains[1], gains[1]]
    assert gains[1] > 0.3


def _fields(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


@pytest.mark.parametrize("seed", range(3))
def test_no_order_changes_anything(seed: int) -> None:
    case = lossy_case()
    known = stress(case, nobodys(case), asked(50, compared=20), InOrder())
    assert stress(case, nobodys(case), asked(50, compared=20), Shuffled(seed)) == known


def test_another_seed_is_another_ensemble() -> None:
    case = lossy_case()
    one, other = (stress(case, nobodys(case), asked(50, seed=s), InOrder()) for s in (1, 2))
    assert one.clearances != other.clearances


def test_fewer_runs_are_the_first_of_more() -> None:
    case = lossy_case()
    few, many = (stress(case, nobodys(case), asked(n), InOrder()) for n in (20, 60))
    assert many.clearances[:20] == few.clearances


def test_ended_early_it_is_the_study_of_so_many_runs() -> None:
    case = lossy_case()
    told: list[int] = []
    found = stress(
        case,
        nobodys(case),
        asked(100),
        InOrder(),
        on_done=lambda done, of: told.append(done),
        should_stop=lambda: len(told) == 30,
    )
    # A run takes three tasks: the plan's own, and one without each of the two causes.
    assert (found.runs, found.asked, len(told)) == (10, 100, 30)
    whole = stress(case, nobodys(case), asked(10), InOrder())
    assert structs.replace(found, asked=10) == whole


def test_ended_early_out_of_order_no_run_is_picked_for_being_quick() -> None:
    case = lossy_case()
    told: list[int] = []
    found = stress(
        case,
        nobodys(case),
        asked(100, compared=0),
        Shuffled(1),
        on_done=lambda done, of: told.append(done),
        should_stop=lambda: len(told) == 90,
    )
    assert 0 < found.runs < 90
    whole = stress(case, nobodys(case), asked(found.runs, compared=0), InOrder())
    assert found.clearances == whole.clearances


def test_stopped_before_the_first_run_there_is_nothing_to_tell() -> None:
    case = lossy_case()
    with pytest.raises(StudyError, match="before the first run"):
        stress(case, nobodys(case), asked(), InOrder(), should_stop=lambda: True)


def test_a_day_outside_the_horizon_is_refused() -> None:
    case = lossy_case()
    with pytest.raises(StudyError, match="2018-03-01 to 2018-03-08"):
        stress(case, nobodys(case), asked(by="2018-03-09"), InOrder())


def test_nothing_is_made_up_where_nothing_varies_and_the_example_reads(tmp_path: Path) -> None:
    case = lossy_case(variations=())
    with pytest.raises(StudyError) as error:
        stress(case, nobodys(case), asked(), InOrder())
    assert EXAMPLE in str(error.value)
    write_template(tmp_path / "town")
    with (tmp_path / "town" / "case.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n" + EXAMPLE)
    assert len(load_case(tmp_path / "town").case.variations) == 2


class Counting(InOrder):
    """Knows how many tasks it was given."""

    def __init__(self) -> None:
        self.given = 0

    def run(
        self, work: Callable[[Any, Any], Any], context: Any, tasks: Sequence[Any]
    ) -> Generator[tuple[int, Any], None, None]:
        self.given += len(tasks)
        yield from super().run(work, context, tasks)


def test_what_was_kept_is_not_run_again_and_more_runs_are_added_to_it(tmp_path: Path) -> None:
    case, file, told = lossy_case(), tmp_path / "kept", list[int]()
    stress(
        case,
        nobodys(case),
        asked(100),
        InOrder(),
        keep=file,
        on_done=lambda done, of: told.append(done),
        should_stop=lambda: len(told) == 30,
    )
    engine = Counting()
    found = stress(case, nobodys(case), asked(200), engine, keep=file)
    assert engine.given == 100 * 3 + 100 - 30
    assert found == stress(case, nobodys(case), asked(200), InOrder())


@pytest.mark.parametrize("changed", ["seed", "variations", "plan"])
def test_what_was_kept_of_another_study_is_refused(tmp_path: Path, changed: str) -> None:
    case, file = lossy_case(), tmp_path / "kept"
    stress(case, nobodys(case), asked(5), InOrder(), keep=file)
    before, plan = file.read_bytes(), nobodys(case)
    if changed == "plan":
        plan = structs.replace(plan, effort=2)
    if changed == "variations":
        case = case.replace(variations=case.variations[1:])
    with pytest.raises(StudyError, match="another study"):
        stress(case, plan, asked(5, seed=6 if changed == "seed" else 5), InOrder(), keep=file)
    assert file.read_bytes() == before
