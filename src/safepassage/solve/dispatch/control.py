"""One dispatch: convoy after convoy in the order of time, under one policy.

Always the convoy that can start first is let pass next. What it sets free (vehicles inside, loads
at the gate, vehicles at a destination) comes later than its start, so no decision depends on one
that isn't taken yet. Every promise is kept by construction; trips that turn out impossible are
called off whole, which only leaves room behind.
"""

from __future__ import annotations

from typing import Literal

from safepassage.model.agreement import Direction
from safepassage.solve.dispatch.admission import not_admitted
from safepassage.solve.dispatch.approaches import Approaches, Idle
from safepassage.solve.dispatch.delivery import Delivery
from safepassage.solve.dispatch.demand import Demand
from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.guide import Pilot
from safepassage.solve.dispatch.loading import Loader
from safepassage.solve.dispatch.outlook import Exit, Expected, Outlook, Queue
from safepassage.solve.dispatch.party import Entrant, largest_party
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.reception import Reception
from safepassage.solve.dispatch.rounds import Approach, Load, Ride, Round, Schedule
from safepassage.solve.dispatch.targets import Entry
from safepassage.solve.gates import Arrival, Passage, open_gates
from safepassage.solve.problem import UNREACHABLE, WAYS, Problem

STAGES = (1.0, 0.5, 0.3, 0.22, 0.16, 0.12, 0.09, 0.06, 0.04)
"""Shares of the people still waiting at which the pilot is asked again."""

RETRY = 1800
"""Seconds after which a vehicle that found no load asks again."""

Choice = tuple[int, int, int, Literal["in", "out", "inside"], Passage | None]


