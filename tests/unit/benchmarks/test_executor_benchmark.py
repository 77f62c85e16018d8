from __future__ import annotations

import executor
import pytest


def test_a_little_work_by_each_engine(capsys: pytest.CaptureFixture[str]) -> None:
    executor.main(["--workers", "3", "--tasks", "4", "--steps", "1000", "--empty", "10"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    assert [row[0] for row in rows] == ["here", "1", "3"]
    assert all(float(row[-2]) > 0 for row in rows)
    assert float(rows[1][-2]) == 1
