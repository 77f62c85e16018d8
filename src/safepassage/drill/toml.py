"""`case.toml` of a drill: terms, windows, how households are drawn, and every assumption."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from safepassage.drill.levers import levers
from safepassage.drill.options import Drill
from safepassage.drill.sizing import (
    ESCORTS,
    HANDOVER_MINUTES,
    STRETCHERS,
    TURNAROUND_MINUTES,
    WHEELCHAIRS,
    Size,
)
from safepassage.drill.tables import Sites, reception
from safepassage.drill.varies import varies

ATTRIBUTION = "© OpenStreetMap contributors, Open Database Licence (ODbL) 1.0"
ATTRIBUTION_URL = "https://www.openstreetmap.org/copyright"

_HOUSEHOLD_SIZES = (0.32, 0.32, 0.16, 0.13, 0.07)
_CHILDREN = 0.18
_ANY_DESTINATION = 0.6
"""Share of the households leaving that accept every destination; the others accept one."""


def title(drill: Drill) -> str:
    """What the case is called; it says that it is invented."""
    what = "an invented drill on real streets"
    return f"{drill.place}: {what}" if drill.place else what.capitalize()


def name(drill: Drill) -> str:
    """A short name, from the place if it was given."""
    return "-".join(["drill", *re.findall(r"\w+", drill.place.lower())])


def case_toml(drill: Drill, start: date, size: Size, sites: Sites, roads: str) -> bytes:
    """The whole file; `roads` is the name of the road file in the folder."""
    destinations = [site.id for site in sites.destinations]
    last = start + timedelta(days=size.days - 1)
    parts = [
        "# An invented drill on real streets, made by `safepassage drill`. Change what you like:\n"
        "# every key is explained in docs/file-formats.md.",
        f"name = {_text(name(drill))}\ntitle = {_text(title(drill))}\n"
        f"timezone = {_text(drill.timezone)}\nseed = {drill.seed}",
        f"[horizon]\nstart = {start}T00:00:00\nend = {last + timedelta(days=1)}T00:00:00",
        "# A drill needs no party's consent; a real case has the terms that were agreed here.\n"
        '[agreement]\nstatus = "in_force"\nparties = ["drill control"]\n'
        f"destinations = {_texts(destinations)}",
        '[[agreement.items]]\nid = "luggage"',
        '[[agreement.categories]]\nid = "civilian"\nmay_carry = ["luggage"]',
        "# When a crossing is open, local time; `until` is included.",
        *(_window(drill, site.id, start, last) for site in sites.crossings),
        f"[roads]\nfile = {_text(roads)}",
        _draw(drill, destinations),
        "# What could be asked for or bought, for `safepassage levers`; costs are points.",
        *levers(drill),
        "# Every figure is assumed; every summary of a plan repeats what follows.",
        *_assumptions(drill, start, size, sites),
        "# What may go otherwise than planned, for `safepassage stress`.",
        *varies(),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _window(drill: Drill, crossing: str, start: date, last: date) -> str:
    return (
        f'[[windows]]\ncrossing = {_text(crossing)}\ndirection = "both"\n'
        f'from = {start}\nuntil = {last}\nopens = "{drill.opens}"\ncloses = "{drill.closes}"'
    )


def _draw(drill: Drill, destinations: Sequence[str]) -> str:
    leave = round(drill.leave, 6)
    stay, undecided = round(0.6 * (1 - leave), 6), round(0.2 * (1 - leave), 6)
    not_asked = max(0.0, round(1 - leave - stay - undecided, 6))
    lines = [
        "# Households are drawn: nobody was registered or asked.",
        "[draw]",
        f"household_sizes = {list(_HOUSEHOLD_SIZES)}",
        f"children = {_CHILDREN}",
        "ages = { female = 0.51, under_5 = 0.05, aged_60 = 0.26 }",
        f"choice = {{ leave = {leave:g}, stay = {stay:g}, undecided = {undecided:g}, "
        f"not_asked = {not_asked:g} }}",
        f"needs = {{ stretcher = {STRETCHERS}, wheelchair = {WHEELCHAIRS}, escort = {ESCORTS} }}",
        "medical_classes = [0.01, 0.04, 0.10, 0.85]",
    ]
    for accepted, share in _accepted(destinations):
        lines += ["", "[[draw.accept]]", f"destinations = {_texts(accepted)}", f"share = {share:g}"]
    lines += ["", "[[draw.category]]", 'id = "civilian"', "share = 1", 'items = ["luggage"]']
    return "\n".join(lines)


def _accepted(destinations: Sequence[str]) -> list[tuple[list[str], float]]:
    """Sets of destinations that households accept, and the share of each."""
    if len(destinations) == 1:
        return [([*destinations], 1.0)]
    one = round((1 - _ANY_DESTINATION) / len(destinations), 6)
    every = round(1 - one * len(destinations), 6)
    return [([*destinations], every), *(([name], one) for name in destinations)]


def _assumptions(drill: Drill, start: date, size: Size, sites: Sites) -> Iterator[str]:
    """Each figure in words; `_assumed` makes an entry of it."""
    yield _assumed(
        "This is an invented civil-protection drill on real streets. Nobody lives in it, nothing "
        "of it happened, and it says nothing about the people of the area."
    )
    yield _assumed(
        f"Places are road junctions picked by a rule with seed {drill.seed}: "
        f"{len(sites.points)} assembly points, {len(sites.crossings)} crossings with staging, "
        f"{len(sites.destinations)} destinations. No road is closed; vehicles keep to the "
        "crossings because the drill says so."
    )
    yield _assumed(
        f"{drill.people:,} people: half spread evenly over the points, half by road junctions."
    )
    yield _assumed(
        f"{drill.leave:.0%} of the households leave. Sizes of households, ages and needs are "
        f"those in [draw]: {STRETCHERS:.1%} of people on a stretcher, {WHEELCHAIRS:.1%} in a "
        f"wheelchair, {ESCORTS:.1%} with a medic. {_ANY_DESTINATION:.0%} of the households "
        "accept any destination, the others one."
    )
    yield _assumed(
        f"Crossings are open {drill.opens} to {drill.closes} ({drill.timezone}) for {size.days} "
        f"days from {start}, in both directions, for convoys of at most {drill.convoy} vehicles "
        f"that start {drill.headway} minutes apart."
    )
    yield _assumed(
        f"Each crossing screens {drill.persons_per_hour:,} persons and "
        f"{drill.vehicles_per_hour:,} vehicles an hour."
    )
    yield _assumed(
        f"{size.buses} buses of {drill.seats} seats and {size.ambulances} ambulances, which "
        f"start at the staging areas. Boarding takes {drill.loading} minutes at each point, the "
        f"handover {HANDOVER_MINUTES}, turning round {TURNAROUND_MINUTES}; a crew drives at most "
        "9 hours in 24 and rests 11."
    )
    yield _assumed(f"Each destination receives at most {reception(drill):,} people.")
    yield _assumed(
        "Vehicles drive at the cautious free speeds of docs/roads.md; there is no other traffic."
    )
    yield _assumed(f"Roads {ATTRIBUTION}.", ATTRIBUTION_URL)


def _assumed(text: str, source: str = "assumed for the drill") -> str:
    return f"[[assumptions]]\ntext = {_text(text)}\nsource = {_text(source)}"


def _text(text: str) -> str:
    """A TOML basic string: for printable text its escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False)


def _texts(texts: Sequence[str]) -> str:
    return "[" + ", ".join(_text(text) for text in texts) + "]"
