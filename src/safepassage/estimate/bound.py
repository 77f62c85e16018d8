"""No plan can be quicker: the greatest of a few bounds that can be redone by hand.

A vehicle that is alone, and always finds the gate free, passes out for the k-th time no sooner
than its k-th *round* allows. So before that moment at most k - 1 loads of each vehicle are out, and
whoever is left must still pass the gates. Each bound here is that thought for one k or another and
one thing that holds the rest up. All of it is also true of vehicles that wait inside over night.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from safepassage.estimate.figures import Figures
from safepassage.estimate.windows import DAY, HOUR, too_long
from safepassage.estimate.words import clock, count, hours


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One bound: nobody's plan has the last person out before `clearance`, because of `what`."""

    what: str
    clearance: int
    """Seconds from the midnight that begins day 1."""
    formula: str


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The earliest that any vehicle begins its k-th passage inward, and its k-th outward."""

    enters: int
    leaves: int


def bounds(figures: Figures) -> tuple[Term, ...]:
    """Every bound that applies, the latest clearance first; the first of them is the bound."""
    rounds = vehicle_rounds(figures)
    terms = [farthest_point(figures)]
    terms += _if_any(persons_screening(figures, rounds[0], figures.people, figures.loads))
    terms += _if_any(vehicles_screening(figures, rounds[0], figures.loads))
    terms += [convoys(figures, rounds[0], figures.loads)]
    terms += _if_any(fleet(figures, rounds))
    terms += _if_any(reception(figures, rounds[0]))
    return tuple(sorted(terms, key=lambda term: -term.clearance))


def vehicle_rounds(figures: Figures) -> list[Round]:
    """The rounds of one vehicle that has the gates to itself, as many as the fleet needs.

    in(1) = the first opening; out(k) = in(k) + one passage + least driving inside + loading;
    in(k + 1) = out(k) + one passage + outside + handover + outside; each put off until its passage
    lies inside a window (W1). One vehicle passes at its own rate, with one person aboard.
    """
    windows = figures.windows
    inward, outward = figures.passage(1, 0), figures.passage(1, 1)
    inside = min(point.quickest for point in figures.points) + figures.loading
    ready, rounds = windows.first, list[Round]()
    for number in range(1, -(-figures.loads // figures.vehicles) + 1):
        enters = windows.slot(ready, inward)
        soonest = max(enters + inward + inside, crew_ready(figures, number))
        leaves = windows.slot(soonest, outward)
        rounds.append(Round(enters=enters, leaves=leaves))
        ready = leaves + outward + figures.turn
    return rounds


def crew_ready(figures: Figures, number: int) -> int:
    """The earliest k-th passage outward by what its crews may drive (V2).

    Until then they drive d = k · inside + (k - 1) · 2 · outside, at most h in any 24 hours and
    between two rests: so they have rested ⌈d / h⌉ - 1 times, and as many whole days have passed.
    """
    if figures.driving is None:
        return 0
    quickest = min(point.quickest for point in figures.points)
    driven = number * quickest + (number - 1) * 2 * figures.outside
    rests = max(0, -(-driven // figures.driving) - 1)
    standing = number * figures.loading + (number - 1) * figures.handover + rests * figures.rest
    days = rests * DAY - rests * figures.driving
    return figures.windows.first + driven + max(standing, days)


def farthest_point(figures: Figures) -> Term:
    """The first round to the farthest point: in + there and back + loading + out."""
    windows = figures.windows
    inward, outward = figures.passage(1, 0), figures.passage(1, 1)
    far = max(point.quickest for point in figures.points)
    enters = windows.slot(windows.first, inward)
    leaves = windows.slot(enters + inward + far + figures.loading, outward)
    return Term(
        what="the first round",
        clearance=leaves + outward,
        formula=f"the first window opens on {clock(windows.first)}; {hours(far)} of driving "
        f"inside and {hours(figures.loading)} of loading later one vehicle can be out",
    )


def persons_screening(figures: Figures, first: Round, persons: int, loads: int) -> Term | None:
    """Screening of persons (C2): open time from `first` on ≥ persons ÷ rate ÷ crossings.

    At a shared crossing the vehicles that come in take their time too.
    """
    rate = figures.persons_per_hour
    if rate is None:
        return None
    work, since = HOUR * persons / rate, first.leaves
    need = -(-HOUR * persons // (rate * figures.crossings))
    formula = f"{count(persons, 'person')} ÷ {rate:,} an hour"
    per_vehicle = figures.vehicles_per_hour
    if figures.shared and per_vehicle is not None:
        since = first.enters
        both = HOUR * (persons * per_vehicle + loads * rate)
        need = -(-both // (rate * per_vehicle * figures.crossings))
        work += HOUR * loads / per_vehicle
        formula += f" + {count(loads, 'vehicle')} inward ÷ {per_vehicle:,} an hour"
    return _served(figures, "screening of persons", since, need, formula)


def vehicles_screening(figures: Figures, first: Round, loads: int) -> Term | None:
    """Screening of vehicles (C2): open time from `first` on ≥ loads ÷ rate ÷ crossings.

    At a shared crossing every load passes twice.
    """
    rate = figures.vehicles_per_hour
    if rate is None:
        return None
    ways = 2 if figures.shared else 1
    need = -(-HOUR * ways * loads // (rate * figures.crossings))
    formula = f"{count(loads, 'load')}{' both ways' * figures.shared} ÷ {rate:,} vehicles an hour"
    since = first.enters if figures.shared else first.leaves
    return _served(figures, "screening of vehicles", since, need, formula)


def _served(figures: Figures, what: str, since: int, need: int, formula: str) -> Term:
    """The moment at which so many open seconds have passed since another."""
    windows = figures.windows
    shares = f" ÷ {figures.crossings} crossings" if figures.crossings > 1 else ""
    return Term(
        what=what,
        clearance=windows.instant(windows.open_before(since) + max(1, need)),
        formula=f"{formula}{shares} = {hours(need)} with a window open, from {clock(since)} on",
    )


def convoys(figures: Figures, first: Round, loads: int) -> Term:
    """Convoys (C1): the last of ⌈loads ÷ most vehicles⌉ ÷ crossings begins so many headways later.

    At a shared crossing as many convoys come in.
    """
    ways = 2 if figures.shared else 1
    number = ways * -(-loads // figures.convoy_vehicles)
    number = -(-number // figures.crossings)
    since = first.enters if figures.shared else first.leaves
    alone = figures.passage(1, 1)
    begins = _nth_start(figures, since, number, figures.passage(1, 0) if ways == 2 else alone)
    shares = f" ÷ {figures.crossings} crossings" if figures.crossings > 1 else ""
    return Term(
        what="convoys and their headway",
        clearance=max(begins + alone, first.leaves + alone),
        formula=f"{count(loads, 'load')}{' both ways' * figures.shared} ÷ "
        f"{figures.convoy_vehicles:,} a convoy{shares} = {count(number, 'convoy')}, "
        f"{hours(figures.headway)} apart in open windows, from {clock(since)} on",
    )


def _nth_start(figures: Figures, since: int, number: int, passage: int) -> int:
    """The earliest start of the n-th of some passages a headway apart, each inside a window."""
    begins = since
    for opens, closes in figures.windows.after(since):
        begins = max(begins, opens)
        latest = min(closes - passage, closes - 1)
        if begins > latest:
            continue
        if figures.headway == 0:
            return begins
        fit = (latest - begins) // figures.headway + 1
        if fit >= number:
            return begins + (number - 1) * figures.headway
        number -= fit
        begins += fit * figures.headway
    raise too_long()


def fleet(figures: Figures, rounds: list[Round]) -> Term | None:
    """The fleet's rounds (V2): before out(k), at most (k - 1) · vehicles loads are out.

    Those left, persons - (k - 1) · vehicles · seats, pass after out(k) at the crossings' rates and
    headway. The latest over k ≥ 2 is kept.
    """
    best: tuple[int, int, Term] | None = None
    for number, each in enumerate(rounds[1:], start=2):
        loads = figures.loads - (number - 1) * figures.vehicles
        persons = figures.people - (number - 1) * figures.vehicles * figures.seats
        tail = max(_tail(figures, each, persons, loads), key=lambda term: term.clearance)
        if best is None or tail.clearance >= best[0]:
            best = tail.clearance, number, tail
    if best is None:
        return None
    clearance, number, tail = best
    leaves = rounds[number - 1].leaves
    alone = figures.passage(1, 1)
    after = f", then {tail.formula}" if clearance > leaves + alone else ""
    return Term(
        what="the fleet's rounds",
        clearance=clearance,
        formula=f"{count(figures.people, 'person')} ÷ {figures.seats:,} seats = "
        f"{count(figures.loads, 'load')} ÷ {count(figures.vehicles, 'vehicle')} = "
        f"{count(len(rounds), 'round')}; a round takes {hours(_cycle(figures))} and both "
        f"passages lie in windows, so round {number:,} is not out before {clock(leaves)}{after}",
    )


def _tail(figures: Figures, each: Round, persons: int, loads: int) -> Iterator[Term]:
    yield convoys(figures, each, loads)
    yield from _if_any(persons_screening(figures, each, persons, loads))
    yield from _if_any(vehicles_screening(figures, each, loads))


def _cycle(figures: Figures) -> int:
    """From one passage outward of a vehicle to its next, without waiting."""
    inside = min(point.quickest for point in figures.points) + figures.loading
    return figures.turn + figures.passage(1, 0) + inside + figures.passage(1, 1)


def reception(figures: Figures, first: Round) -> Term | None:
    """Reception a day (D1): by day n, at most n - a + 1 days' capacity has arrived.

    Here a is the day of the first arrival. At clearance everyone is out, and whoever hasn't arrived
    sits in a vehicle: so people - vehicles · seats ≤ (n - a + 1) · capacity.
    """
    capacity = figures.daily_capacity
    if capacity is None:
        return None
    arrives = first.leaves + figures.passage(1, 1) + figures.outside
    arrived = max(0, figures.people - figures.vehicles * figures.seats)
    day = arrives // DAY - 1 + -(-arrived // capacity)
    alone = figures.passage(1, 1)
    begins = figures.windows.slot(max(first.leaves, day * DAY - alone), alone)
    return Term(
        what="reception a day",
        clearance=begins + alone,
        formula=f"{count(figures.people, 'person')}, less at most "
        f"{figures.vehicles * figures.seats:,} still on the way, ÷ {capacity:,} a day = "
        f"{count(-(-arrived // capacity), 'day')}, from day {arrives // DAY + 1} on",
    )


def _if_any(term: Term | None) -> Iterator[Term]:
    if term is not None:
        yield term
