from __future__ import annotations

import drills
import fleets
import pytest
from planned import HEADER, line

from safepassage.demo import example


def test_an_example_is_planned_with_another_fleet_and_every_promise_kept() -> None:
    row = fleets.measure("tiny", 3, 1)
    assert row.name == "tiny 3"
    assert row.broken == 0
    assert row.bound and row.clearance and row.bound <= row.clearance
    assert len(line(row)) > len(HEADER) - len("binds most")
    assert "BROKEN" not in line(row)


def test_a_drill_prints_one_line_an_extract_and_size(capsys: pytest.CaptureFixture[str]) -> None:
    roads = example("helsinki-drill") / "roads.osm.pbf"
    drills.main([str(roads), "--people", "200", "--points", "2", "--effort", "1"])
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("People and places are invented")
    assert [row.split()[:2] for row in printed[2:]] == [["roads", "200"]]
    assert "BROKEN" not in printed[2] and "not served" not in printed[2]
