from __future__ import annotations

from dataclasses import replace

import growth
import pytest


def test_a_small_growth_prints_a_line_a_run_and_the_powers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "BASE", replace(growth.BASE, people=40, points=1, days=2))
    growth.main(["--of", "points", "--doublings", "1"])
    printed = capsys.readouterr().out.splitlines()
    assert [row.split()[:2] for row in printed[2:4]] == [["1", "points"], ["2", "points"]]
    assert printed[4].split()[:4] == ["points", "to", "the", "power"]
    assert not any("BROKEN" in row or "not served" in row for row in printed)


@pytest.mark.parametrize("thing", growth.THINGS)
def test_one_thing_is_doubled_and_the_others_stay(thing: str) -> None:
    small, large = growth.grown(thing, 0, 3), growth.grown(thing, 3, 3)
    for one in growth.THINGS:
        factor = 8 if one == thing else 1
        assert growth.size(one, large) == factor * growth.size(one, small)


def test_the_power_of_a_square_is_two() -> None:
    assert growth.exponent([1, 2, 4, 8], [3, 12, 48, 192]) == pytest.approx(2)
    assert growth.exponent([5], [1]) is None
