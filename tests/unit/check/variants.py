"""Small changes to the good plan and its case, and what the checker says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from factory import at
from good_plan import good

from safepassage.check import BrokenPromise, Promise, verify
from safepassage.model.case import Case
from safepassage.model.plan import Boarding, Convoy, NotServed, Plan, Route, Stop, Trip

Row = TypeVar("Row", bound=msgspec.Struct)
Change = Callable[[Case, Plan], tuple[Case, Plan]]


@dataclass(frozen=True)
class Variant:
    """The good plan, changed; `codes` are exactly those it breaks."""

    name: str
    codes: frozenset[Promise]
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        return self.name


def breaks(code: Promise, name: str, *changes: Change, also: Iterable[Promise] = ()) -> Variant:
    return Variant(name, frozenset({code, *also}), changes)


def keeps(name: str, *changes: Change) -> Variant:
    return Variant(name, frozenset(), changes)


def faults(*changes: Change) -> tuple[BrokenPromise, ...]:
    """What the checker says of the good plan after these changes, made for the changed case."""
    case, plan = good()
    for change in changes:
        case, plan = change(case, plan)
    return verify(case, msgspec.structs.replace(plan, case_digest=case.digest))


def check(variant: Variant) -> None:
    found = faults(*variant.changes)
    assert {fault.promise for fault in found} == variant.codes, "\n".join(map(str, found))
    for fault in found:
        assert fault.where and fault.what
        assert (fault.amount is None) == (fault.unit == "")
        assert fault.amount is None or fault.amount > 0


def _changed(rows: tuple[Row, ...], name: str, changes: dict[str, Any]) -> tuple[Row, ...]:
    # `Row` is any of the plan's structs: all have an id, which their common type doesn't say.
    assert any(getattr(row, "id") == name for row in rows), name  # noqa: B009
    return tuple(
        msgspec.structs.replace(row, **changes) if getattr(row, "id") == name else row  # noqa: B009
        for row in rows
    )


def _of_case(table: str, name: str, changes: dict[str, Any]) -> Change:
    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        return case.replace(**{table: _changed(getattr(case, table), name, changes)}), plan

    return change


def case_with(**changes: Any) -> Change:
    return lambda case, plan: (case.replace(**changes), plan)


def group(name: str, **changes: Any) -> Change:
    return _of_case("groups", name, changes)


def gate(**changes: Any) -> Change:
    return _of_case("crossings", "gate", changes)


def point(name: str, **changes: Any) -> Change:
    return _of_case("assembly_points", name, changes)


def destination(name: str, **changes: Any) -> Change:
    return _of_case("destinations", name, changes)


def vehicle_type(name: str, **changes: Any) -> Change:
    return _of_case("vehicle_types", name, changes)


def vehicle(name: str, **changes: Any) -> Change:
    return _of_case("vehicles", name, changes)


def terms(**changes: Any) -> Change:
    return lambda case, plan: (
        case.replace(agreement=msgspec.structs.replace(case.agreement, **changes)),
        plan,
    )


def coach(**changes: Any) -> Change:
    """Give bus-1 (trips t1 and t4) a type of its own, else like the others."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        own = msgspec.structs.replace(case.vehicle_types[0], id="coach", **changes)
        vehicles = _changed(case.vehicles, "bus-1", {"type": "coach"})
        return case.replace(vehicle_types=(*case.vehicle_types, own), vehicles=vehicles), plan

    return change


FREE_GATE = gate(vehicles_per_hour=None, persons_per_hour=None)
"""No screening, so that loads may change without breaking C2."""


def plan_with(**changes: Any) -> Change:
    return lambda case, plan: (case, msgspec.structs.replace(plan, **changes))


def _of_plan(table: str, name: str, changes: dict[str, Any]) -> Change:
    return lambda case, plan: (
        case,
        msgspec.structs.replace(plan, **{table: _changed(getattr(plan, table), name, changes)}),
    )


def convoy(name: str, **changes: Any) -> Change:
    return _of_plan("convoys", name, changes)


def route(name: str, **changes: Any) -> Change:
    return _of_plan("routes", name, changes)


def trip(name: str, **changes: Any) -> Change:
    return _of_plan("trips", name, changes)


def stops(name: str, of: Callable[[tuple[Stop, ...]], tuple[Stop, ...]]) -> Change:
    """Change a trip's stops as a whole."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        old = next(each.stops for each in plan.trips if each.id == name)
        return _of_plan("trips", name, {"stops": of(old)})(case, plan)

    return change


def stop(name: str, number: int, **changes: Any) -> Change:
    """Change one stop of a trip, counted from 0."""
    return stops(
        name,
        lambda old: (
            *old[:number],
            msgspec.structs.replace(old[number], **changes),
            *old[number + 1 :],
        ),
    )


def boards(name: str, number: int, *boardings: Boarding) -> Change:
    """Replace who boards at a stop."""
    return stop(name, number, boardings=boardings)


def add(
    *,
    convoys: tuple[Convoy, ...] = (),
    routes: tuple[Route, ...] = (),
    trips: tuple[Trip, ...] = (),
    not_served: tuple[NotServed, ...] = (),
) -> Change:
    return lambda case, plan: (
        case,
        msgspec.structs.replace(
            plan,
            convoys=plan.convoys + convoys,
            routes=plan.routes + routes,
            trips=plan.trips + trips,
            not_served=plan.not_served + not_served,
        ),
    )


def not_served(*names: str) -> Change:
    return add(not_served=tuple(NotServed(group=n, promise="V1", reason="full") for n in names))


def starts_inside(place: str, day: int, clock: str) -> Change:
    """bus-3 stands at an assembly point from 7 March on and leaves it then, to do t5."""

    def change(case: Case, plan: Plan) -> tuple[Case, Plan]:
        case, plan = vehicle("bus-3", start=place)(case, plan)
        wait = Stop(place=place, arrive=at(day, clock), depart=at(day, clock))
        first = None if place == "south" else f"{place}>south"

        def inside(old: tuple[Stop, ...]) -> tuple[Stop, ...]:
            return (wait, msgspec.structs.replace(old[2], route=first), *old[3:])

        return stops("t5", inside)(case, plan)

    return change
