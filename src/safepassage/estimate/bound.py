"""No plan can be quicker: the greatest of a few bounds that can be redone by hand.

A vehicle that is alone, and always finds the gate free, passes out for the k-th time no sooner
than its k-th *round* allows. So before that moment at most k - 1 loads of each vehicle are out, and
whoever is left must still pass the gates. Each bound here is that thought for one k or another and
one thing that holds the rest up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from safepassage.estimate.daily import day_by_day
from safepassage.estimate.figures import Figures
from safepassage.estimate.term import Term
from safepassage.estimate.windows import DAY, HOUR, DailyWindows, too_long
from safepassage.estimate.words import clock, count, hours, opening


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The earliest that any vehicle begins its k-th passage inward, and its k-th outward."""

    enters: int
    leaves: int


def bounds(figures: Figures) -> tuple[Term, ...]:
    """Every bound that applies, the latest clearance first; the first of them is the bound.

    That of fleet and gates together is listed only where it is later than all others: where one of
    the two binds alone it only repeats it.
    """
    rounds = vehicle_rounds(figures)
    terms = [
        farthest_point(figures),
        *gates(figures, rounds[0], figures.people, figures.loads),
        *(term for term in (fleet(figures, rounds), reception(figures, rounds[0])) if term),
    ]
    together = day_by_day(figures)
    if together and together.clearance > max(term.clearance for term in terms):
        terms.append(together)
    return tuple(sorted(terms, key=lambda term: -term.clearance))


def gates(figures: Figures, since: Round, persons: int, loads: int) -> Iterator[Term]:
    """What the crossings ask for some persons in some loads, none of which moves before a round."""
    terms = (
        persons_screening(figures, since.leaves, persons),
        vehicles_screening(figures, since.leaves, loads),
        convoys(figures, since.leaves, loads),
        screening_both_ways(figures, since.enters, persons, loads),
        convoys_both_ways(figures, since.enters, loads),
    )
    return (term for term in terms if term)


