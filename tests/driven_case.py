"""The tiny example with roads that are said to be slower than they are, so that its plan holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from safepassage.model.plan import Plan, Stop, Trip
from safepassage.read import load_case
from safepassage.read.folder import CaseRead
from safepassage.solve import plan as solve

TINY = Path(__file__).parents[1] / "examples" / "tiny"

GENEROUS = """
[roads.slower.bus]
primary = 1.2
secondary = 1.2
tertiary = 1.2
service = 1.2

[roads.slower.ambulance]
primary = 1.2
secondary = 1.2
tertiary = 1.2
service = 1.2
"""
"""On each leg of the tiny example that is more than SUMO adds."""


def tiny_folder(folder: Path, times: str = "") -> Path:
    shutil.copytree(TINY, folder)
    with (folder / "case.toml").open("a", encoding="utf-8") as stream:
        stream.write(times)
    return folder


def planned(folder: Path) -> tuple[CaseRead, Plan]:
    read = load_case(folder)
    return read, solve(read.case, effort=1).plan


def with_trip(plan: Plan, number: int, change: Callable[[Trip], Trip]) -> Plan:
    trips = [change(trip) if at == number else trip for at, trip in enumerate(plan.trips)]
    return replace(plan, trips=tuple(trips))


def leaving_later(trip: Trip, seconds: int) -> Trip:
    """The trip with its first departure put off, and nothing else."""
    first: Stop = trip.stops[0]
    late = replace(first, arrive=first.arrive + seconds, depart=first.depart + seconds)
    return replace(trip, stops=(late, *trip.stops[1:]))
