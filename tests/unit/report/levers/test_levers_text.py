"""A study of levers in words: the answer first, then every figure, with what is proved apart."""

from __future__ import annotations

from factory import small_case
from study_samples import CROSSING, answered, lever, small_levers, step

from safepassage.model.levers import Cheapest, Levers
from safepassage.report.levers.answer import answer
from safepassage.report.levers.text import levers_text


def told(found: Levers) -> list[str]:
    return levers_text(found, small_case()).splitlines()


def test_the_answer_stands_first_and_then_the_table() -> None:
    said = told(small_levers())
    first = answer(small_levers(), small_case())
    assert said[: len(first)] == first
    assert said[len(first)] == ""
    header, crossing, *buses = said[len(first) + 1 : len(first) + 6]
    assert header.split() == ["sooner", "proved", "more", "out", "by", "2018-03-08", "cost"]
    assert crossing.split("  ")[0] == "a further crossing at Gate"
    assert crossing.endswith("100")
    assert "21 h" in crossing
    assert "19 h 0 min to 23 h" in crossing.replace("19 h to", "19 h 0 min to")
    assert [line.split("  ")[0] for line in buses] == [
        "10 more vehicles (bus)",
        "100 more vehicles (bus)",
        "200 more vehicles (bus)",
    ]


def test_what_is_only_estimated_is_marked_and_what_gains_nothing_stands_apart() -> None:
    guess = lever(steps=(step(1, 1, result=answered(1, planned=False)),))
    idle = lever(
        kind="crews",
        where="",
        amount=1,
        steps=(step(2, 0, more_people=0, sooner_at_most=600),),
    )
    said = told(small_levers(levers=(CROSSING, guess, idle), joints=(), cheapest=None))
    assert any(line.startswith("10 more vehicles (bus) *") for line in said)
    place = said.index("These gain nothing, as far as was tried:")
    assert (
        said[place + 1] == "  2 more crews a vehicle (every type) (proved: at most 10 min sooner)"
    )


def test_costs_are_told_only_where_there_are_any() -> None:
    free = tuple(
        lever(steps=tuple(step(n, 1, cost=None) for n in (1, 2)), kind=kind)
        for kind in ("vehicles", "crews")
    )
    header = told(small_levers(levers=free, cheapest=None, joints=()))
    assert not any("cost" in line for line in header)


def test_pairs_and_the_cheapest_set_with_what_is_proved_of_it() -> None:
    said = told(small_levers())
    joint = said.index("More together than each alone added up:")
    assert said[joint + 1].endswith("1 d 6 h sooner, 5 h beyond the sum *")
    cheapest = said.index("The cheapest set found that has everyone out by the end of 2018-03-09:")
    assert said[cheapest + 2] == "  in all 1,000; proved: none costs less than 900"
    best = Cheapest(
        by="2018-03-09",
        changes=small_levers().cheapest.changes,  # type: ignore[union-attr]
        cost=900.0,
        result=answered(4),
        at_least=900.0,
    )
    assert "  in all 900, and no set of these steps costs less (proved)" in told(
        small_levers(cheapest=best)
    )
    none = Cheapest(by="2018-03-08", changes=(), cost=None, result=None, at_least=700.0)
    assert any(
        line.endswith("; one that did would cost 700 or more.")
        for line in told(small_levers(cheapest=none))
    )


def test_days_on_which_the_same_binds_are_told_as_one() -> None:
    said = told(small_levers())
    place = said.index("What binds when:")
    assert said[place + 1].startswith("  2018-03-07  ")
    assert said[place + 2] == "  2018-03-08 to 2018-03-09  screening at Gate 95.0 %"


def test_where_somebody_is_left_the_table_says_whether_all_are_out() -> None:
    now = answered(clearance=None, bound=None, people=20, people_bound=20)
    steps = (
        step(1, 0, sooner_seconds=None, result=answered(clearance=None, bound=None, people=30)),
        step(2, 0, sooner_seconds=None, sooner_at_least=None, sooner_at_most=None),
    )
    said = told(small_levers(now=now, levers=(lever(steps=steps),), joints=(), cheapest=None))
    header = next(line for line in said if "all out" in line)
    rows = said[said.index(header) + 1 :][:2]
    assert [row.split()[4] for row in rows] == ["no", "yes"]


def test_an_early_end_and_who_it_is_for_are_said() -> None:
    said = told(small_levers(cut_short=True))
    assert any(line.startswith("Cut short: ") for line in said)
    assert "for the planner alone" in said[-1]
