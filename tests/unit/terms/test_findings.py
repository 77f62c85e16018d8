"""Each thing that must be settled: open in the smallest case, and not where it is settled."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import at, small_case
from terms_case import (
    GUARANTOR,
    LIFE,
    ON,
    ONE,
    OTHER,
    SETTLED,
    THIRD,
    area,
    change,
    found,
    settled,
    term,
    the_finding,
    without,
)

from safepassage.model.agreement import Guard
from safepassage.model.evidence import Claim
from safepassage.model.findings import Finding
from safepassage.model.terms import Status, Term, Topic
from safepassage.terms import review
from safepassage.terms.missing import NEEDS, SCREENING, Need


def test_an_agreement_that_settles_everything_leaves_nothing_open() -> None:
    assert found(settled()) == []


@pytest.mark.parametrize("need", [n for n in (*NEEDS, *SCREENING) if n.topic != "destination"])
def test_a_topic_without_a_standing_term_is_missing(need: Need) -> None:
    finding = the_finding(settled(without(need.topic)))
    assert (finding.kind, finding.about) == ("missing", need.topic)
    assert finding.guidance
    assert all(1 <= number <= 19 for number in finding.guidance)


def test_a_destination_is_missing_where_neither_a_term_nor_the_case_states_one() -> None:
    terms = without("to-near", "to-far")
    assert found(settled(terms)) == []
    assert the_finding(settled(terms, destinations=())).about == "destination"


def test_without_a_crossing_nobody_asks_about_screening() -> None:
    screening = tuple(need.topic for need in SCREENING)
    bare: dict[str, Any] = {"crossings": (), "windows": ()}
    assert found(settled(without(*screening), case=bare)) == []


def test_without_any_table_everything_is_missing() -> None:
    kinds = {finding.kind for finding in found(small_case())}
    about = {finding.about for finding in found(small_case())}
    assert kinds == {"missing"}
    needs = {need.topic for need in (*NEEDS, *SCREENING)} - {"destination"}
    assert about == {*needs, "guarantee", "ground"}


@pytest.mark.parametrize(
    ("status", "lacking"), [("offered", [OTHER]), ("accepted", [OTHER]), ("refused", [OTHER])]
)
def test_an_agreement_not_in_force_is_missing_and_names_who_has_not_agreed(
    status: Status, lacking: list[str]
) -> None:
    changes = (change(1, "offered"), change(1, "accepted", ONE), change(2, status, ONE))
    finding = the_finding(settled(changes=changes))
    assert (finding.kind, finding.about) == ("missing", "status")
    assert finding.what.endswith(f"recorded of: {', '.join(lacking)}")


def unwritten(*topics: Topic) -> tuple[Term, ...]:
    return tuple(
        msgspec.structs.replace(one, written=False) if one.topic in topics else one
        for one in SETTLED
    )


def test_no_guarantee_in_writing_is_missing() -> None:
    terms = tuple(msgspec.structs.replace(one, written=False) for one in SETTLED)
    finding = the_finding(settled(terms))
    assert (finding.kind, finding.about) == ("missing", "guarantee")


def test_some_guarantees_not_in_writing_are_unclear_and_quoted() -> None:
    finding = the_finding(settled(unwritten("vehicles", "contact")))
    assert (finding.kind, finding.about) == ("unclear", "guarantee")
    assert [side.says for side in finding.sides] == ["On vehicles"]


def test_who_holds_ground_must_be_stated_on_a_picture_of_the_day_or_before() -> None:
    for control in ((), (area(on="2018-03-07"),)):
        finding = the_finding(settled(case={"control": control}))
        assert (finding.kind, finding.about) == ("missing", "ground")


@pytest.mark.parametrize("holder", [OTHER, GUARANTOR, THIRD, "nobody known"])
def test_who_holds_ground_and_is_bound_by_no_passage_is_named(holder: str) -> None:
    case = settled(case={"control": (area(ONE), area(holder))})
    holders = {one.name: one.bound_by for one in review(case, ON).holders}
    assert holders[ONE] == ("safe_passage", "corridor", "pause", "route_guarded")
    if holder in (OTHER, GUARANTOR):
        assert found(case) == []
        return
    finding = the_finding(case)
    assert (finding.kind, finding.about) == ("missing", "ground")
    assert holder in finding.what
    assert finding.sides[0].source == "a map"


def test_only_the_latest_picture_counts() -> None:
    control = (area(THIRD, on="2018-03-01"), area(ONE, on="2018-03-05"))
    assert found(settled(case={"control": control})) == []


def test_an_exclusion_binds_nobody_and_is_to_be_settled() -> None:
    exclusion = term("exclusion", by=THIRD, binds=(), written=False)
    finding = the_finding(settled((*SETTLED, exclusion)))
    assert (finding.kind, finding.about) == ("unclear", "exclusion")
    assert finding.sides[0].by == THIRD
    control = {"control": (area(THIRD),)}
    assert len(found(settled((*SETTLED, exclusion), case=control))) == 2


@pytest.mark.parametrize(
    ("hole", "told"),
    [({"binds": ()}, "binds nobody but guarantor"), ({"until": None}, "no end is stated")],
)
def test_immunity_needs_a_scope_and_an_end(hole: dict[str, Any], told: str) -> None:
    finding = the_finding(settled((*without("immunity"), term("immunity", **hole))))
    assert (finding.kind, finding.about) == ("unclear", "immunity")
    assert told in finding.what


def test_a_destination_without_a_place_is_unclear() -> None:
    finding = the_finding(settled((*without("to-near", "to-far"), term("destination"))))
    assert (finding.kind, finding.about) == ("unclear", "destination")


def test_several_who_give_one_thing_in_other_words_are_set_side_by_side() -> None:
    other = term("monitor", "monitor-2", by=ONE, says="Somebody else")
    finding = the_finding(settled((*SETTLED, other)))
    assert (finding.kind, finding.about) == ("unclear", "monitor")
    assert {side.by for side in finding.sides} == {ONE, GUARANTOR}
    for same in (
        msgspec.structs.replace(other, says="On monitor"),
        msgspec.structs.replace(other, by=GUARANTOR),
        msgspec.structs.replace(other, place="gate"),
        msgspec.structs.replace(other, topic="contact"),
    ):
        assert found(settled((*SETTLED, same))) == []


def test_a_guard_that_no_term_gives_is_unclear() -> None:
    terms = without("route_guarded")
    assert the_finding(settled(terms)).about == "route_guarded"
    assert found(settled(terms, case={"guard": Guard()})) == []


def claim(**more: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": "reply-1",
        "topic": "agreement",
        "statement": "Calls it something else",
        "claimed_by": "a spokesman",
        "reported_by": "an agency",
        "reported_on": "2018-03-06",
    }
    return Claim(**(fields | more))


def test_a_claim_about_the_agreement_that_nothing_takes_up_is_quoted() -> None:
    finding = the_finding(settled(case={"claims": (claim(),)}))
    assert (finding.kind, finding.about) == ("unclear", "claims")
    assert finding.sides[0].by == "a spokesman"


def test_claims_taken_up_about_something_else_or_later_are_not_loose() -> None:
    for other in (claim(topic="population"), claim(reported_on="2018-03-07")):
        assert found(settled(case={"claims": (other,)})) == []
    cited = (*without("contact"), term("contact", source="reply-1"))
    assert found(settled(cited, case={"claims": (claim(),)})) == []
    life = (*LIFE[:-1], msgspec.structs.replace(LIFE[-1], source="reply-1"))
    assert found(settled(changes=life, case={"claims": (claim(),)})) == []


def linked(*more: Term) -> list[Finding]:
    """Items stand or fall with vehicles."""
    return found(settled((*without("items"), term("items", linked=("vehicles",)), *more)))


def test_linked_terms_that_both_stand_as_they_were_are_settled() -> None:
    assert linked() == []


@pytest.mark.parametrize("ends", ["items", "vehicles"])
def test_a_link_holds_in_both_directions_when_one_is_amended(ends: Topic) -> None:
    amended = term(ends, "new", replaces=ends, since=at(4, "00:00"), says="Another")
    (finding,) = linked(amended)
    assert (finding.kind, finding.about) == ("unclear", "linked")
    assert "new, linked to it, was amended 2018-03-04" in finding.what


def test_linked_terms_amended_together_or_one_after_the_other_are_settled() -> None:
    vehicles = term("vehicles", "v2", replaces="vehicles", since=at(4, "00:00"))
    items = term("items", "i2", replaces="items", since=at(4, "00:00"))
    assert linked(vehicles, items) == []


def test_a_link_to_a_term_that_is_still_to_come_or_has_ended_is_unclear() -> None:
    late = term("other", "late", since=at(6, "18:00"), linked=("contact",))
    assert "isn't stated before 2018-03-06 18:00" in the_finding(settled((*SETTLED, late))).what
    over = term("other", "over", until=at(6, "11:00"), linked=("contact",))
    told = [finding.what for finding in found(settled((*SETTLED, over)))]
    assert any("ended 2018-03-06 11:00" in what for what in told)
