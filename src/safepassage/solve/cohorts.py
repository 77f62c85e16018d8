"""Cohorts: ride units alike in point, accepted destinations, needs and urgency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from safepassage.solve.units import RideUnit


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The units of a case by cohort.

    `likes[i]` shows what the units of cohort i have in common (its `groups` are empty), `units[i]`
    are their indices in table order, `of_unit[u]` is the cohort of unit u and `at_point[p]` the
    cohorts of assembly point p in boarding order: urgent classes first, then patients, then the
    largest. `choosy_first[p]` are the same with those before the largest who accept the fewest
    destinations.
    """

    likes: tuple[RideUnit, ...]
    units: tuple[tuple[int, ...], ...]
    of_unit: tuple[int, ...]
    at_point: tuple[tuple[int, ...], ...]
    choosy_first: tuple[tuple[int, ...], ...]


def group_cohorts(units: Sequence[RideUnit], points: int) -> Cohorts:
    """Put units that are alike together."""
    by_like: dict[RideUnit, list[int]] = {}
    for index, unit in enumerate(units):
        by_like.setdefault(replace(unit, groups=()), []).append(index)
    likes = sorted(by_like, key=_boarding_order)
    of_unit = [0] * len(units)
    at_point: list[list[int]] = [[] for _ in range(points)]
    for cohort, like in enumerate(likes):
        at_point[like.point].append(cohort)
        for index in by_like[like]:
            of_unit[index] = cohort
    return Cohorts(
        tuple(likes),
        tuple(tuple(by_like[like]) for like in likes),
        tuple(of_unit),
        tuple(tuple(cohorts) for cohorts in at_point),
        tuple(tuple(sorted(cohorts, key=lambda c: _choices(likes[c]))) for cohorts in at_point),
    )


def _choices(unit: RideUnit) -> tuple[int, ...]:
    return unit.medical_class, -unit.patients, unit.accepts.bit_count()


def _boarding_order(unit: RideUnit) -> tuple[int, ...]:
    return (
        unit.medical_class,
        -unit.patients,
        -unit.persons,
        unit.accepts.bit_count(),
        unit.accepts,
        unit.armed,
        unit.seated,
        unit.stretchers,
        unit.wheelchairs,
        unit.escorts,
        unit.attendants,
        unit.point,
    )
