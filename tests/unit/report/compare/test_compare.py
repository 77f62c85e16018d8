"""Two plans beside each other: figures, words, and what differs in their cases."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from factory import LINKS, group, small_case, star_roads

from safepassage.errors import PlanFileError
from safepassage.model.case import Assumption, Case
from safepassage.model.plan import Plan
from safepassage.report.compare import compare, comparison_text
from safepassage.report.compare.cases import changes
from safepassage.solve import plan

GROUPS = tuple(group(n, ("north", "south")[n % 2]) for n in range(8))


@pytest.fixture(scope="module")
def one() -> tuple[Case, Plan]:
    case = small_case(groups=GROUPS)
    return case, plan(case, effort=1).plan


def with_gate(case: Case, **change: object) -> Case:
    return case.replace(
        crossings=tuple(msgspec.structs.replace(gate, **change) for gate in case.crossings)
    )


def test_a_plan_beside_itself(one: tuple[Case, Plan]) -> None:
    found = compare(one, one)
    assert (found.sooner_seconds, found.more_out, found.changes) == (0, 0, ())
    assert found.same_case
    text = comparison_text(found)
    assert "Both have the last person out at the same time." in text
    assert "Both are plans of the same case." in text
    assert "Neither is proved better" not in text


def test_slower_screening_ends_later_and_is_named(one: tuple[Case, Plan]) -> None:
    slow = with_gate(one[0], persons_per_hour=30)
    found = compare(one, (slow, plan(slow, effort=1).plan))
    assert found.sooner_seconds is not None
    assert found.sooner_seconds < 0
    assert [(c.where, c.what, c.first, c.second) for c in found.changes] == [
        ("crossing gate", "persons per hour", "120", "30")
    ]
    text = comparison_text(found)
    assert "later: " in text.splitlines()[0]
    assert "crossing gate, persons per hour: 120 -> 30" in text
    assert compare((slow, found_plan(slow)), one).sooner_seconds == -found.sooner_seconds


def found_plan(case: Case) -> Plan:
    return plan(case, effort=1).plan


def test_people_are_counted_by_point_and_destination(one: tuple[Case, Plan]) -> None:
    side = compare(one, one).first
    assert sum(side.by_point.values()) == side.summary.people_out == 32
    assert sum(side.by_destination.values()) == 32
    assert set(side.by_point) == {"north", "south"}


def test_whoever_is_not_served_in_one_is_said(one: tuple[Case, Plan]) -> None:
    full = one[0].replace(
        destinations=tuple(
            msgspec.structs.replace(place, capacity=10) for place in one[0].destinations
        )
    )
    found = compare(one, (full, found_plan(full)))
    assert found.sooner_seconds is None
    assert found.more_out < 0
    text = comparison_text(found)
    assert f"The second has {-found.more_out:,} fewer people out." in text
    assert "Not everyone is out in the second." in text


VARIANTS: dict[str, Callable[[Case], Case]] = {
    "bus": lambda case: case.replace(vehicles=case.vehicles[1:]),
    "destination far": lambda case: case.replace(destinations=case.destinations[:1]),
    "windows gate in": lambda case: case.replace(
        windows=tuple(w for w in case.windows if w.direction == "out" or w != case.windows[0])
    ),
    "agreement": lambda case: case.replace(
        agreement=msgspec.structs.replace(case.agreement, status="offered")
    ),
    "guard": lambda case: case.replace(guard=msgspec.structs.replace(case.guard, escorts=True)),
    "people at north": lambda case: case.replace(groups=case.groups[1:]),
    "assumption": lambda case: case.replace(assumptions=(Assumption(text="one"),)),
    "roads": lambda case: case.replace(roads=star_roads(LINKS | {("gate", "near"): 1801})[0]),
    "case": lambda case: case.replace(under_duress=True, past_places=False),
}


@pytest.mark.parametrize("where", VARIANTS)
def test_what_differs_is_found(one: tuple[Case, Plan], where: str) -> None:
    found = changes(one[0], VARIANTS[where](one[0]))
    assert found
    assert any(where in change.where for change in found), found
    back = changes(VARIANTS[where](one[0]), one[0])
    assert {(c.where, c.what) for c in back} == {(c.where, c.what) for c in found}


def test_marks_of_a_case_are_told_each(one: tuple[Case, Plan]) -> None:
    found = changes(one[0], VARIANTS["case"](one[0]))
    assert [change.what for change in found] == ["past places", "under duress"]


def test_other_hours_of_the_same_length_are_told(one: tuple[Case, Plan]) -> None:
    later = one[0].replace(
        windows=tuple(
            msgspec.structs.replace(
                w, opens=w.opens + 60 * (i == 3), closes=w.closes + 60 * (i == 3)
            )
            for i, w in enumerate(one[0].windows)
        )
    )
    (change,) = changes(one[0], later)
    assert "at other hours" in change.first


def test_a_time_that_cannot_be_is_refused(one: tuple[Case, Plan]) -> None:
    case, found = one
    late = tuple(msgspec.structs.replace(convoy, end=10**15) for convoy in found.convoys)
    with pytest.raises(PlanFileError, match="has the time"):
        compare(one, (case, msgspec.structs.replace(found, convoys=late)))
