"""The same instances through the public planner, told to stop after so many seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import bus_evacuation
from measure import Watch

from against.gate import START, Gate, as_case
from safepassage.check import verify
from safepassage.model.case import Case
from safepassage.solve import plan


@dataclass(frozen=True, kw_only=True)
class Planned:
    """When the last one is out or has arrived, and the bound: seconds from the case's `zero`."""

    value: int | None
    bound: int | None
    broken: int
    seconds: float


def bus_evacuation_plan(file: Path, effort: int, most: float) -> Planned:
    """An instance of a file; a second is a unit of its time."""
    stated = bus_evacuation.read_instance(file.stem, file.read_text(encoding="utf-8"))
    return _planned(bus_evacuation.as_case(stated), bus_evacuation.START, effort, most)


def gate_plan(gate: Gate, effort: int, most: float) -> Planned:
    """A small case with a gate, from its first opening."""
    return _planned(as_case(gate), START + 60 * gate.first, effort, most)


def _planned(case: Case, zero: int, effort: int, most: float) -> Planned:
    watch = Watch()
    found = plan(case, effort=effort, should_stop=lambda: watch.wall > most).plan
    seconds = watch.wall
    ends = [convoy.end for convoy in found.convoys if convoy.direction == "out"]
    if not case.crossings:
        ends = [trip.stops[-1].arrive for trip in found.trips]
    bound = found.bound.clearance
    return Planned(
        value=None if found.not_served else max(ends, default=zero) - zero,
        bound=None if bound is None else bound - zero,
        broken=len(verify(case, found)),
        seconds=seconds,
    )
