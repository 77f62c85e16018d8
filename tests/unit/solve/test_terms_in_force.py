"""No plan before the terms are settled, unless it is a what-if."""

from __future__ import annotations

import re
from typing import Any, get_args

import msgspec
import pytest
from factory import at, group, small_case

from safepassage.errors import TermsError
from safepassage.model.case import Case
from safepassage.model.terms import IN_FORCE, Status, StatusChange
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


def lived(*changes: tuple[int, Status], **more: Any) -> Case:
    """The small case under an agreement with this life, windows 09:00 to 14:00 on 7-10 March."""
    life = tuple(
        StatusChange(at=moment, status=status, by="one side", source="an agency")
        for moment, status in changes
    )
    return under(status=life[-1].status, changes=life, **more)


def test_a_life_in_force_over_all_windows_allows_a_plan() -> None:
    assert missing_terms(lived((at(1, "00:00"), "offered"), (FIRST, "in_force"))) == ()


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ([(at(1, "00:00"), "offered")], ["offered, not in force, .* \\(2018-03-07 09:00\\)"]),
        ([(at(8, "00:00"), "offered")], ["not offered yet, .*07 09:00", "offered, .*08 09:00"]),
        ([(FIRST + 60, "in_force")], ["not offered yet, not in force, while a window is open"]),
        ([(FIRST, "in_force"), (at(8, "10:00"), "suspended")], ["suspended, .*03-08 10:00"]),
        ([(FIRST, "in_force"), (LAST - 60, "ended")], ["ended, .*03-10 13:59"]),
        ([(FIRST, "in_force"), (LAST, "ended")], []),
        # Suspended over night only, while nobody may move.
        (
            [(FIRST, "in_force"), (at(7, "14:00"), "suspended"), (at(8, "09:00"), "resumed")],
            [],
        ),
        # In a window, in force at both of its ends.
        (
            [(FIRST, "in_force"), (at(7, "11:00"), "suspended"), (at(7, "11:01"), "resumed")],
            ["suspended, .*03-07 11:00"],
        ),
    ],
)
def test_every_window_lies_wholly_in_time_in_force(
    changes: list[tuple[int, Status]], missing: list[str]
) -> None:
    told = missing_terms(lived(*changes))
    assert len(told) == len(missing)
    assert all(re.search(pattern, text) for pattern, text in zip(missing, told, strict=True))


def test_without_crossings_the_whole_horizon_is_in_force() -> None:
    start, end = at(7, "00:00"), at(11, "00:00")
    always = lived((start, "in_force")).replace(windows=(), crossings=())
    assert missing_terms(always) == ()
    briefly = lived((start, "in_force"), (end - 1, "suspended")).replace(windows=(), crossings=())
    assert missing_terms(briefly) == (
        "the agreement is suspended, not in force, inside the horizon (2018-03-10 23:59)",
    )
