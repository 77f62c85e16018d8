"""What no single table shows: whom fleet, terms and reception can't serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from safepassage.model.case import Case
from safepassage.model.people import TravelGroup
from safepassage.read.columns import Parsed
from safepassage.read.faults import Faults
from safepassage.read.toml import FILE


def check_demand(
    case: Case, destinations: Parsed, file: str, rows: Mapping[str, int], faults: Faults
) -> None:
    """Warn where reception, fleet or terms can't serve somebody who chose to leave.

    `destinations` is the table of case.destinations; `file` and `rows` tell where each travel
    group stands; drawn ones stand in no row.
    """
    leaving = [group for group in case.groups if group.choice == "leave"]
    _way_in(case, faults)
    _reception(case, leaving, destinations, faults)
    _needs(case, leaving, file, rows, faults)
    _items(case, leaving, file, rows, faults)
    _convoys(case, leaving, file, rows, faults)


def _way_in(case: Case, faults: Faults) -> None:
    inside = {point.id for point in case.assembly_points}
    starts_inside = any(vehicle.start in inside for vehicle in case.vehicles)
    way_in = not case.crossings or any(window.direction == "in" for window in case.windows)
    if not starts_inside and not way_in:
        faults.warn(
            FILE,
            "no crossing open inward, and no vehicle that starts inside",
            'a window with direction "in" or "both"',
            "No vehicle can come for anybody: state when one may.",
            column="windows",
        )


def _reception(case: Case, leaving: Iterable[TravelGroup], parsed: Parsed, faults: Faults) -> None:
    accepted: dict[tuple[str, ...], int] = {}
    for group in leaving:
        accepted[group.destinations] = accepted.get(group.destinations, 0) + group.persons
    rows = dict(zip(parsed.ids, parsed.rows, strict=True))
    limits = {place.id: place.capacity for place in case.destinations if place.capacity is not None}
    wanted: list[tuple[int | None, str, int, int]] = [
        (rows[name], f"{{:,}} persons who accept only {name!r}", accepted.get((name,), 0), limit)
        for name, limit in limits.items()
    ]
    if len(limits) == len(case.destinations) > 1:
        everyone = sum(accepted.values()), sum(limits.values())
        wanted.append((None, "{:,} persons who leave", *everyone))
    for row, found, persons, limit in wanted:
        if persons > limit:
            faults.warn(
                parsed.file,
                found.format(persons),
                f"at most the capacity of {limit:,}",
                "Not all can be received: find more places, or ask who accepts another.",
                row=row,
                column="capacity",
            )


def _needs(
    case: Case,
    leaving: Iterable[TravelGroup],
    file: str,
    rows: Mapping[str, int],
    faults: Faults,
) -> None:
    kinds = case.vehicle_types
    can: dict[str, tuple[bool, Callable[[TravelGroup], int]]] = {
        "seats": (any(kind.seats for kind in kinds), lambda g: g.seated),
        "stretchers": (any(kind.stretchers for kind in kinds), lambda g: g.stretchers),
        "wheelchairs": (any(kind.wheelchairs for kind in kinds), lambda g: g.wheelchairs),
        "escorts": (any(kind.medical_escort for kind in kinds), lambda g: g.escorts),
    }
    lacking = [(column, need) for column, (able, need) in can.items() if not able]
    for group in leaving if lacking else ():
        for column, need in lacking:
            if need(group):
                faults.warn(
                    file,
                    f"{need(group)} persons of {group.id!r}, whom no vehicle type can carry",
                    f"a vehicle type for their need ({column})",
                    "Add such vehicles; without them the group can't be served.",
                    row=rows.get(group.id),
                    column="persons" if column == "seats" else column,
                )


def _items(
    case: Case,
    leaving: Iterable[TravelGroup],
    file: str,
    rows: Mapping[str, int],
    faults: Faults,
) -> None:
    arms = {item.id for item in case.agreement.items if item.arm}
    allowed = {category.id: set(category.may_carry) for category in case.agreement.categories}
    for group in leaving:
        for item in group.items:
            if item not in allowed[group.category]:
                faults.warn(
                    file,
                    f"{'the arm ' if item in arms else ''}{item!r} with {group.id!r}",
                    f"only what the terms let a {group.category} carry",
                    "The group can't board with it: clarify, or have the terms allow it.",
                    row=rows.get(group.id),
                    column="items",
                )


def _convoys(
    case: Case,
    leaving: Iterable[TravelGroup],
    file: str,
    rows: Mapping[str, int],
    faults: Faults,
) -> None:
    places = {kind.id: kind.places for kind in case.vehicle_types}
    fleet = sorted((places[vehicle.type] for vehicle in case.vehicles), reverse=True)
    longest = max((each.convoy_vehicles for each in case.crossings), default=len(fleet))
    most = sum(fleet[:longest])
    what = "one convoy carries" if case.crossings else "all vehicles carry"
    for group in leaving:
        if group.persons > most:
            faults.warn(
                file,
                f"{group.persons:,} persons in {group.id!r}",
                f"at most the {most:,} that {what}",
                "They go together and so can't be served: use more or larger vehicles.",
                row=rows.get(group.id),
                column="persons",
            )


def check_population(case: Case, parsed: Parsed, faults: Faults) -> None:
    """Warn where the registered households don't add up to a point's population."""
    registered: dict[str, int] = {}
    for group in case.groups:
        registered[group.assembly_point] = registered.get(group.assembly_point, 0) + group.persons
    rows = dict(zip(parsed.ids, parsed.rows, strict=True))
    for point in case.assembly_points:
        persons = registered.get(point.id, 0)
        if point.population and persons != point.population:
            faults.warn(
                parsed.file,
                f"a population of {point.population:,}, but {persons:,} persons registered",
                "households that add up to the population",
                "Register who is missing (as not_asked), or correct the population.",
                row=rows[point.id],
                column="population",
            )
