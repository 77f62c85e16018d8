"""Which order a free vehicle does next, and by which gates."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from safepassage.model.agreement import Direction
from safepassage.solve.problem import UNREACHABLE, WAYS
from safepassage.studies.stress.driving import Entry
from safepassage.studies.stress.gatetime import Gates, GateTime
from safepassage.studies.stress.orders import Part, Together
from safepassage.studies.stress.trips import ASSIGNED, DONE, WAITS, Order, Trip

if TYPE_CHECKING:
    from safepassage.studies.stress.run import Run

LOOKS = 12
"""Orders that are looked at for a vehicle without one of its own."""

MARGIN = 2
"""Headways that a vehicle is to be back before its own next trip."""


class Choice(NamedTuple):
    """A trip that could be made, by which gates, and when it would go in, as was agreed."""

    trip: Trip
    gates: Gates
    enters: int | None


class Dispatcher:
    """Gives orders to vehicles.

    As long as all goes by the plan (`off` is False) each vehicle does its own orders. After a night
    on which something is left over, a vehicle that has time before its own next order does another
    from the list: one that is overdue, or a later one that the gates have time for.
    """

    def __init__(self, run: Run) -> None:
        """Nobody does anything yet."""
        standing = run.standing
        self.run = run
        self.standing = standing
        self.off = False
        self.orders = [_order(n, one) for n, one in enumerate(standing.orders)]
        self.doing: list[Order | None] = [None] * len(standing.crews)
        self.idle: dict[int, None] = {}
        self._retired: set[int] = set()
        self._quickest: dict[tuple[int, tuple[int, ...], int, int, bool], list[Gates]] = {}
        self._heads = [0] * len(standing.crews)
        self._open: dict[int, list[tuple[tuple[int, int, int], Order]]] = defaultdict(list)
        self.gates = GateTime(standing, run.lanes, self.orders)

    # Vehicles

    def look(self, v: int, now: int, since: int) -> None:
        """Give a vehicle that waits an order; it sets out no sooner than `since`."""
        if self.doing[v] is not None or v in self._retired:
            return
        own = next(self._own(v), None)
        choice = None if own is None else self._could(v, own, self._part(v, own), since)
        if self.off and (own is None or choice is None or not self._is_due(own, choice)):
            other = self._other(v, own, now, since)
            if other is not None:
                order, trips, choice = other
                self._keep(order, choice)
                for n, trip in trips.items():
                    self._assign(trip.vehicle, order, n, trip)
                return
            if own is not None and choice is not None and self._can_wait(own, choice.trip, now):
                choice = None
        if own is None or choice is None:
            self.idle[v] = None
            return
        if not self._is_planned(own, choice):
            self._keep(own, choice)
        self._assign(v, own, self._part(v, own), choice.trip)

    def _assign(self, v: int, order: Order, n: int, trip: Trip) -> None:
        order.trips[n] = trip
        order.state = ASSIGNED
        self.doing[v] = order
        self.idle.pop(v, None)
        if None not in order.trips:
            self.run.come(order, trip.ready if trip.ready < UNREACHABLE else 0)

    def _own(self, v: int) -> Iterator[Order]:
        """The vehicle's own orders that nobody does yet, in order."""
        queue = self.standing.queues[v]
        head = self._heads[v]
        while head < len(queue) and self.orders[queue[head]].state == DONE:
            head += 1
        self._heads[v] = head
        for n in queue[head:]:
            order = self.orders[n]
            if order.state == WAITS or (order.state == ASSIGNED and None in order.trips):
                if self.run.boarding.anybody(order):
                    yield order
                elif order.state == WAITS:
                    self._drop(order)
                    self._leave_plan()

    def _part(self, v: int, order: Order) -> int:
        """Which part of an order is the vehicle's; the first open one of its type if none is."""
        kind = self.standing.crews[v].kind
        if len(order.parts) == 1:
            return 0 if order.parts[0].kind == kind and order.trips[0] is None else -1
        fitting = [
            n for n, part in enumerate(order.parts) if part.kind == kind and order.trips[n] is None
        ]
        own = [n for n in fitting if order.parts[n].vehicle == v]
        return next(iter((*own, *fitting)), -1)

    def _other(
        self, v: int, own: Order | None, now: int, since: int
    ) -> tuple[Order, dict[int, Trip], Choice] | None:
        """Another order for a vehicle that is not due to do its own, and who does which part."""
        following = self._own(v)
        next(following, None)
        after = next(following, None)
        looks = 0
        for _, order in self._open[self.standing.crews[v].kind]:
            if order.state != WAITS:
                continue
            if not self.run.boarding.anybody(order):
                self._drop(order)
                continue
            looks += 1
            if looks > LOOKS:
                break
            choice = self._could(v, order, self._part(v, order), since, elsewhere=True)
            if choice is None or not self._may_have(order, choice, now):
                continue
            then = after if order is own else own
            if then is not None and self._back(order, choice) > then.enters:
                continue
            trips = self._crew_up(order, choice, now)
            if trips is not None:
                return order, trips, choice
        return None

    def _crew_up(self, order: Order, choice: Choice, now: int) -> dict[int, Trip] | None:
        """A trip for each part of an order, by the same gates; None if too few vehicles wait."""
        first = self._part(choice.trip.vehicle, order)
        found = {first: choice.trip}
        for n, part in enumerate(order.parts):
            if n == first:
                continue
            taken = {trip.vehicle for trip in found.values()}
            able = (
                could.trip
                for w in self.idle
                if self.standing.crews[w].kind == part.kind and w not in taken
                if (could := self._by(w, order, part, choice.gates, now)) is not None
            )
            trip = next(able, None)
            if trip is None:
                return None
            found[n] = trip
        return found

    # Whether, and how, a vehicle could

    def _could(
        self, v: int, order: Order, n: int, since: int, *, elsewhere: bool = False
    ) -> Choice | None:
        """How a vehicle could do its part of an order.

        By the gates that were planned, unless one is closed on the day; then, and with
        `elsewhere` if the planned ones have no time left, by others.
        """
        if n < 0:
            return None
        part, crew = order.parts[n], self.run.crews[v]
        planned = order.into, order.out
        if crew.inside:
            planned = -1, order.out
        found = None
        if planned[0] >= 0 or crew.inside or self.standing.doors:
            found = self._by(v, order, part, planned, since)
            if found is not None and self._works(order, found, elsewhere=elsewhere):
                return found
        if self.standing.doors or (len(self.standing.gates) == 1 and order.into >= 0):
            return found
        for gates in self._ways(part, order.destination, crew.place, inside=crew.inside):
            other = self._by(v, order, part, gates, since)
            if other is not None and self._works(order, other, elsewhere=elsewhere):
                return other
        return found

    def _ways(self, part: Part, end: int, place: int, *, inside: bool) -> list[Gates]:
        """Pairs of gates that open on some day, the quickest first."""
        asked = part.kind, tuple(point for point, _ in part.calls), end, place, inside
        found = self._quickest.get(asked)
        if found is None:
            inward, outward = (
                [gate for gate, spans in enumerate(self.standing.windows[way]) if spans]
                for way in WAYS
            )
            timed = []
            for into, out in product((-1,) if inside else inward, outward):
                at = place if into < 0 else self.standing.gates[into].place
                lead = self.standing.seconds[part.kind][place][at]
                timed.append((lead + self._inside(part, at, out, end)[0], into, out))
            found = [(into, out) for time, into, out in sorted(timed) if time < UNREACHABLE]
            self._quickest[asked] = found
        return found

    def _by(self, v: int, order: Order, part: Part, gates: Gates, since: int) -> Choice | None:
        crew, standing = self.run.crews[v], self.standing
        into, out = gates
        planned = part.vehicle == v and order.due_in > 0
        trip = Trip(
            v,
            crew.made,
            crew.place,
            since,
            base=part.base if planned else -1,
            ready=order.due_in,
        )
        if crew.inside:
            seconds, _ = self._inside(part, crew.place, out, order.destination)
            if seconds > standing.kinds[part.kind].limit:
                return None
            trip.ready, trip.fit, trip.base = max(crew.free, since), seconds, -1
        else:
            entry = self._entry(order, part, crew.place, gates)
            if not self.run.driving.approach(trip, crew, part.kind, entry, since):
                return None
            if standing.doors:
                into = standing.doors.index(crew.place if trip.base < 0 else trip.base)
        if self._too_late(v, order, trip, part, out):
            return None
        return Choice(trip, (into, out), self._enters(into, trip.ready))

    def _entry(self, order: Order, part: Part, place: int, gates: Gates) -> Entry:
        """Where it goes in by where it rests on the way; without crossings, wherever that is."""
        into, out = gates
        standing, end = self.standing, order.destination
        if not standing.doors:
            at = standing.gates[into].place
            same = (at, *self._inside(part, at, out, end))
            return lambda base: same

        def by_door(base: int) -> tuple[int, int, int]:
            door = standing.doors.index(place if base < 0 else base)
            at = standing.gates[door].place
            return (at, *self._inside(part, at, out, end))

        return by_door

    def _inside(self, part: Part, at: int, out: int, end: int) -> tuple[int, int]:
        """Seconds and metres from the gate inward, or where it starts, to the destination."""
        standing = self.standing
        table, lengths = standing.seconds[part.kind], standing.metres[part.kind]
        seconds = metres = 0
        for point, _ in part.calls:
            to = standing.stops[point].place
            seconds += table[at][to]
            metres += lengths[at][to]
            at = to
        gate, to = standing.gates[out].place, standing.ends[end].place
        return seconds + table[at][gate] + table[gate][to], (
            metres + lengths[at][gate] + lengths[gate][to]
        )

    def _too_late(self, v: int, order: Order, trip: Trip, part: Part, out: int) -> bool:
        """Whether its time is up before it could be free again."""
        until = self.standing.crews[v].until
        return until < UNREACHABLE and self._freed(order, trip, part, out) > until

    def _freed(self, order: Order, trip: Trip, part: Part, out: int) -> int:
        kind = self.standing.kinds[part.kind]
        stays = sum(self.standing.stops[p].seconds + kind.loading for p, _ in part.calls)
        end = self.standing.ends[order.destination]
        driving = trip.fit - trip.lead
        return max(trip.ready, order.due_in) + driving + stays + end.handover + kind.turnaround

    def _enters(self, into: int, ready: int) -> int | None:
        """When one that is ready goes in, as was agreed."""
        return ready if into < 0 else self.gates.agreed("in", into, ready, 0)

    def _is_planned(self, order: Order, choice: Choice) -> bool:
        return choice.gates == (order.into, order.out) or bool(self.standing.doors)

    def _is_due(self, order: Order, choice: Choice) -> bool:
        """Whether the order was to be done by the day on which the vehicle could do it."""
        return order.enters < self.gates.begins(self._day(choice) + 1)

    def _day(self, choice: Choice) -> int:
        """The day on which the vehicle would go in."""
        return self.gates.day(choice.trip.ready if choice.enters is None else choice.enters)

    def _can_wait(self, order: Order, trip: Trip, now: int) -> bool:
        """Whether the vehicle would still be in time if it set out after the night."""
        return _sets_out(order, trip) > self.gates.begins(self.gates.day(now) + 1)

    def _works(self, order: Order, choice: Choice, *, elsewhere: bool) -> bool:
        """Whether the gates are open at all on the day, and have time if that is asked for."""
        enters, gates = choice.enters, choice.gates
        if order.due_in > choice.trip.ready and not elsewhere:
            enters = self._enters(gates[0], order.due_in)
        if enters is None:
            return False
        day = self.gates.day(enters)
        return self.gates.opens(gates, day) and (
            not elsewhere or self.gates.suffices(order, gates, day)
        )

    def _may_have(self, order: Order, choice: Choice, now: int) -> bool:
        """Whether another vehicle may do an order: it is overdue, or the gates have time."""
        if order.enters < now:
            return True
        if choice.enters is None:
            return False
        day = self.gates.day(choice.enters)
        return order.enters >= self.gates.begins(day + 1) and self.gates.suffices(
            order, choice.gates, day
        )

    def _back(self, order: Order, choice: Choice) -> int:
        """About when the vehicle would be at a gate again."""
        trip, (_, out), enters = choice
        part = order.parts[self._part(trip.vehicle, order)]
        if enters is None:
            return UNREACHABLE
        kind, end = part.kind, order.destination
        inside = trip.fit - trip.lead
        inside -= self.standing.seconds[kind][self.standing.gates[out].place][
            self.standing.ends[end].place
        ]
        inside += sum(
            self.standing.stops[p].seconds + self.standing.kinds[kind].loading
            for p, _ in part.calls
        )
        leaves = self.gates.agreed("out", out, enters + inside, 0)
        if leaves is None:
            return UNREACHABLE
        return (
            leaves + self.standing.away[kind][out][end] + MARGIN * self.standing.gates[out].headway
        )

    # Orders

    def _keep(self, order: Order, choice: Choice) -> None:
        """The order is done otherwise than planned: time at the gates is taken and given back."""
        self._forget_slots(order)
        self.gates.take(order, choice.gates, self._day(choice))
        order.into, order.out = choice.gates

    def _forget_slots(self, order: Order) -> None:
        """It won't come to the convoys that it was planned for."""
        slots: dict[Direction, tuple[int, int]] = {
            "in": (order.into, order.due_in),
            "out": (order.out, order.due_out),
        }
        for way, (gate, due) in slots.items():
            if gate >= 0 and due > 0:
                self.run.lanes[way][gate].done_with(due, order.vehicles)
                self.gates.give_back(order, way, gate, due)
        order.due_in = order.due_out = order.long_in = order.long_out = 0

    def _drop(self, order: Order) -> None:
        """Nobody whom it was to fetch waits any more."""
        self._forget_slots(order)
        order.state = DONE

    def add(self, order: Order) -> None:
        """A new order, for whoever has time."""
        self.orders.append(order)
        insort(self._open[order.parts[0].kind], (order.rank, order))

    def release(self, order: Order) -> None:
        """Its vehicles don't do it; they wait."""
        for n, trip in enumerate(order.trips):
            if trip is not None:
                self.doing[trip.vehicle] = None
                self.idle[trip.vehicle] = None
                order.trips[n] = None
        order.state = WAITS
        if order.into >= 0:
            self.run.lanes["in"][order.into].remove(order)

    def retire(self, order: Order) -> None:
        """Its vehicles would be free too late, whatever they do."""
        self._retired.update(trip.vehicle for trip in order.crewed)

    def give_up(self, order: Order, now: int) -> None:
        """Its vehicles couldn't have been out in time; it is done another day."""
        trips = order.crewed
        self._forget_slots(order)
        self.release(order)
        for trip in trips:
            self.run.crews[trip.vehicle].hold = now

    def finish(self, order: Order, now: int) -> None:
        """Nobody boards it: its vehicles do something else at once."""
        trips = order.crewed
        self._drop(order)
        self._leave_plan()
        order.trips = [None] * len(order.parts)
        for trip in trips:
            self.spare(trip, now)

    def spare(self, trip: Trip, now: int) -> None:
        """A vehicle stands at the gate, and nobody boards it."""
        crew = self.run.crews[trip.vehicle]
        crew.made += 1
        crew.hold = now
        self.doing[trip.vehicle] = None
        self.look(trip.vehicle, now, trip.depart)

    # The night

    def plan_anew(self, day: int, now: int) -> None:
        """Once something is left over, free vehicles do what is left in the order of the list."""
        if not self.off and self._all_well(day):
            return
        self._leave_plan()
        self.gates.forget()
        self.run.packing.pack()
        for kind, found in self._open.items():
            self._open[kind] = [each for each in found if each[1].state != DONE]
        if not any(order.state == WAITS for found in self._open.values() for _, order in found):
            return
        for doing in self.doing:
            if (
                doing is not None
                and doing.state == ASSIGNED
                and self._may_reconsider(doing, day, now)
            ):
                self.release(doing)
        for v in list(self.idle):
            self.look(v, now, now)

    def _leave_plan(self) -> None:
        """From now on vehicles that have time do what is next in the list."""
        if self.off:
            return
        self.off = True
        self.run.boarding.loose += self.standing.unplanned
        for order in self.orders:
            if order.state in (WAITS, ASSIGNED):
                for kind in dict.fromkeys(part.kind for part in order.parts):
                    self._open[kind].append((order.rank, order))
        for found in self._open.values():
            found.sort()

    def _all_well(self, day: int) -> bool:
        """Whether everything until now went as planned, in the case that was planned for."""
        if not self.standing.as_planned:
            return False
        if self.run.boarding.loose:
            return False
        return day == 0 or all(
            order.state not in (WAITS, ASSIGNED) for order in self.gates.planned["in"][day - 1]
        )

    def _may_reconsider(self, order: Order, day: int, now: int) -> bool:
        """Whether its vehicles wait for it, and have not set out."""
        if None in order.trips:
            return True
        if order.enters < self.gates.begins(day + 1):
            return False
        for trip in order.trips:
            assert trip is not None
            if _sets_out(order, trip) <= now or self.run.crews[trip.vehicle].inside:
                return False
        return True


def _sets_out(order: Order, trip: Trip) -> int:
    """When it has to set out to be in time, its rest on the way counted."""
    return max(trip.depart, order.due_in - (trip.ready - trip.depart))


def _order(number: int, one: Together) -> Order:
    """A fresh order of the plan."""
    first = one.parts[0]
    return Order(
        number=number,
        rank=(one.medical, first.enters, number),
        parts=one.parts,
        enters=first.enters,
        destination=first.destination,
        into=first.into,
        out=first.out,
        due_in=first.enters,
        due_out=first.leaves,
        long_in=first.long_in,
        long_out=first.long_out,
        called=one.called,
        planned_persons=one.persons,
        trips=[None] * len(one.parts),
    )
