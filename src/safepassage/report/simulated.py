"""Says in words where a plan's times failed when SUMO drove it. For the planner alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    sections = {
        "Convoys that passed late": [_passage(one, zone) for one in seen.late_convoys],
        "Vehicles that came late": [_late(one, zone) for one in seen.late],
        "Longest queues": [_queue(one, zone) for one in seen.queues],
        "Legs that take longer": [_leg(leg) for leg in seen.legs if leg.slower],
        "Turns that the map doesn't allow": [_detour(one) for one in seen.detours],
        "Not driven": list(_grouped(seen.not_driven)),
    }
    return "\n\n".join([_answer(seen), *_sections(sections)])


def calibrated_text(found: Calibrated, zone: ZoneInfo) -> str:
    """The rounds, what was slowed, and the last simulation."""
    last = found.rounds[-1].round
    head = (
        f"The plan of round {last} holds."
        if found.simulated.holds
        else f"No plan held in {_count(last, 'round')}; the last one is kept."
    )
    first, now = found.rounds[0].people, found.rounds[-1].people
    if now < first:
        head += f" {_count(first - now, 'person')} fewer than by the first plan have a place in it."
    sections = {
        head: [_round(one, zone) for one in found.rounds],
        "Times along roads, as a multiple of free speed's": [
            f"{one.profile} on {one.road_class}: {one.factor:g}" for one in found.slower
        ],
        "Delays where the map allows no turn": [
            f"way {one.way}: {one.seconds:,} s" for one in found.delays
        ],
    }
    return "\n\n".join([*_sections(sections, most=None), simulated_text(found.simulated, zone)])


def _answer(seen: Simulated) -> str:
    what = (
        f"{seen.driven:,} of {_count(seen.drives, 'drive')} of {_count(seen.vehicles, 'vehicle')} "
        f"and {_count(seen.convoys, 'convoy')} in SUMO {seen.sumo}"
    )
    early = " Stopped early: what comes later wasn't driven." if seen.cut_short else ""
    if seen.holds:
        return f"The plan's times hold: {what}, nobody late."
    late = seen.lateness
    missed = sum(one.window_missed > 0 for one in seen.late_convoys)
    failed = [
        f"late convoys {len(seen.late_convoys):,}" if seen.late_convoys else "",
        f"windows missed {missed:,}" if missed else "",
        f"late arrivals of vehicles {len(seen.late):,}" if seen.late else "",
        f"drives that could not be made {len(seen.not_driven):,}" if seen.not_driven else "",
        f"the worst lateness {_span(max(late))}" if late else "",
    ]
    told = ", ".join(part for part in failed if part)
    verdict = f"The plan's times fail: {told}." if told else "Nobody was late so far."
    return f"{verdict}\n{what[0].upper()}{what[1:]}.{early}"


def _sections(rows: Mapping[str, Sequence[str]], most: int | None = MOST) -> Iterator[str]:
    """A title and its lines, where there are any."""
    for title, lines in rows.items():
        if lines:
            left = len(lines) - (most or len(lines))
            more = [f"  and {left:,} more (--json has all)"] if left > 0 else []
            end = "" if title.endswith(".") else ":"
            yield "\n".join([f"{title}{end}", *(f"  {line}" for line in lines[:most]), *more])


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
    failed = (
        ("late arrivals", one.late),
        ("late convoys", one.late_convoys),
        ("windows missed", one.windows_missed),
        ("not driven", one.not_driven),
    )
    told = ", ".join(f"{what} {count:,}" for what, count in failed if count)
    worst = f", the worst by {_span(one.worst)}" if one.worst else ""
    return f"round {one.round}: {one.people:,} people, {out}; {told or 'nothing late'}{worst}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _clock(seconds: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(seconds, zone):%a %-d %b %H:%M:%S}"


def _span(seconds: int) -> str:
    """Seconds as `1 h 2 min 3 s`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"
