"""Making up loads: who boards which of the vehicles that enter together (V1, H1, H2, H3)."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from safepassage.model.fleet import VehicleType
from safepassage.model.people import NOT_URGENT
from safepassage.solve.dispatch.demand import Budget, Room, Share
from safepassage.solve.dispatch.guide import Course, Guide
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outlook import Exit, Outlook
from safepassage.solve.dispatch.party import Entrant, Party, Target
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Call, Load, Round
from safepassage.solve.dispatch.state import State
from safepassage.solve.dispatch.targets import (
    Entry,
    Points,
    Returns,
    least_stay,
    may_go,
    night_allowed,
    order_destinations,
    shuffled,
)
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import Mode

WAIT_GRAIN = 120
"""Waits of a gate that are this close (seconds) count as equal."""

HALF = 0.5
"""Rounds that the guide must be ahead of a dispatch to count: the nearest whole number decides."""

WASTED = 4 * 3600
"""Seconds of a vehicle that are lost after a near round in the evening, at least."""

Worth = tuple[int, int, int, int, int, int, int]
"""Medical class, what a target is worth (see `_targets_at`), rank of its point."""

POOL_STOPS = 3
"""Most assembly points of one trip."""


class Loader:
    """Makes up loads under one policy, out of what waits and what can be received."""

    def __init__(
        self, problem: Problem, policy: Policy, state: State, mornings: Mornings, meter: Meter
    ) -> None:
        """Take the shared state of a dispatch; `meter` counts the points looked at."""
        self.problem = problem
        self.policy = policy
        self.state = state
        self.meter = meter
        self.demand = state.demand
        self.reception = state.reception
        self.rng = random.Random(policy.seed)
        self._exceptions = dict(policy.exceptions)
        self.returns = Returns(problem, policy.margin)
        self.points = Points(problem)
        self.mornings = mornings
        self._plenty = False

    def follow(self, guide: Guide | None) -> None:
        """From now on this is the guide; rounds are counted anew."""
        self.state.course = None if guide is None else Course(guide)

    def loads(self, entrants: Sequence[Entrant], outlook: Outlook) -> list[Load]:
        """Loads for these vehicles, in the order given; one without a load isn't in any."""
        outlook.saving = self._saving()
        types = self.problem.types
        ambulances = [e for e in entrants if types[e.entry.kind].kind == "ambulance"]
        others = [e for e in entrants if types[e.entry.kind].kind != "ambulance"]
        made: list[Load] = []
        for mode in (Mode.SPLIT, Mode.LARGE):
            if mode is Mode.SPLIT and not (ambulances and others):
                continue
            while (load := self._apart(mode, ambulances, others, outlook)) is not None:
                made.append(load)
        hopeless: list[Entry] = []  # what one can't do, those after it can't that are no abler
        for entrant in (*ambulances, *others):
            if any(entrant.entry.no_abler(than) for than in hopeless):
                continue
            load = self._single(entrant, outlook, self.state.numbers + len(made))
            if load is None:
                hopeless.append(entrant.entry)
            else:
                made.append(load)
        return made

    def look_round(self, present: Sequence[int]) -> None:
        """See whether those who are left need no more than these vehicles, which are at the gate.

        Then it is time that counts: each load comes from one point, however small.
        """
        kinds = [self.problem.types[self.problem.fleet[v]] for v in present]
        seats = [kind.seats for kind in kinds if kind.kind != "ambulance"]
        self._plenty = sum(seats) >= self.demand.persons and (
            len(seats) >= self.demand.loads_apart(min(seats, default=1))
        )

    # One vehicle

    def _single(self, entrant: Entrant, outlook: Outlook, number: int) -> Load | None:
        """The load of this number, for one vehicle."""
        kind = self.problem.types[entrant.entry.kind]
        seated_too = kind.kind != "ambulance" or (
            self.policy.seats_in_ambulances and not self.demand.wanted(patients=True)
        )
        tried = self._passed_over(number, entrant.entry, outlook, seated_too)
        while (target := self._target(entrant.entry, outlook, seated_too, tried)) is not None:
            budget = Budget(self.reception.room(target.destination, target.day))
            room = Room(kind)
            shares = self._fill(room, target.point, target.destination, budget, seated_too)
            if shares:
                break
            tried.add((target.point, target.destination))  # nobody there is small enough for it
        else:
            return None
        item = self._round(entrant, target, shares)
        if self.policy.pool and seated_too and not self._plenty:
            self._pool(item, entrant.entry, target, room, budget)
        return self._load([item], target, outlook)

    def _passed_over(
        self, number: int, entry: Entry, outlook: Outlook, seated_too: bool
    ) -> set[tuple[int, int]]:
        """Points and destinations that this load is an exception to; none if it has no others."""
        passed: set[tuple[int, int]] = set()
        for _ in range(self._exceptions.get(number, 0)):
            target = self._target(entry, outlook, seated_too, passed)
            if target is None:
                return set()
            passed.add((target.point, target.destination))
        more = not passed or self._target(entry, outlook, seated_too, passed) is not None
        return passed if more else set()

    def _target(
        self, entry: Entry, outlook: Outlook, seated_too: bool, tried: set[tuple[int, int]]
    ) -> Target | None:
        """The most urgent class first, then the policy's order; None if nothing can be done."""
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

    def _saving(self) -> bool:
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

    def _fill(
        self, room: Room, point: int, destination: int, budget: Budget, seated_too: bool
    ) -> list[Share]:
        choosy_first = self.policy.choosy_first
        return self.demand.fill(
            room, point, destination, budget, seated_too=seated_too, choosy_first=choosy_first
        )

    def _pool(self, item: Round, entry: Entry, target: Target, room: Room, budget: Budget) -> None:
        """Fill seats that are left at further points where only small loads wait."""
        table, lengths = self.problem.seconds[entry.kind], self.problem.metres[entry.kind]
        first = self.problem.at_point(target.point)
        lead = entry.lead + table[entry.place][first]
        metres = entry.lead_metres + lengths[entry.place][first]
        visited = {target.point}
        while len(item.calls) < POOL_STOPS and room.seats > 0 and budget.persons > 0:
            last = item.calls[-1]
            here = self.problem.at_point(last.point)
            options = sorted(
                (table[here][self.problem.at_point(q)], q)
                for q in range(len(self.problem.points))
                if q not in visited and self._small(q, target.destination, room.kind)
            )
            if not options or options[0][0] >= UNREACHABLE:
                return
            leg, q = options[0]
            visited.add(q)
            arrive = last.arrive + last.least + leg
            on = metres + lengths[here][self.problem.at_point(q)]
            at_q = entry._replace(place=self.problem.at_point(q), lead=lead + leg, lead_metres=on)
            if not may_go(self.problem, at_q, q, target.way_out, target.destination):
                continue
            if not night_allowed(self.problem, entry, q, arrive, target.way_out.start):
                continue
            shares = self._fill(room, q, target.destination, budget, seated_too=True)
            if shares:
                lead, metres = lead + leg, on
                last.depart = last.arrive + last.least
                item.calls.append(self._call(q, arrive, room.kind, shares))

    def _small(self, point: int, destination: int, kind: VehicleType) -> bool:
        waiting = self.demand.healthy(point, destination, arms_barred=kind.bars_arms)
        return 0 < waiting < kind.seats

    # Several vehicles that stay together

    def _apart(
        self, mode: Mode, ambulances: list[Entrant], others: list[Entrant], outlook: Outlook
    ) -> Load | None:
        """A load for groups that need several vehicles; the entrants it uses leave the lists."""
        first = next(iter((*others, *ambulances)), None)
        if (
            first is None
            or not self.demand.any_waits(mode)
            or not outlook.any_exit(first.entry.kind, first.entry.place, first.entry.time)
        ):
            return None
        waiting = [
            int(any(True for _ in self.demand.cohorts_at(p, mode)))
            for p in range(len(self.problem.points))
        ]
        order = self.points.order(first.entry, outlook, self.policy.points, waiting)
        order.sort(key=lambda p: next(self.demand.cohorts_at(p, mode))[1].medical_class)
        for p in order:
            _, like = next(self.demand.cohorts_at(p, mode))
            exits = self._exits(first.entry, outlook, p)
            wanted = list(
                enumerate(self._preference(first.entry, exits, guided=mode is Mode.LARGE))
            )
            targets = self._targets_at(first.entry, outlook, p, exits, like.accepts, wanted)
            _, target = min(targets, default=(None, None), key=lambda found: found[0])
            if target is None:
                continue
            budget = Budget(self.reception.room(target.destination, target.day))
            party = Party(self.problem, self.demand, budget, target, ambulances, others)
            if mode is Mode.LARGE:
                party.board_large()
            else:
                party.board_split()
            if party.shares:
                return self._depart_together(party, ambulances, others, outlook)
        return None

    def _depart_together(
        self,
        party: Party,
        ambulances: list[Entrant],
        others: list[Entrant],
        outlook: Outlook,
    ) -> Load:
        target = party.target
        rounds = []
        for entrant, room in party.rooms:
            healthy = room.kind.kind != "ambulance"
            party.shares[entrant.vehicle] += self._fill(
                room, target.point, target.destination, party.budget, seated_too=healthy
            )
            rounds.append(self._round(entrant, target, party.shares[entrant.vehicle]))
            (ambulances if entrant in ambulances else others).remove(entrant)
        return self._load(rounds, target, outlook)

    # Records

    def _keep(self, rounds: Sequence[Round], target: Target) -> None:
        """Loads for the morning don't go the evening before, in the place of others."""
        nights = self.problem.nights
        for item in rounds:
            for night in nights[bisect_left(nights, item.inside_since) :]:
                if night > target.way_out.start:
                    break
                item.calls[-1].hold = night

    def _call(self, point: int, arrive: int, kind: VehicleType, shares: list[Share]) -> Call:
        least = least_stay(self.problem, kind, point)
        return Call(point, arrive, arrive + least, least, shares)

    def _round(self, entrant: Entrant, target: Target, shares: list[Share]) -> Round:
        kind = self.problem.types[entrant.entry.kind]
        place = self.problem.at_point(target.point)
        leg = self.problem.seconds[entrant.entry.kind][entrant.entry.place][place]
        call = self._call(target.point, entrant.entry.time + leg, kind, shares)
        return Round(
            vehicle=entrant.vehicle,
            origin=entrant.origin,
            depart=entrant.depart,
            inbound=entrant.inbound,
            calls=[call],
            fit=entrant.entry.fit,
            base=entrant.base,
            reach=entrant.reach,
            move=entrant.move,
        )

    def _load(self, rounds: list[Round], target: Target, outlook: Outlook) -> Load:
        load = Load(
            rounds, target.destination, -1, 2 * NOT_URGENT, target.way_out.crossing, target.day
        )
        for index in load.units:
            unit = self.problem.units[index]
            load.accepts &= unit.accepts
            load.urgency = min(load.urgency, 2 * unit.medical_class - (unit.patients > 0))
        if outlook.saving and load.urgency == 2 * NOT_URGENT:
            self._keep(rounds, target)
        self.reception.promise(target.destination, target.day, load.persons)
        if self.state.course is not None:
            for item in rounds:
                kind = self.problem.fleet[item.vehicle]
                self.state.course.add(kind, target.way_out.start, target.destination)
        outlook.add(target.way_out, len(rounds), load.persons)
        return load
