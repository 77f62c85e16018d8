"""No plan before the terms are settled, unless it is a what-if."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest
from factory import at, group, small_case

from safepassage.errors import TermsError
from safepassage.model.case import Case
from safepassage.model.terms import IN_FORCE, Status
from safepassage.solve import plan
from safepassage.solve.terms import missing_terms


def under(**terms: Any) -> Case:
    agreement = msgspec.structs.replace(small_case().agreement, **terms)
    return small_case(agreement=agreement, groups=(group(1),))


@pytest.mark.parametrize("status", get_args(Status))
def test_only_an_agreement_in_force_allows_a_plan(status: Status) -> None:
    missing = missing_terms(under(status=status))
    assert len(missing) == (status not in IN_FORCE)
    assert all(status.replace("_", " ") in each for each in missing)


def test_terms_without_a_destination_allow_no_plan() -> None:
    assert missing_terms(under(destinations=())) == ("the terms state no destination",)


FIRST, LAST = at(7, "09:00"), at(10, "14:00")
"""When the first window opens and the last one closes."""


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "missing"),
    [
        (FIRST, LAST, 0),
        (FIRST + 1, LAST, 1),
        (FIRST, LAST - 1, 1),
        (at(8, "00:00"), at(9, "00:00"), 2),
        (None, None, 0),
    ],
)
def test_an_agreement_has_to_hold_over_all_windows(
    valid_from: int | None, valid_until: int | None, missing: int
) -> None:
    case = under(valid_from=valid_from, valid_until=valid_until)
    assert len(missing_terms(case)) == missing


def test_everything_that_is_missing_is_told_at_once() -> None:
    case = under(status="offered", destinations=(), valid_from=at(9, "00:00"))
    assert len(missing_terms(case)) == 3
    with pytest.raises(TermsError):
        plan(case)


def test_a_what_if_is_marked_as_one_only_where_something_is_missing() -> None:
    assert plan(under(status="offered"), effort=1, what_if=True).plan.what_if
    assert not plan(under(), effort=1, what_if=True).plan.what_if
