"""Smallest cases of linking: each rule alone decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from incidents import incident

from safepassage.errors import EvidenceError
from safepassage.evidence import candidates, during, link, named
from safepassage.evidence.candidates import compatible
from safepassage.evidence.text import events_text
from safepassage.model.evidence import Incident, IncidentKind
from safepassage.model.sides import LinkRules


def groups(*incidents: Incident, rules: LinkRules | None = None) -> list[str]:
    linked = link(incidents, rules)
    return sorted("+".join(one.id for one in event.records) for event in linked.events)


A, B = incident("a1", "a"), incident("b1", "b")


def test_nothing_to_link() -> None:
    assert link([]).events == ()
    assert groups(A) == ["a1"]


def test_two_sources_of_one_event_and_why() -> None:
    (event,) = link([A, incident("b1", "b", metres=700, on="2031-05-06")]).events
    assert [one.id for one in event.records] == ["a1", "b1"]
    (made,) = event.links
    assert (made.one, made.other, made.days, made.metres) == ("a1", "b1", 1, 700)


def test_one_source_is_never_linked_with_itself() -> None:
    assert groups(A, incident("a2", "a")) == ["a1", "a2"]


@pytest.mark.parametrize(("day", "linked"), [("2031-05-06", True), ("2031-05-07", False)])
def test_days(day: str, linked: bool) -> None:
    assert (len(groups(A, incident("b1", "b", on=day))) == 1) == linked


@pytest.mark.parametrize(("until", "linked"), [("2031-05-04", True), ("2031-05-03", False)])
def test_a_source_that_is_unsure_of_the_day(until: str, linked: bool) -> None:
    other = incident("b1", "b", on="2031-05-01", until=until)
    assert (len(groups(A, other)) == 1) == linked


@pytest.mark.parametrize(("metres", "linked"), [(2000, True), (2002, False)])
def test_metres(metres: int, linked: bool) -> None:
    assert (len(groups(A, incident("b1", "b", metres=metres))) == 1) == linked


@pytest.mark.parametrize(("metres", "linked"), [(8000, True), (8002, False)])
def test_both_precisions_add_to_the_distance(metres: int, linked: bool) -> None:
    one = incident("a1", "a", precision_metres=1000)
    other = incident("b1", "b", metres=metres, precision_metres=5000)
    assert (len(groups(one, other)) == 1) == linked


@pytest.mark.parametrize(
    "vague",
    [
        {"precision_metres": 25_001},
        {"on": "2031-05-01", "until": "2031-05-08"},
    ],
)
def test_vague_records_are_linked_with_nothing_and_counted(vague: dict[str, Any]) -> None:
    linked = link([A, incident("b1", "b", **vague)])
    assert len(linked.events) == 2
    assert linked.vague == 1
    assert "1 record too vague" in events_text(linked)


def test_across_the_date_line() -> None:
    one = incident("a1", "a", latitude=0.0, longitude=179.999)
    other = incident("b1", "b", latitude=0.0, longitude=-179.999)
    assert groups(one, other) == ["a1+b1"]


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("airstrike", "airstrike", True),
        ("airstrike", "shelling", False),
        ("airstrike", "armed_clash", True),
        ("shelling", "against_civilians", True),
        ("shelling", "explosive", True),
        ("shelling", "ceasefire_breach", True),
        ("armed_clash", "against_civilians", True),
        ("obstruction", "ceasefire_breach", True),
        ("obstruction", "shelling", False),
        ("obstruction", "armed_clash", False),
        ("other", "other", True),
        ("other", "ceasefire_breach", False),
    ],
)
def test_kinds(one: IncidentKind, other: IncidentKind, may: bool) -> None:
    assert compatible(one, other) is compatible(other, one) is may
    linked = groups(incident("a1", "a", kind=one), incident("b1", "b", kind=other))
    assert linked == (["a1+b1"] if may else ["a1", "b1"])


def test_fewer_days_come_before_the_kind_and_the_kind_before_metres() -> None:
    later = incident("b1", "b", on="2031-05-06")
    other_kind = incident("b2", "b", kind="explosive")
    farther = incident("b3", "b", metres=900)
    assert groups(A, later, other_kind) == ["a1+b2", "b1"]
    assert groups(A, other_kind, farther) == ["a1+b3", "b2"]


def test_two_as_near_are_left_to_a_person() -> None:
    linked = link([A, B, incident("b2", "b")])
    assert len(linked.events) == 3
    assert {(one.one, one.other, one.doubt) for one in linked.review} == {
        ("a1", "b1", "as near"),
        ("a1", "b2", "as near"),
    }
    assert "a1, b1: the same day, 0 m apart; as near" in events_text(linked)


def test_at_most_three_of_those_as_near_are_listed() -> None:
    linked = link([A, *(incident(f"b{n}", "b") for n in range(50))])
    listed = [one.other for one in linked.review if one.one == "a1"]
    assert listed[:3] == ["b0", "b1", "b10"]


def test_who_is_nearer_to_another_is_settled_when_that_one_is_linked() -> None:
    between = incident("b1", "b", metres=600)
    linked = link([A, incident("a2", "a", metres=1000), between])
    assert sorted(len(event.records) for event in linked.events) == [1, 2]
    assert linked.review == ()


def test_who_is_nearer_to_another_that_is_not_linked_is_left_to_a_person() -> None:
    twice = [incident("a2", "a", metres=1000), incident("a3", "a", metres=1000)]
    linked = link([A, incident("b1", "b", metres=600), *twice])
    assert ("a1", "b1", "nearer to another") in {
        (one.one, one.other, one.doubt) for one in linked.review
    }


def test_a_chain_too_long_for_one_event_is_linked_where_it_is_nearest() -> None:
    ends = [incident("b1", "b", metres=1900), incident("c1", "c", metres=3700)]
    linked = link([A, *ends])
    assert sorted(len(event.records) for event in linked.events) == [1, 2]
    assert {one.doubt for one in linked.review} == {"would not fit"}
    assert [event.links[0].metres for event in linked.events if event.links] == [1800]


def test_three_sources_are_one_event_if_every_two_may_be() -> None:
    assert groups(A, B, incident("c1", "c", metres=500)) == ["a1+b1+c1"]


def test_one_word_is_one_event_whatever_the_distance() -> None:
    one = incident("a1", "a", event="e1")
    far = incident("b1", "b", metres=90_000, on="2031-07-01", event="e1")
    (event,) = link([one, far]).events
    assert (event.reviewed, event.links) == ("e1", ())
    assert groups(one, incident("a2", "a", event="e1")) == ["a1+a2"]


def test_different_words_are_never_one_event() -> None:
    linked = link([incident("a1", "a", event="e1"), incident("b1", "b", event="e2")])
    assert len(linked.events) == 2
    assert linked.review == ()


def test_different_words_part_what_a_third_would_join() -> None:
    one = incident("a1", "a", event="e1")
    other = incident("b1", "b", metres=300, event="e2")
    assert groups(one, other, incident("c1", "c", metres=100)) == ["a1+c1", "b1"]


def test_others_join_what_was_reviewed() -> None:
    assert groups(incident("a1", "a", event="e1"), B) == ["a1+b1"]


def test_a_range_over_sources_and_never_a_sum() -> None:
    (event,) = link(
        [
            incident("a1", "a", killed_low=10, killed_high=12),
            incident("b1", "b", killed_low=40, killed_high=40),
            incident("c1", "c"),
        ]
    ).events
    assert (event.killed_low, event.killed_high) == (10, 40)
    text = events_text(link(event.records))
    assert "killed 10 to 40, over its records" in text
    for total in ("50", "52"):
        assert total not in text


def test_nobody_said_how_many() -> None:
    (event,) = link([A, B]).events
    assert (event.killed_low, event.killed_high) == (None, None)
    assert "killed not said" in events_text(link([A, B]))


def test_only_what_may_have_been_on_the_days_asked_for() -> None:
    linked = link([A, B, incident("c1", "c", on="2031-06-01", until="2031-06-03")])
    assert [len(one.records) for one in during(linked, date(2031, 5, 5), date(2031, 5, 5)).events]
    late = during(linked, date(2031, 6, 3), None)
    assert [one.id for event in late.events for one in event.records] == ["c1"]
    assert during(linked, None, date(2031, 5, 4)).events == ()


def test_what_cannot_be_told_apart_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_PAIRS", 10)
    with pytest.raises(EvidenceError, match="more than 10 pairs"):
        link([A, B, incident("c1", "c"), incident("d1", "d")])


def test_records_of_one_event_get_one_word_and_others_keep_theirs() -> None:
    seen, told = incident("a", "one"), incident("b", "other")
    alone, reviewed = (
        incident("c", "one", metres=90_000),
        incident("d", "two", event="e-1", metres=50_000),
    )
    words = {record.id: record.event for record in named(link((told, seen, alone, reviewed)))}
    assert words == {"a": "a", "b": "a", "c": "", "d": "e-1"}
