"""Quick answers for a case and its variants: by the fluid on one coarse mesh, and by one dispatch.

The same relaxation as the bound's answers twice. With least times it proves: no plan is clear
earlier. With times as vehicles meet them (`cautious`) it estimates when plans are clear, which is
what tells variants apart where the bound is far from any plan. The mesh of the case is kept for all
its variants, so that they differ by what was changed alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from safepassage.solve.bound.clearance import WHOLE
from safepassage.solve.bound.grid import make_grid
from safepassage.solve.bound.lags import Lags, make_lags
from safepassage.solve.bound.lp import Optimum, maximise
from safepassage.solve.bound.relaxation import Relaxation, columns_a_slot
from safepassage.solve.bound.screening import screening_rate
from safepassage.solve.dispatch.control import Dispatch
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.pilot import (
    Pilot,
    cautious,
    policies_for,
    receive_daily,
    together,
    worth_following,
)
from safepassage.solve.dispatch.rounds import Schedule
from safepassage.solve.opentime import OpenTime, outbound_time
from safepassage.solve.problem import Problem
from safepassage.solve.score import clearance, people_out

COLUMNS = 6_000
"""About how many columns a programme has at most: one is solved in a fifth of a second."""

FEW = 1_000
"""Columns that a programme may have however few people there are; else no more than people."""

STEPS = (60, 120, 300, 600, 900, 1800, 3600)
"""Steps of meshes, seconds; each divides a day."""

APART = 900
"""Longest slot with points apart: a finer one with points put together tells more."""


class Mesh(NamedTuple):
    """Seconds of a slot, whether alike days are folded, whether points are put together.

    `until` is about when everyone is out (UTC seconds): up to then its programmes are small.
    """

    step: int
    fold: bool
    together: bool
    until: int


@dataclass(frozen=True)
class Flow:
    """What the fluid does by one time: at most so many people out (safe), and how."""

    people: float
    relaxation: Relaxation
    optimum: Optimum


@dataclass(frozen=True)
class Bracket:
    """Instants (UTC seconds): not everyone is out by `low`, everyone can be by `high`.

    `about` lies between them, where the line through the last two programmes has all out. `high`
    and `about` are None if not everyone can be out by the horizon's end; then `low` is that end.
    """

    low: int
    high: int | None
    about: int | None


class Stopped(Exception):  # noqa: N818 (not an error: somebody asked for it)
    """Told to stop."""


class Fluid:
    """The relaxation of one problem on a mesh, least times or cautious ones."""

    def __init__(
        self,
        problem: Problem,
        mesh: Mesh,
        *,
        likely: bool,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        """`likely`: go about as slowly as plans do, else no slower than any plan could."""
        self.problem = problem
        self.mesh = mesh
        self.likely = likely
        self.should_stop = should_stop or (lambda: False)
        self.time: OpenTime = outbound_time(problem)
        self.people = sum(unit.persons for unit in problem.units)
        self.rate = screening_rate(problem)
        self.solves = 0
        lags = make_lags(problem)
        if mesh.together:
            lags = together(lags) if likely else put_together(lags)
        self.lags = cautious(problem, lags, mesh.step) if likely else lags

    @property
    def able(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.people and self.time.total and self.problem.fleet)

    def flow(self, instant: int) -> Flow:
        """The most people out by an instant.

        Raises
        ------
        Stopped
            if told to.
        """
        grid = make_grid(
            self.problem, instant, self.mesh.step, fold=self.mesh.fold, quiet=self.lags.quiet
        )
        relaxation = Relaxation(self.problem, self.lags, grid)
        if self.likely:
            receive_daily(relaxation)
        optimum = None if self.should_stop() else maximise(relaxation.program, self.should_stop)
        if optimum is None:
            raise Stopped
        self.solves += 1
        return Flow(min(optimum.safe, float(self.people)), relaxation, optimum)

    def short(self, found: Bracket) -> Flow:
        """The flow up to a slot before not everyone is out any more: its duals say what limits."""
        return self.flow(self.time.instant(max(1, self.time.position(found.low) - self.mesh.step)))

    def never(self) -> Bracket:
        """That not everyone can be out by the end."""
        return Bracket(self.time.instant(self.time.total), None, None)

    def out_by(self, instant: int) -> int:
        """Whole persons out by an instant, at most."""
        if not self.able or self.time.position(instant) == 0:
            return 0
        return int(self.flow(instant).people + WHOLE)

    def no_sooner(self, found: Bracket) -> int | None:
        """The earliest clearance that a bracket of least times leaves possible (UTC seconds).

        None if not everyone can leave. Slots are half-open: who needs no time to pass could still
        be out at the very instant.
        """
        if found.high is None or self.problem.refused:
            return None
        at_once = any(
            spans and crossing.vehicles_per_hour is None and crossing.persons_per_hour is None
            for crossing, spans in zip(
                self.problem.crossings, self.problem.windows["out"], strict=True
            )
        )
        return self.time.instant(self.time.position(found.low) + 1) - at_once

    def clears(self, instant: int) -> bool:
        """Whether everyone can be out by an instant."""
        return not self.able or self.flow(instant).people >= self.people - WHOLE

    def bracket(self, low: int = 0, high: int | None = None, gain: int = 0) -> Bracket:
        """When everyone can be out, to about a slot of the mesh.

        Not everyone is out by `low`; everyone can be by `high`, if that is known, and is expected
        so many open seconds (`gain`) sooner.

        Between nights the number out is nearly straight in open time: a secant points ahead, and
        where all are out, ever larger steps lead back. It ends when the secant says that less than
        a slot is missing. The most that could be out grows no faster than screening, which proves
        a little more for free.
        """
        time, close = self.time, self.mesh.step
        first, last = time.position(low), time.total
        if high is not None:
            last = time.position(high)
        else:
            last = max(1, min(time.position(self.mesh.until), last))
            while not self.clears(time.instant(last)):
                if last == time.total:
                    return self.never()
                first, last = max(first, last), min(2 * last, time.total)
        before, people, back = 0, 0.0, close
        probe = last - max(gain, 4 * close)
        if high is None or probe <= first:
            probe = (first + last) // 2
        about = last
        while last - first > close:
            probe = min(max(probe, first + close // 2, 1), last - 1)
            found = self.flow(time.instant(probe)).people
            if found >= self.people - WHOLE:
                last, middle = probe, (first + probe) // 2
                probe = max(probe - back, middle) if before else middle
                back *= 2
                continue
            short = self.people - found
            slope = (found - people) / (probe - before) if found > people else 0.0
            free = 0 if self.likely else max(0, math.ceil(short / self.rate) - 1)
            first = max(first, probe + free)
            about = max(first, probe + int(short / slope)) if slope else last
            if before and about - probe < close:
                break
            before, people, probe = probe, found, about + close // 2
            if probe >= last:
                probe, back = max(last - back, (first + last) // 2), 2 * back
        about = max(first, min(about, last))
        return Bracket(*(time.instant(max(1, each)) for each in (first, last, about)))


def choose_mesh(problem: Problem, should_stop: Callable[[], bool] | None = None) -> Mesh:
    """The finest mesh that is small enough up to about when everyone is out.

    Points stay apart where that leaves slots of at most `APART` seconds.
    """
    coarsest = Mesh(STEPS[-1], fold=True, together=True, until=problem.case.horizon[1])
    fluid = Fluid(problem, coarsest, likely=True, should_stop=should_stop)
    if not fluid.able:
        return coarsest
    reached = fluid.bracket()
    until = reached.high or reached.low
    lags = make_lags(problem)
    columns = min(COLUMNS, max(FEW, fluid.people))

    def size(mesh: Mesh) -> int:
        used = put_together(lags) if mesh.together else lags
        grid = make_grid(problem, until, mesh.step, fold=mesh.fold, quiet=lags.quiet)
        return len(grid.begins) * columns_a_slot(problem, used)

    meshes = [
        Mesh(step, fold, merged, until)
        for merged in (False, True)
        for step in STEPS
        for fold in (False, True)
        if merged or step <= APART
    ]
    fitting = (mesh for mesh in meshes if size(mesh) <= columns)
    return next(fitting, coarsest._replace(until=until))


def put_together(lags: Lags) -> Lags:
    """Lags with all points in one zone, each the least: what the fluid proves with them holds."""
    if len(lags.zones) == 1:
        return lags

    def least(times: Iterable[int]) -> tuple[int, ...]:
        return (min(times),)

    return replace(
        lags,
        zones=(tuple(p for zone in lags.zones for p in zone),),
        zone_of=tuple(0 for _ in lags.zone_of),
        fetch=tuple(tuple(map(least, kind)) for kind in lags.fetch),
        detour=tuple((tuple(map(min, zip(*kind, strict=True))),) for kind in lags.detour),
        classes=tuple(
            replace(each, inside=tuple(({0: min(ready.values())}, n) for ready, n in each.inside))
            for each in lags.classes
        ),
    )


@dataclass(frozen=True)
class Quick:
    """One dispatch. `clearance` is UTC seconds, None if somebody is left or nobody goes.

    `people` have a place; `out` lists (end of the convoy that they pass in, persons), ascending;
    `looks` is what it cost.
    """

    schedule: Schedule
    clearance: int | None
    people: int
    out: tuple[tuple[int, int], ...]
    looks: int


POLICIES = 2
"""Standard policies that a case is tried with, the best bets."""


def quick_plan(
    problem: Problem, policy: int, proved: int, should_stop: Callable[[], bool] | None = None
) -> Quick:
    """A plan by one dispatch, under one of the standard policies.

    `proved`: nobody has everyone out by then (UTC seconds).
    """
    meter = Meter()
    time = outbound_time(problem)
    pilot = None
    if time.total and worth_following(problem):
        fluid = make_lags(problem), time, time.position(proved)
        pilot = Pilot(problem, *fluid, should_stop or (lambda: False), meter)
    rule = policies_for(pilot)[policy]
    schedule, _ = Dispatch(problem, rule, pilot, meter, Mornings(problem)).run()
    passed = sorted(
        (item.outbound.end, item.persons) for item in schedule.rounds if item.outbound is not None
    )
    everyone = not schedule.left and not problem.refused
    return Quick(
        schedule=schedule,
        clearance=clearance(schedule) if everyone and passed else None,
        people=people_out(schedule),
        out=tuple(passed),
        looks=meter.looks,
    )
