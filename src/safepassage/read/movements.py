"""The movements table: people who moved inside, and how many are where on a date."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter

from safepassage.model.territory import Movement
from safepassage.read.cells import DATE, IDENTIFIER, whole
from safepassage.read.columns import Column, Parsed
from safepassage.read.faults import Faults, did_you_mean

MOVEMENTS = (
    Column("id", IDENTIFIER, "the movement's id", "m1"),
    Column("on", DATE, "the day people moved", "2018-03-05"),
    Column("from", IDENTIFIER, "id of the point they left; empty is none of them", "south", ""),
    Column("to", IDENTIFIER, "id of the point they reached; empty is none of them", "north", ""),
    Column("persons", whole(1, 10_000_000, "persons"), "how many moved", "250"),
    Column("claim", IDENTIFIER, "id of the claim behind it", "move-1"),
)


def read_movements(
    parsed: Parsed | None,
    populations: Mapping[str, int] | None,
    claims: frozenset[str] | None,
    faults: Faults,
) -> tuple[Movement, ...]:
    """The sound rows as movements, by date.

    `populations` by assembly point and the ids of `claims` are None where their table couldn't be
    read.
    """
    movements: list[tuple[int, Movement]] = []
    for row, values in parsed.sound() if parsed else ():
        origin, destination = values.pop("from"), values.pop("to")
        movements.append((row, Movement(**values, origin=origin, destination=destination)))
    movements.sort(key=lambda one: one[1].on)
    if parsed:
        for row, movement in movements:
            _ends(parsed.file, row, movement, populations, faults)
            _known(parsed.file, row, "claim", movement.claim, claims, "claims", faults)
        if populations is not None:
            _enough(parsed.file, movements, populations, faults)
    return tuple(movement for _, movement in movements)


def populations_on(
    populations: Mapping[str, int], movements: tuple[Movement, ...], on: str
) -> dict[str, int]:
    """Persons at each assembly point after the movements on or before a date, from before all."""
    there = dict(populations)
    for movement in movements:
        if movement.on <= on:
            _move(movement, there)
    return there


def _move(movement: Movement, there: dict[str, int]) -> None:
    for point, persons in (
        (movement.origin, -movement.persons),
        (movement.destination, movement.persons),
    ):
        if point in there:
            there[point] += persons


def _ends(
    file: str, row: int, movement: Movement, points: Mapping[str, int] | None, faults: Faults
) -> None:
    if movement.origin == movement.destination:
        faults.add(
            file,
            f"from and to both {movement.origin!r}" if movement.origin else "no from and no to",
            "a point they left, one they reached, or two different ones",
            "Write where they came from or where they went.",
            row=row,
            column="to",
        )
        return
    ids = None if points is None else frozenset(points)
    for column, point in (("from", movement.origin), ("to", movement.destination)):
        if point:
            _known(file, row, column, point, ids, "assembly_points", faults)


def _known(
    file: str,
    row: int,
    column: str,
    word: str,
    ids: frozenset[str] | None,
    table: str,
    faults: Faults,
) -> None:
    if ids is not None and word not in ids:
        faults.add(
            file,
            repr(word),
            f"an id of {table}",
            partial(did_you_mean, word, ids, "Correct the id, or add it there."),
            row=row,
            column=column,
        )


def _enough(
    file: str,
    movements: list[tuple[int, Movement]],
    populations: Mapping[str, int],
    faults: Faults,
) -> None:
    """Fault a day on which more people leave a point than are there, whoever arrives that day."""
    there = dict(populations)
    for on, group in groupby(movements, key=lambda one: one[1].on):
        day = list(group)
        before = dict(there)
        for _, movement in day:
            _move(movement, there)
        for point in sorted(name for name in there if there[name] < 0):
            leaving = [(row, one.persons) for row, one in day if one.origin == point]
            arriving = sum(one.persons for _, one in day if one.destination == point)
            faults.add(
                file,
                f"{sum(map(itemgetter(1), leaving)):,} persons leaving {point!r} on {on}",
                f"at most the {before[point] + arriving:,} who are there",
                "Correct persons, the date, or the point's population: it counts people before "
                "any movement.",
                row=leaving[0][0],
                column="persons",
            )
            # Said once: later days are judged as if nobody had been missing.
            there[point] = 0
