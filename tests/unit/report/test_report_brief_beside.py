"""What stands beside a plan, in the brief: nothing added up, nothing named that isn't to be."""

from __future__ import annotations

import msgspec
import pytest
from beside_plan import area, beside, box, case_and_plan, claim
from factory import at
from reported import briefed
from terms_case import change, term

from safepassage.model.agreement import Window
from safepassage.model.territory import ControlArea
from safepassage.report.brief import Brief
from safepassage.report.brief.agreement import agreed
from safepassage.report.brief.territory import MOST_CORNERS

FLED = 5
INSIDE = sum(point.population for point in case_and_plan()[0].assembly_points)


@pytest.fixture(scope="module")
def seen() -> Brief:
    case, plan = case_and_plan()
    return briefed(case, plan, (), beside(case, plan))


def test_without_a_background_nothing_stands_beside_the_plan() -> None:
    brief = briefed(*case_and_plan())
    assert (brief.agreement, brief.territory, brief.ways_out) == (None, None, None)
    assert (brief.series, brief.pauses) == ((), ())


def test_a_term_has_what_it_said_before_and_what_ran_out_is_told_apart(seen: Brief) -> None:
    assert seen.agreement is not None
    by_id = {one.id: one for one in seen.agreement.terms}
    now = by_id["corridor-2"]
    (old,) = now.history
    assert (old.says, old.until, now.since) == ("old corridor words", at(5, "00:00"), old.until)
    assert now.stands
    assert not by_id["immunity"].stands
    assert "corridor-1" not in by_id


def test_who_carries_what_by_category_is_in_no_reason() -> None:
    case, plan = case_and_plan()
    categories = tuple(
        msgspec.structs.replace(one, may_carry=()) for one in case.agreement.categories
    )
    agreement = msgspec.structs.replace(case.agreement, categories=categories)
    case = case.replace(agreement=agreement)
    found = beside(case, plan)
    assert categories[0].id in found.terms.guidance[9].why
    said = briefed(case, plan, (), found).agreement
    assert said is not None
    assert said.requirements[9].why == "The terms let some people carry no luggage."
    assert len(said.requirements) == 19


def test_parties_read_terms_in_force_that_bind_them_and_no_others() -> None:
    case, _ = case_and_plan()
    assert [one.says for one in agreed(case, at(7, "09:00"))] == ["corridorcanary"]
    before = agreed(case, at(4, "00:00"))
    assert [one.says for one in before] == ["old corridor words"]
    assert agreed(case, at(2, "00:00")) == ()  # offered
    of_a_third = term("pause", by="a third", binds=())
    agreement = msgspec.structs.replace(case.agreement, terms=(of_a_third,))
    assert agreed(case.replace(agreement=agreement), at(7, "09:00")) == ()


def test_a_series_is_its_own_sources_and_added_to_nobodys(seen: Brief) -> None:
    (daily,) = seen.series
    assert daily.figures == (40, 0, 50)
    assert (daily.zeros, daily.missing) == (1, 0)
    (span,) = daily.spans
    assert (span.since, span.until, span.total) == ("2018-02-18", "2018-02-20", 90)


def test_each_sides_version_of_a_day_stands_beside_the_others(seen: Brief) -> None:
    day = next(one for one in seen.pauses if one.first == at(5, "00:00"))
    versions = [(one.holds, one.claimed_by) for one in day.versions]
    assert versions == [
        ("kept", "keptclaim claimant"),
        ("broken", "brokenclaim claimant"),
        ("", "pauseclaim claimant"),
    ]
    assert [(one.source, one.records) for one in day.incidents] == [("eventscanary", 1)]


