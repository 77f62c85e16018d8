"""What a case holds, before anything is planned. Totals only."""

from __future__ import annotations

from collections import Counter

import msgspec

from safepassage.model.agreement import Direction
from safepassage.model.case import Case
from safepassage.report.clock import iso, spoken
from safepassage.roads.osm import NetworkReport


class WindowSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A time a crossing is open, ISO 8601 local."""

    direction: Direction
    opens: str
    closes: str


class CrossingSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A crossing with its windows in order."""

    id: str
    windows: tuple[WindowSeen, ...]


class FleetSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Alike vehicles and what they carry together in one round."""

    type: str
    vehicles: int
    seats: int
    stretchers: int
    wheelchairs: int


class DestinationSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A destination, its reception (None is no limit) and whether the terms state it."""

    id: str
    capacity: int | None
    daily_capacity: int | None
    stated: bool


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """A case at a glance."""

    case: str
    title: str
    case_digest: str
    timezone: str
    agreement: str
    people: dict[str, int]
    """Persons by choice."""
    travel_groups: int
    drawn_households: bool
    assembly_points: dict[str, int]
    """Persons registered at each point."""
    crossings: tuple[CrossingSeen, ...]
    fleet: tuple[FleetSeen, ...]
    destinations: tuple[DestinationSeen, ...]
    beside: dict[str, int]
    """How much it holds of the picture beside a plan, by what it is; where there is any."""
    schematic_roads: bool
    under_duress: bool


def overview(case: Case) -> Overview:
    """Count what a case holds."""
    people = dict.fromkeys(("leave", "stay", "undecided", "not_asked"), 0)
    points = {point.id: 0 for point in case.assembly_points}
    for group in case.groups:
        people[group.choice] += group.persons
        points[group.assembly_point] += group.persons
    return Overview(
        case=case.name,
        title=case.title,
        case_digest=case.digest,
        timezone=case.timezone,
        agreement=case.agreement.status,
        people=people,
        travel_groups=len(case.groups),
        drawn_households=case.drawn_households,
        assembly_points=points,
        crossings=tuple(_crossing(case, crossing.id) for crossing in case.crossings),
        fleet=_fleet(case),
        destinations=tuple(
            DestinationSeen(
                id=place.id,
                capacity=place.capacity,
                daily_capacity=place.daily_capacity,
                stated=place.id in case.agreement.destinations,
            )
            for place in case.destinations
        ),
        beside=_beside(case),
        schematic_roads=case.schematic_roads,
        under_duress=case.under_duress,
    )


def overview_text(seen: Overview) -> str:
    """The overview, ready to print."""
    duress = " The movements were reported as made under duress." if seen.under_duress else ""
    drawn = ", drawn from the population" if seen.drawn_households else ""
    schematic = " Roads are schematic." if seen.schematic_roads else ""
    return "\n".join(
        (
            f"{seen.title} ({seen.case}), agreement: {seen.agreement}.{schematic}{duress}",
            f"People: {sum(seen.people.values()):,} in {seen.travel_groups:,} travel groups{drawn}",
            *(
                f"  {name}: {n:,}"
                for name, n in zip(_choices(seen), seen.people.values(), strict=True)
            ),
            "Assembly points:",
            *(f"  {point}: {n:,} people" for point, n in seen.assembly_points.items()),
            "Crossings:" if seen.crossings else "No crossings: who has arrived is out.",
            *(line for crossing in seen.crossings for line in _crossing_lines(crossing)),
            "Fleet:",
            *(
                f"  {kind.vehicles:,} {kind.type}: {kind.seats:,} seats, {kind.stretchers:,} "
                f"stretcher and {kind.wheelchairs:,} wheelchair places"
                for kind in seen.fleet
            ),
            "Destinations:",
            *(f"  {_destination_line(place)}" for place in seen.destinations),
            *(["Beside a plan:"] if seen.beside else []),
            *(f"  {what}: {n:,}" for what, n in seen.beside.items()),
        )
    )


def _choices(seen: Overview) -> tuple[str, ...]:
    """What each count of people is called: nobody answered for a drawn household."""
    if seen.drawn_households:
        return ("drawn as leaving", "drawn as staying", "drawn as undecided", "drawn as not asked")
    return tuple(choice.replace("_", " ") for choice in seen.people)


def network_text(roads: NetworkReport) -> str:
    """What was read of the roads and what was left out, ready to print."""
    lines = [
        f"Roads: {roads.ways:,} ways as {roads.nodes:,} nodes and {roads.arcs:,} arcs, "
        f"{roads.closed_arcs:,} of them closed by the case; {roads.barred_turns:,} barred turns",
        f"  left out: {roads.left_out_metres:,} m not joined to the rest "
        f"({100 * (1 - roads.largest_share):.1f} % of all)",
        *(f"  left out: {count:,}, {reason}" for reason, count in roads.left_out.items()),
    ]
    if roads.closed_ways_not_found:
        ways = ", ".join(str(way) for way in roads.closed_ways_not_found)
        lines.append(f"  closed ways that no road runs on: {ways}")
    return "\n".join(lines)


def _crossing(case: Case, name: str) -> CrossingSeen:
    own = sorted((w.opens, w.closes, w.direction) for w in case.windows if w.crossing == name)
    return CrossingSeen(
        id=name,
        windows=tuple(
            WindowSeen(direction=way, opens=iso(opens, case.zone), closes=iso(closes, case.zone))
            for opens, closes, way in own
        ),
    )


def _fleet(case: Case) -> tuple[FleetSeen, ...]:
    counts = Counter(vehicle.type for vehicle in case.vehicles)
    return tuple(
        FleetSeen(
            type=kind.id,
            vehicles=counts[kind.id],
            seats=counts[kind.id] * kind.seats,
            stretchers=counts[kind.id] * kind.stretchers,
            wheelchairs=counts[kind.id] * kind.wheelchairs,
        )
        for kind in case.vehicle_types
    )


def _beside(case: Case) -> dict[str, int]:
    counts = {
        "terms": len(case.agreement.terms),
        "claims": len(case.claims),
        "daily figures": len(case.series),
        "incidents": len(case.incidents),
        "pictures of the ground": len({area.on for area in case.control}),
        "movements inside": len(case.movements),
    }
    return {what: count for what, count in counts.items() if count}


def _crossing_lines(crossing: CrossingSeen) -> tuple[str, ...]:
    lines = [f"  {crossing.id}:"]
    for way in ("in", "out"):
        windows = [window for window in crossing.windows if window.direction == way]
        if windows:
            first, last = windows[0], windows[-1]
            lines.append(
                f"    {way}: {len(windows)} windows, the first opens {spoken(first.opens)}, "
                f"the last closes {spoken(last.closes)}"
            )
        else:
            lines.append(f"    {way}: no window")
    return tuple(lines)


def _destination_line(place: DestinationSeen) -> str:
    total = "no limit" if place.capacity is None else f"{place.capacity:,} people"
    daily = "no limit" if place.daily_capacity is None else f"{place.daily_capacity:,}"
    stated = "" if place.stated else "; the terms don't state it"
    return f"{place.id}: {total}, a day {daily}{stated}"
