"""`levers` on the command line: words, JSON, files, refusals, any number of workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read_folder import append, good_folder, spoil

from safepassage.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = good_folder(tmp_path_factory.mktemp("levers") / "case")
    append(made, '[[levers]]\nkind = "vehicles"\ncost = 10\n')
    return made


def test_the_answer_comes_first_then_the_table_then_what_binds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["levers", str(folder), "--workers", "1"]) == 0
    said = capsys.readouterr().out
    parts = ["As the case stands, ", " sooner ", "These gain nothing", "Proved: no less than"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "no levers" in said


def test_the_same_answer_whatever_the_workers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for workers in ("1", "2"):
        assert main(["levers", str(folder), "--workers", workers, "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    found = json.loads(told[0])
    assert found["cut_short"] is False
    assert found["now"]["planned"] is True


def test_files_are_written_together(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    command = ["levers", str(folder), "--workers", "1", "--out", str(out), "--by", BY]
    assert main(command) == 0
    assert sorted(path.name for path in out.iterdir()) == ["levers.html", "levers.json"]
    assert json.loads((out / "levers.json").read_bytes())["by"] == BY
    assert "levers.html" in capsys.readouterr().out


BY = "2031-05-05"


def test_a_day_outside_the_horizon_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["levers", str(folder), "--by", "2018-01-01"]) == 2
    assert "expected a day of the horizon" in capsys.readouterr().err


def test_terms_that_allow_no_plan_need_what_if(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = good_folder(tmp_path / "case")
    spoil(folder, "case.toml", 'status = "in_force"', 'status = "offered"')
    assert main(["levers", str(folder)]) == 2
    assert "--what-if" in capsys.readouterr().err
    assert main(["levers", str(folder), "--what-if", "--workers", "1"]) == 0
    assert "What-if" in capsys.readouterr().out


def test_no_time_at_all_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["levers", str(folder), "--time-limit", "0.000001"]) == 2
    assert "give it more time" in capsys.readouterr().err
