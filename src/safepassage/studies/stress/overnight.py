"""People who are in no order any more are packed into new ones, overnight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from safepassage.solve.dispatch.demand import Share
from safepassage.solve.problem import UNREACHABLE
from safepassage.solve.units import Mode
from safepassage.studies.stress.boarding import WAITING, fits
from safepassage.studies.stress.orders import Asked, Part
from safepassage.studies.stress.trips import DONE, WAITS, Order

if TYPE_CHECKING:
    from safepassage.studies.stress.run import Run


class Packing:
    """Makes orders of units that missed a vehicle, or never had one, point by point."""

    def __init__(self, run: Run) -> None:
        """Nothing is packed yet."""
        self.run = run
        self.standing = run.standing
        fleet = Counter(crew.kind for crew in run.standing.crews)
        kinds = run.standing.kinds
        self._kinds = sorted(fleet, key=lambda k: (-kinds[k].seats * fleet[k], k))
        self._open: dict[tuple[int, int], list[tuple[Order, list[int]]]] = {}
        """By point and type: orders with places left, and how many of each kind."""

    def pack(self) -> None:
        """Put every loose unit into an order: the urgent first, then who missed the fewest."""
        boarding = self.run.boarding
        loose = dict.fromkeys(u for u in boarding.loose if boarding.state[u] == WAITING)
        boarding.loose = []
        rank = {u: n for n, u in enumerate(loose)}
        for u in sorted(
            loose,
            key=lambda u: (boarding.units[u].medical, boarding.missed.get(u, 0), rank[u]),
        ):
            one = boarding.units[u]
            if one.mode is Mode.WHOLE:
                self._add(u, one)
            elif u in self.standing.apart:
                self._new(u, one, self.standing.apart[u])

    def _add(self, u: int, one: Asked) -> None:
        """Into an order at the same point with places for it, else into a new one."""
        order_kinds = self.kinds_for(one)
        for k in order_kinds:
            for order, room in self._open.get((one.point, k), ()):
                if (
                    order.state == WAITS
                    and one.accepts >> order.destination & 1
                    and fits(one, self.standing.kinds[k], room)
                ):
                    self._board(order, room, u, one)
                    return
        for k in order_kinds:
            kind = self.standing.kinds[k]
            room = [kind.seats, kind.stretchers, kind.wheelchairs]
            if not fits(one, kind, room):
                continue
            made = self._new(u, one, [(k, self.standing.wholes[u])])
            if made is None:
                continue
            for n, places in enumerate((one.seated, one.stretchers, one.wheelchairs)):
                room[n] -= places
            here = self._open.setdefault((one.point, k), [])
            here[:] = [each for each in here if each[0].state != DONE]
            here.append((made, room))
            return

    def _board(self, order: Order, room: list[int], u: int, one: Asked) -> None:
        part = order.parts[0]
        (point, shares), *_ = part.calls
        order.parts = (part._replace(calls=((point, (*shares, self.standing.wholes[u])),)),)
        order.called = (*order.called, u)
        order.planned_persons += one.persons
        for n, places in enumerate((one.seated, one.stretchers, one.wheelchairs)):
            room[n] -= places

    def kinds_for(self, one: Asked) -> list[int]:
        """Types in the order in which they are tried: ambulances only for who needs one."""
        ill = one.stretchers + one.wheelchairs + one.escorts > 0
        kinds = self.standing.kinds
        return sorted(
            (k for k in self._kinds if ill or not kinds[k].ambulance),
            key=lambda k: kinds[k].ambulance != ill,
        )

    def _new(self, u: int, one: Asked, loads: Sequence[tuple[int, Share]]) -> Order | None:
        """An order for a unit alone; None if nothing can take it anywhere."""
        way = min(self._ways(one, loads[0][0]), default=None)
        if way is None or way[0] >= UNREACHABLE:
            return None
        _, end, into, out = way
        number, last = len(self.run.dispatcher.orders), self.standing.horizon[1]
        later = last + self.run.boarding.missed.get(u, 0)
        parts = tuple(
            Part(-1, k, -1, -1, into, last, 0, ((one.point, (share,)),), out, 0, 0, end)
            for k, share in loads
        )
        order = Order(
            number=number,
            rank=(one.medical, later, number),
            parts=parts,
            enters=later,
            destination=end,
            into=into,
            out=out,
            due_in=0,
            due_out=0,
            long_in=0,
            long_out=0,
            called=(u,),
            planned_persons=one.persons,
            trips=[None] * len(parts),
        )
        self.run.dispatcher.add(order)
        return order

    def _ways(self, one: Asked, k: int) -> Iterator[tuple[int, int, int, int]]:
        """Seconds, destination and gates of every way there is for a unit."""
        table, gates = self.standing.seconds[k], self.standing.gates
        at = self.standing.stops[one.point].place
        doors = self.standing.doors
        for end, place in enumerate(self.standing.ends):
            if not one.accepts >> end & 1 or self.run.places.most(end, 0) < one.persons:
                continue
            for out, gate in enumerate(gates):
                if doors and doors[out] != place.place:
                    continue
                way = table[at][gate.place] + table[gate.place][place.place]
                if doors:
                    yield way, end, -1, out
                    continue
                for into, door in enumerate(gates):
                    if self.standing.windows["in"][into] and self.standing.windows["out"][out]:
                        yield table[door.place][at] + way, end, into, out
