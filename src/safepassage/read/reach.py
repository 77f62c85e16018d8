"""Who can get where by open road: destinations, assembly points, starts of vehicles."""

from __future__ import annotations

from collections.abc import Mapping

from safepassage.model.places import AssemblyPoint, Crossing
from safepassage.read.columns import Parsed
from safepassage.read.faults import Faults
from safepassage.read.fleet import Fleet
from safepassage.read.roads import CaseRoads
from safepassage.roads.travel import TravelTimes, travel_times


def check_reach(
    roads: CaseRoads,
    points: tuple[AssemblyPoint, ...],
    crossings: tuple[Crossing, ...],
    fleet: Fleet,
    *,
    tables: Mapping[str, Parsed],
    faults: Faults,
) -> None:
    """Fault destinations nobody can reach; warn of points and starts that are cut off."""
    gates = [crossing.id for crossing in crossings]
    inside = [point.id for point in points]
    times = travel_times(roads.table, roads.nodes, gates)
    profiles = sorted({kind.profile for kind in fleet.types})
    remedy = "Check its position, roads.closed_ways and roads.forbidden, and one-way streets."

    def linked(origin: str, target: str) -> bool:
        return any(times.seconds(profile, origin, target) is not None for profile in profiles)

    out_gates = [gate for gate in gates if any(linked(point, gate) for point in inside)]
    parsed = tables["destinations"]
    for row, name in zip(parsed.rows, parsed.ids, strict=True):
        if not any(linked(gate, name) for gate in out_gates):
            faults.add(
                parsed.file,
                f"the destination {name!r}, which nobody can reach",
                "open road from an assembly point over a crossing to it",
                remedy,
                row=row,
                column="id",
            )
    parsed = tables["assembly_points"]
    for row, name in zip(parsed.rows, parsed.ids, strict=True):
        if not any(linked(name, gate) for gate in gates):
            faults.warn(
                parsed.file,
                f"the assembly point {name!r}, from which no crossing can be reached",
                "open road from it to a crossing",
                f"Nobody there can be served. {remedy}",
                row=row,
                column="id",
            )
    _starts(fleet, tables["vehicles"], [*inside, *gates], times, faults)


def _starts(
    fleet: Fleet, parsed: Parsed, targets: list[str], times: TravelTimes, faults: Faults
) -> None:
    starts = {vehicle.type: vehicle.start for vehicle in fleet.vehicles}
    profiles = {kind.id: kind.profile for kind in fleet.types}
    for row, name in zip(parsed.rows, parsed.ids, strict=True):
        start, profile = starts[name], profiles[name]
        reached = (times.seconds(profile, start, target) for target in targets if target != start)
        if all(seconds is None for seconds in reached):
            faults.warn(
                parsed.file,
                f"the start {start!r}, from which no {profile} reaches a crossing",
                "open road from it to a crossing or assembly point",
                "These vehicles serve nobody: check where they start.",
                row=row,
                column="start",
            )
