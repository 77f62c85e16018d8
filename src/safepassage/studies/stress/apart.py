"""Units that ride in several vehicles: by ambulance and bus, or too large for one (H1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from safepassage.model.fleet import VehicleType
from safepassage.solve.dispatch.demand import Share
from safepassage.solve.problem import Problem
from safepassage.solve.units import Mode, RideUnit
from safepassage.studies.stress.orders import Part, calls_of

Loads = tuple[tuple[int, Share], ...]
"""A type, and who of a unit boards a vehicle of it."""


def loads_apart(problem: Problem, orders: Iterable[Sequence[Part]]) -> Mapping[int, Loads]:
    """For every unit that rides in several vehicles: as in the plan, else as it could."""
    found: dict[int, Loads] = {}
    for parts in orders:
        for part in parts:
            for share in calls_of(part):
                if problem.units[share.unit].mode is not Mode.WHOLE:
                    found[share.unit] = (*found.get(share.unit, ()), (part.kind, share))
    used = sorted(set(problem.fleet))
    for u, unit in enumerate(problem.units):
        if u in found or unit.mode in (Mode.WHOLE, Mode.NONE):
            continue
        kinds = {k: problem.types[k] for k in used if _may_fetch(problem, k, unit)}
        loads = (_split if unit.mode is Mode.SPLIT else _large)(u, unit, kinds)
        if loads:
            found[u] = loads
    return found


def _may_fetch(problem: Problem, k: int, unit: RideUnit) -> bool:
    ends = (d for d in range(len(problem.destinations)) if unit.accepts >> d & 1)
    kind = problem.types[k].id
    return problem.points[unit.point].admits(kind) and any(
        problem.destinations[d].admits(kind) for d in ends
    )


def _split(u: int, unit: RideUnit, kinds: Mapping[int, VehicleType]) -> Loads:
    """Patients and attendants by ambulance, the rest in one other vehicle."""
    wards = [
        k
        for k, kind in kinds.items()
        if kind.kind == "ambulance" and (not unit.escorts or kind.medical_escort)
    ]
    benches = [
        k
        for k, kind in kinds.items()
        if kind.kind != "ambulance"
        and kind.seats >= unit.rest
        and not (unit.armed and kind.bars_arms)
    ]
    for k in sorted(wards, key=lambda k: -kinds[k].places):
        patients = _patients(u, unit, k, kinds[k])
        if patients and unit.rest and benches:
            return (*patients, (benches[0], Share(u, unit.rest, 0, 0, 0)))
        if patients and not unit.rest:
            return patients
    return ()


def _patients(u: int, unit: RideUnit, k: int, kind: VehicleType) -> Loads:
    """The patients over vehicles of one type, attendants beside them; none if it can't take all."""
    lying, rolling, sitting = unit.stretchers, unit.wheelchairs, unit.seated_patients
    aides, escorts = unit.aides, unit.escorts
    found = []
    while lying or rolling or sitting:
        on, wheels = min(lying, kind.stretchers), min(rolling, kind.wheelchairs)
        seated = min(sitting, kind.seats)
        if on + wheels + seated == 0:
            return ()
        beside = min(aides, kind.seats - seated)
        escorted = min(escorts, on + wheels + seated)
        found.append((k, Share(u, seated + beside, on, wheels, escorted)))
        lying, rolling, sitting = lying - on, rolling - wheels, sitting - seated
        aides, escorts = aides - beside, escorts - escorted
    return tuple(found) if not aides and not escorts else ()


def _large(u: int, unit: RideUnit, kinds: Mapping[int, VehicleType]) -> Loads:
    """More persons than any vehicle has places, over as few as it takes; none with patients."""
    benches = [k for k, kind in kinds.items() if not (unit.armed and kind.bars_arms)]
    most = max(benches, key=lambda k: kinds[k].seats, default=None)
    if most is None or unit.patients or not kinds[most].seats:
        return ()
    seats = kinds[most].seats
    return tuple(
        (most, Share(u, min(seats, unit.seated - begin), 0, 0, 0))
        for begin in range(0, unit.seated, seats)
    )
