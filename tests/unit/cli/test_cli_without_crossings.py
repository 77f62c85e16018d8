"""The commands over a case without crossings, from its folder to its reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from safepassage.cli import main

ISLANDS = str(Path(__file__).parents[3] / "examples" / "islands")


def test_from_case_to_report_and_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, report = tmp_path / "plan.json", tmp_path / "report"
    assert main(["case", ISLANDS]) == 0
    assert "No crossings: who has arrived is out." in capsys.readouterr().out
    assert main(["plan", ISLANDS, "--out", str(tmp_path), "--effort", "1"]) == 0
    assert "since the horizon began" in capsys.readouterr().out
    assert main(["verify", ISLANDS, str(plan)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Every promise is kept") and "convoys" not in said
    assert main(["report", ISLANDS, str(plan), "--out", str(report)]) == 0
    assert {"report.html", "manifests.xlsx", "release.html"} <= {p.name for p in report.iterdir()}
    capsys.readouterr()
    assert main(["compare", ISLANDS, str(plan), ISLANDS, str(plan)]) == 0
    assert "Both are plans of the same case." in capsys.readouterr().out
