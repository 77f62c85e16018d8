"""From a schedule to a `Plan`: units become travel groups again, places and routes get ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from safepassage.model.plan import Boarding, Convoy, NotServed, Route, Stop, Trip
from safepassage.roads.travel import TravelTimes
from safepassage.solve.dispatch.demand import Share
from safepassage.solve.dispatch.rounds import Call, Ride, Round, Schedule
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import RideUnit


class Assembly:
    """Collects convoys, routes and trips of one schedule, numbered in the order of time."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        """Number the convoys that anybody rides in, then write the trips."""
        self.problem = problem
        self.schedule = schedule
        self._routes: dict[tuple[str, str, str, bool], Route] = {}
        self._convoys: dict[int, Convoy] = {}
        rides = [r for item in schedule.rounds for r in (item.inbound, item.outbound) if r]
        unique = {} if problem.doors else {id(ride): ride for ride in rides}
        for number, ride in enumerate(sorted(unique.values(), key=_ride_order), start=1):
            self._convoys[id(ride)] = Convoy(
                id=f"c{number}",
                crossing=problem.crossings[ride.crossing].id,
                direction=ride.direction,
                start=ride.start,
                end=ride.end,
            )
        rounds = sorted(schedule.rounds, key=lambda item: (item.depart, item.vehicle))
        self.trips = tuple(
            Trip(
                id=f"t{number}",
                vehicle=problem.case.vehicles[item.vehicle].id,
                stops=tuple(self._stops(item)),
            )
            for number, item in enumerate(rounds, start=1)
        )

    @property
    def convoys(self) -> tuple[Convoy, ...]:
        """Every convoy somebody rides in; none behind doors."""
        return tuple(self._convoys.values())

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every route a trip uses, once."""
        return tuple(self._routes.values())

    def _stops(self, item: Round) -> Iterator[Stop]:
        case = self.problem.case
        kind = self.problem.types[self.problem.fleet[item.vehicle]]
        before = self.problem.ways.places[item.origin]
        yield Stop(place=before, arrive=item.depart, depart=item.depart)
        if item.base is not None:
            base = self.problem.ways.places[item.base]
            route = self._route(kind.profile, before, base)
            yield Stop(place=base, arrive=item.reach, depart=item.move, route=route)
            before = base
        leaves = item.depart if item.base is None else item.move
        if item.inbound is not None and not self.problem.doors:
            leg = self._seconds(kind.profile, before, item.inbound)
            yield self._gate_stop(kind.profile, before, item.inbound, leaves + leg)
            before, leaves = case.crossings[item.inbound.crossing].id, item.inbound.end
        first = self.problem.ways.to_first
        for number, call in enumerate(item.calls):
            place = case.assembly_points[call.point].id
            ways = None if number else first(kind.profile, before, place, call.arrive - leaves)
            yield Stop(
                place=place,
                arrive=call.arrive,
                depart=call.depart,
                route=self._route(kind.profile, before, place, ways),
                boardings=tuple(self._boardings(call)),
            )
            before = place
        assert item.outbound is not None
        if not self.problem.doors:
            leg = self._seconds(kind.profile, before, item.outbound)
            yield self._gate_stop(kind.profile, before, item.outbound, item.calls[-1].depart + leg)
            before = case.crossings[item.outbound.crossing].id
        end = case.destinations[item.destination].id
        yield Stop(
            place=end,
            arrive=item.arrive,
            depart=item.free,
            route=self._route(kind.profile, before, end),
        )

    def _seconds(self, profile: str, before: str, ride: Ride) -> int:
        gate = self.problem.case.crossings[ride.crossing].id
        seconds = self.problem.ways.between(before, gate).seconds(profile, before, gate)
        assert seconds is not None
        return seconds

    def _gate_stop(self, profile: str, before: str, ride: Ride, arrive: int) -> Stop:
        gate = self.problem.case.crossings[ride.crossing].id
        return Stop(
            place=gate,
            arrive=arrive,
            depart=ride.end,
            route=self._route(profile, before, gate),
            convoy=self._convoys[id(ride)].id,
        )

    def _route(
        self, profile: str, origin: str, destination: str, ways: TravelTimes | None = None
    ) -> str | None:
        """The route between two places by these ways, else by those the tables have."""
        if origin == destination:
            return None
        travel = ways or self.problem.ways.between(origin, destination)
        key = (profile, origin, destination, travel is self.problem.ways.empty)
        if key not in self._routes:
            leg = (profile, origin, destination)
            seconds, metres = travel.seconds(*leg), travel.metres(*leg)
            assert seconds is not None and metres is not None
            self._routes[key] = Route(
                id=f"r{len(self._routes) + 1}",
                origin=origin,
                destination=destination,
                profile=profile,
                arcs=travel.route(*leg),
                seconds=seconds,
                metres=metres,
            )
        return self._routes[key].id

    def _boardings(self, call: Call) -> Iterator[Boarding]:
        for share in call.shares:
            unit = self.problem.units[share.unit]
            if len(unit.groups) == 1:
                yield _boarding(self.problem, unit.groups[0], share)
            else:
                yield from _each_whole(self.problem, unit)


