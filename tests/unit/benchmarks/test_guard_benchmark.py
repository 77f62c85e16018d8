from __future__ import annotations

import guard
import pytest


def test_posts_for_a_small_town(capsys: pytest.CaptureFixture[str]) -> None:
    guard.main(["--arcs", "800", "--places", "4", "--reach", "400", "1000"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = [row for row in rows if row[:2] in (["one", "way"], ["all", "ways"])]
    assert len(found) == 4
    for row in found:
        assert int(row[5]) == int(row[6]) > 0
        assert 0 < float(row[9]) <= float(row[10]) <= float(row[4])
