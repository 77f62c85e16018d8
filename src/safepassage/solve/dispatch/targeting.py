"""Where a vehicle that enters is best sent: assembly point, gate outward and destination."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from safepassage.model.fleet import VehicleType
from safepassage.model.people import NOT_URGENT
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outlook import Exit, Outlook
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.state import State
from safepassage.solve.dispatch.targets import (
    Entry,
    Points,
    Returns,
    Target,
    least_stay,
    may_go,
    night_allowed,
    order_destinations,
    shuffled,
)
from safepassage.solve.problem import Problem

WAIT_GRAIN = 120
"""Waits of a gate that are this close (seconds) count as equal."""

HALF = 0.5
"""Rounds that the guide must be ahead of a dispatch to count: the nearest whole number decides."""

WASTED = 4 * 3600
"""Seconds of a vehicle that are lost after a near round in the evening, at least."""

Worth = tuple[int, int, int, int, int, int, int]
"""Medical class, what a target is worth (see `_targets_at`), rank of its point."""


class Targeting:
    """Chooses under one policy, out of what waits and what can be received."""

    def __init__(
        self, problem: Problem, policy: Policy, state: State, mornings: Mornings, meter: Meter
    ) -> None:
        """Take the shared state of a dispatch; `meter` counts the points looked at."""
        self.problem = problem
        self.policy = policy
        self.state = state
        self.mornings = mornings
        self.meter = meter
        self.demand = state.demand
        self.reception = state.reception
        self.returns = Returns(problem, policy.margin)
        self.points = Points(problem)
        self.rng = random.Random(policy.seed)

    def best(
        self,
        entry: Entry,
        outlook: Outlook,
        tried: Collection[tuple[int, int]],
        *,
        seated_too: bool,
        least: int = NOT_URGENT,
    ) -> Target | None:
        """Where to send one vehicle, for somebody of class `least` or more urgent.

        The most urgent class first, then the policy's order, but none of the points and
        destinations `tried`; None if nothing can be done.
        """
        kind = self.problem.types[entry.kind]
        if not outlook.any_exit(entry.kind, entry.place, entry.time):
            return None
        offers = self.demand.offers(kind, seated_too=seated_too)
        order = self.points.order(entry, outlook, self.policy.points, self._waiting(kind, offers))
        order = shuffled(order, self.policy.noise, self.rng)
        exits = {p: self._exits(entry, outlook, p) for p in order}
        guided = kind.kind != "ambulance" or not self.demand.wanted(patients=True)
        choice = self._preference(entry, next(filter(None, exits.values()), None), guided=guided)
        ranked = [
            (self._turn(medical, p, entry.time), rank, accepts, p)
            for rank, p in enumerate(order)
            for medical, accepts in offers[p]
            if medical <= least
        ]
        best: tuple[Worth, Target] | None = None
        for medical, rank, accepts, p in sorted(ranked):
            enough = len(choice)
            if best is not None:
                if medical > best[0][0]:
                    break
                if not any(best[0][1:3]):  # nothing better but by what is wanted more
                    enough = best[0][3] + (self.policy.points == "soon")
            wanted = [(n, d) for n, d in enumerate(choice[:enough]) if (p, d) not in tried]
            ways = exits[p]
            if outlook.saving and medical == NOT_URGENT:
                ways = [way_out for way_out in ways if not self._spends(entry, p, way_out)]
            for worth, target in self._targets_at(entry, outlook, p, ways, accepts, wanted):
                key = (medical, *worth, rank)
                if best is None or key < best[0]:
                    best = (key, target)
        return None if best is None else best[1]

    def ranked(
        self, entry: Entry, outlook: Outlook, accepts: Mapping[int, int], *, guided: bool
    ) -> list[Target]:
        """Where vehicles that stay together could go, the best first.

        `accepts` are the destinations that those accept who wait for them, by point.
        """
        if not outlook.any_exit(entry.kind, entry.place, entry.time):
            return []
        waiting = [int(p in accepts) for p in range(len(self.problem.points))]
        found: list[tuple[tuple[int, ...], Target]] = []
        order = self.points.order(entry, outlook, self.policy.points, waiting)
        for rank, p in enumerate(order):
            exits = self._exits(entry, outlook, p)
            wanted = list(enumerate(self._preference(entry, exits, guided=guided)))
            found += [
                ((*worth, rank), target)
                for worth, target in self._targets_at(entry, outlook, p, exits, accepts[p], wanted)
            ]
        return [target for _, target in sorted(found, key=lambda pair: pair[0])]

    def _turn(self, medical: int, point: int, now: int) -> int:
        """The medical class by which people at a point have their turn now."""
        waits = now - self.problem.ways_out[point][0] < 3600 * self.policy.urgent_after
        return NOT_URGENT if waits else medical

    def _waiting(self, kind: VehicleType, offers: Sequence[Sequence[object]]) -> list[int]:
        """How many wait at each point, if the policy minds, else whether anybody does."""
        if self.policy.points != "most":
            return [len(here) for here in offers]
        return [
            1 + self.demand.most_healthy(p, arms_barred=kind.bars_arms) if here else 0
            for p, here in enumerate(offers)
        ]

    def _preference(self, entry: Entry, exits: Sequence[Exit] | None, *, guided: bool) -> list[int]:
        """Destinations in the order in which they are wanted for this vehicle.

        Those come first that are behind the guide, then those that will be before long; among them
        the policy's rule decides, for the time at which the vehicle could leave from the first of
        the points. Who carries patients isn't `guided`: ambulances are few, so they go where they
        are back the soonest.
        """
        ends = range(len(self.problem.destinations))
        if not exits:
            return list(ends)
        rule = self.policy.destinations
        order = order_destinations(self.problem, self.returns, entry.kind, exits[0], rule)
        behind = self._behind(entry.kind, exits[0].start) if guided else []
        if behind:
            late = self._wasted(entry.kind, exits[0], order) if self.policy.evening else ()
            order.sort(key=lambda d: [d in late, *(missing < HALF for missing in behind[d])])
        return order + [d for d in ends if d not in order]

    def _wasted(self, kind: int, way_out: Exit, ends: Sequence[int]) -> set[int]:
        """Destinations that cost a vehicle hours of the day more than a farther one would."""
        idle = {d: self.returns.idle_after(kind, way_out, d) for d in ends}
        away = {d: self.returns.away(kind, way_out, d) for d in ends}
        best = min(ends, key=lambda d: (idle[d], -away[d]), default=-1)  # a gate may lead nowhere
        return {d for d in ends if idle[d] > idle[best] + WASTED and away[d] < away[best]}

    def _behind(self, kind: int, leaves: int) -> list[tuple[float, float]]:
        """How far each destination is behind the guide, now and before long; empty without one."""
        if self.state.course is None or self.policy.guide is None:
            return []
        if self.policy.guide == "progress":
            return self.state.course.behind_in_mix(kind, self.policy.ahead)
        pace = 1.0 if self.policy.guide == "whole" else self.policy.pace
        return self.state.course.behind(kind, leaves, pace)

    def _exits(self, entry: Entry, outlook: Outlook, point: int) -> list[Exit]:
        """How the vehicle could leave from a point, if the night allows it, the soonest first."""
        self.meter.looks += 1
        kind = self.problem.types[entry.kind]
        place = self.problem.at_point(point)
        arrive = entry.time + self.problem.seconds[entry.kind][entry.place][place]
        ready = arrive + least_stay(self.problem, kind, point)
        most = self.demand.most_healthy(point, arms_barred=kind.bars_arms)
        persons = max(1, min(kind.seats, most))
        return [
            way_out
            for way_out in outlook.exits(entry.kind, point, ready, persons)
            if night_allowed(self.problem, entry, point, arrive, way_out.start)
        ]

    def _targets_at(
        self,
        entry: Entry,
        outlook: Outlook,
        point: int,
        exits: Sequence[Exit],
        accepts: int,
        wanted: Sequence[tuple[int, int]],
    ) -> Iterator[tuple[tuple[int, int, int, int, int], Target]]:
        """Possible loads from a point, with what they are worth, the less the better.

        That is whether the vehicle would go half empty, for how long the gate would wait for it
        (if the policy minds), how little the destination is wanted, and when the vehicle is of use
        again and out (if the policy minds). `wanted` are destinations with a rank, ascending; none
        is given after one that nothing speaks against.
        """
        kind = self.problem.types[entry.kind]
        place = self.problem.at_point(point)
        for rank, d in wanted:
            if not accepts >> d & 1:
                continue
            way_out, soon = self._way_out(entry, point, exits, d)
            if way_out is None:
                continue
            gate = self.problem.at_crossing(way_out.crossing)
            leg = self.problem.seconds[entry.kind][gate][self.problem.at_destination(d)]
            day = self.reception.day(way_out.start + leg)
            room = self.reception.room(d, day)
            if room > 0:
                waits = 0
                if self.policy.busy_gate:
                    free = outlook.queues[way_out.crossing].end
                    waits = max(0, way_out.ready - free) // WAIT_GRAIN
                here = self.demand.healthy(point, d, arms_barred=kind.bars_arms)
                half_empty = int(2 * min(here, room) < kind.seats)
                arrive = entry.time + self.problem.seconds[entry.kind][entry.place][place]
                yield (half_empty, waits, rank, *soon), Target(point, d, arrive, way_out, day)
                if not (half_empty or waits):
                    return

    def saving(self) -> bool:
        """Whether so few are left at points for the night that they are kept for the mornings."""
        patient = sum(self.demand.at[p] for p in self.mornings.points)
        return patient < self.policy.save * self.mornings.share * self.demand.persons

    def _spends(self, entry: Entry, point: int, way_out: Exit) -> bool:
        """Whether people would go by day who could board overnight, to be at a gate as it opens."""
        nights = self.problem.nights
        return self.problem.points[point].overnight and (
            bisect_left(nights, entry.time) == bisect_left(nights, way_out.start)
        )

    def _way_out(
        self, entry: Entry, point: int, exits: Sequence[Exit], destination: int
    ) -> tuple[Exit | None, tuple[int, int]]:
        """By which of the exits to go to a destination; when of use again and out, or (0, 0).

        The soonest, or the one by which the vehicle is of use again soonest.
        """
        able = (out for out in exits if may_go(self.problem, entry, point, out, destination))
        if self.policy.points != "soon":
            return next(able, None), (0, 0)
        best: tuple[tuple[int, int], Exit] | None = None
        for out in able:
            back = out.start + self.returns.away(entry.kind, out, destination)
            again = back + self.returns.idle_after(entry.kind, out, destination)
            if best is None or (again, out.start) < best[0]:
                best = (again, out.start), out
        return (None, (0, 0)) if best is None else (best[1], best[0])
