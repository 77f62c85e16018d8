"""The picture of a date: who holds what ground, how much was lost, who is inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.model.case import Case
from safepassage.model.picture import HeldGround, Lost, Picture
from safepassage.model.territory import ControlArea, age_days, latest
from safepassage.territory.area import square_kilometres
from safepassage.territory.ground import enclave, ground, is_inside
from safepassage.territory.people import people_on


def picture(case: Case, on: str, since: str | None = None) -> Picture | None:
    """The last picture on or before an ISO date; None if there is none.

    What was lost is counted from the last picture on or before `since`, or from the first of all.
    """
    areas = latest(case.control, on)
    age = age_days(case.control, on)
    if age is None:
        return None
    inside = enclave(areas)
    people = people_on(case, on)
    there = {
        point.id: bool(is_inside(inside, point.latitude, point.longitude))
        for point in case.assembly_points
    }
    held = tuple(one for one in people if there[one.point])
    return Picture(
        on=on,
        drawn=areas[0].on,
        age_days=age,
        stale=age > case.exposure.stale_days,
        square_kilometres=square_kilometres(inside),
        lost=_lost(case.control, areas, inside, since),
        grounds=_grounds(areas),
        inside=held,
        persons_inside=sum(one.persons for one in held),
        outside=tuple(one for one in people if not there[one.point]),
    )


def _lost(
    control: tuple[ControlArea, ...],
    areas: Sequence[ControlArea],
    inside: BaseGeometry,
    since: str | None,
) -> Lost | None:
    before = latest(control, since or min(area.on for area in control))
    if not before or before[0].on >= areas[0].on:
        return None
    then = enclave(before)
    whole = square_kilometres(then)
    lost = square_kilometres(shapely.difference(then, inside))
    return Lost(
        since=before[0].on,
        square_kilometres_then=whole,
        square_kilometres_lost=lost,
        square_kilometres_gained=square_kilometres(shapely.difference(inside, then)),
        share_lost=lost / whole,
    )


def _grounds(areas: Sequence[ControlArea]) -> tuple[HeldGround, ...]:
    """The areas by holder, in the order of the file, the enclave's first."""
    held: defaultdict[tuple[bool, str], list[ControlArea]] = defaultdict(list)
    for area in areas:
        held[not area.enclave, area.held_by].append(area)
    return tuple(
        HeldGround(
            held_by=name,
            enclave=not around,
            names=tuple(area.name for area in mine),
            square_kilometres=square_kilometres(ground(mine)),
            approximate=any(area.approximate for area in mine),
            sources=tuple(dict.fromkeys(area.source for area in mine)),
        )
        for (around, name), mine in sorted(held.items(), key=lambda one: one[0][0])
    )