def test_days_alike_are_told_once_and_never_over_a_day_that_nobody_speaks_of() -> None:
    windows = tuple(
        Window(crossing="gate", direction="out", opens=at(day, "09:00"), closes=at(day, "14:00"))
        for day in (8, 9, 11)
    )
    claims = tuple(
        claim(name, "ceasefire", since=day, until=day)
        for name, day in (("a", "2018-03-05"), ("b", "2018-03-07"))
    )
    case, plan = case_and_plan(claims=claims, windows=windows, movements=(), incidents=())
    found = briefed(case, plan, (), beside(case, plan)).pauses
    days = [((one.first, one.last), len(one.versions)) for one in found]
    assert days == [
        ((at(5, "00:00"), at(5, "00:00")), 1),
        ((at(7, "00:00"), at(7, "00:00")), 1),
        ((at(8, "00:00"), at(9, "00:00")), 0),
        ((at(11, "00:00"), at(11, "00:00")), 0),
    ]
    assert found[-1].hours[0].opens == at(11, "09:00")


def test_pictures_say_what_was_lost_and_how_long_they_are_fresh(seen: Brief) -> None:
    assert seen.territory is not None
    first, last = seen.territory.pictures
    assert first.share_lost is None
    assert last.share_lost == pytest.approx(0.5, abs=0.001)
    assert last.since == first.day
    assert last.last_fresh == at(13, "00:00")
    assert seen.territory.stale == 0
    assert (first.people_inside, last.people_inside) == (INSIDE - FLED, INSIDE)
    assert [one.holder for one in first.outlines] == [1, 0]  # around it first


def test_days_on_which_the_last_picture_is_too_old_are_counted() -> None:
    case, plan = case_and_plan(control=(area("2018-02-18", box(36.39, 33.49, 36.48, 33.58)),))
    found = briefed(case, plan, (), beside(case, plan)).territory
    assert found is not None
    assert found.stale == found.days > 0


def many_corners(count: int) -> ControlArea:
    """A box whose southern side is so many corners on one line."""
    south = tuple((36.39 + 0.09 * n / count, 33.49) for n in range(count))
    return area("2018-03-06", (*south, (36.48, 33.49), (36.48, 33.58), (36.39, 33.58), south[0]))


@pytest.mark.parametrize(("count", "kept"), [(100, 104), (MOST_CORNERS + 1, 5)])
def test_an_outline_of_many_corners_is_drawn_as_finely_as_the_eye_can_tell(
    count: int, kept: int
) -> None:
    case, plan = case_and_plan(control=(many_corners(count),))
    found = briefed(case, plan, (), beside(case, plan)).territory
    assert found is not None
    (outline,) = found.pictures[0].outlines
    assert len(outline.latitudes[0]) == kept


def test_a_case_without_danger_has_no_ways_compared() -> None:
    case, plan = case_and_plan(control=(), incidents=())
    assert beside(case, plan).corridors is None


def test_ways_are_by_name_and_the_plans_own_exposure_beside_them(seen: Brief) -> None:
    assert seen.ways_out is not None
    assert seen.ways_out.plan_people == 38
    names = {place.name for place in case_and_plan()[0].places.values()}
    for pair in seen.ways_out.pairs:
        assert {pair.origin, pair.destination, *pair.pocket} <= names
        assert all(way.longitudes for way in pair.ways)


def test_duties_are_by_the_day_they_start_on(seen: Brief) -> None:
    assert seen.guard is not None
    (post,) = seen.guard.posts
    (day,) = post.days
    assert (day.day, day.shifts[0].start) == (at(7, "00:00"), at(7, "08:17"))
    assert [(one.too_long, len(one.latitudes)) for one in seen.guard.uncovered] == [(False, 2)]


def test_a_plan_that_names_no_guard_has_none_in_the_brief() -> None:
    case, plan = case_and_plan()
    assert briefed(case, msgspec.structs.replace(plan, guard=None)).guard is None


def test_an_agreement_that_began_later_has_no_terms_for_parties_yet() -> None:
    case, _ = case_and_plan()
    agreement = msgspec.structs.replace(case.agreement, changes=(change(9, "in_force"),))
    assert agreed(case.replace(agreement=agreement), at(7, "09:00")) == ()
