"""Every mark of a case or plan that a reader must know has its words, and no other."""

from __future__ import annotations

import msgspec
import pytest
from good_plan import good

from safepassage.report.language import language
from safepassage.report.notices import notices

WORDS = {
    "under_duress": "forced displacement",
    "what_if": "not a plan to act on",
    "drawn_households": "nobody registered",
    "schematic_roads": "must not be used to find a way",
    "cut_short": "another run may differ",
}


def test_a_settled_plan_has_no_notice() -> None:
    assert notices(*good(), language()) == ()


@pytest.mark.parametrize("mark", WORDS)
def test_a_mark_of_the_plan_is_told(mark: str) -> None:
    case, plan = good()
    (told,) = notices(case, msgspec.structs.replace(plan, **{mark: True}), language())
    assert WORDS[mark] in told


@pytest.mark.parametrize("mark", ["under_duress", "drawn_households", "schematic_roads"])
def test_a_mark_of_the_case_is_told_even_if_the_plan_lacks_it(mark: str) -> None:
    case, plan = good()
    (told,) = notices(case.replace(**{mark: True}), plan, language())
    assert WORDS[mark] in told


def test_the_gravest_comes_first_and_nobody_is_said_to_have_chosen() -> None:
    case, plan = good()
    told = notices(case, msgspec.structs.replace(plan, **dict.fromkeys(WORDS, True)), language())
    assert len(told) == len(WORDS)
    assert "duress" in told[0]
    assert not any("chose" in one for one in told)
