"""From routes back to a schedule: vehicles, clock times, and whole units in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from safepassage.solve.dispatch.demand import Room, Share, whole
from safepassage.solve.dispatch.rounds import Call, Ride, Round, Schedule
from safepassage.solve.exact.admit import Admitted
from safepassage.solve.exact.instance import Leg, Route
from safepassage.solve.problem import Problem, local_date
from safepassage.solve.units import Mode, carries_whole


@dataclass(slots=True)
class _Trip:
    """A leg of a vehicle, being filled."""

    leg: Leg
    room: Room
    shares: list[Share] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The schedule of some routes; without one, `left` says how much of each class had no place.

    If nobody was left, a promise that the engine doesn't look at forbids the schedule.
    """

    schedule: Schedule | None
    left: tuple[int, ...]


def decode(problem: Problem, admitted: Admitted, routes: Sequence[Route]) -> Decoded:
    """Give the routes to vehicles, and whole units their places."""
    free = [list(vehicles) for vehicles in admitted.vehicles]
    trips: dict[int, list[_Trip]] = {}
    for route in routes:
        vehicle = free[route.start].pop(0)
        kind = problem.types[problem.fleet[vehicle]]
        trips[vehicle] = [_Trip(leg, Room(kind)) for leg in route.legs]
    seating = _Seating(problem, [trip for each in trips.values() for trip in each])
    left = tuple(seating.left_of(c, units) for c, units in enumerate(admitted.units))
    rounds = [
        item for vehicle, each in sorted(trips.items()) for item in _rounds(problem, vehicle, each)
    ]
    fine = not any(left) and _allowed(problem, rounds)
    return Decoded(Schedule(rounds) if fine else None, left)


def seatable(problem: Problem) -> bool:
    """Whether all units only need seats, in one vehicle: others are not for this engine to seat."""
    return all(unit.mode is Mode.WHOLE and not unit.patients for unit in problem.units)


class _Seating:
    """Whole units into trips, as far as destinations have room."""

    def __init__(self, problem: Problem, trips: Sequence[_Trip]) -> None:
        self.problem = problem
        self.trips = trips
        everyone = sum(unit.persons for unit in problem.units)
        self.room = [
            everyone if place.capacity is None else place.capacity for place in problem.destinations
        ]

    def left_of(self, cls: int, units: Sequence[int]) -> int:
        """Seat a class, the largest units first, on its own trips before others; who is left."""
        like = self.problem.units[units[0]]
        able = [
            trip
            for trip in self.trips
            if trip.leg.point == like.point and like.accepts >> trip.leg.end & 1
        ]
        able.sort(key=lambda trip: trip.leg.cls != cls)
        ordered = sorted(units, key=lambda u: -self.problem.units[u].persons)
        return sum(self.problem.units[u].persons for u in ordered if not self._seat(u, able))

    def _seat(self, u: int, trips: Sequence[_Trip]) -> bool:
        unit = self.problem.units[u]
        share = whole(u, unit)
        for trip in trips:
            d = trip.leg.end
            if (
                trip.room.fits(share)
                and carries_whole(trip.room.kind, unit)
                and share.persons <= self.room[d]
            ):
                trip.room.board(share)
                trip.shares.append(share)
                self.room[d] -= share.persons
                return True
        return False


def _rounds(problem: Problem, vehicle: int, trips: Sequence[_Trip]) -> Iterator[Round]:
    """The vehicle's trips as early as can be; one that nobody boards is left out."""
    kind = problem.types[problem.fleet[vehicle]]
    seconds = problem.seconds[problem.fleet[vehicle]]
    place = problem.place_index[problem.case.vehicles[vehicle].start]
    free = problem.case.vehicles[vehicle].available_from
    for trip in (trip for trip in trips if trip.shares):
        point, d = trip.leg.point, trip.leg.end
        stay = problem.points[point].stop_seconds + kind.loading_seconds
        reach = free + seconds[place][problem.at_point(point)]
        arrive = reach + stay + seconds[problem.at_point(point)][problem.at_destination(d)]
        done = arrive + problem.destinations[d].handover_seconds + kind.turnaround_seconds
        yield Round(
            vehicle=vehicle,
            origin=place,
            depart=free,
            inbound=None,
            calls=[Call(point, reach, reach + stay, stay, trip.shares)],
            outbound=Ride(problem.doors.index(problem.at_destination(d)), "out", arrive, arrive),
            destination=d,
            arrive=arrive,
            free=done,
        )
        place, free = problem.at_destination(d), done


def _allowed(problem: Problem, rounds: Sequence[Round]) -> bool:
    """Whether trips keep what the engine doesn't look at (V2, D1), by sums that are enough.

    And whether they end in time (W1): its least times may count on a stop that isn't made.
    """
    if any(item.arrive >= problem.case.horizon[1] for item in rounds):
        return False
    busy, received = Counter[int](), Counter[tuple[int, date]]()
    for item in rounds:
        busy[item.vehicle] += item.arrive - item.depart
        received[item.destination, local_date(item.arrive, problem.case.zone)] += item.persons
    daily = [place.daily_capacity for place in problem.destinations]
    return (
        all(_reaches(problem, item) for item in rounds)
        and all(_rested(problem, v, seconds) for v, seconds in busy.items())
        and all((most := daily[d]) is None or n <= most for (d, _), n in received.items())
    )


def _reaches(problem: Problem, item: Round) -> bool:
    """V2: within range, and free again by the end of availability."""
    k, until = problem.fleet[item.vehicle], problem.case.vehicles[item.vehicle].available_until
    point, end = problem.at_point(item.calls[0].point), problem.at_destination(item.destination)
    metres = problem.metres[k][item.origin][point] + problem.metres[k][point][end]
    most = problem.types[k].range_metres
    return (most is None or metres <= most) and (until is None or item.free <= until)


def _rested(problem: Problem, v: int, seconds: int) -> bool:
    """V2: who is on the road for so long in all keeps the driver hours, rests or not."""
    kind = problem.types[problem.fleet[v]]
    return seconds <= kind.crews * kind.driving_seconds
