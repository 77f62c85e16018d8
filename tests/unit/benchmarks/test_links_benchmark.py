from __future__ import annotations

import links
import pytest


def test_most_pairs_are_found_and_most_found_are_true() -> None:
    row = links.measure(2_000)
    assert row.records == pytest.approx(2_000, rel=0.05)
    assert row.found > 0.9
    assert row.true > 0.9


def test_the_same_seed_invents_the_same() -> None:
    assert links.incidents(300) == links.incidents(300)
    assert links.incidents(300) != links.incidents(300, seed=1)


def test_a_line_a_size(capsys: pytest.CaptureFixture[str]) -> None:
    links.main(["--records", "200", "400"])
    printed = capsys.readouterr().out.splitlines()
    assert printed[1] == links.HEADER
    assert len(printed) == 4
    assert all(len(row) == len(links.HEADER) for row in printed[2:])
