"""Published bus-evacuation instances: the text format, and the `Case` that says the same.

The format (Loyola Vitali, "GRASP for the bus evacuation problem", CEC 2017) is whole numbers in
three blocks with an empty line between:

    buses capacity                       for example  5 1
    depots b1 b2 …                       1 5          buses at each depot
    points total d1 d2 …                 3 26 1 3 22  persons at each assembly point
    shelters total c1 c2 …               2 45 8 37    persons each shelter takes

    k t1 t2 …                            a row for each depot k: travel times to the points

    k t1 t2 …                            a row for each point k: to the shelters, and back

A bus moves at most one full load a trip and may end at any shelter; the time at which the last load
arrives is to be least. A unit of time is a second here, and boarding takes no time.

Times are not metric: the way past another place may be quicker than the one stated. Loads are moved
from point to shelter by the times as they stand (`past_places` is false). An empty bus may take a
shorter way past other places: it may as well call there and move nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from safepassage.model.agreement import Agreement, Category, Guard
from safepassage.model.case import Case
from safepassage.model.fleet import Vehicle, VehicleType
from safepassage.model.people import TravelGroup
from safepassage.model.places import AssemblyPoint, Destination, StagingArea
from safepassage.model.roads import RoadTable

START = int(datetime(2031, 5, 5, tzinfo=UTC).timestamp())

LONGEST = 366 * 24 * 3600

Rows = list[list[int]]


class InstanceError(ValueError):
    """A file isn't in the format: where, what was found, what was expected."""


