"""Says in words where a plan's times failed when SUMO drove it. For the planner alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from safepassage.model.simulated import (
    Calibrated,
    Detour,
    Late,
    Leg,
    NotDriven,
    Passage,
    Queue,
    Round,
    Simulated,
)

MOST = 10
"""Lines of each kind; JSON has all."""

_DUE = {
    "boarding": "to board at {place} and leave as planned",
    "convoy": "for its convoy at {place}",
    "arrival": "at {place}",
}


def simulated_text(seen: Simulated, zone: ZoneInfo) -> str:
    """The answer first, then what failed, the worst first, then legs measured beside planned."""
    parts = [
        _answer(seen),
        _section("Convoys that passed late", seen.late_convoys, lambda one: _passage(one, zone)),
        _section("Vehicles that came late", seen.late, lambda one: _late(one, zone)),
        _section("Longest queues", seen.queues, lambda one: _queue(one, zone)),
        _section("Legs that take longer", [leg for leg in seen.legs if leg.slower], _leg),
        _section("Turns that the map doesn't allow", seen.detours, _detour),
        _section("Not driven", _grouped(seen.not_driven), str),
    ]
    return "\n\n".join(part for part in parts if part)


def calibrated_text(found: Calibrated, zone: ZoneInfo) -> str:
    """The rounds, what was slowed, and the last simulation."""
    last = found.rounds[-1]
    holds = found.simulated.holds
    head = (
        f"The plan of round {last.round} holds."
        if holds
        else f"No plan held in {last.round} rounds; the last one is kept."
    )
    factors = [f"{one.profile} on {one.road_class}: {one.factor:g}" for one in found.slower]
    delays = [f"way {one.way}: {one.seconds:,} s" for one in found.delays]
    parts = [
        "\n".join([head, *(f"  {_round(one, zone)}" for one in found.rounds)]),
        _section("Times along roads, as a multiple of free speed's", factors, str),
        _section("Delays where the map allows no turn", delays, str),
        simulated_text(found.simulated, zone),
    ]
    return "\n\n".join(part for part in parts if part)


def _answer(seen: Simulated) -> str:
    what = (
        f"{seen.driven:,} of {seen.drives:,} drives of {seen.vehicles:,} vehicles and "
        f"{seen.convoys:,} convoys in SUMO {seen.sumo}"
    )
    early = " Stopped early: what comes later wasn't driven." if seen.cut_short else ""
    if seen.holds:
        return f"The plan's times hold: {what}, nobody late."
    late = seen.lateness
    missed = sum(one.window_missed > 0 for one in seen.late_convoys)
    failed = [
        f"{len(seen.late_convoys):,} convoys pass late" if seen.late_convoys else "",
        f"{missed:,} end after their window has closed" if missed else "",
        f"vehicles are late {len(seen.late):,} times" if seen.late else "",
        f"the worst by {_span(max(late))}" if late else "",
        f"{len(seen.not_driven):,} drives could not be made" if seen.not_driven else "",
    ]
    told = ", ".join(part for part in failed if part)
    verdict = f"The plan's times fail: {told}." if told else "Nobody was late so far."
    return f"{verdict}\n{what[0].upper()}{what[1:]}.{early}"


def _section(title: str, rows: Iterable[object], line: object) -> str:
    rows = list(rows)
    if not rows:
        return ""
    assert callable(line)
    more = [f"  and {len(rows) - MOST:,} more (--json has all)"] if len(rows) > MOST else []
    return "\n".join([f"{title}:", *(f"  {line(row)}" for row in rows[:MOST]), *more])


def _passage(one: Passage, zone: ZoneInfo) -> str:
    causes = [
        f"waited for {one.waited_for}" if one.waited_for else "",
        f"{_span(one.headway)} for the headway" if one.headway else "",
        f"{_span(one.gate)} for the gate to be free" if one.gate else "",
        f"ends {_span(one.window_missed)} after the window has closed" if one.window_missed else "",
    ]
    return (
        f"{one.convoy} {one.direction} at {one.crossing}: {_clock(one.measured, zone)} instead of "
        f"{_clock(one.planned, zone)}, {_span(one.seconds)} late; "
        + ", ".join(cause for cause in causes if cause)
    )


def _late(one: Late, zone: ZoneInfo) -> str:
    due = _DUE[one.due].format(place=one.place)
    when = f"{_clock(one.measured, zone)}, due {_clock(one.planned, zone)}"
    return f"{one.vehicle} (trip {one.trip}) {_span(one.seconds)} late {due}: {when}"


def _queue(one: Queue, zone: ZoneInfo) -> str:
    return (
        f"{one.crossing} {one.direction}: {one.vehicles:,} vehicles, {one.metres:,} m, "
        f"{_clock(one.at, zone)}; by the plan at most {one.planned_vehicles:,}"
    )


def _leg(leg: Leg) -> str:
    return (
        f"{leg.origin} to {leg.destination}, {leg.profile}: {_span(leg.planned)} planned, "
        f"{_span(leg.median)} mostly, {_span(leg.worst)} at worst; "
        f"{leg.slower:,} of {leg.drives:,} drives longer"
    )


def _detour(one: Detour) -> str:
    rule = f" ({one.rule})" if one.rule else ""
    return (
        f"route {one.route}: from way {one.from_way} into way {one.to_way}{rule} at "
        f"{one.latitude:.5f}, {one.longitude:.5f}; the way round is {one.metres:,} m"
    )


def _grouped(rows: Iterable[NotDriven]) -> Iterator[str]:
    """One line a pair of places and a reason, with the vehicles."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in rows:
        key = one.origin, one.destination, one.reason
        found.setdefault(key, []).append(f"{one.vehicle} (trip {one.trip})")
    for (origin, destination, reason), vehicles in found.items():
        yield f"{origin} to {destination}: {reason}; {', '.join(vehicles)}"


def _round(one: Round, zone: ZoneInfo) -> str:
    out = "not everyone out" if one.clearance is None else f"out {_clock(one.clearance, zone)}"
    return (
        f"round {one.round}: {one.people:,} people, {out}; {one.late:,} vehicles late, "
        f"{one.late_convoys:,} convoys, {one.windows_missed:,} windows missed, "
        f"worst {_span(one.worst)}"
    )


def _clock(seconds: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(seconds, zone):%a %-d %b %H:%M:%S}"


def _span(seconds: int) -> str:
    """Seconds as `1 h 2 min 3 s`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"
