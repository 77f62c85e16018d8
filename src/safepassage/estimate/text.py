"""An estimate in words, the answer first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from safepassage.estimate.answer import Estimate, out_by
from safepassage.estimate.figures import Figures, Point
from safepassage.estimate.inside import Inside
from safepassage.estimate.windows import DAY
from safepassage.estimate.words import clock, count, hours, opening
from safepassage.report.text import table

_LABEL = 16
_WIDTH = 100


def estimate_text(
    found: Estimate, assumed: Sequence[str], days: int | None, inside: Inside | None
) -> str:
    """The whole answer, ready to print."""
    lines = [*_answer(found, days), *_binds(found)]
    lines += ["", "How the bound is found; the latest of these is what no plan can beat:"]
    for term in found.terms:
        lines += _hanging(clock(term.clearance), f"{term.what}: {term.formula}.")
    if inside is not None:
        lines += ["", *_area(found.figures.points, inside)]
    lines += ["", "Assumed, because nobody said otherwise:"]
    lines += _assumed(assumed)
    return "\n".join(lines)


def _answer(found: Estimate, days: int | None) -> Iterator[str]:
    figures, best = found.figures, found.timetable
    early, late = clock(found.bound), clock(best.clearance, up=True)
    when = f"on {late}, and no sooner" if found.exact else f"between {early} and {late}"
    yield (
        f"{count(figures.people, 'person', 'people')} with "
        f"{count(figures.vehicles, 'bus', 'buses')} of {figures.seats} seats: "
        f"the last one is out {when}."
    )
    if days is not None:
        yield from _within(found, days)
    yield _line("no plan before", f"{early}, after {_open(figures, found.bound)}")
    yield _line(
        "a timetable",
        f"{late}, after {_open(figures, best.clearance)}: "
        f"{count(len(best.passages), 'convoy')} of at most "
        f"{count(best.convoy_vehicles, 'vehicle')} each way",
    )
    yield _line("all arrived", f"{clock(best.arrived, up=True)} by that timetable")


def _within(found: Estimate, days: int) -> Iterator[str]:
    """Whether it can be done in the days there are."""
    end = days * DAY
    if found.timetable.clearance <= end:
        return
    out = out_by(found.timetable, end)
    can = "no plan can do it" if found.bound > end else "this timetable can't, a better plan might"
    yield _line(f"in {count(days, 'day')}", f"{can}; by then this timetable has {out:,} people out")


def _binds(found: Estimate) -> Iterator[str]:
    first, *others = found.terms
    yield _line("what binds", first.what)
    if others:
        yield _line(
            "next", f"{others[0].what}: by itself no sooner than {clock(others[0].clearance)}"
        )
    windows = found.figures.windows
    if windows.daily < DAY:
        yield _line(
            "windows",
            f"{opening(windows)}; open round the clock, no plan before "
            f"{clock(found.round_the_clock)}",
        )


def _area(points: Sequence[Point], inside: Inside) -> Iterator[str]:
    yield (
        f"Picked in the area: its people are spread evenly over "
        f"{count(inside.junctions, 'junction')} and gather at {len(inside.places):,} of them;"
    )
    yield (
        f"crossings are {len(inside.exits):,} of the {inside.exits_found:,} places where a road "
        "leads out and in. In the timetable:"
    )
    rows = [("assembly point", "people", "exit", "driving in", "out")]
    for point in points:
        place = inside.places[point.place]
        where = f"  {point.place + 1}: {place.latitude:.5f}, {place.longitude:.5f}"
        ways = (f"{point.people:,}", f"{point.crossing + 1}")
        rows.append((where, *ways, hours(point.inward), hours(point.outward)))
    yield table(rows)
    by_exit = [("exit", "people", "way", "")]
    for number, each in enumerate(inside.exits):
        where = f"  {number + 1}: {each.latitude:.5f}, {each.longitude:.5f}"
        people = sum(point.people for point in points if point.crossing == number)
        by_exit.append((where, f"{people:,}", str(each.way), each.highway))
    yield table(by_exit)


def _open(figures: Figures, time: int) -> str:
    return f"{hours(figures.windows.open_before(time))} with a window open"


def _line(label: str, text: str) -> str:
    return f"  {label:<{_LABEL}}{text}"


def _hanging(label: str, text: str) -> list[str]:
    """A label, and a text in as many lines as it needs beside it."""
    first = f"  {label:<{_LABEL}}"
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def _assumed(assumed: Sequence[str]) -> list[str]:
    # A line is never broken between an option and its value.
    options = ", ".join(assumed).replace(" ", "\0").replace(",\0", ", ")
    text = (
        f"{options}. Vehicles wait outside at the crossings when the first window opens; every day "
        "is alike and has 24 hours; nobody is late. An estimate is neither a permission nor a "
        "guarantee."
    )
    lines = wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]
