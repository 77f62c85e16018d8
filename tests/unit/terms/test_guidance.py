"""The nineteen requirements: each verdict of each, in the smallest case that has it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from factory import AMBULANCE, BUS, group, small_case
from good_plan import good
from terms_case import GROUPS, ON, SETTLED, change, settled, term, without

from safepassage.model.agreement import Category, Item
from safepassage.model.broken import BrokenPromise, Promise
from safepassage.model.case import Case
from safepassage.model.findings import GuidanceCheck, Verdict
from safepassage.model.plan import Plan
from safepassage.solve import plan as solve
from safepassage.terms import review
from safepassage.terms.requirements import REQUIREMENTS


@pytest.fixture(scope="module")
def whole() -> tuple[Case, Plan]:
    """A case that settles everything, and its plan, in which everybody who leaves boards."""
    case = roomy(settled())
    plan = solve(case, effort=1).plan
    assert not plan.what_if
    assert plan.not_served == ()
    return case, plan


def roomy(case: Case) -> Case:
    """Every destination has a stated capacity."""
    return case.replace(
        destinations=tuple(
            msgspec.structs.replace(one, capacity=100, daily_capacity=None)
            for one in case.destinations
        )
    )


def check(
    number: int, case: Case, plan: Plan | None = None, broken: tuple[Promise, ...] = ()
) -> GuidanceCheck:
    faults = tuple(BrokenPromise(promise=one, where="here", what="something") for one in broken)
    checks = review(case, ON, plan, faults).guidance
    assert [one.number for one in checks] == list(range(1, 20))
    assert all(one.why for one in checks)
    return checks[number - 1]


def verdict(
    number: int, case: Case, plan: Plan | None = None, broken: tuple[Promise, ...] = ()
) -> Verdict:
    return check(number, case, plan, broken).verdict


def in_plan(number: int, plan: Plan, **changes: Any) -> Verdict:
    """With a plan of the case and some changes to the case."""
    return verdict(number, roomy(settled()).replace(**changes), plan)


@pytest.mark.parametrize("number", [n for n in range(1, 20) if n != 8])
def test_a_case_that_settles_everything_and_its_plan_meet_each(
    number: int, whole: tuple[Case, Plan]
) -> None:
    assert check(number, *whole).verdict == "met", check(number, *whole).why


def test_without_any_term_and_without_a_plan_nothing_is_met_but_what_the_case_shows() -> None:
    verdicts = {one.number: one.verdict for one in review(small_case(), ON).guidance}
    assert {number for number, one in verdicts.items() if one == "met"} == {10, 15}
    assert set(verdicts.values()) == {"met", "not_stated"}


TERMS_OF = [
    *((1, name) for name in ("information", "turning_back")),
    *((2, name) for name in ("right_to_stay", "those_staying")),
    (5, "medical_priority"),
    (9, "information"),
    (12, "reception"),
    (14, "notification"),
    (16, "route_verified"),
    *((17, name) for name in ("monitor", "screening_monitor", "screening_follow_up")),
    *((18, name) for name in ("alternatives", "right_to_return")),
    (19, "data_protection"),
]


@pytest.mark.parametrize(("number", "topic"), TERMS_OF)
def test_what_no_term_states_is_not_stated(
    number: int, topic: str, whole: tuple[Case, Plan]
) -> None:
    found = check(number, roomy(settled(without(topic))), whole[1])
    assert found.verdict == "not_stated"
    assert topic.replace("_", " ") in found.why


@pytest.mark.parametrize("number", sorted({number for number, _ in TERMS_OF}))
def test_what_is_only_offered_is_not_stated(number: int, whole: tuple[Case, Plan]) -> None:
    found = check(number, roomy(settled(changes=(change(1, "offered"),))), whole[1])
    assert found.verdict == "not_stated"
    assert "offered, not in force" in found.why


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7])
def test_drawn_households_answered_nothing(number: int, whole: tuple[Case, Plan]) -> None:
    assert in_plan(number, whole[1], drawn_households=True) == "not_stated"


BROKEN: tuple[tuple[int, Promise], ...] = (
    (1, "H2"),
    (2, "A1"),
    (3, "H2"),
    (4, "H1"),
    (6, "V1"),
    (6, "H1"),
    (7, "H1"),
    (11, "V1"),
    (12, "D1"),
    (13, "W1"),
    (13, "R1"),
)


@pytest.mark.parametrize(("number", "promise"), BROKEN)
def test_a_plan_that_breaks_the_promise_does_not_meet_it(
    number: int, promise: Promise, whole: tuple[Case, Plan]
) -> None:
    assert verdict(number, *whole, (promise,)) == "not_met"
    assert verdict(number, *whole, ("C1",)) == "met"


@pytest.mark.parametrize("number", [3, 4, 5, 6, 8, 11, 12, 13])
def test_without_a_plan_the_movement_is_not_stated(number: int) -> None:
    terms = tuple(one for one in SETTLED if one.topic != "who_may_leave")
    assert verdict(number, roomy(settled(terms))) == "not_stated"


def test_1_movements_under_duress_are_no_consent(whole: tuple[Case, Plan]) -> None:
    assert in_plan(1, whole[1], under_duress=True) == "not_met"


def test_1_where_nobody_leaves_nobody_consented(whole: tuple[Case, Plan]) -> None:
    assert in_plan(1, whole[1], groups=GROUPS[-1:]) == "not_stated"


def test_3_without_a_destination_nobody_could_choose(whole: tuple[Case, Plan]) -> None:
    assert verdict(3, settled(destinations=()), whole[1]) == "not_stated"


def test_4_households_that_answered_in_parts_are_told(whole: tuple[Case, Plan]) -> None:
    parts = tuple(msgspec.structs.replace(one, household="h1") for one in GROUPS)
    found = check(4, whole[0].replace(groups=parts), whole[1])
    assert found.verdict == "met"
    assert "1 households answered in parts" in found.why


def test_5_who_is_urgent_and_left_behind_while_others_go_has_no_priority(
    whole: tuple[Case, Plan],
) -> None:
    left = group(9, medical_class=2)
    assert in_plan(5, whole[1], groups=(*GROUPS, left)) == "not_met"
    assert in_plan(5, whole[1], groups=(*GROUPS, msgspec.structs.replace(left, choice="stay"))) == (
        "met"
    )


def test_5_urgent_classes_out_after_the_others_have_no_priority() -> None:
    case, plan = good()
    late = tuple(
        msgspec.structs.replace(one, medical_class=1 if one.id in ("g5", "g9") else 4)
        for one in case.groups
        if one.id != "g2"
    )
    found = check(5, case.replace(groups=late), plan)
    assert (found.verdict, "after the others on average" in found.why) == ("not_met", True)


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (5, {"medical_class": 4}),
        (6, {"stretchers": 0, "attendants": 0}),
        (6, {"attendants": 0}),
        (7, {"unaccompanied": 0, "carer": ""}),
    ],
)
def test_what_nobody_recorded_is_not_stated(
    number: int, changes: dict[str, Any], whole: tuple[Case, Plan]
) -> None:
    groups = tuple(
        msgspec.structs.replace(
            one, **{name: value for name, value in changes.items() if getattr(one, name)}
        )
        for one in GROUPS
    )
    assert in_plan(number, whole[1], groups=groups) == "not_stated"


@pytest.mark.parametrize(
    ("need", "lacking"),
    [
        ({"stretchers": 1}, {"stretchers": 0}),
        ({"wheelchairs": 1, "stretchers": 0}, {"wheelchairs": 0}),
        ({"escorts": 1}, {"medical_escort": False}),
    ],
)
def test_6_a_need_that_no_vehicle_meets(
    need: dict[str, int], lacking: dict[str, Any], whole: tuple[Case, Plan]
) -> None:
    patient = msgspec.structs.replace(GROUPS[1], **need)
    types = (BUS, msgspec.structs.replace(AMBULANCE, **lacking))
    assert in_plan(6, whole[1], groups=(patient,), vehicle_types=types) == "not_met"
    assert in_plan(6, whole[1], groups=(patient,)) == "met"


def test_6_a_patient_without_a_place_in_the_plan(whole: tuple[Case, Plan]) -> None:
    left = group(9, stretchers=1, attendants=1)
    assert in_plan(6, whole[1], groups=(*GROUPS, left)) == "not_met"


def test_7_an_unaccompanied_child_without_a_carer(whole: tuple[Case, Plan]) -> None:
    alone = msgspec.structs.replace(GROUPS[2], carer="")
    assert in_plan(7, whole[1], groups=(alone,)) == "not_met"


def test_8_is_met_only_where_no_term_picks_people(whole: tuple[Case, Plan]) -> None:
    assert verdict(8, *whole) == "not_stated"
    assert verdict(8, settled(without("who_may_leave")), whole[1]) == "met"
    picked = (*without("who_may_leave"), term("exclusion"))
    assert "exclusion" in check(8, settled(picked), whole[1]).why


def test_8_the_same_people_under_other_categories_have_the_same_plan() -> None:
    case = small_case()
    agreement = msgspec.structs.replace(
        case.agreement,
        categories=tuple(
            Category(id=name, may_carry=("luggage", "weapon")) for name in ("civilian", "fighter")
        ),
    )
    other = {"civilian": "fighter", "fighter": "civilian"}
    swapped = tuple(
        msgspec.structs.replace(one, category=other[one.category]) for one in case.groups
    )
    plans = [
        solve(case.replace(agreement=agreement, groups=groups), effort=1).plan
        for groups in (case.groups, swapped)
    ]
    assert plans[0].trips
    assert plans[0].trips == plans[1].trips
    assert plans[0].not_served == plans[1].not_served


LUGGAGE, WEAPON = Item(id="luggage"), Item(id="weapon", arm=True)


@pytest.mark.parametrize(
    ("items", "second", "expected"),
    [
        ((LUGGAGE, WEAPON), ("luggage",), "met"),
        ((LUGGAGE, WEAPON), ("weapon",), "not_met"),
        ((LUGGAGE,), (), "not_met"),
        ((WEAPON,), ("weapon",), "not_stated"),
        ((), (), "not_stated"),
    ],
)
def test_10_everybody_may_carry_luggage(
    items: tuple[Item, ...], second: tuple[str, ...], expected: Verdict
) -> None:
    categories = (Category(id="one", may_carry=("luggage",)), Category(id="two", may_carry=second))
    assert verdict(10, settled(items=items, categories=categories)) == expected
    if expected == "met":
        offered = settled(items=items, categories=categories, changes=(change(1, "offered"),))
        assert verdict(10, offered) == "not_stated"


def test_11_more_people_called_than_seats_come(whole: tuple[Case, Plan]) -> None:
    small = (msgspec.structs.replace(BUS, seats=1), msgspec.structs.replace(AMBULANCE, seats=0))
    found = check(11, whole[0].replace(vehicle_types=small), whole[1])
    assert found.verdict == "not_met"
    assert "on 2018-03-07" in found.why
    nobody = msgspec.structs.replace(whole[1], trips=())
    assert in_plan(11, nobody) == "not_stated"


def test_12_more_arrive_than_a_destination_has_room_for(whole: tuple[Case, Plan]) -> None:
    full = tuple(msgspec.structs.replace(one, capacity=1) for one in whole[0].destinations)
    assert in_plan(12, whole[1], destinations=full) == "not_met"


def test_12_a_capacity_that_nobody_stated(whole: tuple[Case, Plan]) -> None:
    unstated = tuple(msgspec.structs.replace(one, capacity=None) for one in whole[0].destinations)
    assert in_plan(12, whole[1], destinations=unstated) == "not_stated"
    nobody = msgspec.structs.replace(whole[1], trips=())
    assert in_plan(12, nobody) == "not_stated"


def test_13_windows_of_a_what_if_are_not_agreed(whole: tuple[Case, Plan]) -> None:
    assert in_plan(13, msgspec.structs.replace(whole[1], what_if=True)) == "not_stated"


@pytest.mark.parametrize(("hours", "expected"), [(23, "not_met"), (24, "met"), (48, "met")])
def test_14_how_long_ahead_parties_are_told(hours: int, expected: Verdict) -> None:
    found = check(14, settled(notification_hours=hours))
    assert found.verdict == expected
    assert ("emergency" in found.why) == (hours == 24)


def test_16_roads_that_nobody_surveyed_are_not_verified() -> None:
    assert verdict(16, settled(case={"schematic_roads": True})) == "not_met"


def test_17_without_a_crossing_a_monitor_is_enough() -> None:
    terms = without("screening_monitor", "screening_follow_up")
    assert verdict(17, settled(terms)) == "not_stated"
    assert verdict(17, settled(terms, case={"crossings": (), "windows": ()})) == "met"


def test_each_requirement_says_where_it_is_from() -> None:
    assert len(REQUIREMENTS) == 19
    assert all(one.asks and one.source for one in REQUIREMENTS)
