"""Feeds measured times back into the case and plans again, until the plan holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.model.simulated import Calibrated, Delayed, Round, Slowed
from safepassage.read.folder import CaseRead
from safepassage.roads.slower import Delay, Slower
from safepassage.simulate.fit import Measured, fit, with_times
from safepassage.simulate.run import Run, simulate
from safepassage.solve import plan as solve


@dataclass(frozen=True)
class Calibration:
    """The last plan, the case it was made from, and how they came about."""

    case: Case
    plan: Plan
    run: Run
    slower: Slower
    delays: tuple[Delay, ...]
    calibrated: Calibrated


def calibrate(
    read: CaseRead,
    plan: Plan,
    *,
    rounds: int,
    on_stage: Callable[[str], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Calibration:
    """Simulate, slow the roads to what was measured, plan again; at most so many plans.

    Times only ever get longer, so that what one plan was late for the next one isn't. It ends early
    where a plan fails and no measured time was longer than planned. Each plan is made with the
    effort and seed of the first.

    Raises
    ------
    StudyError
        if SUMO isn't installed, or fails.
    """
    case, slower, delays = read.case, read.roads.slower, read.roads.delays
    measured = Measured()
    seen: list[Round] = []
    while True:
        name = f"round {len(seen) + 1}"
        run = simulate(
            case,
            read.roads,
            plan,
            on_stage=_in_round(on_stage, name),
            should_stop=should_stop,
        )
        seen.append(_round(len(seen) + 1, plan, run))
        measured.add(plan, run)
        if run.simulated.holds or len(seen) == rounds or should_stop():
            break
        before = slower, delays
        slower, delays = fit(read.free_roads, measured, slower, delays)
        if (slower, delays) == before:
            break
        case = case.replace(roads=with_times(read.free_roads, slower, delays))
        on_stage(f"{name}, planning again")
        plan = solve(
            case,
            effort=plan.effort,
            seed=plan.seed,
            what_if=plan.what_if,
            should_stop=should_stop,
        ).plan
    return Calibration(
        case=case,
        plan=plan,
        run=run,
        slower=slower,
        delays=delays,
        calibrated=Calibrated(
            rounds=tuple(seen),
            slower=tuple(
                Slowed(profile=profile, road_class=name, factor=factor)
                for profile, row in sorted(slower.items())
                for name, factor in sorted(row.items())
            ),
            delays=tuple(Delayed(way=delay.way, seconds=delay.seconds) for delay in delays),
            simulated=run.simulated,
        ),
    )


def _in_round(on_stage: Callable[[str], None], name: str) -> Callable[[str], None]:
    """Tells of a round's stages by its name."""
    return lambda stage: on_stage(f"{name}, {stage}")


def _round(number: int, plan: Plan, run: Run) -> Round:
    ends = {convoy.id: convoy.end for convoy in plan.convoys}
    out, people = 0, 0
    for trip in plan.trips:
        passed = [ends[stop.convoy] for stop in trip.stops if stop.convoy is not None]
        out = max(out, passed[-1] if passed else trip.stops[-1].arrive)
        people += sum(one.persons for stop in trip.stops for one in stop.boardings)
    simulated = run.simulated
    late = simulated.lateness
    return Round(
        round=number,
        clearance=None if plan.not_served or not plan.trips else out,
        people=people,
        late=len(simulated.late),
        late_convoys=len(simulated.late_convoys),
        windows_missed=sum(one.window_missed > 0 for one in simulated.late_convoys),
        not_driven=len(simulated.not_driven),
        worst=max(late, default=0),
    )
