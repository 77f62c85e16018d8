"""How an idle vehicle comes to a gate with its crew fit for the next round (V2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.rounds import Approach
from safepassage.solve.problem import UNREACHABLE, Problem


@dataclass(slots=True)
class Idle:
    """A vehicle without a load: where, free since when, and not to enter before `hold`.

    `holds` says not to come to a crossing before. `ways` are its approaches by crossing, found when
    first asked for.
    """

    vehicle: int
    place: int
    free: int
    log: DriverLog
    hold: int
    holds: dict[int, int] = field(default_factory=dict)
    ways: dict[int, tuple[Approach, ...]] = field(default_factory=dict)


class _Rest(NamedTuple):
    """A vehicle at a staging area: it leaves where it is, is there, and what it has driven then."""

    base: int
    leave: int
    reach: int
    log: DriverLog


class Approaches:
    """Finds approaches for the vehicles of one problem."""

    def __init__(self, problem: Problem) -> None:
        """Nothing is worked out yet."""
        self.problem = problem
        self._bases = [problem.place_index[area.id] for area in problem.case.staging_areas]
        self._rounds = cache(self._round_times)

    def to_gate(self, item: Idle, crossing: int) -> tuple[Approach, ...]:
        """The approaches worth a thought, the soonest first; each later one serves farther ends.

        A crew that came far may be too tired for the far destinations if it comes straight; it may
        rest at a staging area first. Where a vehicle is taken next is decided when it enters.
        """
        rounds = self._rounds(self.problem.fleet[item.vehicle], crossing)
        if rounds:
            at_once = self._straight(item, crossing, *rounds[-1])
            if at_once is not None and at_once.leave == item.free:
                return (at_once,)  # no way is sooner, or fit for more
        found: list[Approach | None] = []
        rests = [rest for base in self._bases if (rest := self._rest_at(item, base)) is not None]
        for longest, serves in rounds:
            found.append(self._straight(item, crossing, longest, serves))
            found += [self._by_staging(rest, item, crossing, longest, serves) for rest in rests]
        able = sorted(
            (way for way in found if way is not None),
            key=lambda way: (way.ready, -way.serves.bit_count(), way.base is not None),
        )
        worth: list[Approach] = []
        for way in able:
            if not worth or way.fit - way.lead > worth[-1].fit - worth[-1].lead:
                worth.append(way)
        return tuple(worth)

    def _straight(self, item: Idle, crossing: int, longest: int, serves: int) -> Approach | None:
        k = self.problem.fleet[item.vehicle]
        gate = self.problem.at_crossing(crossing)
        lead = self.problem.seconds[k][item.place][gate]
        leave = item.log.earliest(item.free, lead + longest)
        if leave is None:
            return None
        metres = self.problem.metres[k][item.place][gate]
        return Approach(leave + lead, lead, metres, lead + longest, serves, leave)

    def _rest_at(self, item: Idle, base: int) -> _Rest | None:
        """How it comes to a staging area to rest there; None if it can't, or is there."""
        k = self.problem.fleet[item.vehicle]
        there = self.problem.seconds[k][item.place][base]
        limit = self.problem.types[k].range_metres
        too_far = limit is not None and self.problem.metres[k][item.place][base] > limit
        if base == item.place or there >= UNREACHABLE or too_far:
            return None
        leave = item.log.earliest(item.free, there)
        if leave is None:
            return None
        reach = leave + there
        return _Rest(base, leave, reach, item.log.drive(item.free, [(leave, reach)]))

    def _by_staging(
        self, rest: _Rest, item: Idle, crossing: int, longest: int, serves: int
    ) -> Approach | None:
        k = self.problem.fleet[item.vehicle]
        gate = self.problem.at_crossing(crossing)
        lead = self.problem.seconds[k][rest.base][gate]
        move = rest.log.earliest(rest.reach, lead + longest)
        if move is None:
            return None
        metres = self.problem.metres[k][rest.base][gate]
        fit = lead + longest
        return Approach(move + lead, lead, metres, fit, serves, rest.leave, rest.base, rest.reach)

    def _round_times(self, kind: int, crossing: int) -> tuple[tuple[int, int], ...]:
        """Driving from a gate by way of a point to a destination: (seconds, destinations served).

        Two for each destination: from the nearest point and from the farthest. A destination counts
        as served once the nearest point is within the time.
        """
        table = self.problem.seconds[kind]
        gates = [self.problem.at_crossing(c) for c in range(len(self.problem.crossings))]
        nearest: dict[int, int] = {}
        wanted: set[int] = set()
        for d in range(len(self.problem.destinations)):
            end = self.problem.at_destination(d)
            times = [
                table[gates[crossing]][p] + min(table[p][gate] + table[gate][end] for gate in gates)
                for p in map(self.problem.at_point, range(len(self.problem.points)))
            ]
            times = [time for time in times if time < UNREACHABLE]
            if times:
                nearest[d] = min(times)
                wanted |= {min(times), max(times)}
        return tuple(
            (time, sum(1 << d for d, least in nearest.items() if least <= time))
            for time in sorted(wanted)
        )
