"""How it goes over time: people out and arrived beside the bound, what vehicles do, waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import msgspec
import numpy as np

from safepassage.report.journeys import Journey, Journeys
from safepassage.report.summary import openings

FINEST_SECONDS = 900
MOST_SAMPLES = 600
WAIT_BIN_SECONDS = 1800
MOST_WAIT_BINS = 48

DOING = ("to_people", "boarding", "with_people", "handover")
"""What a vehicle does when it isn't waiting for its next trip."""


class Steps(msgspec.Struct, frozen=True, kw_only=True):
    """People by time, in steps: from `times[i]` on it is `people[i]`. UTC seconds."""

    times: tuple[int, ...]
    people: tuple[int, ...]


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """The evacuation curve; `bound` is the most that any plan can have out by a time."""

    out: Steps
    arrived: Steps
    bound: Steps


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """Vehicles by what they do at each of `times`; they add up to `vehicles`."""

    vehicles: int
    times: tuple[int, ...]
    to_people: tuple[int, ...]
    boarding: tuple[int, ...]
    with_people: tuple[int, ...]
    handover: tuple[int, ...]


class WaitBin(msgspec.Struct, frozen=True, kw_only=True):
    """People who wait from `low` to under `high` seconds between boarding and being out."""

    low: int
    high: int
    people: int


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """How long people are aboard before they are out."""

    longest: int
    half: int
    """Half of them wait at most so many seconds."""
    bins: tuple[WaitBin, ...]


def curve(told: Journeys) -> Curve:
    """People out and arrived by time, and the bound's curve."""
    out, arrived = Counter[int](), Counter[int]()
    for journey in told.all:
        if journey.out is not None and journey.persons:
            out[journey.out] += journey.persons
            arrived[journey.arrives] += journey.persons
    return Curve(
        out=_steps(told.first, out), arrived=_steps(told.first, arrived), bound=_ceiling(told)
    )


def _ceiling(told: Journeys) -> Steps:
    """The most that any plan has out, in steps.

    The bound says how many at most by the end of each opening. Nobody passes while everything is
    closed, so that this many are the most from the opening's start on, until the next one starts.
    """
    spans = openings(told.case)
    times: list[int] = []
    people: list[int] = []
    for point in sorted(told.plan.bound.curve, key=lambda one: one.time):
        opens = max((begin for begin, _ in spans if begin < point.time), default=told.first)
        times.append(opens)
        people.append(point.people)
    later = [begin for begin, _ in spans if times and begin > times[-1]]
    if later:
        times.append(later[0])
        people.append(told.plan.bound.people)
    return Steps(times=tuple(times), people=tuple(people))


def _steps(first: int, added: Counter[int]) -> Steps:
    times, people, total = [first], [0], 0
    for time in sorted(added):
        total += added[time]
        times.append(time)
        people.append(total)
    return Steps(times=tuple(times), people=tuple(people))


def fleet(told: Journeys) -> Fleet:
    """What every vehicle does, sampled evenly from the first departure to the last one free."""
    begin = min((journey.leaves for journey in told.all), default=told.first)
    end = max((journey.free for journey in told.all), default=told.first)
    step = max(FINEST_SECONDS, -(-(end - begin) // MOST_SAMPLES))
    times = np.arange(begin, end + step, step, dtype=np.int64)
    changes = {doing: np.zeros(len(times), dtype=np.int64) for doing in DOING}
    for journey in told.all:
        for doing, since, until in _spells(journey):
            row = changes[doing]
            # In a broken plan a spell may end before it begins.
            low, high = np.searchsorted(times, (since, max(since, until)))
            row[low:] += 1
            row[high:] -= 1
    return Fleet(
        vehicles=len(told.case.vehicles),
        times=tuple(times.tolist()),
        **{doing: tuple(row.tolist()) for doing, row in changes.items()},
    )


def _spells(journey: Journey) -> Iterable[tuple[str, int, int]]:
    """What it does when; before a call, and while it rests on the way in, it waits."""
    for leg in journey.legs:
        if not leg.persons:
            yield "to_people", leg.depart, leg.arrive
    for call in journey.calls:
        yield "boarding", call.at, call.depart
    for before, after in pairwise(journey.calls):
        yield "with_people", before.depart, after.at
    if journey.calls:
        yield "with_people", journey.calls[-1].depart, journey.arrives
        yield "handover", journey.arrives, journey.free


def waits(told: Journeys) -> Waits | None:
    """From the call at the assembly point to being out, by person; None if nobody travels."""
    people = Counter[int]()
    for journey in told.all:
        for call in journey.calls:
            if journey.out is not None:
                people[max(0, journey.out - call.at)] += call.persons
    if not people:
        return None
    width = WAIT_BIN_SECONDS * (1 + max(people) // (WAIT_BIN_SECONDS * MOST_WAIT_BINS))
    bins = Counter[int]()
    for wait, count in people.items():
        bins[wait // width] += count
    return Waits(
        longest=max(people),
        half=_half(people),
        bins=tuple(
            WaitBin(low=number * width, high=(number + 1) * width, people=bins[number])
            for number in range(max(bins) + 1)
        ),
    )


def _half(people: Counter[int]) -> int:
    seen = 0
    for wait in sorted(people):
        seen += people[wait]
        if 2 * seen >= people.total():
            return wait
    return 0
