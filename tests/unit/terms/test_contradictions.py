"""What contradicts what: each alone, with both sides quoted, and the near case that doesn't."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import at, place, small_case
from terms_case import (
    GUARANTOR,
    LIFE,
    ON,
    ONE,
    OTHER,
    SETTLED,
    change,
    found,
    settled,
    term,
    the_finding,
    without,
)

from safepassage.model.agreement import Guard
from safepassage.model.case import Case
from safepassage.model.findings import Finding
from safepassage.model.places import Crossing
from safepassage.model.terms import Topic
from safepassage.terms.contradictions import ONE_ANSWER
from safepassage.terms.ground import PASSAGE


def the_contradiction(case: Case) -> Finding:
    finding = the_finding(case)
    assert finding.kind == "contradiction"
    assert len(finding.sides) >= 2
    assert all(side.by and side.says and side.source for side in finding.sides)
    return finding


@pytest.mark.parametrize("topic", ONE_ANSWER)
def test_two_answers_by_two_sides_at_one_place_contradict(topic: Topic) -> None:
    other = term(topic, "other-answer", by=ONE, says="Something else")
    assert the_contradiction(settled((*SETTLED, other))).about == topic
    for agreed in (
        msgspec.structs.replace(other, says=f"On {topic}"),
        msgspec.structs.replace(other, by=GUARANTOR),
        msgspec.structs.replace(other, place="gate"),
        msgspec.structs.replace(other, replaces=topic),
        msgspec.structs.replace(other, since=at(7, "00:00")),
    ):
        assert found(settled((*SETTLED, agreed))) == []


def test_in_force_although_a_party_refused_is_a_contradiction() -> None:
    refused = (change(1, "offered"), change(1, "refused", OTHER), change(2, "accepted", ONE))
    life = (*refused, change(3, "in_force", ONE))
    finding = the_contradiction(settled(changes=life))
    assert finding.about == "status"
    assert {side.by for side in finding.sides} == {ONE, OTHER}
    came_round = (*refused, change(2, "accepted", OTHER), change(3, "in_force", ONE))
    assert found(settled(changes=came_round)) == []


@pytest.mark.parametrize(
    "validity",
    [{"valid_from": ON + 1}, {"valid_until": ON}],
)
def test_in_force_outside_its_validity_is_a_contradiction(validity: dict[str, Any]) -> None:
    assert the_contradiction(settled(**validity)).about == "status"


def test_in_force_inside_its_validity_is_none() -> None:
    assert found(settled(valid_from=ON, valid_until=ON + 1)) == []


def test_a_destination_term_and_the_destinations_agreed_must_name_the_same() -> None:
    finding = the_contradiction(settled(destinations=("near",)))
    assert (finding.about, finding.sides[1].says) == ("destination", "destinations: near")
    finding = the_contradiction(settled(without("to-far")))
    assert "without a term that names it: far" in finding.what


def second_gate() -> tuple[Crossing, ...]:
    gate = place(Crossing, "side-gate", convoy_vehicles=3, headway_seconds=900)
    return (*small_case().crossings, gate)


@pytest.mark.parametrize("topic", ["pause", "corridor"])
def test_a_pause_or_corridor_at_a_crossing_without_a_window(topic: Topic) -> None:
    here = term(topic, "here", place="side-gate")
    finding = the_contradiction(settled((*SETTLED, here), case={"crossings": second_gate()}))
    assert finding.about == topic
    open_here = term(topic, "here", place="gate")
    assert found(settled((*SETTLED, open_here), case={"crossings": second_gate()})) == []


def test_windows_at_a_crossing_where_nothing_was_stated() -> None:
    elsewhere = (
        *without("pause", "corridor"),
        term("pause", place="side-gate"),
        term("corridor", place="side-gate"),
    )
    about = [one.about for one in found(settled(elsewhere, case={"crossings": second_gate()}))]
    assert sorted(about) == ["corridor", "pause", "windows"]


@pytest.mark.parametrize("topic", ["pause", "immunity", "monitor"])
def test_a_term_that_ends_before_the_last_window_does(topic: Topic) -> None:
    last = at(10, "14:00")
    assert found(settled((*without(topic), term(topic, until=last)))) == []
    short = term(topic, until=last - 60)
    finding = the_contradiction(settled((*without(topic), short)))
    assert (finding.about, "2018-03-10 13:59" in finding.what) == (topic, True)


def test_a_term_of_one_crossing_has_to_hold_for_its_own_windows() -> None:
    windows = (
        *small_case().windows,
        *(
            msgspec.structs.replace(window, crossing="side-gate", closes=window.closes - 3600)
            for window in small_case().windows
        ),
    )
    bare = {"crossings": second_gate(), "windows": windows}
    until = at(10, "13:00")
    here = term("other", "here", place="side-gate", until=until)
    assert (
        found(
            settled((*SETTLED, term("corridor", "way", place="side-gate", until=until)), case=bare)
        )
        == []
    )
    assert found(settled((*SETTLED, here), case=bare)) == []
    at_gate = term("corridor", "way", place="gate", until=until)
    assert the_contradiction(settled((*SETTLED, at_gate), case=bare)).about == "corridor"


@pytest.mark.parametrize("topic", PASSAGE)
def test_passage_that_begins_after_the_first_window_does(topic: Topic) -> None:
    opens = at(7, "09:00")
    late = term(topic, since=opens + 60)
    case = settled((*without(topic), late))
    about = {(one.kind, one.about) for one in found(case, at(7, "12:00"))}
    assert about == {("contradiction", topic)}
    in_time = settled((*without(topic), term(topic, since=opens)))
    assert found(in_time, at(7, "12:00")) == []
    # An amendment doesn't begin anew.
    amended = term(topic, "amended", replaces=topic, since=opens + 60)
    assert found(settled((*SETTLED, amended)), at(7, "12:00")) == []


def test_a_guarded_route_in_a_case_that_plans_without_a_guard() -> None:
    finding = the_contradiction(settled(case={"guard": Guard()}))
    assert finding.about == "route_guarded"


def test_the_life_itself_is_no_contradiction() -> None:
    assert found(settled(changes=(*LIFE, change(4, "suspended"), change(5, "resumed")))) == []
