"""`safepassage terms`: words and JSON, on a date, with a plan, and what can't be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from read_folder import set_cell, write_rows

from safepassage.cli import main
from safepassage.read import write_template

ONE, OTHER = "one side", "the other side"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    write_template(folder)
    source = "a news agency"
    write_rows(
        folder / "agreement.csv",
        [
            ["at", "status", "by", "source", "says"],
            ["2031-05-01", "offered", ONE, source, "Let who wants to leave go"],
            ["2031-05-02", "accepted", OTHER, source, ""],
            ["2031-05-03T06:00", "in_force", ONE, source, ""],
        ],
    )
    write_rows(
        folder / "terms.csv",
        [
            ["id", "topic", "says", "by", "since", "replaces", "place", "source"],
            ["p1", "pause", "Four hours", ONE, "2031-05-01", "", "", source],
            ["p2", "pause", "Five hours", ONE, "2031-05-02", "p1", "", source],
            ["d1", "destination", "The school", OTHER, "2031-05-02", "", "school", source],
        ],
    )
    return folder


def words(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["terms", *arguments]) == 0
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    seen: dict[str, Any] = json.loads(words(capsys, *arguments, "--json"))
    return seen


def test_words_have_status_life_terms_history_and_what_is_open(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = words(capsys, str(folder))
    for text in (
        "as it stood 2031-05-03 23:59 (Europe/Berlin)",
        "Status: in force\n",
        '2031-05-01 00:00 offered, by one side: "Let who wants to leave go" [a news agency]',
        'pause (p2): one side: "Five hours"',
        'amends p1 of 2031-05-01 00:00: one side: "Four hours"',
        "the other side (party): bound by d1",
        "no monitor is named.",
        "agreed without a term that names it: hall",
        'the other side: "The school" [term d1, a news agency]',
        "The 19 requirements of humanitarian guidance:",
        "  15. met: A notification is neither a permission nor a guarantee",
        "A notification is neither a permission nor a guarantee; no route is shown as safe.",
    ):
        assert text in told, text


def test_on_an_earlier_day_what_came_later_is_not_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = words(capsys, str(folder), "--on", "2031-05-01")
    assert "Status: offered, not in force" in told
    assert 'pause (p1): one side: "Four hours"' in told
    assert "Five hours" not in told
    assert "4 changes and terms come later" in told
    assert "no acceptance is recorded of: the other side" in told
    before = words(capsys, str(folder), "--on", "2031-04-30")
    assert "Status: not offered yet, not in force" in before


def test_json_has_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = data(capsys, str(folder))
    assert seen["status"] == "in_force"
    assert [one["term"]["id"] for one in seen["standing"]] == ["p2", "d1"]
    assert [old["id"] for old in seen["standing"][0]["history"]] == ["p1"]
    assert {one["kind"] for one in seen["findings"]} == {"missing", "contradiction"}
    assert [one["number"] for one in seen["guidance"]] == list(range(1, 20))
    assert seen["agreement"]["parties"] == [ONE, OTHER]
    assert seen["windows"]


def test_a_plan_decides_what_only_a_plan_can(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(folder), "--out", str(tmp_path / "out"), "--effort", "1"]) == 0
    capsys.readouterr()
    plan = str(tmp_path / "out" / "plan.json")
    alone = {one["number"]: one["verdict"] for one in data(capsys, str(folder))["guidance"]}
    seen = data(capsys, str(folder), "--plan", plan)
    held = {one["number"]: one["verdict"] for one in seen["guidance"]}
    assert {number for number in (3, 4, 11, 13) if alone[number] == "not_stated"} == {3, 4, 11, 13}
    assert {number for number in (3, 4, 11, 13) if held[number] == "met"} == {3, 4, 11, 13}


def test_the_plan_of_another_case_cannot_be_used(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(folder), "--out", str(tmp_path / "out"), "--effort", "1"]) == 0
    set_cell(folder, "terms", 2, "says", "Three hours")
    assert main(["terms", str(folder), "--plan", str(tmp_path / "out" / "plan.json")]) == 2
    assert "was made for case" in capsys.readouterr().err


@pytest.mark.parametrize(
    "on", ["yesterday", "2031-02-30", "06.03.2018", "0001-01-01", "9999-12-31"]
)
def test_a_date_that_is_none_cannot_be_used(
    folder: Path, on: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["terms", str(folder), "--on", on]) == 2
    assert "--on" in capsys.readouterr().err


def test_a_case_without_either_table_is_reviewed_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "agreement.csv").unlink()
    (folder / "terms.csv").unlink()
    told = words(capsys, str(folder))
    assert "Its life isn't recorded: no agreement table." in told
    assert "No term stands." in told


def test_a_faulty_table_cannot_be_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_cell(folder, "terms", 2, "by", "nobody known")
    assert main(["terms", str(folder)]) == 2
    assert "terms.csv, row 2, by" in capsys.readouterr().err
