"""What differs between two cases: terms, windows, places, fleet, people, roads, assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from safepassage.model.case import Case
from safepassage.report.clock import duration, iso, spoken


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that differs; `first` or `second` is empty where it isn't there at all."""

    where: str
    what: str
    first: str
    second: str


def changes(one: Case, other: Case) -> tuple[Change, ...]:
    """Everything a plan rests on that differs, table by table; alike tables give nothing."""
    return (
        *_head(one, other),
        *_records("agreement", {"": one.agreement}, {"": other.agreement}),
        *_records("guard", {"": one.guard}, {"": other.guard}),
        *_windows(one, other),
        *_places(one, other),
        *_fleet(one, other),
        *_people(one, other),
        *_roads(one, other),
        *_assumptions(one, other),
    )


def _head(one: Case, other: Case) -> Iterator[Change]:
    marks = ("drawn_households", "schematic_roads", "past_places", "under_duress")
    for what in ("timezone", "seed", *marks):
        yield from _differs("case", what, getattr(one, what), getattr(other, what))
    for number, what in enumerate(("horizon start", "horizon end")):
        first, second = (spoken(iso(c.horizon[number], c.zone)) for c in (one, other))
        yield from _differs("case", what, first, second)


def _records(table: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Change]:
    """Records matched by id, field by field."""
    for name in (*first, *(name for name in second if name not in first)):
        where = f"{table} {name}".strip()
        if name not in second:
            yield Change(where=where, what="is there", first="yes", second="")
        elif name not in first:
            yield Change(where=where, what="is there", first="", second="yes")
        else:
            for field in first[name].__struct_fields__:
                values = getattr(first[name], field), getattr(second[name], field)
                yield from _differs(where, field, *values)


def _differs(where: str, what: str, first: Any, second: Any) -> Iterator[Change]:
    if first != second:
        yield Change(
            where=where, what=what.replace("_", " "), first=_told(first), second=_told(second)
        )


def _told(value: Any) -> str:
    if value is None:
        return "no limit"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(_told(part) for part in value) or "none"
    if isinstance(value, msgspec.Struct):
        return " ".join(_told(getattr(value, field)) for field in value.__struct_fields__)
    return str(value)


def _windows(one: Case, other: Case) -> Iterator[Change]:
    """Openings are told in sums: how many, how long, first and last."""
    told = [_openings(case) for case in (one, other)]
    for gate in sorted({*told[0], *told[1]}):
        first, second = (found.get(gate, "none") for found in told)
        if first != second or _raw(one, gate) != _raw(other, gate):
            where = f"windows {gate[0]} {gate[1]}"
            if first == second:
                first, second = f"{first}, at other hours", f"{second}, at other hours"
            yield Change(where=where, what="open", first=first, second=second)


def _raw(case: Case, gate: tuple[str, str]) -> list[tuple[int, int]]:
    return sorted((w.opens, w.closes) for w in case.windows if (w.crossing, w.direction) == gate)


def _openings(case: Case) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for gate in {(window.crossing, window.direction) for window in case.windows}:
        spans = _raw(case, gate)
        total = sum(closes - opens for opens, closes in spans)
        begin, end = (spoken(iso(at, case.zone)) for at in (spans[0][0], spans[-1][1]))
        found[gate] = f"{len(spans)} times, {duration(total)}, {begin} to {end}"
    return found


def _places(one: Case, other: Case) -> Iterator[Change]:
    for table in ("assembly_points", "crossings", "destinations", "staging_areas"):
        first, second = ({place.id: place for place in getattr(c, table)} for c in (one, other))
        yield from _records(table[:-1].replace("_", " "), first, second)


def _fleet(one: Case, other: Case) -> Iterator[Change]:
    first, second = ({kind.id: kind for kind in c.vehicle_types} for c in (one, other))
    yield from _records("vehicle type", first, second)
    counts = [Counter(vehicle.type for vehicle in case.vehicles) for case in (one, other)]
    for kind in sorted({*counts[0], *counts[1]}):
        yield from _differs(f"vehicles {kind}", "count", counts[0][kind], counts[1][kind])
    alike = [
        Counter((v.type, v.start, v.available_from, v.available_until) for v in case.vehicles)
        for case in (one, other)
    ]
    if counts[0] == counts[1] and alike[0] != alike[1]:
        yield Change(
            where="vehicles", what="starts and hours", first="", second="start elsewhere or later"
        )


def _people(one: Case, other: Case) -> Iterator[Change]:
    told = [
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
    ]
    for counts, case in zip(told, (one, other), strict=True):
        for group in case.groups:
            counts[group.assembly_point, group.choice] += group.persons
    for point, choice in sorted({*told[0], *told[1]}):
        first, second = (counts[point, choice] for counts in told)
        yield from _differs(f"people at {point}", choice, first, second)
    if told[0] == told[1] and one.groups != other.groups:
        yield Change(
            where="people",
            what="travel groups",
            first=f"{len(one.groups):,}",
            second=f"{len(other.groups):,}, with other needs, destinations or sizes",
        )


def _roads(one: Case, other: Case) -> Iterator[Change]:
    if one.roads.fingerprint() == other.roads.fingerprint():
        return
    first, second = (
        f"{case.roads.arcs:,} arcs, {int((~case.roads.open).sum()):,} closed, "
        f"{int(case.roads.metres.sum(dtype='int64')) // 1000:,} km"
        for case in (one, other)
    )
    if first == second:
        first, second = f"{first}, other times or shapes", f"{second}, other times or shapes"
    yield Change(where="roads", what="network", first=first, second=second)


def _assumptions(one: Case, other: Case) -> Iterable[Change]:
    first, second = (tuple(assumed.text for assumed in c.assumptions) for c in (one, other))
    for text in first:
        if text not in second:
            yield Change(where="assumption", what="is made", first=text, second="")
    for text in second:
        if text not in first:
            yield Change(where="assumption", what="is made", first="", second=text)
