"""The ways out of each pocket that nothing beats in time and exposure."""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec

from safepassage.model.case import Case
from safepassage.model.corridors import Corridors, CorridorWay, WaysOut
from safepassage.report.brief.ground import Line, line_along


class Weakest(Line, frozen=True, kw_only=True):
    """Where the risk a minute on a way is highest, from metre to metre along it."""

    from_metres: int
    to_metres: int
    risk: float
    near_incidents: float
    near_front_line: float
    unbound_ground: float


class WayOut(Line, frozen=True, kw_only=True):
    """A way from end to end; exposure is what one person on it is exposed to."""

    number: int
    crossing: str
    crossing_local: str
    opens: bool
    seconds: int
    metres: int
    exposure: float
    weakest: Weakest | None
    facts: tuple[str, ...]
    posts: int | None
    posts_at_least: int | None
    escort_metres: int


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """The ways from a pocket, fastest first, to a destination."""

    origin: str
    origin_local: str
    pocket: tuple[str, ...]
    pocket_local: tuple[str, ...]
    destination: str
    destination_local: str
    drivable: bool
    """Whether any vehicle may call at both ends."""
    ways: tuple[WayOut, ...]


class WaysCompared(msgspec.Struct, frozen=True, kw_only=True):
    """All pairs on a day, a local midnight in UTC seconds."""

    day: int
    epsilon: float
    incidents: int
    plan_people: int | None
    plan_exposure: float | None
    pairs: tuple[Pair, ...]


def ways_out(case: Case, found: Corridors) -> WaysCompared:
    """The ways by name, with their lines."""
    midnight = datetime.combine(date.fromisoformat(found.on), time.min, tzinfo=case.zone)
    return WaysCompared(
        day=int(midnight.timestamp()),
        epsilon=found.epsilon,
        incidents=found.incidents,
        plan_people=found.plan.people if found.plan else None,
        plan_exposure=found.plan.exposure if found.plan else None,
        pairs=tuple(_pair(case, pair) for pair in found.pairs),
    )


def _pair(case: Case, pair: WaysOut) -> Pair:
    origin, destination = case.places[pair.origin], case.places[pair.destination]
    pocket = [case.places[point] for point in pair.pocket]
    return Pair(
        origin=origin.name,
        origin_local=origin.name_local,
        pocket=tuple(point.name for point in pocket),
        pocket_local=tuple(point.name_local or point.name for point in pocket),
        destination=destination.name,
        destination_local=destination.name_local,
        drivable=bool(pair.profile),
        ways=tuple(_way(case, number, way) for number, way in enumerate(pair.ways, start=1)),
    )


def _way(case: Case, number: int, way: CorridorWay) -> WayOut:
    crossing = case.places.get(way.crossing)
    return WayOut(
        **line_along(case.roads, way.arcs),
        number=number,
        crossing=crossing.name if crossing else "",
        crossing_local=crossing.name_local if crossing else "",
        opens=way.opens,
        seconds=way.seconds,
        metres=way.metres,
        exposure=way.exposure,
        weakest=_weakest(case, way),
        facts=way.facts,
        posts=way.posts,
        posts_at_least=way.posts_at_least,
        escort_metres=way.escort_metres,
    )


def _weakest(case: Case, way: CorridorWay) -> Weakest | None:
    found = way.weakest
    if found is None:
        return None
    return Weakest(
        **line_along(case.roads, weakest_arcs(case, way)),
        from_metres=found.from_metres,
        to_metres=found.to_metres,
        risk=found.risk,
        near_incidents=found.near_incidents,
        near_front_line=found.near_front_line,
        unbound_ground=found.unbound_ground,
    )


def weakest_arcs(case: Case, way: CorridorWay) -> tuple[int, ...]:
    """The arcs of a way's weakest stretch; none where it has none."""
    arcs, along = [], 0
    for arc in way.arcs:
        if way.weakest and way.weakest.from_metres <= along < way.weakest.to_metres:
            arcs.append(arc)
        along += int(case.roads.metres[arc])
    return tuple(arcs)
