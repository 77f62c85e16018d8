"""The way out: from the gate to a destination, and the times of a round that follow from it."""

from __future__ import annotations

from itertools import pairwise

from safepassage.solve.dispatch.drivers import DriverLog
from safepassage.solve.dispatch.reception import Reception
from safepassage.solve.dispatch.rounds import Load, Ride, Round
from safepassage.solve.problem import Problem


class Delivery:
    """Decides when and where loads arrive, keeping D1 and V2, and completes their rounds."""

    def __init__(self, problem: Problem, reception: Reception) -> None:
        """Take the shared state of a dispatch."""
        self.problem = problem
        self.reception = reception

    def arrivals(self, load: Load, ride: Ride) -> list[int] | None:
        """When each vehicle of the load arrives, keeping D1; None if a vehicle's time is up."""
        self.reception.promise(load.destination, load.expected, -load.persons)
        gate = self.problem.at_crossing(ride.crossing)
        choices = [load.destination]
        choices += [d for d in range(len(self.problem.destinations)) if d != load.destination]
        best: tuple[int, int, list[int]] | None = None
        for rank, d in enumerate(choices):
            if not load.accepts >> d & 1 or (best is not None and best[0] == 0):
                continue
            legs = [
                self.problem.seconds[self.problem.fleet[item.vehicle]][gate][
                    self.problem.at_destination(d)
                ]
                for item in load.rounds
            ]
            if rank and not self._within_hours(load, ride, d):
                continue
            reached = self.reception.earliest(d, ride.end + max(legs), load.persons)
            if reached is None or not self._in_time(load, d, reached):
                continue
            if self.problem.doors and reached >= self.problem.case.horizon[1]:
                continue
            delay = reached - ride.end - max(legs)
            arrivals = [reached if delay else ride.end + leg for leg in legs]
            if self.reception.day(min(arrivals)) != self.reception.day(reached):
                arrivals = [reached] * len(arrivals)
            if best is None or delay < best[0]:
                best = (delay, d, arrivals)
        if best is None:
            self.reception.promise(load.destination, load.expected, load.persons)
            return None
        _, load.destination, arrivals = best
        load.expected = self.reception.day(arrivals[0])
        self.reception.promise(load.destination, load.expected, load.persons)
        return arrivals

    def _in_time(self, load: Load, destination: int, arrive: int) -> bool:
        place = self.problem.destinations[destination]
        for item in load.rounds:
            kind = self.problem.types[self.problem.fleet[item.vehicle]]
            until = self.problem.case.vehicles[item.vehicle].available_until
            free = arrive + place.handover_seconds + kind.turnaround_seconds
            if until is not None and free > until:
                return False
        return True

    def _within_hours(self, load: Load, ride: Ride, destination: int) -> bool:
        """Whether another destination than planned is no farther, so that V2 still holds."""
        gate = self.problem.at_crossing(ride.crossing)
        there, planned = (self.problem.at_destination(d) for d in (destination, load.destination))
        return all(
            self.problem.seconds[k][gate][there] <= self.problem.seconds[k][gate][planned]
            and self.problem.metres[k][gate][there] <= self.problem.metres[k][gate][planned]
            for k in (self.problem.fleet[item.vehicle] for item in load.rounds)
        )

    def finish(self, item: Round, load: Load, ride: Ride, arrive: int) -> None:
        """Fill in what was open in a round, now that its convoy and its arrival are known."""
        k = self.problem.fleet[item.vehicle]
        gate = self.problem.at_crossing(ride.crossing)
        last = self.problem.at_point(item.calls[-1].point)
        item.calls[-1].depart = ride.start - self.problem.seconds[k][last][gate]
        self._board_late(item)
        item.outbound, item.destination, item.arrive = ride, load.destination, arrive
        place = self.problem.destinations[load.destination]
        item.free = arrive + place.handover_seconds + self.problem.types[k].turnaround_seconds

    def log(self, item: Round, before: DriverLog, free: int) -> DriverLog:
        """What the crews have driven after a finished round, having been free since `free`."""
        legs = self._legs(item)
        if item.base is None:
            return before.drive(free, legs)
        return before.drive(free, legs[:1]).drive(item.reach, legs[1:])

    def _board_late(self, item: Round) -> None:
        """Wait with an empty vehicle at the first of several points, not with people aboard."""
        if len(item.calls) < 2:
            return
        table = self.problem.seconds[self.problem.fleet[item.vehicle]]
        leaves = [item.calls[-1].depart]
        for before, call in reversed(list(pairwise(item.calls))):
            leg = table[self.problem.at_point(before.point)][self.problem.at_point(call.point)]
            leaves.append(leaves[-1] - call.least - leg)
        first = item.calls[0]
        nights = [n for n in self.problem.nights if item.inside_since <= n <= leaves[0]]
        overnight = self.problem.points[first.point].overnight
        if any(not overnight or not first.arrive <= n <= leaves[-1] for n in nights):
            return
        for call, leave in zip(item.calls, reversed(leaves), strict=True):
            call.depart = leave
        for before, call in pairwise(item.calls):
            leg = table[self.problem.at_point(before.point)][self.problem.at_point(call.point)]
            call.arrive = before.depart + leg

    def _legs(self, item: Round) -> list[tuple[int, int]]:
        """Driving spans of a finished round: each leg is driven from its start."""
        assert item.outbound is not None
        table = self.problem.seconds[self.problem.fleet[item.vehicle]]
        places = [item.origin]
        leaves = [item.depart]
        if item.base is not None:
            places.append(item.base)
            leaves.append(item.move)
        if item.inbound is not None:
            places.append(self.problem.at_crossing(item.inbound.crossing))
            leaves.append(item.inbound.end)
        for call in item.calls:
            places.append(self.problem.at_point(call.point))
            leaves.append(call.depart)
        places.append(self.problem.at_crossing(item.outbound.crossing))
        leaves.append(item.outbound.end)
        places.append(self.problem.at_destination(item.destination))
        return [
            (start, start + table[a][b])
            for a, b, start in zip(places, places[1:], leaves, strict=False)
        ]
