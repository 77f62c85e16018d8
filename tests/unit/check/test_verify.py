"""The good plan is clean, a foreign one is refused, and every promise has tests that break it."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from typing import get_args

import msgspec
import pytest
from factory import at, small_case
from good_plan import good
from variants import FREE_GATE, Change, Variant, add, faults, plan_with, terms

from safepassage.check import PROMISES, Promise, verify
from safepassage.check.verify import MOST
from safepassage.errors import PlanFileError
from safepassage.model.plan import Boarding, Plan, Stop, Trip
from safepassage.model.terms import IN_FORCE, Status, StatusChange


def test_the_good_plan_keeps_every_promise() -> None:
    assert verify(*good()) == ()


def test_an_empty_plan_leaves_only_those_unaccounted_for() -> None:
    case, plan = good()
    bare = msgspec.structs.replace(plan, routes=(), convoys=(), trips=(), not_served=())
    found = verify(case, bare)
    assert {fault.promise for fault in found} == {"A1"}
    assert len(found) == 12


def test_a_plan_for_another_case_is_refused() -> None:
    _, plan = good()
    with pytest.raises(PlanFileError, match="made for case small"):
        verify(small_case(seed=1), plan)


@pytest.mark.parametrize("mark", ["drawn_households", "schematic_roads"])
def test_a_mark_that_contradicts_the_case_is_refused(mark: str) -> None:
    case, plan = good()
    with pytest.raises(PlanFileError, match=f"{mark} = True; expected False"):
        verify(case, msgspec.structs.replace(plan, **{mark: True}))
    marked = case.replace(**{mark: True})
    with pytest.raises(PlanFileError, match=f"{mark} = False; expected True"):
        verify(marked, msgspec.structs.replace(plan, case_digest=marked.digest))


@pytest.mark.parametrize("status", [s for s in get_args(Status) if s not in IN_FORCE])
def test_terms_not_in_force_allow_only_a_marked_what_if(status: Status) -> None:
    with pytest.raises(PlanFileError, match=f"isn't marked what_if.*{status}"):
        faults(terms(status=status))
    assert faults(terms(status=status), plan_with(what_if=True)) == ()


def life(*changes: tuple[int, Status]) -> Change:
    return terms(
        status=changes[-1][1],
        changes=tuple(
            StatusChange(at=moment, status=status, by="one side", source="an agency")
            for moment, status in changes
        ),
    )


@pytest.mark.parametrize(
    ("last", "span"),
    [
        ((at(8, "09:00"), "suspended"), "2018-03-08 09:00:00 to 2018-03-08 14:00:00"),
        ((at(10, "13:59"), "ended"), "2018-03-10 09:00:00 to 2018-03-10 14:00:00"),
    ],
)
def test_a_window_that_is_not_wholly_in_force_allows_only_a_marked_what_if(
    last: tuple[int, Status], span: str
) -> None:
    spoilt = life((at(7, "09:00"), "in_force"), last)
    with pytest.raises(PlanFileError, match=f"isn't marked what_if.*throughout {span}"):
        faults(spoilt)
    assert faults(spoilt, plan_with(what_if=True)) == ()


def test_an_agreement_that_ended_after_the_last_window_was_in_force() -> None:
    assert faults(life((at(7, "09:00"), "in_force"), (at(10, "14:00"), "ended"))) == ()


def test_terms_in_force_may_be_studied_too() -> None:
    assert faults(plan_with(what_if=True)) == ()


@pytest.mark.parametrize("number", [0, 2, 10**6000], ids=["older", "newer", "corrupt"])
def test_an_unknown_format_is_refused(number: int) -> None:
    case, plan = good()
    with pytest.raises(PlanFileError, match="expected 1"):
        verify(case, msgspec.structs.replace(plan, format=number))


def test_a_plan_read_back_from_its_file_is_checked_alike() -> None:
    case, plan = good()
    again = msgspec.json.decode(msgspec.json.encode(plan), type=Plan)
    assert verify(case, again) == ()


def test_thousands_of_alike_faults_are_counted_not_listed() -> None:
    crowd = tuple(Boarding(group=f"nobody-{n}", seated=1) for n in range(3 * MOST))
    stop = Stop(place="nowhere", arrive=0, depart=0, boardings=crowd)
    found = faults(FREE_GATE, add(trips=(Trip(id="t9", vehicle="ghost", stops=(stop,)),)))
    unknown = [fault for fault in found if fault.promise == "A1"]
    assert len(unknown) == MOST + 1
    assert unknown[-1].what == f"and {2 * MOST:,} more like these"


def test_a_broken_promise_reads_as_one_line() -> None:
    found = faults(lambda case, plan: (case, msgspec.structs.replace(plan, not_served=())))
    assert [str(fault) for fault in found] == [
        "A1 group g2: chose to leave, but neither boards nor is not served (5 persons)"
    ]


def _breaking() -> list[Variant]:
    modules = [importlib.import_module(f"test_{code.lower()}") for code in PROMISES]
    return [variant for module in modules for variant in module.BREAKS]


@pytest.mark.parametrize("code", PROMISES)
def test_every_promise_is_broken_in_several_ways_and_alone(code: Promise) -> None:
    alone = [variant for variant in _breaking() if variant.codes == {code}]
    assert len(alone) >= 4


def test_no_two_variants_share_a_name() -> None:
    names = Counter(variant.name for variant in _breaking())
    assert [name for name, count in names.items() if count > 1] == []


def test_the_checker_knows_nothing_of_how_plans_are_made() -> None:
    ours = [name for name in sys.modules if name.startswith("safepassage.check")]
    for name in ours:
        names = vars(sys.modules[name]).values()
        homes = {getattr(value, "__module__", None) or "" for value in names}
        assert not any(
            home.startswith(("safepassage.solve", "safepassage.roads")) for home in homes
        )
