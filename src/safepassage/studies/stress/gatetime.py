"""Time of the gates by day: what was agreed, and how much of it the orders leave."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from safepassage.model.agreement import Direction
from safepassage.solve.problem import UNREACHABLE, WAYS
from safepassage.studies.stress.lanes import Lane
from safepassage.studies.stress.standing import Standing
from safepassage.studies.stress.trips import ASSIGNED, WAITS, Order

USABLE = 0.9
"""Of a gate's open time, the part that may be given to orders brought forward."""

Gates = tuple[int, int]
"""By which gates in and out; -1 for none."""


class GateTime:
    """What is left of each gate's day, beside the orders that are planned for it."""

    def __init__(
        self, standing: Standing, lanes: Mapping[Direction, Sequence[Lane]], orders: Sequence[Order]
    ) -> None:
        """Nothing is taken but by the plan."""
        self._standing = standing
        self._lanes = lanes
        self._closings = {
            way: [[closes for _, closes in spans] for spans in standing.windows[way]]
            for way in WAYS
        }
        self._open: dict[tuple[Direction, int, int], int] = {}
        self._left: dict[tuple[Direction, int, int], float] = {}
        self.planned: dict[Direction, list[list[Order]]] = {
            way: [[] for _ in standing.calendar] for way in WAYS
        }
        """Orders by the day on which they were to pass."""
        for order in orders:
            self.planned["in"][self.day(order.enters)].append(order)
            self.planned["out"][self.day(order.due_out)].append(order)

    def day(self, instant: int) -> int:
        """Number of the local day."""
        number = bisect_right(self._standing.calendar, instant) - 1
        return number if number > 0 else 0

    def begins(self, day: int) -> int:
        """When a day begins."""
        calendar = self._standing.calendar
        return calendar[day] if day < len(calendar) else UNREACHABLE

    def agreed(self, way: Direction, gate: int, since: int, seconds: int) -> int | None:
        """First moment from which so many seconds are left of a window that was agreed."""
        spans = self._standing.windows[way][gate]
        for n in range(bisect_right(self._closings[way][gate], since), len(spans)):
            opens, closes = spans[n]
            begin = since if since > opens else opens
            if begin + seconds <= closes:
                return begin
        return None

    def forget(self) -> None:
        """Work out anew what is left."""
        self._left.clear()

    def opens(self, gates: Gates, day: int) -> bool:
        """Whether the gates open at all that day."""
        into, out = gates
        return (into < 0 or self._seconds("in", into, day) > 0) and (
            out < 0 or self._seconds("out", out, day) > 0
        )

    def suffices(self, order: Order, gates: Gates, day: int) -> bool:
        """Whether the gates have time for one more order that day."""
        into, out = gates
        return (into < 0 or self._rest("in", into, day) >= self._cost("in", into, order)) and (
            out < 0 or self._rest("out", out, day) >= self._cost("out", out, order)
        )

    def take(self, order: Order, gates: Gates, day: int) -> None:
        """An order is done that day."""
        for way, gate in zip(WAYS, gates, strict=True):
            if gate >= 0:
                rest = self._rest(way, gate, day)
                self._left[way, gate, day] = rest - self._cost(way, gate, order)

    def give_back(self, order: Order, way: Direction, gate: int, due: int) -> None:
        """An order won't pass when it was to."""
        key = way, gate, self.day(due)
        if key in self._left:
            self._left[key] += self._cost(way, gate, order)

    def _seconds(self, way: Direction, gate: int, day: int) -> int:
        """Agreed for a day; 0 if the gate doesn't open at all, which is known in time."""
        key = way, gate, day
        if key not in self._open:
            begins, ends = self.begins(day), self.begins(day + 1)
            really, agreed = (
                sum(max(0, min(closes, ends) - max(opens, begins)) for opens, closes in spans)
                for spans in (self._lanes[way][gate].spans, self._standing.windows[way][gate])
            )
            self._open[key] = agreed if really else 0
        return self._open[key]

    def _rest(self, way: Direction, gate: int, day: int) -> float:
        key = way, gate, day
        if key not in self._left:
            left = USABLE * self._seconds(way, gate, day)
            for order in self.planned[way][day]:
                own = order.into if way == "in" else order.out
                if own == gate and order.state in (WAITS, ASSIGNED):
                    left -= self._cost(way, gate, order)
            self._left[key] = left
        return self._left[key]

    def _cost(self, way: Direction, gate: int, order: Order) -> float:
        """About how long an order occupies a gate."""
        door = self._standing.gates[gate]
        cost = order.vehicles * door.headway / door.most
        if door.vehicles_per_hour:
            cost = max(cost, 3600 * order.vehicles / door.vehicles_per_hour)
        if door.persons_per_hour and way == "out":
            cost = max(cost, 3600 * order.planned_persons / door.persons_per_hour)
        return cost
