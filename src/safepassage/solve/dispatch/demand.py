"""Who still waits at each assembly point, by cohort, and how a vehicle is filled from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from safepassage.model.fleet import VehicleType
from safepassage.model.people import NOT_URGENT
from safepassage.solve.cohorts import Cohorts
from safepassage.solve.units import Mode, RideUnit, carries_whole


class Share(NamedTuple):
    """A unit, or the part of it, that boards one vehicle; counts are persons."""

    unit: int
    seated: int
    stretchers: int
    wheelchairs: int
    escorts: int

    @property
    def persons(self) -> int:
        """Everyone in this share."""
        return self.seated + self.stretchers + self.wheelchairs


@dataclass(slots=True)
class Room:
    """Places still free in a vehicle."""

    kind: VehicleType
    seats: int = field(init=False)
    stretchers: int = field(init=False)
    wheelchairs: int = field(init=False)

    def __post_init__(self) -> None:
        """Start empty."""
        self.seats = self.kind.seats
        self.stretchers = self.kind.stretchers
        self.wheelchairs = self.kind.wheelchairs

    def fits(self, share: Share) -> bool:
        """Whether the share finds its places; arms and escorts are looked at elsewhere."""
        return (
            share.seated <= self.seats
            and share.stretchers <= self.stretchers
            and share.wheelchairs <= self.wheelchairs
        )

    def board(self, share: Share) -> None:
        """Take the share's places."""
        self.seats -= share.seated
        self.stretchers -= share.stretchers
        self.wheelchairs -= share.wheelchairs


@dataclass(slots=True)
class Budget:
    """Persons a destination can still take from the load that is being made up."""

    persons: int


def whole(index: int, unit: RideUnit) -> Share:
    """All of a unit."""
    return Share(index, unit.seated, unit.stretchers, unit.wheelchairs, unit.escorts)


def _choosy_first(item: tuple[tuple[int, int], int]) -> tuple[int, int, int]:
    (point, accepts), _ = item
    return point, accepts.bit_count(), accepts


