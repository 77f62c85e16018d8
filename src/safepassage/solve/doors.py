"""A case without crossings, told as one with them: a door at every place that vehicles leave from.

Who sets out passes the door there inward, who arrives passes the destination's door outward. Doors
are open over the whole horizon, let any number pass at once and take no time. So what is planned
and proved about gates holds for them as it stands. They are in no plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.model.places import Crossing, Destination

_Span = tuple[int, int]
_Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of a case without crossings, as crossings with their windows.

    `at[c]` is the place index that door c stands at, `outward[c]` whether people arrive there;
    `points` are the place indices of the assembly points.
    """

    crossings: tuple[Crossing, ...]
    windows: dict[Direction, tuple[tuple[_Span, ...], ...]]
    at: tuple[int, ...]
    outward: tuple[bool, ...]
    points: frozenset[int]

    def widen(self, table: _Matrix, never: int) -> _Matrix:
        """A (places, places) table of seconds or metres with a row and a column for each door.

        A door leads inward from its place to the points, and outward from the points to its place;
        `never` stands for no way.
        """
        doors = list(zip(self.at, self.outward, strict=True))
        places = range(len(table))
        rows = [
            (*row, *(self._to_door(row, origin, at, out, never) for at, out in doors))
            for origin, row in enumerate(table)
        ]
        for number, (at, out) in enumerate(doors):
            ends = (self._from_door(table[at], at, end, out, never) for end in places)
            rows.append((*ends, *(0 if c == number else never for c in range(len(doors)))))
        return tuple(rows)

    def _to_door(self, row: tuple[int, ...], origin: int, at: int, out: bool, never: int) -> int:
        if origin == at:
            return 0
        return row[at] if out and origin in self.points else never

    def _from_door(self, row: tuple[int, ...], at: int, end: int, out: bool, never: int) -> int:
        if end in self.points:
            return row[end]
        return 0 if out and end == at else never


def make_doors(case: Case, place_index: Mapping[str, int]) -> Doors:
    """A door at each destination, staging area and assembly point that a vehicle starts at.

    Their ids are none that a place of a case may have.
    """
    starts = {vehicle.start for vehicle in case.vehicles}
    points = (point for point in case.assembly_points if point.id in starts)
    places = (*case.destinations, *case.staging_areas, *points)
    outward = tuple(isinstance(place, Destination) for place in places)
    return Doors(
        crossings=tuple(
            Crossing(
                id=f"door of {place.id}",
                name=place.name,
                latitude=place.latitude,
                longitude=place.longitude,
                convoy_vehicles=max(1, len(case.vehicles)),
                headway_seconds=0,
            )
            for place in places
        ),
        windows={
            "in": ((case.horizon,),) * len(places),
            "out": tuple((case.horizon,) if out else () for out in outward),
        },
        at=tuple(place_index[place.id] for place in places),
        outward=outward,
        points=frozenset(place_index[point.id] for point in case.assembly_points),
    )


def within_horizon(case: Case) -> Case:
    """The case with vehicles that none sends out before the horizon begins (W1)."""
    start = case.horizon[0]
    return case.replace(
        vehicles=tuple(
            msgspec.structs.replace(vehicle, available_from=max(vehicle.available_from, start))
            for vehicle in case.vehicles
        )
    )
