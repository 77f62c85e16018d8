from __future__ import annotations

import corridors
import exposure
import pytest


@pytest.mark.parametrize("case", [["--incidents", "40"], ["--hard"]])
def test_plain_labels_come_to_the_same_ways(
    case: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    corridors.main(["--arcs", "600", "--plain", *case])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    exact, plain = (next(row for row in rows if row[0] == name) for name in ("exact", "plain"))
    assert exact[4:] == plain[4:]
    assert int(exact[4]) > 18
    assert rows[-1][-1] == "yes"


def test_every_distance_gives_the_same_danger(capsys: pytest.CaptureFixture[str]) -> None:
    exposure.main(["--arcs", "300", "--incidents", "50", "--plain"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    ours, plain = (next(row for row in rows if row[0] == name) for name in ("ours", "plain"))
    assert float(ours[5]) == float(plain[5]) > 0
    assert float(rows[-1][-1]) < 1e-9
