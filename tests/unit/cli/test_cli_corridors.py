"""`corridors` on the case that `new` makes: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from read_folder import append, good_folder

from safepassage.cli import main
from safepassage.model.corridors import Corridors
from safepassage.read import load_case
from safepassage.solve import plan as solve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return good_folder(tmp_path / "town")


def test_words_and_a_page(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["corridors", str(folder), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    case = load_case(folder).case
    assert told.startswith(f"{case.title}: ways out on 2031-05-05\n")
    for place in (*case.assembly_points, *case.crossings, *case.destinations):
        assert place.name in told
    assert "neither a permission nor a guarantee" in told
    assert "safe" not in told.replace("safepassage", "")
    page = (out / "corridors.html").read_text("utf-8")
    assert "For the planner alone" in page
    assert page.count("<svg") >= 1
    assert "http" not in page.replace("http-equiv", "")


def test_json_is_the_value(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corridors", str(folder), "--epsilon", "0", "--on", "2031-05-06", "--json"]) == 0
    found = msgspec.json.decode(capsys.readouterr().out, type=Corridors)
    case = load_case(folder).case
    assert (found.on, found.epsilon, found.plan) == ("2031-05-06", 0.0, None)
    assert len(found.pairs) == len(case.assembly_points) * len(case.destinations)
    for pair in found.pairs:
        assert pair.ways
        for way in pair.ways:
            assert way.seconds == case.roads.seconds[0, list(way.arcs)].sum()
            assert case.roads.tail[way.arcs[0]] == case.place_nodes[pair.origin]
            assert case.roads.head[way.arcs[-1]] == case.place_nodes[pair.destination]


def test_from_one_point(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    point = load_case(folder).case.assembly_points[-1].id
    assert main(["corridors", str(folder), "--from", point, "--json"]) == 0
    pairs = json.loads(capsys.readouterr().out)["pairs"]
    assert {pair["origin"] for pair in pairs} == {point}


def test_a_point_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corridors", str(folder), "--from", "nowhere"]) == 2
    assert "expected the id of an assembly point" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "6 March"])
def test_a_day_beyond_all_cases(folder: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corridors", str(folder), "--on", day]) == 2
    assert day in capsys.readouterr().err


@pytest.mark.parametrize("epsilon", ["-0.1", "nan", "11", "much"])
def test_an_epsilon_that_is_none(
    folder: Path, epsilon: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corridors", str(folder), "--epsilon", epsilon]) == 2
    assert "epsilon" in capsys.readouterr().err


def test_a_plan_is_added_up_and_a_broken_one_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = load_case(folder).case
    plan = solve(case, effort=1).plan
    good, bad = tmp_path / "plan.json", tmp_path / "bad.json"
    good.write_bytes(msgspec.json.encode(plan))
    assert main(["corridors", str(folder), "--plan", str(good), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["plan"]
    aboard = sum(
        boarding.persons
        for trip in plan.trips
        for stop in trip.stops
        for boarding in stop.boardings
    )
    assert told == {"people": aboard, "exposure": 0}
    bad.write_bytes(msgspec.json.encode(msgspec.structs.replace(plan, trips=())))
    assert main(["corridors", str(folder), "--plan", str(bad)]) == 1
    told = capsys.readouterr().out
    assert "broken promise" in told
    assert "The plan exposes" not in told


def test_the_weights_of_the_case_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(folder, "\n[exposure]\nstale_days = 3\n")
    assert main(["corridors", str(folder)]) == 0
    assert "no front line is known" in capsys.readouterr().out
