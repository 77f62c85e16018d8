"""Who can get where by open road: destinations, assembly points, starts of vehicles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from safepassage.model.places import AssemblyPoint, Crossing
from safepassage.read.columns import Parsed
from safepassage.read.faults import Faults
from safepassage.read.fleet import Fleet
from safepassage.read.roads import CaseRoads
from safepassage.roads.travel import TravelTimes, travel_times


class _Reach:
    """Whether there is a way from place to place, by profile."""

    def __init__(self, times: TravelTimes, profiles: Iterable[str]) -> None:
        self._number = {place: number for number, place in enumerate(times.places)}
        self._ways = {profile: times.matrix(profile) >= 0 for profile in profiles}

    def drives(self, profile: str, origin: str, target: str) -> bool:
        return bool(self._ways[profile][self._number[origin], self._number[target]])

    def linked(self, origin: str, target: str) -> bool:
        return any(self.drives(profile, origin, target) for profile in self._ways)


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
    profiles = {kind.profile for kind in fleet.types}
    reach = laden = _Reach(times, profiles)
    remedy = (
        "Check its position, roads.closed_ways and roads.forbidden, one-way streets and turns that "
        "the map bars (roads.turn_restrictions)."
    )
    if not roads.past_places:  # a trip may stop at points on its way
        remedy += " People are driven past no other place: roads.past_places is false."
        others = [name for name in roads.nodes if name not in inside]
        laden = _Reach(travel_times(roads.table, roads.nodes, others), profiles)

    # Without crossings people go straight from their point to a destination.
    last = [gate for gate in gates if any(laden.linked(point, gate) for point in inside)]
    last = last if gates else inside
    over = " over a crossing" if gates else ""
    parsed = tables["destinations"]
    for row, name in zip(parsed.rows, parsed.ids, strict=True):
        if not any(laden.linked(place, name) for place in last):
            faults.add(
                parsed.file,
                f"the destination {name!r}, which nobody can reach",
                f"open road from an assembly point{over} to it",
                remedy,
                row=row,
                column="id",
            )
    following = gates or list(tables["destinations"].ids)
    what = "crossing" if gates else "destination"
    parsed = tables["assembly_points"]
    for row, name in zip(parsed.rows, parsed.ids, strict=True):
        if not any(laden.linked(name, place) for place in following):
            faults.warn(
                parsed.file,
                f"the assembly point {name!r}, from which no {what} can be reached",
                f"open road from it to a {what}",
                f"Nobody there can be served. {remedy}",
                row=row,
                column="id",
            )
    starts = [*inside, *gates], [*inside, *following]
    _starts(fleet, tables["vehicles"], inside, starts, reach, faults)


def _starts(
    fleet: Fleet,
    parsed: Parsed,
    inside: list[str],
    targets: tuple[list[str], list[str]],
    reach: _Reach,
    faults: Faults,
) -> None:
    """Warn of vehicles that get nowhere: `targets` of those that start outside, and inside."""
    starts = {vehicle.type: vehicle.start for vehicle in fleet.vehicles}
    profiles = {kind.id: kind.profile for kind in fleet.types}
    for row, name in zip(parsed.rows, parsed.ids, strict=True):
        start, profile = starts[name], profiles[name]
        others = (target for target in targets[start in inside] if target != start)
        if not any(reach.drives(profile, start, target) for target in others):
            faults.warn(
                parsed.file,
                f"the start {start!r}, from which no {profile} reaches anybody",
                "open road from it to a crossing or assembly point",
                "These vehicles serve nobody: check where they start.",
                row=row,
                column="start",
            )
