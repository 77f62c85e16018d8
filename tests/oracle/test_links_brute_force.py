"""Linking against the definition of docs/evidence.md, gone through pair by pair without arrays."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import get_args

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from incidents import METRES_A_DEGREE, incident

from safepassage.evidence import candidates, link
from safepassage.model.evidence import Incident, IncidentKind
from safepassage.model.sides import Linked, LinkRules

RULES = LinkRules()
KINDS = ("shelling", "shelling", "shelling", *get_args(IncidentKind))
ANY_MEANS = {"armed_clash", "against_civilians", "ceasefire_breach"}

Nearness = tuple[int, bool, int]


def days_of(one: Incident) -> tuple[int, int]:
    ends = (one.on, one.until or one.on)
    first, last = (date.fromisoformat(text).toordinal() for text in ends)
    return first, last


def days_apart(one: Incident, other: Incident) -> int:
    (a, b), (c, d) = days_of(one), days_of(other)
    return max(0, a - d, c - b)


def metres_apart(one: Incident, other: Incident) -> int:
    a, b = radians(one.latitude), radians(other.latitude)
    turn = radians(other.longitude - one.longitude)
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2
    return round(2 * 6_371_008.8 * asin(sqrt(chord)))


def same_sense(one: Incident, other: Incident) -> bool:
    kinds = {one.kind, other.kind}
    if len(kinds) == 1 or kinds == {"obstruction", "ceasefire_breach"}:
        return True
    if kinds & {"other", "obstruction"}:
        return False
    return bool(kinds & ANY_MEANS) or "explosive" in kinds


def may_be_one(one: Incident, other: Incident) -> bool:
    unsure = one.precision_metres + other.precision_metres
    return (
        one.source != other.source
        and days_apart(one, other) <= 1
        and metres_apart(one, other) <= 2000 + unsure
        and same_sense(one, other)
    )


def clear(one: Incident) -> bool:
    first, last = days_of(one)
    return last - first <= 6 and one.precision_metres <= 25_000


def candidate(one: Incident, other: Incident) -> bool:
    reviewed = bool(one.event and other.event)
    return clear(one) and clear(other) and not reviewed and may_be_one(one, other)


def nearness(one: Incident, other: Incident) -> Nearness:
    return days_apart(one, other), one.kind != other.kind, metres_apart(one, other)


def nearest(one: Incident, source: str, all_of_them: list[Incident]) -> list[Incident]:
    there = [other for other in all_of_them if other.source == source and candidate(one, other)]
    least = min((nearness(one, other) for other in there), default=None)
    return sorted((o for o in there if nearness(one, o) == least), key=lambda other: other.id)[:3]


def brute_force(records: list[Incident]) -> tuple[set[frozenset[str]], set[tuple[str, str, str]]]:
    """Events as sets of ids, and pairs left open with the doubt."""
    links, doubts = [], []
    for one, other in combinations(sorted(records, key=lambda record: record.id), 2):
        there = nearest(one, other.source, records)
        back = nearest(other, one.source, records)
        if there == [other] and back == [one]:
            links.append((nearness(one, other), one, other))
        elif other in there or one in back:
            near = nearness(one, other)
            as_near = near == nearness(one, there[0]) == nearness(other, back[0])
            doubts.append((one, other, "as near" if as_near else "nearer to another"))
    groups = [
        [one for one in records if one.event == word]
        for word in {one.event for one in records if one.event}
    ]
    groups += [[one] for one in records if not one.event]
    for _, one, other in sorted(links, key=lambda each: (each[0], each[1].id, each[2].id)):
        mine = next(group for group in groups if one in group)
        theirs = next(group for group in groups if other in group)
        words = {record.event for record in mine + theirs if record.event}
        if mine is theirs:
            continue
        if len(words) < 2 and all(may_be_one(a, b) for a in mine for b in theirs):
            groups.remove(theirs)
            mine += theirs
        else:
            doubts.append((one, other, "would not fit"))
    still_open = set()
    for one, other, doubt in doubts:
        mine = next(group for group in groups if one in group)
        theirs = next(group for group in groups if other in group)
        settled = {record.source for record in mine} & {other.source}
        settled |= {record.source for record in theirs} & {one.source}
        if not settled:
            still_open.add((one.id, other.id, doubt))
    return {frozenset(one.id for one in group) for group in groups}, still_open


def found(linked: Linked) -> tuple[set[frozenset[str]], set[tuple[str, str, str]]]:
    events = {frozenset(one.id for one in event.records) for event in linked.events}
    return events, {(one.one, one.other, one.doubt) for one in linked.review}


@st.composite
def records(draw: st.DrawFn) -> list[Incident]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        day = draw(st.integers(5, 9))
        last = day + draw(st.sampled_from([0, 0, 0, 1, 6, 7]))
        made.append(
            incident(
                f"i{number}",
                draw(st.sampled_from("abc")),
                metres=1000 * draw(st.integers(0, 6)),
                longitude=13 + 1500 * draw(st.integers(0, 3)) / METRES_A_DEGREE,
                on=f"2031-05-{day:02}",
                until=f"2031-05-{last:02}" if last > day else "",
                kind=draw(st.sampled_from(KINDS)),
                precision_metres=draw(st.sampled_from([0, 0, 0, 1000, 5000, 25_000, 25_001])),
                event=draw(st.sampled_from(["", "", "", "e1", "e2"])),
                killed_low=draw(st.none() | st.integers(0, 5)),
            )
        )
    return made


@settings(max_examples=300)
@given(records())
def test_events_and_doubts_are_those_of_the_definition(made: list[Incident]) -> None:
    assert found(link(made)) == brute_force(made)


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(made: list[Incident], random: object) -> None:
    other = list(made)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert msgspec.json.encode(link(other)) == msgspec.json.encode(link(made))


@given(records())
def test_small_portions_give_the_same(made: list[Incident]) -> None:
    whole, portion = link(made), candidates.AT_ONCE
    try:
        candidates.AT_ONCE = 1
        assert link(made) == whole
    finally:
        candidates.AT_ONCE = portion


@given(records())
def test_every_record_is_in_one_event_and_no_source_twice_unless_reviewed(
    made: list[Incident],
) -> None:
    linked = link(made)
    ids = [one.id for event in linked.events for one in event.records]
    assert sorted(ids) == sorted(one.id for one in made)
    for event in linked.events:
        unreviewed = [one.source for one in event.records if not one.event]
        assert len(set(unreviewed)) == len(unreviewed)
        assert len({one.event for one in event.records if one.event}) <= 1
        figures = [one.killed_low for one in event.records if one.killed_low is not None]
        assert event.killed_low == min(figures, default=None)
