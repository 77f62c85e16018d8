"""`estimate`: how long it would take, before there is a case."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli.ask import ask_for
from safepassage.cli.options import Flag
from safepassage.cli.planning import show
from safepassage.estimate.answer import estimate as answer
from safepassage.estimate.answered import answered
from safepassage.estimate.inside import Inside, look_inside, read_area
from safepassage.estimate.options import (
    DEFAULT_POINTS,
    Options,
    assumed,
    check_options,
    figures_of,
    missing,
)
from safepassage.estimate.text import estimate_text

NOTHING_SAID = Options()


def estimate(
    options: Annotated[Options, Parameter(name="*", negative="")] = NOTHING_SAID,
    *,
    json: Annotated[bool, Flag] = False,
) -> int:
    """Say how long a passage would take, from a few figures or from an area on a map.

    Gives the earliest that any plan could have the last person out, with its formula, and a
    timetable that can be kept; the best plan lies between. Without --people and --buses it asks.

    Example: safepassage estimate --people 20000 --buses 40 --window 09:00-14:00 --outside 180

    Parameters
    ----------
    json
        Print JSON instead of words.
    """
    check_options(options)
    if missing(options) and sys.stdin.isatty() and not json:
        options = ask_for(options)
    inside = _area(options)
    if inside is None:
        found = answer(figures_of(options))
    else:
        crossings = len(inside.exits)
        found = answer(*(figures_of(options, points, crossings) for points in inside.divisions))
    if json:
        show(answered(found, assumed(options), options.days, inside))
    else:
        print(estimate_text(found, assumed(options), options.days, inside))
    return 0


def _area(options: Options) -> Inside | None:
    if options.area is None or options.roads is None or options.people is None:
        return None
    return look_inside(
        read_area(options.area),
        options.roads,
        options.people,
        points=options.points or DEFAULT_POINTS,
        crossings=options.crossings,
    )
