"""What a day can carry: the fleet's rounds and the gates together, for windows that end at night.

A vehicle's last way out on a day takes at most its seats. Whoever goes out before that goes in a
passage that has ended a whole round before, so that the vehicle could come again: at most as many
as pass the gates until then, and of those again at most the seats of all vehicles the last time.
"""

from __future__ import annotations

from bisect import bisect_left

from safepassage.estimate.figures import Figures
from safepassage.estimate.term import Term
from safepassage.estimate.windows import DAY, HOUR
from safepassage.estimate.words import clock, count, hours, of_day


def day_by_day(figures: Figures) -> Term | None:
    """Days: ⌈people ÷ Q⌉, where Q is the most persons out on a day; the last day to the second.

    With V vehicles of s seats, a round of c and gates that pass G(t) persons by t,
    Q(t) = min(G(t), V · s + Q(t - c)), and Q = Q(the last closing).
    """
    if not figures.windows.dark:
        return None
    closes = figures.outward.spans[-1][1]
    most = persons_by(figures, closes)
    days = -(-figures.people // most)
    left = figures.people - (days - 1) * most
    first = figures.outward.first
    last = first + bisect_left(range(first, closes), left, key=lambda t: persons_by(figures, t))
    before = max(0, closes - figures.round)
    return Term(
        what="the fleet and the gates together, day by day",
        clearance=(days - 1) * DAY + last,
        formula=f"a day can carry {most:,} persons (with a round of {hours(figures.round)}, "
        f"{persons_by(figures, before):,} by {of_day(before)}, then one load a vehicle, and no "
        f"more than the gates pass): {figures.people:,} are {count(days, 'day')}, the last "
        f"{left:,} not before {clock((days - 1) * DAY + last)}",
    )


def persons_by(figures: Figures, time: int) -> int:
    """The most persons out on a day by a time of the day."""
    passed, seats, turns = gates_by(figures, time), figures.vehicles * figures.seats, 0
    least = passed
    while passed > 0 and turns * seats < least:
        turns += 1
        passed = gates_by(figures, time - turns * figures.round)
        least = min(least, turns * seats + passed)
    return least


def gates_by(figures: Figures, time: int) -> int:
    """The most persons that pass outward on a day by a time, however many vehicles there are."""
    windows = figures.outward
    open_seconds = sum(max(0, min(time, closes) - opens) for opens, closes in windows.spans)
    begun = convoys_by(figures, time)
    rooms = [figures.people, begun * figures.convoy_vehicles * figures.seats * figures.crossings]
    if figures.persons_per_hour is not None:
        rooms.append(open_seconds * figures.persons_per_hour * figures.crossings // HOUR)
    if figures.vehicles_per_hour is not None:
        vehicles = open_seconds * figures.vehicles_per_hour * figures.crossings // HOUR
        rooms.append(vehicles * figures.seats)
    return min(rooms)


def convoys_by(figures: Figures, time: int) -> int:
    """The most convoys that have passed one crossing outward on a day by a time."""
    alone, number, begins = figures.passage(1, 1), 0, 0
    for opens, closes in figures.outward.spans:
        begins = max(begins, opens)
        latest = min(min(time, closes) - alone, closes - 1)
        if begins > latest:
            continue
        if figures.headway == 0:
            return figures.loads
        fit = (latest - begins) // figures.headway + 1
        number += fit
        begins += fit * figures.headway
    return number
