"""What a case holds, told before anything is planned."""

from __future__ import annotations

import re

from factory import small_case

from safepassage.model.evidence import Claim
from safepassage.report.overview import overview, overview_text


def test_people_are_told_by_their_own_choice() -> None:
    text = overview_text(overview(small_case()))
    assert re.search("\n  leave: 43\n  stay: 5\n  undecided: 2\n  not asked: 0\n", text)


def test_what_was_drawn_is_told_as_drawn() -> None:
    text = overview_text(overview(small_case(drawn_households=True)))
    assert "travel groups, drawn from the population\n  drawn as leaving: 43\n" in text
    assert "\n  drawn as staying: 5\n  drawn as undecided: 2\n  drawn as not asked: 0\n" in text
    assert not re.search("cho(se|ice|os)|answer", text)


def test_what_stands_beside_a_plan_is_counted_where_there_is_any() -> None:
    assert "Beside" not in overview_text(overview(small_case()))
    claims = tuple(
        Claim(id=name, topic="t", statement="s", claimed_by="a", reported_by="b")
        for name in ("c1", "c2")
    )
    seen = overview(small_case(claims=claims))
    assert seen.beside == {"claims": 2}
    assert overview_text(seen).endswith("\nBeside a plan:\n  claims: 2")
