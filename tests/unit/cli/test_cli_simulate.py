"""`simulate`: its words and JSON, exit codes and files; calibrating makes a plan hold."""

from __future__ import annotations

import json
from importlib.machinery import ModuleSpec
from pathlib import Path

import msgspec
import pytest
from driven_case import TINY, leaving_later, planned, with_trip

from safepassage.check import verify
from safepassage.cli import main
from safepassage.model.plan import Plan
from safepassage.model.simulated import Calibrated
from safepassage.read import load_case
from safepassage.read.plan import read_plan
from safepassage.simulate import net


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the tiny example, whose times are the roads' free times to the second."""
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_bytes(msgspec.json.encode(planned(TINY)[1]))
    return path


def test_a_tight_plan_fails_and_calibrating_makes_it_hold(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["simulate", str(TINY), str(plan), "--calibrate", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "holds" in told.splitlines()[0]
    assert "as a multiple of free speed's" in told
    found = msgspec.json.decode((out / "simulated.json").read_bytes(), type=Calibrated)
    assert found.rounds[0].late > 0
    assert found.rounds[-1].late == found.rounds[-1].late_convoys == 0
    assert found.simulated.holds
    assert sorted(path.name for path in out.iterdir()) == ["case", "plan.json", "simulated.json"]
    slowed, free = load_case(out / "case").case, load_case(TINY).case
    assert verify(slowed, read_plan(out / "plan.json")) == ()
    assert (slowed.roads.seconds >= free.roads.seconds).all()
    assert main(["simulate", str(out / "case"), str(out / "plan.json")]) == 0
    assert "nobody late" in capsys.readouterr().out


def test_json_and_files_of_a_plan_that_fails(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["simulate", str(TINY), str(plan), "--json", "--gui", "--out", str(out)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["holds"]
    assert told["late"][0]["measured"] > told["late"][0]["planned"]
    assert told == json.loads((out / "simulated.json").read_bytes())
    assert (out / "run.sumocfg").is_file()


def test_words_of_a_plan_that_fails(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", str(TINY), str(plan)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("The plan's times fail: late convoys 8, late arrivals of vehicles ")
    for part in ("Convoys that passed late:", "Longest queues:", "Legs that take longer:"):
        assert part in told


def test_a_plan_that_breaks_promises_is_not_driven(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = tmp_path / "plan.json"
    good: Plan = read_plan(plan)
    spoilt.write_bytes(
        msgspec.json.encode(with_trip(good, 0, lambda trip: leaving_later(trip, 9000)))
    )
    assert main(["simulate", str(TINY), str(spoilt)]) == 1
    assert "broken promises" in capsys.readouterr().out


def test_without_sumo_it_says_how_to_install_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(name: str) -> ModuleSpec | None:
        return None if name == "libsumo" else ModuleSpec(name, None)

    monkeypatch.setattr(net, "find_spec", absent)
    assert main(["simulate", str(TINY), str(plan)]) == 2
    told = capsys.readouterr().err
    assert "libsumo isn't installed" in told
    assert "pip install 'safepassage[simulate]'" in told


@pytest.mark.parametrize("switch", ["--gui", "--calibrate"])
def test_files_need_a_folder(switch: str, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", str(TINY), str(plan), switch]) == 2
    assert "Add --out DIR" in capsys.readouterr().err
