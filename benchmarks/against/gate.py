"""Small cases with a gate: windows, convoys, headway, screening; and the programme that is exact.

Drawn from a seed, nothing in them is real. Every bus is alike and every travel group fills one, and
all times are whole minutes, so that a programme by the minute loses nothing: its least horizon is
the true one. Convoys are patterns: one column for each size and minute in which it may start, with
the passage's own time, since a larger convoy takes longer. That is as plain as these promises get
in a general solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from against.programme import Least, Programme, Solver, least
from safepassage.model.agreement import Agreement, Category, Guard, Window
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Crossing, Destination, StagingArea
from safepassage.model.roads import RoadTable

START = 1_936_310_400
"""2031-05-12T00:00Z."""

DAY = 1440
SEATS = 50


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A small case. Minutes throughout; the depot lies `way` minutes outside the gate."""

    name: str
    buses: int
    loads: dict[tuple[int, int], int]
    """Loads by point and destination."""
    inside: tuple[int, ...]
    """From the gate to each point."""
    outside: tuple[int, ...]
    """From the gate to each destination."""
    way: int
    opens: int
    closes: int
    days: int
    convoy: int
    headway: int
    vehicle_minutes: int
    """Screening of an empty bus."""
    full_minutes: int
    """Screening of a full bus."""
    boarding: int = 15
    handover: int = 10
    turnaround: int = 5

    @property
    def first(self) -> int:
        """The first opening."""
        return self.opens

    def passage(self, buses: int, *, full: bool) -> int:
        """How long so many take to pass."""
        return buses * (max(self.vehicle_minutes, self.full_minutes if full else 0))

    def starts(self, lasts: int) -> Iterator[int]:
        """Minutes at which a passage can start."""
        for day in range(self.days):
            yield from range(DAY * day + self.opens, DAY * day + self.closes - lasts + 1)


