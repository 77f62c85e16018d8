"""`safepassage territory`: what it says of a case with pictures, and of one without."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from safepassage.cli import main

EXAMPLES = Path(__file__).parents[3] / "examples"
GHOUTA = str(EXAMPLES / "ghouta-offer")


def said(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["territory", *options]) == 0
    return capsys.readouterr().out


def test_the_day_the_horizon_starts_unless_another_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, GHOUTA)
    assert "7 March 2018. For the planner alone." in text
    assert "Roads are schematic: nobody surveyed them." in text
    assert "Picture of 6 March 2018, 1 day old." in text
    assert "of 123.6 km² on 18 February 2018: 34.0 % lost, 0.0 km² gained." in text
    assert "People at assembly points inside: 400,000" in text
    assert "5 March 2018: 26,600 people came to douma, by claim move-1" in text
    assert "Pockets: 1," in text
    assert "STOP" not in text


def test_three_pockets_and_what_keeps_their_ways_open(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, GHOUTA, "--on", "2018-03-11")
    assert "Pockets: 3," in text
    assert "Pocket 2: 20,400 people at harasta\n  No way out is open from this day on." in text
    assert "  Ways out that share no stretch of road: 1\n" in text
    assert "  By wafidin to qalaat-al-madiq, al-bab, jarablus. It hangs on:\n" in text
    assert (
        "    24 windows from then on, the first opens Sun 11 March, 09:00, "
        "the last closes Tue 3 April, 14:00\n" in text
    )
    assert "    who holds the ground beyond: Syrian government and allies\n" in text


def test_an_old_picture_stops_a_release(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, GHOUTA, "--on", "2018-03-19")
    assert "STOP: older than 7 days. No convoy is released on it: get a new one first." in text


def test_since_an_earlier_picture(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, GHOUTA, "--on", "2018-03-11", "--since", "2018-03-07")
    assert "of 81.5 km² on 6 March 2018" in text
    text = said(capsys, GHOUTA, "--on", "2018-03-11", "--since", "2018-02-01")
    assert "no earlier picture to count from." in text


def test_before_the_first_picture_nothing_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, GHOUTA, "--on", "2018-02-01")
    assert "No picture of who holds what ground: not stated." in text
    assert "Pockets" not in text
    assert "douma            132,500  not stated" in text


def test_a_case_without_pictures_has_its_people(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, str(EXAMPLES / "tiny"))
    assert "No picture of who holds what ground: not stated." in text
    assert "school" in text


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found: dict[str, Any] = json.loads(said(capsys, GHOUTA, "--on", "2018-03-11", "--json"))
    assert found["picture"]["persons_inside"] == 352_100
    assert found["picture"]["lost"]["since"] == "2018-02-18"
    assert [pocket["independent"] for pocket in found["pockets"]] == [1, 0, 0]
    assert sum(one["persons"] for one in found["people"]) == 400_000
    found = json.loads(said(capsys, str(EXAMPLES / "tiny"), "--json"))
    assert (found["picture"], found["pockets"]) == (None, [])


def test_faults_of_the_file_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "case"
    shutil.copytree(GHOUTA, folder)
    (folder / "control.geojson").write_text('{"type": "Feature"}')
    assert main(["territory", str(folder)]) == 2
    assert "control.geojson" in capsys.readouterr().err


def test_a_date_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["territory", GHOUTA, "--on", "yesterday"]) == 2
    assert "--on" in capsys.readouterr().err


def test_what_steers_a_terminal_is_refused_or_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(GHOUTA, folder)
    path = folder / "control.geojson"
    path.write_text(path.read_text().replace('"Harasta"', '"\\u001b[2J"'))
    assert main(["territory", str(folder)]) == 2
    assert "\x1b" not in capsys.readouterr().err
