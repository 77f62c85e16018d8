"""Which order a free vehicle does next, and by which gates."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from safepassage.model.agreement import Direction
from safepassage.solve.problem import UNREACHABLE
from safepassage.studies.stress.gatetime import GateTime
from safepassage.studies.stress.options import Choice, Options
from safepassage.studies.stress.orders import Together
from safepassage.studies.stress.trips import ASSIGNED, DONE, WAITS, Order, Trip

if TYPE_CHECKING:
    from safepassage.studies.stress.run import Run

LOOKS = 12
"""Orders that are looked at for a vehicle without one of its own."""


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
        self._heads = [0] * len(standing.crews)
        self._open: dict[int, list[tuple[tuple[int, int, int], Order]]] = defaultdict(list)
        self.gates = GateTime(standing, run.lanes, self.orders)
        self.options = Options(standing, run.crews, run.driving, self.gates)

    # Vehicles

    def look(self, v: int, now: int, since: int) -> None:
        """Give a vehicle that waits an order; it sets out no sooner than `since`."""
        if self.doing[v] is not None or v in self._retired:
            return
        own = next(self._own(v), None)
        choice = None if own is None else self.options.how(v, own, since)
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
        self._assign(v, own, choice.part, choice.trip)

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
            choice = self.options.how(v, order, since, elsewhere=True)
            if choice is None or not self._may_have(order, choice, now):
                continue
            then = after if order is own else own
            if then is not None and self.options.back(order, choice) > then.enters:
                continue
            trips = self._crew_up(order, choice, now)
            if trips is not None:
                return order, trips, choice
        return None

    def _crew_up(self, order: Order, choice: Choice, now: int) -> dict[int, Trip] | None:
        """A trip for each part of an order, by the same gates; None if too few vehicles wait."""
        found = {choice.part: choice.trip}
        for n, part in enumerate(order.parts):
            if n == choice.part:
                continue
            taken = {trip.vehicle for trip in found.values()}
            able = (
                could.trip
                for w in self.idle
                if self.standing.crews[w].kind == part.kind and w not in taken
                if (could := self.options.by(w, order, n, choice.gates, now)) is not None
            )
            trip = next(able, None)
            if trip is None:
                return None
            found[n] = trip
        return found

    def _is_planned(self, order: Order, choice: Choice) -> bool:
        return choice.gates == (order.into, order.out) or bool(self.standing.doors)

    def _is_due(self, order: Order, choice: Choice) -> bool:
        """Whether the order was to be done by the day on which the vehicle could do it."""
        return order.enters < self.gates.begins(self.options.day(choice) + 1)

    def _can_wait(self, order: Order, trip: Trip, now: int) -> bool:
        """Whether the vehicle would still be in time if it set out after the night."""
        return _sets_out(order, trip) > self.gates.begins(self.gates.day(now) + 1)

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

    # Orders

    def _keep(self, order: Order, choice: Choice) -> None:
        """The order is done otherwise than planned: time at the gates is taken and given back."""
        self._forget_slots(order)
        self.gates.take(order, choice.gates, self.options.day(choice))
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
