"""What stands on a date: status, terms with what they amended, and who is bound."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import hypothesis.strategies as st
from factory import at
from hypothesis import given
from terms_case import GUARANTOR, LIFE, ONE, OTHER, SETTLED, THIRD, area, change, settled, term

from safepassage.model.case import Case
from safepassage.model.terms import BEGINNINGS, FOLLOWS, IN_FORCE, Status, Term
from safepassage.terms import end_of_day, last_known, review


def test_the_status_is_that_of_the_last_change_until_then() -> None:
    case = settled(changes=(*LIFE, change(8, "suspended"), change(9, "resumed")))
    before = [
        review(case, at(day, clock)).status
        for day, clock in ((2, "00:00"), (3, "12:00"), (8, "00:00"), (10, "00:00"))
    ]
    assert before == ["accepted", "in_force", "suspended", "resumed"]
    first = review(case, at(1, "00:00") - 1)
    assert (first.status, first.changes) == (None, ())
    assert first.later == 5 + len(SETTLED)


def test_amendments_stand_with_their_history_and_what_ran_out_is_told() -> None:
    terms = (
        term("pause", "p1", since=at(1, "00:00")),
        term("pause", "p2", since=at(2, "00:00"), replaces="p1"),
        term("pause", "p3", since=at(4, "00:00"), replaces="p2"),
        term("contact", "c1", until=at(3, "00:00")),
    )
    case = settled(terms)
    early, late = review(case, at(3, "00:00") - 1), review(case, at(5, "00:00"))
    assert [one.term.id for one in early.standing] == ["p2", "c1"]
    assert [old.id for old in early.standing[0].history] == ["p1"]
    assert (early.run_out, early.later) == ((), 2)
    assert [one.term.id for one in late.standing] == ["p3"]
    assert [old.id for old in late.standing[0].history] == ["p1", "p2"]
    assert [one.term.id for one in late.run_out] == ["c1"]


def test_who_gives_a_term_and_whom_it_names_are_bound() -> None:
    case = settled((term("pause", by=ONE, binds=(GUARANTOR,)), term("exclusion", by=THIRD)))
    bound = {
        actor.name: (actor.role, actor.bound_by) for actor in review(case, at(5, "00:00")).actors
    }
    assert bound == {
        ONE: ("party", ("pause",)),
        OTHER: ("party", ()),
        GUARANTOR: ("guarantor", ("pause",)),
        THIRD: ("other", ()),
    }


def test_the_default_is_the_end_of_the_day_of_the_last_change() -> None:
    case = settled()
    assert last_known(case) == at(6, "00:00") - 1  # of the picture of 5 March
    assert last_known(settled(case={"control": ()})) == at(4, "00:00") - 1
    picture = settled(case={"control": (area(on="2018-03-08"),)})
    assert last_known(picture) == at(9, "00:00") - 1
    bare = settled((), (), case={"control": ()})
    assert last_known(bare) == at(8, "00:00") - 1
    assert review(case).on == last_known(case)


def test_a_day_ends_where_the_next_begins_also_when_clocks_change() -> None:
    case = settled()
    jump = at(30, "12:00")  # clocks go forward at midnight of 30 March 2018 in Damascus
    first = end_of_day(case, date(2018, 3, 29))
    assert end_of_day(case, date(2018, 3, 30)) - first == 23 * 3600
    assert first < jump


@st.composite
def lives(draw: st.DrawFn) -> Case:
    """Any life that the reader accepts, with changes hours apart or at once."""
    statuses = [draw(st.sampled_from(BEGINNINGS))]
    for _ in range(draw(st.integers(0, 8))):
        statuses.append(draw(st.sampled_from(FOLLOWS[statuses[-1]])))
    times = sorted(
        draw(st.lists(st.integers(0, 240), min_size=len(statuses), max_size=len(statuses)))
    )
    changes = tuple(
        change(1, status, at=at(1, "00:00") + 3600 * hours)
        for status, hours in zip(statuses, times, strict=True)
    )
    return settled(changes=changes)


@given(lives(), st.integers(-10, 250), st.integers(1, 60))
def test_in_force_throughout_is_in_force_at_every_hour_of_it(
    case: Case, start: int, hours: int
) -> None:
    agreement = case.agreement
    opens = at(1, "00:00") + 3600 * start
    inside = [agreement.status_at(opens + 1800 * half) in IN_FORCE for half in range(2 * hours)]
    assert agreement.in_force_throughout(opens, opens + 3600 * hours) == all(inside)


@st.composite
def amended(draw: st.DrawFn) -> tuple[Term, ...]:
    """Chains of amendments, each stated no earlier than what it amends."""
    terms: list[Term] = []
    open_ends: list[Term] = []
    for number in range(draw(st.integers(1, 12))):
        old = draw(st.sampled_from([None, *open_ends]))
        since = (old.since if old else at(1, "00:00")) + 3600 * draw(st.integers(0, 5))
        until = draw(st.none() | st.integers(1, 20))
        new = term(
            "pause",
            f"t{number}",
            since=since,
            until=None if until is None else since + 3600 * until,
            replaces=old.id if old else "",
        )
        if old:
            open_ends.remove(old)
        terms.append(new)
        open_ends.append(new)
    return tuple(draw(st.permutations(terms)))


@given(amended(), st.integers(0, 80))
def test_every_stated_term_is_in_exactly_one_history_or_stands_or_ran_out(
    terms: tuple[Term, ...], hours: int
) -> None:
    on = at(1, "00:00") + 3600 * hours
    found = review(settled(terms), on)
    told = [one for group in (found.standing, found.run_out) for one in group]
    names = [old.id for one in told for old in (*one.history, one.term)]
    assert sorted(names) == sorted(one.id for one in terms if one.since <= on)
    assert {one.term for one in found.standing} == set(settled(terms).agreement.terms_at(on))
    for one in told:
        chain = [*one.history, one.term]
        assert all(new.replaces == old.id for old, new in pairwise(chain))


def test_every_status_can_be_reached() -> None:
    reached = set(BEGINNINGS)
    for _ in FOLLOWS:
        reached |= {after for before in reached for after in FOLLOWS[before]}
    assert reached == set(get_args(Status))
