"""`territory`: who holds what ground on a date, who is inside, and which ways out are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from safepassage.cli.options import Day, Flag
from safepassage.cli.planning import show
from safepassage.model.case import Case
from safepassage.model.picture import PeopleAt, Picture
from safepassage.model.pockets import Pocket, WayOut
from safepassage.read import load_case
from safepassage.report.clock import briefly, iso
from safepassage.report.text import percent, table
from safepassage.territory.people import people_on
from safepassage.territory.picture import picture
from safepassage.territory.pockets import pockets


def territory(
    folder: Path,
    /,
    *,
    on: Day | None = None,
    since: Day | None = None,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Show who holds what ground, who is inside, and the ways out of each pocket.

    Also what share of the enclave was lost. A pocket is a part of the roads inside that no vehicle
    can leave for another part and return. A way out that is open is neither permitted nor safe. For
    the planner alone.

    Example: safepassage territory my-case

    Example: safepassage territory examples/ghouta-offer --on 2018-03-11 --since 2018-02-18

    Parameters
    ----------
    folder
        The case folder.
    on
        As known at the end of this local day, like 2018-03-06; the horizon's first if not given.
    since
        Count losses from the last picture on or before this day; from the first if not given.
    json
        Print JSON instead of words.
    """
    case = load_case(folder).case
    day = (on or datetime.fromtimestamp(case.horizon[0], case.zone).date()).isoformat()
    seen = picture(case, day, since.isoformat() if since else None)
    parts = pockets(case, day)
    people = people_on(case, day)
    if json:
        found = {"picture": seen, "people": people, "pockets": parts}
        show({"case": case.name, "timezone": case.timezone, "on": day, **found})
    else:
        print("\n".join(_lines(case, day, seen, people, parts)))
    return 0


def _lines(
    case: Case,
    day: str,
    seen: Picture | None,
    people: Sequence[PeopleAt],
    parts: Sequence[Pocket],
) -> Iterator[str]:
    yield f"{case.title} ({case.name}), {_day(day)}. For the planner alone."
    if case.schematic_roads:
        yield "Roads are schematic: nobody surveyed them."
    if seen is None:
        yield "No picture of who holds what ground: not stated."
    else:
        yield from _ground(case, seen)
    yield ""
    yield from _people(seen, people)
    if seen is not None:
        yield ""
        yield from _pockets(case, parts)


def _ground(case: Case, seen: Picture) -> Iterator[str]:
    yield f"Picture of {_day(seen.drawn)}, {_count(seen.age_days, 'day')} old."
    if seen.stale:
        yield (
            f"STOP: older than {_count(case.exposure.stale_days, 'day')}. No convoy is released on "
            "it: get a new one first."
        )
    lost = seen.lost
    yield f"Enclave: {seen.square_kilometres:,.1f} km²" + (
        f", of {lost.square_kilometres_then:,.1f} km² on {_day(lost.since)}: "
        f"{percent(lost.share_lost)} lost, {lost.square_kilometres_gained:,.1f} km² gained."
        if lost
        else "; no earlier picture to count from."
    )
    yield ""
    yield table(
        [
            ("ground", "km²", "outline"),
            *(
                (
                    f"{'enclave' if one.enclave else 'around it'}, held by {one.held_by}: "
                    f"{'; '.join(one.names)}",
                    f"{one.square_kilometres:,.1f}",
                    "approximate" if one.approximate else "as drawn",
                )
                for one in seen.grounds
            ),
        ]
    )
    for source in dict.fromkeys(source for one in seen.grounds for source in one.sources):
        yield f"  by {source}"


def _people(seen: Picture | None, people: Sequence[PeopleAt]) -> Iterator[str]:
    inside = {one.point for one in seen.inside} if seen else set()
    if seen:
        yield f"People at assembly points inside: {seen.persons_inside:,}"
    rows = [("assembly point", "people", "where")]
    for one in people:
        where = "not stated" if seen is None else "inside" if one.point in inside else "outside"
        rows.append((one.point, f"{one.persons:,}", where))
    yield table(rows)
    for one in people:
        for moved in one.moved:
            came = "came to" if moved.persons > 0 else "left"
            yield (
                f"  {_day(moved.on)}: {abs(moved.persons):,} people {came} {one.point}, "
                f"by claim {moved.claim}"
            )


def _pockets(case: Case, parts: Sequence[Pocket]) -> Iterator[str]:
    yield f"Pockets: {len(parts)}, parts of the roads inside cut off from each other"
    for number, pocket in enumerate(parts, start=1):
        yield f"Pocket {number}: {pocket.persons:,} people at {', '.join(pocket.points)}"
        if not pocket.ways:
            yield "  No way out is open from this day on."
            continue
        yield f"  Ways out that share no stretch of road: {pocket.independent}"
        for way in pocket.ways:
            yield from _way(case, way)


def _way(case: Case, way: WayOut) -> Iterator[str]:
    first, last = way.windows[0], way.windows[-1]
    yield f"  By {way.crossing} to {', '.join(way.destinations)}. It hangs on:"
    yield (
        f"    {_count(len(way.windows), 'window')} from then on, the first opens "
        f"{briefly(iso(first.opens, case.zone))}, the last closes "
        f"{briefly(iso(last.closes, case.zone))}"
    )
    yield f"    terms: {', '.join(way.terms) or 'none stated'}"
    yield f"    who holds the ground beyond: {', '.join(way.beyond) or 'not stated'}"


def _day(on: str) -> str:
    return f"{date.fromisoformat(on):%-d %B %Y}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