def vehicle_rounds(figures: Figures) -> list[Round]:
    """The rounds of one vehicle that has the gates to itself, as many as the fleet needs.

    in(1) = the first opening; out(k) = in(k) + one passage + least driving inside + loading;
    in(k + 1) = out(k) + one passage + outside + handover + outside; each put off until its passage
    lies inside a window (W1), and in(k) to the next day if no vehicle may wait inside over night
    and out(k) is not on the same. One vehicle passes at its own rate, with one person aboard.
    """
    windows, out_windows = figures.windows, figures.outward
    inward, outward = figures.passage(1, 0), figures.passage(1, 1)
    ready, rounds = windows.first, list[Round]()
    for number in range(1, -(-figures.loads // figures.vehicles) + 1):
        while True:
            enters = windows.slot(ready, inward)
            soonest = max(enters + inward + figures.quickest, crew_ready(figures, number))
            leaves = out_windows.slot(soonest, outward)
            if figures.overnight or not figures.stays_over(enters + inward, leaves):
                break
            ready = (leaves - 1) // DAY * DAY + 1
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
    leaves = figures.outward.slot(enters + inward + far + figures.loading, outward)
    return Term(
        what="the first round",
        clearance=leaves + outward,
        formula=f"the first window opens on {clock(windows.first)}; {hours(far)} of driving "
        f"inside and {hours(figures.loading)} of loading later one vehicle can be out",
    )


def persons_screening(figures: Figures, since: int, persons: int) -> Term | None:
    """Screening of persons (C2): time open outward from `since` on ≥ persons ÷ rate ÷ crossings."""
    rate = figures.persons_per_hour
    if rate is None:
        return None
    need = Fraction(HOUR * persons, rate * figures.crossings)
    formula = f"{count(persons, 'person')} ÷ {rate:,} an hour"
    return _served(figures, "screening of persons", figures.outward, since, need, formula)


def vehicles_screening(figures: Figures, since: int, loads: int) -> Term | None:
    """Screening of vehicles (C2): time open outward from `since` on ≥ loads ÷ rate ÷ crossings."""
    rate = figures.vehicles_per_hour
    if rate is None:
        return None
    need = Fraction(HOUR * loads, rate * figures.crossings)
    formula = f"{count(loads, 'load')} ÷ {rate:,} vehicles an hour"
    return _served(figures, "screening of vehicles", figures.outward, since, need, formula)


def screening_both_ways(figures: Figures, since: int, persons: int, loads: int) -> Term | None:
    """Shared crossings (C2): open time ≥ (loads inward + the slower of both outward) ÷ crossings.

    Every load has come in; inward it takes the vehicle rate.
    """
    rate = figures.vehicles_per_hour
    if rate is None or not figures.shared:
        return None
    inward = Fraction(HOUR * loads, rate)
    per_person = figures.persons_per_hour
    outward = max(inward, Fraction(HOUR * persons, per_person) if per_person else Fraction(0))
    formula = f"{count(loads, 'vehicle')} inward ÷ {rate:,} an hour + " + (
        f"{count(persons, 'person')} ÷ {per_person:,} an hour"
        if outward > inward
        else "as long outward"
    )
    what = "screening, both directions in turn"
    need = (inward + outward) / figures.crossings
    return _served(figures, what, figures.windows, since, need, formula)


def _served(
    figures: Figures,
    what: str,
    windows: DailyWindows,
    since: int,
    need: Fraction,
    formula: str,
) -> Term:
    """The moment at which so many open seconds have passed since another."""
    seconds = max(1, math.ceil(need))
    return Term(
        what=what,
        clearance=windows.instant(windows.open_before(since) + seconds),
        formula=f"{formula}{_shares(figures)} = {hours(seconds)} between {opening(windows)}, "
        f"from {clock(since)} on",
    )


def convoys(figures: Figures, since: int, loads: int) -> Term:
    """Convoys (C1): the last of ⌈loads ÷ most vehicles⌉ ÷ crossings begins so many headways later.

    Each begins inside a window, with time for one vehicle to pass.
    """
    number = -(-loads // figures.convoy_vehicles)
    alone = figures.passage(1, 1)
    begins = _nth_start(figures, figures.outward, since, number, alone)
    return Term(
        what="convoys and their headway",
        clearance=begins + alone,
        formula=_headways(figures, loads, number, since),
    )


def convoys_both_ways(figures: Figures, since: int, loads: int) -> Term | None:
    """Shared crossings (C1): twice as many convoys, those inward before those outward."""
    if not figures.shared:
        return None
    number = 2 * -(-loads // figures.convoy_vehicles)
    begins = _nth_start(figures, figures.windows, since, number, figures.passage(1, 0))
    return Term(
        what="convoys and their headway, both directions in turn",
        clearance=begins + figures.passage(1, 1),
        formula=_headways(figures, loads, number, since, " × 2 directions"),
    )


def _headways(figures: Figures, loads: int, number: int, since: int, ways: str = "") -> str:
    return (
        f"{count(loads, 'load')} ÷ {figures.convoy_vehicles:,} a convoy{ways}{_shares(figures)} = "
        f"{count(-(-number // figures.crossings), 'convoy')}, {hours(figures.headway)} apart in "
        f"open windows, from {clock(since)} on"
    )


def _shares(figures: Figures) -> str:
    return f" ÷ {figures.crossings} crossings" if figures.crossings > 1 else ""


def _nth_start(
    figures: Figures, windows: DailyWindows, since: int, number: int, passage: int
) -> int:
    """The earliest start of the last of some passages a headway apart, divided among crossings."""
    number, begins = -(-number // figures.crossings), since
    for opens, closes in windows.after(since):
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
        tail = max(gates(figures, each, persons, loads), key=lambda term: term.clearance)
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
        f"{count(len(rounds), 'round')}; a round takes {hours(figures.round)} and both "
        f"passages lie in windows, so round {number:,} is not out before {clock(leaves)}{after}",
    )


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
    begins = figures.outward.slot(max(first.leaves, day * DAY - alone), alone)
    return Term(
        what="reception a day",
        clearance=begins + alone,
        formula=f"{count(figures.people, 'person')}, less at most "
        f"{figures.vehicles * figures.seats:,} still on the way, ÷ {capacity:,} a day = "
        f"{count(-(-arrived // capacity), 'day')}, from day {arrives // DAY + 1} on",
    )
