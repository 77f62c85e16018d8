"""Where the ways out begin: in each pocket the assembly point with most people."""

from __future__ import annotations

from safepassage.corridors.corridors import Start
from safepassage.corridors.fault import CorridorsError
from safepassage.model.case import Case


def starts(case: Case, on: str, point: str | None = None) -> tuple[Start, ...]:
    """A start for each pocket on an ISO date, or the one at an assembly point that is named.

    Where no picture tells pockets, each assembly point is its own.

    Raises
    ------
    CorridorsError
        if no assembly point has that id.
    """
    found = tuple(Start(pocket=(one.id,), point=one.id) for one in case.assembly_points)
    if point is None:
        return found
    ids = [one.id for one in case.assembly_points]
    if point not in ids:
        raise CorridorsError(
            f"--from {point!r}; expected the id of an assembly point: {', '.join(ids)}."
        )
    return tuple(
        Start(pocket=(one.id,), point=one.id) for one in case.assembly_points if one.id == point
    )
