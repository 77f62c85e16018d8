"""An estimate as plain data, for a program to read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from safepassage.estimate.answer import Estimate, out_by
from safepassage.estimate.inside import Inside
from safepassage.estimate.windows import DAY, DailyWindows
from safepassage.estimate.words import of_day


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A time, seconds since the first window opened, and how many of them one was open."""

    day: int
    time: str
    """Of the day, `11:40`; the seconds are exact."""
    seconds: int
    open_seconds: int


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that holds the clearance up, how far by itself, and the formula."""

    what: str
    clearance: Moment
    formula: str


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What `estimate --json` prints."""

    people: int
    vehicles: int
    seats: int
    bound: Moment
    """No plan has the last person out sooner."""
    timetable: Moment
    """A timetable has the last person out."""
    arrived: Moment
    """And the last vehicle empty at the destination."""
    exact: bool
    convoys: int
    """Each way, in the timetable."""
    convoy_vehicles: int
    limits: tuple[Limit, ...]
    """What binds comes first, what binds next second."""
    bound_round_the_clock: Moment
    """The bound if the crossings never closed; its `open_seconds` are all seconds."""
    days: int | None
    out_in_days: int
    """People out by then in the timetable; everyone where no days were given."""
    assumed: tuple[str, ...]
    area: Inside | None
    """What was picked; its one division is that of the timetable."""


def answered(
    found: Estimate, assumed: Sequence[str], days: int | None, inside: Inside | None
) -> Answered:
    """The estimate with what it assumes, the days there are and what was picked of an area."""
    figures, table = found.figures, found.timetable
    windows = figures.windows
    return Answered(
        people=figures.people,
        vehicles=figures.vehicles,
        seats=figures.seats,
        bound=_moment(found.bound, windows),
        timetable=_moment(table.clearance, windows),
        arrived=_moment(table.arrived, windows),
        exact=found.exact,
        convoys=len(table.passages),
        convoy_vehicles=table.convoy_vehicles,
        limits=tuple(
            Limit(what=term.what, clearance=_moment(term.clearance, windows), formula=term.formula)
            for term in found.terms
        ),
        bound_round_the_clock=_moment(
            found.round_the_clock, DailyWindows(((0, DAY),)), windows.first
        ),
        days=days,
        out_in_days=figures.people if days is None else out_by(table, days * DAY),
        assumed=tuple(assumed),
        area=inside and msgspec.structs.replace(inside, divisions=(figures.points,)),
    )


def _moment(time: int, windows: DailyWindows, first: int | None = None) -> Moment:
    since = windows.first if first is None else first
    return Moment(
        day=time // DAY + 1,
        time=of_day(time % DAY),
        seconds=time - since,
        open_seconds=windows.open_before(time) - windows.open_before(since),
    )
