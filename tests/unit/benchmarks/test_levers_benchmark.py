from __future__ import annotations

import json

import levers
import pytest


def test_a_small_enclave_is_studied(capsys: pytest.CaptureFixture[str]) -> None:
    levers.main(["--people", "200", "--fleet", "fleet", "--workers", "1", "--json"])
    row = json.loads(capsys.readouterr().out)
    assert row["steps"] > row["levers"] > 10
    assert row["programmes"] > row["steps"]
    assert row["plans"] >= 2
    assert row["cpu_seconds"] > 0
