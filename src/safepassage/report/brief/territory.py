"""Who holds what ground, picture by picture, who is inside, and the ways out of each pocket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import msgspec
import shapely

from safepassage.model.background import Background, GroundThen
from safepassage.model.case import Case
from safepassage.model.picture import Picture
from safepassage.model.pockets import Pocket, WayOut
from safepassage.model.territory import ControlArea, Ring, age_days
from safepassage.report.journeys import Journeys

SIMPLE_DEGREES = 0.0002
"""Some 20 m: outlines of many corners are drawn no finer than that."""

MOST_CORNERS = 400
"""Of all outlines of a picture, before they are simplified."""


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """Ground of one holder as rings of degrees, holes among them; `holder` is a position."""

    name: str
    holder: int
    enclave: bool
    approximate: bool
    latitudes: tuple[tuple[float, ...], ...]
    longitudes: tuple[tuple[float, ...], ...]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """All ground of one holder in a picture."""

    holder: int
    names: tuple[str, ...]
    enclave: bool
    square_kilometres: float
    approximate: bool


class Out(msgspec.Struct, frozen=True, kw_only=True):
    """A crossing by which a pocket can be left, and what keeps it open; UTC seconds."""

    crossing: str
    crossing_local: str
    destinations: tuple[str, ...]
    windows: int
    first: int
    last: int
    terms: tuple[str, ...]
    """Topics of the terms it hangs on."""
    beyond: tuple[str, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A pocket: its assembly points by name."""

    points: tuple[str, ...]
    points_local: tuple[str, ...]
    people: int
    independent: int
    ways: tuple[Out, ...]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A picture on the day it was drawn; days are local midnights, UTC seconds."""

    day: int
    last_fresh: int
    """After this day it is too old for a release."""
    square_kilometres: float
    since: int | None
    """Of the first picture, from which losses count; None for that one itself."""
    share_lost: float | None
    square_kilometres_lost: float | None
    square_kilometres_gained: float | None
    people_inside: int
    points_inside: int
    points_outside: int
    approximate: bool
    outlines: tuple[Outline, ...]
    held: tuple[Held, ...]
    sources: tuple[str, ...]
    pockets: tuple[Part, ...]


class Fled(msgspec.Struct, frozen=True, kw_only=True):
    """People who moved inside, by somebody's claim; an empty end lies elsewhere."""

    day: int
    origin: str
    origin_local: str
    destination: str
    destination_local: str
    people: int
    claimed_by: str
    reported_by: str


class Territory(msgspec.Struct, frozen=True, kw_only=True):
    """The ground by date."""

    holders: tuple[str, ...]
    pictures: tuple[Seen, ...]
    movements: tuple[Fled, ...]
    stale_days: int
    """Older than so many days a picture is too old for a release."""
    days: int
    """Local days on which vehicles of the plan depart."""
    stale: int
    """On so many of them the last picture of today's is too old, or there is none."""


def territory(told: Journeys, background: Background) -> Territory | None:
    """All pictures of a case, or None if there is none."""
    case = told.case
    if not background.ground:
        return None
    holders = tuple(dict.fromkeys(area.held_by for area in case.control))
    departs = {_date(case, journey.leaves) for journey in told.all}
    ages = [age_days(case.control, day.isoformat()) for day in departs]
    most = case.exposure.stale_days
    return Territory(
        holders=holders,
        pictures=tuple(_seen(case, then, holders) for then in background.ground),
        movements=tuple(_movements(case)),
        stale_days=most,
        days=len(departs),
        stale=sum(age is None or age > most for age in ages),
    )


def _date(case: Case, seconds: int) -> date:
    return datetime.fromtimestamp(seconds, case.zone).date()


def _midnight(case: Case, day: date) -> int:
    return int(datetime.combine(day, time.min, tzinfo=case.zone).timestamp())


