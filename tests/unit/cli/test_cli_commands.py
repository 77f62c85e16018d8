"""Exit codes and what is printed and written, on the case that `new` makes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

import safepassage
from safepassage.cli import main, planning
from safepassage.model.case import Case
from safepassage.model.plan import Bound, NotServed, Plan
from safepassage.read import read_case, write_template
from safepassage.solve import Result


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    write_template(folder)
    return folder


def nobody_goes(case: Case, *, served: bool = False, **_: Any) -> Result:
    """A plan without a trip: honest if everyone is listed as not served."""
    leaving = [group.id for group in case.groups if group.choice == "leave" and not served]
    return Result(
        plan=Plan(
            case_digest=case.digest,
            case_name=case.name,
            seed=0,
            effort=0,
            what_if=False,
            drawn_households=False,
            schematic_roads=False,
            under_duress=False,
            cut_short=False,
            routes=(),
            convoys=(),
            trips=(),
            not_served=tuple(
                NotServed(group=name, promise="V2", reason="too late") for name in leaving
            ),
            bound=Bound(clearance=None, people=41),
        )
    )


def broken(case: Case, **_: Any) -> Result:
    """A plan that forgets everyone, and so breaks A1."""
    return nobody_goes(case, served=True)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "solve", broken)


def test_plan_writes_both_files_and_verify_agrees(
    case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["plan", str(case_folder), "--out", str(out), "--effort", "1"]) == 0
    printed = capsys.readouterr()
    assert "41 of 41 people who chose to leave are out by" in printed.out
    assert str(out / "plan.json") in printed.out
    assert printed.err == ""
    assert sorted(path.name for path in out.iterdir()) == ["plan.json", "summary.json"]
    assert main(["verify", str(case_folder), str(out / "plan.json")]) == 0
    assert "Every promise is kept" in capsys.readouterr().out


def test_json_is_the_file_and_nothing_else(case_folder: Path, tmp_path: Path) -> None:
    # In a process of its own: what native code prints is seen only when the process ends.
    command = ("plan", str(case_folder), "--out", str(tmp_path), "--effort", "1", "--json")
    ended = subprocess.run(
        [sys.executable, "-m", "safepassage", *command], capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    assert ended.stdout == (tmp_path / "summary.json").read_text()
    assert json.loads(ended.stdout)["broken_promises"] == []


@pytest.mark.usefixtures("forgetful")
def test_a_broken_plan_is_written_with_what_it_breaks(
    case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["plan", str(case_folder), "--out", str(out)]) == 1
    assert "broken promises:\n  A1 " in capsys.readouterr().out
    summary = json.loads((out / "summary.json").read_bytes())
    assert {fault["promise"] for fault in summary["broken_promises"]} == {"A1"}
    assert main(["verify", str(case_folder), str(out / "plan.json")]) == 1
    assert "  A1 " in capsys.readouterr().out
    assert main(["verify", str(case_folder), str(out / "plan.json"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["broken_promises"][0]["promise"] == "A1"


def test_terms_not_in_force_say_what_is_missing_and_how_to_study_the_case(
    case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = case_folder / "case.toml"
    settings.write_text(settings.read_text().replace('"in_force"', '"offered"'))
    out = tmp_path / "out"
    command = ["plan", str(case_folder), "--out", str(out), "--effort", "1"]
    assert main(command) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "--what-if" in printed.err
    assert not out.exists()
    assert main([*command, "--what-if"]) == 0
    assert capsys.readouterr().out.startswith("WHAT-IF")


@pytest.mark.parametrize("command", [["case"], ["plan", "--out", "out"]])
def test_every_fault_of_a_case_is_told(
    command: list[str], case_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case_folder / "case.toml").write_text("nonsense = 1\n")
    (case_folder / "vehicles.csv").write_text("id\n")
    assert main([*command, str(case_folder)]) == 2
    told = capsys.readouterr().err
    assert "case.toml" in told
    assert "vehicles.csv" in told
    assert "Faults to mend" in told


def test_a_plan_of_another_case_is_refused(
    case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = nobody_goes(read_case(case_folder).replace(title="Another")).plan
    path = tmp_path / "plan.json"
    path.write_bytes(msgspec.json.encode(other))
    assert main(["verify", str(case_folder), str(path)]) == 2
    assert "made for case" in capsys.readouterr().err


def test_case_shows_what_it_holds(case_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["case", str(case_folder)]) == 0
    told = capsys.readouterr().out
    for part in ("leave: 41", "stay: 5", "church: 32 people", "bridge", "40 seats", "school"):
        assert part in told
    assert main(["case", str(case_folder), "--json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert held["people"] == {"leave": 41, "stay": 5, "undecided": 3, "not_asked": 2}
    assert held["case_digest"] == read_case(case_folder).digest
    assert held["warnings"] == []


def test_new_does_not_overwrite_a_case(
    case_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (case_folder / "case.toml").read_bytes()
    assert main(["new", str(case_folder)]) == 2
    assert capsys.readouterr().err.startswith("safepassage: ")
    assert (case_folder / "case.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["plam"], 'Did you mean "plan"?'),
        (["plan", "case"], "--out"),
        (["plan", "case", "--out", "o", "--efort", "1"], "--efort"),
        (["plan", "case", "--out", "o", "--effort", "much"], "--effort"),
        (["plan", "case", "--out", "o", "--effort", "0"], "--effort"),
        (["plan", "case", "--out", "o", "--time-limit", "0"], "--time-limit"),
        (["verify", "case"], "PLAN_FILE"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(
    command: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err
    assert "--help" in printed.err


def test_an_output_that_is_a_file_is_refused_before_planning(
    case_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(planning, "solve")
    taken = case_folder / "case.toml"
    assert main(["plan", str(case_folder), "--out", str(taken)]) == 2
    assert "must be a folder" in capsys.readouterr().err


def test_an_interrupt_outside_planning_ends_with_its_own_code(
    case_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "solve", interrupted)
    assert main(["plan", str(case_folder), "--out", str(tmp_path / "out")]) == 130
    assert not (tmp_path / "out").exists()


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{safepassage.__version__}\n"


def test_a_number_that_reads_two_ways_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill", "town.osm", "--people", "20.000", "--out", "x"]) == 2
    assert "'20.000'; expected a whole number" in capsys.readouterr().err
