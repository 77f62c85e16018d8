"""A party: vehicles of one load that carry groups no single vehicle can (H1's two exceptions)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safepassage.solve.dispatch.demand import Budget, Demand, Room, Share
from safepassage.solve.dispatch.rounds import Ride
from safepassage.solve.dispatch.targets import Entry, Target, may_go
from safepassage.solve.problem import UNREACHABLE, Problem
from safepassage.solve.units import Mode, RideUnit

Boarding = Callable[[int, RideUnit], dict[int, Share] | None]
"""Tries to seat a unit in the vehicles opened so far: shares by vehicle, or None."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A vehicle that enters (or is inside already), and how: the round it begins."""

    vehicle: int
    entry: Entry
    origin: int
    depart: int
    inbound: Ride | None
    base: int | None = None
    reach: int = 0
    move: int = 0


class Party:
    """Vehicles gathered for one load, and who has boarded each so far."""

    def __init__(
        self,
        problem: Problem,
        demand: Demand,
        budget: Budget,
        target: Target,
        ambulances: Sequence[Entrant],
        others: Sequence[Entrant],
    ) -> None:
        """Nobody has boarded; the vehicles may be used, in the order given."""
        self.problem = problem
        self.demand = demand
        self.budget = budget
        self.target = target
        self.spare = {"ambulance": list(ambulances), "other": list(others)}
        self.rooms: list[tuple[Entrant, Room]] = []
        self.shares: dict[int, list[Share]] = {}
        self.most = problem.crossings[target.way_out.crossing].convoy_vehicles

    def board_split(self) -> None:
        """Patients and attendants into ambulances, the rest of each group into a bus."""
        for cohort, like in list(self.demand.cohorts_at(self.target.point, Mode.SPLIT)):
            if not like.accepts >> self.target.destination & 1:
                continue
            while self.demand.waiting[cohort]:
                unit = self.demand.waiting[cohort][-1]
                if not self._place(unit, like, self._split):
                    break

    def board_large(self) -> None:
        """One group that no vehicle can carry alone, over as few vehicles as it takes."""
        for cohort, like in list(self.demand.cohorts_at(self.target.point, Mode.LARGE)):
            if not like.accepts >> self.target.destination & 1:
                continue
            unit = self.demand.waiting[cohort][-1]
            if self._place(unit, like, self._spread):
                return

    def _place(self, unit: int, like: RideUnit, how: Boarding) -> bool:
        """Try to board the unit, opening one more vehicle at a time; undo if it can't be done."""
        if like.persons > self.budget.persons:
            return False
        opened: list[tuple[Entrant, Room, str]] = []
        while (found := how(unit, like)) is None:
            more = self._open(like)
            if more is None:
                for entrant, room, group in reversed(opened):
                    self.rooms.remove((entrant, room))
                    self.spare[group].insert(0, entrant)
                return False
            opened.append(more)
        for entrant, room in self.rooms:
            share = found.get(entrant.vehicle)
            if share is not None:
                room.board(share)
                self.shares.setdefault(entrant.vehicle, []).append(share)
        self.rooms = [pair for pair in self.rooms if pair[0].vehicle in self.shares]
        self.budget.persons -= like.persons
        self.demand.take(unit)
        return True

    def _open(self, like: RideUnit) -> tuple[Entrant, Room, str] | None:
        """Add a vehicle: an ambulance for patients first, then a bus."""
        if len(self.rooms) >= self.most:
            return None
        have = sum(room.kind.kind == "ambulance" for _, room in self.rooms)
        groups = ("ambulance", "other") if like.patients and have < like.patients else ("other",)
        if len(self.rooms) > have and like.mode is Mode.SPLIT:
            groups = ("ambulance",)
        for group in groups:
            for entrant in self.spare[group]:
                entry = entrant.entry
                problem, target = self.problem, self.target
                arrive = (
                    entry.time
                    + problem.seconds[entry.kind][entry.place][problem.at_point(target.point)]
                )
                if arrive >= UNREACHABLE or not may_go(
                    problem, entry, target.point, target.way_out, target.destination
                ):
                    continue
                self.spare[group].remove(entrant)
                room = Room(problem.types[entry.kind])
                self.rooms.append((entrant, room))
                return entrant, room, group
        return None

    def _split(self, unit: int, like: RideUnit) -> dict[int, Share] | None:
        wards = [
            (entrant.vehicle, room)
            for entrant, room in self.rooms
            if room.kind.kind == "ambulance" and (not like.escorts or room.kind.medical_escort)
        ]
        found, left = _patients(unit, like, wards)
        if not found:
            return None
        rest = left._replace(seated=left.seated + like.rest)
        for entrant, room in self.rooms:
            barred = like.armed and room.kind.bars_arms
            untended = left.escorts and not room.kind.medical_escort
            if room.kind.kind != "ambulance" and not (barred or untended) and room.fits(rest):
                if rest.persons:
                    return {**found, entrant.vehicle: rest}
                return None if like.armed else found
        return None

    def _spread(self, unit: int, like: RideUnit) -> dict[int, Share] | None:
        rooms = [
            (entrant.vehicle, room)
            for entrant, room in self.rooms
            if not (like.armed and room.kind.bars_arms)
        ]
        medical = [pair for pair in rooms if not like.escorts or pair[1].kind.medical_escort]
        found: dict[int, Share] = {}
        left = like.seated
        if like.patients:
            found, over = _patients(unit, like, medical)
            if over.stretchers or over.wheelchairs or over.escorts:
                return None
            left = like.rest + over.seated
        for vehicle, room in rooms:
            before = found.get(vehicle, Share(unit, 0, 0, 0, 0))
            more = min(left, room.seats - before.seated)
            if more > 0:
                found[vehicle] = before._replace(seated=before.seated + more)
                left -= more
        return None if left else found


def largest_party(problem: Problem) -> int:
    """About the most vehicles that one group needs together."""
    seats = max((problem.types[k].seats for k in problem.fleet), default=0)
    return max(
        (
            -(-like.persons // max(1, seats)) + like.patients
            for like in problem.cohorts.likes
            if like.mode in (Mode.SPLIT, Mode.LARGE)
        ),
        default=1,
    )


def _patients(
    unit: int, like: RideUnit, rooms: Sequence[tuple[int, Room]]
) -> tuple[dict[int, Share], Share]:
    """Spread a group's patients over rooms, attendants beside them; and those left over."""
    left = Share(
        unit,
        like.seated_patients + like.aides,
        like.stretchers,
        like.wheelchairs,
        like.escorts,
    )
    sitting = like.seated_patients
    found: dict[int, Share] = {}
    for vehicle, room in rooms:
        lying = min(left.stretchers, room.stretchers)
        rolling = min(left.wheelchairs, room.wheelchairs)
        seated = min(sitting, room.seats)
        if lying + rolling + seated == 0:
            continue
        beside = min(left.seated - sitting, room.seats - seated)
        escorted = min(left.escorts, lying + rolling + seated)
        share = Share(unit, seated + beside, lying, rolling, escorted)
        found[vehicle] = share
        sitting -= seated
        left = Share(
            unit,
            left.seated - share.seated,
            left.stretchers - lying,
            left.wheelchairs - rolling,
            left.escorts - escorted,
        )
    return found, left
