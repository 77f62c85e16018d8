"""Who boards in a run: those called who come, and in seats left over the next in the list."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from math import floor

from safepassage.solve.dispatch.demand import Share
from safepassage.solve.units import Mode
from safepassage.studies.stress.orders import Asked
from safepassage.studies.stress.places import Kind
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.trips import Order, Trip
from safepassage.studies.stress.world import NEVER, World

WAITING, ABOARD, GONE = range(3)
"""States of a unit; who is gone never came, or doesn't want to leave any more."""

GOLDEN = 0.6180339887498949
"""Spreads over trips whose turn it is not to come (Kronecker's sequence)."""

ASKED = 16
"""Most units that wait in the list and are asked for the seats of one stop."""


class Boarding:
    """The people of a run."""

    def __init__(self, standing: Standing, world: World) -> None:
        """Everyone waits."""
        self.units = standing.units
        self.wholes = standing.wholes
        self.kinds = standing.kinds
        self.state = [WAITING] * len(standing.units)
        self.missed: dict[int, int] = {}
        """How often each didn't come to a vehicle, of those who did so at all."""
        self.loose: list[int] = []
        """Units that wait and are in no order: the next night finds them a vehicle."""
        self.late: dict[tuple[int, int, bool], deque[int]] = {}
        """As `Standing.waiting`: who is asked after all others, as they missed a vehicle."""
        self._comes: list[bool] = world.comes.tolist()
        self._withdraws: list[int] | None = None
        if world.withdraws.size and int(world.withdraws.min()) < NEVER:
            self._withdraws = world.withdraws.tolist()
        self._everyone = bool(world.comes.all()) and self._withdraws is None
        self._no_show: list[list[float]] = world.no_show.tolist()
        self._run = world.run
        self._waiting = standing.waiting
        self._lists: dict[tuple[int, int, bool], deque[int]] = {}

    def anybody(self, order: Order) -> bool:
        """Whether somebody whom it is to fetch still waits."""
        state = self.state
        return any(state[u] == WAITING for u in order.called)

    def wants(self, unit: int, now: int) -> bool:
        """Whether a waiting unit is there; who isn't, or wants to stay, is dropped for good."""
        if self._everyone:
            return True
        if self._comes[unit] and (self._withdraws is None or self._withdraws[unit] > now):
            return True
        self.state[unit] = GONE
        return False

    def come(self, order: Order, trip: Trip, now: int) -> list[int]:
        """Who comes of those called; who doesn't come this time is put behind all others."""
        state = self.state
        ambulance = self.kinds[order.parts[0].kind].ambulance
        called = [u for u in order.called if state[u] == WAITING]
        if not self._everyone:
            called = [u for u in called if self.wants(u, now)]
        row = self._no_show[trip.vehicle]
        share = row[trip.number] if trip.number < len(row) else row[-1]
        if share <= 0.0:
            return called
        turn = (GOLDEN * (1 + trip.vehicle + 997 * trip.number + 31 * self._run)) % 1.0
        coming = []
        for n, u in enumerate(called):
            if floor(share * (n + 1) + turn) > floor(share * n + turn):
                self.put_off(u, ambulance=ambulance)
            else:
                coming.append(u)
        return coming

    def put_off(self, unit: int, *, ambulance: bool) -> None:
        """A unit missed a vehicle; it is called again, and asked for seats, after the others."""
        self.loose.append(unit)
        self.missed[unit] = self.missed.get(unit, 0) + 1
        if self.missed[unit] > 1:
            return
        one = self.units[unit]
        for d in range(one.accepts.bit_length()):
            if one.accepts >> d & 1:
                self.late.setdefault((one.point, d, ambulance), deque()).append(unit)

    def loads(
        self, order: Order, coming: list[int], most: int, now: int, *, off: bool
    ) -> list[list[tuple[int, list[Share]]]]:
        """Who boards each vehicle, point by point; they are aboard then.

        At most so many persons; with `off` places that the plan left empty are given away too.
        """
        come = set(coming)
        persons = sum(self.units[u].persons for u in coming)
        while persons > most:
            u = coming.pop()
            come.discard(u)
            persons -= self.units[u].persons
            self.put_off(u, ambulance=self.kinds[order.parts[0].kind].ambulance)
        loads = []
        for part in order.parts:
            load = [
                (point, [share for share in shares if share.unit in come])
                for point, shares in part.calls
            ]
            for _, shares in load:
                self.board(shares)
            loads.append(load)
        free = most - persons
        vacated = order.planned_persons - persons
        for part, load in zip(order.parts, loads, strict=True):
            kind = self.kinds[part.kind]
            room = _room(kind, load)
            for point, shares in load:
                if not kind.ambulance and room[0] <= 0:
                    break
                first = min(free, vacated if not off else free)
                if first > 0 or (free > 0 and self.late):
                    more = self.fill(kind, point, order.destination, room, (first, free), now)
                    shares.extend(more)
                    taken = sum(share.persons for share in more)
                    free, vacated = free - taken, vacated - taken
        return [[(point, shares) for point, shares in load if shares] for load in loads]

    def board(self, shares: Iterable[Share]) -> None:
        """They are aboard."""
        for share in shares:
            self.state[share.unit] = ABOARD

    def unboard(self, units: Iterable[int]) -> None:
        """Their vehicle couldn't go: they wait again."""
        for u in units:
            if self.state[u] == ABOARD:
                self.state[u] = WAITING

    def fill(
        self,
        kind: Kind,
        point: int,
        end: int,
        room: list[int],
        most: tuple[int, int],
        now: int,
    ) -> list[Share]:
        """Who boards the places left over at a point, and is aboard from now on; `room` shrinks.

        `most` are the persons that may board in the order of the list, and then of those who
        missed a vehicle before.
        """
        key = point, end, kind.ambulance
        found: list[Share] = []
        if max(room) <= 0:
            return found
        first, late = most
        if first > 0:
            listed = self._lists.get(key)
            if listed is None:
                listed = self._lists[key] = deque(self._waiting.get(key, ()))
            first -= self._ask(listed, kind, room, first, now, found, late=False)
            late = min(late, most[1] - (most[0] - first))
        if late > 0 and key in self.late:
            self._ask(self.late[key], kind, room, late, now, found, late=True)
        return found

    def _ask(
        self,
        queue: deque[int],
        kind: Kind,
        room: list[int],
        most: int,
        now: int,
        found: list[Share],
        *,
        late: bool,
    ) -> int:
        """Board the first who fit, and say how many persons; who waits on keeps their turn.

        Who doesn't wait any more leaves the queue for good: who waits again because a vehicle
        couldn't go is in that vehicle's order. Who missed a vehicle is asked only with the `late`.
        """
        units, state, missed, spare = self.units, self.state, self.missed, kind.ambulance
        passed = []
        boarded = asked = 0
        while queue and asked < ASKED and boarded < most and (room[0] > 0 or spare):
            u = queue.popleft()
            if state[u] != WAITING or (u in missed and not late):
                continue
            asked += 1
            one = units[u]
            if one.seated > room[0] or one.persons > most - boarded or not fits(one, kind, room):
                passed.append(u)
            elif self.wants(u, now):
                room[0] -= one.seated
                room[1] -= one.stretchers
                room[2] -= one.wheelchairs
                boarded += one.persons
                state[u] = ABOARD
                found.append(self.wholes[u])
        queue.extendleft(reversed(passed))
        return boarded


def _room(kind: Kind, load: Iterable[tuple[int, Iterable[Share]]]) -> list[int]:
    """Seats, stretcher and wheelchair places that a load leaves in a vehicle."""
    seats, stretchers, wheelchairs = kind.seats, kind.stretchers, kind.wheelchairs
    for _, shares in load:
        for _, seated, lying, wheeled, _ in shares:
            seats -= seated
            stretchers -= lying
            wheelchairs -= wheeled
    return [seats, stretchers, wheelchairs]


def fits(one: Asked, kind: Kind, room: Sequence[int]) -> bool:
    """Whether a unit rides whole, in these places of a vehicle (V1, H1, H3)."""
    return (
        one.seated <= room[0]
        and one.stretchers <= room[1]
        and one.wheelchairs <= room[2]
        and (one.escorts == 0 or kind.escort)
        and not (one.armed and kind.bars_arms)
        and one.mode is Mode.WHOLE
    )
