"""The answer of a study of levers: what to ask for first, why, and never more than is known."""

from __future__ import annotations

from typing import Any

import pytest
from factory import at, place, small_case
from msgspec.structs import replace
from study_samples import CROSSING, answered, lever, small_levers, step

from safepassage.model.levers import BindsOn, Cheapest, Levers
from safepassage.model.places import Crossing
from safepassage.report.language import language
from safepassage.report.levers import answer

LEFT: dict[str, Any] = {"clearance": None, "bound": None}


def told(**more: Any) -> list[str]:
    return answer(small_levers(**more), small_case())


def test_one_crossing_against_all_the_buses_and_why() -> None:
    assert told()[0] == (
        "A further crossing at Gate is worth more than 200 more vehicles (bus): "
        "screening at Gate binds most from day 2 on."
    )


def test_it_is_proved_only_if_no_plan_with_the_other_could_be_as_early() -> None:
    proved = "That is proved: no plan with the latter is done as early."
    assert proved in told()
    near = lever(steps=(step(1, 1), step(2, 20)))
    assert proved not in told(levers=(CROSSING, near))


def test_a_bound_without_a_plan_proves_nothing() -> None:
    only = lever(
        kind="crossing", where="gate", steps=(step(1, 21, result=answered(21, planned=False)),)
    )
    assert not any("proved: no plan with" in one for one in told(levers=(only, lever())))


def test_nothing_is_worth_more_than_what_once_pulled_further_gains_as_much() -> None:
    far = lever(steps=(step(1, 1), step(30, 21)))
    assert told(levers=(CROSSING, far))[0].startswith("Ask first for a further crossing at Gate: ")


def test_levers_that_gain_nothing_are_not_praised() -> None:
    for levers in (
        (),
        (lever(steps=(step(1, 0),)),),
        (lever(steps=(step(1, -1),)),),
        (lever(steps=()),),
    ):
        said = told(levers=levers, joints=())
        assert said[:2] == [
            "No single step of what was tried gains anything.",
            "Screening at Gate binds most from day 2 on.",
        ]


def test_a_limit_that_comes_and_goes_has_no_first_day() -> None:
    binds = (
        BindsOn(date="2018-03-07", promise="C2", where="gate", share=1.0),
        BindsOn(date="2018-03-08", promise="V2", where="bus", share=0.6),
        BindsOn(date="2018-03-09", promise="C2", where="gate", share=0.9),
        BindsOn(date="2018-03-10", promise="V2", where="bus", share=0.6),
    )
    assert told(binds=binds)[0].endswith("screening at Gate binds most.")
    assert told(binds=())[0].endswith("200 more vehicles (bus).")


def test_where_somebody_is_left_people_are_counted() -> None:
    now = answered(**LEFT, people=20, people_bound=44)
    steps = (step(1, 0, result=answered(**LEFT, people=31), sooner_seconds=None, more_people=5),)
    said = told(now=now, levers=(lever(steps=steps),), joints=(), cheapest=None)
    assert "With it 5 more people are out by the end of Thu 8 March." in said
    assert "As the case stands, 10 people are out by the end of Thu 8 March." in said
    assert said[-1] == "It's proved that no plan for it has everyone out."
    unknown = told(now=answered(clearance=None, bound=at(10, "10:00")), cheapest=None, joints=())
    assert unknown[-1] == "No plan found for it has everyone out; whether one could isn't known."


def test_what_stands_without_any_of_it_and_that_it_may_be_the_best() -> None:
    assert "As the case stands, the last person is out on Sat 10 March 2018, 12:00." in told()
    before = "It's proved that no plan for it has everyone out before "
    assert f"{before}Sat 10 March 2018, 10:00." in told()
    assert not any(before in one for one in told(now=answered(bound=at(10, "12:00"))))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "The cheapest set found that has everyone out by the end of Fri 9 March costs 1,000."),
        ({"cost": None}, "A set below has everyone out by the end of Fri 9 March."),
        ({"changes": ()}, "Everyone is out by the end of Fri 9 March without any of it."),
        (
            {"result": None},
            "No set of what was tried has everyone out by the end of Fri 9 March.",
        ),
    ],
)
def test_the_cheapest_set(change: dict[str, Any], said: str) -> None:
    cheapest = small_levers().cheapest
    assert isinstance(cheapest, Cheapest)
    assert told(cheapest=replace(cheapest, **change))[-1] == said


def test_a_lever_without_an_amount_is_told_in_the_study_s_own_words() -> None:
    found: Levers = small_levers(levers=(lever(amount=None),), binds=(), joints=())
    assert answer(found, small_case())[0] == "Ask first for Buses: 1 × 10 more buses."


def test_places_have_their_local_names_in_arabic() -> None:
    gate = place(Crossing, "gate", name_local="معبر الشرق", convoy_vehicles=3, headway_seconds=900)
    said = answer(small_levers(), small_case(crossings=(gate,)), language("ar"))
    assert "معبر الشرق" in said[0]
    assert "Gate" not in " ".join(said)