def drawn(number: int) -> Gate:
    """The small case of a number, from easy to less so."""
    random = np.random.default_rng([7, number])
    buses = 2 + number // 2
    loads = {
        (point, destination): 1 + int(random.integers(number // 3, 1 + number // 2 + 1))
        for point in range(2)
        for destination in range(2)
    }
    return Gate(
        name=f"gate-{number}",
        buses=buses,
        loads=loads,
        inside=tuple(random.integers(4, 25, 2).tolist()),
        outside=(int(random.integers(15, 40)), int(random.integers(60, 150))),
        way=5,
        opens=9 * 60,
        closes=9 * 60 + 30 * int(random.integers(5, 9)),
        days=6,
        convoy=int(random.integers(2, 5)),
        headway=int(random.integers(8, 16)),
        vehicle_minutes=1,
        full_minutes=int(random.integers(2, 6)),
    )


def as_case(gate: Gate) -> Case:
    """The same as a case."""
    places = ["depot", "gate", *(f"point-{n}" for n in range(len(gate.inside)))]
    places += [f"to-{n}" for n in range(len(gate.outside))]
    nodes = {name: number for number, name in enumerate(places)}
    links = [(nodes["depot"], nodes["gate"], gate.way)]
    links += [(nodes["gate"], nodes[f"point-{n}"], m) for n, m in enumerate(gate.inside)]
    links += [(nodes["gate"], nodes[f"to-{n}"], m) for n, m in enumerate(gate.outside)]
    where: dict[str, dict[str, Any]] = {
        name: {"id": name, "name": name, "latitude": 0.01 * node, "longitude": -30.0}
        for name, node in nodes.items()
    }
    groups = [
        TravelGroup(
            id=f"g{point}-{destination}-{number}",
            household=f"h{point}-{destination}-{number}",
            assembly_point=f"point-{point}",
            persons=SEATS,
            choice="leave",
            destinations=(f"to-{destination}",),
            category="civilian",
        )
        for (point, destination), count in gate.loads.items()
        for number in range(count)
    ]
    return Case(
        name=gate.name,
        title="An invented small case",
        timezone="UTC",
        horizon=(START, START + 60 * DAY * gate.days),
        agreement=Agreement(
            status="in_force",
            parties=("one", "other"),
            guarantor="",
            destinations=tuple(f"to-{n}" for n in range(len(gate.outside))),
            categories=(Category(id="civilian"),),
        ),
        windows=tuple(
            Window(
                crossing="gate",
                direction=direction,
                opens=START + 60 * (DAY * day + gate.opens),
                closes=START + 60 * (DAY * day + gate.closes),
            )
            for day in range(gate.days)
            for direction in ("in", "out")
        ),
        assembly_points=tuple(
            AssemblyPoint(**where[f"point-{n}"], overnight=True) for n in range(len(gate.inside))
        ),
        crossings=(
            Crossing(
                **where["gate"],
                convoy_vehicles=gate.convoy,
                headway_seconds=60 * gate.headway,
                vehicles_per_hour=60 // gate.vehicle_minutes,
                persons_per_hour=60 * SEATS // gate.full_minutes,
            ),
        ),
        destinations=tuple(
            Destination(**where[f"to-{n}"], handover_seconds=60 * gate.handover)
            for n in range(len(gate.outside))
        ),
        staging_areas=(StagingArea(**where["depot"]),),
        vehicle_types=(
            VehicleType(
                id="bus",
                kind="bus",
                profile="bus",
                seats=SEATS,
                loading_seconds=60 * gate.boarding,
                turnaround_seconds=60 * gate.turnaround,
            ),
        ),
        vehicles=tuple(
            Vehicle(id=f"bus-{n}", type="bus", start="depot", available_from=START)
            for n in range(gate.buses)
        ),
        groups=tuple(groups),
        guard=Guard(),
        roads=_roads(len(places), links),
        place_nodes=nodes,
    )


def solved(gate: Gate, seconds: float, solver: Solver) -> Least:
    """The least minute by which all can be out, from the first opening."""

    def build(horizon: int, proved: int) -> Programme:
        return _programme(gate, gate.first + horizon, gate.first + proved)

    def keep(values: list[int], horizon: int) -> int:
        return _end(gate, gate.first + horizon, values) - gate.first

    return least(build, solver, DAY * (gate.days - 1) + gate.closes - gate.first, seconds, keep)


@dataclass(frozen=True)
class _Passage:
    """A convoy that may be: its column is 1 if it is."""

    column: int
    start: int
    end: int
    size: int


def _passages(programme: Programme, gate: Gate, horizon: int, *, full: bool) -> list[_Passage]:
    """All convoys one way, no two of which overlap or follow too closely (W1, C1, C2)."""
    passages = []
    for size in range(1, gate.convoy + 1):
        lasts = gate.passage(size, full=full)
        passages += [
            _Passage(programme.column(1), start, start + lasts, size)
            for start in gate.starts(lasts)
            if start + lasts <= horizon
        ]
    busy: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in passages:
        for minute in range(one.start, max(one.end, one.start + gate.headway)):
            busy[minute].append((one.column, 1))
    for minute in sorted(busy):
        programme.row(None, 1, busy[minute])
    return passages


def _programme(gate: Gate, horizon: int, proved: int) -> Programme:
    """Convoys in and out by the minute, and buses as flows between them (V2, V1, A1)."""
    programme = Programme()
    points = range(len(gate.inside))
    inward = _passages(programme, gate, horizon, full=False)
    outward = _passages(programme, gate, horizon, full=True)
    # At the gate: who may have come by a minute, less who has passed by then, is never below 0.
    waiting: dict[int, dict[int, list[tuple[int, int]]]] = {
        place: defaultdict(list) for place in (-1, *points)
    }
    for one in inward:
        waiting[-1][one.start].append((one.column, -one.size))
        to = {point: programme.column(one.size) for point in points}
        programme.row(0, 0, [*((c, 1) for c in to.values()), (one.column, -one.size)])
        for point, column in to.items():
            ready = one.end + 2 * gate.inside[point] + gate.boarding
            waiting[point][ready].append((column, 1))
    moved: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for one in outward:
        loads = {leg: programme.column(one.size) for leg in gate.loads}
        programme.row(0, 0, [*((c, 1) for c in loads.values()), (one.column, -one.size)])
        for (point, destination), column in loads.items():
            moved[point, destination].append((column, 1))
            waiting[point][one.start].append((column, -1))
            away = 2 * gate.outside[destination] + gate.handover + gate.turnaround
            waiting[-1][one.end + away].append((column, 1))
    for leg, count in gate.loads.items():
        programme.row(count, count, moved[leg])
    for place, changes in waiting.items():
        _never_below(programme, changes, -gate.buses if place < 0 else 0)
    _length(programme, outward, horizon, proved)
    return programme


def _never_below(
    programme: Programme, changes: dict[int, list[tuple[int, int]]], least_stock: int
) -> None:
    """A stock that is written on from change to change: sums of all before would be too long."""
    before = -1
    for minute in sorted(changes):
        stock = programme.column(10_000)
        held = [(before, 1)] if before >= 0 else []
        low = least_stock if before < 0 else 0
        programme.row(low, low, [*changes[minute], *held, (stock, -1)])
        before = stock


def _length(programme: Programme, outward: list[_Passage], horizon: int, proved: int) -> None:
    """A column a minute after `proved` that is 1 if a convoy outward ends then or later."""
    ending: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in outward:
        ending[one.end].append((one.column, 1))
    later = -1
    after = horizon
    for minute in sorted((m for m in ending if m > proved), reverse=True):
        now = programme.column(1, cost=0)
        for term in ending[minute]:
            programme.row(None, 0, [term, (now, -1)])
        if later >= 0:
            programme.row(None, 0, [(later, 1), (now, -1)])
        later, after = now, minute
        earlier = max((m for m in ending if m < minute), default=proved)
        programme.cost[now] = after - max(proved, earlier)


def _end(gate: Gate, horizon: int, values: list[int]) -> int:
    """When the last convoy outward of a solution ends."""
    programme = Programme()
    _passages(programme, gate, horizon, full=False)
    outward = _passages(programme, gate, horizon, full=True)
    return max(one.end for one in outward if values[one.column])


def _roads(nodes: int, links: list[tuple[int, int, int]]) -> RoadTable:
    """Two-way links with whole minutes, a star round the gate."""
    both = [*links, *((b, a, minutes) for a, b, minutes in links)]
    tail, head, minutes = (np.array(column, dtype=np.int32) for column in zip(*both, strict=True))
    latitude = 0.01 * np.arange(nodes, dtype=np.float64)
    longitude = np.full(nodes, -30.0)
    count = len(both)
    return RoadTable(
        profiles=("bus",),
        classes=("primary",),
        latitude=latitude,
        longitude=longitude,
        tail=tail,
        head=head,
        metres=(600 * minutes).astype(np.int32),
        seconds=(60 * minutes).astype(np.int32)[None, :],
        passable=np.ones((1, count), dtype=np.bool_),
        open=np.ones(count, dtype=np.bool_),
        highway=np.zeros(count, dtype=np.uint8),
        facts=np.zeros(count, dtype=np.uint8),
        way=np.arange(count, dtype=np.int64),
        shape_start=(2 * np.arange(count + 1)).astype(np.int32),
        shape_latitude=np.stack([latitude[tail], latitude[head]], axis=1).ravel(),
        shape_longitude=np.stack([longitude[tail], longitude[head]], axis=1).ravel(),
    )