class Dispatch:
    """The state of a dispatch under way; `run` carries it to its end."""

    def __init__(self, problem: Problem, policy: Policy, pilot: Pilot | None = None) -> None:
        """Nothing has moved yet."""
        self.problem = problem
        self.policy = policy
        self.gates = open_gates(problem)
        self._apart = not_admitted(problem) if policy.admit else frozenset[int]()
        self.demand = Demand(problem.cohorts, self._apart)
        self._everyone = self.demand.persons
        self.reception = Reception(problem)
        self.loader = Loader(problem, policy, self.demand, self.reception)
        self.approaches = Approaches(problem)
        self.delivery = Delivery(problem, self.reception)
        self.loads: dict[int, Load] = {}
        self.idle: dict[int, Idle] = {}
        self.inside: dict[int, Idle] = {}
        self.done: list[Round] = []
        self._passages: dict[tuple[Direction, int], Passage | None] = {}
        self._wanted_before = 0
        self._party = 2 * largest_party(problem)  # ambulances and others enter in turn
        self.pilot = None if policy.ahead is None else pilot
        self._stages = list(reversed(STAGES))
        self._origin: dict[int, Idle] = {}
        self._numbers = 0
        for v, vehicle in enumerate(problem.case.vehicles):
            kind = problem.types[problem.fleet[v]]
            log = DriverLog(kind.crews * kind.driving_seconds, kind.rest_seconds)
            place = problem.place_index[vehicle.start]
            start = Idle(v, place, vehicle.available_from, log, vehicle.available_from)
            (self.inside if problem.starts_inside(v) else self.idle)[v] = start

    def run(self) -> Schedule:
        """Let convoys pass until no more can be done."""
        while (choice := self._next()) is not None:
            _, _, where, way, passage = choice
            if way == "inside":
                self._start_inside(where)
            elif way == "in":
                assert passage is not None
                self._pass_in(where, passage)
            else:
                assert passage is not None
                self._pass_out(where, passage)
        for number in list(self.loads):
            self._call_off(number, hold=UNREACHABLE)
        return Schedule(tuple(self.done), tuple(sorted({*self.demand.left(), *self._apart})))

    # Choosing

    def _next(self) -> Choice | None:
        """What happens next: the earliest of all that could."""
        choices: list[Choice] = []
        ranks = {"out": 0, "in": 1} if self.policy.out_first else {"out": 1, "in": 0}
        wanted = self.demand.wanted()
        if wanted != self._wanted_before:
            self._forget("in")
            self._wanted_before = wanted
        for way in WAYS:
            for c in range(len(self.gates[way])):
                passage = self._passage(way, c)
                if passage is not None:
                    choices.append((passage.start, ranks[way], c, way, passage))
        choices.extend((item.hold, 2, v, "inside", None) for v, item in self.inside.items())
        return min(choices, default=None, key=lambda choice: choice[:3])

    def _passage(self, way: Direction, c: int) -> Passage | None:
        """The next convoy of a gate; worked out again only if something has changed for it."""
        if (way, c) not in self._passages:
            gate, policy = self.gates[way][c], self.policy
            arrivals = self._arrivals_out(c) if way == "out" else self._arrivals_in(c)
            hold = policy.hold_out if way == "out" else policy.hold_in
            stretch = policy.stretch_out if way == "out" else policy.stretch_in
            headway = gate.crossing.headway_seconds
            least = self._party if way == "in" and self.demand.needs_several() else 1
            self._passages[way, c] = gate.pack(
                arrivals,
                int(hold * headway),
                int(stretch * headway),
                least,
                fill=policy.fill and way == "out",
            )
        return self._passages[way, c]

    def _forget(self, way: Direction, ready: int = -UNREACHABLE) -> None:
        """Convoys this way are worked out again, unless they start before `ready`."""
        for c in range(len(self.gates[way])):
            passage = self._passages.get((way, c))
            hold = int(self.policy.hold_in * self.gates[way][c].crossing.headway_seconds)
            if passage is None or passage.start + hold >= ready:
                self._passages.pop((way, c), None)

    def _arrivals_out(self, crossing: int) -> list[Arrival]:
        arrivals = []
        for number, load in self.loads.items():
            ready = self._at_gate(load, crossing)
            if self._may_leave_by(load, crossing):
                urgency = load.urgency * UNREACHABLE + self._slack(load, crossing, ready)
                arrivals.append(Arrival(ready, urgency, len(load.rounds), load.persons, number))
        return arrivals

    def _may_leave_by(self, load: Load, crossing: int) -> bool:
        """Whether a gate is the one the load was made up for, or no detour (V2 still holds)."""
        if load.gate == crossing:
            return True
        end = self.problem.at_destination(load.destination)
        there, planned = self.problem.at_crossing(crossing), self.problem.at_crossing(load.gate)
        for item in load.rounds:
            k = self.problem.fleet[item.vehicle]
            point = self.problem.at_point(item.calls[-1].point)
            for table in (self.problem.seconds[k], self.problem.metres[k]):
                if (
                    table[point][there] + table[there][end]
                    > table[point][planned] + (table[planned][end])
                ):
                    return False
        return True

    def _slack(self, load: Load, crossing: int, ready: int) -> int:
        """How long the load could wait at the gate before its vehicles are back too late.

        Who is back at night anyway can let those pass whose next round depends on it.
        """
        k = self.problem.fleet[load.rounds[0].vehicle]
        return self.loader.returns.idle_after(k, Exit(ready, crossing), load.destination)

    def _arrivals_in(self, crossing: int) -> list[Arrival]:
        arrivals: list[Arrival] = []
        if not self.demand.wanted():
            return arrivals
        together = self.demand.needs_several()
        ranks = {"ambulance": 0, "other": 0}
        for v, item in sorted(self.idle.items()):
            ready = self._ready(item, crossing)
            if ready is None:
                continue
            ready = max(ready, item.hold, item.holds.get(crossing, 0))
            if ready >= UNREACHABLE:
                continue
            kind = self.problem.types[self.problem.fleet[v]].kind
            group = "ambulance" if kind == "ambulance" else "other"
            arrivals.append(Arrival(ready, ranks[group], 1, 0, v))
            if together:  # convoys get ambulances and others in turn, so that groups find both
                ranks[group] += 1
        return arrivals

    def _ready(self, item: Idle, crossing: int) -> int | None:
        """When a vehicle can be at the gate, fit for a destination somebody waits to go to."""
        if crossing not in item.ways:
            item.ways[crossing] = self.approaches.to_gate(item, crossing)
        wanted = self._wanted(item)
        if (crossing, wanted) not in item.ready:
            item.ready[crossing, wanted] = self._soonest(item, crossing, wanted)
        return item.ready[crossing, wanted]

    def _soonest(self, item: Idle, crossing: int, wanted: int) -> int | None:
        ways = [way for way in item.ways[crossing] if way.serves & wanted]
        if len(ways) < 2:
            return ways[0].ready if ways else None
        return min(ways, key=lambda way: self._lost(item, way, crossing, wanted)).ready

    def _wanted(self, item: Idle) -> int:
        """Destinations the vehicle could be wanted for; an ambulance is kept for patients."""
        ambulance = self.problem.types[self.problem.fleet[item.vehicle]].kind == "ambulance"
        wanted = self.demand.wanted(patients=ambulance)
        if not wanted and self.policy.seats_in_ambulances:
            wanted = self.demand.wanted()
        return wanted

    def _lost(self, item: Idle, way: Approach, crossing: int, wanted: int) -> int:
        """Time lost by coming this way: until it is at the gate, and idle after the best round.

        Coming later but fit for a far destination may be better than a near one late in the day.
        """
        k = self.problem.fleet[item.vehicle]
        serves = way.serves & wanted
        returns = self.loader.returns
        leaves = Exit(way.ready + returns.inside(k, crossing), crossing)
        idle = (
            returns.idle_after(k, leaves, d)
            for d in range(len(self.problem.destinations))
            if serves >> d & 1
        )
        return way.ready + min(idle)

    def _approach(self, item: Idle, crossing: int, start: int) -> Approach:
        """How it comes to a convoy: of the ways that are in time, the one fit for most."""
        return [way for way in item.ways[crossing] if way.ready <= start][-1]

    def _outlook(self) -> Outlook:
        """What is on its way to each outbound gate."""
        queues = []
        for c, gate in enumerate(self.gates["out"]):
            empty = Queue(gate, [])
            loads = [load for load in self.loads.values() if load.gate == c]
            expected = [
                Expected(self._at_gate(load, c), empty.work(len(load.rounds), load.persons))
                for load in loads
            ]
            queues.append(Queue(gate, expected))
        return Outlook(self.problem, tuple(queues))

    def _at_gate(self, load: Load, crossing: int) -> int:
        """When all vehicles of a load can be at a gate."""
        gate = self.problem.at_crossing(crossing)
        return max(
            item.ready
            + self.problem.seconds[self.problem.fleet[item.vehicle]][
                self.problem.at_point(item.calls[-1].point)
            ][gate]
            for item in load.rounds
        )

    # Inbound

    def _pass_in(self, crossing: int, passage: Passage) -> None:
        """Fill the convoy: vehicles that find no load make room for others that are present."""
        ride = Ride(crossing, "in", passage.start, passage.end)
        outlook = self._outlook()
        self._ask_pilot(passage.start, outlook)
        present = [self._entrant(v, ride) for v in self._present(crossing, passage)]
        places = len(passage.keys)
        if self.problem.doors and self.demand.needs_several():
            present += self._elsewhere(passage)
            places = len(present)
        entered = False
        tried: list[int] = []
        while places > 0 and present:
            batch, present = present[:places], present[places:]
            loads = self.loader.loads(batch, outlook)
            places -= sum(len(load.rounds) for load in loads)
            entered = entered or bool(loads)
            self._send(loads)
            tried += [entrant.vehicle for entrant in batch if entrant.inbound is ride]
        if entered:
            self.gates["in"][crossing].take(passage)
        self._forget("in")
        self._forget("out")
        self._set_aside([v for v in tried if v in self.idle], crossing, passage.start)

    def _ask_pilot(self, now: int, outlook: Outlook) -> None:
        """Get a guide at the start, and anew each time that another part of the people has gone."""
        left = self.demand.persons / max(1, self._everyone)
        if self.pilot is None or not self._stages or left > self._stages[-1]:
            return
        while self._stages and left <= self._stages[-1]:
            self._stages.pop()
        if left == 1.0:
            self.loader.follow(self.pilot.first())
            return
        supplies: dict[int, list[tuple[int, int, int]]] = {}
        gates = range(len(self.problem.crossings))
        for idle in self.idle.values():
            ready = [r for c in gates if (r := self._ready(idle, c)) is not None]
            if ready:
                k = self.problem.fleet[idle.vehicle]
                pool = self.problem.pool(idle.place)
                supplies.setdefault(k, []).append((max(min(ready), idle.hold), 1, pool))
        for load in self.loads.values():
            turn = outlook.queues[load.gate].turn(self._at_gate(load, load.gate))
            for item in load.rounds:
                k = self.problem.fleet[item.vehicle]
                away = self.loader.returns.away(k, Exit(turn, load.gate), load.destination)
                pool = self.problem.pool(self.problem.at_destination(load.destination))
                supplies.setdefault(k, []).append((turn + away, 1, pool))
        units = (self.problem.units[u] for u in self.demand.left())
        self.loader.follow(self.pilot.guide(units, supplies, now))

    def _present(self, crossing: int, passage: Passage) -> list[int]:
        """Vehicles that are at the gate when the convoy starts: its own, then the others."""
        own = set(passage.keys)
        others = (a for a in self._arrivals_in(crossing) if a.ready <= passage.start)
        rest = sorted((a.urgency, a.ready, a.key) for a in others if a.key not in own)
        return [*passage.keys, *(key for _, _, key in rest)]

    def _elsewhere(self, passage: Passage) -> list[Entrant]:
        """Vehicles that could set out from other doors now, to carry a group together."""
        found = []
        for v, item in sorted(self.idle.items()):
            if v in passage.keys or item.hold > passage.start:
                continue
            door = self.problem.doors.index(item.place)
            ready = self._ready(item, door)
            if ready is not None and ready <= passage.start:
                found.append(self._entrant(v, Ride(door, "in", passage.start, passage.end)))
        return found

    def _entrant(self, v: int, ride: Ride) -> Entrant:
        """It leaves as late as it may, where it waits or at the staging area where it rests."""
        item, k = self.idle[v], self.problem.fleet[v]
        gate = self.problem.at_crossing(ride.crossing)
        way = self._approach(item, ride.crossing, ride.start)
        until = self.problem.case.vehicles[v].available_until
        entry = Entry(k, gate, ride.end, way.lead, way.metres, way.fit, until)
        table = self.problem.seconds[k]
        if way.base is None:
            return Entrant(v, entry, item.place, ride.start - table[item.place][gate], ride)
        move = ride.start - table[way.base][gate]
        return Entrant(v, entry, item.place, way.leave, ride, way.base, way.reach, move)

    def _send(self, loads: list[Load]) -> None:
        for load in loads:
            self.loads[self._numbers] = load
            self._numbers += 1
            for item in load.rounds:
                origin = self.idle.pop(item.vehicle, None) or self.inside.pop(item.vehicle)
                self._origin[item.vehicle] = origin

    def _set_aside(self, vehicles: list[int], crossing: int, now: int) -> None:
        """Vehicles that found no load try again a little later, or at the next opening."""
        if not vehicles:
            return
        spans = self.problem.windows["in"][crossing]
        soon = now + RETRY
        if any(opens <= soon < closes for opens, closes in spans):
            wake = soon
        else:
            wake = min((opens for opens, _ in spans if opens > now), default=UNREACHABLE)
        for v in vehicles:
            self.idle[v].holds[crossing] = wake

    def _start_inside(self, vehicle: int) -> None:
        """Vehicles that are inside from the start are loaded together once they are available."""
        first = self.inside[vehicle]
        together = [item for item in self.inside.values() if item.hold == first.hold]
        entrants = []
        for item in together:
            until = self.problem.case.vehicles[item.vehicle].available_until
            k = self.problem.fleet[item.vehicle]
            entry = Entry(k, item.place, item.hold, 0, 0, item.log.limit, until)
            entrants.append(Entrant(item.vehicle, entry, item.place, item.hold, None))
        self._forget("out")
        self._send(self.loader.loads(entrants, self._outlook()))
        openings = sorted(opens for spans in self.problem.windows["out"] for opens, _ in spans)
        later = next((opens for opens in openings if opens > first.hold), None)
        for item in together:
            if later is None:
                self.inside.pop(item.vehicle, None)
            elif item.vehicle in self.inside:  # it may always wait where it starts
                item.hold = later

    # Outbound

    def _pass_out(self, crossing: int, passage: Passage) -> None:
        ride = Ride(crossing, "out", passage.start, passage.end)
        self._forget("out")
        if self.problem.crossings[crossing].shared:
            self._forget("in")
        barred = [n for n in passage.keys if not self._can_leave(self.loads[n], crossing, passage)]
        if barred:  # decide again without them, or with them later
            return
        self.gates["out"][crossing].take(passage)
        for number in passage.keys:
            load = self.loads[number]
            arrivals = self.delivery.arrivals(load, ride)
            if arrivals is None:
                self._call_off(number, hold=passage.end)
                continue
            del self.loads[number]
            if self.problem.doors:  # who has to wait for room waits where people are
                ride = Ride(crossing, "out", max(arrivals), max(arrivals))
            for item, arrive in zip(load.rounds, arrivals, strict=True):
                self._deliver(item, load, ride, arrive)

    def _can_leave(self, load: Load, crossing: int, passage: Passage) -> bool:
        """Check the night (V2); a load that can never leave lawfully is called off at once."""
        gate = self.problem.at_crossing(crossing)
        for item in load.rounds:
            k = self.problem.fleet[item.vehicle]
            call = item.calls[-1]
            leg = self.problem.seconds[k][self.problem.at_point(call.point)][gate]
            for night in self.problem.nights:
                if not item.inside_since <= night <= passage.start:
                    continue
                if not self.problem.points[call.point].overnight or call.arrive > night:
                    number = next(n for n, other in self.loads.items() if other is load)
                    self._call_off(number, hold=passage.start)
                    return False
                if passage.start - leg < night:
                    call.hold = night
                    return False
        return True

    def _deliver(self, item: Round, load: Load, ride: Ride, arrive: int) -> None:
        self.delivery.finish(item, load, ride, arrive)
        self.done.append(item)
        origin = self._origin.pop(item.vehicle)
        log = self.delivery.log(item, origin.log, origin.free)
        end = self.problem.at_destination(load.destination)
        self._release(Idle(item.vehicle, end, item.free, log, item.free))

    def _release(self, item: Idle) -> None:
        """A vehicle is outside and free."""
        self.idle[item.vehicle] = item
        self._forget("in", max(item.free, item.hold))

    def _call_off(self, number: int, hold: int) -> None:
        """Undo a load whose vehicles can't leave: they never entered, its people wait again."""
        load = self.loads.pop(number)
        self.reception.promise(load.destination, load.expected, -load.persons)
        for unit in load.units:
            self.demand.give_back(unit)
        for item in load.rounds:
            origin = self._origin.pop(item.vehicle)
            origin.hold = max(origin.hold, hold)
            if item.inbound is not None:
                self._release(origin)
            elif hold < UNREACHABLE:
                self.inside[item.vehicle] = origin


def dispatch(problem: Problem, policy: Policy, pilot: Pilot | None = None) -> Schedule:
    """Run one dispatch under a policy, to its end."""
    return Dispatch(problem, policy, pilot).run()
