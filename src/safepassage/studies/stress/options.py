"""Whether, and how, a vehicle could do an order: by which gates, from when on, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from safepassage.solve.problem import UNREACHABLE, WAYS
from safepassage.studies.stress.driving import Driving, Entry
from safepassage.studies.stress.gatetime import Gates, GateTime
from safepassage.studies.stress.orders import Part
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.trips import Order, Standby, Trip

MARGIN = 2
"""Headways that a vehicle is to be back before its own next trip."""


class Choice(NamedTuple):
    """A part of an order, the trip that could be made for it, by which gates, and when it would go
    in, as was agreed."""

    part: int
    trip: Trip
    gates: Gates
    enters: int | None


class Options:
    """What the vehicles of a run could do."""

    def __init__(
        self, standing: Standing, crews: Sequence[Standby], driving: Driving, gates: GateTime
    ) -> None:
        """Nothing has been asked yet."""
        self.standing = standing
        self.crews = crews
        self.driving = driving
        self.gates = gates
        self._quickest: dict[tuple[int, tuple[int, ...], int, int, bool], list[Gates]] = {}

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

    def how(self, v: int, order: Order, since: int, *, elsewhere: bool = False) -> Choice | None:
        """How a vehicle could do its part of an order.

        By the gates that were planned, unless one is closed on the day; then, and with
        `elsewhere` if the planned ones have no time left, by others.
        """
        n = self._part(v, order)
        if n < 0:
            return None
        part, crew = order.parts[n], self.crews[v]
        planned = order.into, order.out
        if crew.inside:
            planned = -1, order.out
        found = None
        if planned[0] >= 0 or crew.inside or self.standing.doors:
            found = self.by(v, order, n, planned, since)
            if found is not None and self._works(order, found, elsewhere=elsewhere):
                return found
        if self.standing.doors or (len(self.standing.gates) == 1 and order.into >= 0):
            return found
        for gates in self._ways(part, order.destination, crew.place, inside=crew.inside):
            other = self.by(v, order, n, gates, since)
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

    def by(self, v: int, order: Order, n: int, gates: Gates, since: int) -> Choice | None:
        """How a vehicle could do a part of an order by these gates."""
        crew, standing, part = self.crews[v], self.standing, order.parts[n]
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
            if not self.driving.approach(trip, crew, part.kind, entry, since):
                return None
            if standing.doors:
                into = standing.doors.index(crew.place if trip.base < 0 else trip.base)
        if self._too_late(v, order, trip, part, out):
            return None
        return Choice(n, trip, (into, out), self._enters(into, trip.ready))

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

    def back(self, order: Order, choice: Choice) -> int:
        """About when the vehicle would be at a gate again."""
        n, trip, (_, out), enters = choice
        part = order.parts[n]
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

    def day(self, choice: Choice) -> int:
        """The day on which the vehicle would go in."""
        return self.gates.day(choice.trip.ready if choice.enters is None else choice.enters)
