"""Ways out as they are told: places by name, lines to draw, the weakest stretch in words."""

from __future__ import annotations

import dataclasses

import msgspec

from safepassage.model.case import Case
from safepassage.model.corridors import Corridors, CorridorWay, Stretch, WaysOut
from safepassage.model.roads import BoolArray
from safepassage.report.brief.ground import Line, PlaceKind, Road, drawn_roads, line_along
from safepassage.report.brief.ways_out import weakest_arcs
from safepassage.report.clock import duration

PICTURE = "Nobody said who holds what ground: no front line is known."


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the map."""

    kind: PlaceKind
    name: str
    latitude: float
    longitude: float


class WayTold(msgspec.Struct, frozen=True, kw_only=True):
    """A way in a row of the table, and its line; `weak` is the line of its weakest stretch."""

    number: int
    crossing: str
    time: str
    kilometres: str
    exposure: str
    weakest: str
    on_it: str
    guard: str
    line: Line
    weak: Line | None


class PairTold(msgspec.Struct, frozen=True, kw_only=True):
    """The ways from a pocket to a destination."""

    origin: str
    pocket: tuple[str, ...]
    destination: str
    none: str
    """Why there is none, or empty."""
    ways: tuple[WayTold, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """All that the table and the page show."""

    title: str
    on: str
    notes: tuple[str, ...]
    """Whole sentences about what the figures stand on."""
    pairs: tuple[PairTold, ...]
    roads: tuple[Road, ...] = ()
    places: tuple[Spot, ...] = ()


def told(case: Case, found: Corridors, shut: BoolArray) -> Told:
    """What is shown of the ways of a case; `shut`, (A,), are roads that a front line closes."""
    used = {arc for pair in found.pairs for way in pair.ways for arc in way.arcs}
    table = dataclasses.replace(case.roads, open=case.roads.open & ~shut)
    return Told(
        title=case.title,
        on=found.on,
        notes=_notes(case, found),
        pairs=tuple(_pair(case, pair) for pair in found.pairs),
        roads=drawn_roads(table, used),
        places=_places(case),
    )


def _notes(case: Case, found: Corridors) -> tuple[str, ...]:
    if found.picture_days is None:
        picture = PICTURE
    else:
        days = f"{found.picture_days} day{'' if found.picture_days == 1 else 's'}"
        picture = f"The picture of who holds what ground is {days} old."
        if found.stale:
            most = case.exposure.stale_days
            picture += f" That is too old to let anybody go by it: at most {most} days."
    compared = "No other way beats one of these in time or exposure and is no worse in the other."
    if found.epsilon > 0:
        more = f"{100 * found.epsilon:g} %"
        compared = (
            f"For any other way, one of these takes no longer with at most {more} more exposure."
        )
    notes = [
        "A way is open as far as the case says, which is neither a permission nor a guarantee.",
        compared,
        "Exposure is what one person on the way is exposed to: minutes × risk.",
        picture,
        f"Records of incidents up to the day: {found.incidents:,}; linked ones count once.",
    ]
    if found.plan is not None:
        notes.append(
            f"The plan exposes the {found.plan.people:,} people who board in it to "
            f"{found.plan.exposure:,.2f} in all: people × minutes × risk."
        )
    if case.schematic_roads:
        notes.append("Schematic roads: nobody surveyed them. They must not be used to find a way.")
    return tuple(notes)


def _pair(case: Case, pair: WaysOut) -> PairTold:
    none = "No open road leads there." if pair.profile else "No vehicle may call at both ends."
    return PairTold(
        origin=case.places[pair.origin].name,
        pocket=tuple(case.places[point].name for point in pair.pocket),
        destination=case.places[pair.destination].name,
        none="" if pair.ways else none,
        ways=tuple(_way(case, number, way) for number, way in enumerate(pair.ways, start=1)),
    )


def _way(case: Case, number: int, way: CorridorWay) -> WayTold:
    crossing = case.places[way.crossing].name if way.crossing else "none"
    return WayTold(
        number=number,
        crossing=crossing if way.opens else f"{crossing} (no window that day)",
        time=_time(way.seconds),
        kilometres=f"{way.metres / 1000:,.1f}",
        exposure=f"{way.exposure:,.2f}",
        weakest=_stretch(way.weakest) if way.weakest else "no risk known",
        on_it=", ".join(way.facts),
        guard=_guard(way),
        line=Line(**line_along(case.roads, way.arcs)),
        weak=_weak_line(case, way),
    )


def _time(seconds: int) -> str:
    """To the second within the hour: in a town ways differ by no more."""
    if seconds >= 3600:
        return duration(seconds)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest:02} s"


def _stretch(weakest: Stretch) -> str:
    parts = (
        (weakest.near_incidents, "incidents"),
        (weakest.near_front_line, "front line"),
        (weakest.unbound_ground, "unbound ground"),
    )
    why = ", ".join(
        f"{name} {part:.2f}" for part, name in sorted(parts, key=lambda one: -one[0]) if part > 0
    )
    where = f"km {weakest.from_metres / 1000:.1f}–{weakest.to_metres / 1000:.1f}"
    return "; ".join([f"{where}: {weakest.risk:.2f} a minute ({why})", *weakest.facts])


def _guard(way: CorridorWay) -> str:
    if way.posts is None:
        return "-"
    posts = f"{way.posts} posts" if way.posts != 1 else "1 post"
    if way.posts_at_least is not None and way.posts_at_least < way.posts:
        posts += f" (at least {way.posts_at_least})"
    if way.escort_metres:
        posts += f", an escort on {way.escort_metres / 1000:,.1f} km"
    return posts


def _weak_line(case: Case, way: CorridorWay) -> Line | None:
    arcs = weakest_arcs(case, way)
    return Line(**line_along(case.roads, arcs)) if arcs else None


def _places(case: Case) -> tuple[Spot, ...]:
    kinds: tuple[PlaceKind, ...] = ("assembly_point", "crossing", "destination")
    tables = (case.assembly_points, case.crossings, case.destinations)
    return tuple(
        Spot(kind=kind, name=place.name, latitude=place.latitude, longitude=place.longitude)
        for kind, table in zip(kinds, tables, strict=True)
        for place in table
    )
