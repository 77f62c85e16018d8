"""One dispatch: convoy after convoy in the order of time, under one policy.

Always the convoy that can start first is let pass next. What it sets free (vehicles inside, loads
at the gate, vehicles at a destination) comes later than its start, so no decision depends on one
that isn't taken yet. Every promise is kept by construction; trips that turn out impossible are
called off whole, which only leaves room behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from safepassage.model.agreement import Direction
from safepassage.solve.dispatch.approaches import Idle
from safepassage.solve.dispatch.arrivals import Inbound, Outbound
from safepassage.solve.dispatch.delivery import Delivery
from safepassage.solve.dispatch.loading import Loader
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.mornings import Mornings
from safepassage.solve.dispatch.outlook import Exit, Expected, Outlook, Queue
from safepassage.solve.dispatch.party import Entrant, largest_party
from safepassage.solve.dispatch.pilot import Pilot
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Load, Ride, Round, Schedule
from safepassage.solve.dispatch.state import State, start
from safepassage.solve.dispatch.targets import Entry
from safepassage.solve.gates import Passage
from safepassage.solve.problem import UNREACHABLE, WAYS, Problem
from safepassage.solve.units import Mode

RETRY = 1800
"""Seconds after which a vehicle that found no load asks again."""

COMPANY = 3600
"""Seconds for which an ambulance rather waits for another vehicle than take the less urgent."""

BEGINNING = 200
"""Looks that beginning a dispatch counts for, and as many more for each ten vehicles."""

MOST_BEGINNING = 3_000

Choice = tuple[int, int, int, Literal["in", "out", "inside"], Passage | None]


class Dispatch:
    """A dispatch under one policy, from a state on; `run` carries it to its end."""

    def __init__(
        self,
        problem: Problem,
        policy: Policy,
        pilot: Pilot | None,
        meter: Meter,
        mornings: Mornings,
        state: State | None = None,
    ) -> None:
        """Go on from `state`, which is used up; without one nothing has moved yet."""
        meter.looks += min(MOST_BEGINNING, BEGINNING + BEGINNING * len(problem.fleet) // 10)
        self.problem = problem
        self.policy = policy
        self.pilot = None if policy.guide is None else pilot
        self.state = start(problem, policy) if state is None else state
        self.mornings = mornings
        self.loader = Loader(problem, policy, self.state, self.mornings, meter)
        self.returns = self.loader.targeting.returns
        self.inbound = Inbound(problem, policy, self.state, self.returns, meter)
        self.outbound = Outbound(problem, policy, self.state, self.returns)
        self.delivery = Delivery(problem, self.state.reception)
        self._passages: dict[tuple[Direction, int], Passage | None] = {}
        self._seen: Outlook | None = None
        self._nights = -1
        self._anew = False
        self._party = 2 * largest_party(problem)  # ambulances and others enter in turn
        ambulances = sum(self.inbound.ambulance(v) for v in range(len(problem.fleet)))
        self._others = len(problem.fleet) - ambulances
        self._fewest = min(ambulances, self._others)

    def run(self, marks: Sequence[float] = ()) -> tuple[Schedule, list[State]]:
        """Let convoys pass until no more can be done.

        Also returns the states in which no more than each of `marks` (shares, descending) of the
        people waited.
        """
        due = [mark for mark in marks if mark < self.state.left]
        states: list[State] = []
        while (choice := self._next()) is not None:
            self._let_pass(choice)
            if due and self.state.left <= due[0]:
                due = [mark for mark in due if mark < self.state.left]
                states.append(self.state.copy())
        for number in list(self.state.loads):
            self._call_off(number, hold=UNREACHABLE)
        left = {*self.state.demand.left(), *self.state.apart}
        return Schedule(tuple(self.state.done), tuple(sorted(left))), states

    def run_until(self, instant: int) -> State:
        """Let convoys pass that start before an instant; how it stands then, to go on from."""
        while (choice := self._next()) is not None and choice[0] < instant:
            self._let_pass(choice)
        return self.state

    def _let_pass(self, choice: Choice) -> None:
        start, _, where, way, passage = choice
        if self._after_night(start):
            return  # decide again: some can't go any more, others have waited long enough
        self.state.now = start
        if way == "inside":
            self._start_inside(where)
        elif way == "in":
            assert passage is not None
            self._pass_in(where, passage)
        else:
            assert passage is not None
            self._pass_out(where, passage)

    # Choosing

    def _next(self) -> Choice | None:
        """What happens next: the earliest of all that could."""
        choices: list[Choice] = []
        ranks = {"out": 0, "in": 1} if self.policy.out_first else {"out": 1, "in": 0}
        if self.inbound.refresh():
            self._forget("in")
        for way in WAYS:
            for c in range(len(self.state.gates[way])):
                passage = self._passage(way, c)
                if passage is not None:
                    choices.append((passage.start, ranks[way], c, way, passage))
        choices.extend((item.hold, 2, v, "inside", None) for v, item in self.state.inside.items())
        return min(choices, default=None, key=lambda choice: choice[:3])

    def _after_night(self, now: int) -> bool:
        """Call off loads that a night found where none may wait; say whether there was a night.

        Nobody else may count on their vehicles, their places or their turn at a gate.
        """
        past = bisect_right(self.problem.nights, now)
        before, self._nights = self._nights, past
        if past <= before:
            return False  # less: who has waited for a night goes by a gate that had time before it
        self._anew = True
        if past:
            self.outbound.after_night(self.problem.nights[past - 1])
        for number in [n for n, load in self.state.loads.items() if not self._may_wait(load, now)]:
            self._call_off(number, hold=now)
        self._forget("in")
        self._forget("out")
        return True

    def _may_wait(self, load: Load, now: int) -> bool:
        """Whether its vehicles may have been where they are in all nights until now (V2)."""
        return not any(
            item.inside_since <= night <= now
            and not (self.problem.points[call.point].overnight and call.arrive <= night)
            for item in load.rounds
            for call in item.calls[-1:]
            for night in self.problem.nights
        )

    def _passage(self, way: Direction, c: int) -> Passage | None:
        """The next convoy of a gate; worked out again only if something has changed for it."""
        if (way, c) not in self._passages:
            self._passages[way, c] = self._next_in(c) if way == "in" else self._next_out(c)
        return self._passages[way, c]

    def _next_in(self, c: int) -> Passage | None:
        gate, policy = self.state.gates["in"][c], self.policy
        headway = gate.crossing.headway_seconds
        slot = gate.earliest(self.inbound.first(c), 1, 0)
        if slot is None:
            return None
        hold = int(policy.hold_in * headway)
        least = self._party if self.state.demand.needs_several() else 1
        most = None if hold else gate.crossing.convoy_vehicles  # all are there as it starts
        arrivals = self.inbound.by(c, slot[0] + hold, most)
        return gate.pack(arrivals, hold, int(policy.stretch_in * headway), least)

    def _next_out(self, c: int) -> Passage | None:
        gate, policy = self.state.gates["out"][c], self.policy
        headway = gate.crossing.headway_seconds
        return gate.pack(
            self.outbound.arrivals(c),
            int(policy.hold_out * headway),
            int(policy.stretch_out * headway),
            fill=policy.fill,
        )

    def _forget(self, way: Direction, ready: int = -UNREACHABLE) -> None:
        """Convoys this way are worked out again, unless they start before `ready`."""
        for c in range(len(self.state.gates[way])):
            self._forget_at(way, c, ready)

    def _forget_at(self, way: Direction, c: int, ready: int) -> None:
        """The next convoy of a gate is, unless who comes at `ready` can't be of concern to it.

        It may hold; outward it may also wait for who comes within a headway (`Policy.fill`).
        """
        passage = self._passages.get((way, c))
        wait = self.policy.hold_in if way == "in" else max(1.0, self.policy.hold_out)
        patience = int(wait * self.state.gates[way][c].crossing.headway_seconds)
        if passage is None or passage.start + patience >= ready:
            self._passages.pop((way, c), None)

    def _forget_by(self, number: int) -> None:
        """Convoys outward are that a load could have to do with: it is new, or about to go."""
        for c, arrival in enumerate(self.outbound.by_gate(number)):
            if arrival is not None:
                self._forget_at("out", c, arrival.ready)

    def _outlook(self) -> Outlook:
        """What is on its way to each outbound gate."""
        expected: list[list[Expected]] = [[] for _ in self.state.gates["out"]]
        for number, load in self.state.loads.items():
            expected[load.gate].append(self.outbound.expected(number, load))
        if self._seen is None:
            queues = map(Queue, self.state.gates["out"], expected)
            self._seen = Outlook(self.problem, self.mornings, tuple(queues))
        else:
            for queue, loads in zip(self._seen.queues, expected, strict=True):
                queue.renew(loads)
        return self._seen

    # Inbound

    def _pass_in(self, crossing: int, passage: Passage) -> None:
        """Fill the convoy: vehicles that find no load make room for others that are present."""
        ride = Ride(crossing, "in", passage.start, passage.end)
        outlook = self._outlook()
        self._ask_pilot(passage.start, outlook)
        present = [(v, ride) for v in self._present(crossing, passage)]
        places = len(passage.keys)
        if self.problem.doors and self.state.demand.needs_several():
            present += self._elsewhere(passage)
            places = len(present)
        company = self._others_after(crossing, passage.start) <= passage.start + COMPANY
        entered = False
        tried: list[int] = []
        while places > 0 and present:
            self.loader.look_round([v for v, _ in present])
            batch = [self._entrant(*each) for each in present[:places]]
            present = present[places:]
            loads = self.loader.loads(batch, outlook, company=company)
            places -= sum(len(load.rounds) for load in loads)
            entered = entered or bool(loads)
            self._send(loads)
            tried += [entrant.vehicle for entrant in batch if entrant.inbound is ride]
        if entered:
            self.state.gates["in"][crossing].take(passage)
            if self.problem.crossings[crossing].shared:
                self._forget_at("out", crossing, -UNREACHABLE)
        self._forget("in")
        alone = [v for v in tried if v in self.state.idle]
        if alone:
            self._set_aside(
                alone, crossing, passage.start, self._company(tried, crossing, passage.start)
            )

    def _ask_pilot(self, now: int, outlook: Outlook) -> None:
        """Get a guide at the start, and anew each time that another part of the people has gone.

        One of whole rounds is asked for every morning.
        """
        stages, whole = self.state.stages, self.policy.guide == "whole"
        due = (whole and self._anew) or (bool(stages) and self.state.left <= stages[0])
        if self.pilot is None or not due:
            return
        self._anew = False
        self.state.stages = tuple(stage for stage in stages if stage < self.state.left)
        if self.state.left == 1.0 and not whole:
            self.loader.follow(self.pilot.first(self.policy.guide))
            return
        units = (self.problem.units[u] for u in self.state.demand.left())
        supplies = self._supplies(outlook)
        if whole:
            guide = self.pilot.whole.guide(units, supplies, now, self.policy.pace)
        else:
            guide = self.pilot.guide(units, supplies, now, self.policy.guide)
        self.loader.follow(guide)

    def _supplies(self, outlook: Outlook) -> dict[int, list[tuple[int, int, int]]]:
        """When each vehicle can be at a gate again: (seconds, 1, pool) by type."""
        supplies: dict[int, list[tuple[int, int, int]]] = {}
        for v, idle in self.state.idle.items():
            ready = self.inbound.soonest(v)
            if ready < UNREACHABLE:
                supply = max(ready, idle.hold), 1, self.problem.pool(idle.place)
                supplies.setdefault(self.problem.fleet[v], []).append(supply)
        for load in self.state.loads.values():
            turn = outlook.queues[load.gate].turn(self.outbound.at_gate(load, load.gate))
            pool = self.problem.pool(self.problem.at_destination(load.destination))
            for item in load.rounds:
                k = self.problem.fleet[item.vehicle]
                away = self.returns.away(k, Exit(turn, load.gate), load.destination)
                supplies.setdefault(k, []).append((turn + away, 1, pool))
        return supplies

    def _present(self, crossing: int, passage: Passage) -> list[int]:
        """Vehicles that are at the gate when the convoy starts: its own, then the others."""
        there = self.inbound.there(crossing, passage.start)
        return list(dict.fromkeys((*passage.keys, *there)))

    def _elsewhere(self, passage: Passage) -> list[tuple[int, Ride]]:
        """Vehicles that could set out from other doors now, to carry a group together."""
        found = []
        for v, item in sorted(self.state.idle.items()):
            door = self.problem.doors.index(item.place)
            if v not in passage.keys and self.inbound.called(v, door) <= passage.start:
                found.append((v, Ride(door, "in", passage.start, passage.end)))
        return found

    def _entrant(self, v: int, ride: Ride) -> Entrant:
        """It leaves as late as it may, where it waits or at the staging area where it rests."""
        item, k = self.state.idle[v], self.problem.fleet[v]
        gate = self.problem.at_crossing(ride.crossing)
        way = self.inbound.approach(item, ride.crossing, ride.start)
        until = self.problem.case.vehicles[v].available_until
        entry = Entry(k, gate, ride.end, way.lead, way.metres, way.fit, until)
        table = self.problem.seconds[k]
        if way.base is None:
            return Entrant(v, entry, item.place, ride.start - table[item.place][gate], ride)
        move = ride.start - table[way.base][gate]
        return Entrant(v, entry, item.place, way.leave, ride, way.base, way.reach, move)

    def _send(self, loads: list[Load]) -> None:
        for load in loads:
            self.state.loads[self.state.numbers] = load
            self._forget_by(self.state.numbers)
            self.state.numbers += 1
            for item in load.rounds:
                waited = self.state.idle if item.vehicle in self.state.idle else self.state.inside
                self.state.origin[item.vehicle] = waited.pop(item.vehicle)
                self.inbound.update(item.vehicle)

    def _company(self, alone: list[int], crossing: int, now: int) -> int:
        """When the next one comes that these need for a group that rides in several vehicles.

        UNREACHABLE if nobody waits who does, or those they need are left too. And, unless these are
        ambulances that the urgent wait for, if there are so many vehicles that convoys have both
        anyway: to ask more often would only make convoys longer then.
        """
        demand = self.state.demand
        ambulances = sum(self.inbound.ambulance(v) for v in alone)
        others = len(alone) - ambulances
        most = self.problem.crossings[crossing].convoy_vehicles
        split = demand.any_waits(Mode.SPLIT)
        large = self._others <= most and demand.any_waits(Mode.LARGE)
        soonest = UNREACHABLE
        if split and self._fewest <= most and not ambulances:
            soonest = self.inbound.next_after(crossing, now, ambulances=True)
        wanted = split and (self._fewest <= most or self.loader.less_urgent_alone())
        if (wanted and not others) or (large and others < self._party // 2):
            soonest = min(soonest, self._others_after(crossing, now))
        return soonest

    def _others_after(self, crossing: int, now: int) -> int:
        """When the next vehicle that is no ambulance can come to a gate inward."""
        return self.inbound.next_after(crossing, now, ambulances=False)

    def _set_aside(self, vehicles: list[int], crossing: int, now: int, company: int) -> None:
        """Vehicles that found no load try again a little later, or at the next opening.

        Sooner if `company` comes before.
        """
        spans = self.problem.windows["in"][crossing]
        soon = min(now + RETRY, company)
        if any(opens <= soon < closes for opens, closes in spans):
            wake = soon
        else:
            wake = min((opens for opens, _ in spans if opens > now), default=UNREACHABLE)
        for v in vehicles:
            self.state.idle[v].holds[crossing] = wake
            self.inbound.hold_at(crossing, v)

    def _start_inside(self, vehicle: int) -> None:
        """Vehicles that are inside from the start are loaded together once they are available."""
        first = self.state.inside[vehicle]
        together = [item for item in self.state.inside.values() if item.hold == first.hold]
        entrants = []
        for item in together:
            until = self.problem.case.vehicles[item.vehicle].available_until
            k = self.problem.fleet[item.vehicle]
            entry = Entry(k, item.place, item.hold, 0, 0, item.log.limit, until)
            entrants.append(Entrant(item.vehicle, entry, item.place, item.hold, None))
        self._send(self.loader.loads(entrants, self._outlook()))
        openings = sorted(opens for spans in self.problem.windows["out"] for opens, _ in spans)
        later = next((opens for opens in openings if opens > first.hold), None)
        for item in together:
            if later is None:
                self.state.inside.pop(item.vehicle, None)
            elif item.vehicle in self.state.inside:  # it may always wait where it starts
                item.hold = later

    # Outbound

    def _pass_out(self, crossing: int, passage: Passage) -> None:
        ride = Ride(crossing, "out", passage.start, passage.end)
        self._forget_at("out", crossing, -UNREACHABLE)
        if self.problem.crossings[crossing].shared:
            self._forget("in")
        barred = [n for n in passage.keys if not self._can_leave(n, crossing, passage)]
        if barred:  # decide again without them, or with them later
            return
        self.state.gates["out"][crossing].take(passage)
        for number in passage.keys:
            load = self.state.loads[number]
            arrivals = self.delivery.arrivals(load, ride)
            if arrivals is None:
                self._call_off(number, hold=passage.end)
                continue
            self._forget_by(number)
            del self.state.loads[number]
            self.outbound.forget(number)
            if self.problem.doors:  # who has to wait for room waits where people are
                ride = Ride(crossing, "out", max(arrivals), max(arrivals))
            for item, arrive in zip(load.rounds, arrivals, strict=True):
                self._deliver(item, load, ride, arrive)

    def _can_leave(self, number: int, crossing: int, passage: Passage) -> bool:
        """Whether its vehicles wait out every night where they are (V2); else they leave later."""
        gate = self.problem.at_crossing(crossing)
        for item in self.state.loads[number].rounds:
            k = self.problem.fleet[item.vehicle]
            call = item.calls[-1]
            leaves = (
                passage.start - self.problem.seconds[k][self.problem.at_point(call.point)][gate]
            )
            for night in self.problem.nights:
                if item.inside_since <= night <= passage.start and leaves < night:
                    self._forget_by(number)
                    call.hold = night
                    self.outbound.forget(number)
                    self._forget_by(number)
                    return False
        return True

    def _deliver(self, item: Round, load: Load, ride: Ride, arrive: int) -> None:
        self.delivery.finish(item, load, ride, arrive)
        self.state.done.append(item)
        origin = self.state.origin.pop(item.vehicle)
        log = self.delivery.log(item, origin.log, origin.free)
        end = self.problem.at_destination(load.destination)
        self._release(Idle(item.vehicle, end, item.free, log, item.free))

    def _release(self, item: Idle) -> None:
        """A vehicle is outside and free."""
        self.state.idle[item.vehicle] = item
        self.inbound.update(item.vehicle)
        self._forget("in", max(item.free, item.hold))

    def _call_off(self, number: int, hold: int) -> None:
        """Undo a load whose vehicles can't leave: they never entered, its people wait again."""
        self._forget_by(number)
        load = self.state.loads.pop(number)
        self.outbound.forget(number)
        self.state.reception.promise(load.destination, load.expected, -load.persons)
        for unit in load.units:
            self.state.demand.give_back(unit)
        for item in load.rounds:
            origin = self.state.origin.pop(item.vehicle)
            origin.hold = max(origin.hold, hold)
            if item.inbound is not None:
                self._release(origin)
            elif hold < UNREACHABLE:
                self.state.inside[item.vehicle] = origin
