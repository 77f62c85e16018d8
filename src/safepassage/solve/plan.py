"""`plan`: from a case to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from safepassage.errors import TermsError
from safepassage.guard.need import guard_need
from safepassage.model.case import Case
from safepassage.model.people import NOT_URGENT
from safepassage.model.plan import Bound, Plan
from safepassage.solve.assemble import Assembly, not_served
from safepassage.solve.bound.clearance import BoundSearch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.pilot import Pilot, worth_following
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.exact.engine import Exact, solve_exactly
from safepassage.solve.problem import Problem, compile_problem
from safepassage.solve.score import Least, clearance, people_out, score
from safepassage.solve.search import Candidate, Search
from safepassage.solve.terms import missing_terms

COLUMNS = 20_000
"""Columns of the relaxation per unit of effort."""

LOOKS = 800_000
"""What the dispatches may cost per unit of effort (`Meter`)."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where the work stands. Times are UTC seconds; `done` runs from 0 to 1 within a stage."""

    stage: str
    done: float
    bound: int | None = None
    best: int | None = None
    best_people: int = 0
    people_bound: int = 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """What planning gave."""

    plan: Plan


def plan(
    case: Case,
    *,
    effort: int = 2,
    seed: int | None = None,
    what_if: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """Plan a case.

    Parameters
    ----------
    case : what to plan
    effort : how much work to spend, 1 or more; the same case, seed and effort give the same plan
    seed : of the search; the case's own if None
    what_if : plan although the terms are not in force or state no destination, and mark the plan
    on_progress : told where the work stands
    should_stop : asked often; once it says yes the best plan so far is returned, `cut_short`

    Raises
    ------
    TermsError
        if the agreement doesn't allow a plan and `what_if` is False.
    """
    missing = missing_terms(case)
    if missing and not what_if:
        raise TermsError(missing)
    work = _Work(on_progress or (lambda _: None), should_stop or (lambda: False))
    seed = case.seed if seed is None else seed
    problem = compile_problem(case)
    bound, schedule = _solved(problem, work, effort, seed)
    assembly = Assembly(problem, schedule)
    return Result(
        plan=Plan(
            case_digest=case.digest,
            case_name=case.name,
            seed=seed,
            effort=effort,
            what_if=bool(missing),
            drawn_households=case.drawn_households,
            schematic_roads=case.schematic_roads,
            under_duress=case.under_duress,
            cut_short=work.stopped,
            routes=assembly.routes,
            convoys=assembly.convoys,
            trips=assembly.trips,
            not_served=not_served(problem, schedule),
            bound=bound,
            guard=guard_need(case, assembly.routes, assembly.trips, problem.posted),
        )
    )


def _solved(problem: Problem, work: _Work, effort: int, seed: int) -> tuple[Bound, Schedule]:
    """Bound and schedule: by the exact engine alone if it settles the case, else by both."""
    exact = work.exactly(problem, effort)
    if exact is not None and (schedule := _settled(problem, exact)) is not None:
        people = sum(unit.persons for unit in problem.units)
        return Bound(clearance=exact.bound, people=people, binding=exact.binding), schedule
    bound, pilot = work.bound(problem, effort)
    best = work.dispatches(problem, pilot, effort, seed)
    if exact is None:
        return bound, best.schedule
    bound = _tighter(problem, bound, exact)
    if exact.schedule is None:
        return bound, best.schedule
    by_exact, least = score(problem, exact.schedule), Least()
    for each in (best.score, by_exact):
        least.learn(each)
    better = by_exact.rank(least.urgent) < best.score.rank(least.urgent)
    return bound, exact.schedule if better else best.schedule


def _settled(problem: Problem, exact: Exact) -> Schedule | None:
    """The schedule, if no plan is better in all that comes before the mean time out."""
    urgent = any(unit.medical_class < NOT_URGENT for unit in problem.units)
    if exact.schedule is None or urgent or clearance(exact.schedule) > exact.bound:
        return None
    return exact.schedule


def _tighter(problem: Problem, bound: Bound, exact: Exact) -> Bound:
    """The bound with what the exact engine proves beside it."""
    if bound.clearance is None or bound.clearance >= exact.bound:
        return bound
    if exact.bound < problem.case.horizon[1]:
        return msgspec.structs.replace(bound, clearance=exact.bound, binding=exact.binding)
    people = sum(unit.persons for unit in problem.units) - 1  # not everyone can be out in time
    return msgspec.structs.replace(
        bound, clearance=None, people=min(bound.people, people), binding=exact.binding
    )


class _Work:
    """The searches of a plan, reporting as they go."""

    def __init__(
        self, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]
    ) -> None:
        self._report = on_progress
        self._should_stop = should_stop
        self.stopped = False
        self._meter = Meter()
        self._bound: int | None = None
        self._people_bound = 0
        self._best: int | None = None
        self._people = 0

    def _stop(self) -> bool:
        self.stopped = self.stopped or self._should_stop()
        return self.stopped

    def exactly(self, problem: Problem, effort: int) -> Exact | None:
        """Let the exact engine try, where it takes the case."""
        return solve_exactly(problem, effort=effort, should_stop=self._stop, on_bound=self._bounded)

    def bound(self, problem: Problem, effort: int) -> tuple[Bound, Pilot | None]:
        """Search for the bound, and make a pilot for dispatches of the relaxation."""
        searching = BoundSearch(
            problem,
            columns=COLUMNS * effort,
            should_stop=self._stop,
            on_bound=self._bounded,
        )
        self._tell("bound", 0.0)
        bound = searching.run()
        if bound.clearance is None or self._bound is None or self._bound < bound.clearance:
            self._bound = bound.clearance
        self._people_bound = bound.people
        self._tell("bound", 1.0)
        if not worth_following(problem):
            return bound, None
        fluid = searching.lags, searching.time, searching.proved
        return bound, Pilot(problem, *fluid, self._stop, self._meter)

    def _bounded(self, clearance: int) -> None:
        self._bound = max(clearance, self._bound or clearance)
        self._tell("bound", 0.5)

    def dispatches(
        self, problem: Problem, pilot: Pilot | None, effort: int, seed: int
    ) -> Candidate:
        """Search for a plan."""
        searching = Search(problem, pilot, self._meter, bound=self._bound, seed=seed)
        for found in searching.run(LOOKS * effort, self._stop):
            best = found.best
            self._people = people_out(best.schedule)
            self._best = None if best.schedule.left else best.score.clearance
            self._tell("dispatch", found.done)
        return best

    def _tell(self, stage: str, done: float) -> None:
        self._report(
            Progress(
                stage=stage,
                done=done,
                bound=self._bound,
                best=self._best,
                best_people=self._people,
                people_bound=self._people_bound,
            )
        )
