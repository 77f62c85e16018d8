"""`safepassage stress`: words, files, what it refuses, and what it goes on from."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from read_folder import append, good_folder

from safepassage.cli import main
from safepassage.model.outcome import Stressed
from safepassage.read import load_case
from safepassage.studies.levers.handles import handles
from safepassage.studies.stress.study import EXAMPLE

FEW = ["--runs", "6", "--workers", "1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = good_folder(tmp_path / "town")
    append(folder, "\n" + EXAMPLE)
    return folder


def test_the_answer_then_days_and_causes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["stress", str(folder), *FEW, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "planning first, with effort 1" in told.err
    assert "of 6 runs" in told.out
    assert "No run is a forecast" in told.out
    assert "slower travel" in told.out and "days lost" in told.out
    assert (out / "stress.html").read_bytes().startswith(b"<!")
    assert msgspec.json.decode((out / "stress.json").read_bytes())["runs"] == 6


def test_same_seed_same_json_whoever_plans_and_keeps(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(folder), "--effort", "1", "--out", str(tmp_path / "plan")]) == 0
    capsys.readouterr()
    plan = ["--plan", str(tmp_path / "plan" / "plan.json")]
    keep = ["--keep", str(tmp_path / "kept")]
    told = []
    for more in ([], plan, [*plan, *keep], [*plan, *keep], [*plan, "--seed", "5"]):
        assert main(["stress", str(folder), *FEW, "--json", *more]) == 0
        told.append(msgspec.json.decode(capsys.readouterr().out, type=Stressed, strict=False))
    first, *same, other = told
    assert [one.clearances for one in same] == [first.clearances] * 3
    assert other.seed == 5 != first.seed
    assert (tmp_path / "kept").exists()


def test_a_case_that_states_nothing_is_told_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stress", str(good_folder(tmp_path / "town")), *FEW]) == 2
    assert EXAMPLE.splitlines()[0] in capsys.readouterr().err


def test_what_cannot_be_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more, text in (
        (["--by", "2030-01-01"], "outside the horizon"),
        (["--address", "somewhere:1"], "ray"),
        (["--language", "xx"], "xx"),
        (["--runs", "0"], "--runs"),
    ):
        assert main(["stress", str(folder), *FEW[2:], *more]) == 2
        assert text in capsys.readouterr().err


def test_which_lever_helps(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safepassage.cli.stress.handles", lambda case: handles(case)[:2])
    assert main(["stress", str(folder), *FEW, "--levers", "--json"]) == 0
    told = msgspec.json.decode(capsys.readouterr().out, type=Stressed, strict=False).raised
    first = handles(load_case(folder).case)[:2]
    assert {(one.kind, one.where) for one in told} == {(one.kind, one.where) for one in first}


def test_by_how_many_runs_causes_are_judged(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stress", str(folder), *FEW, "--compared", "2"]) == 0
    assert "Each by the first 2 runs again without it" in capsys.readouterr().out
    assert main(["stress", str(folder), *FEW, "--compared", "0"]) == 0
    told = capsys.readouterr().out
    assert "of 6 runs" in told and "what delays" not in told
    assert main(["stress", str(folder), "--levers", "--compared", "0"]) == 2
    assert "--compared 0 with --levers" in capsys.readouterr().err