def not_served(problem: Problem, schedule: Schedule) -> tuple[NotServed, ...]:
    """Every group without a place, with the promise that binds."""
    found = list(problem.refused)
    arrived = Counter[int]()
    for item in schedule.rounds:
        arrived[item.destination] += item.persons
    for index in schedule.left:
        unit = problem.units[index]
        promise, reason = _why(problem, unit, arrived)
        found += [
            NotServed(group=problem.case.groups[g].id, promise=promise, reason=reason)
            for g in unit.groups
        ]
    return tuple(found)


def _why(problem: Problem, unit: RideUnit, arrived: Counter[int]) -> tuple[str, str]:
    if not problem.fleet:
        return "V2", "there is no vehicle"
    if unit.mode.name == "NONE":
        if unit.armed:
            return "H3", "no vehicle of the fleet both may and can carry it"
        return "V1", "no vehicle of the fleet has the places it needs together"
    accepted = [d for d in range(len(problem.destinations)) if unit.accepts >> d & 1]
    capacities = {d: problem.destinations[d].capacity for d in accepted}
    if all(n is not None and n - arrived[d] < unit.persons for d, n in capacities.items()):
        return "D1", "there is no room for it where it would go"
    return _too_late(problem, unit)


def _too_late(problem: Problem, unit: RideUnit) -> tuple[str, str]:
    if not _goes_straight(problem, unit):
        if problem.posted is not None and not problem.posted.enough:
            return "R2", "the posts at hand can't guard its way too"
        return "R1", "the only way there that leads past no place has a stop where nobody boards"
    if problem.doors:
        return "W1", "the horizon ends before a vehicle can fetch it"
    return "W1", "the windows end before a vehicle can fetch it"


def _goes_straight(problem: Problem, unit: RideUnit) -> bool:
    """Whether some vehicle may go from its point to where it wants without a stop between."""
    point = problem.at_point(unit.point)
    gates = [problem.at_crossing(c) for c in range(len(problem.crossings))]
    ends = range(len(problem.destinations))
    accepted = [problem.at_destination(d) for d in ends if unit.accepts >> d & 1]
    return any(
        problem.seconds[k][point][gate] + problem.seconds[k][gate][end] < UNREACHABLE
        for k in set(problem.fleet)
        for gate in gates
        for end in accepted
    )


def _boarding(problem: Problem, group: int, share: Share) -> Boarding:
    return Boarding(
        group=problem.case.groups[group].id,
        seated=share.seated,
        stretchers=share.stretchers,
        wheelchairs=share.wheelchairs,
        escorts=share.escorts,
    )


def _each_whole(problem: Problem, unit: RideUnit) -> Iterator[Boarding]:
    """Groups joined by a carer ride whole, each with its own boarding."""
    for g in unit.groups:
        group = problem.case.groups[g]
        yield Boarding(
            group=group.id,
            seated=group.seated,
            stretchers=group.stretchers,
            wheelchairs=group.wheelchairs,
            escorts=group.escorts,
        )


def _ride_order(ride: Ride) -> tuple[int, int, str]:
    return (ride.start, ride.crossing, ride.direction)
