"""Where the ways out begin: in each pocket the assembly point with most people."""

from __future__ import annotations

from safepassage.corridors.corridors import Start
from safepassage.corridors.fault import CorridorsError
from safepassage.model.case import Case
from safepassage.territory.people import people_on
from safepassage.territory.pockets import pockets


def starts(case: Case, on: str, point: str | None = None) -> tuple[Start, ...]:
    """A start for each pocket on an ISO date, or the one at an assembly point that is named.

    A point in no pocket of the day's picture, or without any picture, is by itself; where there are
    pockets, ways out begin there only if they are asked for.

    Raises
    ------
    CorridorsError
        if no assembly point has that id.
    """
    found = [one.points for one in pockets(case, on)]
    ids = [one.id for one in case.assembly_points]
    if point is not None:
        if point not in ids:
            raise CorridorsError(
                f"--from {point!r}; expected the id of an assembly point: {', '.join(ids)}."
            )
        pocket = next((points for points in found if point in points), (point,))
        return (Start(pocket=pocket, point=point),)
    persons = {one.point: one.persons for one in people_on(case, on)}
    return tuple(
        Start(pocket=points, point=max(points, key=lambda each: persons[each]))
        for points in found or [(each,) for each in ids]
    )
