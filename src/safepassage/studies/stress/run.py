"""One run: vehicles become free, convoys pass, and every night what is left is planned anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from heapq import heappop, heappush
from math import ceil
from typing import Any

from safepassage.solve.dispatch.demand import Share
from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.rounds import Ride
from safepassage.solve.problem import UNREACHABLE
from safepassage.studies.stress.boarding import Boarding
from safepassage.studies.stress.dispatcher import Dispatcher
from safepassage.studies.stress.driving import Driving, driven
from safepassage.studies.stress.gates import open_lanes, real_nights
from safepassage.studies.stress.lanes import Lane
from safepassage.studies.stress.orders import Part
from safepassage.studies.stress.overnight import Packing
from safepassage.studies.stress.reception import Places
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.trips import ASSIGNED, DONE, INSIDE, Order, Standby, Trip
from safepassage.studies.stress.world import World

NIGHT, FREE, START, OUT, IN = range(5)
"""What happens at one moment, happens in this order."""


class Run:
    """The state of a run. `go` carries it through; `done` are the trips that were made."""

    def __init__(self, standing: Standing, world: World) -> None:
        """Nothing has happened yet."""
        self.standing = standing
        self.world = world
        self.events: list[tuple[int, int, int, Any]] = []
        self.driving = Driving(standing, world)
        self.boarding = Boarding(standing, world)
        self.places = Places(standing, world)
        self.lanes = open_lanes(standing, world)
        self.crews = [
            Standby(crew.place, crew.since, 0, DriverLog(kind.limit, kind.rest), crew.inside)
            for crew in standing.crews
            for kind in (standing.kinds[crew.kind],)
        ]
        self.nights = real_nights(standing, world)
        self.inside: dict[Order, None] = {}
        self.done: list[Trip] = []
        self.dispatcher = Dispatcher(self)
        self.packing = Packing(self)
        self._loading: list[list[float]] = world.loading.tolist()
        self._breakdown: list[list[int]] = world.breakdown.tolist()
        self._events = 0

    def push(self, when: int, what: int, whom: Any) -> None:
        """Something will happen."""
        self._events += 1
        heappush(self.events, (when, what, self._events, whom))

    def go(self) -> None:
        """From the first vehicle to the last convoy."""
        days = self.standing.calendar[: self.standing.days]
        for day, midnight in enumerate(days):
            self.push(midnight, NIGHT, day)
        for v, crew in enumerate(self.crews):
            self.push(crew.free, FREE, v)
        while self.events:
            now, what, _, whom = heappop(self.events)
            if what == FREE:
                self.dispatcher.look(whom, now, now)
            elif what == NIGHT:
                self._night(whom, now)
            elif what == START:
                self._start_inside(whom[0], whom[1], now)
            elif whom.wake == now:
                whom.wake = -1
                whom.gather(now)
                if what == OUT:
                    self._pass_out(whom, now)
                else:
                    self._pass_in(whom, now)
                self.touch(whom, now)

    def touch(self, lane: Lane, now: int) -> None:
        """Look at a lane when somebody could pass next."""
        when = lane.next_look(now)
        if when is not None and (lane.wake < 0 or when < lane.wake):
            lane.wake = when
            self.push(when, IN if lane.way == "in" else OUT, lane)

    # Going in

    def come(self, order: Order, now: int) -> None:
        """All vehicles of an order are on their way in."""
        trips = order.crewed
        ready = max(trip.ready for trip in trips)
        if all(self.crews[trip.vehicle].inside for trip in trips):
            begin = max(now, ready, order.due_in, self.standing.horizon[0])
            self.push(begin, START, (order, trips[0]))
            return
        lane = self.lanes["in"][order.into]
        lane.add(order, max(now, ready), order.due_in)
        self.touch(lane, now)

    def _start_inside(self, order: Order, trip: Trip, now: int) -> None:
        if order.state == ASSIGNED and order.trips[0] is trip:
            self._enter(order, None, now)

    def _pass_in(self, lane: Lane, now: int) -> None:
        while lane.open_from(now) == now and lane.server.free <= now:
            chosen, length = lane.next_convoy(now)
            if not chosen:
                return
            early = [order for order in chosen if not self._may_go_in(order, now + length)]
            if early:
                for order in early:
                    self._try_later(lane, order, now)
                continue
            ride = Ride(lane.number, "in", now, now + length)
            lane.dismiss(chosen)
            going = [order for order in chosen if self._enter(order, ride, now)]
            if going:
                lane.occupy(now, ride.end)
                return

    def _try_later(self, lane: Lane, order: Order, now: int) -> None:
        """Who couldn't be out before the night comes again after it, or when the gate opens."""
        lane.remove(order)
        nights = self.nights
        night = bisect_right(nights, now)
        later = lane.closes(now)
        if night < len(nights):
            later = min(later, nights[night])
        lane.add(order, max(later, now + 1), 0)

    def _may_go_in(self, order: Order, enters: int) -> bool:
        """Whether, by the road's times, it is out before a night that it may not spend inside."""
        nights = self.nights
        night = bisect_left(nights, enters)
        for part in order.parts:
            arrive, ready = self._inside_times(part, order, enters)
            lane = self.lanes["out"][order.out]
            length = lane.passage_seconds(order.vehicles, order.planned_persons, ready)
            leaves = self.dispatcher.gates.agreed("out", order.out, ready, length)
            if leaves is None:
                return False
            if night < len(nights) and nights[night] <= leaves:
                stop = self.standing.stops[part.calls[-1][0]]
                if not (stop.overnight and arrive <= nights[night]):
                    return False
        return True

    def _inside_times(self, part: Part, order: Order, enters: int) -> tuple[int, int]:
        """When a vehicle that enters is at its last point, and at the gate outward."""
        table, kind = self.standing.seconds[part.kind], self.standing.kinds[part.kind]
        at = (
            self.crews[part.vehicle].place
            if order.into < 0
            else self.standing.gates[order.into].place
        )
        arrive = loaded = enters
        for point, _ in part.calls:
            stop = self.standing.stops[point]
            arrive = loaded + table[at][stop.place]
            loaded = arrive + stop.seconds + kind.loading
            at = stop.place
        return arrive, loaded + table[at][self.standing.gates[order.out].place]

    def _enter(self, order: Order, ride: Ride | None, now: int) -> bool:
        """Let an order's vehicles in if somebody boards them; whether they went."""
        end = now if ride is None else ride.end
        coming = self.boarding.come(order, order.crewed[0], end)
        most = self._choose_end(order, coming, end)
        if most <= 0 and coming:
            self._wait_for_places(order, now)
            return False
        loads = self.boarding.loads(order, coming, most, end, off=self.dispatcher.off)
        persons = sum(map(_aboard, loads))
        if persons == 0:
            self.dispatcher.finish(order, now)
            return False
        self._keep_parts(order, loads, now)
        order.state, order.persons = INSIDE, persons
        if ride is not None:
            self.lanes["in"][ride.crossing].done_with(order.due_in, order.vehicles)
        ready = 0
        for trip, part, load in zip(order.crewed, order.parts, loads, strict=True):
            trip.persons = persons if order.vehicles == 1 else _aboard(load)
            self._set_out(trip, part, ride, now)
            ready = max(ready, self._fetch(trip, part, order, load, end))
        leg = self.standing.seconds[order.parts[0].kind][self.standing.gates[order.out].place][
            self.standing.ends[order.destination].place
        ]
        order.expected = self.places.day(max(ready, order.due_out) + leg)
        self.places.promise(order.destination, order.expected, persons)
        self.inside[order] = None
        lane = self.lanes["out"][order.out]
        lane.add(order, ready, order.due_out)
        self.touch(lane, now)
        return True

    def _wait_for_places(self, order: Order, now: int) -> None:
        """Nobody is taken where they would go, on the day on which they would arrive."""
        tomorrow = bisect_right(self.standing.calendar, now)
        if tomorrow >= self.standing.days:
            self.dispatcher.release(order)
            return
        order.due_in = order.due_out = 0
        later = self.standing.calendar[tomorrow]
        first = order.crewed[0]
        if self.crews[first.vehicle].inside:
            self.push(later, START, (order, first))
            return
        lane = self.lanes["in"][order.into]
        lane.add(order, later, 0)
        self.touch(lane, now)

    def _choose_end(self, order: Order, coming: list[int], enters: int) -> int:
        """Where they are taken: as planned, or elsewhere if that is full; and for how many."""
        units, places = self.boarding.units, self.places
        wanted = sum(units[u].persons for u in coming)
        accepts = -1
        for u in coming:
            accepts &= units[u].accepts
        best, most = order.destination, -1
        part = order.parts[0]
        for d in (order.destination, *range(len(self.standing.ends))):
            if not accepts >> d & 1 or not self._as_near(order, d):
                continue
            arrive = max(self._inside_times(part, order, enters)[1], order.due_out)
            arrive += self.standing.seconds[part.kind][self.standing.gates[order.out].place][
                self.standing.ends[d].place
            ]
            day = places.day(arrive)
            room = 0 if places.is_full(d, day) else places.most(d, day)
            if room > most:
                best, most = d, room
            if room >= max(wanted, order.planned_persons):
                break
        if best != order.destination:
            order.destination = best
            if self.standing.doors:
                order.out = self.standing.doors.index(self.standing.ends[best].place)
        return most

    def _as_near(self, order: Order, end: int) -> bool:
        """Whether another destination is no farther than the planned one (V2 still holds)."""
        if end == order.destination:
            return True
        there, planned = self.standing.ends[end].place, self.standing.ends[order.destination].place
        if self.standing.doors:
            return False
        gate = self.standing.gates[order.out].place
        return all(
            table[part.kind][gate][there] <= table[part.kind][gate][planned]
            for part in order.parts
            for table in (self.standing.seconds, self.standing.metres)
        )

    def _keep_parts(
        self, order: Order, loads: list[list[tuple[int, list[Share]]]], now: int
    ) -> None:
        """Vehicles that nobody boards stay; the others' loads are what is to be done now."""
        kept, idle = [], []
        for part, trip, load in zip(order.parts, order.crewed, loads, strict=True):
            if load:
                calls = tuple((point, tuple(shares)) for point, shares in load)
                kept.append((part._replace(calls=calls), trip, load))
            else:
                idle.append(trip)
        order.parts = tuple(part for part, _, _ in kept)
        order.vehicles = len(kept)
        order.trips = [trip for _, trip, _ in kept]
        loads[:] = [load for _, _, load in kept]
        order.called = tuple(
            dict.fromkeys(share.unit for load in loads for _, shares in load for share in shares)
        )
        for trip in idle:
            self.dispatcher.spare(trip, now)

    def _set_out(self, trip: Trip, part: Part, ride: Ride | None, now: int) -> None:
        """It left as late as it could: nobody waits at a gate longer than needed."""
        trip.into = ride
        if ride is None or self.crews[trip.vehicle].inside:
            trip.depart = now
            return
        factor = self.driving.factor(trip.vehicle, trip.number)
        if trip.base >= 0:
            trip.move = self.driving.latest(ride.start, trip.move, trip.lead, factor)
        else:
            trip.depart = self.driving.latest(ride.start, trip.depart, trip.lead, factor)

    def _fetch(
        self,
        trip: Trip,
        part: Part,
        order: Order,
        load: list[tuple[int, list[Share]]],
        enters: int,
    ) -> int:
        """Drive to the points and board; when it can be at the gate outward."""
        table, kind = self.standing.seconds[part.kind], self.standing.kinds[part.kind]
        factor = self.driving.factor(trip.vehicle, trip.number)
        row = self._loading[trip.vehicle]
        slow = row[trip.number] if trip.number < len(row) else row[-1]
        if trip.into is None:
            at = trip.origin
        elif self.standing.doors:
            at = trip.origin if trip.base < 0 else trip.base
        else:
            at = self.standing.gates[order.into].place
        now = enters
        for point, shares in load:
            stop = self.standing.stops[point]
            arrive = self.driving.arrives(now, table[at][stop.place], factor)
            now = arrive + ceil((stop.seconds + kind.loading) * slow)
            trip.calls.append((point, arrive, now, shares))
            at = stop.place
        trip.loaded = now
        leg = table[at][self.standing.gates[order.out].place]
        return self.driving.arrives(now, leg, factor)

    # Going out

    def _pass_out(self, lane: Lane, now: int) -> None:
        while lane.open_from(now) == now and lane.server.free <= now:
            chosen, length = lane.next_convoy(now)
            if not chosen:
                return
            lane.dismiss(chosen)
            ride = Ride(lane.number, "out", now, now + length)
            gone = [order for order in chosen if self._deliver(order, ride)]
            if gone:
                lane.occupy(now, ride.end)
                return

    def _deliver(self, order: Order, ride: Ride) -> bool:
        """Take an order's people to where they want; False if its vehicles' time is up."""
        del self.inside[order]
        self.places.promise(order.destination, order.expected, -order.persons)
        arrivals = self._arrivals(order, ride)
        if arrivals is None:
            self.places.promise(order.destination, order.expected, order.persons)
            self.inside[order] = None
            self.dispatcher.retire(order)
            self.call_off(order, ride.start)
            return False
        if self.standing.doors:  # who has to wait for room waits where people are
            ride = Ride(ride.crossing, "out", arrivals[0], arrivals[0])
        order.expected = self.places.day(arrivals[0])
        self.places.promise(order.destination, order.expected, order.persons)
        self.lanes["out"][ride.crossing].done_with(order.due_out, order.vehicles)
        order.state = DONE
        for trip, part, arrive in zip(order.crewed, order.parts, arrivals, strict=True):
            self._finish(trip, part, order, ride, arrive)
        return True

    def _arrivals(self, order: Order, ride: Ride) -> list[int] | None:
        """When each vehicle arrives, keeping D1; where it would wait, elsewhere if that is near."""
        best: tuple[int, int, list[int]] | None = None
        accepts = -1
        for u in order.called:
            accepts &= self.boarding.units[u].accepts
        for d in (order.destination, *range(len(self.standing.ends))):
            if not accepts >> d & 1 or not self._as_near(order, d):
                continue
            legs = self._legs(order, ride, d)
            arrivals = self._arrivals_at(order, ride, d, legs)
            if arrivals is not None and (best is None or max(arrivals) < best[0]):
                best = max(arrivals), d, arrivals
            if arrivals == legs:
                break
        if best is None:
            return None
        order.destination = best[1]
        return best[2]

    def _legs(self, order: Order, ride: Ride, end: int) -> list[int]:
        gate, place = self.standing.gates[ride.crossing].place, self.standing.ends[end].place
        return [
            self.driving.arrives(
                ride.end,
                self.standing.seconds[part.kind][gate][place],
                self.driving.factor(trip.vehicle, trip.number),
            )
            for part, trip in zip(order.parts, order.crewed, strict=True)
        ]

    def _arrivals_at(
        self, order: Order, ride: Ride, end: int, arrivals: list[int]
    ) -> list[int] | None:
        reached = max(arrivals)
        if reached - ride.end >= UNREACHABLE:
            return None
        room = self.places.earliest(end, reached, order.persons)
        if room is None or (self.standing.doors and room >= self.standing.horizon[1]):
            return None
        if room > reached or self.places.day(min(arrivals)) != self.places.day(reached):
            arrivals = [room] * len(arrivals)
        for part, trip, arrive in zip(order.parts, order.crewed, arrivals, strict=True):
            stay = self.standing.ends[end].handover + self.standing.kinds[part.kind].turnaround
            if arrive + stay > self.standing.crews[trip.vehicle].until:
                return None
        return arrivals

    def _finish(self, trip: Trip, part: Part, order: Order, ride: Ride, arrive: int) -> None:
        kind, table = self.standing.kinds[part.kind], self.standing.seconds[part.kind]
        point, came, _, shares = trip.calls[-1]
        leg = table[self.standing.stops[point].place][self.standing.gates[ride.crossing].place]
        factor = self.driving.factor(trip.vehicle, trip.number)
        leaves = self.driving.latest(ride.start, trip.loaded, leg, factor)
        trip.calls[-1] = point, came, leaves, shares
        trip.out, trip.destination, trip.arrive = ride, order.destination, arrive
        end, row = self.standing.ends[order.destination], self._breakdown[trip.vehicle]
        broken = row[trip.number] if trip.number < len(row) else row[-1]
        trip.free = arrive + end.handover + kind.turnaround
        self.done.append(trip)
        crew = self.crews[trip.vehicle]
        if not kind.untiring:
            crew.log = driven(self.standing, trip, part, crew)
        crew.place, crew.free, crew.hold, crew.inside = end.place, trip.free + broken, 0, False
        crew.made += 1
        self.dispatcher.doing[trip.vehicle] = None
        self.push(crew.free, FREE, trip.vehicle)

    # The night

    def _night(self, day: int, now: int) -> None:
        """Who is inside stays where that is allowed; then what is left is planned anew."""
        nights = self.nights
        at = bisect_left(nights, now)
        called_off = []
        if at < len(nights) and nights[at] == now:
            for order in list(self.inside):
                if not self._stays(order, now):
                    self.call_off(order, now)
                    called_off.append(order)
        self.dispatcher.plan_anew(day, now)

    def _stays(self, order: Order, now: int) -> bool:
        """Whether its vehicles may spend the night inside (V2); if so they leave after it."""
        ready = 0
        for trip, part in zip(order.crewed, order.parts, strict=True):
            if trip.into is not None and trip.into.end > now:
                return True  # still at the gate
            point, arrive, _, _ = trip.calls[-1]
            stop = self.standing.stops[point]
            if trip.into is None or not stop.overnight or arrive > now:
                return False
            trip.loaded = max(trip.loaded, now)
            leg = self.standing.seconds[part.kind][stop.place][self.standing.gates[order.out].place]
            factor = self.driving.factor(trip.vehicle, trip.number)
            ready = max(ready, self.driving.arrives(trip.loaded, leg, factor))
        lane = self.lanes["out"][order.out]
        lane.remove(order)
        lane.add(order, ready, order.due_out)
        self.touch(lane, now)
        return True

    def call_off(self, order: Order, now: int) -> None:
        """Its vehicles didn't go in, as they couldn't be out in time; its people wait again."""
        del self.inside[order]
        self.lanes["out"][order.out].remove(order)
        self.places.promise(order.destination, order.expected, -order.persons)
        self.boarding.unboard(order.called)
        order.planned_persons = order.persons
        order.persons = 0
        order.state = ASSIGNED
        self.dispatcher.give_up(order, now)


def _aboard(load: Iterable[tuple[int, Iterable[Share]]]) -> int:
    """Persons. By position: every share of every run is counted here."""
    return sum(share[1] + share[2] + share[3] for _, shares in load for share in shares)