@dataclass(frozen=True, kw_only=True)
class BusEvacuation:
    """One instance; times in its own units."""

    name: str
    capacity: int
    buses: tuple[int, ...]
    persons: tuple[int, ...]
    room: tuple[int, ...]
    from_depot: tuple[tuple[int, ...], ...]
    to_shelter: tuple[tuple[int, ...], ...]

    @property
    def loads(self) -> int:
        """Full bus loads, and part of one where a point has a rest."""
        return sum(-(-count // self.capacity) for count in self.persons)


def read_instance(name: str, text: str) -> BusEvacuation:
    """Read one file's text.

    Raises
    ------
    InstanceError
        if it isn't in the format above.
    """
    blocks = _blocks(name, text)
    if len(blocks) != 3 or len(blocks[0]) != 4:
        found = ", ".join(str(len(block)) for block in blocks) or "none"
        raise InstanceError(
            f"{name}: blocks of {found} lines; expected 4 lines, an empty one, a line for each "
            "depot, an empty one, a line for each assembly point"
        )
    head, depots, points = blocks
    if len(head[0]) != 2 or head[0][1] < 1:
        raise InstanceError(f"{name}: first line {_shown(head[0])}; expected 'buses capacity'")
    buses = _counted(name, "buses at each depot", head[1])
    persons = _summed(name, "persons at each assembly point", head[2])
    room = _summed(name, "persons each shelter takes", head[3])
    if sum(buses) != head[0][0]:
        raise InstanceError(f"{name}: {sum(buses)} buses at depots; expected {head[0][0]}")
    return BusEvacuation(
        name=name,
        capacity=head[0][1],
        buses=buses,
        persons=persons,
        room=room,
        from_depot=_table(name, "depot", depots, len(buses), len(persons)),
        to_shelter=_table(name, "assembly point", points, len(persons), len(room)),
    )


def _blocks(name: str, text: str) -> list[Rows]:
    blocks: list[Rows] = [[]]
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not all(word.isascii() and word.isdigit() for word in words):
            raise InstanceError(f"{name}, line {number}: {line.strip()!r}; expected whole numbers")
        if words:
            blocks[-1].append([int(word) for word in words])
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _counted(name: str, what: str, row: Sequence[int]) -> tuple[int, ...]:
    if len(row) < 2 or row[0] != len(row) - 1:
        raise InstanceError(
            f"{name}: {what}: {_shown(row)}; expected how many numbers follow, then those"
        )
    return tuple(row[1:])


def _summed(name: str, what: str, row: Sequence[int]) -> tuple[int, ...]:
    if len(row) < 3 or row[0] != len(row) - 2 or row[1] != sum(row[2:]):
        raise InstanceError(
            f"{name}: {what}: {_shown(row)}; expected how many numbers follow, their sum, and them"
        )
    return tuple(row[2:])


def _table(
    name: str, what: str, rows: Rows, count: int, columns: int
) -> tuple[tuple[int, ...], ...]:
    if len(rows) != count:
        raise InstanceError(f"{name}: {len(rows)} rows of times, one a {what}; expected {count}")
    for number, row in enumerate(rows, start=1):
        if row[0] != number or len(row) != columns + 1:
            raise InstanceError(
                f"{name}: times of {what} {number}: {_shown(row)}; expected {number} and then "
                f"{columns} times"
            )
    return tuple(tuple(row[1:]) for row in rows)


def _shown(row: Sequence[int]) -> str:
    return repr(" ".join(str(number) for number in row[:12]) + (" …" if len(row) > 12 else ""))


def as_case(instance: BusEvacuation) -> Case:
    """The case that says the same: a second for a unit of time, a group for each bus load."""
    depots = [f"depot-{g}" for g in range(1, len(instance.buses) + 1)]
    points = [f"point-{p}" for p in range(1, len(instance.persons) + 1)]
    shelters = [f"shelter-{d}" for d in range(1, len(instance.room) + 1)]
    nodes = {name: number for number, name in enumerate((*depots, *points, *shelters))}
    bus = VehicleType(id="bus", kind="bus", profile="bus", seats=instance.capacity)
    return Case(
        name=instance.name,
        title=f"Bus evacuation instance {instance.name}",
        timezone="UTC",
        horizon=(START, START + _longest(instance)),
        agreement=Agreement(
            status="in_force",
            parties=("operator",),
            guarantor="none",
            destinations=tuple(shelters),
            categories=(Category(id="civilian"),),
        ),
        windows=(),
        assembly_points=tuple(
            AssemblyPoint(id=name, name=name, latitude=0.0, longitude=0.0) for name in points
        ),
        crossings=(),
        destinations=tuple(
            Destination(id=name, name=name, latitude=0.0, longitude=0.0, capacity=room)
            for name, room in zip(shelters, instance.room, strict=True)
        ),
        staging_areas=tuple(
            StagingArea(id=name, name=name, latitude=0.0, longitude=0.0) for name in depots
        ),
        vehicle_types=(bus,),
        vehicles=tuple(
            Vehicle(id=f"{name}-bus-{number}", type="bus", start=name, available_from=START)
            for name, count in zip(depots, instance.buses, strict=True)
            for number in range(1, count + 1)
        ),
        groups=tuple(
            TravelGroup(
                id=f"{name}-load-{number}",
                household=f"{name}-load-{number}",
                assembly_point=name,
                persons=min(instance.capacity, count - first),
                choice="leave",
                destinations=tuple(shelters),
                category="civilian",
            )
            for name, count in zip(points, instance.persons, strict=True)
            for number, first in enumerate(range(0, count, instance.capacity), start=1)
        ),
        guard=Guard(),
        roads=_roads(instance, len(nodes)),
        place_nodes=nodes,
        past_places=False,
    )


def _longest(instance: BusEvacuation) -> int:
    """Seconds in which one bus could do it all."""
    slowest = max(max(row) for row in (*instance.from_depot, *instance.to_shelter))
    return min(LONGEST, 2 * (instance.loads + 1) * max(1, slowest))


def _roads(instance: BusEvacuation, nodes: int) -> RoadTable:
    """Two-way roads between depots and points, and between points and shelters."""
    first, second = len(instance.buses), len(instance.buses) + len(instance.persons)
    links = [
        (g, first + p, time)
        for g, row in enumerate(instance.from_depot)
        for p, time in enumerate(row)
    ]
    links += [
        (first + p, second + d, time)
        for p, row in enumerate(instance.to_shelter)
        for d, time in enumerate(row)
    ]
    both = links + [(b, a, time) for a, b, time in links]
    tail, head, seconds = (np.array(part, dtype=np.int32) for part in zip(*both, strict=True))
    zeros = np.zeros(nodes)
    return RoadTable(
        profiles=("bus",),
        classes=("road",),
        latitude=zeros,
        longitude=zeros,
        tail=tail,
        head=head,
        metres=seconds,
        seconds=seconds[None],
        passable=np.ones((1, len(both)), dtype=np.bool_),
        open=np.ones(len(both), dtype=np.bool_),
        highway=np.zeros(len(both), dtype=np.uint8),
        facts=np.zeros(len(both), dtype=np.uint8),
        way=np.arange(len(both), dtype=np.int64),
        shape_start=(2 * np.arange(len(both) + 1)).astype(np.int32),
        shape_latitude=np.zeros(2 * len(both)),
        shape_longitude=np.zeros(2 * len(both)),
    )
