from __future__ import annotations

from pathlib import Path

import pytest
import roads

from safepassage.roads.osm import read_roads


def test_a_small_network_is_read_and_routed(capsys: pytest.CaptureFixture[str]) -> None:
    roads.main(["--arcs", "500", "--places", "3"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    own = next(row for row in rows if row and row[0] == "ours")
    assert int(own[1]) > 50
    assert float(own[5]) == float(own[7]) == float(own[9]) == 1


def test_as_many_arcs_are_made_up_as_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "roads.osm.pbf"
    roads.made_up(file, 20_000, seed=3)
    assert read_roads(file, speeds=roads.SPEEDS, keep=[]).report.raw_arcs == pytest.approx(
        20_000, rel=0.05
    )
