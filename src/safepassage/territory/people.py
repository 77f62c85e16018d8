"""How many are at each assembly point on a date, and by whose claim they moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from safepassage.model.case import Case
from safepassage.model.picture import Moved, PeopleAt


def people_on(case: Case, on: str) -> tuple[PeopleAt, ...]:
    """Persons at each assembly point at the end of an ISO date, in the order of the case.

    A case counts people on the day its horizon starts: later movements are added to that, and
    earlier ones after the date taken back.
    """
    start = datetime.fromtimestamp(case.horizon[0], case.zone).date().isoformat()
    people = []
    for point in case.assembly_points:
        moved = tuple(_moved(case, point.id))
        later = sum(one.persons for one in moved if start < one.on <= on)
        undone = sum(one.persons for one in moved if on < one.on <= start)
        people.append(
            PeopleAt(
                point=point.id,
                persons=point.population + later - undone,
                moved=tuple(one for one in moved if one.on <= on),
            )
        )
    return tuple(people)


def _moved(case: Case, point: str) -> Iterator[Moved]:
    for one in sorted(case.movements, key=lambda movement: movement.on):
        for end, persons in ((one.origin, -one.persons), (one.destination, one.persons)):
            if end == point:
                yield Moved(on=one.on, persons=persons, movement=one.id, claim=one.claim)