def _seen(case: Case, then: GroundThen, holders: Sequence[str]) -> Seen:
    picture = then.picture
    drawn = date.fromisoformat(picture.drawn)
    lost = picture.lost
    return Seen(
        day=_midnight(case, drawn),
        last_fresh=_midnight(case, drawn + timedelta(days=case.exposure.stale_days)),
        square_kilometres=picture.square_kilometres,
        since=_midnight(case, date.fromisoformat(lost.since)) if lost else None,
        share_lost=lost.share_lost if lost else None,
        square_kilometres_lost=lost.square_kilometres_lost if lost else None,
        square_kilometres_gained=lost.square_kilometres_gained if lost else None,
        people_inside=picture.persons_inside,
        points_inside=len(picture.inside),
        points_outside=len(picture.outside),
        approximate=any(ground.approximate for ground in picture.grounds),
        outlines=_outlines([a for a in case.control if a.on == picture.drawn], holders),
        held=_held(picture, holders),
        sources=tuple(
            dict.fromkeys(source for ground in picture.grounds for source in ground.sources)
        ),
        pockets=tuple(_part(case, pocket) for pocket in then.pockets),
    )


def _held(picture: Picture, holders: Sequence[str]) -> tuple[Held, ...]:
    return tuple(
        Held(
            holder=holders.index(ground.held_by),
            names=ground.names,
            enclave=ground.enclave,
            square_kilometres=ground.square_kilometres,
            approximate=ground.approximate,
        )
        for ground in picture.grounds
    )


def _outlines(areas: Sequence[ControlArea], holders: Sequence[str]) -> tuple[Outline, ...]:
    """What lies around first, so that the enclave is drawn over it."""
    corners = sum(len(ring) for area in areas for polygon in area.polygons for ring in polygon)
    finest = SIMPLE_DEGREES if corners > MOST_CORNERS else 0.0
    found = []
    for area in sorted(areas, key=lambda one: one.enclave):
        rings = [_drawn(ring, finest) for polygon in area.polygons for ring in polygon]
        found.append(
            Outline(
                name=area.name,
                holder=holders.index(area.held_by),
                enclave=area.enclave,
                approximate=area.approximate,
                latitudes=tuple(tuple(y for _, y in ring) for ring in rings),
                longitudes=tuple(tuple(x for x, _ in ring) for ring in rings),
            )
        )
    return tuple(found)


def _drawn(ring: Ring, finest: float) -> list[tuple[float, float]]:
    """Corners to a metre; with many of them, those that the eye can tell."""
    line = shapely.LineString(ring)
    kept = shapely.simplify(line, finest) if finest else line
    return [(round(x, 5), round(y, 5)) for x, y in shapely.get_coordinates(kept).tolist()]


def _part(case: Case, pocket: Pocket) -> Part:
    points = [case.places[name] for name in pocket.points]
    return Part(
        points=tuple(point.name for point in points),
        points_local=tuple(point.name_local or point.name for point in points),
        people=pocket.persons,
        independent=pocket.independent,
        ways=tuple(_out(case, way) for way in pocket.ways),
    )


def _out(case: Case, way: WayOut) -> Out:
    topics = {term.id: term.topic for term in case.agreement.terms}
    crossing = case.places[way.crossing]
    return Out(
        crossing=crossing.name,
        crossing_local=crossing.name_local,
        destinations=tuple(case.places[name].name for name in way.destinations),
        windows=len(way.windows),
        first=way.windows[0].opens,
        last=way.windows[-1].closes,
        terms=tuple(dict.fromkeys(topics[name] for name in way.terms)),
        beyond=way.beyond,
    )


def _movements(case: Case) -> Iterator[Fled]:
    claims = {claim.id: claim for claim in case.claims}
    for one in sorted(case.movements, key=lambda each: each.on):
        claim = claims.get(one.claim)
        origin, destination = (case.places.get(end) for end in (one.origin, one.destination))
        yield Fled(
            day=_midnight(case, date.fromisoformat(one.on)),
            origin=origin.name if origin else "",
            origin_local=origin.name_local if origin else "",
            destination=destination.name if destination else "",
            destination_local=destination.name_local if destination else "",
            people=one.persons,
            claimed_by=claim.claimed_by if claim else "",
            reported_by=claim.reported_by if claim else "",
        )