class Demand:
    """The units not yet given a vehicle, by assembly point and cohort."""

    def __init__(self, cohorts: Cohorts, apart: Collection[int] = ()) -> None:
        """Everyone waits, save the units kept apart (for whom there is no place to go)."""
        self._cohorts = cohorts
        self.waiting = [  # stacks
            [u for u in reversed(units) if u not in apart] for units in cohorts.units
        ]
        points = range(len(cohorts.at_point))
        ends = max((like.accepts.bit_length() for like in cohorts.likes), default=0)
        self._healthy = [[[0, 0] for _ in range(ends)] for _ in points]
        self._accepting: Counter[tuple[int, bool]] = Counter()
        self._wanted: dict[bool, int] = {}
        self._modes: Counter[Mode] = Counter()
        self._classes: Counter[tuple[Mode, bool, int]] = Counter()
        self.persons = 0
        self.at = [0 for _ in points]
        self._changes = [0 for _ in points]  # counts when a cohort runs out, or waits again
        self._offers: dict[tuple[str, bool], tuple[list[int], list[list[tuple[int, int]]]]] = {}
        for index, waiting in enumerate(self.waiting):
            self._count(index, len(waiting))

    def copy(self) -> Demand:
        """The same people waiting; who boards in one still waits in the other."""
        twin = copy(self)
        twin.waiting = [list(units) for units in self.waiting]
        twin._healthy = [[list(pair) for pair in here] for here in self._healthy]
        twin._accepting = Counter(self._accepting)
        twin._wanted = dict(self._wanted)
        twin._modes = Counter(self._modes)
        twin._classes = Counter(self._classes)
        twin.at = list(self.at)
        twin._changes = list(self._changes)
        twin._offers = {}
        return twin

    def _count(self, cohort: int, units: int) -> None:
        like = self._cohorts.likes[cohort]
        self._modes[like.mode] += units
        self._classes[like.mode, like.patients > 0, like.medical_class] += units
        self.persons += units * like.persons
        self.at[like.point] += units * like.persons
        left = len(self.waiting[cohort])
        if left in (0, units):
            self._changes[like.point] += 1
        if like.mode is not Mode.NONE:
            key = (like.accepts, like.patients > 0)
            self._accepting[key] += units
            if self._accepting[key] in (0, units):
                self._wanted.clear()
        if like.mode is Mode.WHOLE and like.patients == 0:
            for d, counts in enumerate(self._healthy[like.point]):
                if like.accepts >> d & 1:
                    counts[False] += units * like.persons
                    counts[True] += 0 if like.armed else units * like.persons

    def take(self, unit: int) -> None:
        """A unit has got its places."""
        cohort = self._cohorts.of_unit[unit]
        self.waiting[cohort].remove(unit)
        self._count(cohort, -1)

    def give_back(self, unit: int) -> None:
        """A unit waits again, because the trip it was to take can't go."""
        cohort = self._cohorts.of_unit[unit]
        self.waiting[cohort].append(unit)
        self._count(cohort, +1)

    def wanted(self, *, patients: bool = False) -> int:
        """Bits of the destinations that somebody who could be carried still waits to go to.

        With `patients`, only units with patients count.
        """
        if patients not in self._wanted:
            wanted = 0
            for (accepts, ill), units in self._accepting.items():
                if units and (ill or not patients):
                    wanted |= accepts
            self._wanted[patients] = wanted
        return self._wanted[patients]

    def needs_several(self) -> bool:
        """Whether somebody waits who needs more than one vehicle at a time."""
        return self._modes[Mode.SPLIT] + self._modes[Mode.LARGE] > 0

    def loads_apart(self, seats: int) -> int:
        """About how many loads take everyone if each comes from one point, to one destination.

        Seats that are left are filled with who accepts several destinations, as `fill` would.
        """
        persons: Counter[tuple[int, int]] = Counter()
        for waiting, like in zip(self.waiting, self._cohorts.likes, strict=True):
            if waiting:
                persons[like.point, like.accepts] += len(waiting) * like.persons
        loads = 0
        free: Counter[tuple[int, int]] = Counter()  # seats left, by point and destination
        for (point, accepts), count in sorted(persons.items(), key=_choosy_first):
            ends = [d for d in range(accepts.bit_length()) if accepts >> d & 1]
            left = count
            for d in ends:
                taken = min(left, free[point, d])
                free[point, d] -= taken
                left -= taken
            more = -(-left // seats)
            free[point, ends[-1]] += more * seats - left
            loads += more
        return loads

    def left(self) -> list[int]:
        """Units that still wait."""
        return sorted(unit for waiting in self.waiting for unit in waiting)

    def healthy(self, point: int, destination: int, *, arms_barred: bool) -> int:
        """Persons without patients among them who wait here and accept the destination."""
        here = self._healthy[point]
        return here[destination][arms_barred] if destination < len(here) else 0

    def most_healthy(self, point: int, *, arms_barred: bool) -> int:
        """The same for the destination that most of them accept."""
        return max((counts[arms_barred] for counts in self._healthy[point]), default=0)

    def any_waits(self, mode: Mode) -> bool:
        """Whether somebody waits who rides in this mode."""
        return self._modes[mode] > 0

    def most_urgent(self, mode: Mode, *, patients: bool = False) -> int:
        """The most urgent class of those who wait and ride in this mode; beyond all if nobody does.

        With `patients`, only units with patients count.
        """
        waiting = (
            medical
            for (each, ill, medical), units in self._classes.items()
            if units and each is mode and (ill or not patients)
        )
        return min(waiting, default=NOT_URGENT + 1)

    def cohorts_at(self, point: int, mode: Mode) -> Iterator[tuple[int, RideUnit]]:
        """Cohorts with somebody waiting here who rides in this mode, the most urgent first."""
        if self._modes[mode]:
            here, likes = self._cohorts.at_point[point], self._cohorts.likes
            for cohort in here:
                if self.waiting[cohort] and likes[cohort].mode is mode:
                    yield cohort, likes[cohort]

    def accepted(self, mode: Mode, medical: int) -> dict[int, int]:
        """Destinations that somebody of this class accepts who rides in this mode, by point."""
        found: dict[int, int] = {}
        if self._classes[mode, True, medical] or self._classes[mode, False, medical]:
            for p in range(len(self._cohorts.at_point)):
                for _, like in self.cohorts_at(p, mode):
                    if like.medical_class == medical:
                        found[p] = found.get(p, 0) | like.accepts
        return found

    def offers(self, kind: VehicleType, *, seated_too: bool) -> list[list[tuple[int, int]]]:
        """For each point, what `kind` could carry: (medical class, destinations any accepts).

        The more urgent first.
        """
        key = kind.id, seated_too
        if key not in self._offers:
            self._offers[key] = [-1] * len(self._changes), [[] for _ in self._changes]
        known, offers = self._offers[key]
        if known != self._changes:
            for p, changes in enumerate(self._changes):
                if known[p] != changes:
                    offers[p] = self._offers_at(p, kind, seated_too=seated_too)
            known[:] = self._changes
        return offers

    def _offers_at(
        self, point: int, kind: VehicleType, *, seated_too: bool
    ) -> list[tuple[int, int]]:
        found: dict[int, int] = {}
        for _, like in self.cohorts_at(point, Mode.WHOLE):
            if (seated_too or like.patients) and carries_whole(kind, like):
                found[like.medical_class] = found.get(like.medical_class, 0) | like.accepts
        return sorted(found.items())

    def fill(
        self,
        room: Room,
        point: int,
        destination: int,
        budget: Budget,
        *,
        seated_too: bool,
        choosy_first: bool,
    ) -> list[Share]:
        """Board whole units into the free places, and return who boarded.

        Urgent classes come first, then patients who need the vehicle's special places, then (with
        `choosy_first`) who accepts the fewest destinations, then the largest units: small ones are
        kept to fill the last seats of later vehicles. Without `seated_too` only units with patients
        board (an ambulance is kept for them).
        """
        boarded: list[Share] = []
        order = self._cohorts.choosy_first if choosy_first else self._cohorts.at_point
        for cohort in order[point]:
            like = self._cohorts.likes[cohort]
            if not self.waiting[cohort] or like.seated > room.seats:
                continue
            if room.seats <= 0 and room.stretchers <= 0 and room.wheelchairs <= 0:
                break
            if like.mode is not Mode.WHOLE or not like.accepts >> destination & 1:
                continue
            if not carries_whole(room.kind, like):
                continue
            if like.patients == 0 and not seated_too:
                continue
            waiting = self.waiting[cohort]
            while waiting and room.fits(share := whole(waiting[-1], like)):
                if share.persons > budget.persons:
                    break
                boarded.append(share)
                room.board(share)
                budget.persons -= share.persons
                waiting.pop()
                self._count(cohort, -1)
        return boarded
