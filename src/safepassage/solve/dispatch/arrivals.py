"""Who could be at each gate, and when: idle vehicles on their way in, loads on their way out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safepassage.solve.dispatch.approaches import Approaches, Idle
from safepassage.solve.dispatch.meter import Meter
from safepassage.solve.dispatch.outlook import Exit, Expected, queue_work
from safepassage.solve.dispatch.policy import Policy
from safepassage.solve.dispatch.rounds import Approach, Load
from safepassage.solve.dispatch.state import State
from safepassage.solve.dispatch.targets import Returns
from safepassage.solve.gates import Arrival
from safepassage.solve.problem import UNREACHABLE, Problem

Ints = NDArray[np.int64]

SENDING = 15
"""Looks that a vehicle counts for which has become free: ways of its crew to every gate."""


class Inbound:
    """When each idle vehicle can be at each gate, fit for a destination that is wanted."""

    def __init__(
        self, problem: Problem, policy: Policy, state: State, returns: Returns, meter: Meter
    ) -> None:
        """Nothing is worked out yet; `meter` counts the vehicles looked at."""
        self.problem = problem
        self.policy = policy
        self.state = state
        self.meter = meter
        self.returns = returns
        self._approaches = Approaches(problem)
        self._ambulances = np.array([problem.types[k].kind == "ambulance" for k in problem.fleet])
        self._wanted: tuple[int, int] | None = None
        shape = len(problem.crossings), len(problem.fleet)
        self._soon = np.full(shape, UNREACHABLE)  # if they set out as soon as they can
        self._ready = np.full(shape, UNREACHABLE)

    def refresh(self) -> bool:
        """Work everything out anew if other destinations are wanted than before; say whether."""
        wanted = self._wanted_for(patients=False), self._wanted_for(patients=True)
        if wanted == self._wanted:
            return False
        self._wanted = wanted
        self._ready[:] = UNREACHABLE
        for v in self.state.idle:
            self.update(v)
        return True

    def _wanted_for(self, *, patients: bool) -> int:
        """Destinations a vehicle could be wanted for; an ambulance is kept for patients."""
        wanted = self.state.demand.wanted(patients=patients)
        if not wanted and self.policy.seats_in_ambulances:
            wanted = self.state.demand.wanted()
        return wanted

    def update(self, v: int) -> None:
        """The vehicle has become free, or is under way."""
        item = self.state.idle.get(v)
        if item is None or self._wanted is None:
            self._ready[:, v] = UNREACHABLE
            return
        self.meter.looks += SENDING
        wanted = self._wanted_by(v)
        for c in range(len(self.problem.crossings)):
            ready = self._soonest(item, c, wanted)
            self._soon[c, v] = UNREACHABLE if ready is None else ready
        self.hold(v)

    def hold(self, v: int) -> None:
        """An idle vehicle is to come no sooner than its holds say."""
        for c in range(len(self.problem.crossings)):
            self.hold_at(c, v)

    def hold_at(self, crossing: int, v: int) -> None:
        """The same for one gate."""
        item = self.state.idle[v]
        held = max(item.hold, item.holds.get(crossing, 0))
        self._ready[crossing, v] = max(int(self._soon[crossing, v]), held)

    def _wanted_by(self, v: int) -> int:
        assert self._wanted is not None  # `refresh` comes before all else
        return self._wanted[self.ambulance(v)]

    def ambulance(self, v: int) -> bool:
        """Whether it is one."""
        return bool(self._ambulances[v])

    def next_after(self, crossing: int, now: int, *, ambulances: bool) -> int:
        """When the next of the ambulances, or of the others, can be there; UNREACHABLE if never."""
        row = self._ready[crossing]
        return int(row[(row > now) & (self._ambulances == ambulances)].min(initial=UNREACHABLE))

    def first(self, crossing: int) -> int:
        """When the first of them can be there; UNREACHABLE if none can."""
        return int(self._ready[crossing].min(initial=UNREACHABLE))

    def soonest(self, v: int) -> int:
        """When a vehicle can be at any gate; UNREACHABLE if at none."""
        return int(self._ready[:, v].min(initial=UNREACHABLE))

    def called(self, v: int, crossing: int) -> int:
        """When it can be at a gate if it is called there, though it found no load by itself."""
        item = self.state.idle[v]
        ready = self._soonest(item, crossing, self._wanted_by(v))
        return UNREACHABLE if ready is None else max(ready, item.hold)

    def by(self, crossing: int, latest: int, most: int | None = None) -> list[Arrival]:
        """Those that can be there by a time, in their turn; no more than `most` of them."""
        chosen, urgency = self._by(crossing, latest)
        ready = self._ready[crossing, chosen]
        columns = (each[:most].tolist() for each in (ready, urgency, chosen))
        return [Arrival(at, turn, 1, 0, v) for at, turn, v in zip(*columns, strict=True)]

    def there(self, crossing: int, instant: int) -> list[int]:
        """The vehicles that are there at an instant, in their turn."""
        vehicles: list[int] = self._by(crossing, instant)[0].tolist()
        return vehicles

    def _by(self, crossing: int, latest: int) -> tuple[Ints, Ints]:
        """Vehicles that can be there by a time, and their urgency, in their turn.

        Convoys get ambulances and others in turn while groups need both.
        """
        row = self._ready[crossing]
        chosen = np.flatnonzero(row <= min(latest, UNREACHABLE - 1))
        urgency = np.zeros_like(chosen)
        if self.state.demand.needs_several():
            for kind in (self._ambulances[chosen], ~self._ambulances[chosen]):
                urgency[kind] = np.arange(np.count_nonzero(kind))
        order = np.lexsort((row[chosen], urgency))
        return chosen[order], urgency[order]

    def approach(self, item: Idle, crossing: int, start: int) -> Approach:
        """How it comes to a convoy: of the ways that are in time, the one fit for most."""
        return [way for way in self._ways(item, crossing) if way.ready <= start][-1]

    def _ways(self, item: Idle, crossing: int) -> tuple[Approach, ...]:
        if crossing not in item.ways:
            item.ways[crossing] = self._approaches.to_gate(item, crossing)
        return item.ways[crossing]

    def _soonest(self, item: Idle, crossing: int, wanted: int) -> int | None:
        ways = [way for way in self._ways(item, crossing) if way.serves & wanted]
        if len(ways) < 2:
            return ways[0].ready if ways else None
        if self.policy.rested:
            return self._rested(item, crossing, ways).ready
        return min(ways, key=lambda way: self._lost(item, way, crossing, wanted)).ready

    def _rested(self, item: Idle, crossing: int, ways: Sequence[Approach]) -> Approach:
        """The way that is fit for most and not much later than the soonest, as the policy says."""
        soonest = ways[0].ready
        spans = self.problem.windows["in"][crossing]
        opens = next((opens for opens, closes in spans if closes > soonest), soonest)
        rest = self.problem.types[self.problem.fleet[item.vehicle]].rest_seconds
        latest = max(soonest, opens) + self.policy.rested * rest
        return [way for way in ways if way.ready <= latest][-1]

    def _lost(self, item: Idle, way: Approach, crossing: int, wanted: int) -> int:
        """Time lost by coming this way: until it is at the gate, and idle after the best round.

        Coming later but fit for a far destination may be better than a near one late in the day.
        """
        k = self.problem.fleet[item.vehicle]
        serves = way.serves & wanted
        leaves = Exit(way.ready + self.returns.inside(k, crossing), crossing)
        idle = (
            self.returns.idle_after(k, leaves, d)
            for d in range(len(self.problem.destinations))
            if serves >> d & 1
        )
        return way.ready + min(idle)


class Outbound:
    """When each load can be at each gate, and how long it could wait there."""

    def __init__(self, problem: Problem, policy: Policy, state: State, returns: Returns) -> None:
        """Nothing is worked out yet."""
        self.problem = problem
        self.policy = policy
        self.state = state
        self.returns = returns
        self._known: dict[int, list[Arrival | None]] = {}
        self._expected: dict[int, Expected] = {}
        self.night = -UNREACHABLE
        """The last night there was."""

    def after_night(self, night: int) -> None:
        """Who has waited until now has waited for a night."""
        self.night = night
        self._known.clear()

    def arrivals(self, crossing: int) -> list[Arrival]:
        """Loads that may leave by this gate."""
        found = (self.by_gate(number)[crossing] for number in self.state.loads)
        return [arrival for arrival in found if arrival is not None]

    def by_gate(self, number: int) -> list[Arrival | None]:
        """For each gate, how the load comes to it; None if it may not leave there."""
        known = self._known.get(number)
        if known is None:
            load, gates = self.state.loads[number], range(len(self.problem.crossings))
            known = self._known[number] = [self._arrival(number, load, c) for c in gates]
        return known

    def forget(self, number: int) -> None:
        """The load has gone, or is to leave its point later."""
        self._known.pop(number, None)
        self._expected.pop(number, None)

    def expected(self, number: int, load: Load) -> Expected:
        """What the load is to the queue of the gate it is to leave by."""
        known = self._expected.get(number)
        if known is None:
            gate = self.state.gates["out"][load.gate]
            known = Expected(
                self.at_gate(load, load.gate), queue_work(gate, len(load.rounds), load.persons)
            )
            self._expected[number] = known
        return known

    def at_gate(self, load: Load, crossing: int) -> int:
        """When all vehicles of a load can be at a gate."""
        gate = self.problem.at_crossing(crossing)
        return max(
            item.ready
            + self.problem.seconds[self.problem.fleet[item.vehicle]][
                self.problem.at_point(item.calls[-1].point)
            ][gate]
            for item in load.rounds
        )

    def _arrival(self, number: int, load: Load, crossing: int) -> Arrival | None:
        ready = self.at_gate(load, crossing)
        if not self._may_leave_by(load, crossing):
            if not self._may_go_round_by(load, crossing):
                return None
            ready += max(0, self._closes(load) - max(item.ready for item in load.rounds))
        urgency = load.urgency * UNREACHABLE + self._patience(load, crossing, ready)
        return Arrival(ready, urgency, len(load.rounds), load.persons, number)

    def _closes(self, load: Load) -> int:
        """When the gate it was made up for closes, once it could be there; 0 if never again."""
        closings = self.state.gates["out"][load.gate].closings
        after = bisect_right(closings, self.at_gate(load, load.gate))
        return closings[after] if after < len(closings) else 0

    def _may_go_round_by(self, load: Load, crossing: int) -> bool:
        """Whether crews and tanks last for another way than planned (V2)."""
        places = self.problem.at_crossing(crossing), self.problem.at_destination(load.destination)
        for item in load.rounds:
            k = self.problem.fleet[item.vehicle]
            limit = self.problem.types[k].range_metres
            way = [item.origin if item.base is None else item.base]
            if item.inbound is not None:
                way.append(self.problem.at_crossing(item.inbound.crossing))
            way += [*(self.problem.at_point(call.point) for call in item.calls), *places]
            seconds, metres = (
                sum(table[k][a][b] for a, b in pairwise(way))
                for table in (self.problem.seconds, self.problem.metres)
            )
            if seconds > item.fit or (limit is not None and metres > limit):
                return False
        return True

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
                    > table[point][planned] + table[planned][end]
                ):
                    return False
        return True

    def _patience(self, load: Load, crossing: int, ready: int) -> int:
        """The more of it, the rather others of its class pass before the load.

        Who has waited for a night has none left. Else those have most who may wait overnight, if
        the policy minds; then it is by slack.
        """
        if ready <= self.night:
            return -1
        slack = self._slack(load, crossing, ready)
        points = (self.problem.points[item.calls[-1].point] for item in load.rounds)
        if self.policy.patient_last and all(point.overnight for point in points):
            return slack + UNREACHABLE // 2
        return slack

    def _slack(self, load: Load, crossing: int, ready: int) -> int:
        """How long the load could wait at the gate before its vehicles are back too late.

        Who is back at night anyway can let those pass whose next round depends on it.
        """
        k = self.problem.fleet[load.rounds[0].vehicle]
        return self.returns.idle_after(k, Exit(ready, crossing), load.destination)
