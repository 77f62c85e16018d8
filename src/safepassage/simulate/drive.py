"""Drives an itinerary in SUMO, second by second, through libsumo; in a process of its own.

Each drive is a vehicle of SUMO: it pulls out of the place where it stood, drives its route, and
stops off the road at the next place. There it stands until the stay is over, or its convoy has
passed the crossing; then the next drive begins, in whichever direction that leads.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from safepassage.simulate.gates import Gates
from safepassage.simulate.itinerary import Drive, Itinerary
from safepassage.simulate.log import Log, Made, Track

JAM_SECONDS = 300
"""Who stands so long on the road is moved on: else nobody behind would ever arrive."""
LOST_SECONDS = 4 * 3600
"""Who is so much later than planned is taken off the road, and named as stuck."""
LOOK_SECONDS = 60
"""How often somebody may look in or stop it, in simulated time."""

_OFF_THE_ROAD = 1
"""SUMO's flag of a stop that lets others pass."""
_LONG = 1e8


def options(net: Path, types: Path) -> list[str]:
    """How SUMO is called."""
    return [
        *("sumo", "--net-file", str(net), "--additional-files", str(types)),
        *("--step-length", "1", "--time-to-teleport", str(JAM_SECONDS)),
        *("--xml-validation", "never", "--no-step-log", "--no-warnings", "--duration-log.disable"),
    ]


class Driving:
    """An itinerary under way. Times are UTC seconds; SUMO's own count from `first`."""

    def __init__(self, sumo: Any, plan: Itinerary, tracks: Mapping[str, Track]) -> None:
        """Nobody has left. `tracks` has every route that can be driven, `sumo` is libsumo."""
        self._sumo = sumo
        self._tracks = tracks
        self._gates = Gates(plan.slots)
        self._next = {
            before.id: drive for own in plan.drives.values() for before, drive in pairwise(own)
        }
        self._drives = {drive.id: drive for own in plan.drives.values() for drive in own}
        self._members: dict[str, list[Drive]] = {slot.id: [] for slot in plan.slots}
        self._due: list[tuple[int, str]] = []
        """Drives that begin, by when."""
        for own in plan.drives.values():
            heapq.heappush(self._due, (own[0].depart, own[0].id))
        self._first = self._due[0][0] if self._due else 0
        self._ready: dict[str, int] = {}
        """Drives under way."""
        self._virtual: list[tuple[int, str]] = []
        """Those of them that SUMO doesn't make, by when they arrive."""
        self._standing: set[str] = set()
        """Drives that are over and whose vehicle stands where it arrived."""
        self._made: dict[str, Made] = {}
        self._stuck: set[str] = set()
        self._refused: dict[str, str] = {}
        for track in tracks.values():
            sumo.route.add(track.name, track.edges)

    def run(self, on_time: Callable[[int, int], None], should_stop: Callable[[], bool]) -> Log:
        """Drive until everyone is home, or somebody stops it; told (moment, drives over)."""
        look = 0
        while self._due or self._ready:
            now = self._now()
            self._begin(now)
            self._step(now)
            for drive in sorted(self._over()):
                self._arrive(self._drives[drive], self._now())
            self._pass()
            if now >= look:
                look = now + LOOK_SECONDS
                on_time(now, len(self._made))
                self._give_up(now)
                if should_stop():
                    break
        return Log(
            self._now(), self._made, self._gates.passed, tuple(sorted(self._stuck)), self._refused
        )

    def _now(self) -> int:
        return self._first + int(self._sumo.simulation.getTime())

    def _step(self, now: int) -> None:
        """A second on; if nobody is on the road, on to when somebody leaves or arrives."""
        upcoming = [queue[0][0] for queue in (self._due, self._virtual) if queue]
        on_road = len(self._ready) > len(self._virtual)
        until = now + 1 if on_road or not upcoming else max(now + 1, min(upcoming))
        self._sumo.simulationStep(float(until - self._first))

    def _begin(self, now: int) -> None:
        while self._due and self._due[0][0] <= now:
            at, name = heapq.heappop(self._due)
            drive = self._drives[name]
            self._leave(drive, at)
            self._ready[name] = at
            if drive.route is None:
                self._arrive(drive, at)
                continue
            track = self._tracks.get(drive.route)
            if track is None or not self._pulls_out(drive, track):
                heapq.heappush(self._virtual, (at + drive.seconds, name))

    def _leave(self, drive: Drive, at: int) -> None:
        """The vehicle of a drive goes from where the one before brought it."""
        vehicle, _, number = drive.id.rpartition(".")
        before = f"{vehicle}.{int(number) - 1}"
        if before in self._made:
            self._made[before] = replace(self._made[before], left=at)
        if before in self._standing:
            self._standing.remove(before)
            self._sumo.vehicle.remove(before)

    def _pulls_out(self, drive: Drive, track: Track) -> bool:
        """Put the vehicle on the road; False, and the reason kept, if SUMO won't have it there."""
        lane, position, speed = "best", "base", "0"
        try:
            vehicle = self._sumo.vehicle
            vehicle.add(drive.id, track.name, drive.type, "now", lane, position, speed)
            vehicle.setStop(
                drive.id, track.edges[-1], track.last_metres, track.lane, _LONG, _OFF_THE_ROAD
            )
        except self._sumo.TraCIException as error:
            self._refused[drive.id] = str(error)
            if drive.id in self._sumo.vehicle.getLoadedIDList():
                self._sumo.vehicle.remove(drive.id)
            return False
        return True

    def _over(self) -> Iterator[str]:
        """Drives that are over by now."""
        now = self._now()
        while self._virtual and self._virtual[0][0] <= now:
            yield heapq.heappop(self._virtual)[1]
        simulation = self._sumo.simulation
        self._stuck.update(simulation.getStartingTeleportIDList())
        for name in simulation.getParkingStartingVehiclesIDList():
            self._standing.add(name)
            yield name
        for name in simulation.getArrivedIDList():
            # Moved on beyond its stop, out of a jam.
            if name in self._ready:
                yield name

    def _give_up(self, now: int) -> None:
        for name, ready in list(self._ready.items()):
            if now > ready + self._drives[name].seconds + LOST_SECONDS:
                self._stuck.add(name)
                self._sumo.vehicle.remove(name)
                self._arrive(self._drives[name], now)

    def _arrive(self, drive: Drive, at: int) -> None:
        ready = self._ready.pop(drive.id)
        driven = drive.id in self._standing
        metres = round(self._sumo.vehicle.getDistance(drive.id)) if driven else 0
        self._made[drive.id] = Made(ready, at, metres)
        if drive.convoy is None:
            self._free(drive, max(drive.leave, at + drive.stay))
        else:
            self._members[drive.convoy].append(drive)
            self._gates.arrive(drive.convoy, drive.vehicle, at)

    def _pass(self) -> None:
        for name, passed in self._gates.release():
            for drive in self._members[name]:
                self._free(drive, max(drive.leave, passed.end))

    def _free(self, drive: Drive, at: int) -> None:
        """The vehicle may go on at a time."""
        following = self._next.get(drive.id)
        if following is not None:
            heapq.heappush(self._due, (max(at, following.depart), following.id))
        else:
            self._made[drive.id] = replace(self._made[drive.id], left=at)
